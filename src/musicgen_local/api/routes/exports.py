"""Ask for many tracks as one ZIP, and get it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.generations import ExportIn
from musicgen_local.api.schemas.jobs import JobId, JobOut
from musicgen_local.api.services import JobsDep, ServicesDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader, submit_one
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])


@router.post(
    "",
    status_code=202,
    summary="Queue a ZIP of tracks",
    responses=QUEUED | problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT),
)
def create_export(
    body: ExportIn,
    request: Request,
    response: Response,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut:
    """Queue an archive of tracks; its link `file` leads to it once it is completed."""
    return submit_one(
        jobs,
        "export",
        body.params(),
        body,
        key=idempotency_key,
        request=request,
        response=response,
    )
