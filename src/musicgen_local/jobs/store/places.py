"""The place of each waiting job in its lane, and the time that lies before it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from musicgen_local.jobs.estimates import Pace, pace_of, remaining_seconds
from musicgen_local.jobs.store.tables import JobRow, RunRow, WorkerRow
from musicgen_local.jobs.values import Forecast, JobStatus, Priority

WORKER_IS_DEAD_AFTER = timedelta(seconds=15)
RUNS_FOR_A_PACE = 50
_FRESH_SECONDS = 1.0
_FEW = 3  # places that are asked for one by one
_SHARE_OF_TIME = 50  # reading the order of a long queue may take a fiftieth of the time

# Statements are built once: building one takes longer than SQLite needs to answer it.
_DUE = or_(JobRow.not_before.is_(None), JobRow.not_before <= bindparam("now"))
_QUEUED = JobRow.status == JobStatus.QUEUED
_AHEAD = (
    select(JobRow.kind, JobRow.engine, func.count(), func.sum(JobRow.size))
    .where(_QUEUED, JobRow.lane == bindparam("lane"), JobRow.rank < bindparam("rank"), _DUE)
    .group_by(JobRow.kind, JobRow.engine)
)
_AHEAD_OF_NEW = (
    select(JobRow.kind, JobRow.engine, func.count(), func.sum(JobRow.size))
    .where(_QUEUED, JobRow.lane == bindparam("lane"), JobRow.priority != Priority.LOW, _DUE)
    .group_by(JobRow.kind, JobRow.engine)
)
_ORDER = (
    select(JobRow.id, JobRow.lane, JobRow.kind, JobRow.engine, JobRow.size)
    .where(_QUEUED, _DUE)
    .order_by(JobRow.lane, JobRow.rank, JobRow.number)
)
_RUNNING = select(
    JobRow.lane, JobRow.kind, JobRow.engine, JobRow.size, JobRow.fraction, JobRow.started_at
).where(JobRow.status == JobStatus.RUNNING)
_ALIVE = select(WorkerRow.facts).where(WorkerRow.seen_at > bindparam("since"))

_Ahead = Row[str, str, int, float]  # kind, engine, how many, their size
Paces = Mapping[tuple[str, str], Pace | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job stands in its lane."""

    position: int  # 1 is next
    seconds_ahead: float | None  # of work in the lane before it; None: some was never measured


