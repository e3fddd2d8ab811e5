"""Live progress through a real Redis, and everything without it."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

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
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs import outage
from musicgen_local.jobs.codec import job_from_json, job_to_json
from musicgen_local.jobs.live import CHANNEL, Live
from musicgen_local.jobs.outage import Outage
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import Job, JobStatus, Priority
from servers import RedisServer, redis_server, wait_until

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
RUNNING = Job(
    id="01kaj6x4m8v2q9t3r7w5c1n0ze",
    kind="generate",
    lane="engine-composer",
    status=JobStatus.RUNNING,
    stage="generating_audio",
    message="at 0.4",
    progress=40.0,
    engine="composer",
    params={"prompt": "тихая ночь", "seed": 7},
    priority=Priority.NORMAL,
    batch_id=None,
    created_at=NOW,
    not_before=None,
    started_at=NOW,
    finished_at=None,
    attempts=1,
    queue_position=None,
    eta_seconds=6.0,
    track_ids=(),
    result={},
    error=None,
    cancel_requested=False,
    revision=10,
)


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis that the test may kill."""
    with redis_server() as server:
        yield server


@pytest.fixture
def live(redis_at: RedisServer) -> Iterator[Live]:
    live = Live(redis_at.url, ttl_seconds=60)
    yield live
    live.close()


@pytest.fixture
def own_live(own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    monkeypatch.setattr(outage, "QUIET_SECONDS", 0.1)
    live = Live(own_redis.url, ttl_seconds=60)
    yield live
    live.close()


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


moments = st.datetimes(timezones=st.just(UTC))
facts = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()))


@given(
    status=st.sampled_from(JobStatus),
    message=st.text(),
    params=facts,
    error=st.none() | facts,
    not_before=st.none() | moments,
    finished_at=st.none() | moments,
    track_ids=st.lists(st.text()).map(tuple),
    progress=st.floats(0, 100),
)
def test_a_job_comes_back_from_json_as_it_was(**fields: object) -> None:
    job = replace(RUNNING, **fields)  # type: ignore[arg-type]
    assert job_from_json(job_to_json(job)) == job


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"id": 1}', "\xff"])
def test_text_that_is_no_job_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        job_from_json(text)


def test_a_running_job_is_shown_with_its_latest_progress(live: Live) -> None:
    live.publish(replace(RUNNING, progress=70.0, message="at 0.7", eta_seconds=3.0, lane="other"))
    shown = live.overlay([RUNNING, replace(RUNNING, id="another")])
    assert shown[0] == replace(RUNNING, progress=70.0, message="at 0.7", eta_seconds=3.0)
    assert shown[1].progress == 40.0


@pytest.mark.parametrize(
    "row",
    [
        replace(RUNNING, status=JobStatus.COMPLETED, progress=100.0, finished_at=NOW),
        replace(RUNNING, status=JobStatus.CANCELED),
        replace(RUNNING, status=JobStatus.QUEUED, progress=0.0),
        replace(RUNNING, attempts=2, progress=5.0),
        replace(RUNNING, progress=90.0),
    ],
    ids=["completed", "canceled", "queued again", "next attempt", "further already"],
)
def test_the_database_wins_over_what_redis_remembers(live: Live, row: Job) -> None:
    live.publish(replace(RUNNING, progress=70.0, revision=11))
    assert live.overlay([row]) == [row]


def test_a_snapshot_is_forgotten_in_the_end(redis_at: RedisServer) -> None:
    live = Live(redis_at.url, ttl_seconds=0.05)
    live.publish(RUNNING)
    wait_until(lambda: not live.latest([RUNNING.id]), what="the end of the snapshot")
    live.close()


def test_what_another_version_wrote_is_passed_over(live: Live, redis_at: RedisServer) -> None:
    import redis

    with redis.Redis(port=redis_at.port) as client:
        client.set(f"mgl:job:{RUNNING.id}", '{"shape": "of tomorrow"}', ex=60)
    assert live.overlay([RUNNING]) == [RUNNING]


