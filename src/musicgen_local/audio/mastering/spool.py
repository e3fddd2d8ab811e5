"""Blocks of one size kept in a nameless temporary file instead of in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from musicgen_local.audio.atomic import disk_errors
from musicgen_local.audio.value import FloatArray


class Spool:
    """Blocks in, the same blocks out, any number of times; gone when `with` ends, come what may.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`, from any method.
    """

    def __init__(self, folder: Path, channels: int) -> None:
        self._folder = folder
        self.channels = channels
        self._starts: list[int] = []
        self.frames = 0

    def __enter__(self) -> Self:
        with disk_errors(self._folder / "spool"):
            self._file = tempfile.TemporaryFile(dir=self._folder, prefix="mastering-")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._starts)

    def append(self, block: FloatArray) -> None:
        """Keep `block` [channels, frames] behind the others."""
        self._write(self.frames, block)
        self._starts.append(self.frames)
        self.frames += block.shape[1]

    def blocks(self) -> Iterator[FloatArray]:
        """The blocks as float32 [channels, frames], each a fresh array."""
        for start, stop in pairwise([*self._starts, self.frames]):
            block = np.empty((self.channels, stop - start), dtype=np.float32)
            with disk_errors(self._folder / "spool"):
                self._file.seek(start * self._frame_bytes)
                self._file.readinto(block.data.cast("B"))
            yield block

    def replace(self, index: int, block: FloatArray) -> None:
        """Put `block` in the place of the one at `index`, which has as many frames."""
        self._write(self._starts[index], block)

    @property
    def _frame_bytes(self) -> int:
        return 4 * self.channels

    def _write(self, start: int, block: FloatArray) -> None:
        with disk_errors(self._folder / "spool"):
            self._file.seek(start * self._frame_bytes)
            self._file.write(np.ascontiguousarray(block, dtype=np.float32).data.cast("B"))