class Places:
    """Paces, slots and the order of the lanes: read once for many readers, fresh to a second."""

    def __init__(self) -> None:
        self.paces: Paces = {}
        self.slots: Mapping[str, int] = {}
        self._facts_until = 0.0
        self._order: dict[str, Place] = {}
        self._order_until = 0.0

    def refresh(self, connection: Connection, now: datetime) -> None:
        """Read paces and slots anew if it is time to."""
        if time.monotonic() > self._facts_until:
            self.paces = _read_paces(connection)
            self.slots = _read_slots(connection, now)
            self._facts_until = time.monotonic() + _FRESH_SECONDS

    def forget(self) -> None:
        """Somebody in this process has changed the order. A long queue is read again when it is
        time to; until then its places are those of a moment ago."""
        if len(self._order) < 500:
            self._order_until = 0.0

    def of(
        self, connection: Connection, rows: Sequence[Row[Any]], now: datetime
    ) -> Mapping[str, Place]:
        """The places of jobs that wait and whose time has come."""
        waiting = [
            row
            for row in rows
            if row.status == JobStatus.QUEUED and (row.not_before is None or row.not_before <= now)
        ]
        if not waiting:
            return {}
        unknown = sum(row.id not in self._order for row in waiting)
        if time.monotonic() > self._order_until or unknown > _FEW:
            began = time.monotonic()
            self._order = self._read_order(connection, now)
            took = time.monotonic() - began
            self._order_until = time.monotonic() + max(_FRESH_SECONDS, _SHARE_OF_TIME * took)
        return {
            row.id: self._order.get(row.id) or self._read_place(connection, row, now)
            for row in waiting
        }

    def forecast(
        self, connection: Connection, lane: str, kind: str, engine: str, size: float, now: datetime
    ) -> Forecast:
        """When a job of normal priority would start and what it would take, were it queued now."""
        pace = self.paces.get((kind, engine))
        ahead = connection.execute(_AHEAD_OF_NEW, {"lane": lane, "now": now}).all()
        running = self._seconds_running(connection, now)
        slots = self.slots.get(lane, 0)
        wait: float | None = None
        if slots:
            taken = sum(row.lane == lane for row in connection.execute(_RUNNING))
            free = not ahead and taken < slots
            seconds = 0.0 if free else self._seconds_of(ahead, running.get(lane, 0.0))
            wait = None if seconds is None else seconds / slots
        return Forecast(None if pace is None else pace.seconds(size), wait)

    def _read_order(self, connection: Connection, now: datetime) -> dict[str, Place]:
        running = self._seconds_running(connection, now)
        order: dict[str, Place] = {}
        lane_now, position = None, 0
        seconds: float | None = 0.0
        for job_id, lane, kind, engine, size in connection.execute(_ORDER, {"now": now}):
            if lane != lane_now:
                lane_now, position = lane, 0
                seconds = running.get(lane, 0.0)
            position += 1
            order[job_id] = Place(position, seconds)
            pace = self.paces.get((kind, engine))
            seconds = None if pace is None or seconds is None else seconds + pace.seconds(size)
        return order

    def _read_place(self, connection: Connection, row: Row[Any], now: datetime) -> Place:
        """The place of one job that came since the order was read."""
        asked = {"lane": row.lane, "rank": row.rank, "now": now}
        ahead = connection.execute(_AHEAD, asked).all()
        running = self._seconds_running(connection, now).get(row.lane, 0.0)
        return Place(1 + sum(row[2] for row in ahead), self._seconds_of(ahead, running))

    def _seconds_of(self, ahead: Sequence[_Ahead], seconds: float | None) -> float | None:
        """`seconds` and what waiting jobs take together; None when one of them isn't known."""
        for kind, engine, count, size in ahead:
            pace = self.paces.get((kind, engine))
            if pace is None or seconds is None:
                return None
            seconds += count * pace.overhead_seconds + size * pace.seconds_per_unit
        return seconds

    def _seconds_running(self, connection: Connection, now: datetime) -> dict[str, float | None]:
        """What the running jobs of each lane still take together; None when that isn't known."""
        total: dict[str, float | None] = {}
        for row in connection.execute(_RUNNING):
            elapsed = (now - row.started_at).total_seconds() if row.started_at else 0.0
            pace = self.paces.get((row.kind, row.engine))
            left = remaining_seconds(pace, row.size, elapsed, row.fraction)
            before = total.get(row.lane, 0.0)
            total[row.lane] = None if left is None or before is None else before + left
        return total


def _read_paces(connection: Connection) -> Paces:
    """The pace of each kind and engine, on the device that it ran on last."""
    latest = select(func.max(RunRow.id)).group_by(RunRow.kind, RunRow.engine)
    paces: dict[tuple[str, str], Pace | None] = {}
    last = select(RunRow.kind, RunRow.engine, RunRow.device).where(RunRow.id.in_(latest))
    for run in connection.execute(last).all():
        runs = connection.execute(
            select(RunRow.size, RunRow.seconds)
            .where(
                RunRow.kind == run.kind, RunRow.engine == run.engine, RunRow.device == run.device
            )
            .order_by(RunRow.id.desc())
            .limit(RUNS_FOR_A_PACE)
        ).all()
        paces[run.kind, run.engine] = pace_of([(size, seconds) for size, seconds in runs])
    return paces


def _read_slots(connection: Connection, now: datetime) -> Mapping[str, int]:
    """How many jobs of each lane the living workers carry out at a time."""
    slots: dict[str, int] = {}
    for facts in connection.scalars(_ALIVE, {"since": now - WORKER_IS_DEAD_AFTER}):
        for lane, count in facts.get("slots", {}).items():
            slots[lane] = slots.get(lane, 0) + int(count)
    return slots
