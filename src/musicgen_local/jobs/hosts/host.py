"""The worker's side of an engine host: one process, one step at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.util import Finalize
from typing import Any

from musicgen_local.config import Settings
from musicgen_local.jobs.hosts.failures import died
from musicgen_local.jobs.hosts.messages import (
    Cancel,
    HostDied,
    HostEvent,
    HostProgress,
    Leave,
    StepOrder,
)
from musicgen_local.jobs.hosts.process import end_whole, resident_bytes, start_lasting

GRACE_SECONDS = 1.0  # from the polite end to the other one


class EngineHost:
    """A process that carries out steps, started when it is first needed and again when it died.

    One thread at a time calls `start_step` and `poll`; the others may be called from any thread.
    """

    def __init__(self, settings: Settings, lane: str = "") -> None:
        self.lane = lane
        self.settings = settings
        self._lock = threading.RLock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._finalizer: Finalize | None = None
        self._busy = False
        self._idle_since = time.monotonic()

    def start_step(
        self,
        job_id: str,
        kind: str,
        params: Mapping[str, Any],
        track_ids: Sequence[str],
        step: int,
    ) -> None:
        """Have the host begin a step; `poll` tells the rest.

        Raises:
            RuntimeError: when a step is being carried out.
            OSError: when the system starts no more processes.
        """
        order = StepOrder(job_id, kind, dict(params), tuple(track_ids), step)
        with self._lock:
            if self._busy:
                raise RuntimeError("the host is at another step")
            if not self.alive:
                self._start()
            self._busy = True
            self._send(order)  # if it dies just now, `poll` will tell

    def poll(self, timeout_seconds: float) -> list[HostEvent]:
        """What the host has said; waits up to `timeout_seconds` for something.

        Of several values of progress only the latest is given. Once the step has ended, by
        whatever event, or by `kill`, there is nothing more.
        """
        with self._lock:
            process, connection = self._process, self._connection
            if not self._busy or process is None or connection is None:
                return []
        with suppress(OSError, ValueError):  # closed by `kill`, from another thread
            wait([connection, process.sentinel], timeout_seconds)
        with self._lock:
            if connection is not self._connection or not self._busy:
                return []
            return self._drain(connection)

    def cancel(self) -> None:
        """Ask for an end of the step; `poll` will tell `CANCELED`, unless the step was done."""
        with self._lock:
            if self._busy:
                self._send(Cancel())

    def kill(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """End the process and all that it started; the step is over, without an event."""
        with self._lock:
            process, connection = self._process, self._connection
            self._process = self._connection = None
            self._busy = False
            self._idle_since = time.monotonic()
            if self._finalizer is not None:
                self._finalizer.cancel()
        if process is not None:
            end_whole(process, grace_seconds)
            process.close()
        if connection is not None:
            connection.close()

    def close(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Let the process leave; one that works, or doesn't leave in time, is killed."""
        with self._lock:
            process = self._process
            if process is not None and not self._busy:
                self._send(Leave())
                wait([process.sentinel], grace_seconds)
        self.kill(grace_seconds)

    @property
    def alive(self) -> bool:
        """Whether there is a process."""
        with self._lock:
            return self._process is not None and self._process.is_alive()

    @property
    def busy(self) -> bool:
        """Whether a step was started whose end `poll` has not told yet."""
        return self._busy

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        with self._lock:
            return self._process.pid if self._process is not None else None

    @property
    def idle_seconds(self) -> float:
        """For how long it has had nothing to do."""
        return 0.0 if self._busy else time.monotonic() - self._idle_since

    @property
    def memory_bytes(self) -> int | None:
        """Memory that the process holds, in bytes; None when there is none, or nobody knows."""
        pid = self.pid
        return None if pid is None else resident_bytes(pid)

    def _start(self) -> None:
        self.kill(0)  # what is left of the one before
        ours, theirs = get_context("spawn").Pipe()
        try:
            process = _new_process(theirs, self.settings, self.lane)
            start_lasting(process)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._process, self._connection = process, ours
        # At the end of the worker `multiprocessing` waits for its processes, for ever if need be.
        self._finalizer = Finalize(self, end_whole, (process, GRACE_SECONDS), exitpriority=10)

    def _send(self, message: StepOrder | Cancel | Leave) -> None:
        assert self._connection is not None
        with suppress(OSError):  # it died; that is told by `poll`, or nobody's business any more
            self._connection.send(message)

    def _drain(self, connection: Connection) -> list[HostEvent]:
        events: list[HostEvent] = []
        try:
            while connection.poll():
                event: HostEvent = connection.recv()
                if isinstance(event, HostProgress):
                    events = [event]
                else:
                    events.append(event)
                    self._busy = False
                    self._idle_since = time.monotonic()
                    return events
        except (EOFError, OSError):
            return [*events, self._bury()]
        assert self._process is not None
        if not wait([self._process.sentinel], 0):
            return events
        if connection.poll():  # it spoke just before it died
            return [*events, *self._drain(connection)]
        return [*events, self._bury()]

    def _bury(self) -> HostDied:
        assert self._process is not None
        self._process.join(GRACE_SECONDS)
        exit_code = self._process.exitcode
        self.kill(0)
        return died(exit_code)


def _new_process(connection: Connection, settings: Settings, lane: str) -> SpawnProcess:
    from musicgen_local.jobs.hosts.child import host_main

    return get_context("spawn").Process(
        target=host_main,
        args=(connection, settings, os.getpid()),  # over a pipe: no secret shows in `ps`
        name=f"mgl-host-{lane}",
        daemon=False,  # a daemon of `multiprocessing` may have no processes of its own
    )
