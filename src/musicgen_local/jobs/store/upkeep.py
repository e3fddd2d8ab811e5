"""What workers do for all jobs together: heartbeats, taking over from the dead, cleaning up."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.intake import requeue
from musicgen_local.jobs.store.places import WORKER_IS_DEAD_AFTER
from musicgen_local.jobs.store.tables import BatchRow, JobRow, RemovedRow, RunRow, WorkerRow
from musicgen_local.jobs.store.working import outdated_runs
from musicgen_local.jobs.values import JobStatus, WorkerState

WORKER_IS_FORGOTTEN_AFTER = timedelta(hours=1)
REMOVALS_ARE_TOLD_FOR = timedelta(days=1)
_CLEANED_AT_ONCE = 200
_LOOKED_AT_ONCE = 50


def beat(
    database: JobDatabase, worker_id: str, pid: int, lanes: Sequence[str], facts: dict[str, Any]
) -> None:
    """Say that a worker lives."""
    now = database.now()
    with database.write() as session:
        row = session.get(WorkerRow, worker_id)
        if row is None:
            row = WorkerRow(id=worker_id, host=socket.gethostname(), pid=pid, started_at=now)
            session.add(row)
        row.lanes = list(lanes)
        row.facts = facts
        row.seen_at = now


def leave(database: JobDatabase, worker_id: str) -> None:
    """Say that a worker has stopped."""
    with database.write() as session:
        session.execute(delete(WorkerRow).where(WorkerRow.id == worker_id))


def only_worker(database: JobDatabase, worker_id: str) -> None:
    """Forget all other workers: the caller holds the lock that makes it the only one."""
    with database.write() as session:
        session.execute(delete(WorkerRow).where(WorkerRow.id != worker_id))


def workers(database: JobDatabase) -> tuple[WorkerState, ...]:
    """All workers that were seen lately."""
    now = database.now()
    with database.read() as session:
        rows = session.scalars(select(WorkerRow).order_by(WorkerRow.started_at)).all()
    return tuple(
        WorkerState(
            id=row.id,
            host=row.host,
            pid=row.pid,
            lanes=tuple(row.lanes),
            started_at=row.started_at,
            seen_at=row.seen_at,
            alive=row.seen_at > now - WORKER_IS_DEAD_AFTER,
            facts=row.facts,
        )
        for row in rows
    )


def take_over(
    database: JobDatabase, worker_id: str, carried_out: Callable[[], Sequence[str]]
) -> list[str]:
    """Queue anew whatever a worker began that is dead, and whatever DBOS has lost sight of.

    Looks at states, not at events, so it may be called at any time by any number of workers;
    `carried_out` tells the jobs that the caller is working at; it is asked behind the database, so
    that a job which it begins meanwhile is not taken from it. Returns what was taken over.
    """
    workflows = _workflows_of_the_dead(database, worker_id)
    taken: list[str] = []
    with database.write() as session:
        alive = _alive(session, database)
        running = session.scalars(
            select(JobRow).where(JobRow.status == JobStatus.RUNNING).with_for_update()
        ).all()
        at_work = carried_out()
        for row in running:
            left_alone = row.worker_id == worker_id and row.id not in at_work
            if row.worker_id not in alive or left_alone:
                row.crashes += 1
                requeue(database, session, row)
                taken.append(row.id)
        taken += _queue_if_waiting(database, session, workflows)
    _forget_workflows(database, workflows)
    taken += _queue_the_lost(database)
    return taken


def clean_up(database: JobDatabase, ttl_seconds: float) -> list[str]:
    """Forget jobs that finished long ago, and old runs and workers; their tracks stay.

    Returns the ids of the jobs that were removed.
    """
    from musicgen_local.jobs.transact import workflow_id

    now = database.now()
    workflows: list[str] = []
    with database.write() as session:
        rows = session.scalars(
            select(JobRow)
            .where(JobRow.finished_at < now - timedelta(seconds=ttl_seconds))
            .where(JobRow.status.in_([JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED]))
            .limit(_CLEANED_AT_ONCE)
        ).all()
        removed = [row.id for row in rows]
        for row in rows:
            workflows += [workflow_id(row.id, run) for run in range(1, row.run + 1)]
            revision = database.take_revision(session)
            session.add(RemovedRow(id=row.id, revision=revision, removed_at=now))
            session.delete(row)
        session.flush()
        session.execute(delete(RunRow).where(RunRow.id.in_(outdated_runs(session))))
        session.execute(
            delete(RemovedRow).where(RemovedRow.removed_at < now - REMOVALS_ARE_TOLD_FOR)
        )
        session.execute(
            delete(WorkerRow).where(WorkerRow.seen_at < now - WORKER_IS_FORGOTTEN_AFTER)
        )
        session.execute(
            delete(BatchRow).where(
                BatchRow.id.not_in(select(JobRow.batch_id).where(JobRow.batch_id.is_not(None)))
            )
        )
    if workflows:
        database.client.delete_workflows(workflows)
    return removed


def count_by_status(session: Session) -> dict[tuple[str, str], int]:
    """Jobs by kind and status."""
    rows = session.execute(
        select(JobRow.kind, JobRow.status, func.count()).group_by(JobRow.kind, JobRow.status)
    )
    return {(kind, status): count for kind, status, count in rows}


def _alive(session: Session, database: JobDatabase) -> set[str]:
    fresh = WorkerRow.seen_at > database.now() - WORKER_IS_DEAD_AFTER
    return set(session.scalars(select(WorkerRow.id).where(fresh)))


def _workflows_of_the_dead(database: JobDatabase, worker_id: str) -> list[tuple[str, int]]:
    """Jobs and runs that DBOS believes to be carried out by a worker that isn't there."""
    from musicgen_local.jobs.transact import WORKFLOW_NAME, parse_workflow_id

    begun = database.client.list_workflows(
        status="PENDING", name=WORKFLOW_NAME, load_input=False, load_output=False
    )
    with database.read() as session:
        alive = _alive(session, database) | {worker_id}
    parsed = [
        parse_workflow_id(workflow.workflow_id)
        for workflow in begun
        if workflow.executor_id not in alive
    ]
    return [found for found in parsed if found is not None]


