"""The pulse: when something is struck, and how many beats a loop has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS_PER_SECOND = 1_000
_PRE_EMPHASIS = 0.95
_STEP = 4  # milliseconds are fine enough for a tempo
_BEATS_AHEAD = 8  # over which a beat has to come again
_SLOWEST_BPM, _FASTEST_BPM = 56.0, 184.0
_USUAL_BPM = 110.0
_LEAST_REGULARITY = 0.12  # of the onsets' autocorrelation at the beat: less is no pulse

Onsets = NDArray[np.float32]  # [steps], one each millisecond


def onsets(mono: NDArray[np.float32], sample_rate: int) -> Onsets:
    """How suddenly it gets louder, each millisecond: the rise of the treble's level in dB."""
    step = sample_rate / STEPS_PER_SECOND
    bright = np.diff(mono, prepend=np.float32(0)) - (1 - _PRE_EMPHASIS) * mono
    edges = np.arange(0, mono.size, step).astype(np.int64)
    power = np.add.reduceat(bright * bright, edges)
    smooth = np.convolve(power, np.hanning(9)[1:-1] / np.hanning(9).sum(), mode="same")
    level = 10 * np.log10(smooth + smooth.max() * 1e-6 + 1e-20)
    rise = np.zeros_like(level)
    rise[5:] = np.maximum(level[5:] - level[:-5], 0)
    return np.asarray(np.minimum(rise, 12.0), dtype=np.float32)


def struck_lag(struck: Onsets, start: int, stop: int, lag: int, reach: int) -> tuple[float, float]:
    """At which lag near `lag` (steps, +- `reach`) the strokes of `[start, stop)` come again.

    Returns the lag in steps, to a fraction by a parabola, and the correlation there (0..1).
    """
    here = struck[start:stop] - struck[start:stop].mean()
    values = []
    for offset in range(-reach, reach + 1):
        first = start + lag + offset
        there = struck[first : first + here.size] if first >= 0 else struck[:0]
        if there.size < here.size:
            values.append(-1.0)
            continue
        there = there - there.mean()
        scale = float(np.sqrt(np.dot(here, here) * np.dot(there, there)))
        values.append(float(np.dot(here, there)) / scale if scale > 1e-6 else 0.0)
    best = int(np.argmax(values))
    shift = 0.0
    if 0 < best < len(values) - 1:
        before, peak, after = values[best - 1 : best + 2]
        bend = before - 2 * peak + after
        shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return lag + best - reach + shift, max(values)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How regularly a recording is struck, by the distance in time."""

    regularity: NDArray[np.float64]  # the onsets' autocorrelation, one value each `_STEP` ms

    @classmethod
    def felt(cls, struck: Onsets) -> Pulse:
        """The pulse of a whole recording."""
        coarse = struck[: struck.size // _STEP * _STEP].reshape(-1, _STEP).sum(axis=1)
        smooth = np.convolve(coarse - coarse.mean(), np.hanning(9), mode="same")
        size = 1 << int(np.ceil(np.log2(2 * max(smooth.size, 2))))
        spectrum = np.fft.rfft(smooth, size)
        auto = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, size)[: smooth.size]
        return cls(auto / auto[0] if auto[0] > 0 else np.zeros_like(auto))

    def beats_in(self, period_seconds: float) -> int:
        """How many beats a loop of `period_seconds` has; 0 where no pulse is felt."""
        slowest = max(1, round(period_seconds * _SLOWEST_BPM / 60))
        beats = np.arange(slowest, round(period_seconds * _FASTEST_BPM / 60) + 1)
        if not beats.size:
            return 0
        spans = period_seconds * STEPS_PER_SECOND / _STEP / beats
        places = spans[:, None] * np.arange(1, _BEATS_AHEAD + 1)
        felt = np.interp(places, np.arange(self.regularity.size), self.regularity, right=0.0)
        regular = felt.mean(axis=1)
        taste = np.exp(-0.5 * (np.log2(60 * beats / period_seconds / _USUAL_BPM) / 0.9) ** 2)
        # Music is built of bars of four, less often of three.
        bars = np.where(beats % 4 == 0, 1.0, np.where(beats % 3 == 0, 0.97, 0.9))
        best = int(np.argmax(regular * taste * bars))
        return int(beats[best]) if regular[best] > _LEAST_REGULARITY else 0
