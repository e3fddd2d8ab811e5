"""A second thread for what only has to be known later: the kernels of both run at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Beside:
    """Does pieces of work one after another, one piece behind; leaving `with` waits for the last.

    A failure is raised by the next call.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mastering-meters")
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._thread.shutdown()

    def do(self, work: Callable[[], None]) -> None:
        """Start `work` when the piece before is done."""
        self.settle()
        self._last = self._thread.submit(work)

    def settle(self) -> None:
        """Wait until everything is done."""
        if self._last is not None:
            self._last.result()
            self._last = None
