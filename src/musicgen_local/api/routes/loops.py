"""Ask for a loop of a track or of a recording."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.generations import LoopIn
from musicgen_local.api.schemas.jobs import JobOut
from musicgen_local.api.services import JobsDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader, submit_one
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1", tags=["loops"])


@router.post(
    "/loops",
    status_code=202,
    summary="Queue a loop of a track or an upload",
    responses=QUEUED
    | problems(
        ErrorCode.VALIDATION,
        ErrorCode.NOT_FOUND,
        ErrorCode.INVALID_AUDIO,
        ErrorCode.CONFLICT,
    ),
)
def create_loop(
    body: LoopIn,
    request: Request,
    response: Response,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue a loop; the result is a new track whose `parent_id` is the track it was made of."""
    return submit_one(
        jobs,
        "loop",
        body.params(),
        body,
        key=idempotency_key,
        request=request,
        response=response,
    )
