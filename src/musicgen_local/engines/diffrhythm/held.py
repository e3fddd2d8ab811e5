"""Things that take long to load and much memory: kept while they are used, let go after a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

IDLE_SECONDS = 900.0  # after which what nobody uses is let go

T = TypeVar("T")


class Held(Generic[T]):
    """One thing that takes long to load, kept until another is asked for or nobody needs it."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._key: object = None
        self._thing: T | None = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def get(self, key: object, load: Callable[[], T]) -> T:
        """The thing called `key`; what was held before is let go first."""
        with self._lock:
            self._stop_timer()
            if self._thing is None or self._key != key:
                self._thing = None
                self._thing = load()
                self._key = key
            return self._thing

    def rest(self) -> None:
        """Nobody uses it now: let it go after a while."""
        with self._lock:
            self._stop_timer()
            if self._thing is not None:
                self._timer = threading.Timer(self._idle_seconds, self.drop)
                self._timer.daemon = True
                self._timer.start()

    def drop(self) -> None:
        """Let it go now."""
        with self._lock:
            self._stop_timer()
            self._thing = None
            self._key = None

    @property
    def loaded(self) -> bool:
        """Whether something is in memory."""
        return self._thing is not None

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
