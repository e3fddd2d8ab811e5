"""The mix bus: first what is linear and stems share, then what colours the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from musicgen_local.audio.filters import Biquad, BiquadCascade, high_pass
from musicgen_local.engines.composer.mix.automation import Moves, SweepFilter
from musicgen_local.engines.composer.mix.curves import IDENTITY, Curve, FloatArray, place
from musicgen_local.engines.composer.mix.inserts import BLOCK_FRAMES, Chain, Insert
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.mix.tape import TapeMachine
from musicgen_local.engines.composer.mix.tonal_balance import NEUTRAL, TonalBalance, tilt_sections


class StereoField:
    """Tonal balance, width, mono bass, and the score's sweeps of the mix: all linear.

    Run over every stem, it leaves stems whose sum is the mix.
    """

    def __init__(
        self, preset: MixPreset, sample_rate: int, balance: TonalBalance = NEUTRAL
    ) -> None:
        self._width = np.float32(preset.width * balance.width)
        tilt = tilt_sections(balance.tilt_db, sample_rate) if balance.tilt_db else ()
        self._split: BiquadCascade | None = None
        if preset.mono_below_hz > 0:
            # Second-order Linkwitz-Riley: the all-pass has the high-pass's phase, so that what
            # stands on one side alone stays there.
            middle = _phase_turn(preset.mono_below_hz, sample_rate)
            side = high_pass(preset.mono_below_hz, 0.5, sample_rate=sample_rate)
            self._split = BiquadCascade([middle, *tilt], right=[side, *tilt])
        elif tilt:
            self._split = BiquadCascade(tilt)
        self._sweep = SweepFilter(sample_rate)

    def process(self, audio: FloatArray, moves: Moves) -> None:
        """Stereo frames, in place."""
        if self._split is not None or self._width != 1.0:
            for first in range(0, audio.shape[1], BLOCK_FRAMES):
                self._narrow(audio[:, first : first + BLOCK_FRAMES])
        self._sweep.process(audio, moves)
        if moves.gain is not None:
            place(audio, IDENTITY, np.stack([moves.gain, moves.gain]))

    def _narrow(self, block: FloatArray) -> None:
        parts = np.stack([block[0] + block[1], block[0] - block[1]])
        if self._split is not None:
            self._split.apply(parts)
        parts[0] *= np.float32(0.5)
        parts[1] *= np.float32(0.5) * self._width
        np.add(parts[0], parts[1], out=block[0])
        np.subtract(parts[0], parts[1], out=block[1])


def _phase_turn(hz: float, sample_rate: int) -> Biquad:
    """The all-pass (s - w) / (s + w) through the bilinear transform."""
    k = math.tan(math.pi * hz / sample_rate)
    return Biquad((1.0 - k) / (1.0 + k), -1.0, 0.0, (k - 1.0) / (k + 1.0), 0.0)


class Colour:
    """The bus inserts of the genre and its tape."""

    def __init__(self, preset: MixPreset, sample_rate: int, loop_seconds: float | None) -> None:
        self._chain = Chain(preset.bus, sample_rate, loop_seconds)
        self._machines: Sequence[Insert] = ()
        if preset.tape is not None:
            self._machines = (TapeMachine(preset.tape, sample_rate, loop_seconds),)

    def process(self, audio: FloatArray, start: int) -> None:
        """Stereo frames, in place; `start` lies on the control grid."""
        self._chain.process(audio, start)
        for machine in self._machines:
            for first in range(0, audio.shape[1], BLOCK_FRAMES):
                block = audio[:, first : first + BLOCK_FRAMES]
                block[:] = machine.process(block, start + first)


def fade(audio: FloatArray, curve: Curve) -> None:
    """Multiply both channels by one curve, in place."""
    place(audio, IDENTITY, np.stack([curve, curve]))
