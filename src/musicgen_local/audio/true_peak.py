"""True peak: the highest point of the waveform between the samples, too.

ITU-R BS.1770-5 Annex 2: oversample four times, take the largest absolute value. The interpolator
here is longer than the annex's example, so it stays flat higher up.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.audio.value import FloatArray

OVERSAMPLING = 4
_TAPS = 28  # per phase, an even number; within 0.1 dB up to 0.44 of the sample rate
_KAISER_BETA = 6.0
_TILE_FRAMES = 256


def _phases() -> NDArray[np.float32]:
    """Windowed-sinc interpolators for the points 1/4, 2/4 and 3/4 behind a sample: [3, taps]."""
    rows = []
    for step in range(1, OVERSAMPLING):
        offset = np.arange(_TAPS) - (_TAPS // 2 - 1) - step / OVERSAMPLING
        inside = np.clip(1 - (offset / (_TAPS / 2)) ** 2, 0, None)
        row = np.sinc(offset) * np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA)
        rows.append(row / row.sum())
    return np.array(rows, dtype=np.float32)


class TruePeakDetector:
    """For each frame of a stream, the highest point from it up to the next, over all channels.

    What comes out belongs to the frames `latency` frames before those that went in.
    """

    latency = _TAPS // 2

    def __init__(self, channels: int) -> None:
        self._phases = _phases()
        self._most_gain = float(np.abs(self._phases).sum(axis=1).max())
        self._history = np.zeros((channels, _TAPS - 1), dtype=np.float32)
        self._tile = np.zeros(_TILE_FRAMES, dtype=np.float32)

    def process(self, block: FloatArray, floor: float = 0.0) -> FloatArray:
        """Linear peaks, float32 [frames], of `block` [channels, frames] and what came before.

        Where no peak can reach `floor`, the samples alone are looked at: much quicker.
        """
        padded = np.concatenate((self._history, block), axis=1, dtype=np.float32)
        frames = block.shape[1]
        loudest = np.abs(padded).max(axis=0)
        peaks: FloatArray = loudest[self.latency - 1 : self.latency - 1 + frames].copy()
        _raise_peaks(padded, self._phases, self._tiles(loudest, frames, floor), self._tile, peaks)
        self._history = padded[:, frames:].copy()
        return peaks

    def _tiles(self, loudest: FloatArray, frames: int, floor: float) -> NDArray[np.int64]:
        """Where the tiles start in which a peak may reach `floor`; a tile sees into the next."""
        starts = np.arange(0, frames, _TILE_FRAMES, dtype=np.int64)
        if not floor or not frames:
            return starts
        tops = np.maximum.reduceat(loudest, np.arange(0, len(loudest), _TILE_FRAMES))
        tops[:-1] = np.maximum(tops[:-1], tops[1:])
        return starts[tops[: len(starts)] * self._most_gain >= floor]


class TruePeakMeter:
    """The true peak of a stream."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.sample_rate = sample_rate
        self._channels = channels
        self._detector = TruePeakDetector(channels)
        self._peak = 0.0
        self._settled = True

    def add(self, block: FloatArray) -> None:
        """Take in `block`, [channels, frames]."""
        if block.shape[1]:
            peaks = self._detector.process(block, self._peak)
            self._peak = max(self._peak, float(peaks.max()))
            self._settled = False

    @property
    def peak(self) -> float:
        """Linear; 1.0 is full scale. Reading it ends a stream: what follows starts from silence."""
        if not self._settled:
            tail = np.zeros((self._channels, TruePeakDetector.latency), dtype=np.float32)
            self._peak = max(self._peak, float(self._detector.process(tail).max()))
            self._settled = True
        return self._peak

    @property
    def peak_dbtp(self) -> float:
        """In dBTP; minus infinity for silence."""
        return 20 * math.log10(self.peak) if self.peak > 0 else -math.inf


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _raise_peaks(
    padded: NDArray[np.float32],
    phases: NDArray[np.float32],
    starts: NDArray[np.int64],
    tile: NDArray[np.float32],
    peaks: NDArray[np.float32],
) -> None:
    """Tile by tile and tap by tap, so that the innermost loops run along time and vectorise."""
    taps = phases.shape[1]
    for start in starts:
        frames = min(tile.shape[0], peaks.shape[0] - start)
        out = peaks[start : start + frames]
        for channel in range(padded.shape[0]):
            source = padded[channel, start : start + frames + taps - 1]
            for phase in range(phases.shape[0]):
                for i in range(frames):
                    tile[i] = np.float32(0.0)
                for tap in range(0, taps, 2):  # two at once: the tile is loaded half as often
                    early = source[tap : tap + frames]
                    late = source[tap + 1 : tap + 1 + frames]
                    a, b = phases[phase, tap], phases[phase, tap + 1]
                    for i in range(frames):
                        tile[i] += a * early[i] + b * late[i]
                for i in range(frames):
                    out[i] = max(out[i], abs(tile[i]))
