"""The queue as the API shows it: its numbers, its workers, and another place for a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from musicgen_local.api.schemas.fields import RecordId
from musicgen_local.api.schemas.jobs import showing
from musicgen_local.jobs.values import JobStats, QueueState


class MeanTimeOut(BaseModel):
    """What finished jobs of one kind took on this machine."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: str
    engine: str
    device: str
    runs: int
    mean_seconds: float
    mean_wait_seconds: float
    seconds_per_unit: float = Field(description="Per second of music, or megabyte of a download.")


class JobStatsOut(BaseModel):
    """The queue in numbers."""

    model_config = showing(
        {
            "by_status": {"completed": 12, "queued": 1},
            "by_kind": {"generate": {"completed": 12, "queued": 1}},
            "mean_times": [
                {
                    "kind": "generate",
                    "engine": "composer",
                    "device": "cpu",
                    "runs": 12,
                    "mean_seconds": 6.2,
                    "mean_wait_seconds": 0.4,
                    "seconds_per_unit": 0.1,
                }
            ],
            "paused": False,
        }
    )

    by_status: dict[str, int]
    by_kind: dict[str, dict[str, int]] = Field(description="Kind, then status, to jobs.")
    mean_times: list[MeanTimeOut] = Field(description="What the estimates are computed from.")
    paused: bool


class MoveIn(BaseModel):
    """Another place for a waiting job; exactly one of the three."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"to": "front"}]},
    )

    before: RecordId | None = Field(None, description="The job that it is to start before.")
    after: RecordId | None = Field(None, description="The job that it is to start after.")
    to: Literal["front", "back"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(place is not None for place in (self.before, self.after, self.to)) != 1:
            raise ValueError("give exactly one of before, after and to")
        return self


class WorkerOut(BaseModel):
    """A worker process, as it last reported."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    host: str
    pid: int
    lanes: list[str]
    started_at: datetime
    seen_at: datetime
    alive: bool
    facts: dict[str, Any]


class QueueOut(BaseModel):
    """The queue as a whole."""

    model_config = showing(
        {
            "paused": False,
            "queued": 1,
            "running": 1,
            "workers": [],
            "queue_length": 1,
            "active_jobs": 1,
        }
    )

    paused: bool = Field(description="No job starts until it is resumed.")
    queued: int
    running: int
    workers: list[WorkerOut]
    queue_length: int = Field(description="`queued`, by its earlier name.")
    active_jobs: int = Field(description="`running`, by its earlier name.")


def stats_out(stats: JobStats) -> JobStatsOut:
    """The numbers of the queue as the API shows them."""
    return JobStatsOut(
        by_status=dict(stats.by_status),
        by_kind={kind: dict(counts) for kind, counts in stats.by_kind.items()},
        mean_times=[MeanTimeOut.model_validate(mean) for mean in stats.mean_times],
        paused=stats.paused,
    )


def queue_out(state: QueueState) -> QueueOut:
    """The state of the queue as the API shows it."""
    return QueueOut(
        paused=state.paused,
        queued=state.queued,
        running=state.running,
        workers=[WorkerOut.model_validate(worker) for worker in state.workers],
        queue_length=state.queued,
        active_jobs=state.running,
    )
