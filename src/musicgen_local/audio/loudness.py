"""Loudness after ITU-R BS.1770-5 and EBU R128, streamed in constant memory."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.filters import Biquad, BiquadCascade
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.audio.value import FloatArray

_STEPS_PER_SECOND = 10  # 400 ms blocks overlap by 75 %
_MOMENTARY_STEPS = 4  # 400 ms
_SHORT_TERM_STEPS = 30  # 3 s

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0  # BS.1770-5, Annex 1
_RANGE_GATE_LU = -20.0  # EBU Tech 3342
_RANGE_PERCENTILES = (0.10, 0.95)

_STEPS_AT_ONCE = 1_000  # gated in one go

_BIN_LU = 0.01
_BINS = 8_500  # from the absolute gate up to +15 LUFS


def k_weighting(sample_rate: int) -> list[Biquad]:
    """The two sections of BS.1770's K-weighting, for any rate.

    The standard prints coefficients for 48 kHz only. These are its analogue prototypes, as
    B. De Man derived them ("Evaluation of Implementations of the EBU R128 Loudness Measurement",
    AES 145, 2018), through the bilinear transform.
    """
    k = math.tan(math.pi * 1681.974450955533 / sample_rate)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = Biquad(
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    )
    k = math.tan(math.pi * 38.13547087602444 / sample_rate)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    low_cut = Biquad(1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
    return [shelf, low_cut]


def lufs(power: float) -> float:
    """Loudness of a mean K-weighted square, summed over the channels."""
    return -0.691 + 10 * math.log10(power) if power > 0 else -math.inf


class LoudnessHistogram:
    """How often each loudness was met, and with what power: gates can be set afterwards."""

    def __init__(self) -> None:
        self._counts = np.zeros(_BINS, dtype=np.int64)
        self._powers = np.zeros(_BINS, dtype=np.float64)

    def add(self, powers: NDArray[np.float64]) -> None:
        """Take in blocks of mean K-weighted squares; those below -70 LUFS are dropped."""
        loud = powers[powers > 10 ** ((_ABSOLUTE_GATE_LUFS + 0.691) / 10)]
        position = (-0.691 + 10 * np.log10(loud) - _ABSOLUTE_GATE_LUFS) / _BIN_LU
        bins = np.clip(position.astype(np.int64), 0, _BINS - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._powers, bins, loud)

    def mean_lufs(self, above: int = 0) -> float:
        """Loudness of the mean power of the bins from `above` on; minus infinity when empty."""
        count = int(self._counts[above:].sum())
        return lufs(float(self._powers[above:].sum()) / count) if count else -math.inf

    def gated_lufs(self) -> float:
        """Mean after the absolute and the relative gate."""
        return self.mean_lufs(self._first_bin(_RELATIVE_GATE_LU))

    def range_lu(self) -> float:
        """Distance of the 10th and 95th percentiles above the relative gate of EBU Tech 3342."""
        first = self._first_bin(_RANGE_GATE_LU)
        cumulative = np.cumsum(self._counts[first:])
        if not len(cumulative) or cumulative[-1] == 0:
            return 0.0
        low, high = (
            int(np.searchsorted(cumulative, share * (cumulative[-1] - 1), side="right"))
            for share in _RANGE_PERCENTILES
        )
        return (high - low) * _BIN_LU

    def _first_bin(self, relative_gate_lu: float) -> int:
        mean = self.mean_lufs()
        if not math.isfinite(mean):
            return 0
        gate = mean + relative_gate_lu - _ABSOLUTE_GATE_LUFS
        return min(max(math.ceil(gate / _BIN_LU), 0), _BINS - 1)


class GatedLoudness:
    """Loudness of a stream that arrives as mean K-weighted squares of 100 ms each."""

    def __init__(self) -> None:
        self._waiting: list[NDArray[np.float64]] = []
        self._steps_waiting = 0
        self._recent = np.zeros(0, dtype=np.float64)
        self._momentary = LoudnessHistogram()
        self._short_term = LoudnessHistogram()
        self._momentary_max = 0.0
        self._short_term_max = 0.0

    def add(self, steps: NDArray[np.float64]) -> None:
        """Take in the next 100 ms steps."""
        self._waiting.append(steps)
        self._steps_waiting += len(steps)
        if self._steps_waiting >= _STEPS_AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        """Count what waits: a few steps take as long as a thousand."""
        if not self._steps_waiting:
            return
        steps = np.concatenate(self._waiting)
        self._waiting, self._steps_waiting = [], 0
        self._momentary_max = max(
            self._momentary_max, self._add_means(self._momentary, steps, _MOMENTARY_STEPS)
        )
        self._short_term_max = max(
            self._short_term_max, self._add_means(self._short_term, steps, _SHORT_TERM_STEPS)
        )
        kept = np.concatenate((self._recent, steps))
        self._recent = kept[max(len(kept) - _SHORT_TERM_STEPS + 1, 0) :]

    def _add_means(
        self, histogram: LoudnessHistogram, steps: NDArray[np.float64], width: int
    ) -> float:
        before = self._recent[max(len(self._recent) - width + 1, 0) :]
        joined = np.concatenate((before, steps))
        if len(joined) < width:
            return 0.0
        means = np.lib.stride_tricks.sliding_window_view(joined, width).mean(axis=1)
        histogram.add(means)
        return float(means.max())

    @property
    def integrated_lufs(self) -> float:
        """Gated loudness of everything so far; minus infinity for silence or less than 400 ms."""
        self._settle()
        return self._momentary.gated_lufs()

    @property
    def range_lu(self) -> float:
        """Loudness range (LRA)."""
        self._settle()
        return self._short_term.range_lu()

    @property
    def momentary_max_lufs(self) -> float:
        """Loudest 400 ms."""
        self._settle()
        return lufs(self._momentary_max)

    @property
    def short_term_max_lufs(self) -> float:
        """Loudest 3 s."""
        self._settle()
        return lufs(self._short_term_max)


class KPower:
    """K-weighted power of a stream, frame by frame."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._filter = BiquadCascade(k_weighting(sample_rate), channels)

    def process(self, block: FloatArray) -> FloatArray:
        """Squares summed over the channels, float32 [frames], of `block` [channels, frames]."""
        weighted = self._filter.process(block)
        np.square(weighted, out=weighted)
        for more in weighted[1:]:
            weighted[0] += more
        power: FloatArray = weighted[0]
        return power


