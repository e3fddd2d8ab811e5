"""Events of jobs over HTTP, from a real server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from event_streams import make_app, sent_blocks, sent_events
from fastapi import FastAPI
from serving import served

from musicgen_local.api.routes import events
from musicgen_local.api.schemas.jobs import job_out
from musicgen_local.jobs.feed import Feed
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import NewJob
from servers import PATIENCE_SECONDS, free_port, wait_until

EVERYTHING = "/api/v1/events"
NO_SUCH_ID = "0" * 26


@pytest.fixture
def app(pluck_engine: str) -> FastAPI:
    return make_app()


@pytest.fixture
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with served(app) as client:
        yield client


@pytest.fixture
def jobs(client: httpx.Client, app: FastAPI) -> JobQueue:
    queue: JobQueue = app.state.services.jobs
    return queue


@pytest.fixture
def feed(client: httpx.Client, app: FastAPI) -> Feed:
    feed: Feed = app.state.services.feed
    return feed


def new_job(prompt: str = "a scale") -> NewJob:
    params = {"prompt": prompt, "engine": "pluck", "duration_seconds": 2}
    return NewJob(kind="generate", params=params)


def of(job_id: str) -> str:
    """Where a job's events are."""
    return f"/api/v1/jobs/{job_id}/events"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["message"]
    assert error["recovery"]
    return answer.status_code, error["code"]


def test_a_jobs_stream_begins_with_how_it_stands_and_ends_with_it(
    client: httpx.Client, jobs: JobQueue
) -> None:
    job = jobs.submit(new_job())
    with client.stream("GET", of(job.id)) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        told = sent_events(answer)
        first = next(told)
        assert (first.event, first.id) == ("status", job.revision)
        assert first.data == job_out(job).model_dump(mode="json")
        canceled = jobs.cancel(job.id)
        rest = list(told)  # the server ends the stream
        assert [event.event for event in rest] == ["status"]
        assert rest[0].id == canceled.revision
        assert rest[0].data == job_out(canceled).model_dump(mode="json")


def test_a_finished_job_tells_its_end_once(client: httpx.Client, jobs: JobQueue) -> None:
    job = jobs.cancel(jobs.submit(new_job()).id)
    with client.stream("GET", of(job.id)) as answer:
        assert [event.data["status"] for event in sent_events(answer)] == ["canceled"]
    again = client.get(of(job.id), headers={"Last-Event-ID": str(job.revision)})
    assert (again.status_code, again.content) == (204, b"")  # EventSource stops at this


def test_a_job_that_is_not_there_is_a_problem_and_no_stream(client: httpx.Client) -> None:
    assert refusal(client.get(of(NO_SUCH_ID))) == (404, "NOT_FOUND")
    for name in ("job_id", "batch_id"):
        assert refusal(client.get(EVERYTHING, params={name: NO_SUCH_ID})) == (404, "NOT_FOUND")
    assert refusal(client.get(of("../etc"))) == (404, "NOT_FOUND")
    assert refusal(client.get(of("nonsense"))) == (422, "VALIDATION")


@pytest.mark.parametrize("value", ["soon", "-1", "1.5", "9" * 19, "1" * 40, "٣"])
def test_an_id_that_is_none_is_refused(client: httpx.Client, value: str) -> None:
    answer = client.get(EVERYTHING, headers={b"Last-Event-ID": value.encode()})
    assert refusal(answer) == (422, "VALIDATION")
    answer = client.get(EVERYTHING, params={"last_event_id": value})
    assert refusal(answer) == (422, "VALIDATION")


@pytest.mark.parametrize("by", ["header", "query"])
def test_a_client_that_comes_back_hears_what_it_missed(
    client: httpx.Client, jobs: JobQueue, by: str
) -> None:
    with client.stream("GET", EVERYTHING) as answer:
        hello = next(sent_blocks(answer))
        assert hello.comment == "connected"
        assert hello.retry == events.RETRY_MS
    first = jobs.submit(new_job("one"))
    second = jobs.cancel(jobs.submit(new_job("two")).id)
    resumed: dict[str, Any] = (
        {"headers": {"Last-Event-ID": str(hello.id)}}
        if by == "header"
        else {"params": {"last_event_id": str(hello.id)}}
    )
    with client.stream("GET", EVERYTHING, **resumed) as answer:
        told = sent_events(answer)
        missed = [next(told), next(told)]
        assert [event.data["id"] for event in missed] == [first.id, second.id]
        assert [event.id for event in missed] == [first.revision, second.revision]
        third = jobs.submit(new_job("three"))
        assert next(told).data["id"] == third.id


