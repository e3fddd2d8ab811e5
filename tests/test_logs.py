"""The log: one line for each event, and nothing in it that is nobody's business."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from musicgen_local.config import Settings
from musicgen_local.logs import bind, bound, set_up_logs

LOG = logging.getLogger("musicgen_local.test")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_for_people(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_level="info"))
    with bind(request_id="r1"), bind(job_id="j1"):
        LOG.info("It is %s.", "done", extra={"facts": {"ms": 12}})
    LOG.debug("unheard")
    line = capfd.readouterr().err
    assert line.endswith(" INFO musicgen_local.test: It is done. request_id=r1 job_id=j1 ms=12\n")
    assert line.count("\n") == 1
    assert dict(bound()) == {}


def test_a_line_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_level="info", log_format="json"))
    with bind(job_id="j1"):
        LOG.warning("Zeile\nзвук", extra={"facts": {"ms": 1.5}})
    told = json.loads(capfd.readouterr().err)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "WARNING", "logger": "musicgen_local.test", "message": "Zeile\nзвук",
        "job_id": "j1", "ms": 1.5,
    }  # fmt: skip


def test_setting_up_twice_writes_each_line_once(capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        set_up_logs(Settings())
    LOG.error("once")
    assert capfd.readouterr().err.count("once") == 1


def test_a_line_cannot_be_forged(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings())
    LOG.error("asked for %s", "x\n2026-01-01 ERROR forged\r\x1b[31m\u2028y")
    line = capfd.readouterr().err
    assert line.count("\n") == 1
    assert not {"\r", "\x1b", "\u2028"} & set(line)


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_blotted_out(capfd: pytest.CaptureFixture[str], form: str) -> None:
    settings = Settings(
        log_format=form,
        api_key="key-number-1, key-number-2",
        hf_token="hf_token_1",
        redis_url="redis://:redis-pass@localhost/0",
        database_url="postgresql+psycopg://me:base-pass@localhost/db",
    )
    set_up_logs(settings)
    try:
        raise ValueError("for hf_token_1")
    except ValueError:
        LOG.exception(
            "with %s at %s", "key-number-2", settings.database_url,
            extra={"facts": {"redis": "redis://:redis-pass@localhost/0"}},
        )  # fmt: skip
    told = capfd.readouterr().err
    assert "***" in told
    for secret in ("key-number", "hf_token_1", "redis-pass", "base-pass"):
        assert secret not in told


def test_a_traceback_tells_where_and_only_the_beginning_of_why(
    capfd: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(Settings())
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("broken\n[parameters: a whole prompt]" + "x" * 500) from error
    except ValueError:
        LOG.exception("oh")
    told = capfd.readouterr().err
    assert "test_logs.py" in told
    assert "ValueError: broken" in told
    assert "KeyError: 'first'" in told
    assert "whole prompt" not in told.split("ValueError: broken")[1]


def test_uvicorn_writes_no_query_strings(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_level="info"))
    logging.getLogger("uvicorn.access").info("GET /api?search=prompt")
    logging.getLogger("uvicorn.error").error("told by uvicorn")
    told = capfd.readouterr().err
    assert "prompt" not in told
    assert "told by uvicorn" in told
