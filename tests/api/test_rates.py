"""Limits of requests: by key or address, in memory or in a real Redis."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from serving import served
from starlette.types import Message, Receive, Scope, Send

from musicgen_local.api.keys import Doorkeeper, KeyCheck
from musicgen_local.api.rates import WINDOW_SECONDS, MemoryWindow, RateLimitMiddleware
from musicgen_local.config import Settings
from musicgen_local.jobs import outage
from servers import RedisServer, redis_server, wait_until
from work import calls_of

ENOUGH_CALLS = 25  # some 10 µs; each request pays them


@contextmanager
def limited(limit: int, *, keys: tuple[str, ...] = (), **more: object) -> Iterator[httpx.Client]:
    """A server that lets each caller make `limit` requests an hour."""
    settings = Settings.model_validate({"rate_limit_per_hour": limit, **more})
    app = FastAPI()
    app.add_middleware(RateLimitMiddleware, settings=settings)
    app.add_middleware(KeyCheck, doorkeeper=Doorkeeper(keys))

    @app.get("/{path:path}")
    def anything(path: str) -> str:
        return path

    with served(app) as client:
        yield client


def statuses(client: httpx.Client, count: int, **more: str) -> list[int]:
    """How so many requests are answered."""
    return [client.get("/jobs", headers=more).status_code for _ in range(count)]


def test_requests_beyond_the_limit_are_refused_with_the_way_out() -> None:
    with limited(3) as client:
        answers = [client.get("/jobs") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        left = [int(answer.headers["RateLimit-Remaining"]) for answer in answers]
        assert left == [2, 1, 0, 0]
        assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
        refused = answers[-1]
        wait = int(refused.headers["Retry-After"])
        assert 0 < wait <= WINDOW_SECONDS
        assert int(refused.headers["RateLimit-Reset"]) == wait
        error = refused.json()["error"]
        assert error["code"] == "RATE_LIMITED"
        assert error["recovery"] == f"Wait {wait} s and try again."
        assert error["details"] == {"retry_after_seconds": wait, "limit_per_hour": 3}
        assert refused.json()["detail"] == refused.json()["message"] == error["message"]


@pytest.mark.parametrize(
    "path", ["/health", "/health/live", "/health/ready", "/api/v1/health", "/metrics"]
)
def test_a_look_at_the_health_is_never_refused(path: str) -> None:
    with limited(1) as client:
        assert statuses(client, 2) == [200, 429]
        for _ in range(3):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "RateLimit-Limit" not in answer.headers


def test_no_limit_means_none() -> None:
    with limited(0) as client:
        answers = [client.get("/jobs") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        assert "RateLimit-Limit" not in answers[0].headers


def test_each_key_counts_by_itself_however_it_is_sent() -> None:
    with limited(2, keys=("first", "second")) as client:
        assert statuses(client, 1, **{"X-API-Key": "first"}) == [200]
        assert statuses(client, 2, Authorization="Bearer first") == [200, 429]
        assert statuses(client, 3, **{"X-API-Key": "second"}) == [200, 200, 429]


def test_a_made_up_key_is_no_way_around_the_limit() -> None:
    with limited(2) as client:
        made_up = [statuses(client, 1, **{"X-API-Key": f"made up {n}"})[0] for n in range(3)]
        assert made_up == [200, 200, 429]


def answers_to(limit: int, *callers: tuple[str, str]) -> list[int]:
    """How requests from these addresses, which claim to come from others, are answered."""
    answered: list[int] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if "status" in message:
            answered.append(message["status"])

    async def ask() -> None:
        middleware = RateLimitMiddleware(app, Settings(rate_limit_per_hour=limit))
        for address, claimed in callers:
            headers = [(b"x-forwarded-for", claimed.encode())]
            scope = {"type": "http", "path": "/", "headers": headers, "client": (address, 1)}
            await middleware(scope, receive, send)

    asyncio.run(ask())
    return answered


def test_nobody_counts_as_somebody_else_by_saying_so() -> None:
    here, there = "192.0.2.1", "192.0.2.2"
    callers = (here, "10.0.0.1"), (here, "10.0.0.2"), (there, "10.0.0.1")
    assert answers_to(1, *callers) == [200, 429, 200]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),  # one host owns all of a /64
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("testclient", "testclient", True),
        ("not:an:address", "not:an:address", True),
    ],
)
def test_addresses_count_as_hosts_do(one: str, other: str, same: bool) -> None:
    assert answers_to(1, (one, one), (other, other)) == [200, 429 if same else 200]


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis that the test may kill."""
    with redis_server() as server:
        yield server


def test_replicas_count_together_and_keep_no_key(own_redis: RedisServer) -> None:
    import redis

    shared = {"keys": ("hunter2",), "redis_url": own_redis.url}
    with limited(3, **shared) as one, limited(3, **shared) as two:  # type: ignore[arg-type]
        for client in (one, two):
            client.headers["X-API-Key"] = "hunter2"
        assert statuses(one, 2) == [200, 200]
        answers = [two.get("/jobs") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["0", "0"]
        assert 0 < int(answers[1].headers["Retry-After"]) <= WINDOW_SECONDS
        assert statuses(one, 1) == [429]
    with redis.Redis(port=own_redis.port) as client:
        names = client.keys("*")
        assert isinstance(names, list)
        assert len(names) == 1
        assert b"hunter2" not in names[0]
        assert 0 < client.ttl(names[0]) <= WINDOW_SECONDS


def test_while_redis_is_away_each_process_counts_by_itself(
    own_redis: RedisServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "QUIET_SECONDS", 0.2)
    caplog.set_level(logging.INFO, logger="musicgen_local.api.rates")
    with limited(1000, redis_url=own_redis.url) as client:

        def left() -> int:
            answer = client.get("/jobs")
            assert answer.status_code == 200
            return int(answer.headers["RateLimit-Remaining"])

        assert [left(), left()] == [999, 998]
        own_redis.kill()
        assert [left(), left(), left()] == [999, 998, 997]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        own_redis.start()  # with what it had counted
        wait_until(lambda: left() and len(caplog.records) == 2, what="the return of Redis")
        counted_together = left()
        assert left() == counted_together - 1
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


@given(
    limit=st.integers(1, 5),
    steps=st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, WINDOW_SECONDS / 2)), max_size=40),
)
def test_within_any_hour_a_caller_makes_no_more_requests_than_the_limit(
    limit: int, steps: list[tuple[str, float]]
) -> None:
    window = MemoryWindow(limit)
    now = 0.0
    passed: dict[str, list[float]] = {"a": [], "b": []}
    for caller, pause in steps:
        now += pause
        verdict = window.hit(caller, now)
        recent = [moment for moment in passed[caller] if moment > now - WINDOW_SECONDS]
        assert verdict.allowed == (len(recent) < limit)
        if verdict.allowed:
            recent.append(now)
            passed[caller].append(now)
        assert verdict.remaining == limit - len(recent)
        assert verdict.reset_seconds == pytest.approx(recent[0] + WINDOW_SECONDS - now)


def test_callers_that_stay_away_are_forgotten() -> None:
    window = MemoryWindow(5)
    for number in range(1000):
        window.hit(f"address:{number}", float(number))
    assert len(window) == 1000
    window.hit("address:new", 2 * WINDOW_SECONDS)
    assert len(window) == 1


def test_counting_costs_next_to_nothing() -> None:
    window = MemoryWindow(100_000)
    for _ in range(10_000):
        window.hit("address:busy", time.monotonic())
    assert calls_of(lambda: window.hit("address:busy", time.monotonic())) < ENOUGH_CALLS
