"""The feed tells every listener every change of status, in order, from real databases."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from feeding import (
    HandWorker,
    events_until,
    feed_on,
    is_final,
    loop_job,
    queue_on,
    run,
    settings_on,
    until,
    worker_on,
)

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.jobs.feed import FeedEvent
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store import upkeep
from musicgen_local.jobs.subscription import MAX_PENDING
from musicgen_local.jobs.values import Changes, JobStatus
from servers import PATIENCE_SECONDS, PostgresServer, postgres_server

STORES = ("sqlite", "postgres")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_on("sqlite", tmp_path)


@pytest.fixture
def jobs(settings: Settings) -> Iterator[JobQueue]:
    with queue_on(settings) as jobs:
        yield jobs


@pytest.fixture
def worker(settings: Settings, jobs: JobQueue) -> Iterator[HandWorker]:
    with worker_on(settings) as worker:
        yield worker


def statuses(events: list[FeedEvent]) -> list[str]:
    """What each event says of its job."""
    return [event.job.status.value if event.job else "removed" for event in events]


@pytest.mark.parametrize("store", STORES)
def test_two_feeds_of_one_database_tell_the_same(
    store: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    settings = settings_on(store, tmp_path, postgres)

    async def scenario() -> None:
        with queue_on(settings) as here, queue_on(settings) as there, worker_on(settings) as worker:
            async with (
                feed_on(here) as one,
                feed_on(there) as two,
                one.subscribe() as first,
                two.subscribe() as second,
            ):
                told = [
                    asyncio.create_task(events_until(listener, is_final))
                    for listener in (first, second)
                ]
                job = await asyncio.to_thread(here.submit, loop_job())
                mine = await asyncio.to_thread(worker.claim, job.id)
                await asyncio.to_thread(worker.complete, mine)
                for events in await asyncio.gather(*told):
                    assert {event.job_id for event in events} == {job.id}
                    assert events[-1].type == "status"
                    assert events[-1].job == here.get(job.id)
                    revisions = [event.revision or 0 for event in events]
                    assert revisions == sorted(set(revisions))

    run(scenario)


@pytest.mark.parametrize("store", STORES)
def test_who_reconnects_again_and_again_misses_nothing_and_hears_nothing_twice(
    store: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    settings = settings_on(store, tmp_path, postgres)
    ids: list[str] = []
    final: dict[str, JobStatus] = {}
    revisions: list[int] = []

    def write() -> None:
        with queue_on(settings) as jobs:
            for number in range(30):
                ids.append(jobs.submit(loop_job(f"piece {number}")).id)
                if number >= 5:
                    jobs.cancel(ids[number - 5])

    def all_told() -> bool:
        return len(final) == 30 and [*final.values()].count(JobStatus.CANCELED) == 25

    async def scenario() -> None:
        with queue_on(settings) as jobs:
            writer = threading.Thread(target=write)
            since = 0
            async with feed_on(jobs) as feed:
                writer.start()
                while not all_told():
                    async with feed.subscribe(since=since) as listener:
                        for _ in range(3):
                            if all_told():
                                break
                            async with asyncio.timeout(30):
                                event = await anext(listener)
                            assert event.job is not None
                            assert event.revision is not None
                            final[event.job_id] = event.job.status
                            revisions.append(event.revision)
                            since = event.revision
                writer.join()
            assert all(before < after for before, after in pairwise(revisions))
            assert final == {job_id: jobs.get(job_id).status for job_id in ids}

    run(scenario)


def test_a_jobs_listener_begins_with_how_it_stands(jobs: JobQueue) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        other = jobs.submit(loop_job("another"))
        async with feed_on(jobs) as feed, feed.subscribe(job_id=job.id) as listener:
            first = await anext(listener)
            assert (first.type, first.job, first.revision) == ("status", job, job.revision)
            await asyncio.to_thread(jobs.cancel, other.id)
            await asyncio.to_thread(jobs.cancel, job.id)
            told = await events_until(listener, is_final)
            assert [event.job_id for event in told] == [job.id]
            assert statuses(told) == ["canceled"]

    run(scenario)


def test_a_batchs_listener_hears_of_its_jobs_only(jobs: JobQueue) -> None:
    async def scenario() -> None:
        batch = jobs.submit_batch([loop_job("one"), loop_job("two")])
        other = jobs.submit(loop_job("another"))
        async with feed_on(jobs) as feed, feed.subscribe(batch_id=batch.id) as listener:
            begun = [await anext(listener) for _ in batch.jobs]
            assert {event.job_id for event in begun} == {job.id for job in batch.jobs}
            await asyncio.to_thread(jobs.cancel, other.id)
            await asyncio.to_thread(jobs.cancel_batch, batch.id)
            ended = [await anext(listener) for _ in batch.jobs]
            assert [event.job_id for event in ended] == [job.id for job in batch.jobs]
            assert statuses(ended) == ["canceled", "canceled"]

    run(scenario)


def test_a_listener_of_a_kind_hears_of_that_kind_only(jobs: JobQueue) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed:
            wanted, unwanted = frozenset(("generate",)), frozenset(("export",))
            async with feed.subscribe(kinds=wanted) as some, feed.subscribe(kinds=unwanted) as none:
                job = await asyncio.to_thread(jobs.submit, loop_job())
                assert (await anext(some)).job_id == job.id
                await until(lambda: none.bookmark >= job.revision)  # it went past
                feed.end_subscriptions()
                assert [event async for event in none] == []

    run(scenario)


@pytest.mark.parametrize("name", ["job_id", "batch_id"])
def test_what_is_not_there_is_refused_before_the_first_event(jobs: JobQueue, name: str) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed:
            with pytest.raises(UserError) as caught:
                await feed.subscribe(**{name: "0" * 26}).open()  # type: ignore[arg-type]
            assert caught.value.code is ErrorCode.NOT_FOUND
            assert feed.listeners == 0

    run(scenario)


def test_a_revision_of_another_database_begins_anew(jobs: JobQueue) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        async with feed_on(jobs) as feed:
            async with feed.subscribe(job_id=job.id, since=10**9) as listener:
                assert (await anext(listener)).job == job
            async with feed.subscribe(since=10**9) as listener:
                await asyncio.to_thread(jobs.cancel, job.id)
                assert statuses(await events_until(listener, is_final)) == ["canceled"]

    run(scenario)


def test_a_slow_listener_loses_only_progress_that_was_overtaken(
    jobs: JobQueue, worker: HandWorker
) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        async with feed_on(jobs) as feed, feed.subscribe(job_id=job.id) as slow:
            async with feed.subscribe(job_id=job.id) as quick:
                mine = await asyncio.to_thread(worker.claim, job.id)
                await events_until(quick, lambda event: statuses([event]) == ["running"])
                for fraction in (0.1, 0.2, 0.3, 0.4):
                    await asyncio.to_thread(worker.report, mine, fraction)
                    await events_until(
                        quick,
                        lambda event, now=fraction: bool(  # type: ignore[misc]
                            event.job and event.job.progress == 100 * now
                        ),
                    )
            told = [await anext(slow) for _ in range(3)]
            assert statuses(told) == ["queued", "running", "running"]
            assert [event.type for event in told] == ["status", "status", "progress"]
            assert told[-1].job is not None
            assert told[-1].job.progress == 40.0
            await asyncio.to_thread(worker.complete, mine)
            assert statuses(await events_until(slow, is_final))[-1] == "completed"

    run(scenario)


def test_a_listener_that_sleeps_through_everything_still_hears_how_each_job_ended(
    jobs: JobQueue,
) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed, feed.subscribe() as sleeper, feed.subscribe() as watcher:
            ids: list[str] = []
            while len(ids) <= MAX_PENDING:
                news = [loop_job(f"piece {number}") for number in range(50)]
                batch = await asyncio.to_thread(jobs.submit_batch, news)
                ids += [job.id for job in batch.jobs]
                for _ in batch.jobs:
                    await anext(watcher)
            await asyncio.to_thread(jobs.cancel, ids[0])
            told: dict[str, str] = {}
            revisions: list[int] = []
            async with asyncio.timeout(30):
                while len(told) < len(ids) or told[ids[0]] != "canceled":
                    event = await anext(sleeper)
                    told[event.job_id] = statuses([event])[0]
                    revisions.append(event.revision or 0)
            assert set(told) == set(ids)
            assert all(before < after for before, after in pairwise(revisions))

    run(scenario)


def test_two_hundred_listeners_share_each_event(jobs: JobQueue, worker: HandWorker) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed:
            listeners = [feed.subscribe() for _ in range(200)]
            for listener in listeners:
                await listener.open()
            assert feed.listeners == 200
            told = [asyncio.create_task(events_until(each, is_final)) for each in listeners]
            job = await asyncio.to_thread(jobs.submit, loop_job())
            await asyncio.to_thread(worker.complete, await asyncio.to_thread(worker.claim, job.id))
            heard = await asyncio.gather(*told)
            assert {id(events[-1]) for events in heard} == {id(heard[0][-1])}
            for listener in listeners:
                listener.close()
            assert feed.listeners == 0

    run(scenario)


def test_a_listener_that_is_forgotten_is_let_go(jobs: JobQueue) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed:
            listener = feed.subscribe()
            await listener.open()
            assert feed.listeners == 1
            del listener
            gc.collect()
            assert feed.listeners == 0

    run(scenario)


class CountingQueue(JobQueue):
    """A queue that knows how often its changes were read."""

    reads = 0

    def changes(self, since: int | None, limit: int = 500) -> Changes:
        self.reads += 1
        return super().changes(since, limit)


def test_nothing_is_read_while_nobody_listens(settings: Settings) -> None:
    async def scenario() -> None:
        jobs = CountingQueue.open(settings)
        async with feed_on(jobs) as feed:
            await asyncio.sleep(0.5)
            assert jobs.reads == 0
            async with feed.subscribe():
                await until(lambda: jobs.reads >= 3)
            await asyncio.sleep(0.5)  # one read may be under way
            before = jobs.reads
            await asyncio.sleep(0.5)
            assert jobs.reads == before
            async with feed.subscribe() as listener:  # and again
                job = await asyncio.to_thread(jobs.submit, loop_job())
                assert (await anext(listener)).job_id == job.id
        jobs.close()

    run(scenario)


class SlowToCatchUp(JobQueue):
    """A queue that gives a stretch for catching up only once `go_on` is set."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.has_read, self.go_on = threading.Event(), threading.Event()

    def changes(self, since: int | None, limit: int = 500) -> Changes:
        changes = super().changes(since, limit)
        if limit < MAX_PENDING:
            self.has_read.set()
            assert self.go_on.wait(PATIENCE_SECONDS)
        return changes


