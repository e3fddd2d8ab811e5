"""How movements follow one another: bar to bar under the last one's ring, or by a crossfade."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from musicgen_local.engines.base import FloatArray
from musicgen_local.engines.composer.endless.course import Movement
from musicgen_local.engines.composer.endless.performance import Performance
from musicgen_local.engines.composer.sound.band import Sounds


@dataclass(frozen=True, slots=True)
class Setup:
    """With what movements are performed."""

    sounds: Sounds
    sample_rate: int
    threads: int
    master: str | None  # tone of the master; None: what suits each genre


@dataclass(slots=True)
class Part:
    """A performance in the stream."""

    performance: Performance
    start: int  # frame of the stream at which it begins
    fade_in: int = 0  # frames
    fade_out_at: int | None = None  # frame of the stream
    fade_out: int = 0

    @property
    def end(self) -> int:
        """The frame of the stream behind its last one."""
        if self.fade_out_at is not None:
            return self.fade_out_at + self.fade_out
        return self.start + self.performance.total_frames

    @property
    def music_end(self) -> int:
        """The bar line at which its last bar is over."""
        return self.start + self.performance.music_frames

    def add_to(self, out: FloatArray, first: int) -> None:
        """Add its frames to `out` [2, frames], which begins at frame `first` of the stream."""
        begin, end = max(self.start, first), min(self.end, first + out.shape[1])
        if begin >= end:
            return
        audio = self.performance.read(end - begin)
        places = np.arange(begin, end, dtype=np.float64)
        if self.fade_in and begin < self.start + self.fade_in:
            share = np.clip((places - self.start) / self.fade_in, 0.0, 1.0)
            audio *= np.sin(np.pi / 2 * share).astype(np.float32)
        if self.fade_out_at is not None and end > self.fade_out_at:
            share = np.clip((places - self.fade_out_at) / self.fade_out, 0.0, 1.0)
            audio *= np.cos(np.pi / 2 * share).astype(np.float32)
        out[:, begin - first : end - first] += audio

    def leave(self, at: int, frames: int) -> None:
        """Fade out from frame `at` of the stream on."""
        self.fade_out_at, self.fade_out = at, frames


class Turn:
    """The next movement, getting ready beside the music, and the bar line at which it enters."""

    def __init__(
        self, movement: Movement, at: int, setup: Setup, helper: ThreadPoolExecutor, *, cut: bool
    ) -> None:
        self.movement = movement
        self.at = at
        self.cut = cut  # it takes over from a movement that is not at its end
        self._discarded = False
        self._future: Future[Performance] = helper.submit(self._prepare, setup)
        self._performance: Performance | None = None

    def ready(self) -> Performance:
        """The performance, its first bars rendered; waits for them.

        Raises:
            MusicGenError: when it can't be played.
        """
        return self._future.result()

    def discard(self) -> None:
        """Never mind: somebody wants something else."""
        self._discarded = True
        performance = self._performance
        if performance is not None:
            performance.cancel.cancel()
        self._future.add_done_callback(_close)

    def _prepare(self, setup: Setup) -> Performance:
        performance = Performance(
            self.movement, setup.sounds, setup.sample_rate, setup.threads, setup.master
        )
        self._performance = performance
        if self._discarded:
            performance.cancel.cancel()
        try:
            performance.prepare()
        except BaseException:
            performance.close()
            raise
        return performance


def _close(future: Future[Performance]) -> None:
    if not future.cancelled() and future.exception() is None:
        future.result().close()
