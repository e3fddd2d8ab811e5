"""What a job would take and how long it would wait, if it were queued now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from feeding import HandWorker, queue_on, settings_on, worker_on

from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store import upkeep, working
from musicgen_local.jobs.values import Forecast, NewJob, Priority, Speed

LANE = "engine-composer"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[JobQueue]:
    with queue_on(settings_on("sqlite", tmp_path)) as jobs:
        yield jobs


@pytest.fixture
def worker(tmp_path: Path, queue: JobQueue) -> Iterator[HandWorker]:
    """A worker's hand, in the same database."""
    with worker_on(queue.settings) as hand:
        yield hand


def piece(seconds: float = 10, priority: Priority = Priority.NORMAL) -> NewJob:
    params = {"prompt": "calm piano", "engine": "composer", "duration_seconds": seconds, "seed": 1}
    return NewJob(kind="generate", params=params, priority=priority)


def measured(queue: JobQueue, worker: HandWorker, music: float, took: float) -> None:
    """A piece of `music` seconds that took `took` seconds."""
    mine = worker.claim(queue.submit(piece(music)).id)
    working.finish_step(worker.database, mine, 0, {}, None)
    assert working.complete(worker.database, mine, "cpu", took)


def forecast(queue: JobQueue, worker: HandWorker, seconds: float = 60) -> Forecast:
    """While the worker lives, with one place; read anew, as a fresh process would."""
    upkeep.beat(worker.database, "by-hand", 1, [LANE], {"slots": {LANE: 1}})
    fresh = JobQueue.open(queue.settings)
    try:
        return fresh.forecast("generate", "composer", seconds)
    finally:
        fresh.close()


def test_nothing_is_known_before_the_first_run(queue: JobQueue, worker: HandWorker) -> None:
    assert forecast(queue, worker) == Forecast(None, 0.0)
    assert queue.speeds() == {}


def test_a_forecast_comes_from_measured_runs(queue: JobQueue, worker: HandWorker) -> None:
    measured(queue, worker, music=10, took=2)
    found = forecast(queue, worker, 60)
    assert found.seconds == pytest.approx(12)
    assert found.wait_seconds == 0
    assert queue.speeds() == {"composer": Speed(5.0, 1, "cpu")}
    assert queue.forecast("generate", "pluck", 60).seconds is None


def test_who_is_ahead_is_waited_for(queue: JobQueue, worker: HandWorker) -> None:
    measured(queue, worker, music=10, took=2)
    worker.claim(queue.submit(piece(20)).id)
    running = forecast(queue, worker).wait_seconds
    assert running is not None
    assert 0 <= running <= 4
    queue.submit(piece(30))
    waiting = forecast(queue, worker).wait_seconds
    assert waiting is not None
    assert 6 <= waiting <= 10
    queue.submit(piece(600, Priority.LOW))
    with_low = forecast(queue, worker).wait_seconds
    assert with_low is not None
    assert 6 <= with_low <= waiting, "a low one comes after it"
    queue.pause()
    assert forecast(queue, worker).wait_seconds is None
    assert forecast(queue, worker).seconds == pytest.approx(12)


def test_without_a_worker_nobody_knows_the_wait(queue: JobQueue) -> None:
    assert queue.forecast("generate", "composer", 60) == Forecast(None, None)


def test_what_was_never_measured_makes_the_wait_unknown(
    queue: JobQueue, worker: HandWorker
) -> None:
    queue.submit(piece())
    assert forecast(queue, worker) == Forecast(None, None)
