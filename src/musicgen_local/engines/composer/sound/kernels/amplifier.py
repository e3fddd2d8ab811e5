"""A tube amplifier and its cabinet: a curve at twice the rate, and six first-order filters."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.kernels import INNER

Floats = NDArray[np.float32]

_BLOCK = 256
_REACH = 8  # frames on each side that the interpolation looks at


def _between() -> Floats:
    """Taps [2 * _REACH] that give the value halfway between two frames: a sinc, Kaiser window."""
    offsets = np.arange(2 * _REACH) - _REACH + 0.5
    window = np.i0(6.5 * np.sqrt(1.0 - np.square(offsets / _REACH))) / np.i0(6.5)
    return np.asarray(np.sinc(offsets) * window, dtype=np.float32)


HALFWAY = _between()


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def amplify(
    audio: Floats, halfway: Floats, drive: float, low_hz: float, high_hz: float, rate: float
) -> None:
    """Drive `audio` [2, frames] through tanh at twice the rate and a cabinet, in place.

    `halfway` is `HALFWAY`. The cabinet is two first-order high-passes at `low_hz` and four
    low-passes at `high_hz`: what they leave above half the rate lies under -54 dB, so every
    second value is the answer.
    """
    frames = audio.shape[1]
    bass = math.tan(math.pi * low_hz / (2.0 * rate))
    treble = math.tan(math.pi * high_hz / (2.0 * rate))
    b = bass / (1.0 + bass)
    t = treble / (1.0 + treble)
    padded = np.zeros(frames + _BLOCK + 2 * _REACH, np.float32)
    doubled = np.empty(2 * _BLOCK, np.float32)
    between = np.empty(_BLOCK, np.float32)
    for side in range(audio.shape[0]):
        for n in range(frames):
            padded[_REACH + n] = audio[side, n]
        h1, h2, l1, l2, l3, l4 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for first in range(0, frames, _BLOCK):
            for j in range(_BLOCK):
                between[j] = np.float32(0.0)
            for k in range(halfway.shape[0]):
                tap = halfway[k]
                here = padded[first + k + 1 :]
                for j in range(_BLOCK):
                    between[j] += tap * here[j]
            here = padded[first + _REACH :]
            for j in range(_BLOCK):
                doubled[2 * j] = here[j]
                doubled[2 * j + 1] = between[j]
            _bend(doubled, np.float32(drive))
            for j in range(2 * min(_BLOCK, frames - first)):
                x = float(doubled[j])
                v = (x - h1) * b
                x -= v + h1
                h1 += 2.0 * v
                v = (x - h2) * b
                x -= v + h2
                h2 += 2.0 * v
                v = (x - l1) * t
                x = v + l1
                l1 = x + v
                v = (x - l2) * t
                x = v + l2
                l2 = x + v
                v = (x - l3) * t
                x = v + l3
                l3 = x + v
                v = (x - l4) * t
                x = v + l4
                l4 = x + v
                if j & 1 == 0:
                    audio[side, first + (j >> 1)] = x


@njit(**INNER)  # type: ignore[untyped-decorator]
def _bend(values: Floats, drive: np.float32) -> None:
    """tanh(drive x) by the seventh convergent of its continued fraction, within 1e-4."""
    most = np.float32(4.97)
    for j in range(values.shape[0]):
        x = max(-most, min(most, values[j] * drive))
        y = x * x
        above = np.float32(135135) + y * (np.float32(17325) + y * (np.float32(378) + y))
        below = np.float32(135135) + y * (
            np.float32(62370) + y * (np.float32(3150) + np.float32(28) * y)
        )
        values[j] = x * above / below
