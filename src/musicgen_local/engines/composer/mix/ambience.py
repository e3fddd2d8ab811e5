"""Beds of weather and place under the music: their level, their fades, their seam in a loop."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import (
    IDENTITY,
    FloatArray,
    db_to_gain,
    grid_points,
    place,
)
from musicgen_local.engines.composer.mix.soundcheck import loudness_of

FADE_SECONDS = 2.0
_LISTEN_SECONDS = 8.0
_SILENT_LUFS = -70.0


class AmbienceSource(Protocol):
    """Something endless that can be asked for any stretch of itself."""

    def render(self, start_frame: int, frames: int) -> FloatArray:
        """float32 [2, frames] from `start_frame`; the same arguments give the same bytes."""
        ...


class Beds:
    """All ambience layers of a piece, summed."""

    def __init__(
        self,
        sources: Sequence[AmbienceSource],
        levels_lu: Sequence[float],
        sample_rate: int,
        total_frames: int,
        *,
        loop: bool,
    ) -> None:
        self._sources = sources
        self._levels_lu = levels_lu
        self._sample_rate = sample_rate
        self._total = total_frames
        self._loop = loop
        self._fade = max(1, min(round(FADE_SECONDS * sample_rate), total_frames // 2))
        self._gains: list[float] = [1.0] * len(sources)

    def __bool__(self) -> bool:
        return bool(self._sources)

    def loudness(self) -> list[Callable[[], float]]:
        """For each bed, what measures its loudness in LUFS; they may run at once."""
        return [partial(self._loudness, source) for source in self._sources]

    def _loudness(self, source: AmbienceSource) -> float:
        frames = round(_LISTEN_SECONDS * self._sample_rate)
        return loudness_of([source.render(0, frames)], self._sample_rate)

    def set_levels(self, found: Sequence[float], music_lufs: float) -> list[float]:
        """Put every bed of loudness `found` at its level against the music; the gains in dB."""
        gains_db = []
        for loudness, level_lu in zip(found, self._levels_lu, strict=True):
            heard = loudness > _SILENT_LUFS and math.isfinite(music_lufs)
            gains_db.append(music_lufs + level_lu - loudness if heard else 0.0)
        self._gains = [db_to_gain(gain_db) for gain_db in gains_db]
        return gains_db

    def listen(self, frames: int) -> FloatArray:
        """The beds at their levels from their own start on, before any fade: [2, frames]."""
        return self._sum(0, frames, np.ones(len(grid_points(0, frames))))

    def render(self, start: int, frames: int) -> FloatArray:
        """The beds over a chunk: faded in and out, or (in a loop) wrapped round its seam."""
        points = grid_points(start, frames)
        if not self._loop:
            inside = np.clip(points / self._fade, 0.0, 1.0)
            left = np.clip((self._total - points) / self._fade, 0.0, 1.0)
            curve = np.sin(np.pi / 2 * inside) * np.sin(np.pi / 2 * left)
            return self._sum(start, frames, curve)
        lap = -(-max(-start, 0) // self._total) * self._total
        rising = np.sin(np.pi / 2 * np.clip((points + lap) / self._fade, 0.0, 1.0))
        bed = self._sum(start + lap, frames, rising)
        if start + lap < self._fade:  # what follows the end fades out over the start
            falling = np.sqrt(np.maximum(1.0 - np.square(rising), 0.0))
            bed += self._sum(start + lap + self._total, frames, falling)
        return bed

    def _sum(self, start: int, frames: int, curve: NDArray[np.float64]) -> FloatArray:
        total = np.zeros((2, frames), dtype=np.float32)
        for source, gain in zip(self._sources, self._gains, strict=True):
            total += np.float32(gain) * source.render(start, frames)
        level = curve.astype(np.float32)
        place(total, IDENTITY, np.stack([level, level]))
        return total
