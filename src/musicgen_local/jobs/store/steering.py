"""What a person does to jobs that are queued already: cancel, retry, move, pause."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.intake import free_rank, renumber, requeue
from musicgen_local.jobs.store.lanes import between
from musicgen_local.jobs.store.reading import not_found, row_of
from musicgen_local.jobs.store.tables import BatchRow, JobRow, SettingRow
from musicgen_local.jobs.values import JobStatus, Priority

PAUSED = "paused"
log = logging.getLogger(__name__)


def cancel(database: JobDatabase, job_ids: Sequence[str]) -> None:
    """Cancel what waits, and ask what runs to stop. Canceled ones stay as they are.

    Raises:
        UserError: `NOT_FOUND`; `CONFLICT` when one of them is completed or failed. Then none is.
    """
    outdated: list[str] = []
    with database.write() as session:
        for job_id in job_ids:
            row = row_of(session, job_id)
            if row.status in (JobStatus.COMPLETED, JobStatus.FAILED):
                raise _too_late(row, "canceled")
            if row.status == JobStatus.QUEUED:
                row.status = JobStatus.CANCELED
                row.cancel_requested = True
                row.finished_at = database.now()
                row.error = None
                outdated.append(_workflow(row))
                database.touch(session, row)
            elif row.status == JobStatus.RUNNING and not row.cancel_requested:
                row.cancel_requested = True
                database.touch(session, row)
    forget(database, outdated)


def unfinished_of_batch(database: JobDatabase, batch_id: str) -> list[str]:
    """The jobs of a batch that may still be canceled.

    Raises:
        UserError: `NOT_FOUND`.
    """
    with database.read() as session:
        if session.get(BatchRow, batch_id) is None:
            raise not_found("batch", batch_id)
        return [
            *session.scalars(
                select(JobRow.id).where(
                    JobRow.batch_id == batch_id,
                    JobRow.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
                )
            )
        ]


def retry(database: JobDatabase, job_id: str) -> None:
    """Queue a failed or canceled job again; what its finished steps made stays.

    Raises:
        UserError: `NOT_FOUND`; `CONFLICT` when it is neither.
    """
    with database.write() as session:
        row = row_of(session, job_id)
        if row.status not in (JobStatus.FAILED, JobStatus.CANCELED):
            raise _too_late(row, "retried")
        row.rank = free_rank(database, session, row.lane, Priority(row.priority))
        row.error = None
        row.cancel_requested = False
        row.failures = row.crashes = 0
        row.finished_at = row.started_at = row.not_before = None
        row.stage = row.message = ""
        row.fraction = row.steps_done / max(1, row.steps)
        requeue(database, session, row)


def move(
    database: JobDatabase, job_id: str, *, before: str | None, after: str | None, to: str | None
) -> None:
    """Give a waiting job another place in its lane.

    Raises:
        UserError: `NOT_FOUND`, `CONFLICT`, `VALIDATION`.
    """
    if sum(given is not None for given in (before, after, to)) != 1 or to not in (
        None,
        "front",
        "back",
    ):
        raise UserError(
            ErrorCode.VALIDATION,
            "A move says one place.",
            recovery="Give exactly one of `before` (a job), `after` (a job), or `to` "
            "(`front` or `back`).",
            details={"field": "to"},
        )
    with database.write() as session:
        row = _waiting_row(session, job_id)
        other_id = before or after
        other = _waiting_row(session, other_id) if other_id else None
        if other is not None and (other.lane != row.lane or other.id == row.id):
            raise UserError(
                ErrorCode.CONFLICT,
                "The two jobs don't wait for one another.",
                recovery=f"Name another job of the lane '{row.lane}'.",
                details={"lane": row.lane, "other_lane": other.lane},
            )
        rank = _rank_beside(session, row, other, before=before is not None or to == "front")
        if rank is None:
            renumber(database, session, row.lane)
            rank = _rank_beside(session, row, other, before=before is not None or to == "front")
            assert rank is not None
        outdated = _workflow(row)
        row.rank = rank
        requeue(database, session, row)
    forget(database, [outdated])


def is_paused(session: Session) -> bool:
    """Whether the queue was paused."""
    row = session.get(SettingRow, PAUSED)
    return row is not None and bool(row.value)


def set_setting(database: JobDatabase, name: str, value: Any) -> None:
    """Remember what was set at run time."""
    with database.write() as session:
        session.merge(SettingRow(name=name, value=value))


def forget(database: JobDatabase, workflows: Sequence[str]) -> None:
    """Tell DBOS of workflows that nobody waits for; one that starts all the same does nothing."""
    if not workflows:
        return
    try:
        database.client.cancel_workflows(list(workflows))
    except Exception as error:  # only tidiness: the job's row already says so
        log.info("outdated workflows were left to find out for themselves: %s", error)


def _rank_beside(
    session: Session, row: JobRow, other: JobRow | None, *, before: bool
) -> int | None:
    ranks = [JobRow.status == JobStatus.QUEUED, JobRow.lane == row.lane, JobRow.id != row.id]
    if other is None:
        edge = session.scalar(
            select(func.min(JobRow.rank) if before else func.max(JobRow.rank)).where(*ranks)
        )
        return between(None, edge) if before else between(edge, None)
    if before:
        lower = session.scalar(
            select(func.max(JobRow.rank)).where(*ranks, JobRow.rank < other.rank)
        )
        return between(lower, other.rank) if lower is not None else between(None, other.rank)
    upper = session.scalar(select(func.min(JobRow.rank)).where(*ranks, JobRow.rank > other.rank))
    return between(other.rank, upper)


def _waiting_row(session: Session, job_id: str) -> JobRow:
    row = row_of(session, job_id)
    if row.status != JobStatus.QUEUED:
        raise _too_late(row, "moved")
    return row


def _too_late(row: JobRow, what: str) -> UserError:
    ways = {
        "canceled": "Delete its tracks if you don't want them.",
        "retried": "Cancel it first, or wait until it is finished.",
        "moved": "Only a job that waits has a place in the queue.",
    }
    return UserError(
        ErrorCode.CONFLICT,
        f"The job is {row.status} and can't be {what}.",
        recovery=ways[what],
        details={"id": row.id, "status": row.status},
    )


def _workflow(row: JobRow) -> str:
    from musicgen_local.jobs.transact import workflow_id

    return workflow_id(row.id, row.run)
