"""Gigabytes to the disk as fast as it takes them, past the system's cache where that is possible.

A file of hours that goes through the cache is copied once more, drives everything else out of
memory, and waits for its pages to be found: several times the work of the disk itself. So whole
buffers go there directly, one being filled while the other is written.
"""

from __future__ import annotations

import errno
import mmap
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

BUFFER_BYTES = 1 << 22  # a multiple of any disk's blocks
_CACHED_WRITE_BYTES = 1 << 20  # Linux takes longer for each byte of much larger ones
_DIRECT = getattr(os, "O_DIRECT", 0)  # Linux only


def pour(
    pieces: Iterable[bytes | memoryview], path: Path, watch: Callable[[int], None] | None = None
) -> int:
    """Write `pieces` to a new file at `path`; the bytes that it has.

    `watch` hears how many of them have been taken; what it raises ends the work. What is on the
    disk for good is what `audio.atomic.settle` has seen to.

    Raises:
        OSError: what the disk says.
    """
    with _File(path) as file:
        for piece in pieces:
            file.take(memoryview(piece))
            if watch is not None:
                watch(file.taken)
        file.finish()
        return file.taken


class _File:
    def __init__(self, path: Path) -> None:
        self.taken = 0
        self._file, self._direct = _opened(path)
        # Anonymous maps begin where pages do, as direct writing wants it.
        self._buffers = [mmap.mmap(-1, BUFFER_BYTES) for _ in range(2)]
        self._filled = 0
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pour")
        self._writing: Future[None] | None = None

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        os.close(self._file)

    def take(self, piece: memoryview) -> None:
        """Append `piece`, which may be changed afterwards."""
        at = 0
        while at < len(piece):
            many = min(len(piece) - at, BUFFER_BYTES - self._filled)
            self._buffers[0][self._filled : self._filled + many] = piece[at : at + many]
            self._filled += many
            at += many
            if self._filled == BUFFER_BYTES:
                self._wait()
                self._writing = self._pool.submit(self._write, self._buffers[0], BUFFER_BYTES)
                self._buffers.reverse()
                self._filled = 0
        self.taken += len(piece)

    def finish(self) -> None:
        """Write what waits."""
        self._wait()
        self._through_the_cache()  # the rest is no whole number of the disk's blocks
        self._write(self._buffers[0], self._filled)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write(self, buffer: mmap.mmap, size: int) -> None:
        done = 0
        with memoryview(buffer) as view:
            while done < size:
                step = size - done if self._direct else min(_CACHED_WRITE_BYTES, size - done)
                try:
                    done += os.write(self._file, view[done : done + step])
                except OSError as error:
                    if error.errno != errno.EINVAL or not self._direct:
                        raise
                    self._through_the_cache()  # a file system that only says so now

    def _through_the_cache(self) -> None:
        if self._direct:
            import fcntl

            flags = fcntl.fcntl(self._file, fcntl.F_GETFL)
            fcntl.fcntl(self._file, fcntl.F_SETFL, flags & ~_DIRECT)
            self._direct = False


def _opened(path: Path) -> tuple[int, bool]:
    """The new file, and whether it is written past the cache."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    if _DIRECT:
        try:
            return os.open(path, flags | _DIRECT, 0o666), True
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
    return os.open(path, flags, 0o666), False
