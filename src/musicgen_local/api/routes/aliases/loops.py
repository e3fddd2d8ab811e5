"""`POST /api/loop/create`, `POST /loop-create`, and `/api/loop/jobs`."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from musicgen_local.api.legacy import find_job, loop_job_out
from musicgen_local.api.problems import problems
from musicgen_local.api.receiving import receive_with_fields
from musicgen_local.api.request_ids import request_id_of
from musicgen_local.api.routes.aliases.finished import OldJobId
from musicgen_local.api.schemas.alias_answers import LoopJobOut
from musicgen_local.api.schemas.aliases import LoopCreateIn, LoopJobIn
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID
from musicgen_local.api.services import Services, ServicesDep
from musicgen_local.api.submission import IdempotencyHeader
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.values import NewJob

router = APIRouter(tags=["earlier paths"])

_FILE = "input_file"
_REFUSED = problems(
    ErrorCode.VALIDATION,
    ErrorCode.NOT_FOUND,
    ErrorCode.INVALID_AUDIO,
    ErrorCode.TOO_LARGE,
    ErrorCode.CONFLICT,
    ErrorCode.DISK_FULL,
    ErrorCode.NOT_WRITABLE,
)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": LoopCreateIn.model_json_schema(),
                "example": {"track_id": EXAMPLE_TRACK_ID, "target_duration": "2h"},
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [_FILE, "target_duration"],
                    "properties": {
                        _FILE: {"type": "string", "format": "binary"},
                        "target_duration": {"type": "string"},
                        "fade_duration": {"type": "number"},
                        "output_format": {"type": "string", "enum": ["mp3", "wav"]},
                    },
                }
            },
        },
    }
}


@router.post(
    "/api/loop/create",
    status_code=202,
    responses=_REFUSED,
    openapi_extra=_BODY,
    summary="Queue a loop of a file",
    deprecated=True,
)
async def create_from_file(
    request: Request, response: Response, services: ServicesDep
) -> LoopJobOut:
    """Queue a loop of a file in a form, or of a track. New programs use `POST /api/v1/loops`."""
    return await _created(request, response, services)


@router.post(
    "/loop-create",
    status_code=202,
    responses=_REFUSED,
    openapi_extra=_BODY,
    summary="Queue a loop of a file, by its oldest name",
    deprecated=True,
)
async def create_by_oldest_name(
    request: Request, response: Response, services: ServicesDep
) -> LoopJobOut:
    """The same as `POST /api/loop/create`."""
    return await _created(request, response, services)


@router.post(
    "/api/loop/jobs",
    status_code=202,
    responses=_REFUSED,
    summary="Queue a loop of a track",
    deprecated=True,
)
def create_job(
    body: LoopJobIn,
    request: Request,
    response: Response,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> LoopJobOut:
    """Queue a loop of a track of the library. New programs use `POST /api/v1/loops`."""
    return _queued(body.params(), request, response, services, idempotency_key)


@router.get(
    "/api/loop/jobs/{job_id}",
    responses=problems(ErrorCode.NOT_FOUND),
    summary="How a loop stands",
    deprecated=True,
)
def read_job(job_id: OldJobId, services: ServicesDep) -> LoopJobOut:
    """Status and result. New programs use `GET /api/v1/jobs/{id}`."""
    return loop_job_out(find_job(services.jobs, job_id))


async def _created(request: Request, response: Response, services: Services) -> LoopJobOut:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        upload, fields = await receive_with_fields(services.uploads, request, field=_FILE)
        asked: Any = fields | {_FILE: upload.id}
    else:
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = None
    try:
        body = LoopCreateIn.model_validate(asked)
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_context=False)]
        ) from None
    return await run_in_threadpool(_queued, body.params(), request, response, services, None)


def _queued(
    params: dict[str, Any],
    request: Request,
    response: Response,
    services: Services,
    key: str | None,
) -> LoopJobOut:
    new = NewJob(kind="loop", params=params, idempotency_key=key, request_id=request_id_of(request))
    job = services.jobs.submit(new)
    response.headers["Location"] = f"/api/loop/jobs/{job.id}"
    return loop_job_out(job)
