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
_TILE_FRAMES = 2048


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
        self._history = np.zeros((channels, _TAPS - 1), dtype=np.float32)
        self._tile = np.zeros(_TILE_FRAMES, dtype=np.float32)

    def process(self, block: FloatArray) -> FloatArray:
        """Linear peaks, float32 [frames], of `block` [channels, frames] and what came before."""
        padded = np.concatenate((self._history, block), axis=1, dtype=np.float32)
        peaks = np.empty(block.shape[1], dtype=np.float32)
        _interpolated_peaks(padded, self._phases, self._tile, peaks)
        self._history = padded[:, block.shape[1] :].copy()
        return peaks


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
            self._peak = max(self._peak, float(self._detector.process(block).max()))
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
def _interpolated_peaks(
    padded: NDArray[np.float32],
    phases: NDArray[np.float32],
    tile: NDArray[np.float32],
    peaks: NDArray[np.float32],
) -> None:
    """Tile by tile and tap by tap, so that the innermost loops run along time and vectorise."""
    taps = phases.shape[1]
    for start in range(0, peaks.shape[0], tile.shape[0]):
        frames = min(tile.shape[0], peaks.shape[0] - start)
        out = peaks[start : start + frames]
        out[:] = np.float32(0.0)
        for channel in range(padded.shape[0]):
            source = padded[channel, start : start + frames + taps - 1]
            for i in range(frames):
                out[i] = max(out[i], abs(source[i + taps // 2 - 1]))
            for phase in range(phases.shape[0]):
                tile[:frames] = np.float32(0.0)
                for tap in range(0, taps, 2):  # two at once: the tile is loaded half as often
                    early = source[tap : tap + frames]
                    late = source[tap + 1 : tap + 1 + frames]
                    a, b = phases[phase, tap], phases[phase, tap + 1]
                    for i in range(frames):
                        tile[i] += a * early[i] + b * late[i]
                for i in range(frames):
                    out[i] = max(out[i], abs(tile[i]))
