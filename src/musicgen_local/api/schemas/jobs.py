"""Jobs as the API shows them, in answers and in the event stream alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.fields import ID_PATTERN as ID_PATTERN
from musicgen_local.jobs.values import Batch, Job, JobStatus, Priority

EXAMPLE_ID = "01kaj6x4m8v2q9t3r7w5c1n0ze"
EXAMPLE_TRACK_ID = "01kaj6x4mbz7h2d8e4k6s0p1ya"

JobId = Annotated[str, Path(description="Id of a job.", pattern=ID_PATTERN, examples=[EXAMPLE_ID])]

EXAMPLE_JOB: dict[str, Any] = {
    "id": EXAMPLE_ID,
    "kind": "generate",
    "status": "running",
    "stage": "generating_audio",
    "progress": 41.5,
    "message": "Playing bar 12 of 32",
    "engine": "composer",
    "params": {"prompt": "calm piano at night", "duration_seconds": 60.0, "seed": 7},
    "priority": "normal",
    "batch_id": None,
    "created_at": "2026-03-01T10:00:00Z",
    "not_before": None,
    "started_at": "2026-03-01T10:00:01Z",
    "finished_at": None,
    "queue_position": None,
    "eta_seconds": 4.2,
    "attempts": 1,
    "track_ids": [],
    "result": {},
    "error": None,
    "cancel_requested": False,
    "revision": 128,
    "links": {
        "self": f"/api/v1/jobs/{EXAMPLE_ID}",
        "events": f"/api/v1/jobs/{EXAMPLE_ID}/events",
        "cancel": f"/api/v1/jobs/{EXAMPLE_ID}/cancel",
        "retry": None,
        "move": None,
        "batch": None,
        "tracks": [],
        "audio": None,
        "file": None,
    },
}
EXAMPLE_QUEUED_JOB: dict[str, Any] = EXAMPLE_JOB | {
    "status": "queued",
    "stage": "",
    "progress": 0.0,
    "message": "",
    "started_at": None,
    "queue_position": 1,
    "eta_seconds": 6.5,
    "attempts": 0,
    "revision": 120,
    "links": EXAMPLE_JOB["links"] | {"move": f"/api/v1/jobs/{EXAMPLE_ID}/move"},
}

EXAMPLE_BATCH: dict[str, Any] = {
    "id": EXAMPLE_ID,
    "status": "queued",
    "progress": 0.0,
    "counts": {"queued": 1},
    "eta_seconds": 6.5,
    "created_at": "2026-03-01T10:00:00Z",
    "jobs": [EXAMPLE_QUEUED_JOB | {"batch_id": EXAMPLE_ID}],
    "links": {
        "self": f"/api/v1/batches/{EXAMPLE_ID}",
        "cancel": f"/api/v1/batches/{EXAMPLE_ID}/cancel",
    },
}


def showing(example: Mapping[str, Any]) -> ConfigDict:
    """The configuration of an answer that is shown by an example."""
    return ConfigDict(
        frozen=True, serialize_by_alias=True, json_schema_extra={"examples": [dict(example)]}
    )


class JobErrorOut(BaseModel):
    """Why a job failed, and what its owner can do."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="A stable word, as in the answers to refused requests.")
    message: str
    recovery: str = Field(description="What to do about it.")
    details: dict[str, Any] = Field(default_factory=dict)


