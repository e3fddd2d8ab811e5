"""From a request's body to a queued job: preferences, idempotency, and the answer's address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header, Request, Response

from musicgen_local.api.request_ids import request_id_of
from musicgen_local.api.schemas.fields import IdempotencyKey
from musicgen_local.api.schemas.generations import JobOptions, JobRequest
from musicgen_local.api.schemas.jobs import (
    EXAMPLE_BATCH,
    EXAMPLE_QUEUED_JOB,
    JobOut,
    job_out,
    job_path,
)
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import NewJob

IdempotencyHeader = Annotated[
    IdempotencyKey | None,
    Header(alias="Idempotency-Key", description="As `idempotency_key` in the body."),
]

LOCATION = {"Location": {"description": "Where it is read.", "schema": {"type": "string"}}}
QUEUED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Queued.",
        "headers": LOCATION,
        "content": {"application/json": {"example": EXAMPLE_QUEUED_JOB}},
    }
}
QUEUED_ONE_OR_BATCH: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Queued: a job, or a batch with its jobs.",
        "headers": LOCATION,
        "content": {
            "application/json": {
                "examples": {
                    "job": {"value": EXAMPLE_QUEUED_JOB},
                    "batch": {"value": EXAMPLE_BATCH},
                }
            }
        },
    }
}

# The param that each preference stands in for.
_PREFERRED = {
    "engine": "default_engine",
    "formats": "default_formats",
    "master": "default_master",
    "artist": "default_artist",
}


def with_preferences(params: Mapping[str, Any], preferences: Mapping[str, Any]) -> dict[str, Any]:
    """The params of a generation; what was left out is as the person prefers it."""
    preferred = {
        name: preferences[preference]
        for name, preference in _PREFERRED.items()
        if preferences.get(preference)
    }
    if "formats" in preferred:
        preferred["formats"] = list(preferred["formats"])
    return preferred | dict(params)


def new_job(
    kind: str, params: Mapping[str, Any], asked: JobOptions, key: str | None, request: Request
) -> NewJob:
    """The order for the queue."""
    return NewJob(
        kind=kind,
        params=params,
        priority=asked.priority,
        not_before=asked.not_before,
        idempotency_key=key,
        request_id=request_id_of(request),
    )


def one_key(header: str | None, body: str | None) -> str | None:
    """The idempotency key, wherever it was given.

    Raises:
        UserError: `VALIDATION` when header and body disagree.
    """
    if header is not None and body is not None and header != body:
        raise UserError(
            ErrorCode.VALIDATION,
            "The header Idempotency-Key and the body's idempotency_key differ.",
            recovery="Send one of them.",
            details={"field": "idempotency_key"},
        )
    return body if header is None else header


def submit_one(
    jobs: JobQueue,
    kind: str,
    params: Mapping[str, Any],
    asked: JobRequest,
    *,
    key: str | None,
    request: Request,
    response: Response,
) -> JobOut:
    """Queue one job, and say in `Location` where it is read."""
    header_or_body = one_key(key, asked.idempotency_key)
    job = jobs.submit(new_job(kind, params, asked, header_or_body, request))
    response.headers["Location"] = job_path(job.id)
    return job_out(job)
