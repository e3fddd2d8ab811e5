"""`POST /api/v1/generate`, `GET /api/v1/status/{job_id}`, `GET /api/v1/download/{job_id}`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from musicgen_local.api.legacy import accepted_song, find_job, status_out, submit_generation
from musicgen_local.api.problems import problems
from musicgen_local.api.routes.aliases.finished import UNFINISHED, OldJobId, audio_answer
from musicgen_local.api.routes.files import ranged
from musicgen_local.api.schemas.alias_answers import AcceptedSongOut, StatusOut
from musicgen_local.api.schemas.aliases import SongIn
from musicgen_local.api.services import ServicesDep
from musicgen_local.api.submission import IdempotencyHeader
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1", tags=["earlier paths"])


@router.post(
    "/generate",
    responses=problems(
        ErrorCode.INVALID_PROMPT,
        ErrorCode.INVALID_LYRICS,
        ErrorCode.MODEL_NOT_INSTALLED,
        ErrorCode.CONFLICT,
        ErrorCode.VALIDATION,
    ),
    summary="Queue a song from lyrics",
    deprecated=True,
)
def generate(
    body: SongIn,
    request: Request,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> AcceptedSongOut:
    """Queue 1 to 4 songs; all are kept. New programs use `POST /api/v1/generations`."""
    return accepted_song(submit_generation(services.jobs, body.params(), request, idempotency_key))


@router.get(
    "/status/{job_id}",
    responses=problems(ErrorCode.NOT_FOUND),
    summary="How a job stands",
    deprecated=True,
)
def read_status(job_id: OldJobId, services: ServicesDep) -> StatusOut:
    """Status, progress and place in the queue. New programs use `GET /api/v1/jobs/{id}`."""
    return status_out(find_job(services.jobs, job_id))


@router.head("/download/{job_id}", include_in_schema=False)
@router.get(
    "/download/{job_id}",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION)
    | UNFINISHED
    | ranged("audio/wav", "audio/mpeg", "audio/flac"),
    summary="The audio of a finished job",
    deprecated=True,
)
def download(
    job_id: OldJobId,
    request: Request,
    services: ServicesDep,
    audio_format: Annotated[Literal["wav", "mp3", "flac"], Query(alias="format")] = "wav",
    index: Annotated[int, Query(ge=0, le=49, description="Which track of the job.")] = 0,
) -> Response:
    """The file, whole or in ranges; 400 while the job is not finished."""
    return audio_answer(services, request, job_id, audio_format, index)