def test_what_the_feed_tells_while_a_listener_catches_up_reaches_it_too(
    settings: Settings,
) -> None:
    async def scenario() -> None:
        jobs = SlowToCatchUp.open(settings)
        first = jobs.submit(loop_job("one"))
        async with (
            feed_on(jobs) as feed,
            feed.subscribe() as watcher,
            feed.subscribe(since=0) as late,
        ):
            caught_up = asyncio.create_task(anext(late))
            assert await asyncio.to_thread(jobs.has_read.wait, 30)
            second = await asyncio.to_thread(jobs.submit, loop_job("two"))
            assert (await anext(watcher)).job_id == second.id
            jobs.go_on.set()
            assert (await caught_up).job_id == first.id
            third = await asyncio.to_thread(jobs.submit, loop_job("three"))
            async with asyncio.timeout(30):
                assert [(await anext(late)).job_id for _ in "23"] == [second.id, third.id]
        jobs.close()

    run(scenario)


def test_a_record_that_is_cleaned_up_is_told(jobs: JobQueue, worker: HandWorker) -> None:
    async def scenario() -> None:
        job = jobs.cancel(jobs.submit(loop_job()).id)
        async with feed_on(jobs) as feed, feed.subscribe() as listener:
            await asyncio.to_thread(upkeep.clean_up, worker.database, -1.0)
            event = await anext(listener)
            assert (event.type, event.job, event.job_id) == ("removed", None, job.id)
            assert event.revision == jobs.changes(None).revision
            async with feed.subscribe(since=job.revision) as later:
                assert (await anext(later)).type == "removed"

    run(scenario)


