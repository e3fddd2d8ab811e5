"""A browser signs in with a key once; its cookie is then as good, for pages of this server."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from asking import Ask, asking
from library_api import House, open_house

from musicgen_local.api.application import create_app
from musicgen_local.api.rates import GUESSES_SECONDS, MOST_GUESSES, GuessLimit
from musicgen_local.api.session_tokens import LIFETIME_SECONDS, SessionTokens
from musicgen_local.config import Settings
from servers import PATIENCE_SECONDS

SESSION = "/api/v1/session"
KEYS = "first-key, второй"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), api_key=KEYS) as house:
        yield house


@pytest.fixture
def browser(house: House) -> Iterator[httpx.Client]:
    """A browser of its own, which has signed in."""
    with httpx.Client(
        base_url=house.client.base_url, timeout=PATIENCE_SECONDS, trust_env=False
    ) as client:
        assert client.get(SESSION).json() == {"key_required": True, "signed_in": False}
        assert client.post(SESSION, json={"key": "first-key"}).status_code == 204
        assert client.get(SESSION).json() == {"key_required": True, "signed_in": True}
        yield client


def own_page(client: httpx.Client) -> dict[str, str]:
    return {"Origin": str(client.base_url).rstrip("/")}


def signing_in(**settings: Any) -> Ask:
    return asking(create_app(Settings(api_key=KEYS, **settings)))


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    ask = signing_in()
    for key in ("first-key", "второй"):
        answer = ask("POST", SESSION, json={"key": key})
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["cache-control"] == "no-store"
        cookie = SimpleCookie(answer.headers["set-cookie"])["mgl_session"]
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "strict"
        assert cookie["path"] == "/"
        assert int(cookie["max-age"]) == 30 * 86_400
        assert not cookie["secure"], "over plain HTTP the browser would never send it back"
        assert key not in cookie.value
    tls = ask("POST", SESSION, json={"key": "first-key"}, headers={"X-Forwarded-Proto": "https"})
    assert SimpleCookie(tls.headers["set-cookie"])["mgl_session"]["secure"]
    ask = asking(create_app(Settings(api_key=KEYS)), "https://127.0.0.1:8000")
    tls = ask("POST", SESSION, json={"key": "first-key"})
    assert SimpleCookie(tls.headers["set-cookie"])["mgl_session"]["secure"]


def test_where_no_key_is_wanted_everybody_is_signed_in() -> None:
    ask = asking(create_app(Settings()))
    assert ask("GET", SESSION).json() == {"key_required": False, "signed_in": True}
    answer = ask("POST", SESSION, json={"key": "any"})
    assert answer.status_code == 204
    assert "set-cookie" not in answer.headers


def test_a_key_in_a_header_counts_as_signed_in() -> None:
    answer = signing_in()("GET", SESSION, headers={"X-API-Key": "first-key"})
    assert answer.json()["signed_in"]


def test_music_plays_and_events_come_with_the_cookie_alone(
    house: House, browser: httpx.Client
) -> None:
    track = house.make_track("Scale")
    audio = f"/api/v1/tracks/{track.id}/audio"
    assert house.client.get(audio).status_code == 401
    part = browser.get(audio, headers={"Range": "bytes=0-99", "Sec-Fetch-Site": "same-origin"})
    assert (part.status_code, len(part.content)) == (206, 100)
    assert browser.get(audio, params={"download": "true"}).headers["content-disposition"]
    with browser.stream("GET", "/api/v1/events") as events:
        assert events.status_code == 200
        assert events.headers["content-type"].startswith("text/event-stream")
        job = browser.post(
            "/api/v1/generations", json={"prompt": "plucks"}, headers=own_page(browser)
        ).json()
        assert any(job["id"] in line for line in events.iter_lines())


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ({"Origin": "OURS"}, True),
        ({"Origin": "OURS", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "OURS", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://localhost:5173"}, False),  # CORS lets it in, with a key
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
    ids=str,
)
def test_only_pages_of_this_server_change_anything_with_a_cookie(
    house: House, browser: httpx.Client, said: dict[str, str], allowed: bool
) -> None:
    ours = own_page(browser)["Origin"]
    headers = {name: value.replace("OURS", ours) for name, value in said.items()}
    answer = browser.post("/api/v1/queue/resume", headers=headers)
    assert answer.status_code == (200 if allowed else 403), answer.text
    assert browser.get("/api/v1/queue", headers=headers).status_code == 200
    if headers.get("Origin", ours) in (ours, "http://localhost:5173"):
        with_key = headers | {"X-API-Key": "first-key"}
        assert browser.post("/api/v1/queue/resume", headers=with_key).status_code == 200


def test_signing_out_takes_the_cookie_back(browser: httpx.Client) -> None:
    assert browser.delete(SESSION, headers=own_page(browser)).status_code == 204
    assert not browser.cookies
    assert browser.get("/api/v1/queue").status_code == 401


def test_another_key_ends_all_sessions() -> None:
    with_first = signing_in()("POST", SESSION, json={"key": "first-key"})
    cookie = {"Cookie": f"mgl_session={with_first.cookies['mgl_session']}"}

    def is_known(keys: str) -> bool:
        answer = asking(create_app(Settings(api_key=keys)))("GET", SESSION, headers=cookie)
        return bool(answer.json()["signed_in"])

    assert is_known(KEYS), "after a restart, too: nothing is kept in the server"
    assert is_known("third, first-key")
    assert not is_known("second-key, first-key-2")


def test_tokens_are_forged_by_nobody_and_end_after_a_month() -> None:
    now = 1_700_000_000.0
    mine, other = b"m" * 32, b"o" * 32
    tokens = SessionTokens([mine, other], clock=lambda: now)
    token = tokens.issue(mine)
    assert tokens.digest_of(token) == mine
    assert tokens.digest_of(tokens.issue(other)) == other
    assert token != tokens.issue(mine)
    assert SessionTokens([other], clock=lambda: now).digest_of(token) is None
    version, moment, name, mac = token.split(".")
    for forged in (
        "", "1", token[:-1], token + "0", f"2.{moment}.{name}.{mac}", token.upper(),
        f"1.{int(moment, 16) + 1:x}.{name}.{mac}", f"1.{moment}.{'0' * 32}.{mac}",
        f"1.{moment}.{name}.{'0' * 64}", f"{version}.{moment}.{name}.", "ы" * 100,
    ):  # fmt: skip
        assert tokens.digest_of(forged) is None, forged
    now += LIFETIME_SECONDS - 1
    assert tokens.digest_of(token) == mine
    now += 1
    assert tokens.digest_of(token) is None
    now -= LIFETIME_SECONDS + 3600
    assert tokens.digest_of(token) is None, "from the future"


@pytest.mark.parametrize("cookie", ["x", "1.0.0.0", "a; mgl_session=ы", "=;;=", "mgl_session"])
def test_a_cookie_that_is_none_is_no_failure(cookie: str) -> None:
    headers = {"Cookie": f"mgl_session={cookie}".encode()}
    ask = signing_in()
    assert ask("GET", SESSION, headers=headers).json()["signed_in"] is False
    assert ask("GET", "/docs", headers=headers).status_code == 401


def guess(ask: Ask, number: int, way: str) -> httpx.Response:
    if way == "session":
        return ask("POST", SESSION, json={"key": f"guess {number}"})
    return ask("GET", "/docs", headers={"X-API-Key": f"guess {number}"})


@pytest.mark.parametrize("way", ["session", "header"])
def test_who_guesses_has_to_wait_by_whatever_door(way: str) -> None:
    app = create_app(Settings(api_key=KEYS))
    ask = asking(app, client=("192.0.2.1", 5))
    kept = ask("POST", SESSION, json={"key": "first-key"}).cookies["mgl_session"]
    assert [guess(ask, n, way).status_code for n in range(MOST_GUESSES)] == [401] * MOST_GUESSES
    for refused in (
        guess(ask, 99, way),
        ask("POST", SESSION, json={"key": "first-key"}),  # or the guess that is right would show
        ask("GET", "/docs", headers={"X-API-Key": "first-key"}),
    ):
        assert refused.status_code == 429
        error = refused.json()["error"]
        assert error["code"] == "RATE_LIMITED"
        assert 0 < int(refused.headers["retry-after"]) <= GUESSES_SECONDS
    with_key = {"X-API-Key": "first-key"}
    assert ask("GET", SESSION, headers=with_key).json()["signed_in"] is False
    assert ask("GET", "/health/live", headers=with_key).status_code == 200
    with_cookie = {"Cookie": f"mgl_session={kept}"}
    assert ask("GET", "/docs", headers=with_cookie).status_code == 200, "no guess leads to it"
    elsewhere = asking(app, client=("192.0.2.2", 5))
    assert elsewhere("POST", SESSION, json={"key": "first-key"}).status_code == 204


def test_a_program_with_an_old_key_locks_nobody_out() -> None:
    ask = signing_in()
    for _ in range(2 * MOST_GUESSES):
        assert ask("GET", "/docs", headers={"X-API-Key": "last year's"}).status_code == 401
        assert ask("GET", "/docs").status_code == 401
    assert ask("GET", "/docs", headers={"X-API-Key": "first-key"}).status_code == 200


def test_guesses_are_forgotten_one_by_one() -> None:
    limit = GuessLimit()
    for second in range(MOST_GUESSES):
        assert limit.wait_seconds("a", second) == 0
        limit.count("a", bytes([second]), second)
    assert limit.wait_seconds("a", 20.0) == GUESSES_SECONDS - 20
    assert limit.wait_seconds("b", 20.0) == 0
    assert limit.wait_seconds("a", GUESSES_SECONDS) == 0
    limit.count("a", b"another", GUESSES_SECONDS)
    assert limit.wait_seconds("a", GUESSES_SECONDS) == 1.0


def test_many_addresses_take_a_bounded_room() -> None:
    limit = GuessLimit()
    for number in range(12_000):
        limit.count(str(number), b"x", 0.0)
    assert len(limit) == 10_000
