"""Waits for a job without holding a thread, for paths that answer with the finished thing."""

from __future__ import annotations

import asyncio

from fastapi import Request

from musicgen_local.api.problems import Refusal
from musicgen_local.errors import ErrorCode
from musicgen_local.jobs.feed import Feed
from musicgen_local.jobs.values import Job

_LOOK_SECONDS = 1.0  # how soon it is noticed that the client went away


async def until_final(request: Request, feed: Feed, job: Job) -> Job | None:
    """The job once it is completed, failed or canceled; None when the client went away before.

    The job goes on in either case.

    Raises:
        UserError: `NOT_FOUND` when the job's record is removed meanwhile.
        UserError: `CANCELED`, with status 503, when the server stops first.
    """
    async with feed.subscribe(job_id=job.id) as events:
        while not job.status.final:
            if await request.is_disconnected():
                return None
            try:
                event = await asyncio.wait_for(anext(events), _LOOK_SECONDS)
            except TimeoutError:
                continue
            except StopAsyncIteration:
                raise _stopping(job) from None
            if event.job is None:
                raise _gone()
            job = event.job
    return job


def _gone() -> Refusal:
    return Refusal(
        404,
        ErrorCode.NOT_FOUND,
        "The job's record was removed while it was waited for.",
        recovery="GET /api/v1/tracks lists what it has made.",
    )


def _stopping(job: Job) -> Refusal:
    return Refusal(
        503,
        ErrorCode.CANCELED,
        "The server stops; the job goes on when it is back.",
        recovery=f"GET /api/v1/jobs/{job.id} tells how it stands.",
        details={"job_id": job.id},
        headers={"Location": f"/api/v1/jobs/{job.id}"},
    )