class JobLinks(BaseModel):
    """Where to go from a job; null where there is nothing to do or to get now."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    self_: str = Field(alias="self")
    events: str = Field(description="Its Server-Sent Events.")
    cancel: str | None = Field(None, description="Until it is finished.")
    retry: str | None = Field(None, description="Once it is failed or canceled.")
    move: str | None = Field(None, description="While it waits.")
    batch: str | None = Field(None, description="The batch it was asked for in.")
    tracks: list[str] = Field(default_factory=list, description="The tracks it has finished.")
    audio: str | None = Field(None, description="The first track's audio, once completed.")
    file: str | None = Field(None, description="The archive of a completed export.")


class JobOut(BaseModel):
    """A job. Moments are UTC."""

    model_config = showing(EXAMPLE_JOB)

    id: str = Field(pattern=ID_PATTERN)
    kind: str = Field(description="`generate`, `master`, `export`, `loop`, `download`.")
    status: JobStatus
    stage: str = Field(description="What it works on; empty before the first start.")
    progress: float = Field(ge=0, le=100, description="Of the whole.")
    message: str = Field(description="What is going on, for a person.")
    engine: str = Field(description="Empty for kinds that need none.")
    params: dict[str, Any] = Field(description="Those of its kind, every choice fixed.")
    priority: Priority
    batch_id: str | None
    created_at: datetime
    not_before: datetime | None = Field(description="Its earliest start, if it was scheduled.")
    started_at: datetime | None = Field(description="Of the latest attempt.")
    finished_at: datetime | None
    queue_position: int | None = Field(description="1 is next; null unless it waits.")
    eta_seconds: float | None = Field(
        description="Until it is finished, from measured runs and its own progress; null while "
        "nothing was measured."
    )
    attempts: int = Field(description="Starts so far, those after a crash included.")
    track_ids: list[str] = Field(description="The tracks it has finished.")
    result: dict[str, Any] = Field(description="What else it gives back, once completed.")
    error: JobErrorOut | None
    cancel_requested: bool = Field(description="Somebody asked for a stop.")
    revision: int = Field(description="Grows with every change; the id of its event.")
    links: JobLinks


class BatchOut(BaseModel):
    """Jobs that were asked for together, with one progress."""

    model_config = showing(EXAMPLE_BATCH)

    id: str
    status: JobStatus = Field(description="Final once every job is; failed if any failed.")
    progress: float = Field(ge=0, le=100, description="The mean over the jobs.")
    counts: dict[str, int] = Field(description="Jobs by status.")
    eta_seconds: float | None
    created_at: datetime
    jobs: list[JobOut] = Field(description="In the order they were asked for.")
    links: dict[str, str | None]


class JobPage(BaseModel):
    """A stretch of the list of jobs."""

    model_config = showing({"items": [EXAMPLE_JOB], "next_cursor": None})

    items: list[JobOut]
    next_cursor: str | None = Field(description="Where the next page begins; null at the end.")


def job_out(job: Job) -> JobOut:
    """A job as the API shows it."""
    return JobOut(
        id=job.id,
        kind=job.kind,
        status=job.status,
        stage=job.stage,
        progress=job.progress,
        message=job.message,
        engine=job.engine,
        params=dict(job.params),
        priority=job.priority,
        batch_id=job.batch_id,
        created_at=job.created_at,
        not_before=job.not_before,
        started_at=job.started_at,
        finished_at=job.finished_at,
        queue_position=job.queue_position,
        eta_seconds=job.eta_seconds,
        attempts=job.attempts,
        track_ids=list(job.track_ids),
        result=dict(job.result),
        error=JobErrorOut.model_validate(job.error) if job.error else None,
        cancel_requested=job.cancel_requested,
        revision=job.revision,
        links=_links(job),
    )


def job_etag(job: Job) -> str:
    """A weak tag: a waiting job moves up without a change of its own; only the ETA is left out."""
    return f'W/"{job.revision}-{job.queue_position or 0}"'


def job_path(job_id: str) -> str:
    """Where a job is read."""
    return f"/api/v1/jobs/{job_id}"


def batch_path(batch_id: str) -> str:
    """Where a batch is read."""
    return f"/api/v1/batches/{batch_id}"


def _links(job: Job) -> JobLinks:
    own = job_path(job.id)
    completed = job.status is JobStatus.COMPLETED
    tracks = [f"/api/v1/tracks/{track_id}" for track_id in job.track_ids]
    again = job.status in (JobStatus.FAILED, JobStatus.CANCELED)
    export = completed and job.kind == "export"
    return JobLinks(
        self_=own,
        events=f"{own}/events",
        cancel=None if job.status.final else f"{own}/cancel",
        retry=f"{own}/retry" if again else None,
        move=f"{own}/move" if job.status is JobStatus.QUEUED else None,
        batch=batch_path(job.batch_id) if job.batch_id else None,
        tracks=tracks,
        audio=f"{tracks[0]}/audio" if completed and tracks else None,
        file=f"/api/v1/exports/{job.id}/file" if export else None,
    )


def batch_out(batch: Batch) -> BatchOut:
    """A batch as the API shows it."""
    own = batch_path(batch.id)
    return BatchOut(
        id=batch.id,
        status=batch.status,
        progress=batch.progress,
        counts=dict(batch.counts),
        eta_seconds=batch.eta_seconds,
        created_at=batch.created_at,
        jobs=[job_out(job) for job in batch.jobs],
        links={"self": own, "cancel": None if batch.status.final else f"{own}/cancel"},
    )
