"""What a worker writes of a job. Every write says which attempt it belongs to, and one that
belongs to an attempt that was taken over by another worker changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.intake import requeue
from musicgen_local.jobs.store.steering import is_paused
from musicgen_local.jobs.store.tables import JobRow, RunRow
from musicgen_local.jobs.values import JobStatus
from musicgen_local.progress import Progress

MAX_FAILURES = 3  # passing failures after which a job is given up
MAX_CRASHES = 25  # deaths of workers under one job; they are seldom the job's fault
BACKOFF_SECONDS = 2.0  # doubles with each failure
RUNS_KEPT = 200


class Admission(StrEnum):
    """What a worker may do with a job that it took from the lane."""

    START = "start"
    WAIT = "wait"  # paused, or enough jobs run already
    DROP = "drop"  # finished, canceled, or queued anew elsewhere


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a job, and what is needed for it."""

    job_id: str
    run: int
    attempt: int
    worker_id: str
    kind: str
    engine: str
    lane: str
    params: Mapping[str, Any]
    track_ids: tuple[str, ...]
    size: float
    steps: int
    steps_done: int
    request_id: str
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Orders:
    """What the queue says to a worker while it works."""

    mine: bool  # False: another worker has the job now; stop, and write nothing
    cancel: bool


def claim(
    database: JobDatabase,
    job_id: str,
    run: int,
    worker_id: str,
    max_running: int,
    *,
    waited: bool = False,
) -> tuple[Admission, Claim | None]:
    """Begin an attempt, if the job may start now; it is running from then on.

    One that has `waited` at the door lets those go first that were put before it meanwhile.
    """
    with database.write() as session:
        row = _locked(session, job_id)
        if row is None or row.run != run or JobStatus(row.status).final:
            return Admission.DROP, None
        if row.status == JobStatus.RUNNING:  # DBOS gave us what a dead worker had begun
            row.crashes += 1
        elif waited and _better(session, row, database) is not None:
            requeue(database, session, row)
            return Admission.DROP, None
        elif _must_wait(session, max_running):
            return Admission.WAIT, None
        if row.crashes >= MAX_CRASHES:
            _end(database, session, row, JobStatus.FAILED, {}, _poison().as_dict())
            return Admission.DROP, None
        if row.cancel_requested:
            _end(database, session, row, JobStatus.CANCELED, {}, None)
            return Admission.DROP, None
        now = database.now()
        due = max(row.queued_at, row.not_before) if row.not_before else row.queued_at
        row.status = JobStatus.RUNNING
        row.attempts += 1
        row.worker_id = worker_id
        row.started_at = now
        row.stage = row.message = ""
        row.fraction = row.steps_done / max(1, row.steps)
        row.error = None
        database.touch(session, row)
        return Admission.START, Claim(
            job_id=row.id,
            run=row.run,
            attempt=row.attempts,
            worker_id=worker_id,
            kind=row.kind,
            engine=row.engine,
            lane=row.lane,
            params=row.params,
            track_ids=tuple(row.track_ids),
            size=row.size,
            steps=row.steps,
            steps_done=row.steps_done,
            request_id=row.request_id,
            wait_seconds=max(0.0, (now - due).total_seconds()),
        )


def door_opens(database: JobDatabase, job_id: str, run: int, max_running: int) -> bool:
    """Whether a job that waits at the door should ask again; writes nothing."""
    with database.read() as session:
        row = session.get(JobRow, job_id)
        waits = row is not None and row.run == run and row.status == JobStatus.QUEUED
        if row is None or not waits or not _must_wait(session, max_running):
            return True
        return _better(session, row, database) is not None


def orders(database: JobDatabase, mine: Claim) -> Orders:
    """A look at the row that writes nothing."""
    with database.read() as session:
        row = session.get(JobRow, mine.job_id)
        return _orders(row if row is not None and _is_mine(row, mine) else None)


def report(database: JobDatabase, mine: Claim, value: Progress, step: int) -> Orders:
    """Write the progress of a step, whose fraction is of the step alone."""
    with database.write() as session:
        row = _mine(session, mine)
        if row is not None:
            row.stage = value.stage.value
            row.message = value.message
            share = min(1.0, max(0.0, value.fraction))
            row.fraction = max(row.fraction, min(1.0, (step + share) / max(1, mine.steps)))
            database.touch(session, row)
        return _orders(row)


def finish_step(
    database: JobDatabase,
    mine: Claim,
    step: int,
    result: Mapping[str, Any],
    last: Progress | None,
) -> Orders:
    """Remember that a step is done, and the last it said; it is never carried out again."""
    with database.write() as session:
        row = _mine(session, mine)
        if row is not None:
            row.steps_done = max(row.steps_done, step + 1)
            row.fraction = row.steps_done / max(1, row.steps)
            row.result = {**row.result, **result}
            if last is not None:
                row.stage, row.message = last.stage.value, last.message
            database.touch(session, row)
        return _orders(row)