def test_the_whole_stream_can_be_narrowed(client: httpx.Client, jobs: JobQueue) -> None:
    batch = jobs.submit_batch([new_job("one"), new_job("two")])
    other = jobs.submit(new_job("another"))
    with ExitStack() as stack:
        of_job, of_batch, of_kinds = (
            sent_events(stack.enter_context(client.stream("GET", EVERYTHING, params=params)))
            for params in (
                {"job_id": other.id},
                {"batch_id": batch.id},
                {"kind": ["generate", "export"], "last_event_id": str(other.revision)},
            )
        )
        assert next(of_job).data["id"] == other.id
        assert {next(of_batch).data["id"] for _ in batch.jobs} == {job.id for job in batch.jobs}
        jobs.cancel(other.id)
        jobs.cancel(batch.jobs[0].id)
        ended = next(of_job).data
        assert (ended["id"], ended["status"]) == (other.id, "canceled")
        ended = next(of_batch).data
        assert (ended["id"], ended["status"]) == (batch.jobs[0].id, "canceled")
        assert [next(of_kinds).data["id"] for _ in range(2)] == [other.id, batch.jobs[0].id]
        retried = jobs.retry(other.id)  # this stream is not the job's own: it goes on
        assert next(of_job).id == retried.revision
    assert refusal(client.get(EVERYTHING, params={"kind": "No Kind"})) == (422, "VALIDATION")


def test_silence_is_filled_with_comments_that_move_the_mark(
    client: httpx.Client, jobs: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE_SECONDS", 0.1)
    with client.stream("GET", EVERYTHING, params={"kind": "export"}) as answer:
        blocks = sent_blocks(answer)
        next(blocks)
        job = jobs.submit(new_job())  # not of that kind
        for block in blocks:
            assert block.event is None
            assert block.comment == "still here"
            if block.id == job.revision:
                break


def test_who_leaves_is_let_go_at_once(client: httpx.Client, jobs: JobQueue, feed: Feed) -> None:
    job = jobs.submit(new_job())
    with client.stream("GET", EVERYTHING) as one, client.stream("GET", of(job.id)) as two:
        streams = sent_blocks(one), sent_blocks(two)  # a stream that is dropped is closed
        assert all(next(blocks).comment == "connected" for blocks in streams)
        assert feed.listeners == 2
    wait_until(lambda: feed.listeners == 0, what="the end of the subscriptions")


def test_a_server_that_is_stopped_ends_its_streams_and_goes(tmp_path: Path) -> None:
    port = free_port()
    tests = Path(__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tests), str(tests / "api")])}
    arguments = ["event_streams:make_app", "--factory", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *arguments], env=environment, stdout=log, stderr=log
        )
    try:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            wait_until(lambda: server.poll() is not None or _answers(client), what="the server")
            with client.stream("GET", EVERYTHING) as answer:
                blocks = sent_blocks(answer)
                next(blocks)
                server.send_signal(signal.SIGTERM)
                assert list(blocks) == []  # a clean end: a cut would raise
        ended = server.wait(PATIENCE_SECONDS)
        assert ended in (0, -signal.SIGTERM)  # uvicorn raises its signal again
        assert "Application shutdown complete" in (tmp_path / "log").read_text()
    finally:
        server.kill()
        server.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/openapi.json").status_code == 200
    except httpx.TransportError:
        return False


def test_the_routes_are_described(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    for path in (EVERYTHING, "/api/v1/jobs/{job_id}/events"):
        answers = paths[path]["get"]["responses"]
        assert list(answers["200"]["content"]) == ["text/event-stream"]
        assert {"404", "422"} <= set(answers)
