"""`POST /api/diffrhythm/jobs`, `GET /api/jobs...` and `GET /api/download/...`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from musicgen_local.api.legacy import find_job, job_statuses, legacy_job, submit_generation
from musicgen_local.api.problems import problems
from musicgen_local.api.routes.aliases.finished import UNFINISHED, OldJobId, audio_answer
from musicgen_local.api.routes.files import ranged
from musicgen_local.api.schemas.alias_answers import LegacyJobOut, LegacyStatus
from musicgen_local.api.schemas.aliases import DiffRhythmIn
from musicgen_local.api.services import ServicesDep
from musicgen_local.api.submission import IdempotencyHeader
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.values import MAX_PAGE, JobQuery

router = APIRouter(prefix="/api", tags=["earlier paths"])


@router.post(
    "/diffrhythm/jobs",
    status_code=202,
    responses=problems(
        ErrorCode.INVALID_PROMPT,
        ErrorCode.MODEL_NOT_INSTALLED,
        ErrorCode.CONFLICT,
        ErrorCode.VALIDATION,
    ),
    summary="Queue a generation by DiffRhythm",
    deprecated=True,
)
def create_job(
    body: DiffRhythmIn,
    request: Request,
    response: Response,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> LegacyJobOut:
    """Queue a piece by the engine DiffRhythm. New programs use `POST /api/v1/generations`."""
    job = submit_generation(services.jobs, body.params(), request, idempotency_key)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return legacy_job(job)


@router.get(
    "/jobs",
    responses=problems(ErrorCode.VALIDATION),
    summary="The latest jobs",
    deprecated=True,
)
def list_jobs(
    services: ServicesDep,
    status: Annotated[LegacyStatus | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> list[LegacyJobOut]:
    """The latest jobs, newest first. New programs use `GET /api/v1/jobs`, which has pages."""
    wanted = () if status is None else job_statuses(status)
    page = services.jobs.list(JobQuery(status=wanted, limit=limit))
    return [legacy_job(job) for job in page.items]


@router.get(
    "/jobs/{job_id}",
    responses=problems(ErrorCode.NOT_FOUND),
    summary="One job",
    deprecated=True,
)
def read_job(job_id: OldJobId, services: ServicesDep) -> LegacyJobOut:
    """How a job stands. New programs use `GET /api/v1/jobs/{id}`."""
    return legacy_job(find_job(services.jobs, job_id))


@router.head("/download/{job_id}/{audio_format}", include_in_schema=False)
@router.get(
    "/download/{job_id}/{audio_format}",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
    | UNFINISHED
    | ranged("audio/wav", "audio/mpeg", "audio/flac"),
    summary="The audio of a finished job",
    deprecated=True,
)
def download(
    job_id: OldJobId,
    audio_format: Literal["wav", "mp3", "flac"],
    request: Request,
    services: ServicesDep,
) -> Response:
    """The first track's file, whole or in ranges."""
    return audio_answer(services, request, job_id, audio_format)
