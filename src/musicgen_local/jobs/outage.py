"""A helpful server that may be away: leave it alone for a while, and say so once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

QUIET_SECONDS = 5.0


class Outage:
    """Whether a server is away, shared by the threads that use it.

    After a failure one caller in `quiet_seconds` tries again; the others go without and lose no
    time. One warning is logged for each outage, however long it lasts.
    """

    def __init__(
        self,
        log: logging.Logger,
        lost: str,
        back: str,
        quiet_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`lost` is the sentence for the warning, `back` the one for the end of the outage.

        `quiet_seconds` is `QUIET_SECONDS` unless given; `clock` counts seconds and never goes back.
        """
        self._log = log
        self._lost = lost
        self._back = back
        self._quiet_seconds = QUIET_SECONDS if quiet_seconds is None else quiet_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._next_try: float | None = None  # None while the server answers

    @property
    def lasts(self) -> bool:
        """Whether the last try failed."""
        return self._next_try is not None

    def may_try(self) -> bool:
        """Whether the caller should turn to the server now, and then report how it went."""
        if self._next_try is None:
            return True
        with self._lock:
            now = self._clock()
            if now < (self._next_try or now):
                return False
            self._next_try = now + self._quiet_seconds
            return True

    def failed(self, error: BaseException) -> None:
        """The server didn't answer, or not well. The error's text stays out of the log: it may
        hold an address with a password."""
        with self._lock:
            first = self._next_try is None
            self._next_try = self._clock() + self._quiet_seconds
        if first:
            self._log.warning("%s (%s)", self._lost, type(error).__name__)

    def worked(self) -> None:
        """The server answered."""
        if self._next_try is None:
            return
        with self._lock:
            ended = self._next_try is not None
            self._next_try = None
        if ended:
            self._log.info("%s", self._back)
