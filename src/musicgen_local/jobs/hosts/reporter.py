"""In the host: tells the worker how it goes, at most ten times a second."""

from __future__ import annotations

import threading
import time
from multiprocessing.connection import Connection

from musicgen_local.jobs.hosts.messages import HostFailed, HostFinished, HostProgress
from musicgen_local.progress import Progress

INTERVAL_SECONDS = 0.1


class Reporter:
    """The progress of one step, and its end. The latest value wins; the last is always sent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._waiting: HostProgress | None = None
        self._furthest = 0.0
        self._sent_at = -1.0
        self.ended = False

    def __call__(self, value: Progress) -> None:
        """Take a value from the work, from any thread."""
        with self._lock:
            self._furthest = max(self._furthest, min(1.0, value.fraction))
            self._waiting = HostProgress(value.stage.value, self._furthest, value.message)
            self._send_what_is_due()

    def tick(self) -> None:
        """Send what waits, if it is time; for a thread that comes by again and again."""
        with self._lock:
            self._send_what_is_due()

    def end(self, event: HostFinished | HostFailed) -> None:
        """Send the last progress and the end; nothing is sent after it."""
        with self._lock:
            self._send_waiting()
            self.ended = True
            self._connection.send(event)

    def _send_what_is_due(self) -> None:
        if time.monotonic() - self._sent_at >= INTERVAL_SECONDS:
            self._send_waiting()

    def _send_waiting(self) -> None:
        if self._waiting is not None and not self.ended:
            self._connection.send(self._waiting)
            self._waiting = None
            self._sent_at = time.monotonic()