class StepMeans:
    """Means over steps of `frames` frames of a stream; the rest waits for the next block."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._sum = 0.0
        self._filled = 0

    def process(self, values: FloatArray) -> NDArray[np.float64]:
        """Means of the steps that `values` [frames] completes."""
        need = self._frames - self._filled
        if len(values) < need:
            self._sum += float(values.sum(dtype=np.float64))
            self._filled += len(values)
            return np.zeros(0, dtype=np.float64)
        first = self._sum + float(values[:need].sum(dtype=np.float64))
        whole = (len(values) - need) // self._frames
        stop = need + whole * self._frames
        sums = values[need:stop].reshape(whole, self._frames).sum(axis=1, dtype=np.float64)
        self._sum = float(values[stop:].sum(dtype=np.float64))
        self._filled = len(values) - stop
        return np.concatenate(([first], sums)) / self._frames


def step_frames(sample_rate: int) -> int:
    """Frames in the 100 ms by which the measuring blocks move."""
    return max(round(sample_rate / _STEPS_PER_SECOND), 1)


class LoudnessMeter:
    """Loudness of a stream of 1 or 2 channels."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._power = KPower(sample_rate, channels)
        self._steps = StepMeans(step_frames(sample_rate))
        self._gated = GatedLoudness()

    def add(self, block: FloatArray) -> None:
        """Take in `block`, [channels, frames]."""
        self._gated.add(self._steps.process(self._power.process(block)))

    @property
    def integrated_lufs(self) -> float:
        """Gated loudness of everything so far; minus infinity for silence or less than 400 ms."""
        return self._gated.integrated_lufs

    @property
    def loudness_range_lu(self) -> float:
        """Loudness range (LRA), EBU Tech 3342."""
        return self._gated.range_lu

    @property
    def momentary_max_lufs(self) -> float:
        """Loudest 400 ms."""
        return self._gated.momentary_max_lufs

    @property
    def short_term_max_lufs(self) -> float:
        """Loudest 3 s."""
        return self._gated.short_term_max_lufs


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter says of a whole piece; minus infinity stands for silence."""

    integrated_lufs: float
    range_lu: float
    momentary_max_lufs: float
    short_term_max_lufs: float
    true_peak_dbtp: float


def measure(blocks: Iterable[FloatArray], sample_rate: int, channels: int) -> Loudness:
    """Loudness and true peak of `blocks`, each [channels, frames]."""
    meter = LoudnessMeter(sample_rate, channels)
    peak = TruePeakMeter(sample_rate, channels)
    for block in blocks:
        meter.add(block)
        peak.add(block)
    return Loudness(
        meter.integrated_lufs,
        meter.loudness_range_lu,
        meter.momentary_max_lufs,
        meter.short_term_max_lufs,
        peak.peak_dbtp,
    )
