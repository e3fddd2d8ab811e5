"""Real workers for tests: processes of their own, on the test's own data folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from musicgen_local.config import Settings
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.supervisor import WorkerSupervisor
from musicgen_local.jobs.values import Job, JobStatus, NewJob, Priority
from servers import PATIENCE_SECONDS, wait_until


@contextmanager
def working(settings: Settings, **arguments: Any) -> Iterator[WorkerSupervisor]:
    """A supervised worker; it is gone at the end."""
    supervisor = WorkerSupervisor(settings, **arguments)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


def plucks(seconds: float = 1.0, **more: Any) -> NewJob:
    """A small job for the pluck engine."""
    order = {key: more.pop(key) for key in ("priority", "not_before") if key in more}
    key = more.pop("idempotency_key", None)
    params = {
        "prompt": "a scale",
        "engine": "pluck",
        "duration_seconds": seconds,
        "formats": ["wav"],
        **more,
    }
    return NewJob(
        kind="generate",
        params=params,
        priority=Priority(order.get("priority", "normal")),
        not_before=order.get("not_before"),
        idempotency_key=key,
    )


def finished(queue: JobQueue, job_id: str, seconds: float = PATIENCE_SECONDS) -> Job:
    """The job, once it is final."""
    job: Job = wait_until(
        lambda: job if (job := queue.get(job_id)).status.final else None, seconds, "the end"
    )
    return job


def started(queue: JobQueue, job_id: str, seconds: float = PATIENCE_SECONDS) -> Job:
    """The job, once it runs and says so."""
    job: Job = wait_until(
        lambda: (
            job
            if (job := queue.get(job_id)).status is JobStatus.RUNNING and job.progress > 0
            else None
        ),
        seconds,
        "the start",
    )
    return job


def kill(pid: int) -> None:
    """End a process as a power cut would."""
    os.kill(pid, signal.SIGKILL)
