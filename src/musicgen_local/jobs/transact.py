"""How DBOS is used here: names, versions, JSON instead of pickle.

DBOS Transact executes each job durably. The API only writes into its database, by `DBOSClient`;
a worker process launches it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dbos import DBOSClient, Serializer

from musicgen_local.jobs.kinds.base import DOWNLOADS_LANE, TOOLS_LANE

if TYPE_CHECKING:
    from dbos import EnqueueOptions

APP_NAME = "musicgen-local"
# Pinned: by default it is a hash of the code, which strands interrupted jobs at an upgrade. Raise
# it only when `run_job` can't take up what an older version began.
APP_VERSION = "1"
WORKFLOW_NAME = "run_job"
# A person waits for an engine's job from the first moment; an idle machine should stay idle.
ENGINE_POLL_SECONDS = 0.1
COMMON_POLL_SECONDS = {TOOLS_LANE: 0.4, DOWNLOADS_LANE: 1.0}


class JsonSerializer(Serializer):
    """Plain JSON: what an older version wrote can always be read, and runs no code."""

    def serialize(self, data: Any) -> str:
        # DBOS keeps exceptions by this, too; only their names matter to us.
        return json.dumps(data, ensure_ascii=False, default=repr)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "mgl_json"


def workflow_id(job_id: str, run: int) -> str:
    """The DBOS workflow that executes a job's `run`; queued anew, the job gets another."""
    return f"{job_id}-{run}"


def poll_seconds(lane: str) -> float:
    """How often a worker asks for the next job of `lane`."""
    return COMMON_POLL_SECONDS.get(lane, ENGINE_POLL_SECONDS)


def parse_workflow_id(text: str) -> tuple[str, int] | None:
    """The job and the run of a workflow; None for a workflow of somebody else."""
    job_id, _, run = text.rpartition("-")
    return (job_id, int(run)) if job_id and run.isdigit() else None


def migrate(url: str) -> None:
    """Make DBOS's tables, or bring them up to date; a client never does."""
    from dbos import DBOS

    DBOS.migrate(url)


def open_client(url: str) -> DBOSClient:
    """A client that raises when the database is away, instead of waiting without end."""
    return DBOSClient(
        system_database_url=url,
        serializer=JsonSerializer(),
        application_name=APP_NAME,
        retry_connection_errors=False,
    )


def enqueue_options(
    job_id: str, run: int, lane: str, rank: int, not_before: datetime | None, now: datetime
) -> EnqueueOptions:
    """Where and when a run of a job waits. `rank` is the DBOS priority: the lowest goes first."""
    options: EnqueueOptions = {
        "queue_name": lane,
        "workflow_name": WORKFLOW_NAME,
        "workflow_id": workflow_id(job_id, run),
        "priority": rank,
        "app_version": APP_VERSION,
    }
    if not_before is not None and not_before > now:
        options["delay_seconds"] = (not_before - now).total_seconds()
    return options
