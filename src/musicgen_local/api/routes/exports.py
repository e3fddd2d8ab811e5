"""Ask for many tracks as one ZIP, and get it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from musicgen_local.api.downloads import ranged_answer
from musicgen_local.api.problems import problems
from musicgen_local.api.routes.files import ranged
from musicgen_local.api.schemas.generations import ExportIn
from musicgen_local.api.schemas.jobs import JobId, JobOut, job_path
from musicgen_local.api.services import JobsDep, ServicesDep
from musicgen_local.api.submission import QUEUED, IdempotencyHeader, submit_one
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.kinds.export import export_file
from musicgen_local.jobs.values import JobStatus

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


@router.head("/{job_id}/file", include_in_schema=False)
@router.get(
    "/{job_id}/file",
    response_class=Response,
    summary="Get the archive of an export",
    responses=problems(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT)
    | ranged("application/zip"),
)
def read_archive(request: Request, job_id: JobId, services: ServicesDep) -> Response:
    """The ZIP, whole or in ranges; 409 while it is not finished."""
    job = services.jobs.get(job_id)
    if job.kind != "export":
        raise UserError(
            ErrorCode.NOT_FOUND,
            "This job is no export.",
            recovery="POST /api/v1/exports asks for one.",
            details={"kind": job.kind},
        )
    if job.status is not JobStatus.COMPLETED:
        raise UserError(
            ErrorCode.CONFLICT,
            f"The export is {job.status.value}, so it has no file.",
            recovery=f"GET {job_path(job.id)} tells how it stands.",
            details={"status": job.status.value},
        )
    archive = export_file(services.settings, job.id)
    try:
        stat = archive.stat()
    except FileNotFoundError:
        raise UserError(
            ErrorCode.NOT_FOUND,
            "The archive was cleaned up.",
            recovery="Ask for the export again with POST /api/v1/exports.",
        ) from None
    return ranged_answer(
        request,
        archive,
        stat,
        etag=f'"{job.id}-{stat.st_size:x}-{stat.st_mtime_ns:x}"',
        media_type="application/zip",
        name=f"musicgen-local {job.created_at:%Y-%m-%d %H.%M}.zip",
        download=True,
    )
