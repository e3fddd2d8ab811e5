"""Errors as the API answers them: one shape, one status for each code, an example of each."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError

RETRY_AFTER_SECONDS = 5  # when a database or a model is expected to be back

STATUS_OF: Mapping[ErrorCode, int] = {
    ErrorCode.MODEL_NOT_LOADED: 503,
    ErrorCode.MODEL_NOT_INSTALLED: 409,
    ErrorCode.OUT_OF_MEMORY: 507,
    ErrorCode.INVALID_PROMPT: 400,
    ErrorCode.INVALID_LYRICS: 400,
    ErrorCode.INVALID_AUDIO: 400,
    ErrorCode.GENERATION_TIMEOUT: 408,
    ErrorCode.DOWNLOAD_FAILED: 503,
    ErrorCode.UNREACHABLE: 502,
    ErrorCode.ASSET_CORRUPT: 409,
    ErrorCode.DISK_FULL: 507,
    ErrorCode.NOT_WRITABLE: 507,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.UNAUTHORIZED: 401,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.VALIDATION: 422,
    ErrorCode.CANCELED: 409,
    ErrorCode.INTERNAL: 500,
}

_EXAMPLES: Mapping[ErrorCode, tuple[str, str, dict[str, Any]]] = {
    ErrorCode.MODEL_NOT_LOADED: (
        "The engine 'composer' is not ready yet.",
        "Try again in a moment.",
        {},
    ),
    ErrorCode.MODEL_NOT_INSTALLED: (
        "The weights of the engine are not installed.",
        "Install them with POST /api/v1/models/{id}/download.",
        {},
    ),
    ErrorCode.OUT_OF_MEMORY: (
        "There is not enough memory for this piece.",
        "Ask for a shorter piece, or close other programs.",
        {},
    ),
    ErrorCode.INVALID_PROMPT: (
        "The prompt is empty.",
        "Describe the music in a few words.",
        {"field": "prompt"},
    ),
    ErrorCode.INVALID_LYRICS: (
        "Line 3 of the lyrics has no time.",
        "Begin each line with a time, as in [00:12.50].",
        {"line": 3},
    ),
    ErrorCode.INVALID_AUDIO: (
        "The file holds no audio that can be read.",
        "Send a WAV, FLAC, MP3, Ogg, Opus or M4A file.",
        {},
    ),
    ErrorCode.GENERATION_TIMEOUT: (
        "The job took longer than 600 s.",
        "Ask for a shorter piece, or raise job_timeout_seconds in the settings.",
        {},
    ),
    ErrorCode.DOWNLOAD_FAILED: (
        "The download broke off.",
        "Check the network and try again; what is here already is kept.",
        {},
    ),
    ErrorCode.UNREACHABLE: (
        "The server of the radio can't be reached.",
        "Check host and port, and that the server runs.",
        {},
    ),
    ErrorCode.ASSET_CORRUPT: (
        "An installed file is damaged.",
        "Install it again.",
        {},
    ),
    ErrorCode.DISK_FULL: (
        "The disk is full.",
        "Free some space and try again.",
        {},
    ),
    ErrorCode.NOT_WRITABLE: (
        "The folder of the tracks can't be written.",
        "Correct its permissions.",
        {},
    ),
    ErrorCode.NOT_FOUND: (
        "There is no such job.",
        "GET /api/v1/jobs lists those that are there.",
        {},
    ),
    ErrorCode.CONFLICT: (
        "The job is finished already.",
        "Nothing needs to be done.",
        {},
    ),
    ErrorCode.TOO_LARGE: (
        "The request is larger than 1 MB.",
        "Send less at once.",
        {"limit_bytes": 1_000_000},
    ),
    ErrorCode.UNAUTHORIZED: (
        "This server wants an API key.",
        "Send the key in the header X-API-Key.",
        {},
    ),
    ErrorCode.RATE_LIMITED: (
        "Too many requests.",
        "Wait 30 s and try again.",
        {"retry_after_seconds": 30},
    ),
    ErrorCode.VALIDATION: (
        "duration_seconds must be at least 5.",
        "Correct the fields that are named and send the request again.",
        {"fields": [{"field": "duration_seconds", "message": "must be at least 5"}]},
    ),
    ErrorCode.CANCELED: (
        "Stopped before it was finished.",
        "Nothing was kept. Start again when you like.",
        {},
    ),
    ErrorCode.INTERNAL: (
        "Something went wrong inside MusicGen Local.",
        "It is our mistake, not yours. Please report it with the reference 5f2c9a1e.",
        {"reference": "5f2c9a1e"},
    ),
}


class ErrorOut(BaseModel):
    """What went wrong, and what can be done about it."""

    model_config = ConfigDict(frozen=True)

    code: ErrorCode = Field(description="A stable word that programs may match on.")
    message: str
    recovery: str = Field(description="What to do about it.")
    details: dict[str, Any] = Field(description="Small facts: the field, the line, the limit.")


class ProblemOut(BaseModel):
    """Every answer that is not a success."""

    model_config = ConfigDict(frozen=True)

    error: ErrorOut
    detail: str = Field(description="The same as `error.message`, for older programs.")
    message: str = Field(description="The same as `error.message`, for older programs.")


class Refusal(UserError):
    """A `UserError` that is answered with another HTTP status than the one of its code."""

    def __init__(
        self,
        status: int,
        code: ErrorCode,
        message: str,
        *,
        recovery: str,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, message, recovery=recovery, details=details)
        self.status = status
        self.headers = dict(headers or {})


def status_of(error: MusicGenError) -> int:
    """The HTTP status that an error is answered with."""
    if isinstance(error, Refusal):
        return error.status
    return 503 if _database_is_away(error) else STATUS_OF[error.code]


def problem_response(error: MusicGenError) -> Response:
    """The answer to a request that failed so."""
    headers = _headers(error)
    body = json.dumps(problem_body(error), ensure_ascii=False, allow_nan=False)
    return Response(body.encode(), status_of(error), headers=headers, media_type="application/json")


def problem_body(error: MusicGenError) -> dict[str, Any]:
    """The error in the contract's shape; JSON can say all of it."""
    sendable: dict[str, Any] = _sendable(error.as_dict())
    message = sendable["message"]
    return {"error": sendable, "detail": message, "message": message}


