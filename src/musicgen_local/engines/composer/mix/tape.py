"""Tape: wow and flutter, saturation, a small head bump and a worn top."""

from __future__ import annotations

import math

import numpy as np

from musicgen_local.audio.filters import BiquadCascade, low_pass, peaking
from musicgen_local.engines.composer.mix.curves import FloatArray, grid_points, seamless_rate
from musicgen_local.engines.composer.mix.modulation import ModulatedDelay
from musicgen_local.engines.composer.mix.preset import Tape
from musicgen_local.engines.composer.mix.saturation import Saturator

# Rates that never meet again soon, and each one's share of the wow or the flutter.
_WOW = ((0.53, 0.6), (0.87, 0.4))
_FLUTTER = ((6.1, 0.6), (9.7, 0.4))


class TapeMachine:
    """A worn machine over the whole mix; frames in are frames out, a few of them late."""

    def __init__(self, tape: Tape, sample_rate: int, loop_seconds: float | None = None) -> None:
        self._swings: list[tuple[float, float]] = []  # turn in radians per frame, depth in frames
        for partials, cents in ((_WOW, tape.wow_cents), (_FLUTTER, tape.flutter_cents)):
            for rate_hz, share in partials:
                turn = 2 * math.pi * seamless_rate(rate_hz, loop_seconds) / sample_rate
                # A delay that swings by A frames shifts the pitch by A x turn at its fastest.
                self._swings.append((turn, (2 ** (cents * share / 1200) - 1) / turn))
        self._centre = sum(depth for _, depth in self._swings) + 2.0
        self._delay = ModulatedDelay(2 * self._centre)
        self._saturator = Saturator(tape.drive_db) if tape.drive_db > 0 else None
        self._tone = BiquadCascade(
            [
                peaking(75.0, 1.2, 0.8, sample_rate=sample_rate),
                low_pass(min(tape.lowpass_hz, 0.49 * sample_rate), sample_rate=sample_rate),
            ]
        )

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """Stereo frames off the tape."""
        points = grid_points(start, audio.shape[1])
        delay = np.full(len(points), self._centre)
        for turn, depth in self._swings:
            delay += depth * np.sin(turn * points)
        moved = self._delay.process(audio, np.stack([delay, delay]), 0.0, 1.0)
        if self._saturator is not None:
            moved = self._saturator.process(moved, start)
        return self._tone.apply(moved)
