"""Rooms and halls: a feedback delay network of eight lines at half the sample rate.

J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES 90th
convention, 1991: per-line gains and one-pole damping from the decay time; M. Schroeder's all-passes
thicken the input; slowly wandering line lengths keep single modes from ringing.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.audio.filters import BiquadCascade, high_pass, low_pass
from musicgen_local.engines.composer.mix.curves import FloatArray, grid_points, seamless_rate
from musicgen_local.engines.composer.mix.phases import HalfRate
from musicgen_local.engines.composer.mix.preset import Reverb
from musicgen_local.engines.composer.mix.timeline import GRID

LINES = 8
_WANDERING = 4  # the first lines change their length; the others stand still
_BLOCK = GRID // 2  # at half the rate: one control step
_LINE_MS = (32.1, 38.3, 45.7, 53.9, 61.3, 68.7, 76.1, 84.7)  # of a hall of _LINE_DECAY
_LINE_DECAY = 2.2
_DIFFUSER_MS = ((1.73, 3.11, 4.87, 8.23), (1.91, 3.47, 5.41, 9.07))
_WANDER_MS = 0.22
_WANDER_HZ = (0.31, 0.47, 0.59, 0.73)
_MAKEUP = 1.45  # for what band limits and damping take from music (pink noise, K-weighted)
_EARLY = 1.2  # the diffused send by itself: first reflections, before the lines answer
_HIGH_DECAY = 0.4  # decay at the top of the band, as a share of `decay_seconds`


class ReverbReturn:
    """What a room gives back: a stereo send in, its wide wet sound out, both at full rate.

    A steady send returns about as loud as it went in, whatever the decay time.
    """

    def __init__(self, reverb: Reverb, sample_rate: int, loop_seconds: float | None = None) -> None:
        rate = sample_rate / 2
        self.decay_seconds = reverb.decay_seconds
        size = min(max(math.sqrt(reverb.decay_seconds / _LINE_DECAY), 0.35), 1.2)
        lengths = _primes_near([ms * 1e-3 * rate * size for ms in _LINE_MS])
        self._lengths = np.array(lengths, dtype=np.float64)
        decay = np.power(10.0, -3.0 * self._lengths / (reverb.decay_seconds * rate))
        high = np.power(decay, 1.0 / _HIGH_DECAY)
        poles = (1.0 - high / decay) / (1.0 + high / decay)
        self._poles = poles.astype(np.float32)
        self._gains = (decay * (1.0 - poles)).astype(np.float32)
        kept = float(np.mean(np.square(decay)))
        self._input_gain = _MAKEUP * math.sqrt((1.0 - kept) / (LINES * kept))
        diffusers = [[max(ms * 1e-3 * rate, _BLOCK + 2.0) for ms in side] for side in _DIFFUSER_MS]
        self._diffusers = np.array([_primes_near(side) for side in diffusers], dtype=np.int64)
        self._predelay = round(reverb.predelay_ms * 1e-3 * rate)
        self._turns = [
            2 * math.pi * seamless_rate(hz, loop_seconds) / sample_rate for hz in _WANDER_HZ
        ]
        self._wander = _WANDER_MS * 1e-3 * rate
        self._history = max(int(max(lengths) + self._wander) + 8, self._predelay + 1, 512)
        rows = 2 + self._diffusers.size + LINES
        self._memory = np.zeros((rows, 3 * self._history + _BLOCK), dtype=np.float32)
        self._cursor = self._history
        self._damped = np.zeros(LINES, dtype=np.float32)
        self._rate = HalfRate()
        corners = int(rate)
        self._band = BiquadCascade(
            [
                high_pass(reverb.highpass_hz, sample_rate=corners),
                low_pass(min(reverb.lowpass_hz, 0.45 * rate), sample_rate=corners),
            ]
        )

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """The wet sound of a send [2, frames]; `start` and the length lie on the control grid."""
        feed = self._band.apply(self._rate.down(audio))
        points = grid_points(start, audio.shape[1])
        lengths = np.empty((_WANDERING, len(points)))
        for line, turn in enumerate(self._turns):
            lengths[line] = self._lengths[line] + self._wander * np.sin(turn * points + line)
        wet = np.empty_like(feed)
        self._cursor = _circulate(
            feed,
            wet,
            self._memory,
            self._cursor,
            self._history,
            self._predelay,
            self._diffusers,
            self._lengths.astype(np.int64),
            lengths,
            self._gains,
            self._poles,
            self._damped,
            self._input_gain,
        )
        return self._rate.up(wet)


def _primes_near(values: list[float]) -> list[int]:
    """A different prime close to each value, so that no two lines share an echo."""
    found: list[int] = []
    for value in values:
        number = max(2, round(value))
        while number in found or any(number % k == 0 for k in range(2, math.isqrt(number) + 1)):
            number += 1
        found.append(number)
    return found


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _circulate(
    feed: FloatArray,
    wet: FloatArray,
    memory: FloatArray,
    cursor: int,
    history: int,
    predelay: int,
    diffusers: NDArray[np.int64],
    lengths: NDArray[np.int64],
    wandering: NDArray[np.float64],
    gains: FloatArray,
    poles: FloatArray,
    damped: FloatArray,
    input_gain: float,
) -> int:
    """Blocks shorter than any delay: everything but the damping runs along time, many at once.

    Rows of `memory`: pre-delay of both sides, their diffusers, the lines. The cursor walks to the
    end of the rows, then the last `history` samples move to the front. Returns the cursor.
    """
    thick = np.float32(0.6)
    quiet = np.float32(1e-20)  # keeps the lines out of slow subnormals
    scale = np.float32(1.0 / math.sqrt(8.0))
    level = np.float32(input_gain)
    early = np.float32(_EARLY * input_gain)
    sides = np.empty((2, _BLOCK), dtype=np.float32)
    lines = np.empty((8, _BLOCK), dtype=np.float32)
    c = np.empty(4, dtype=np.float32)
    dc = np.empty(4, dtype=np.float32)
    stages = diffusers.shape[1]
    base = 2 + 2 * stages
    for block in range(wandering.shape[1] - 1):
        first = block * _BLOCK
        count = min(_BLOCK, feed.shape[1] - first)
        if cursor + _BLOCK > memory.shape[1]:
            for i in range(memory.shape[0]):
                row = memory[i]
                past = row[cursor - history : cursor]
                for n in range(history):
                    row[n] = past[n]
            cursor = history
        for side in range(2):
            row = memory[side]
            now, past = row[cursor:], row[cursor - predelay :]
            fresh, x = feed[side, first:], sides[side]
            for n in range(count):
                now[n] = fresh[n]
            for n in range(count):
                x[n] = past[n] + quiet
            for stage in range(stages):
                row = memory[2 + side * stages + stage]
                now, past = row[cursor:], row[cursor - diffusers[side, stage] :]
                for n in range(count):
                    v = x[n] - thick * past[n]
                    now[n] = v
                    x[n] = past[n] + thick * v
        for i in range(8):
            line = lines[i]
            row = memory[base + i]
            if i < wandering.shape[0]:
                at = cursor - wandering[i, block]
                index = int(at)
                _cubic(at - index, c)
                _cubic(cursor - wandering[i, block + 1] - index, dc)
                for k in range(4):
                    dc[k] = (dc[k] - c[k]) / np.float32(_BLOCK)
                past = row[index - 1 :]
                for n in range(count):
                    t = np.float32(n)
                    line[n] = (
                        (c[0] + dc[0] * t) * past[n]
                        + (c[1] + dc[1] * t) * past[n + 1]
                        + (c[2] + dc[2] * t) * past[n + 2]
                        + (c[3] + dc[3] * t) * past[n + 3]
                    )
            else:
                past = row[cursor - lengths[i] :]
                for n in range(count):
                    line[n] = past[n]
        for i in range(0, 8, 4):  # four at a time: each waits for itself only
            z0, z1, z2, z3 = damped[i], damped[i + 1], damped[i + 2], damped[i + 3]
            p0, p1, p2, p3 = poles[i], poles[i + 1], poles[i + 2], poles[i + 3]
            g0, g1, g2, g3 = gains[i], gains[i + 1], gains[i + 2], gains[i + 3]
            for n in range(count):
                z0 = g0 * lines[i, n] + p0 * z0
                z1 = g1 * lines[i + 1, n] + p1 * z1
                z2 = g2 * lines[i + 2, n] + p2 * z2
                z3 = g3 * lines[i + 3, n] + p3 * z3
                lines[i, n], lines[i + 1, n] = z0, z1
                lines[i + 2, n], lines[i + 3, n] = z2, z3
            damped[i], damped[i + 1], damped[i + 2], damped[i + 3] = z0, z1, z2, z3
        left, right = wet[0, first:], wet[1, first:]
        for n in range(count):
            near = lines[0, n] - lines[3, n] + lines[4, n] - lines[7, n]
            far = lines[1, n] - lines[2, n] + lines[5, n] - lines[6, n]
            left[n] = near + far + early * sides[0, n]
            right[n] = near - far + early * sides[1, n]
        for span in (1, 2, 4):  # fast Hadamard transform: orthogonal, every line feeds every line
            for i in range(8):
                if i & span == 0:
                    a, b = lines[i], lines[i + span]
                    for n in range(count):
                        a[n], b[n] = a[n] + b[n], a[n] - b[n]
        for i in range(8):
            line = lines[i]
            now = memory[base + i, cursor:]
            x = sides[i & 1]
            sign = level if i < 4 else -level
            for n in range(count):
                now[n] = scale * line[n] + sign * x[n]
        cursor += count
    return cursor


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _cubic(f: float, taps: FloatArray) -> None:
    """Lagrange weights of the samples at -1, 0, 1, 2 for a value at `f`."""
    taps[0] = -f * (f - 1.0) * (f - 2.0) / 6.0
    taps[1] = (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0
    taps[2] = -(f + 1.0) * f * (f - 2.0) / 2.0
    taps[3] = (f + 1.0) * f * (f - 1.0) / 6.0
