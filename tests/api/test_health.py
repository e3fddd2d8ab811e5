"""Health: every part is really tried, and none of them can hold the answer back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import asking
from serving import served

from musicgen_local.api.application import create_app
from musicgen_local.api.health import Condition, Finding, Look
from musicgen_local.api.services import Services
from musicgen_local.config import Settings
from servers import PATIENCE_SECONDS, PostgresServer, postgres_server, wait_until


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that may be stopped without disturbing another test."""
    with postgres_server() as server:
        yield server


def health(client: httpx.Client, path: str = "/health/ready") -> tuple[int, dict[str, Any]]:
    answer = client.get(path)
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json()
    return answer.status_code, body


def becomes(client: httpx.Client, status: int) -> dict[str, Any]:
    """The first answer with this status; results are kept for a moment."""

    def look() -> dict[str, Any] | None:
        found, body = health(client)
        return body if found == status else None

    told: dict[str, Any] = wait_until(look, what=f"{status} from /health/ready")
    return told


def test_a_server_without_a_worker_serves_but_says_so(tmp_path: Path) -> None:
    with served(create_app(Settings())) as client:
        for path in ("/health", "/health/ready"):
            status, body = health(client, path)
            assert status == 200
            assert body["status"] == "degraded"
            conditions = {name: check["condition"] for name, check in body["checks"].items()}
            assert conditions == {
                "database": "ok", "queue": "degraded", "storage": "ok", "disk": conditions["disk"],
            }  # fmt: skip
            assert str(tmp_path) not in str(body), "everybody may read it"
        assert client.get("/health/live").json() == {"status": "ok"}
        assert not list(Settings().tracks_dir.glob(".probe*")), "the probe is removed again"


def test_a_folder_that_takes_no_files_is_found_out(tmp_path: Path) -> None:
    tracks = tmp_path / "tracks"
    with served(create_app(Settings(storage_dir=tracks))) as client:
        becomes(client, 200)
        tracks.rename(tmp_path / "away")
        tracks.write_text("in the way")
        body = becomes(client, 503)
        assert body["checks"]["storage"]["condition"] == "failed"
        assert body["checks"]["database"]["condition"] == "ok"
        assert client.get("/health/live").status_code == 200
        tracks.unlink()
        becomes(client, 200)


def test_a_database_that_dies_is_told_and_one_that_returns_is_used(
    own_postgres: PostgresServer,
) -> None:
    settings = Settings(database_url=own_postgres.new_database())
    with served(create_app(settings)) as client:
        assert health(client)[0] == 200
        own_postgres.kill()
        checks = becomes(client, 503)["checks"]
        assert {checks[name]["condition"] for name in ("database", "queue")} == {"failed"}
        refused = client.get("/api/v1/jobs")
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        own_postgres.start()
        becomes(client, 200)
        assert client.get("/api/v1/jobs").status_code == 200


def test_a_server_starts_before_its_database(own_postgres: PostgresServer) -> None:
    settings = Settings(database_url=own_postgres.new_database())
    own_postgres.kill()
    with served(create_app(settings)) as client:
        assert health(client)[0] == 503
        refused = client.get("/api/v1/jobs")
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        assert client.get("/metrics").status_code == 200
        own_postgres.start()
        becomes(client, 200)
        assert client.get("/api/v1/jobs").status_code == 200


def test_a_look_that_hangs_holds_nothing_back() -> None:
    hangs = threading.Event()
    begun: list[threading.Thread] = []

    def look(_: Services) -> Finding:
        begun.append(threading.current_thread())
        hangs.wait(PATIENCE_SECONDS)
        return Finding(Condition.OK, "It came back.")

    slow = Look(look, "The disk doesn't answer.")
    services: Any = None
    first, second = (asyncio.run(slow.result(services, 0.05)) for _ in range(2))
    assert (first.condition, second.condition) == (Condition.FAILED, Condition.FAILED)
    assert "still hangs" in second.message
    assert len(begun) == 1, "a look that hangs is not begun again"
    hangs.set()
    begun[0].join(PATIENCE_SECONDS)
    assert asyncio.run(slow.result(services, PATIENCE_SECONDS)).condition is Condition.OK


def test_a_look_that_breaks_is_a_failure() -> None:
    def look(_: Services) -> Finding:
        raise RuntimeError("/secret/path")

    services: Any = None
    found = asyncio.run(Look(look, "It doesn't answer.").result(services, 10))
    assert found == Finding(Condition.FAILED, "It doesn't answer.")


def test_before_the_databases_are_open_nothing_else_is_promised() -> None:
    ask = asking(create_app(Settings()))
    answer = ask("GET", "/health/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failed"
    assert ask("GET", "/health/live").status_code == 200
