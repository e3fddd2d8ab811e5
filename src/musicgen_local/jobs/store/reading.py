"""Jobs as values: with their place in the queue and the time they will still take."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, select
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.estimates import remaining_seconds
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.places import Place, Places
from musicgen_local.jobs.store.tables import BatchRow, JobRow, RemovedRow
from musicgen_local.jobs.values import (
    MAX_PAGE,
    Batch,
    Changes,
    Forecast,
    Job,
    JobQuery,
    JobStatus,
    Priority,
)
from musicgen_local.library.values import Page

_JOBS: Table = JobRow.__table__  # type: ignore[assignment]
_JOB = select(_JOBS)  # rows, not objects of the ORM: they are only read
_ONE = _JOB.where(JobRow.id == bindparam("id"))
_MANY = _JOB.where(JobRow.id.in_(bindparam("ids", expanding=True)))
_OF_BATCH = _JOB.where(JobRow.batch_id == bindparam("batch_id")).order_by(JobRow.number)
_CHANGED = (
    _JOB.where(JobRow.revision > bindparam("since"), JobRow.revision <= bindparam("upto"))
    .order_by(JobRow.revision)
    .limit(bindparam("limit"))
)
_REMOVED = (
    select(RemovedRow.id)
    .where(RemovedRow.revision > bindparam("since"), RemovedRow.revision <= bindparam("upto"))
    .order_by(RemovedRow.revision)
)
_REMEMBERED_ROWS = 2_000


class JobReader:
    """Reads jobs. What many reads share (paces, the order of the lanes) is kept for a moment."""

    def __init__(self, database: JobDatabase) -> None:
        self._database = database
        self._places = Places()
        self._seen: dict[tuple[str, int], Row[Any]] = {}  # a row of one revision never changes

    def get(self, job_id: str) -> Job:
        """One job.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._database.connection() as connection:
            row = connection.execute(_ONE, {"id": job_id}).first()
            if row is None:
                raise not_found("job", job_id)
            return self._jobs(connection, [row])[0]

    def batch(self, batch_id: str) -> Batch:
        """One batch.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._database.connection() as connection:
            created_at = connection.scalar(
                select(BatchRow.created_at).where(BatchRow.id == batch_id)
            )
            if created_at is None:
                raise not_found("batch", batch_id)
            rows = connection.execute(_OF_BATCH, {"batch_id": batch_id}).all()
            jobs = self._jobs(connection, rows)
        return _batch(batch_id, created_at, jobs)

    def page(self, query: JobQuery) -> Page[Job]:
        """One page of jobs.

        Raises:
            UserError: `VALIDATION` for a limit out of range or a cursor of no list.
        """
        if not 1 <= query.limit <= MAX_PAGE:
            raise _refused("limit", f"Ask for 1 to {MAX_PAGE} jobs at a time.")
        asked: dict[str, Any] = {"limit": query.limit + 1}
        for name, values in (
            ("status", query.status),
            ("kind", query.kind),
            ("engine", query.engine),
        ):
            if values:
                asked[name] = values
        if query.batch_id is not None:
            asked["batch_id"] = query.batch_id
        if query.cursor is not None:
            asked["seen"] = _decoded(query.cursor)
        statement = _page_statement(frozenset(asked), query.ascending)
        with self._database.connection() as connection:
            rows = self._rows(connection, connection.execute(statement, asked).all())
            shown = rows[: query.limit]
            jobs = self._jobs(connection, shown)
        more = len(rows) > query.limit
        return Page(tuple(jobs), _cursor(shown[-1].number) if more else None)

    def changes(self, since: int | None, limit: int) -> Changes:
        """What changed after a revision, in the order of the changes."""
        with self._database.connection() as connection:
            # Read first: each statement sees what was committed before it, and what is committed
            # between two of them belongs to the next call.
            upto = self._database.revision(connection)
            if since is None:
                return Changes((), (), upto)
            asked = {"since": since, "upto": upto}
            rows = connection.execute(_CHANGED, {**asked, "limit": limit}).all()
            if len(rows) == limit:  # those removed later come with the next call
                upto = asked["upto"] = rows[-1].revision
            gone = connection.scalars(_REMOVED, asked).all()
            jobs = self._jobs(connection, rows)
        return Changes(tuple(jobs), tuple(gone), max(since, upto))

    def _rows(self, connection: Connection, found: Sequence[Any]) -> list[Row[Any]]:
        """The rows of (id, revision) pairs; most have not changed since they were last read."""
        known: dict[str, Row[Any] | None] = {
            pair.id: self._seen.get((pair.id, pair.revision)) for pair in found
        }
        missing = [job_id for job_id, row in known.items() if row is None]
        if missing:
            if len(self._seen) > _REMEMBERED_ROWS:
                self._seen.clear()
            changed: Sequence[Any] = connection.execute(_MANY, {"ids": missing}).all()
            for row in changed:
                self._seen[row.id, row.revision] = row
                known[row.id] = row
        return [row for pair in found if (row := known[pair.id]) is not None]

    def forecast(self, lane: str, kind: str, engine: str, size: float) -> Forecast:
        """See `JobQueue.forecast`; as if the queue were not paused."""
        now = self._database.now()
        with self._database.connection() as connection:
            self._places.refresh(connection, now)
            return self._places.forecast(connection, lane, kind, engine, size, now)

    def forget_places(self) -> None:
        """Somebody in this process has changed the order: read it anew."""
        self._places.forget()

    def _jobs(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Job]:
        now = self._database.now()
        self._places.refresh(connection, now)
        places = self._places.of(connection, rows, now)
        return [self._job(row, places.get(row.id), now) for row in rows]

    def _job(self, row: Row[Any], place: Place | None, now: datetime) -> Job:
        pace = self._places.paces.get((row.kind, row.engine))
        eta: float | None = None
        if row.status == JobStatus.RUNNING and row.started_at is not None:
            elapsed = (now - row.started_at).total_seconds()
            eta = remaining_seconds(pace, row.size, elapsed, row.fraction)
        elif place is not None and place.seconds_ahead is not None and pace is not None:
            slots = self._places.slots.get(row.lane, 0)
            if slots:
                eta = place.seconds_ahead / slots + pace.seconds(row.size)
        return _value(row, place.position if place else None, eta)


@cache
def _page_statement(asked: frozenset[str], ascending: bool) -> Select[str, int]:
    """Ids and revisions of a page; one statement for each set of filters, built once."""
    statement: Select[str, int] = select(JobRow.id, JobRow.revision)
    for name in ("status", "kind", "engine"):
        if name in asked:
            column = getattr(JobRow, name)
            statement = statement.where(column.in_(bindparam(name, expanding=True)))
    if "batch_id" in asked:
        statement = statement.where(JobRow.batch_id == bindparam("batch_id"))
    if "seen" in asked:
        seen: Any = bindparam("seen")
        statement = statement.where(JobRow.number > seen if ascending else JobRow.number < seen)
    order = JobRow.number.asc() if ascending else JobRow.number.desc()
    return statement.order_by(order).limit(bindparam("limit"))


def row_of(session: Session, job_id: str) -> JobRow:
    """A job's row.

    Raises:
        UserError: `NOT_FOUND`.
    """
    row = session.get(JobRow, job_id)
    if row is None:
        raise not_found("job", job_id)
    return row


def not_found(what: str, name: str) -> UserError:
    """The error for a job or batch that isn't there (any more)."""
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no {what} '{name[:40]}'.",
        recovery="Records of finished jobs are removed after a while (MGL_JOB_TTL); their tracks "
        "stay in the library.",
        details={"id": name[:40]},
    )


