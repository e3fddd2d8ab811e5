"""One process at a time may change an asset; a process that dies lets go by dying."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from musicgen_local.progress import CancelToken

_POLL_SECONDS = 0.1


@contextmanager
def hold_lock(path: Path, cancel: CancelToken, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file `path`; `waiting` is called once if another process has it first.

    The operating system owns the lock, so no stale file can block anybody. The file itself stays:
    deleting it would let two processes hold two files of one name.

    Raises:
        Canceled: when a stop was asked for while waiting.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        told = False
        while not _try_lock(descriptor):
            cancel.raise_if_canceled()
            if not told:
                waiting()
                told = True
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)  # closing lets the lock go on every system


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
