"""Two servers of one installation: what happens at one is seen at the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import PLUCK, Serving, serving

from musicgen_local.library.database import parse_database_url
from servers import PostgresServer, RedisServer

PLUCKS = {"prompt": "a scale", "engine": "pluck", "duration_seconds": 120, "formats": ["wav"]}


@pytest.fixture(params=["one file", "PostgreSQL and Redis"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Serving, Serving]]:
    """A server with a worker, and one without."""
    shared: dict[str, str] = {}
    if request.param != "one file":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        redis_at: RedisServer = request.getfixturevalue("redis_at")
        url = postgres.new_database()
        assert parse_database_url(url).get_backend_name() == "postgresql"
        shared = {"database_url": url, "redis_url": redis_at.url}
    with (
        serving(tmp_path, PLUCK, **shared) as first,
        serving(tmp_path, PLUCK, options=["--no-worker"], **shared) as second,
    ):
        yield first, second


def events_of(server: Serving, job_id: str) -> list[tuple[str, dict[str, Any]]]:
    """All events of a job, until its stream ends by itself."""
    found: list[tuple[str, dict[str, Any]]] = []
    kind = ""
    with server.client.stream("GET", f"/api/v1/jobs/{job_id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("event:"):
                kind = line.removeprefix("event:").strip()
            elif line.startswith("data:"):
                found.append((kind, json.loads(line.removeprefix("data:"))))
    return found


def test_each_sees_the_progress_of_the_other(both: tuple[Serving, Serving]) -> None:
    first, second = both
    for asked, watching in ((second, second), (first, second), (second, first)):
        job = asked.client.post("/api/v1/generations", json=PLUCKS).json()
        events = events_of(watching, job["id"])
        statuses = list(dict.fromkeys(shown["status"] for _, shown in events))
        assert statuses[-2:] == ["running", "completed"]
        progress = [shown["progress"] for _, shown in events]
        assert progress == sorted(progress)
        assert any(0 < value < 100 for value in progress), "on the way, not only at the end"
        assert {shown["id"] for _, shown in events} == {job["id"]}
        track = events[-1][1]["track_ids"][0]
        for server in both:
            assert server.client.get(f"/api/v1/tracks/{track}").status_code == 200
            assert server.client.get(f"/api/v1/tracks/{track}/audio").content[:4] == b"RIFF"


def test_either_cancels_what_the_other_queued(both: tuple[Serving, Serving]) -> None:
    first, second = both
    job = first.client.post("/api/v1/generations", json=PLUCKS | {"duration_seconds": 600}).json()
    answer = second.client.post(f"/api/v1/jobs/{job['id']}/cancel")
    assert answer.status_code == 200
    assert first.finished(job["id"])["status"] == "canceled"
