"""Who is let in: by key, by name, by origin; and what every answer tells the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import httpx
import pytest
from asking import LOCAL, asking
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.middleware import Middleware

from musicgen_local.api.application import create_app
from musicgen_local.api.compression import Compression
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.exposure import check_exposure


@cache
def with_settings(**settings: Any) -> FastAPI:
    return create_app(Settings(**settings))


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize(
    "path", ["/metrics", "/openapi.json", "/docs", "/api/v1/jobs", "/api/v1/events", "/output/a",
             "/api/v1/settings", "/nowhere", "/health/", "/health/other"],
)  # fmt: skip
def test_a_key_is_wanted_everywhere(path: str) -> None:
    ask = asking(with_settings(api_key="first-key, second-key"))
    answer = ask("GET", path)
    assert code(answer) == (401, "UNAUTHORIZED")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    for wrong in (
        {"X-API-Key": ""},
        {"X-API-Key": "first-ke"},
        {"X-API-Key": "first-key,"},
        {"Authorization": "Basic first-key"},
        {"Authorization": "first-key"},
    ):
        assert ask("GET", path, headers=wrong).status_code == 401, wrong
    assert ask("GET", path, params={"key": "first-key"}).status_code == 401
    for right in (
        {"X-API-Key": "first-key"},
        {"X-API-Key": "second-key"},
        {"Authorization": "Bearer second-key"},
        {"authorization": "bearer first-key"},
    ):
        assert ask("GET", path, headers=right).status_code != 401, right


def test_a_key_may_be_any_text() -> None:
    ask = asking(with_settings(api_key="ключ"))
    assert ask("GET", "/docs", headers={"X-API-Key": "ключ".encode()}).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_health_is_told_without_a_key(path: str) -> None:
    assert asking(with_settings(api_key="first-key"))("GET", path).status_code != 401


def test_a_preflight_needs_no_key() -> None:
    ask = asking(with_settings(api_key="first-key"))
    asked = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "x-api-key,content-type,last-event-id,range",
    }
    answer = ask("OPTIONS", "/api/v1/settings", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"
    refused = ask("OPTIONS", "/api/v1/settings", headers=asked | {"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_pages_of_allowed_origins_read_failures_and_positions() -> None:
    ask = asking(with_settings())
    answer = ask("GET", "/nowhere", headers={"Origin": "http://localhost:3000"})
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    exposed = answer.headers["access-control-expose-headers"]
    for header in ("Location", "Retry-After", "ETag", "Content-Disposition", "Content-Range"):
        assert header in exposed


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("[::1]:8000", 200),
     ("127.9.9.9", 200), ("studio.example:8000", 200), ("music.home", 200), ("localhost.", 200),
     ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("localhost.evil.example", 400),
     ("192.168.1.5", 400), ("", 400), ("a@127.0.0.1", 400), ("127.0.0.1:x", 400),
     ("127.0.0.1/x", 400), ("[::1", 400), ("127.0.0.1:99999", 400), ("2130706433", 400)],
)  # fmt: skip
def test_only_our_own_names_are_answered_to(host: str, status: int) -> None:
    ask = asking(with_settings(host="studio.example", allowed_hosts="a.example, Music.Home"))
    answer = ask("GET", "/health/live", headers={"Host": host})
    assert answer.status_code == status
    if status == 400:
        assert code(answer) == (400, "VALIDATION")
        assert "MGL_ALLOWED_HOSTS" in answer.json()["error"]["recovery"]


def test_every_name_may_be_allowed() -> None:
    ask = asking(with_settings(allowed_hosts="*"))
    assert ask("GET", "/health/live", headers={"Host": "evil.example"}).status_code == 200


def test_in_a_network_addresses_are_as_good_as_names() -> None:
    app = with_settings(api_key="k", host="0.0.0.0")
    ask = asking(app, "http://192.168.1.5:8000", ("192.168.1.9", 5))
    assert ask("GET", "/health/live").status_code == 200
    assert ask("GET", "/health/live", headers={"Host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize(
    ("server", "client", "status"),
    [(LOCAL, "127.0.0.1", 200), ("http://[::1]:8000", "::1", 200),
     (LOCAL, "::ffff:127.0.0.1", 200), (LOCAL, "192.168.1.9", 403), (LOCAL, "fe80::1", 403),
     (LOCAL, "somewhere", 403), ("http://192.168.1.5:8000", "127.0.0.1", 403)],
)  # fmt: skip
def test_without_a_key_only_this_machine_is_served(server: str, client: str, status: int) -> None:
    """Whatever address a server was told to listen at: this is what `uvicorn --host` meets."""
    headers = {"Host": "127.0.0.1"}
    ask = asking(with_settings(), server, (client, 5))
    assert ask("GET", "/health/live", headers=headers).status_code == status
    for settings in ({"api_key": "k"}, {"allow_open_network": True}):
        ask = asking(with_settings(**settings), server, (client, 5))
        assert ask("GET", "/health/live", headers=headers).status_code == 200


@pytest.mark.parametrize("key", [None, "", " , "])
def test_listening_beyond_this_machine_needs_a_key(key: str | None) -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        check_exposure(Settings(api_key=key), host)
    for host in ("0.0.0.0", "::", "", "192.168.1.5", "studio.example"):
        with pytest.raises(UserError) as refused:
            check_exposure(Settings(api_key=key), host)
        assert refused.value.code is ErrorCode.VALIDATION
        assert "MGL_API_KEY" in refused.value.recovery
        check_exposure(Settings(api_key=key, allow_open_network=True), host)
        check_exposure(Settings(api_key="key"), host)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(None, True), ("http://127.0.0.1:8000", True), ("https://127.0.0.1:8000", True),
     ("http://localhost:3000", True), ("http://evil.example", False), ("null", False),
     ("http://127.0.0.1:9999", False), ("http://localhost:3000.evil.example", False),
     ("", False), ("http://[", False)],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_a_page_of_another_origin_changes_nothing(
    origin: str | None, allowed: bool, method: str
) -> None:
    ask = asking(with_settings())
    headers = {} if origin is None else {"Origin": origin}
    answer = ask(method, "/health/live", headers=headers, content=b"x")
    assert answer.status_code == (405 if allowed else 403)
    assert ask("GET", "/health/live", headers=headers).status_code == 200, "reading changes nothing"


@pytest.mark.parametrize("path", ["/health/live", "/docs", "/nowhere", "/api/v1/jobs"])
def test_every_answer_tells_the_browser_what_it_may_do(path: str) -> None:
    headers = asking(with_settings())("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "blob:" in policy["media-src"]
    assert "server" not in headers


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip", "gzip"), ("br, gzip", "br"), ("identity", None)]
)
def test_long_json_is_compressed(accepted: str, encoding: str | None) -> None:
    answer = asking(with_settings())("GET", "/openapi.json", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.json()["openapi"]


@pytest.mark.parametrize("kind", ["audio/wav", "audio/mpeg", "text/event-stream"])
def test_music_and_events_are_sent_as_they_are(kind: str) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"a" * 1000

    app = FastAPI(middleware=[Middleware(Compression)])
    app.add_api_route("/stream", lambda: StreamingResponse(parts(), media_type=kind))
    app.add_api_route("/text", lambda: PlainTextResponse("a" * 4000))
    ask = asking(app)
    sent = ask("GET", "/stream", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in sent.headers
    assert len(sent.content) == 4000
    assert ask("GET", "/text", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"]
