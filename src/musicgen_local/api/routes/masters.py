"""Master a track or a recording of your own."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.generations import MasterIn
from musicgen_local.api.schemas.jobs import JobOut
from musicgen_local.api.services import JobsDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader, submit_one
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1", tags=["masters"])


@router.post(
    "/masters",
    status_code=202,
    summary="Queue a master of a track or an upload",
    responses=QUEUED
    | problems(
        ErrorCode.VALIDATION,
        ErrorCode.NOT_FOUND,
        ErrorCode.INVALID_AUDIO,
        ErrorCode.CONFLICT,
    ),
)
def create_master(
    body: MasterIn,
    request: Request,
    response: Response,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue a mastering job; the master is a new track of the library."""
    return submit_one(
        jobs,
        "master",
        body.params(),
        body,
        key=idempotency_key,
        request=request,
        response=response,
    )
