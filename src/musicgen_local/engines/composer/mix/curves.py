"""Control curves: everything that moves in a mix is a curve with one point every `GRID` frames.

A curve of a chunk has a point at each end, so that chunks join without a step; between points runs
a straight line (1.5 ms at 44.1 kHz), which no ear hears as a zipper.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.timeline import GRID

FloatArray = NDArray[np.float32]
Curve = NDArray[np.float32]  # [points] or [2, points]


def grid_points(start: int, frames: int) -> NDArray[np.float64]:
    """Frames at which the curves of `frames` frames from `start` have their points."""
    steps = -(-frames // GRID)
    return start + GRID * np.arange(steps + 1, dtype=np.float64)


def flat_curve(frames: int, value: float = 1.0) -> Curve:
    """A curve that stands still."""
    return np.full(-(-frames // GRID) + 1, value, dtype=np.float32)


def db_to_gain(db: float) -> float:
    """Amplitude ratio of a level in decibels."""
    return math.pow(10.0, db / 20.0)


def placement(pan: float, width: float) -> NDArray[np.float64]:
    """The 2 x 2 matrix that sets a stereo source's width and turns it to its place.

    Turning the stereo field keeps the power of any source (for a mono source it is the constant
    power law); the sides close towards the edges, so that a hard pan is one-sided.
    """
    side = width * (1.0 - abs(pan))
    angle = pan * math.pi / 4.0
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    near, far = (1.0 + side) / 2.0, (1.0 - side) / 2.0
    matrix: NDArray[np.float64] = turn @ np.array([[near, far], [far, near]])
    return matrix


def seamless_rate(rate_hz: float, loop_seconds: float | None) -> float:
    """The nearest rate that fits whole cycles into a loop, or `rate_hz` itself without one."""
    if loop_seconds is None or rate_hz <= 0.0:
        return rate_hz
    return max(1.0, round(rate_hz * loop_seconds)) / loop_seconds


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def place(audio: FloatArray, matrix: NDArray[np.float64], curves: Curve) -> None:
    """Multiply stereo frames by a 2 x 2 matrix and each channel by its curve [2, points]."""
    frames = audio.shape[1]
    ll, lr = np.float32(matrix[0, 0]), np.float32(matrix[0, 1])
    rl, rr = np.float32(matrix[1, 0]), np.float32(matrix[1, 1])
    step = np.float32(1.0 / GRID)
    for block in range(curves.shape[1] - 1):
        first = block * GRID
        count = min(GRID, frames - first)
        left0, right0 = curves[0, block], curves[1, block]
        left1 = (curves[0, block + 1] - left0) * step
        right1 = (curves[1, block + 1] - right0) * step
        left = audio[0, first : first + count]
        right = audio[1, first : first + count]
        for n in range(count):
            a, b = left[n], right[n]
            at = np.float32(n)
            left[n] = (ll * a + lr * b) * (left0 + left1 * at)
            right[n] = (rl * a + rr * b) * (right0 + right1 * at)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def send(audio: FloatArray, target: FloatArray, curve: Curve) -> None:
    """Add stereo frames to a bus, both channels at the level of one curve."""
    frames = audio.shape[1]
    step = np.float32(1.0 / GRID)
    for block in range(curve.shape[0] - 1):
        first = block * GRID
        count = min(GRID, frames - first)
        level = curve[block]
        slope = (curve[block + 1] - level) * step
        for channel in range(2):
            source = audio[channel, first : first + count]
            bus = target[channel, first : first + count]
            for n in range(count):
                bus[n] += source[n] * (level + slope * np.float32(n))


IDENTITY = np.eye(2)
