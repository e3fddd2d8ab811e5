"""The order of a lane: ranks with gaps, so that a job can be put between two others.

A rank is also the job's priority in DBOS, whose lowest goes first; it is an integer from 1 to
2**31 - 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from musicgen_local.jobs.store.tables import JobRow
from musicgen_local.jobs.values import JobStatus, Priority

GAP = 1024  # between neighbours: ten jobs can be squeezed in one after the other
CLASS_GAP = 1 << 20  # before the first job of a lower priority: room for a thousand
FIRST = 1_000_000_000
_LOWEST, _HIGHEST = 1, 2**31 - 1
_ORDER = (Priority.HIGH, Priority.NORMAL, Priority.LOW)


def rank_for(session: Session, lane: str, priority: Priority) -> int | None:
    """A rank behind all that wait with the same or a higher priority; None when none is free."""
    ahead = _ORDER[: _ORDER.index(priority) + 1]
    last = session.scalar(_of_waiting(lane, ahead).order_by(JobRow.rank.desc()).limit(1))
    if last is None:
        first = session.scalar(_of_waiting(lane, _ORDER).order_by(JobRow.rank).limit(1))
        return FIRST if first is None else _fits(first - CLASS_GAP)
    follower = session.scalar(
        select(func.min(JobRow.rank)).where(
            JobRow.status == JobStatus.QUEUED, JobRow.lane == lane, JobRow.rank > last
        )
    )
    return between(last, follower)


def between(before: int | None, after: int | None) -> int | None:
    """A rank between two neighbours, either of which may be missing; None when there is none."""
    if before is None and after is None:
        return FIRST
    if before is None:
        assert after is not None
        return _fits(after - GAP)
    if after is None or before + 2 * GAP <= after:
        return _fits(before + GAP)
    middle = (before + after) // 2
    return middle if middle not in (before, after) else None


def waiting(session: Session, lane: str) -> Sequence[JobRow]:
    """All that wait in a lane, in their order."""
    return session.scalars(
        select(JobRow)
        .where(JobRow.status == JobStatus.QUEUED, JobRow.lane == lane)
        .order_by(JobRow.rank, JobRow.number)
    ).all()


def _of_waiting(lane: str, priorities: Sequence[Priority]) -> Select[int]:
    # Ordered and limited, not by max(): the index ends the search at the first that fits.
    return select(JobRow.rank).where(
        JobRow.status == JobStatus.QUEUED,
        JobRow.lane == lane,
        JobRow.priority.in_(priorities),
    )


def _fits(rank: int) -> int | None:
    return rank if _LOWEST <= rank <= _HIGHEST else None
