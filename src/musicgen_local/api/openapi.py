"""The description of the API: what FastAPI can't know of keys, limits and failures is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from musicgen_local.api.keys import OPEN_PATHS
from musicgen_local.api.problems import STATUS_OF, ProblemOut, examples
from musicgen_local.api.session_tokens import COOKIE
from musicgen_local.errors import ErrorCode

TAGS = [
    {"name": "generations", "description": "Ask for music."},
    {"name": "plans", "description": "See what would be made, and talk it over."},
    {"name": "loops", "description": "Ask for a track that goes on for hours."},
    {"name": "masters", "description": "Ask for a recording to be mastered."},
    {"name": "exports", "description": "Ask for many tracks in one archive."},
    {"name": "jobs", "description": "Watch, steer and stop what was asked for."},
    {"name": "batches", "description": "The same for jobs that were asked for together."},
    {"name": "events", "description": "Follow jobs while they run."},
    {"name": "tracks", "description": "The library."},
    {"name": "files", "description": "What belongs to a track: audio, picture, stems, MIDI."},
    {"name": "collections", "description": "Tracks put together."},
    {"name": "uploads", "description": "Send audio, pictures and lyrics."},
    {"name": "engines", "description": "What can make music here."},
    {"name": "models", "description": "Sounds and weights to install."},
    {"name": "settings", "description": "What may change while the server runs."},
    {"name": "session", "description": "Sign in with a browser, where a key is wanted."},
    {"name": "system", "description": "The machine, what is amiss on it, and mending that."},
    {"name": "health", "description": "How the server is."},
    {"name": "earlier paths", "description": "Addresses of earlier tools, kept working."},
]
_DESCRIPTION = """\
A prompt becomes a finished track, on your own machine.

Whatever takes time is a job: the answer is `202` with the job and its address; follow it by reading
that address or its events. Every failure has the same shape, with a `code` for programs and a
`recovery` sentence for people.
"""
_ANYWHERE = (ErrorCode.VALIDATION, ErrorCode.RATE_LIMITED, ErrorCode.INTERNAL)
_PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def operation_id(route: APIRoute) -> str:
    """A route is called in clients as its function is called here.

    The earlier paths do what others do, so they bear the name of their module, too.
    """
    if "earlier paths" in route.tags:
        module = route.endpoint.__module__.rpartition(".")[2]
        return f"earlier_{module}_{route.name}"
    return route.name


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        license_info=app.license_info,
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    }
    schemes = components["securitySchemes"]
    document["security"] = [{}, *({name: []} for name in schemes)]  # {}: where no key is set
    schemas = components.setdefault("schemas", {})
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs") | {"ProblemOut": problem})
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's shape, which is not ours
        schemas.pop(name, None)
    for path, method, operation in _operations(document):
        _complete(path, method, operation)
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    unvalidated = responses.get("422", {}).get("content", {}).get("application/json", {})
    if unvalidated.get("schema", {}).get("$ref", "").endswith("/HTTPValidationError"):
        del responses["422"]
    for status, answer in responses.items():
        if int(status) >= 400 and not _is_own(answer):
            _show_as_problem(answer)
    for code in _ANYWHERE:
        _add(responses, STATUS_OF[code], code)
    if path in OPEN_PATHS:
        operation["security"] = []
    else:
        _add(responses, 401, ErrorCode.UNAUTHORIZED)
        _add(responses, 503, ErrorCode.INTERNAL, "A database doesn't answer: see Retry-After.")
    _add(responses, 400, ErrorCode.VALIDATION, "Addressed to a name that isn't this server's.")
    if method not in ("get", "head", "options"):
        _add(responses, 403, ErrorCode.VALIDATION, "Sent by a web page of another origin.")
    if "requestBody" in operation:
        _add(responses, 413, ErrorCode.TOO_LARGE)
    operation["responses"] = dict(sorted(responses.items()))


def _is_own(answer: Mapping[str, Any]) -> bool:
    """Whether a failure has another shape on purpose, as the health routes' has."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return "$ref" in schema and schema != _PROBLEM


def _show_as_problem(answer: dict[str, Any]) -> None:
    """Put right what FastAPI takes for the media type of the route's success."""
    shown = answer.get("content", {}).get("application/json", {})
    answer["content"] = {"application/json": {**shown, "schema": _PROBLEM}}


def _add(
    responses: dict[str, Any], status: int, code: ErrorCode, description: str | None = None
) -> None:
    """Document a failure unless the route has said what this status means there."""
    responses.setdefault(
        str(status),
        {
            "description": description or code.value,
            "content": {"application/json": {"schema": _PROBLEM, "examples": examples([code])}},
        },
    )
