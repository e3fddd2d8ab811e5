"""The queue without a worker: what is accepted, in which order it waits, what can be changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store.database import utc_now
from musicgen_local.jobs.values import Job, JobQuery, JobStatus, NewJob
from servers import PostgresServer
from workers import plucks


@pytest.fixture(params=["sqlite", "postgresql"])
def queue(
    request: pytest.FixtureRequest, pluck_engine: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[JobQueue]:
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv("MGL_DATABASE_URL", server.new_database())
    opened = JobQueue.open(Settings())
    yield opened
    opened.close()


def order_of(queue: JobQueue) -> list[str]:
    """The ids of what waits, in the order in which it would start."""
    page = queue.list(JobQuery(status=(JobStatus.QUEUED,), limit=200))
    return [job.id for job in sorted(page.items, key=lambda job: job.queue_position or 0)]


def test_a_job_waits_with_every_choice_made(queue: JobQueue) -> None:
    job = queue.submit(plucks())
    assert job.status is JobStatus.QUEUED
    assert (job.queue_position, job.eta_seconds, job.progress) == (1, None, 0.0)
    assert isinstance(job.params["seed"], int), "the seed is drawn once, for all attempts"
    assert queue.get(job.id) == job


def test_a_job_that_cannot_be_done_is_refused_before_it_waits(queue: JobQueue) -> None:
    with pytest.raises(UserError) as refused:
        queue.submit(plucks(seconds=10_000))
    assert refused.value.code is ErrorCode.VALIDATION
    assert refused.value.details["field"] == "duration_seconds"
    for wrong in ({"kind": "bake", "params": {}}, {"kind": "generate", "params": {"prmpt": "x"}}):
        with pytest.raises(UserError) as refused:
            queue.submit(NewJob(**wrong))  # type: ignore[arg-type]
        assert refused.value.code is ErrorCode.VALIDATION
    assert order_of(queue) == []


def test_priorities_go_first_and_keep_their_own_order(queue: JobQueue) -> None:
    low = queue.submit(plucks(priority="low"))
    normal = [queue.submit(plucks()) for _ in range(3)]
    high = [queue.submit(plucks(priority="high")) for _ in range(2)]
    later = queue.submit(plucks())
    wanted = [*high, *normal, later, low]
    assert order_of(queue) == [job.id for job in wanted]


def test_a_waiting_job_can_be_moved_anywhere(queue: JobQueue) -> None:
    a, b, c, d = (queue.submit(plucks()).id for _ in range(4))
    assert queue.move(d, to="front").queue_position == 1
    assert order_of(queue) == [d, a, b, c]
    queue.move(d, after=b)
    assert order_of(queue) == [a, b, d, c]
    queue.move(c, before=a)
    assert order_of(queue) == [c, a, b, d]
    queue.move(c, to="back")
    assert order_of(queue) == [a, b, d, c]


def test_a_gap_that_is_used_up_is_made_anew(queue: JobQueue) -> None:
    a, b, *others = (queue.submit(plucks()).id for _ in range(6))
    wanted = [a, b]
    for _ in range(5):  # each takes half of what is left between its neighbours: 1024 is soon gone
        for other in others:
            queue.move(other, after=a)
            wanted = [a, other, *(name for name in wanted[1:] if name != other)]
    assert order_of(queue) == wanted


def test_a_move_says_one_place_that_makes_sense(queue: JobQueue) -> None:
    job = queue.submit(plucks()).id
    other = queue.submit(plucks()).id
    for wrong in ({}, {"to": "top"}, {"to": "front", "before": other}):
        with pytest.raises(UserError) as refused:
            queue.move(job, **wrong)
        assert refused.value.code is ErrorCode.VALIDATION
    queue.cancel(other)
    for place in ({"before": other}, {"after": other}):
        with pytest.raises(UserError) as refused:
            queue.move(job, **place)
        assert refused.value.code is ErrorCode.CONFLICT
    with pytest.raises(UserError) as refused:
        queue.move(job, before=job)
    assert refused.value.code is ErrorCode.CONFLICT


def test_a_key_gives_one_job_however_often_it_is_sent(queue: JobQueue) -> None:
    first = queue.submit(plucks(idempotency_key="once"))
    assert queue.submit(plucks(idempotency_key="once")).id == first.id
    with pytest.raises(UserError) as refused:
        queue.submit(plucks(seconds=2, idempotency_key="once"))
    assert refused.value.code is ErrorCode.CONFLICT
    assert len(order_of(queue)) == 1


def test_a_key_sent_from_many_sides_at_once_gives_one_job(queue: JobQueue) -> None:
    ids: list[str] = []
    senders = [
        threading.Thread(target=lambda: ids.append(queue.submit(plucks(idempotency_key="race")).id))
        for _ in range(8)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1
    assert order_of(queue) == ids[:1]


def test_a_batch_comes_whole_or_not_at_all(queue: JobQueue) -> None:
    batch = queue.submit_batch([plucks(seed=seed) for seed in range(5)])
    assert [job.params["seed"] for job in batch.jobs] == [0, 1, 2, 3, 4]
    assert (batch.status, batch.progress) == (JobStatus.QUEUED, 0.0)
    with pytest.raises(UserError) as refused:
        queue.submit_batch([plucks(), plucks(seconds=10_000)])
    assert refused.value.details["index"] == 1
    for count in (0, 51):
        with pytest.raises(UserError):
            queue.submit_batch([plucks()] * count)
    assert len(order_of(queue)) == 5
    canceled = queue.cancel_batch(batch.id)
    assert canceled.status is JobStatus.CANCELED
    assert canceled.counts["canceled"] == 5


def test_a_canceled_job_can_be_retried(queue: JobQueue) -> None:
    job = queue.submit(plucks())
    canceled = queue.cancel(job.id)
    assert canceled.status is JobStatus.CANCELED
    assert canceled.queue_position is None
    assert queue.cancel(job.id) == canceled, "again changes nothing"
    assert queue.retry(job.id).status is JobStatus.QUEUED
    with pytest.raises(UserError) as refused:
        queue.retry(job.id)
    assert refused.value.code is ErrorCode.CONFLICT


def test_a_scheduled_job_has_no_place_before_its_time(queue: JobQueue) -> None:
    later = queue.submit(plucks(not_before=utc_now() + timedelta(hours=1)))
    now = queue.submit(plucks())
    assert later.queue_position is None
    assert now.queue_position == 1


def test_lists_page_by_cursor_and_filter(queue: JobQueue) -> None:
    ids = [queue.submit(plucks()).id for _ in range(7)]
    queue.cancel(ids[0])
    seen: list[str] = []
    query = JobQuery(limit=3)
    while True:
        page = queue.list(query)
        seen += [job.id for job in page.items]
        if page.next_cursor is None:
            break
        query = JobQuery(limit=3, cursor=page.next_cursor)
    assert seen == ids[::-1]
    assert [job.id for job in queue.list(JobQuery(ascending=True, limit=2)).items] == ids[:2]
    canceled = queue.list(JobQuery(status=(JobStatus.CANCELED,), kind=("generate",)))
    assert [job.id for job in canceled.items] == ids[:1]
    assert queue.list(JobQuery(engine=("composer",))).items == ()
    for wrong in (
        JobQuery(limit=0),
        JobQuery(limit=201),
        JobQuery(cursor="xx"),
        JobQuery(cursor="é"),
    ):
        with pytest.raises(UserError) as refused:
            queue.list(wrong)
        assert refused.value.code is ErrorCode.VALIDATION


def test_every_change_is_told_once_and_in_order(queue: JobQueue) -> None:
    start = queue.changes(None).revision
    a, b = queue.submit(plucks()).id, queue.submit(plucks()).id
    first = queue.changes(start)
    assert [job.id for job in first.jobs] == [a, b]
    assert queue.changes(first.revision).jobs == ()
    queue.cancel(a)
    second = queue.changes(first.revision)
    assert [(job.id, job.status) for job in second.jobs] == [(a, JobStatus.CANCELED)]
    assert second.revision > first.revision
    few = queue.changes(start, limit=1)
    assert [job.id for job in few.jobs] == [b], "the oldest change first"


def test_readers_of_changes_miss_nothing_while_many_write(queue: JobQueue) -> None:
    seen: dict[str, Job] = {}
    done = threading.Event()

    def read() -> None:
        revision = start
        while True:
            last = done.is_set()
            changes = queue.changes(revision, limit=3)
            revision = changes.revision
            seen.update({job.id: job for job in changes.jobs})
            if last and not changes.jobs:
                return

    start = queue.changes(None).revision or 0
    reader = threading.Thread(target=read)
    reader.start()
    ids: list[str] = []
    writers = [
        threading.Thread(target=lambda: ids.extend(queue.submit(plucks()).id for _ in range(10)))
        for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert set(seen) == set(ids)
    assert len(ids) == 40


def test_unknown_jobs_and_batches_are_told(queue: JobQueue) -> None:
    for ask in (queue.get, queue.batch, queue.cancel, queue.retry, queue.cancel_batch):
        with pytest.raises(UserError) as refused:
            ask("01m7z41fez1gzd357766yph1s1")
        assert refused.value.code is ErrorCode.NOT_FOUND


def test_preferences_are_kept_and_checked(queue: JobQueue) -> None:
    assert queue.preferences()["max_concurrent_jobs"] == 3
    assert queue.set_preferences({"max_concurrent_jobs": 5})["max_concurrent_jobs"] == 5
    with pytest.raises(UserError) as refused:
        queue.set_preferences({"max_concurrent_jobs": 0})
    assert refused.value.details["field"] == "max_concurrent_jobs"
    assert queue.preferences()["max_concurrent_jobs"] == 5


def test_the_state_counts_what_waits(queue: JobQueue) -> None:
    queue.submit(plucks())
    assert queue.pause().paused
    state = queue.state()
    assert (state.queued, state.running, state.workers) == (1, 0, ())
    assert not queue.resume().paused
    assert queue.stats().by_kind["generate"]["queued"] == 1
