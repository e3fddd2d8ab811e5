"""Waits for a job without holding a thread, for paths that answer with the finished thing."""

from __future__ import annotations

import time

import anyio
from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from musicgen_local.errors import MachineError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import Job

_SHORTEST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 0.5
_PATIENCE_SECONDS = 60.0  # with a database that doesn't answer; the job itself has no limit here


async def until_final(request: Request, jobs: JobQueue, job: Job) -> Job | None:
    """The job once it is completed, failed or canceled; None when the client went away before.

    The job goes on in either case.

    Raises:
        MachineError: when the database hasn't answered for a minute.
    """
    pause_seconds = _SHORTEST_PAUSE_SECONDS
    answered = time.monotonic()
    while not job.status.final:
        await anyio.sleep(pause_seconds)
        if await request.is_disconnected():
            return None
        pause_seconds = min(pause_seconds * 1.5, _LONGEST_PAUSE_SECONDS)
        try:
            job = await run_in_threadpool(jobs.get, job.id)
            answered = time.monotonic()
        except MachineError:
            if time.monotonic() - answered > _PATIENCE_SECONDS:
                raise
    return job
