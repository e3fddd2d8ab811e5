"""Jobs as values: with their place in the queue and the time they will still take."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.estimates import Pace, pace_of, remaining_seconds
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.tables import BatchRow, JobRow, RemovedRow, RunRow, WorkerRow
from musicgen_local.jobs.values import (
    MAX_PAGE,
    Batch,
    Changes,
    Job,
    JobQuery,
    JobStatus,
    Priority,
)
from musicgen_local.library.values import Page

WORKER_IS_DEAD_AFTER = timedelta(seconds=15)
RUNS_FOR_A_PACE = 50
_PACES_ARE_FRESH_SECONDS = 2.0
_SHAPE_IS_FRESH_SECONDS = 1.0
_FEW = 3  # so many places are asked for one by one


@dataclass(frozen=True, slots=True)
class _Place:
    position: int
    seconds_ahead: float | None  # None: something ahead was never measured


class JobReader:
    """Reads jobs. What many reads share (paces, the order of the lanes) is kept for a moment."""

    def __init__(self, database: JobDatabase) -> None:
        self._database = database
        self._paces: dict[tuple[str, str], Pace | None] = {}
        self._slots: dict[str, int] = {}
        self._paces_until = 0.0
        self._shape: dict[str, _Place] = {}
        self._shape_until = 0.0

    def get(self, job_id: str) -> Job:
        """One job.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._database.read() as session:
            return self._jobs(session, [row_of(session, job_id)])[0]

    def batch(self, batch_id: str) -> Batch:
        """One batch.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._database.read() as session:
            row = session.get(BatchRow, batch_id)
            if row is None:
                raise not_found("batch", batch_id)
            rows = session.scalars(
                select(JobRow).where(JobRow.batch_id == batch_id).order_by(JobRow.number)
            ).all()
            jobs = self._jobs(session, rows)
        return _batch(row, jobs)

    def page(self, query: JobQuery) -> Page[Job]:
        """One page of jobs.

        Raises:
            UserError: `VALIDATION` for a limit out of range or a cursor of no list.
        """
        if not 1 <= query.limit <= MAX_PAGE:
            raise _refused("limit", f"Ask for 1 to {MAX_PAGE} jobs at a time.")
        wanted: list[ColumnElement[bool]] = []
        for column, values in (
            (JobRow.status, query.status),
            (JobRow.kind, query.kind),
            (JobRow.engine, query.engine),
        ):
            if values:
                wanted.append(column.in_(values))
        if query.batch_id is not None:
            wanted.append(JobRow.batch_id == query.batch_id)
        if query.cursor is not None:
            seen = _decoded(query.cursor)
            wanted.append(JobRow.number > seen if query.ascending else JobRow.number < seen)
        order = JobRow.number.asc() if query.ascending else JobRow.number.desc()
        statement = select(JobRow).where(*wanted).order_by(order).limit(query.limit + 1)
        with self._database.read() as session:
            rows = session.scalars(statement).all()
            shown = rows[: query.limit]
            jobs = self._jobs(session, shown)
        more = len(rows) > query.limit
        return Page(tuple(jobs), _cursor(shown[-1].number) if more else None)

    def changes(self, since: int | None, limit: int) -> Changes:
        """What changed after a revision, in the order of the changes."""
        with self._database.read() as session:
            # Read first: each statement sees what was committed before it, and what is committed
            # between two of them belongs to the next call.
            upto = self._database.revision(session)
            if since is None:
                return Changes((), (), upto)
            rows = session.scalars(
                select(JobRow)
                .where(JobRow.revision > since, JobRow.revision <= upto)
                .order_by(JobRow.revision)
                .limit(limit)
            ).all()
            if len(rows) == limit:  # those removed later come with the next call
                upto = rows[-1].revision
            gone = session.scalars(
                select(RemovedRow.id)
                .where(RemovedRow.revision > since, RemovedRow.revision <= upto)
                .order_by(RemovedRow.revision)
            ).all()
            jobs = self._jobs(session, rows)
        return Changes(tuple(jobs), tuple(gone), max(since, upto))

    def forget_places(self) -> None:
        """Somebody in this process has changed the order: read it anew."""
        self._shape_until = 0.0

    def paces(self, session: Session) -> dict[tuple[str, str], Pace | None]:
        """The pace of each kind and engine, on the device that it ran on last."""
        if time.monotonic() > self._paces_until:
            self._paces = _read_paces(session)
            self._slots = _read_slots(session, self._database.now())
            self._paces_until = time.monotonic() + _PACES_ARE_FRESH_SECONDS
        return self._paces

    def _jobs(self, session: Session, rows: Sequence[JobRow]) -> list[Job]:
        paces = self.paces(session)
        now = self._database.now()
        places = self._places(session, [row for row in rows if _waits(row, now)], now)
        return [self._job(row, paces, places.get(row.id), now) for row in rows]

    def _job(
        self,
        row: JobRow,
        paces: dict[tuple[str, str], Pace | None],
        place: _Place | None,
        now: datetime,
    ) -> Job:
        pace = paces.get((row.kind, row.engine))
        eta: float | None = None
        if row.status == JobStatus.RUNNING and row.started_at is not None:
            eta = remaining_seconds(
                pace, row.size, (now - row.started_at).total_seconds(), row.fraction
            )
        elif place is not None and place.seconds_ahead is not None and pace is not None:
            slots = self._slots.get(row.lane, 0)
            if slots:
                eta = place.seconds_ahead / slots + pace.seconds(row.size)
        return _value(row, place.position if place else None, eta)

    def _places(self, session: Session, rows: Sequence[JobRow], now: datetime) -> dict[str, _Place]:
        if len(rows) > _FEW and time.monotonic() > self._shape_until:
            self._shape = self._read_shape(session, now)
            self._shape_until = time.monotonic() + _SHAPE_IS_FRESH_SECONDS
        if len(rows) > _FEW:
            places = {row.id: self._shape[row.id] for row in rows if row.id in self._shape}
        else:
            places = {}
        for row in rows:
            if row.id not in places:
                places[row.id] = self._place_of(session, row, now)
        return places

    def _place_of(self, session: Session, row: JobRow, now: datetime) -> _Place:
        ahead = session.execute(
            select(JobRow.kind, JobRow.engine, func.count(), func.sum(JobRow.size))
            .where(
                JobRow.status == JobStatus.QUEUED,
                JobRow.lane == row.lane,
                JobRow.rank < row.rank,
                _due(now),
            )
            .group_by(JobRow.kind, JobRow.engine)
        ).all()
        seconds: float | None = self._seconds_running(session, row.lane, now)
        for kind, engine, count, size in ahead:
            pace = self._paces.get((kind, engine))
            if pace is None or seconds is None:
                seconds = None
            else:
                seconds += count * pace.overhead_seconds + size * pace.seconds_per_unit
        return _Place(1 + sum(count for _, _, count, _ in ahead), seconds)

    def _read_shape(self, session: Session, now: datetime) -> dict[str, _Place]:
        rows = session.execute(
            select(JobRow.id, JobRow.lane, JobRow.kind, JobRow.engine, JobRow.size)
            .where(JobRow.status == JobStatus.QUEUED, _due(now))
            .order_by(JobRow.lane, JobRow.rank, JobRow.number)
        )
        shape: dict[str, _Place] = {}
        lane_now, position, seconds = None, 0, None
        for job_id, lane, kind, engine, size in rows:
            if lane != lane_now:
                lane_now, position = lane, 0
                seconds = self._seconds_running(session, lane, now)
            position += 1
            shape[job_id] = _Place(position, seconds)
            pace = self._paces.get((kind, engine))
            seconds = None if pace is None or seconds is None else seconds + pace.seconds(size)
        return shape

    def _seconds_running(self, session: Session, lane: str, now: datetime) -> float | None:
        """What the lane's running jobs still take together; None when that isn't known."""
        total = 0.0
        for row in session.scalars(
            select(JobRow).where(JobRow.status == JobStatus.RUNNING, JobRow.lane == lane)
        ):
            elapsed = (now - row.started_at).total_seconds() if row.started_at else 0.0
            pace = self._paces.get((row.kind, row.engine))
            left = remaining_seconds(pace, row.size, elapsed, row.fraction)
            if left is None:
                return None
            total += left
        return total


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


def _value(row: JobRow, position: int | None, eta: float | None) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        status=JobStatus(row.status),
        stage=row.stage,
        message=row.message,
        progress=round(100 * row.fraction, 1),
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


def finished_tracks(row: JobRow) -> tuple[str, ...]:
    """The tracks that the finished steps have made."""
    return tuple(row.track_ids[: len(row.track_ids) * row.steps_done // max(1, row.steps)])


def _batch(row: BatchRow, jobs: Sequence[Job]) -> Batch:
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
        id=row.id,
        status=status,
        progress=round(sum(done) / max(1, len(done)), 1),
        counts=counts,
        eta_seconds=max(known) if known and len(known) == len(etas) else None,
        created_at=row.created_at,
        jobs=tuple(jobs),
    )


def _waits(row: JobRow, now: datetime) -> bool:
    due = row.not_before is None or row.not_before <= now
    return row.status == JobStatus.QUEUED and due


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(JobRow.not_before.is_(None), JobRow.not_before <= now)


def _read_paces(session: Session) -> dict[tuple[str, str], Pace | None]:
    latest = select(func.max(RunRow.id)).group_by(RunRow.kind, RunRow.engine)
    paces: dict[tuple[str, str], Pace | None] = {}
    for run in session.scalars(select(RunRow).where(RunRow.id.in_(latest))).all():
        runs = session.execute(
            select(RunRow.size, RunRow.seconds)
            .where(
                RunRow.kind == run.kind, RunRow.engine == run.engine, RunRow.device == run.device
            )
            .order_by(RunRow.id.desc())
            .limit(RUNS_FOR_A_PACE)
        ).all()
        paces[run.kind, run.engine] = pace_of([(size, seconds) for size, seconds in runs])
    return paces


def _read_slots(session: Session, now: datetime) -> dict[str, int]:
    """How many jobs of each lane the living workers carry out at a time."""
    slots: dict[str, int] = {}
    for worker in session.scalars(
        select(WorkerRow).where(WorkerRow.seen_at > now - WORKER_IS_DEAD_AFTER)
    ):
        for lane, count in worker.facts.get("slots", {}).items():
            slots[lane] = slots.get(lane, 0) + int(count)
    return slots


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
