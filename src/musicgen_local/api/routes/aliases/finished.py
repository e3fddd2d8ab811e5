"""Finished jobs of the earlier paths: found, or refused in their way, and sent."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Request, Response

from musicgen_local.api.downloads import file_answer, readable_name
from musicgen_local.api.legacy import best_audio, failure_of, find_job, find_track
from musicgen_local.api.problems import Refusal, documented, problems
from musicgen_local.api.schemas.jobs import EXAMPLE_ID
from musicgen_local.api.services import Services
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.values import Job, JobStatus

OldJobId = Annotated[str, Path(description="Id of a job.", examples=[EXAMPLE_ID])]
FAILURES = problems(  # what jobs fail of
    ErrorCode.INVALID_PROMPT,
    ErrorCode.INVALID_AUDIO,
    ErrorCode.NOT_FOUND,
    ErrorCode.GENERATION_TIMEOUT,
    ErrorCode.MODEL_NOT_INSTALLED,
    ErrorCode.CONFLICT,
    ErrorCode.CANCELED,
    ErrorCode.VALIDATION,
    ErrorCode.OUT_OF_MEMORY,
    ErrorCode.DISK_FULL,
    ErrorCode.NOT_WRITABLE,
    ErrorCode.INTERNAL,
    ErrorCode.MODEL_NOT_LOADED,
    ErrorCode.DOWNLOAD_FAILED,
)
UNFINISHED: dict[int | str, dict[str, Any]] = FAILURES | {
    400: documented([ErrorCode.CONFLICT, ErrorCode.INVALID_PROMPT, ErrorCode.INVALID_AUDIO])
}


def completed_job(services: Services, job_id: str) -> Job:
    """The job of this id, which is completed.

    Raises:
        UserError: `NOT_FOUND`; `CONFLICT`, with status 400, while it is not finished.
        MusicGenError: what the job failed of.
    """
    job = find_job(services.jobs, job_id)
    if job.status is JobStatus.COMPLETED:
        return job
    if job.status.final:
        raise failure_of(job)
    raise Refusal(
        400,
        ErrorCode.CONFLICT,
        "The job is not finished yet.",
        recovery=f"Ask again when GET /api/v1/jobs/{job.id} says `completed`.",
        details={"status": job.status.value, "progress": job.progress},
    )


def audio_answer(
    services: Services, request: Request, job_id: str, audio_format: str, index: int = 0
) -> Response:
    """The audio of a finished job's track in a format, as a download with a readable name.

    Raises:
        MusicGenError: as `completed_job`; `NOT_FOUND` for a track or format that it hasn't made.
    """
    job = completed_job(services, job_id)
    if index >= len(job.track_ids):
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"The job made {len(job.track_ids)} tracks.",
            recovery=f"Ask for an index below {len(job.track_ids)}.",
            details={"field": "index"},
        )
    track = find_track(services, job.track_ids[index])
    file = best_audio(track, audio_format)
    return file_answer(
        request,
        services.studio.storage.path(file.name),
        file,
        track=track,
        name=readable_name(track, f".{file.format}"),
        download=True,
    )
