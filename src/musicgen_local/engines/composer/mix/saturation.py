"""Drive and the guitar amplifier: one oversampled curve, and what stands around it."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from musicgen_local.audio.filters import (
    BiquadCascade,
    high_pass,
    high_shelf,
    low_pass,
    peaking,
)
from musicgen_local.engines.composer.mix.curves import FloatArray, db_to_gain
from musicgen_local.engines.composer.mix.phases import (
    HISTORY,
    convolve,
    falling_phases,
    rising_phases,
)
from musicgen_local.engines.composer.mix.preset import AmpSim

_BLOCK = 256
_TYPICAL_PEAK = 0.25  # the amplitude whose level a saturator keeps


class Saturator:
    """x / sqrt(1 + x^2) at `oversampling` times the rate; `bias` adds even harmonics.

    A tone of amplitude 0.25 leaves as loud as it came; what is louder is held back.
    """

    def __init__(self, amount_db: float, *, oversampling: int = 2, bias: float = 0.0) -> None:
        self._gain = db_to_gain(amount_db)
        self._bias = bias
        rest = _curve(bias)
        driven = _curve(self._gain * _TYPICAL_PEAK + bias) - _curve(
            bias - self._gain * _TYPICAL_PEAK
        )
        self._makeup = 2.0 * _TYPICAL_PEAK / driven
        self._rest = rest
        self._up = rising_phases(oversampling)
        self._down = falling_phases(oversampling)
        self._before = np.zeros((2, HISTORY), dtype=np.float32)
        self._between = np.zeros((2, oversampling, HISTORY), dtype=np.float32)

    def process(self, audio: FloatArray, start: int) -> FloatArray:  # noqa: ARG002
        """Saturate stereo frames in place, 15 frames late."""
        _saturate(
            audio,
            self._up,
            self._down,
            self._gain,
            self._bias,
            self._rest,
            self._makeup,
            self._before,
            self._between,
        )
        return audio


class Amplifier:
    """A guitar amplifier and its 4 x 12 cabinet: tight bass, biased stage, dip and roll-off."""

    def __init__(self, amp: AmpSim, sample_rate: int) -> None:
        rate = sample_rate
        self._before = BiquadCascade(
            [
                high_pass(110.0, sample_rate=rate),
                peaking(850.0, 4.0, 0.6, sample_rate=rate),
                high_shelf(2_500.0, -4.0 + 8.0 * amp.bright, sample_rate=rate),
            ]
        )
        self._stage = Saturator(amp.drive_db, oversampling=4, bias=0.25)
        corner = 4_300.0 + 1_200.0 * amp.bright
        self._cabinet = BiquadCascade(
            [
                high_pass(75.0, 0.9, sample_rate=rate),
                peaking(115.0, 3.0, 1.2, sample_rate=rate),
                peaking(420.0, -3.5, 0.9, sample_rate=rate),
                peaking(2_600.0, 2.0 + 3.0 * amp.bright, 1.1, sample_rate=rate),
                low_pass(corner, 1.0, sample_rate=rate),
                low_pass(corner * 1.15, 0.6, sample_rate=rate),
            ]
        )

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """Stereo frames through the amplifier, each channel its own."""
        return self._cabinet.apply(self._stage.process(self._before.apply(audio), start))


def _curve(value: float) -> float:
    return value / math.sqrt(1.0 + value * value)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _saturate(
    audio: FloatArray,
    up: FloatArray,
    down: FloatArray,
    gain: float,
    bias: float,
    rest: float,
    makeup: float,
    before: FloatArray,
    between: FloatArray,
) -> None:
    lift, offset = np.float32(gain), np.float32(bias)
    still, level = np.float32(rest), np.float32(makeup)
    one = np.float32(1.0)
    source = np.empty(HISTORY + _BLOCK, dtype=np.float32)
    shaped = np.empty(HISTORY + _BLOCK, dtype=np.float32)
    values = shaped[HISTORY:]
    for channel in range(2):
        for first in range(0, audio.shape[1], _BLOCK):
            count = min(_BLOCK, audio.shape[1] - first)
            out = audio[channel, first : first + count]
            for n in range(HISTORY):
                source[n] = before[channel, n]
            for n in range(count):
                source[n + HISTORY] = out[n]
                out[n] = np.float32(0.0)
            last = source[count:]
            for n in range(HISTORY):
                before[channel, n] = last[n]
            for phase in range(up.shape[0]):
                for n in range(HISTORY):
                    shaped[n] = between[channel, phase, n]
                for n in range(count):
                    values[n] = np.float32(0.0)
                convolve(source, up[phase], values[:count])
                for n in range(count):
                    x = lift * values[n] + offset
                    values[n] = level * (x / np.sqrt(one + x * x) - still)
                last = shaped[count:]
                for n in range(HISTORY):
                    between[channel, phase, n] = last[n]
                convolve(shaped, down[phase], out)
