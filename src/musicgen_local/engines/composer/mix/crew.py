"""The hands that render layers side by side, and that all stop when one of them fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from musicgen_local.errors import Canceled
from musicgen_local.progress import CancelToken

T = TypeVar("T")


class Crew:
    """Runs lists of tasks on `threads` threads; with one, in the caller's own thread.

    Results come in the order of the tasks, so what is made of them does not hang on timing.
    """

    def __init__(self, threads: int, cancel: CancelToken) -> None:
        self._cancel = cancel
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(threads, "mix") if threads > 1 else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def check(self) -> None:
        """Leave a task that nobody waits for any more.

        Raises:
            Canceled: when the work was canceled, or this crew is going home.
        """
        self._cancel.raise_if_canceled()
        if self._stopping.is_set():
            raise Canceled

    def begin(self, task: Callable[[], T]) -> Callable[[], T]:
        """Begin a task (or, without threads, keep it); call what comes back once for its result.

        Tasks are taken up in the order of their beginning: one may wait for an earlier one.
        """
        return task if self._pool is None else self._pool.submit(task).result

    def start(self, tasks: Sequence[Callable[[], T]]) -> Callable[[], list[T]]:
        """Begin several tasks and return how to get their results, once."""
        begun = [self.begin(task) for task in tasks]
        return lambda: [result() for result in begun]
