"""What the rest of the product sees of a job: frozen values, never database objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

MAX_BATCH = 50
MAX_PAGE = 200


class JobStatus(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"  # waits for its turn, its time or its next attempt
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def final(self) -> bool:
        """Whether nothing follows any more, unless a person retries."""
        return self in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED)


class Priority(StrEnum):
    """Which of the waiting jobs go first; within one priority, the order they came in."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be queued. `params` are those of its kind, JSON-ready (see `jobs.kinds`)."""

    kind: str
    params: Mapping[str, Any]
    priority: Priority = Priority.NORMAL
    not_before: datetime | None = None  # UTC: the earliest start, for scheduled jobs
    idempotency_key: str | None = None  # the same key gives the same job, however often it is sent
    request_id: str = ""  # of the request that asked for it, for the logs


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as it stood when it was read."""

    id: str  # 26 characters; sorts by the time of its making
    kind: str
    lane: str  # the queue it waits in: `engine-composer`, `tools`, `downloads`
    status: JobStatus
    stage: str  # a `progress.Stage`, or empty before the first
    message: str  # what is going on, for a person
    progress: float  # 0-100 of the whole
    engine: str  # empty for kinds that use none
    params: Mapping[str, Any]
    priority: Priority
    batch_id: str | None
    created_at: datetime  # UTC, as all moments here
    not_before: datetime | None
    started_at: datetime | None  # of the latest attempt
    finished_at: datetime | None
    attempts: int  # starts so far, those after a crash included
    queue_position: int | None  # 1 is next in its lane; None unless queued
    eta_seconds: float | None  # until it is finished; None when nothing was measured yet
    track_ids: tuple[str, ...]  # the tracks that are finished
    result: Mapping[str, Any]  # what else the kind gives back; empty until completed
    error: Mapping[str, Any] | None  # code, message, recovery, details
    cancel_requested: bool
    revision: int  # grows with every change of any job; the id of its event


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Jobs that were queued together, with one progress."""

    id: str
    status: JobStatus  # running while any job is; final when all are: failed if any failed
    progress: float  # 0-100: the mean over the jobs
    counts: Mapping[str, int]  # jobs by status
    eta_seconds: float | None
    created_at: datetime
    jobs: tuple[Job, ...]  # in the order they were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """Which jobs to list; newest first unless `ascending`."""

    status: tuple[JobStatus, ...] = ()
    kind: tuple[str, ...] = ()
    engine: tuple[str, ...] = ()
    batch_id: str | None = None
    ascending: bool = False
    limit: int = 50  # 1 to MAX_PAGE
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Jobs that changed since a revision, each as it stands now, the oldest change first."""

    jobs: tuple[Job, ...]
    removed: tuple[str, ...]  # ids of records that were cleaned up since
    revision: int  # ask for changes since this one next time


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a job would take if it were queued now; None where nothing was measured yet."""

    seconds: float | None  # its own work
    wait_seconds: float | None  # before its start; None too while the queue is paused


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast an engine was on this installation."""

    realtime_factor: float  # seconds of music in a second of work
    runs: int
    device: str  # where most of them ran


@dataclass(frozen=True, slots=True)
class MeanTime:
    """What finished jobs of one kind took on this machine."""

    kind: str
    engine: str
    device: str
    runs: int
    mean_seconds: float
    mean_wait_seconds: float
    seconds_per_unit: float  # per second of music, or per megabyte of a download


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStats:
    """The queue in numbers."""

    by_status: Mapping[str, int]
    by_kind: Mapping[str, Mapping[str, int]]  # kind -> status -> jobs
    mean_times: tuple[MeanTime, ...]
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerState:
    """A worker process, as it last reported."""

    id: str
    host: str
    pid: int
    lanes: tuple[str, ...]
    started_at: datetime
    seen_at: datetime
    alive: bool
    facts: Mapping[str, Any] = field(default_factory=dict)  # device, loaded engines, memory


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """The queue as a whole."""

    paused: bool
    queued: int
    running: int
    workers: tuple[WorkerState, ...]
