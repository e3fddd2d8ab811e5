"""The worker, as real processes: what a job becomes, and what is left when something dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from musicgen_local.config import Settings
from musicgen_local.errors import UserError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store.database import utc_now
from musicgen_local.jobs.values import Job, JobQuery, JobStatus, NewJob
from musicgen_local.jobs.worker.context import WorkerContext
from musicgen_local.jobs.worker.process import run_worker
from musicgen_local.studio import Studio
from servers import PostgresServer, wait_until
from workers import finished, kill, plucks, started, working


class Pause:
    """Jobs that have begun and go no further until they are told to."""

    def __init__(self, folder: Path) -> None:
        self._sign = folder / "go-on"

    def within(self, **arguments: Any) -> NewJob:
        """A job that rests after its first note, each of its tracks for itself."""
        return plucks(parameters={"rest_until": str(self._sign)}, **arguments)

    def end(self, job: Job, track: int = 0) -> None:
        """Let the job go on, now and whenever it is tried again."""
        self._sign.with_name(f"{self._sign.name}-{job.params['seed'] + track}").touch()


@pytest.fixture
def pause(tmp_path: Path) -> Pause:
    return Pause(tmp_path)


@pytest.fixture
def settings(pluck_engine: str) -> Settings:
    return Settings()


@pytest.fixture
def queue(settings: Settings) -> Iterator[JobQueue]:
    opened = JobQueue.open(settings)
    yield opened
    opened.close()


def tracks(settings: Settings) -> list[str]:
    studio = Studio(settings)
    try:
        return [track.id for track in studio.list_tracks(limit=200).items]
    finally:
        studio.library.close()


def host_pid(queue: JobQueue, lane: str = "engine-pluck") -> int:
    """The process that carries out a lane's jobs, as the worker reported it."""

    def look() -> int | None:
        for worker in queue.state().workers:
            for host in worker.facts.get("hosts", ()):
                if host["lane"] == lane:
                    return int(host["pid"])
        return None

    return int(wait_until(look, what="the host's report"))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_job_becomes_a_track(settings: Settings, queue: JobQueue) -> None:
    start = queue.changes(None).revision
    first = queue.submit(plucks(seconds=10, title="First"))
    second = queue.submit(plucks(seconds=2, count=3, priority="high"))
    with working(settings):
        done = [finished(queue, job.id) for job in (first, second)]
    assert [job.status for job in done] == [JobStatus.COMPLETED] * 2
    assert [job.attempts for job in done] == [1, 1]
    assert done[1].started_at < done[0].started_at, "high priority goes first"  # type: ignore[operator]
    assert len(done[0].track_ids) == 1
    assert len(done[1].track_ids) == 3
    studio = Studio(settings)
    assert studio.show(done[0].track_ids[0]).title == "First"
    seeds = [studio.show(name).seed for name in done[1].track_ids]
    assert seeds == [second.params["seed"] + place for place in range(3)]
    assert set(tracks(settings)) == {*done[0].track_ids, *done[1].track_ids}
    assert all(
        path.is_file() for name in tracks(settings) for path in studio.files_of(studio.show(name))
    )
    # Estimates come from these runs, and from nothing before them.
    assert first.eta_seconds is None
    times = queue.stats().mean_times
    assert [(time.kind, time.engine, time.runs) for time in times] == [("generate", "pluck", 2)]
    assert queue.changes(start).jobs[-1].status is JobStatus.COMPLETED


def test_a_killed_worker_loses_and_doubles_nothing(
    settings: Settings, queue: JobQueue, pause: Pause
) -> None:
    long = queue.submit(pause.within())
    waiting = [queue.submit(plucks()) for _ in range(3)]
    with working(settings) as supervisor:
        started(queue, long.id)
        host = host_pid(queue)
        kill(supervisor.pids[0])
        assert tracks(settings) == [], "no half-written track is visible"
        wait_until(lambda: not alive(host), what="the end of the host")
        pause.end(long)
        done = [finished(queue, job.id) for job in (long, *waiting)]
    assert [job.status for job in done] == [JobStatus.COMPLETED] * 4
    assert [job.attempts for job in done] == [2, 1, 1, 1]
    assert sorted(tracks(settings)) == sorted(job.track_ids[0] for job in done)
    assert Studio(settings).check_library().clean