def _value(row: Row[Any], position: int | None, eta: float | None) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        status=JobStatus(row.status),
        stage=row.stage,
        message=row.message,
        progress=round(100 * row.fraction, 3),
        engine=row.engine,
        params=row.params,
        priority=Priority(row.priority),
        batch_id=row.batch_id,
        created_at=row.created_at,
        not_before=row.not_before,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        queue_position=position,
        eta_seconds=None if eta is None else round(max(0.0, eta), 1),
        track_ids=finished_tracks(row),
        result=row.result,
        error=row.error,
        cancel_requested=row.cancel_requested,
        revision=row.revision,
    )


def finished_tracks(row: Row[Any]) -> tuple[str, ...]:
    """The tracks that the finished steps have made."""
    return tuple(row.track_ids[: len(row.track_ids) * row.steps_done // max(1, row.steps)])


def _batch(batch_id: str, created_at: datetime, jobs: Sequence[Job]) -> Batch:
    counts = {status.value: 0 for status in JobStatus}
    for job in jobs:
        counts[job.status] += 1
    if counts[JobStatus.RUNNING] or (
        counts[JobStatus.QUEUED] and counts[JobStatus.QUEUED] < len(jobs)
    ):
        status = JobStatus.RUNNING
    elif counts[JobStatus.QUEUED]:
        status = JobStatus.QUEUED
    elif counts[JobStatus.FAILED]:
        status = JobStatus.FAILED
    elif counts[JobStatus.CANCELED]:
        status = JobStatus.CANCELED
    else:
        status = JobStatus.COMPLETED
    done = [100.0 if job.status.final else job.progress for job in jobs]
    etas = [job.eta_seconds for job in jobs if not job.status.final]
    known = [eta for eta in etas if eta is not None]
    return Batch(
        id=batch_id,
        status=status,
        progress=round(sum(done) / max(1, len(done)), 1),
        counts=counts,
        eta_seconds=max(known) if known and len(known) == len(etas) else None,
        created_at=created_at,
        jobs=tuple(jobs),
    )


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"job:{number}".encode()).decode().rstrip("=")


def _decoded(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if not text.startswith("job:"):
            raise ValueError(cursor)
        number = int(text.removeprefix("job:"))
    except ValueError as error:
        raise _refused("cursor", "Use `next_cursor` of the page before.") from error
    if not 0 <= number < 2**62:
        raise _refused("cursor", "Use `next_cursor` of the page before.")
    return number


def _refused(field: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"The {field} of this list can't be used.",
        recovery=recovery,
        details={"field": field},
    )
