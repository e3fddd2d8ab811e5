"""`POST /api/generate` and `POST /api/bark`: the answer is the finished track."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from musicgen_local.api.legacy import accepted_song, failure_of, made_track, submit_generation
from musicgen_local.api.routes.aliases.finished import FAILURES
from musicgen_local.api.schemas.alias_answers import AcceptedSongOut, MadeTrackOut
from musicgen_local.api.schemas.aliases import BarkIn, GenerateBody, SongIn
from musicgen_local.api.services import Services, ServicesDep
from musicgen_local.api.submission import IdempotencyHeader
from musicgen_local.api.waiting import until_final
from musicgen_local.jobs.values import JobStatus

router = APIRouter(prefix="/api", tags=["earlier paths"])

CLIENT_GONE = 499  # no one reads it but the log


@router.post(
    "/generate",
    status_code=201,
    response_model=MadeTrackOut,
    responses=FAILURES
    | {
        200: {
            "model": AcceptedSongOut,
            "description": "Queued: a body with `lyrics` or `style_prompt` isn't waited for.",
        }
    },
    summary="Make a track and wait for it",
    deprecated=True,
)
async def generate(
    body: Annotated[GenerateBody, Body()],
    request: Request,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> MadeTrackOut | Response:
    """Queue a generation and answer once it is finished; should the client leave, it goes on.

    New programs use `POST /api/v1/generations`, which answers at once.
    """
    if isinstance(body, SongIn):
        job = await run_in_threadpool(
            submit_generation, services.jobs, body.params(), request, idempotency_key
        )
        return JSONResponse(accepted_song(job).model_dump(mode="json"))
    return await _made(services, body.params(), request, idempotency_key)


@router.post(
    "/bark",
    status_code=201,
    response_model=MadeTrackOut,
    responses=FAILURES,
    summary="Speak or sing a text and wait for it",
    deprecated=True,
)
async def bark(
    body: BarkIn,
    request: Request,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> MadeTrackOut | Response:
    """Have the engine Bark say a text; should the client leave, the job goes on."""
    return await _made(services, body.params(), request, idempotency_key)


async def _made(
    services: Services, params: Mapping[str, Any], request: Request, key: str | None
) -> MadeTrackOut | Response:
    queued = await run_in_threadpool(submit_generation, services.jobs, params, request, key)
    job = await until_final(request, services.feed, queued)
    if job is None:
        return Response(status_code=CLIENT_GONE)
    if job.status is not JobStatus.COMPLETED:
        raise failure_of(job)
    return await run_in_threadpool(made_track, services, job)