def test_a_finished_step_is_not_carried_out_again(
    settings: Settings, queue: JobQueue, pause: Pause
) -> None:
    job = queue.submit(pause.within(count=2))
    pause.end(job, track=0)
    with working(settings) as supervisor:
        first = wait_until(lambda: queue.get(job.id).track_ids, what="the first track")[0]
        made = Studio(settings).show(first)
        kill(supervisor.pids[0])
        pause.end(job, track=1)
        done = finished(queue, job.id)
    assert done.status is JobStatus.COMPLETED
    assert done.attempts == 2
    assert len(set(done.track_ids)) == 2
    assert Studio(settings).show(first) == made, "the first track is the one from before"


def test_a_host_that_dies_costs_one_attempt(
    settings: Settings, queue: JobQueue, pause: Pause
) -> None:
    job = queue.submit(pause.within())
    with working(settings) as supervisor:
        worker = supervisor.pids
        started(queue, job.id)
        kill(host_pid(queue))
        again = wait_until(
            lambda: seen if (seen := queue.get(job.id)).error else None, what="the failure"
        )
        assert not again.status.final, "it is tried again"
        pause.end(job)
        done = finished(queue, job.id)
        assert supervisor.pids == worker, "the worker lives on"
    assert (done.status, done.attempts, done.error) == (JobStatus.COMPLETED, 2, None)
    assert tracks(settings) == list(done.track_ids)


def test_what_may_pass_is_tried_three_times(settings: Settings, queue: JobQueue) -> None:
    job = queue.submit(plucks(seconds=20, parameters={"break_after_seconds": 1}))
    with working(settings):
        done = finished(queue, job.id)
    assert (done.status, done.attempts) == (JobStatus.FAILED, 3)
    assert done.error is not None
    assert done.error["code"] == "OUT_OF_MEMORY"
    assert done.error["recovery"]
    assert tracks(settings) == []
    assert queue.retry(job.id).status is JobStatus.QUEUED


def test_a_running_job_stops_when_it_is_canceled(
    settings: Settings, queue: JobQueue, pause: Pause
) -> None:
    job = queue.submit(pause.within())
    after = queue.submit(plucks())
    with working(settings):
        started(queue, job.id)
        assert queue.cancel(job.id).cancel_requested
        stopped = finished(queue, job.id)
        assert finished(queue, after.id).status is JobStatus.COMPLETED
    assert (stopped.status, stopped.error) == (JobStatus.CANCELED, None)
    assert tracks(settings) == list(queue.get(after.id).track_ids)


def test_an_attempt_has_a_time_limit(settings: Settings, queue: JobQueue, pause: Pause) -> None:
    queue.set_preferences({"job_timeout_seconds": 1})
    job = queue.submit(pause.within())
    with working(settings):
        done = finished(queue, job.id)
    assert done.status is JobStatus.FAILED
    assert done.error is not None
    assert done.error["code"] == "GENERATION_TIMEOUT"
    assert done.attempts == 1, "the next attempt would take as long"


def test_a_paused_queue_starts_nothing(settings: Settings, queue: JobQueue) -> None:
    queue.pause()
    jobs = [queue.submit(plucks()).id for _ in range(3)]
    with working(settings):
        wait_until(lambda: queue.state().workers, what="the worker")
        sentinel = queue.submit(plucks(not_before=utc_now() + timedelta(seconds=2)))
        wait_until(lambda: queue.get(sentinel.id).queue_position, what="the sentinel's time")
        assert [queue.get(job).status for job in jobs] == [JobStatus.QUEUED] * 3
        queue.move(jobs[2], to="front")  # while the first of them waits at the worker's door
        queue.resume()
        done = [finished(queue, job) for job in jobs]
    assert [job.status for job in done] == [JobStatus.COMPLETED] * 3
    starts = sorted(done, key=lambda job: job.started_at or utc_now())
    assert starts[0].id == jobs[2], "what was moved to the front goes first"


def test_lanes_together_keep_to_the_limit(settings: Settings, queue: JobQueue) -> None:
    queue.set_preferences({"max_concurrent_jobs": 1})
    made = Studio(settings).generate("a scale", engine="pluck", duration=30, formats=("wav",))
    jobs = [queue.submit(plucks(seconds=60)).id]
    for _ in range(2):
        params = {"track_id": made.track.id, "formats": ["wav"]}
        jobs.append(queue.submit(NewJob(kind="master", params=params)).id)
    with working(settings):
        done = [finished(queue, job) for job in jobs]
    spans = sorted((job.started_at, job.finished_at) for job in done)
    for (_, earlier_end), (later_start, _) in pairwise(spans):
        assert earlier_end <= later_start  # type: ignore[operator]