def test_stopping_ends_every_listener(jobs: JobQueue) -> None:
    async def scenario() -> None:
        async with feed_on(jobs) as feed:
            listener = feed.subscribe()
            await listener.open()
            waiting = asyncio.create_task(anext(listener, None))
            await asyncio.sleep(0)
            await feed.stop()
            assert await waiting is None
            assert feed.listeners == 0
            assert await anext(feed.subscribe(), None) is None

    run(scenario)


def test_a_database_that_is_away_for_a_while_costs_a_warning_and_no_event(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        with postgres_server() as server:
            settings = settings_on("postgres", tmp_path, server)
            with queue_on(settings) as jobs:
                job = jobs.submit(loop_job())
                async with feed_on(jobs) as feed, feed.subscribe() as listener:
                    await asyncio.to_thread(server.kill)
                    await until(lambda: bool(caplog.records))
                    with pytest.raises(MachineError):
                        await feed.subscribe(job_id=job.id).open()
                    await asyncio.to_thread(server.start)
                    canceled = await asyncio.to_thread(jobs.cancel, job.id)
                    told = await events_until(listener, is_final)
                    assert [event.job for event in told] == [canceled]

    with caplog.at_level(logging.WARNING, logger="musicgen_local.jobs.feed"):
        run(scenario)
    assert len(caplog.records) == 1
