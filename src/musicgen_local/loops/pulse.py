"""The pulse: when something is struck, how regularly, and how many beats that makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.loops.spectra import Mono, autocorrelation

STEPS_PER_SECOND = 1_000
_PRE_EMPHASIS = 0.95
_SMOOTH_BRIGHT, _SMOOTH_LOW = 9, 41  # milliseconds: a bass's period is not a stroke
_STEP = 4  # milliseconds are fine enough for a tempo
_BEATS_AHEAD = 8  # over which a beat has to come again
SLOWEST_BPM, FASTEST_BPM = 56.0, 184.0
_USUAL_BPM = 110.0
_BESIDE = 1 / 12  # of a beat: what is struck is over there, what swells is not
_AS_REGULAR = 0.9  # twice as fast a beat that is so much as regular is the beat
_LEAST_REGULARITY = 0.18  # of the strokes' autocorrelation on the beat, above that beside it
# Notes that beat against each other seem struck, too, but only as long as they sound.
_LONG_AHEAD, _LEAST_LONG_REGULARITY = 16, 0.2
_TEMPO_GRAIN = 0.002  # between the tempi that are tried where no loop tells the exact one

Onsets = NDArray[np.float32]  # [steps], one each millisecond


@dataclass(frozen=True, slots=True)
class Strokes:
    """When something is struck, in the treble and in the bass, in dB of sudden rise."""

    bright: Onsets
    low: Onsets

    @classmethod
    def heard(cls, mono: Mono, sample_rate: int) -> Strokes:
        """The strokes of a recording [frames]."""
        edges = np.arange(0, mono.size, sample_rate / STEPS_PER_SECOND).astype(np.int64)
        bright = np.diff(mono, prepend=np.float32(0))
        bright -= np.float32(1 - _PRE_EMPHASIS) * mono
        bright *= bright
        # A millisecond's mean is a low pass at some 400 Hz.
        low = np.add.reduceat(mono, edges) / np.diff(edges, append=mono.size)
        return cls(
            _rises(np.add.reduceat(bright, edges), _SMOOTH_BRIGHT, 5),
            _rises(np.asarray(low * low), _SMOOTH_LOW, 20),
        )


def _rises(power: NDArray[np.floating], width: int, reach: int) -> Onsets:
    """How much louder it is than `reach` steps ago, smoothed over `width` steps; 12 dB at most."""
    shape = np.hanning(width)[1:-1]
    smooth = np.convolve(power, shape / shape.sum(), mode="same")
    level = 10 * np.log10(smooth + smooth.max() * 1e-6 + 1e-20)
    rise = np.zeros_like(level)
    rise[reach:] = np.maximum(level[reach:] - level[:-reach], 0)
    return np.asarray(np.minimum(rise, 12.0), dtype=np.float32)


def struck_lag(struck: Onsets, start: int, stop: int, lag: int, reach: int) -> tuple[float, float]:
    """At which lag near `lag` (steps, +- `reach`) the strokes of `[start, stop)` come again.

    Returns the lag in steps, to a fraction by a parabola, and the correlation there (0..1);
    `lag` itself and 0 where the recording does not reach that far.
    """
    here = struck[start:stop] - struck[start:stop].mean()
    first, last = start + lag - reach, stop + lag + reach
    if first < 0 or last > struck.size:
        first_fits, last_fits = max(first, 0), min(last, struck.size)
        if last_fits - first_fits < here.size:
            return float(lag), 0.0
        first, last = first_fits, last_fits
    there = struck[first:last]
    products = np.correlate(there, here)  # `here` has no mean: that of `there` adds nothing
    total, square = (
        np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        for values in (there, there * there)
    )
    sums, squares = (running[here.size :] - running[: -here.size] for running in (total, square))
    power = squares - sums**2 / here.size
    scale = np.sqrt(np.maximum(power, 0) * np.dot(here, here))
    values = np.where(scale > 1e-6, products / np.maximum(scale, 1e-6), 0.0)
    best = int(np.argmax(values))
    shift = 0.0
    if 0 < best < values.size - 1:
        before, peak, after = (float(value) for value in values[best - 1 : best + 2])
        bend = before - 2 * peak + after
        shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return first - start + best + shift, float(values[best])


@dataclass(frozen=True, slots=True)
class Pulse:
    """How regularly a recording is struck, by the distance in time."""

    regularity: NDArray[np.float64]  # the strokes' autocorrelation, one value each `_STEP` ms

    @classmethod
    def felt(cls, strokes: Strokes) -> Pulse:
        """The pulse of a whole recording: of its treble and, as much, of its bass.

        Cymbals fill the beats evenly; kicks and basses tell three beats of two halves each from
        two of three.
        """
        both = [_regularity(struck) for struck in (strokes.bright, strokes.low)]
        return cls(np.asarray(np.mean(both, axis=0)))

    def beats_in(self, period_seconds: float) -> int:
        """How many beats a loop of `period_seconds` has; 0 where no pulse is felt."""
        slowest = max(1, round(period_seconds * SLOWEST_BPM / 60))
        beats = np.arange(slowest, round(period_seconds * FASTEST_BPM / 60) + 1)
        if not beats.size:
            return 0
        # Music is built of bars of four, less often of three.
        bars = np.where(beats % 4 == 0, 1.0, np.where(beats % 3 == 0, 0.97, 0.9))
        regular, taste = self._judged(period_seconds / beats)
        best = int(np.argmax(regular * taste * bars))
        return int(beats[best]) if regular[best] > _LEAST_REGULARITY else 0

    def beat_seconds(self) -> float:
        """How long a beat lasts; 0 where no pulse is felt."""
        count = int(np.log(FASTEST_BPM / SLOWEST_BPM) / np.log1p(_TEMPO_GRAIN))
        spans = 60 / (SLOWEST_BPM * (1 + _TEMPO_GRAIN) ** np.arange(count))
        regular, taste = self._judged(spans)
        best = int(np.argmax(regular * taste))
        if regular[best] <= _LEAST_REGULARITY:
            return 0.0
        half = int(np.abs(spans - spans[best] / 2).argmin())
        if abs(2 * spans[half] / spans[best] - 1) < _TEMPO_GRAIN:
            best = half if regular[half] >= _AS_REGULAR * regular[best] else best
        # The further away the beat that is met, the finer the tempo.
        for ahead in (4, _LONG_AHEAD, 64):
            finer = spans[best] * np.linspace(1 - 0.02 / ahead, 1 + 0.02 / ahead, 81)
            regular = self._judged(finer, ahead)[0]
            spans, best = finer, int(np.argmax(regular))
            if ahead == _LONG_AHEAD and regular[best] <= _LEAST_LONG_REGULARITY:
                return 0.0
        return float(spans[best])

    def _judged(
        self, spans: NDArray[np.float64], ahead: int = _BEATS_AHEAD
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How much more is struck on beats of so many seconds than beside; how usual they are."""
        steps = spans[:, None] * STEPS_PER_SECOND / _STEP
        distances = np.arange(self.regularity.size)
        on, early, late = (
            np.interp(
                steps * (np.arange(1, ahead + 1) + beside),
                distances,
                self.regularity,
                right=0.0,
            )
            for beside in (0, -_BESIDE, _BESIDE)
        )
        taste = np.exp(-0.5 * (np.log2(60 / spans / _USUAL_BPM) / 0.9) ** 2)
        return np.asarray((on - (early + late) / 2).mean(axis=1)), np.asarray(taste)


def _regularity(struck: Onsets) -> NDArray[np.float64]:
    coarse = struck[: struck.size // _STEP * _STEP].reshape(-1, _STEP).sum(axis=1)
    smooth = np.convolve(coarse - coarse.mean(), np.hanning(9), mode="same")
    auto = autocorrelation(smooth)
    return auto / auto[0] if auto[0] > 0 else np.zeros_like(auto)
