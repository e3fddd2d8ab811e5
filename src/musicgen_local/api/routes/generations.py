"""Ask for music: one generation, or a batch of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from musicgen_local.api.problems import problems
from musicgen_local.api.schemas.generations import GenerationBatchIn, GenerationBody
from musicgen_local.api.schemas.jobs import (
    BatchOut,
    JobOut,
    batch_out,
    batch_path,
)
from musicgen_local.api.services import JobsDep
from musicgen_local.api.submission import (
    QUEUED_ONE_OR_BATCH,
    IdempotencyHeader,
    new_job,
    one_key,
    submit_one,
    with_preferences,
)
from musicgen_local.errors import ErrorCode

router = APIRouter(prefix="/api/v1", tags=["generations"])


@router.post(
    "/generations",
    status_code=202,
    summary="Queue a generation, or up to 50",
    responses=QUEUED_ONE_OR_BATCH
    | problems(
        ErrorCode.VALIDATION,
        ErrorCode.INVALID_PROMPT,
        ErrorCode.NOT_FOUND,
        ErrorCode.CONFLICT,
    ),
)
def create_generation(
    body: Annotated[GenerationBody, Body()],
    request: Request,
    response: Response,
    jobs: JobsDep,
    idempotency_key: IdempotencyHeader = None,
) -> JobOut | BatchOut:
    """Queue one generation, or a batch in one transaction.

    What is left out is taken from the settings (engine, formats, master, artist), else the engine
    chooses. Watch the job with the link `events`.
    """
    preferences = jobs.preferences()
    if not isinstance(body, GenerationBatchIn):
        return submit_one(
            jobs,
            "generate",
            with_preferences(body.params(), preferences),
            body,
            key=idempotency_key,
            request=request,
            response=response,
        )
    news = [
        new_job(
            "generate",
            with_preferences(item.params(), preferences),
            item,
            None,
            request,
        )
        for item in body.items
    ]
    batch = jobs.submit_batch(news, one_key(idempotency_key, body.idempotency_key))
    response.headers["Location"] = batch_path(batch.id)
    return batch_out(batch)
