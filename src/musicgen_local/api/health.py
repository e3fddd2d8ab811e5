"""Whether this process can serve: each part is really tried, within a time limit."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from musicgen_local.api.services import Services
from musicgen_local.errors import MusicGenError
from musicgen_local.jobs.kinds.base import COMMON_LANES

_log = logging.getLogger(__name__)

TIME_LIMIT_SECONDS = 2.0
_FRESH_SECONDS = 1.5
_COMFORTABLE_FREE_BYTES = 1_000_000_000


class Condition(StrEnum):
    """How well a part serves."""

    OK = "ok"
    DEGRADED = "degraded"  # it serves, but somebody should look after it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out of a look. The sentence names no path: everybody may read it."""

    condition: Condition
    message: str


class HealthChecks:
    """Looks at database, queue, storage and disk; looks again only once a result is stale.

    A look that hangs (a dead network disk) keeps its own thread and nothing else: later ones tell
    that it hangs, and start no second one.
    """

    def __init__(
        self,
        services: Callable[[], Services | None],
        time_limit_seconds: float = TIME_LIMIT_SECONDS,
        fresh_seconds: float = _FRESH_SECONDS,
    ) -> None:
        self._services = services
        self._time_limit_seconds = time_limit_seconds
        self._fresh_seconds = fresh_seconds
        self._looks = {
            "database": Look(_library_answers, "The library's database doesn't answer."),
            "queue": Look(_queue_answers, "The jobs' database doesn't answer."),
            "storage": Look(_storage_takes_files, "The folder of the tracks can't be written."),
            "disk": Look(_disk_has_room, "The disk can't be measured."),
        }
        self._lock = asyncio.Lock()
        self._seen: tuple[float, Mapping[str, Finding]] | None = None

    async def findings(self) -> Mapping[str, Finding]:
        """What came out for each part, a moment ago or now."""
        async with self._lock:
            if self._seen is None or time.monotonic() - self._seen[0] > self._fresh_seconds:
                found = await self._find()
                self._tell(found)
                self._seen = (time.monotonic(), found)
            return self._seen[1]

    async def _find(self) -> Mapping[str, Finding]:
        services = self._services()
        if services is None:
            waiting = Finding(Condition.FAILED, "The databases are not open yet.")
            return {"database": waiting, "queue": waiting}
        found = await asyncio.gather(
            *(look.result(services, self._time_limit_seconds) for look in self._looks.values())
        )
        return dict(zip(self._looks, found, strict=True))

    def _tell(self, found: Mapping[str, Finding]) -> None:
        before = self._seen[1] if self._seen else {}
        for name, finding in found.items():
            if finding != before.get(name) and finding.condition is not Condition.OK:
                _log.warning("%s: %s", name, finding.message)


def worst(findings: Mapping[str, Finding]) -> Condition:
    """The condition of the whole."""
    found = {finding.condition for finding in findings.values()}
    for condition in (Condition.FAILED, Condition.DEGRADED):
        if condition in found:
            return condition
    return Condition.OK


class Look:
    """One look, in a thread of its own; `failure` is what is said when it finds nothing out."""

    def __init__(self, look: Callable[[Services], Finding], failure: str) -> None:
        self._look = look
        self._failure = failure
        self._thread: threading.Thread | None = None

    async def result(self, services: Services, time_limit_seconds: float) -> Finding:
        """What it finds; a failure when it takes too long, or the last one still does."""
        if self._thread is not None and self._thread.is_alive():
            return Finding(Condition.FAILED, f"{self._failure} An earlier look still hangs.")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Finding] = loop.create_future()

        def settle(finding: Finding) -> None:
            if not answer.done():
                answer.set_result(finding)

        def work() -> None:
            finding = self._safely(services)
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, finding)

        self._thread = threading.Thread(target=work, name="health", daemon=True)
        self._thread.start()
        try:
            return await asyncio.wait_for(answer, time_limit_seconds)
        except TimeoutError:
            return Finding(
                Condition.FAILED, f"{self._failure} It was given {time_limit_seconds:g} s."
            )

    def _safely(self, services: Services) -> Finding:
        try:
            return self._look(services)
        except MusicGenError as error:
            _log.info("A health check failed: %s", error.message)
        except OSError as error:
            _log.info("A health check failed: %s", error.strerror)
        except Exception as error:
            _log.error("A health check broke.", exc_info=error)
        return Finding(Condition.FAILED, self._failure)


def _library_answers(services: Services) -> Finding:
    services.studio.list_tracks(limit=1)
    return Finding(Condition.OK, "The library answers.")


def _queue_answers(services: Services) -> Finding:
    services.jobs.ping()
    alive = [worker for worker in services.jobs.state().workers if worker.alive]
    if not alive:
        return Finding(Condition.DEGRADED, "The queue answers, but no worker runs: jobs wait.")
    missing = COMMON_LANES - {lane for worker in alive for lane in worker.lanes}
    if missing:
        lanes = " and ".join(sorted(missing))
        return Finding(
            Condition.DEGRADED, f"No worker takes {lanes}: start one more, `mgl worker`."
        )
    return Finding(Condition.OK, "The queue answers, and somebody works.")


def _storage_takes_files(services: Services) -> Finding:
    folder = services.settings.tracks_dir
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".probe-{secrets.token_hex(6)}"
    written = secrets.token_bytes(16)
    try:
        probe.write_bytes(written)
        whole = probe.read_bytes() == written
    finally:
        probe.unlink(missing_ok=True)
    if not whole:
        return Finding(Condition.FAILED, "The folder of the tracks doesn't keep what is written.")
    return Finding(Condition.OK, "Files can be written, read and removed.")


def _disk_has_room(services: Services) -> Finding:
    free = shutil.disk_usage(_existing(services.settings.tracks_dir)).free
    if free < _COMFORTABLE_FREE_BYTES:
        return Finding(Condition.DEGRADED, f"Only {free / 1e6:,.0f} MB are free for tracks.")
    return Finding(Condition.OK, "There is room for tracks.")


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())
