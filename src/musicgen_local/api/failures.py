"""Whatever goes wrong under a route becomes a problem; only what we did wrong is logged."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musicgen_local.api.observation import route_of
from musicgen_local.api.problems import Refusal, problem_response, status_of
from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError

_log = logging.getLogger(__name__)

_MAX_FIELDS = 20
_MAX_NAME_CHARACTERS = 100
_READ_THE_DOCS = "GET /docs lists every route and what it takes."
_BEGINNINGS = (  # how pydantic begins its sentences, and how a person would
    ("Value error, ", ""),
    ("Assertion failed, ", ""),
    ("Field required", "is missing"),
    ("Extra inputs are not permitted", "is not known here"),
    ("Input should be", "must be"),
    ("String should", "must"),
    ("List should", "must"),
    ("Tuple should", "must"),
    ("Dictionary should", "must"),
    ("Value should", "must"),
    ("Data should", "must"),
    ("Datetime should", "must"),
    ("Input should", "must"),
)


def install_failure_handlers(app: FastAPI) -> None:
    """Let `app` answer every failure as a problem."""
    app.add_exception_handler(MusicGenError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)


class CatchAll:
    """Middleware: an exception that nobody foresaw is logged and answered with a reference."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except ClientDisconnect:
            _log.info("The client went away before it had sent everything.")
        except Exception as error:
            reference = secrets.token_hex(4)
            _log.error(
                "Something unforeseen went wrong.",
                exc_info=error,
                extra={"facts": {"reference": reference}},
            )
            if started:
                raise  # too late to answer: cut the connection, so that nobody takes it for whole
            await problem_response(_internal(reference))(scope, receive, send)


def validation_error(errors: Sequence[Mapping[str, Any]]) -> UserError:
    """What pydantic found wrong with a request, field by field, in plain words.

    What was sent is not repeated: it may be long, secret or impossible to say in JSON.
    """
    fields = [
        {"field": _name_of(error["loc"]), "message": _plain(error)}
        for error in errors[:_MAX_FIELDS]
    ]
    first = fields[0] if fields else {"field": "body", "message": "is not valid"}
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return UserError(
        ErrorCode.VALIDATION,
        f"{first['field']} {first['message']}{more}.",
        recovery=f"Correct what is named and send the request again. {_READ_THE_DOCS}",
        details={"fields": fields},
    )


async def _on_known(_: Request, error: Exception) -> Response:
    known = cast(MusicGenError, error)
    if status_of(known) >= 500:
        _log.warning(
            "A request failed: %s", known.message, extra={"facts": {"code": known.code.value}}
        )
    return problem_response(known)


async def _on_validation(_: Request, error: Exception) -> Response:
    return problem_response(validation_error(cast(RequestValidationError, error).errors()))


async def _on_http(request: Request, error: Exception) -> Response:
    refused = cast(HTTPException, error)
    headers = dict(refused.headers or {})
    if refused.status_code in (204, 304):
        return Response(status_code=refused.status_code, headers=headers)
    if refused.status_code == 405:
        headers["Allow"] = await run_in_threadpool(_allowed, request, headers.get("Allow", ""))
    return problem_response(_from_http(request, refused, headers))


def _from_http(request: Request, error: HTTPException, headers: Mapping[str, str]) -> MusicGenError:
    match error.status_code:
        case 400 | 422:  # FastAPI's own, for a body that can't be read at all
            return validation_error(
                [{"loc": ("body",), "type": "unreadable", "msg": "can't be read"}]
            )
        case 404:
            return UserError(
                ErrorCode.NOT_FOUND, "There is nothing at this address.", recovery=_READ_THE_DOCS
            )
        case 405:
            allowed = headers["Allow"]
            return Refusal(
                405,
                ErrorCode.VALIDATION,
                f"This address doesn't take {request.method}.",
                recovery=f"Use {allowed}." if allowed else _READ_THE_DOCS,
                headers=headers,
            )
        case 413:
            return too_large(None)
        case status if status < 500:
            return Refusal(
                status,
                ErrorCode.VALIDATION,
                f"{error.detail or 'The request was refused'}".rstrip(".") + ".",
                recovery=_READ_THE_DOCS,
                headers=headers,
            )
        case _:
            return MachineError(
                ErrorCode.INTERNAL, "The server can't do this now.", recovery="Try again later."
            )


def _allowed(request: Request, known: str) -> str:
    """All that an address takes; Starlette names only what its first route for it takes."""
    described = request.app.openapi()["paths"].get(route_of(request.scope), {})
    methods = {method.upper() for method in described} | set(known.replace(" ", "").split(","))
    return ", ".join(sorted(methods - {""}))


def too_large(limit_bytes: int | None) -> UserError:
    """The refusal of a request body beyond a limit."""
    limit = "" if limit_bytes is None else f" than {limit_bytes / 1e6:g} MB"
    return UserError(
        ErrorCode.TOO_LARGE,
        f"The request is larger{limit or ' than it may be'}.",
        recovery="Send less at once; MGL_MAX_UPLOAD_MB sets how large an upload may be.",
        details={} if limit_bytes is None else {"limit_bytes": limit_bytes},
    )


def _internal(reference: str) -> MachineError:
    return MachineError(
        ErrorCode.INTERNAL,
        "Something went wrong inside MusicGen Local.",
        recovery="It is our mistake, not yours. The server's log tells more under the reference "
        f"{reference}.",
        details={"reference": reference},
    )


def _name_of(location: Sequence[Any]) -> str:
    """`("body", "jobs", 0, "prompt")` as `jobs[0].prompt`."""
    parts = list(location)
    place = parts.pop(0) if parts else "body"
    if place == "body" and parts and isinstance(parts[0], int) and len(parts) == 1:
        parts = []  # the character at which the JSON breaks; the message has it
    name = ""
    for part in parts:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return (name or str(place))[:_MAX_NAME_CHARACTERS]


def _plain(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        reason = error.get("ctx", {}).get("error", "")
        return f"is not valid JSON: {reason} at character {error['loc'][-1]}".rstrip(".")
    message = str(error["msg"])
    for beginning, plain in _BEGINNINGS:
        if message.startswith(beginning):
            return (plain + message[len(beginning) :]).rstrip(".")
    return (message[:1].lower() + message[1:]).rstrip(".")
