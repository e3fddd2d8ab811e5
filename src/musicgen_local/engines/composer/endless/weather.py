"""The ambience of a stream: it goes on through all movements, and comes and goes by slow fades."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.mastering.run import REFERENCE_LUFS
from musicgen_local.engines.base import FloatArray
from musicgen_local.engines.composer.plan import AmbienceLayer
from musicgen_local.engines.composer.sound.ambience.bed import Ambience
from musicgen_local.engines.composer.sound.band import open_ambience

_LISTEN_SECONDS = 8.0
_FADE_SECONDS = 4.0


@dataclass(slots=True)
class _Bed:
    source: Ambience
    lufs: float  # as rendered
    level: float = 0.0  # linear, where the last block ended
    wanted: float = 0.0
    ahead: Future[FloatArray] | None = None  # the frames from `ahead_start` on, being rendered
    ahead_start: int = 0


class Weather:
    """Beds under a stream of music at `REFERENCE_LUFS`. Nothing in it grows with time.

    A thread of its own renders what the next block will need.
    """

    def __init__(self, seed: int, sample_rate: int) -> None:
        self._seed = seed
        self._rate = sample_rate
        self._beds: dict[str, _Bed] = {}
        self._thread = ThreadPoolExecutor(1, "weather")

    def set(self, layers: Sequence[AmbienceLayer]) -> None:
        """Let these sound from now on; the others fade away."""
        for bed in self._beds.values():
            bed.wanted = 0.0
        for layer in layers:
            if layer.kind not in self._beds:
                self._beds[layer.kind] = self._open(layer.kind)
            bed = self._beds[layer.kind]
            bed.wanted = float(10 ** ((REFERENCE_LUFS + layer.level_lu - bed.lufs) / 20))

    def add_to(self, music: FloatArray, start: int) -> None:
        """Add the beds from frame `start` of the stream to `music` [2, frames], in place."""
        frames = music.shape[1]
        for kind, bed in list(self._beds.items()):
            if bed.level == bed.wanted == 0.0:
                del self._beds[kind]
                continue
            share = min(1.0, frames / (_FADE_SECONDS * self._rate))
            reached = bed.level + share * (bed.wanted - bed.level)
            if abs(reached - bed.wanted) < 1e-3 * max(reached, bed.wanted):
                reached = bed.wanted
            if reached < 1e-5:
                reached = 0.0
            curve = np.linspace(bed.level, reached, frames, endpoint=False, dtype=np.float32)
            music += curve * self._rendered(bed, start, frames)
            bed.level = reached

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _rendered(self, bed: _Bed, start: int, frames: int) -> FloatArray:
        audio = bed.ahead.result() if bed.ahead and bed.ahead_start == start else None
        if audio is None or audio.shape[1] < frames:
            audio = bed.source.render(start, frames)
        bed.ahead_start = start + frames
        bed.ahead = self._thread.submit(bed.source.render, bed.ahead_start, frames)
        return audio[:, :frames]

    def _open(self, kind: str) -> _Bed:
        source = open_ambience(kind, self._seed, self._rate)
        meter = LoudnessMeter(self._rate, 2)
        meter.add(source.render(0, round(_LISTEN_SECONDS * self._rate)))
        return _Bed(source, meter.integrated_lufs)
