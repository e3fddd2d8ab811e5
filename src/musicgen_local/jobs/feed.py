"""Changes of jobs for everybody who listens in this process: one reader, many listeners."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from weakref import WeakSet

from musicgen_local.errors import MusicGenError
from musicgen_local.jobs.live import Live, fresher, merged
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.subscription import (
    MAX_PENDING,
    EventType,
    FeedEvent,
    Subscription,
    Wanted,
    events_of,
)
from musicgen_local.jobs.values import Changes, Job, JobStatus

__all__ = ["Feed", "FeedEvent", "Subscription"]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
RELAXED_POLL_SECONDS = 1.0  # while Redis brings the progress, and a nudge for the rest
RETRY_SECONDS = 1.0
_LEAST_POLL_SECONDS = 0.05  # however often Redis nudges
_STRETCH = 500


class Feed:
    """Reads the changes of jobs while anybody listens and hands them on.

    It belongs to one event loop. The database tells what is true and in which order; live
    progress, where there is a Redis, is shown as soon as it comes and never instead of it.
    """

    def __init__(self, jobs: JobQueue, live: Live | None = None) -> None:
        """Reads nothing until somebody listens."""
        self._jobs = jobs
        self._live = live
        self._subscriptions: WeakSet[Subscription] = WeakSet()
        self._tasks: list[asyncio.Task[None]] = []
        self._reading = False  # else `_revision` means nothing
        self._arrived = asyncio.Event()
        self._nudge = asyncio.Event()
        self._revision = 0  # all changes up to here were handed on
        self._seen: dict[str, Job] = {}  # unfinished jobs as they were last told
        self._stopped = True

    @property
    def listeners(self) -> int:
        """How many subscriptions are open."""
        return len(self._subscriptions)

    async def start(self) -> None:
        """Serve listeners in this event loop, until `stop`."""
        self._stopped = False
        if not self._tasks:
            self._tasks.append(asyncio.create_task(self._run()))
            if self._live is not None:
                self._tasks.append(asyncio.create_task(self._live.listen(self._on_live)))

    async def stop(self) -> None:
        """End all subscriptions, and take no new ones."""
        self.end_subscriptions()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._reading = False

    def end_subscriptions(self) -> None:
        """Let every listener come to its end now; from then on a new one ends at once."""
        self._stopped = True
        for subscription in tuple(self._subscriptions):
            subscription.close()

    def subscribe(
        self,
        job_id: str | None = None,
        batch_id: str | None = None,
        since: int | None = None,
        kinds: frozenset[str] | None = None,
    ) -> Subscription:
        """Events of one job, of a batch, or of all jobs, of all kinds or only some.

        Given `since`, the revision of the last event that the listener had, it hears of all that
        changed after it. Without, it begins with the present state of the job or the batch's
        jobs; for all jobs, with the next change. Use it as `async with`, or close it: else it ends
        when it is collected. It ends by itself with `stop`, never with a job.

        Its first use raises `UserError` `NOT_FOUND`, and `MachineError` when the database is away.
        """

        async def begin(subscription: Subscription) -> None:
            await self._begin(subscription, job_id, batch_id, since, kinds)

        return Subscription(begin, self._end, self._read_short, lambda: self._revision)

    async def _begin(
        self,
        subscription: Subscription,
        job_id: str | None,
        batch_id: str | None,
        since: int | None,
        kinds: frozenset[str] | None,
    ) -> None:
        if self._stopped:
            subscription.close()
            return
        now = self._revision
        if not self._reading or (since is not None and since > now):
            now = (await asyncio.to_thread(self._jobs.changes, None)).revision
        if since is not None and since > now:
            since = None  # of another database: there is nothing to resume
        jobs: tuple[Job, ...] | None = None  # read after `now`: what changes in between comes twice
        if job_id is not None:
            jobs = (await asyncio.to_thread(self._jobs.get, job_id),)
        if batch_id is not None:
            batch = (await asyncio.to_thread(self._jobs.batch, batch_id)).jobs
            jobs = batch if jobs is None else tuple(job for job in batch if job in jobs)
        ids = None if jobs is None else frozenset(job.id for job in jobs)
        if self._stopped:
            subscription.close()
            return
        if not self._reading:
            self._revision, self._reading = now, True
            self._seen.clear()
        if jobs is None:
            position = now if since is None else since
            subscription.begin_at(Wanted(None, kinds), position, since)
        else:
            wanted = tuple(job for job in jobs if kinds is None or job.kind in kinds)
            subscription.begin_at(Wanted(ids, kinds), now, since, wanted)
            self._learn(wanted)
        self._subscriptions.add(subscription)
        self._arrived.set()

    def _end(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)

    async def _read_short(self, revision: int) -> Changes:
        return await asyncio.to_thread(self._jobs.changes, revision, MAX_PENDING // 2)

    async def _run(self) -> None:
        """Read and hand on, and rest while nobody listens."""
        failing = False
        while True:
            if not self._subscriptions:
                self._reading = False
                self._arrived.clear()
                await self._arrived.wait()
            try:
                changes = await asyncio.to_thread(self._jobs.changes, self._revision, _STRETCH)
            except Exception as error:  # whatever it is: nobody would notice that the feed is dead
                if not failing:
                    told = error.message if isinstance(error, MusicGenError) else type(error)
                    log.warning("Changes of jobs can't be read now: %s", told)
                failing = True
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if failing:
                log.info("Changes of jobs can be read again")
                failing = False
            self._hand_on(changes)
            if len(changes.jobs) < _STRETCH:
                await self._rest()

    async def _rest(self) -> None:
        relaxed = self._live is not None and self._live.delivering
        pace = RELAXED_POLL_SECONDS if relaxed else POLL_SECONDS
        await asyncio.sleep(_LEAST_POLL_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(pace - _LEAST_POLL_SECONDS):
                await self._nudge.wait()
        self._nudge.clear()

    def _hand_on(self, changes: Changes) -> None:
        after, upto = self._revision, changes.revision
        listeners = tuple(self._subscriptions)
        for event in events_of(changes, self._classify):
            if event.job is None:
                self._seen.pop(event.job_id, None)
            elif event.type == "progress":
                event = replace(event, job=self._seen[event.job_id])
            for listener in listeners:
                listener.offer(event, after, upto)
        self._revision = max(after, upto)

    def _classify(self, job: Job) -> EventType | None:
        """The type of a change; None when live progress has told all of it already."""
        seen = self._seen.get(job.id)
        if job.status.final:
            self._seen.pop(job.id, None)
            return "status"
        if seen is None or (seen.status, seen.attempts) != (job.status, job.attempts):
            self._seen[job.id] = job
            return "status"
        told = merged(job, seen) if fresher(job, seen) else job
        self._seen[job.id] = told
        running = job.status is JobStatus.RUNNING
        return None if running and _shown_part(told) == _shown_part(seen) else "progress"

    def _learn(self, jobs: tuple[Job, ...]) -> None:
        """Know jobs that a listener was told of, so that their live progress can be judged."""
        for job in jobs:
            if not job.status.final and job.revision <= self._revision:
                self._seen.setdefault(job.id, job)

    def _on_live(self, job: Job) -> None:
        """Show what a worker tells of a running job; anything else is a hint to look."""
        seen = self._seen.get(job.id)
        if seen is None or (seen.status, seen.attempts) != (job.status, job.attempts):
            self._nudge.set()
        elif fresher(seen, job):
            told = merged(seen, job)
            self._seen[job.id] = told
            event = FeedEvent(None, "progress", told, told.id)
            for listener in tuple(self._subscriptions):
                listener.offer_live(event, self._revision)


def _shown_part(job: Job) -> Job:
    """The job without what changes by itself."""
    return replace(job, revision=0, eta_seconds=None, queue_position=None)