def problems(*codes: ErrorCode) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may fail so; each code is shown by an example."""
    by_status: dict[int, list[ErrorCode]] = {}
    for code in codes:
        by_status.setdefault(STATUS_OF[code], []).append(code)
    return {status: documented(here) for status, here in sorted(by_status.items())}


def documented(codes: list[ErrorCode]) -> dict[str, Any]:
    """One entry of `responses=`: the codes that share a status."""
    return {
        "model": ProblemOut,
        "description": ", ".join(code.value for code in codes),
        "content": {"application/json": {"examples": examples(codes)}},
    }


def examples(codes: list[ErrorCode]) -> dict[str, Any]:
    """An example of each code, by its name."""
    return {code.value: {"value": problem_body(_example(code))} for code in codes}


def _example(code: ErrorCode) -> MusicGenError:
    message, recovery, details = _EXAMPLES[code]
    return UserError(code, message, recovery=recovery, details=details)


def _database_is_away(error: MusicGenError) -> bool:
    """Whether a database is busy or doesn't answer, so that the same request may succeed later."""
    return (
        isinstance(error, MachineError)
        and error.code in (ErrorCode.CONFLICT, ErrorCode.INTERNAL)
        and "database" in error.details
    )


def _headers(error: MusicGenError) -> dict[str, str]:
    headers = dict(error.headers) if isinstance(error, Refusal) else {}
    status = status_of(error)
    wait = error.details.get("retry_after_seconds")
    if isinstance(wait, int | float) and math.isfinite(wait):
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    elif status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="MusicGen Local"'
    return headers


def _sendable(value: Any) -> Any:
    """The value without what JSON or UTF-8 can't say."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_sendable(str(name)): _sendable(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_sendable(item) for item in value]
    return _sendable(str(value))