def complete(database: JobDatabase, mine: Claim, device: str, seconds: float | None) -> bool:
    """End the job well, and remember what it took (None: nothing was measured)."""
    with database.write() as session:
        row = _mine(session, mine)
        if row is None:
            return False
        _end(database, session, row, JobStatus.COMPLETED, row.result, None)
        row.fraction = 1.0
        if seconds is not None:
            session.add(
                RunRow(
                    kind=row.kind,
                    engine=row.engine,
                    device=device,
                    size=row.size,
                    seconds=seconds,
                    wait_seconds=mine.wait_seconds,
                    finished_at=row.finished_at,
                )
            )
        return True


def fail(
    database: JobDatabase, mine: Claim, error: Mapping[str, Any], *, passing: bool
) -> JobStatus | None:
    """End the attempt; the job waits for another if the failure may pass, else it has failed.

    Returns where the job stands then; None when it isn't ours any more.
    """
    with database.write() as session:
        row = _mine(session, mine)
        if row is None:
            return None
        if row.cancel_requested:
            _end(database, session, row, JobStatus.CANCELED, row.result, None)
        elif passing and row.failures + 1 < MAX_FAILURES:
            row.failures += 1
            wait = timedelta(seconds=BACKOFF_SECONDS * 2 ** (row.failures - 1))
            row.not_before = database.now() + wait
            row.error = dict(error)
            requeue(database, session, row)
        else:
            row.failures += 1
            _end(database, session, row, JobStatus.FAILED, row.result, dict(error))
        return JobStatus(row.status)


def cancel_done(database: JobDatabase, mine: Claim) -> bool:
    """The attempt has stopped because it was asked to."""
    with database.write() as session:
        row = _mine(session, mine)
        if row is not None:
            _end(database, session, row, JobStatus.CANCELED, row.result, None)
        return row is not None


def hand_back(database: JobDatabase, mine: Claim) -> None:
    """Let another worker have the job at once: this one has to leave."""
    with database.write() as session:
        row = _mine(session, mine)
        if row is not None:
            requeue(database, session, row)


def outdated_runs(session: Session) -> list[int]:
    """Measured runs that are older than the last ones of their kind."""
    newest = func.row_number().over(
        partition_by=(RunRow.kind, RunRow.engine, RunRow.device), order_by=RunRow.id.desc()
    )
    ranked = select(RunRow.id, newest.label("age")).subquery()
    return [*session.scalars(select(ranked.c.id).where(ranked.c.age > RUNS_KEPT))]


def _must_wait(session: Session, max_running: int) -> bool:
    running = session.scalar(
        select(func.count()).select_from(JobRow).where(JobRow.status == JobStatus.RUNNING)
    )
    return is_paused(session) or (running or 0) >= max_running


def _better(session: Session, row: JobRow, database: JobDatabase) -> str | None:
    """A job of the same lane that should go first."""
    due = or_(JobRow.not_before.is_(None), JobRow.not_before <= database.now())
    return session.scalar(
        select(JobRow.id)
        .where(
            JobRow.status == JobStatus.QUEUED,
            JobRow.lane == row.lane,
            JobRow.rank < row.rank,
            due,
        )
        .limit(1)
    )


def _end(
    database: JobDatabase,
    session: Session,
    row: JobRow,
    status: JobStatus,
    result: Mapping[str, Any],
    error: Mapping[str, Any] | None,
) -> None:
    row.status = status
    row.finished_at = database.now()
    row.worker_id = None
    row.result = dict(result)
    row.error = None if error is None else dict(error)
    database.touch(session, row)
    session.flush()


def _locked(session: Session, job_id: str) -> JobRow | None:
    """The row, held until the transaction ends, where the database can hold one row."""
    return session.scalar(select(JobRow).where(JobRow.id == job_id).with_for_update())


def _mine(session: Session, mine: Claim) -> JobRow | None:
    row = _locked(session, mine.job_id)
    return row if row is not None and _is_mine(row, mine) else None


def _is_mine(row: JobRow, mine: Claim) -> bool:
    return (row.status, row.run, row.attempts, row.worker_id) == (
        JobStatus.RUNNING,
        mine.run,
        mine.attempt,
        mine.worker_id,
    )


def _orders(row: JobRow | None) -> Orders:
    return Orders(mine=row is not None, cancel=row is not None and row.cancel_requested)


def _poison() -> MachineError:
    return MachineError(
        ErrorCode.INTERNAL,
        f"The worker died {MAX_CRASHES} times while it carried out this job.",
        recovery="Look into the worker's log for the reason (memory, most often), then retry it.",
    )
