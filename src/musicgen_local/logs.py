"""The log: one line for each event, as text or JSON; never a prompt, a key or a query string."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from musicgen_local.config import Settings

_bound: ContextVar[Mapping[str, str]] = ContextVar("_bound", default=MappingProxyType({}))

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORTEST_SECRET = 6  # shorter ones occur in ordinary words
_MAX_REASON_CHARACTERS = 200
_CHATTY = (
    "httpx",
    "httpcore",
    "numba",
    "alembic",
    "asyncio",
    "dbos",
)  # below WARNING, they tell addresses


@contextmanager
def bind(**facts: str) -> Iterator[None]:
    """Add facts (`request_id`, `job_id`) to every line that is logged inside."""
    token = _bound.set({**_bound.get(), **facts})
    try:
        yield
    finally:
        _bound.reset(token)


def bound() -> Mapping[str, str]:
    """The facts that are added to lines here."""
    return _bound.get()


def set_up_logs(settings: Settings) -> None:
    """Send what this process logs to standard error, in the form that the settings ask for.

    Pass `extra={"facts": {...}}` with a record to log small facts beside its message.
    """
    make = _JsonLines if settings.log_format == "json" else _TextLines
    handler = _Handler()
    handler.setFormatter(make(_secrets(settings)))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    access = logging.getLogger("uvicorn.access")  # it writes query strings; the API writes its own
    access.disabled = True


class _Handler(logging.Handler):
    """Writes to what is standard error now; setting up twice doesn't write every line twice."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # a log that can't be written must not stop what it tells of
            self.handleError(record)


class _Lines(logging.Formatter):
    """What both forms share: the facts of a record, and what must not be told."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def message_of(self, record: logging.LogRecord) -> str:
        return self.without_secrets(record.getMessage())

    def facts_of(self, record: logging.LogRecord) -> dict[str, Any]:
        facts = {**_bound.get(), **getattr(record, "facts", {})}
        return {
            name: self.without_secrets(value) if isinstance(value, str) else value
            for name, value in facts.items()
        }

    def trouble_of(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        return self.without_secrets(_traceback_of(error)) if error is not None else ""

    def without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class _TextLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in self.facts_of(record).items())
        line = f"{_time_of(record)} {record.levelname} {record.name}: {self.message_of(record)}"
        told = _CONTROL.sub(" ", line + facts)  # a line stays one line, whatever it quotes
        trouble = self.trouble_of(record)
        return f"{told}\n{trouble}" if trouble else told


class _JsonLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
            **self.facts_of(record),
        }
        trouble = self.trouble_of(record)
        if trouble:
            line["traceback"] = trouble
        return json.dumps(line, ensure_ascii=True, default=str)


def _time_of(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _traceback_of(error: BaseException) -> str:
    """Where it happened and how the reason begins; the rest may quote what somebody sent."""
    told = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        reason = (str(current).splitlines() or [""])[0][:_MAX_REASON_CHARACTERS]
        places = "".join(traceback.format_tb(current.__traceback__)).rstrip()
        told.append(f"{places}\n{type(current).__name__}: {reason}".lstrip("\n"))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\nwhich came from\n".join(told)


def _secrets(settings: Settings) -> list[str]:
    found = [] if settings.api_key is None else settings.api_key.get_secret_value().split(",")
    if settings.hf_token is not None:
        found.append(settings.hf_token.get_secret_value())
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else ""
    for url in (redis_url, settings.database_url or ""):
        try:
            found.append(urlsplit(url).password or "")
        except ValueError:  # no URL; whoever opens it says so
            continue
    stripped = {secret.strip() for secret in found}
    return sorted((one for one in stripped if len(one) >= _SHORTEST_SECRET), key=len, reverse=True)