def test_a_worker_that_leaves_hands_its_job_on(
    settings: Settings, queue: JobQueue, pause: Pause
) -> None:
    job = queue.submit(pause.within())
    with working(settings):
        started(queue, job.id)
    left = queue.get(job.id)
    assert (left.status, left.error) == (JobStatus.QUEUED, None)
    assert queue.state().workers == ()
    assert not any(settings.tracks_dir.glob("*/*/*.wav")), "nothing half-done stays"
    pause.end(job)
    with working(settings):
        assert finished(queue, job.id).status is JobStatus.COMPLETED


def test_records_of_finished_jobs_go_and_tracks_stay(settings: Settings, queue: JobQueue) -> None:
    start = queue.changes(None).revision
    with working(settings):
        job = finished(queue, queue.submit(plucks()).id)
        queue.set_preferences({"job_ttl_seconds": 1})
        wait_until(lambda: not queue.list(JobQuery()).items, what="the cleaning")
    assert queue.changes(start).removed == (job.id,)
    assert tracks(settings) == list(job.track_ids)
    with pytest.raises(UserError):
        queue.get(job.id)


def test_a_sqlite_file_has_one_worker(settings: Settings, queue: JobQueue) -> None:
    with working(settings):
        wait_until(lambda: queue.state().workers, what="the worker")
        with pytest.raises(UserError) as refused:
            run_worker(settings)
    assert "Another worker" in refused.value.message


def test_on_postgresql_others_take_over_from_the_dead_and_the_frozen(
    pluck_engine: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, pause: Pause
) -> None:
    monkeypatch.setenv("MGL_DATABASE_URL", postgres.new_database())
    settings = Settings()
    queue = JobQueue.open(settings)

    def runs_in(job: Job) -> tuple[int, int]:
        """The worker that carries out a job, and its host for that, by their processes."""

        started(queue, job.id)

        def look() -> tuple[int, int] | None:
            for worker in queue.state().workers:
                if job.id in worker.facts["jobs"]:
                    for host in worker.facts["hosts"]:
                        return worker.pid, int(host["pid"])
            return None

        found: tuple[int, int] = wait_until(look, what="the worker's report")
        return found

    with working(settings, count=2) as supervisor:
        wait_until(lambda: len(queue.state().workers) == 2, what="two workers")
        first = queue.submit(pause.within())
        frozen, host = runs_in(first)
        for pid in (frozen, host):
            os.kill(pid, signal.SIGSTOP)
        try:
            wait_until(lambda: queue.get(first.id).attempts == 2, what="the second attempt")
            pause.end(first)
            done = finished(queue, first.id)
        finally:
            for pid in (frozen, host):
                os.kill(pid, signal.SIGCONT)
        assert (done.status, done.attempts) == (JobStatus.COMPLETED, 2)
        assert frozen in supervisor.pids, "it came back, and found the job gone"
        second = queue.submit(pause.within())
        kill(runs_in(second)[0])
        pause.end(second)
        done_too = finished(queue, second.id)
        assert (done_too.status, done_too.attempts) == (JobStatus.COMPLETED, 2)
    assert sorted(tracks(settings)) == sorted([*done.track_ids, *done_too.track_ids])
    assert queue.get(first.id) == done, "the frozen worker changed nothing"
    queue.close()


def test_on_postgresql_more_slots_are_more_processes(
    pluck_engine: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGL_DATABASE_URL", postgres.new_database())
    queue = JobQueue.open(Settings())
    with working(Settings(), engines=["pluck"], concurrency=2) as supervisor:
        workers = wait_until(
            lambda: seen if len(seen := queue.state().workers) == 2 else None, what="two workers"
        )
        jobs = [queue.submit(plucks(seconds=60)).id for _ in range(2)]
        done = [finished(queue, job) for job in jobs]
        assert {worker.lanes for worker in workers} == {("engine-pluck",)}
        assert len({worker.pid for worker in workers} | set(supervisor.pids)) == 3
    assert [job.status for job in done] == [JobStatus.COMPLETED] * 2
    wait_until(lambda: not any(alive(worker.pid) for worker in workers), what="their end")
    queue.close()


def test_a_job_is_at_work_until_its_last_run_has_left(settings: Settings, queue: JobQueue) -> None:
    """The next run may begin before the one before has left: it is not left alone meanwhile."""
    context = WorkerContext(settings, "me", None, queue, None, None)  # type: ignore[arg-type]
    with context.carrying_out("job"):
        next_run = context.carrying_out("job")
        next_run.__enter__()
    assert context.carried_out() == ["job"]
    next_run.__exit__(None, None, None)
    assert context.carried_out() == []
