"""How fast a download is, and how long it still takes, from the bytes of the last seconds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 8.0
_LEAST_SECONDS = 1.0  # less tells nothing of a line


class Meter:
    """Bytes per second over the last `WINDOW_SECONDS`; `clock` gives seconds that only go up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was: bytes that come otherwise than over the line say nothing of it."""
        self._points.clear()

    def rate(self, done: int) -> float | None:
        """Bytes per second, with `done` bytes here now; None until there is something to tell."""
        now = self._clock()
        if self._points and done < self._points[-1][1]:
            self.restart()
        self._points.append((now, done))
        while len(self._points) > 2 and now - self._points[1][0] >= WINDOW_SECONDS:
            self._points.popleft()
        began, before = self._points[0]
        if now - began < _LEAST_SECONDS or done <= before:
            return None
        return (done - before) / (now - began)
