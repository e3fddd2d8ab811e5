"""Keeps worker processes alive beside the API, and takes them along when it goes."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess

from musicgen_local.config import Settings, use_settings
from musicgen_local.jobs.hosts.belonging import die_with
from musicgen_local.logs import set_up_logs

STOP_SECONDS = 10.0
NICENESS = 5  # behind the API, whose answers somebody waits for; its hosts add their own
_LOOK_SECONDS = 0.1
_FIRST_PAUSE_SECONDS = 0.2  # before a dead worker is started again; doubles while it dies at once
_LONGEST_PAUSE_SECONDS = 10.0
_LIVED_LONG_SECONDS = 30.0

log = logging.getLogger(__name__)


class WorkerSupervisor:
    """Starts `count` workers as processes of their own and starts a new one when one dies.

    A SQLite database takes one worker only.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        count: int = 1,
        engines: Sequence[str] | None = None,
        concurrency: int | None = None,
    ) -> None:
        self._arguments = (settings, engines, concurrency)
        self._count = count
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._processes: dict[int, SpawnProcess] = {}

    def start(self) -> None:
        """Start the workers; returns at once."""
        for place in range(self._count):
            thread = threading.Thread(
                target=self._keep_alive, args=(place,), name=f"worker-{place}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ask the workers to leave, and end those that don't within ten seconds."""
        self._stopping.set()
        with self._lock:
            for process in self._processes.values():
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            for process in self._processes.values():
                process.kill()
        for thread in self._threads:
            thread.join(_LOOK_SECONDS * 10)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that live now."""
        with self._lock:
            return tuple(
                process.pid for process in self._processes.values() if process.pid is not None
            )

    def _keep_alive(self, place: int) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            code = self._run_once(place)
            if self._stopping.is_set():
                return
            if time.monotonic() - started > _LIVED_LONG_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            log.warning("a worker ended with code %s; another one starts", code)
            self._stopping.wait(pause)
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2)

    def _run_once(self, place: int) -> int | None:
        process = get_context("spawn").Process(
            target=worker_main,
            args=(*self._arguments, os.getpid()),  # over a pipe: no secret shows in `ps`
            name=f"mgl-worker-{place}",
            daemon=False,  # it has hosts of its own
        )
        with self._lock:
            if self._stopping.is_set():
                return None
            process.start()
            self._processes[place] = process
        process.join()
        with self._lock:
            del self._processes[place]
        return process.exitcode


def worker_main(
    settings: Settings, engines: Sequence[str] | None, concurrency: int | None, parent_pid: int
) -> None:
    """What a supervised worker process runs; Ctrl-C is its supervisor's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        os.nice(NICENESS)
    die_with(parent_pid)
    set_up_logs(settings)
    use_settings(settings)
    from musicgen_local.errors import MusicGenError
    from musicgen_local.jobs.worker.process import run_worker

    try:
        code = run_worker(settings, engines, concurrency, signals=("SIGTERM",))
    except MusicGenError as error:
        log.error("the worker can't start: %s %s", error.message, error.recovery)
        code = 3
    raise SystemExit(code)
