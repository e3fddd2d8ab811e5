"""A bed: any frames of an endless sound, the same however they are asked for.

Noise is made in overlapping blocks on a fixed grid, each from a seed of its own place, joined at
constant power; events (drops, clinks, birds) belong to cells of a grid and ring out past them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_LOWEST_HZ, _DRAWN = 15.0, 1_024
_NORMALS = 1 << 16
BLOCK_HOP = 1 << 14  # frames: 0.37 s at 44.1 kHz
CELL = 1 << 16


@lru_cache(maxsize=1)
def _normals() -> NDArray[np.complex64]:
    """Complex normal numbers, both parts of variance 1."""
    parts = np.random.default_rng(1).standard_normal((2, _NORMALS), dtype=np.float32)
    return np.asarray(parts[0] + 1j * parts[1], dtype=np.complex64)


class Motion:
    """Smooth random movement over absolute time, made of hashed values a `period` apart."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, name: int, seconds: float, period: float) -> float:
        """A value in -1..1 at `seconds`; different names move independently."""
        place = seconds / period
        k = int(np.floor(place))
        f = place - k
        a, b, c, d = (self._at(name, k + i) for i in (-1, 0, 1, 2))
        # Catmull-Rom: passes through the values with a steady slope.
        value = b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)))
        return float(np.clip(value, -1.0, 1.0))

    def _at(self, name: int, k: int) -> float:
        # SplitMix64 over (seed, name, k): Steele, Lea & Flood 2014.
        mask = (1 << 64) - 1
        z = (
            self._seed * 0x9E3779B97F4A7C15 + name * 0xD1B54A32D192ED03 + k * 0x8CB92BA72F3D8DD7
        ) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) / float(1 << 52) - 1.0


NoiseShape = Callable[[Doubles, float, Motion], tuple[Doubles, Doubles]]
"""(frequencies [bins], seconds, motion) -> magnitudes of the left and right noise [bins]."""


@dataclass(frozen=True, slots=True)
class Event:
    """One sound of a cell: where it begins, what it is, how loud it is on each side."""

    at: int  # frame from the cell's start
    grain: Floats  # [frames]
    left: float
    right: float


class EventSource:
    """Something that happens now and then; kinds derive from it."""

    longest_seconds = 1.0  # no grain is longer

    def events(
        self,
        rng: np.random.Generator,
        cell_seconds: float,
        seconds: float,
        motion: Motion,
        rate: int,
    ) -> Sequence[Event]:
        """What begins within the cell that starts at `seconds`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Kind:
    """An ambience: its noise, its events, its level."""

    noise: NoiseShape
    sources: Callable[[int, int], Sequence[EventSource]]  # (seed, sample rate) -> sources
    gain: float


class Ambience:
    """An endless bed. `render` is stateless: safe from several threads, constant in memory."""

    def __init__(self, kind: Kind, seed: int, sample_rate: int) -> None:
        self._kind = kind
        self._seed = seed & 0x7FFFFFFF
        self._rate = sample_rate
        self._motion = Motion(self._seed)
        self._sources = tuple(kind.sources(self._seed, sample_rate))
        # Shapes are smooth: drawn at a few frequencies, joined by straight lines in between.
        self._frequencies: Doubles = np.geomspace(_LOWEST_HZ, sample_rate / 2, _DRAWN)
        bins = np.fft.rfftfreq(2 * BLOCK_HOP, 1 / sample_rate)
        place = np.interp(bins, self._frequencies, np.arange(_DRAWN, dtype=np.float64))
        self._below = np.minimum(place.astype(np.int64), _DRAWN - 2)
        self._between = (place - self._below).astype(np.float32)
        n = np.arange(2 * BLOCK_HOP)
        self._window = np.sin(np.pi * (n + 0.5) / (2 * BLOCK_HOP)).astype(np.float32)

    def render(self, start_frame: int, frames: int) -> Floats:
        """The frames from `start_frame` on: float32 [2, frames], RMS near -20 dBFS over minutes."""
        out = np.zeros((2, frames), np.float32)
        end = start_frame + frames
        for block in range(start_frame // BLOCK_HOP - 1, -(-end // BLOCK_HOP)):
            if block >= -1:
                _overlay(out, self._noise(block), block * BLOCK_HOP - start_frame)
        for number, source in enumerate(self._sources):
            reach = -(-int(source.longest_seconds * self._rate) // CELL)
            for cell in range(max(start_frame // CELL - reach, 0), -(-end // CELL)):
                self._happen(out, source, number, cell, start_frame)
        out *= np.float32(self._kind.gain)
        return out

    def _noise(self, block: int) -> Floats:
        rng = np.random.Generator(np.random.Philox(key=[self._seed, block + 1]))
        seconds = (block + 1) * BLOCK_HOP / self._rate
        size = 2 * BLOCK_HOP
        spectrum = np.empty((2, BLOCK_HOP + 1), np.complex64)
        for side, shape in enumerate(self._kind.noise(self._frequencies, seconds, self._motion)):
            drawn = (shape * (np.sqrt(size) / 2)).astype(np.float32)
            magnitude = drawn[self._below]
            magnitude += self._between * np.diff(drawn)[self._below]
            # Another order of the same normal numbers for each block and side: odd steps through a
            # power of two meet each number once, and there are 2^31 such orders.
            first, step = (int(n) for n in rng.integers(0, _NORMALS, 2))
            order = (first + (2 * step + 1) * np.arange(BLOCK_HOP + 1, dtype=np.uint32)) % _NORMALS
            np.multiply(_normals()[order], magnitude, out=spectrum[side])
        noise = np.fft.irfft(spectrum, size)
        noise *= self._window
        return noise.astype(np.float32, copy=False)

    def _happen(
        self, out: Floats, source: EventSource, number: int, cell: int, start_frame: int
    ) -> None:
        rng = np.random.Generator(np.random.Philox(key=[self._seed, (number + 1) << 48 | cell]))
        seconds = cell * CELL / self._rate
        base = cell * CELL - start_frame
        for event in source.events(rng, CELL / self._rate, seconds, self._motion, self._rate):
            at = base + event.at
            begin, end = max(at, 0), min(at + len(event.grain), out.shape[1])
            if begin < end:
                part = event.grain[begin - at : end - at]
                out[0, begin:end] += np.float32(event.left) * part
                out[1, begin:end] += np.float32(event.right) * part


def _overlay(out: Floats, block: Floats, at: int) -> None:
    begin, end = max(at, 0), min(at + block.shape[1], out.shape[1])
    if begin < end:
        out[:, begin:end] += block[:, begin - at : end - at]