def test_without_redis_everything_goes_on_with_one_warning(
    own_redis: RedisServer, own_live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    own_redis.kill()
    with caplog.at_level(logging.INFO, logger="musicgen_local.jobs.live"):
        for _ in range(5):
            own_live.publish(RUNNING)
            assert own_live.overlay([RUNNING]) == [RUNNING]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        own_redis.start()
        further = replace(RUNNING, progress=70.0)

        def shown() -> bool:
            own_live.publish(further)
            return own_live.overlay([RUNNING]) == [further]

        wait_until(shown, what="live progress")
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_redis_that_hangs_holds_up_nobody(own_redis: RedisServer, own_live: Live) -> None:
    own_live.publish(RUNNING)
    assert own_redis.process is not None
    own_redis.process.send_signal(signal.SIGSTOP)
    try:
        own_live.publish(replace(RUNNING, progress=70.0))
        assert own_live.overlay([RUNNING]) == [RUNNING]
    finally:
        own_redis.process.send_signal(signal.SIGCONT)


def test_a_password_stays_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    live = Live("redis://:hunter2@127.0.0.1:1/0", ttl_seconds=60)
    with caplog.at_level(logging.DEBUG, logger="musicgen_local"):
        live.publish(RUNNING)
    assert len(caplog.records) == 1
    assert "hunter2" not in caplog.text
    live.close()


def test_an_address_that_is_none_is_refused_by_its_settings_name() -> None:
    with pytest.raises(UserError) as caught:
        Live.from_settings(Settings.model_validate({"redis_url": "hunter2"}))
    assert caught.value.code is ErrorCode.VALIDATION
    assert "MGL_REDIS_URL" in caught.value.message
    assert "hunter2" not in str(caught.value.as_dict())


def test_no_address_means_no_redis() -> None:
    assert Live.from_settings(Settings()) is None


def test_during_an_outage_one_caller_in_a_while_tries_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    away = Outage(logging.getLogger("test"), "lost", "back", 5.0, lambda: now[0])
    assert [away.may_try(), away.may_try(), away.lasts] == [True, True, False]
    away.failed(OSError())
    assert [away.may_try(), away.lasts] == [False, True]
    now[0] = 5.0
    assert [away.may_try(), away.may_try()] == [True, False]
    away.worked()
    assert [away.may_try(), away.may_try(), away.lasts] == [True, True, False]


def test_live_progress_is_told_before_the_database_has_it(
    jobs: JobQueue, worker: HandWorker, live: Live
) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        mine = worker.claim(job.id)
        row = jobs.get(job.id)
        async with feed_on(jobs, live) as feed, feed.subscribe(job_id=job.id) as listener:
            assert (await anext(listener)).job == row
            await until(lambda: live.delivering)
            further = replace(row, progress=30.0, message="at 0.3")
            await asyncio.to_thread(live.publish, further)
            event = await anext(listener)
            assert (event.type, event.revision, event.job) == ("progress", None, further)
            # Older and doubtful news are not told; what the database says next is.
            await asyncio.to_thread(live.publish, replace(row, progress=20.0))
            await asyncio.to_thread(live.publish, replace(row, attempts=2, progress=50.0))
            await asyncio.to_thread(worker.report, mine, 0.3)
            await asyncio.to_thread(worker.report, mine, 0.6)
            while True:  # the database may be read between its two reports
                event = await anext(listener)
                assert event.job is not None
                assert (event.type, event.revision) == ("progress", event.job.revision)
                assert event.job.progress in (30.0, 60.0)
                if event.job.progress == 60.0:
                    break

    run(scenario)


def test_late_progress_does_not_wake_a_finished_job(
    jobs: JobQueue, worker: HandWorker, live: Live
) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        mine = worker.claim(job.id)
        running = jobs.get(job.id)
        async with feed_on(jobs, live) as feed, feed.subscribe() as listener:
            await until(lambda: live.delivering)
            await asyncio.to_thread(worker.complete, mine)
            await events_until(listener, is_final)
            await asyncio.to_thread(live.publish, replace(running, progress=90.0))
            other = await asyncio.to_thread(jobs.submit, loop_job("another"))
            await asyncio.to_thread(live.publish, other)
            assert (await anext(listener)).job_id == other.id

    run(scenario)


def test_a_redis_that_dies_and_returns_loses_no_status_and_brings_progress_again(
    jobs: JobQueue,
    worker: HandWorker,
    own_redis: RedisServer,
    own_live: Live,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        job = jobs.submit(loop_job())
        async with feed_on(jobs, own_live) as feed, feed.subscribe(job_id=job.id) as listener:
            await anext(listener)
            await until(lambda: own_live.delivering)
            await asyncio.to_thread(own_redis.kill)
            await until(lambda: not own_live.delivering)
            mine = await asyncio.to_thread(worker.claim, job.id)
            event = await anext(listener)
            assert event.job is not None
            assert (event.type, event.job.status) == ("status", JobStatus.RUNNING)
            await asyncio.to_thread(own_redis.start)
            await until(lambda: own_live.delivering)
            await asyncio.to_thread(own_live.publish, replace(event.job, progress=30.0))
            event = await anext(listener)
            assert event.job is not None
            assert (event.revision, event.job.progress) == (None, 30.0)
            await asyncio.to_thread(worker.complete, mine)
            assert len(await events_until(listener, is_final)) <= 2

    with caplog.at_level(logging.WARNING, logger="musicgen_local.jobs"):
        run(scenario)
    assert len(caplog.records) == 1


def test_a_silent_channel_is_no_outage(
    live: Live, redis_at: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import redis

    monkeypatch.setattr("musicgen_local.jobs.live._SILENCE_SECONDS", 0.1)

    async def scenario() -> None:
        heard: list[Job] = []
        listening = asyncio.create_task(live.listen(heard.append))
        await until(lambda: live.delivering)
        for _ in range(10):
            await asyncio.sleep(0.1)
            assert live.delivering
        with redis.Redis(port=redis_at.port) as client:
            client.publish(CHANNEL, "no job")
        live.publish(RUNNING)
        await until(lambda: bool(heard))
        assert heard == [RUNNING]
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        assert not live.delivering

    run(scenario)


def test_a_frozen_redis_is_noticed_by_who_listens(
    own_live: Live, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musicgen_local.jobs.live._SILENCE_SECONDS", 0.1)

    async def scenario() -> None:
        listening = asyncio.create_task(own_live.listen(lambda _: None))
        await until(lambda: own_live.delivering)
        assert own_redis.process is not None
        own_redis.process.send_signal(signal.SIGSTOP)
        try:
            await until(lambda: not own_live.delivering)
        finally:
            own_redis.process.send_signal(signal.SIGCONT)
        await until(lambda: own_live.delivering)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    run(scenario)
