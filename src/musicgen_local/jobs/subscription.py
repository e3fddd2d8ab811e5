"""What one listener gets: events in order, none lost but progress that was overtaken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from musicgen_local.jobs.live import fresher
from musicgen_local.jobs.values import Changes, Job

MAX_PENDING = 256
_RETRY_SECONDS = 1.0

EventType = Literal["progress", "status", "removed"]


@dataclass(frozen=True, slots=True, eq=False)
class FeedEvent:
    """One change of one job. Listeners share it; it is equal only to itself."""

    revision: int | None  # resume after it; None: the change is not in the database (yet)
    type: EventType
    job: Job | None  # as it stood then; None when its record was removed
    job_id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a listener asked for; None stands for all."""

    job_ids: frozenset[str] | None = None
    kinds: frozenset[str] | None = None  # removals have no kind any more: they always pass

    def covers(self, event: FeedEvent) -> bool:
        """Whether the listener asked for it."""
        if self.job_ids is not None and event.job_id not in self.job_ids:
            return False
        return self.kinds is None or event.job is None or event.job.kind in self.kinds


def events_of(changes: Changes, classify: Callable[[Job], EventType | None]) -> list[FeedEvent]:
    """The events of a stretch of changes, removals last; the last one names the stretch's end.

    `classify` gives the type, or None for a change that nobody needs to hear of.
    """
    events = []
    for job in changes.jobs:
        event_type = classify(job)
        if event_type is not None:
            events.append(FeedEvent(job.revision, event_type, job, job.id))
    for index, job_id in enumerate(changes.removed, start=1):
        revision = changes.revision if index == len(changes.removed) else None
        events.append(FeedEvent(revision, "removed", None, job_id))
    return events


class Subscription:
    """An asynchronous iterator over events, made by `Feed.subscribe`; close it after use.

    A listener that doesn't keep up loses progress that newer progress of the same job overtook.
    When more than `MAX_PENDING` events wait for it, they are dropped and read again from the
    database, each job as it stands by then: the last status of each job is never lost.
    """

    def __init__(
        self,
        begin: Callable[[Subscription], Awaitable[None]],
        end: Callable[[Subscription], None],
        read: Callable[[int], Awaitable[Changes]],
        feed_revision: Callable[[], int],
    ) -> None:
        """`begin` fills in the rest at the first use; `read` gives changes after a revision."""
        self.jobs: tuple[Job, ...] = ()  # the jobs that were asked for by id, at the beginning
        self._begin = begin
        self._end = end
        self._read = read
        self._feed_revision = feed_revision
        self._wanted = Wanted()
        self._pending: dict[tuple[str, int | None], FeedEvent] = {}
        self._shown: dict[str, Job] = {}  # told at the beginning, until the feed tells more
        self._given = 0  # all up to here was handed out
        self._position = 0  # all up to here was handed out or is pending
        self._behind = False  # between `_position` and the feed the database must be read
        self._wake = asyncio.Event()
        self._opened = False
        self._closed = False

    async def open(self) -> None:
        """Begin. Iterating does it too, but here errors come before anything was promised.

        Raises:
            UserError: `NOT_FOUND` for a job or batch that is not there.
            MachineError: when the database doesn't answer.
        """
        if not self._opened and not self._closed:
            await self._begin(self)
            self._opened = True

    def begin_at(
        self, wanted: Wanted, position: int, given: int | None, jobs: Sequence[Job] = ()
    ) -> None:
        """Go on after revision `position`, which was read before the `jobs`.

        The jobs are told first, but for those that `given`, what the listener has had already,
        covers.
        """
        self._wanted, self._position = wanted, position
        self.jobs = tuple(sorted(jobs, key=lambda job: job.revision))
        first = self.jobs[0].revision - 1 if self.jobs else position
        self._given = first if given is None else given
        for job in self.jobs:
            self._shown[job.id] = job
            if job.revision > self._given:
                self._add(FeedEvent(job.revision, "status", job, job.id))
        self._behind = self._feed_revision() > position

    @property
    def bookmark(self) -> int:
        """The revision to resume after, once what was handed out so far has arrived."""
        if self._pending or self._behind:
            return self._given
        return max(self._given, self._position, self._feed_revision())

    @property
    def closed(self) -> bool:
        """Whether no event follows any more."""
        return self._closed

    def close(self) -> None:
        """Want no more events. Again changes nothing."""
        self._closed = True
        self._pending.clear()
        self._wake.set()
        self._end(self)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> FeedEvent:
        """The next event. Being canceled here loses none."""
        await self.open()
        while not self._closed:
            if self._pending:
                return self._take()
            if self._behind:
                await self._catch_up()
                continue
            self._wake.clear()
            await self._wake.wait()
        raise StopAsyncIteration

    def offer(self, event: FeedEvent, after: int, upto: int) -> None:
        """Take an event of the feed, from the stretch of changes between two revisions."""
        if self._behind or not self._is_news(event, upto):
            return  # what is behind is read from the database
        if not self._pending:
            self._given = max(self._given, self._position, after)
        if len(self._pending) < MAX_PENDING:
            self._add(event)
        else:
            self._pending.clear()
            self._position = self._given
            self._behind = True
        self._wake.set()

    def offer_live(self, event: FeedEvent, feed_revision: int) -> None:
        """Take progress that is not in the database yet; who knows newer changes doesn't."""
        assert event.job is not None, "live progress is a job's"
        if self._behind or feed_revision < self._position or not self._wanted.covers(event):
            return
        shown = self._shown.get(event.job_id)
        if len(self._pending) < MAX_PENDING and (shown is None or fresher(shown, event.job)):
            self._add(event)
            self._wake.set()

    def _is_news(self, event: FeedEvent, upto: int) -> bool:
        revision = upto if event.revision is None else event.revision
        if revision <= self._position or not self._wanted.covers(event):
            return False
        shown = self._shown.get(event.job_id)
        if shown is None:
            return True
        if revision <= shown.revision:
            return False
        if event.type == "progress" and event.job is not None and fresher(event.job, shown):
            return False  # the job was told with live progress that the database hasn't reached
        del self._shown[event.job_id]
        return True

    def _add(self, event: FeedEvent) -> None:
        self._pending.pop((event.job_id, None), None)  # progress that is overtaken now
        revision = None if event.type == "progress" else event.revision
        self._pending[event.job_id, revision] = event

    def _take(self) -> FeedEvent:
        event = self._pending.pop(next(iter(self._pending)))
        if event.revision is not None:
            self._given = max(self._given, event.revision)
        return event

    async def _catch_up(self) -> None:
        """Read one stretch of changes; several calls may be needed."""
        try:
            changes = await self._read(self._position)
        except Exception:  # the feed reads too, and logs it; here it only matters that it may pass
            await asyncio.sleep(_RETRY_SECONDS)
            return
        for event in events_of(changes, lambda _: "status"):
            if self._is_news(event, changes.revision):
                self._add(event)
        self._position = max(self._position, changes.revision)
        self._behind = self._feed_revision() > self._position