def _forget_workflows(database: JobDatabase, workflows: Sequence[tuple[str, int]]) -> None:
    """A workflow that stays pending would fill its lane for ever."""
    from musicgen_local.jobs.transact import workflow_id

    if workflows:
        database.client.cancel_workflows([workflow_id(*one) for one in workflows])


def _queue_the_lost(database: JobDatabase) -> list[str]:
    """Waiting jobs at the front whose workflow has ended without them: queue them again."""
    from musicgen_local.jobs.transact import workflow_id

    with database.read() as session:
        first = session.execute(
            select(JobRow.id, JobRow.run)
            .where(JobRow.status == JobStatus.QUEUED)
            .order_by(JobRow.rank)
            .limit(_LOOKED_AT_ONCE)
        ).all()
    if not first:
        return []
    names = {workflow_id(job_id, run): (job_id, run) for job_id, run in first}
    ended = database.client.list_workflows(
        workflow_ids=list(names),
        status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        load_input=False,
        load_output=False,
    )
    if not ended:
        return []
    with database.write() as session:
        return _queue_if_waiting(database, session, [names[one.workflow_id] for one in ended])


def _queue_if_waiting(
    database: JobDatabase, session: Session, runs: Sequence[tuple[str, int]]
) -> list[str]:
    """Queue those of the jobs anew that still wait for just this run."""
    queued: list[str] = []
    for job_id, run in runs:
        row = session.get(JobRow, job_id, with_for_update=True)
        if row is not None and row.run == run and row.status == JobStatus.QUEUED:
            requeue(database, session, row)
            queued.append(row.id)
    return queued
