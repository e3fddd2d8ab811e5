"""`POST /generate`, then `GET /status/{job_id}`, then `GET /result/{job_id}`."""

from __future__ import annotations

from fastapi import APIRouter, Request

from musicgen_local.api.legacy import accepted, find_job, result_out, status_out, submit_generation
from musicgen_local.api.problems import problems
from musicgen_local.api.routes.aliases.finished import UNFINISHED, OldJobId, completed_job
from musicgen_local.api.schemas.alias_answers import AcceptedOut, ResultOut, StatusOut
from musicgen_local.api.schemas.aliases import TextToMusicIn
from musicgen_local.api.services import ServicesDep
from musicgen_local.api.submission import IdempotencyHeader
from musicgen_local.errors import ErrorCode

router = APIRouter(tags=["earlier paths"])


@router.post(
    "/generate",
    responses=problems(
        ErrorCode.INVALID_PROMPT,
        ErrorCode.NOT_FOUND,
        ErrorCode.MODEL_NOT_INSTALLED,
        ErrorCode.CONFLICT,
        ErrorCode.VALIDATION,
    ),
    summary="Queue a track",
    deprecated=True,
)
def generate(
    body: TextToMusicIn,
    request: Request,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> AcceptedOut:
    """Queue a generation. New programs use `POST /api/v1/generations`."""
    return accepted(submit_generation(services.jobs, body.params(), request, idempotency_key))


@router.get(
    "/status/{job_id}",
    responses=problems(ErrorCode.NOT_FOUND),
    summary="How a job stands",
    deprecated=True,
)
def read_status(job_id: OldJobId, services: ServicesDep) -> StatusOut:
    """Status, progress and place in the queue. New programs use `GET /api/v1/jobs/{id}`."""
    return status_out(find_job(services.jobs, job_id))


@router.get(
    "/result/{job_id}",
    responses=problems(ErrorCode.NOT_FOUND) | UNFINISHED,
    summary="What a finished job made",
    deprecated=True,
)
def read_result(job_id: OldJobId, services: ServicesDep) -> ResultOut:
    """The files of a finished job; a failed one answers with its error."""
    return result_out(services, completed_job(services, job_id))
