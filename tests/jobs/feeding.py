"""Jobs that change without a worker process: queued, claimed and reported by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.config import Settings
from musicgen_local.jobs.feed import Feed, FeedEvent, Subscription
from musicgen_local.jobs.live import Live
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store import working
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.values import NewJob
from musicgen_local.progress import Progress, Stage
from servers import PATIENCE_SECONDS, PostgresServer


def settings_on(store: str, folder: Path, postgres: PostgresServer | None = None) -> Settings:
    """Settings for jobs in a fresh `sqlite` file or `postgres` database."""
    values: dict[str, object] = {"data_dir": folder / "data"}
    if store == "postgres":
        assert postgres is not None
        values["database_url"] = postgres.new_database()
    return Settings.model_validate(values)


@contextmanager
def queue_on(settings: Settings) -> Iterator[JobQueue]:
    """The queue of jobs, closed at the end."""
    jobs = JobQueue.open(settings)
    try:
        yield jobs
    finally:
        jobs.close()


def loop_job(prompt: str = "calm piano") -> NewJob:
    """A job that can be queued anywhere."""
    params = {"prompt": prompt, "engine": "composer", "duration_seconds": 10, "seed": 1}
    return NewJob(kind="generate", params=params)


@dataclass
class HandWorker:
    """Writes what a worker would write, to the real tables."""

    database: JobDatabase

    def claim(self, job_id: str) -> working.Claim:
        """Begin the job's first attempt."""
        admission, mine = working.claim(self.database, job_id, 1, "by-hand", max_running=100)
        assert mine is not None, admission
        return mine

    def report(self, mine: working.Claim, fraction: float) -> None:
        """Write progress."""
        value = Progress(Stage.GENERATING_AUDIO, fraction, f"at {fraction:g}")
        working.report(self.database, mine, value, step=0)

    def complete(self, mine: working.Claim) -> None:
        """End the job well."""
        working.finish_step(self.database, mine, 0, {}, None)
        assert working.complete(self.database, mine, "cpu", None)


@contextmanager
def worker_on(settings: Settings) -> Iterator[HandWorker]:
    """A worker's hand in the same database."""
    database = JobDatabase.open(settings)
    try:
        yield HandWorker(database)
    finally:
        database.close()


@asynccontextmanager
async def feed_on(jobs: JobQueue, live: Live | None = None) -> AsyncIterator[Feed]:
    """A feed that serves, stopped at the end."""
    feed = Feed(jobs, live)
    await feed.start()
    try:
        yield feed
    finally:
        await feed.stop()


async def events_until(
    subscription: Subscription, enough: Callable[[FeedEvent], bool]
) -> list[FeedEvent]:
    """The events up to the first that is enough."""
    events: list[FeedEvent] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in subscription:
            events.append(event)
            if enough(event):
                return events
    raise AssertionError("the stream ended before")


async def until(condition: Callable[[], bool]) -> None:
    """Look until it is true."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await asyncio.sleep(0.02)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    """Play a scenario in an event loop of its own."""

    async def play() -> None:
        await scenario()

    asyncio.run(play())


def is_final(event: FeedEvent) -> bool:
    """Whether a job has ended."""
    return event.job is not None and event.job.status.final
