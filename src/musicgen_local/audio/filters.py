"""Second-order filters: designs after the Audio EQ Cookbook, and a cascade that streams blocks.

Source of the designs: R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter
coefficients", W3C Working Group Note.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

BUTTERWORTH_Q = math.sqrt(0.5)
# Below this a filter's memory is inaudible, and left alone it would decay into slow subnormals.
_SILENT_STATE = 1e-30


@dataclass(frozen=True, slots=True)
class Biquad:
    """One section, normalised so that a0 = 1: (b0 + b1/z + b2/z^2) / (1 + a1/z + a2/z^2)."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float

    def response(self, hz: float, sample_rate: int) -> complex:
        """Gain and phase at `hz` as a complex number."""
        z = np.exp(-2j * math.pi * hz / sample_rate)
        numerator = self.b0 + self.b1 * z + self.b2 * z * z
        return complex(numerator / (1.0 + self.a1 * z + self.a2 * z * z))


def high_pass(hz: float, q: float = BUTTERWORTH_Q, *, sample_rate: int) -> Biquad:
    """12 dB/octave high-pass; `hz` (0 to sample_rate / 2) is the corner.

    Raises:
        ValueError: when `hz` is not below the Nyquist frequency, or `q` not above zero.
    """
    cos, alpha = _angle(hz, q, sample_rate)
    return _normalised((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)


def low_pass(hz: float, q: float = BUTTERWORTH_Q, *, sample_rate: int) -> Biquad:
    """12 dB/octave low-pass; arguments and errors as `high_pass`."""
    cos, alpha = _angle(hz, q, sample_rate)
    return _normalised((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)


def band_pass(hz: float, q: float = 1.0, *, sample_rate: int) -> Biquad:
    """Band-pass with 0 dB at `hz`; arguments and errors as `high_pass`."""
    cos, alpha = _angle(hz, q, sample_rate)
    return _normalised(alpha, 0.0, -alpha, 1 + alpha, -2 * cos, 1 - alpha)


def all_pass(hz: float, q: float = BUTTERWORTH_Q, *, sample_rate: int) -> Biquad:
    """Flat gain, phase through -180 degrees at `hz`; arguments and errors as `high_pass`."""
    cos, alpha = _angle(hz, q, sample_rate)
    return _normalised(1 - alpha, -2 * cos, 1 + alpha, 1 + alpha, -2 * cos, 1 - alpha)


def peaking(hz: float, gain_db: float, q: float = 1.0, *, sample_rate: int) -> Biquad:
    """Bell of `gain_db` around `hz`; errors as `high_pass`."""
    cos, alpha = _angle(hz, q, sample_rate)
    a = 10 ** (gain_db / 40)
    return _normalised(
        1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a
    )


def low_shelf(hz: float, gain_db: float, *, sample_rate: int) -> Biquad:
    """Shelf of `gain_db` below `hz`, its slope the steepest monotonic; errors as `high_pass`."""
    cos, alpha = _angle(hz, BUTTERWORTH_Q, sample_rate)
    a = 10 ** (gain_db / 40)
    root = 2 * math.sqrt(a) * alpha
    return _normalised(
        a * ((a + 1) - (a - 1) * cos + root),
        2 * a * ((a - 1) - (a + 1) * cos),
        a * ((a + 1) - (a - 1) * cos - root),
        (a + 1) + (a - 1) * cos + root,
        -2 * ((a - 1) + (a + 1) * cos),
        (a + 1) + (a - 1) * cos - root,
    )


def high_shelf(hz: float, gain_db: float, *, sample_rate: int) -> Biquad:
    """Shelf of `gain_db` above `hz`; slope and errors as `low_shelf`."""
    cos, alpha = _angle(hz, BUTTERWORTH_Q, sample_rate)
    a = 10 ** (gain_db / 40)
    root = 2 * math.sqrt(a) * alpha
    return _normalised(
        a * ((a + 1) + (a - 1) * cos + root),
        -2 * a * ((a - 1) + (a + 1) * cos),
        a * ((a + 1) + (a - 1) * cos - root),
        (a + 1) - (a - 1) * cos + root,
        2 * ((a - 1) - (a + 1) * cos),
        (a + 1) - (a - 1) * cos - root,
    )


def dc_blocker(hz: float = 5.0, *, sample_rate: int) -> Biquad:
    """6 dB/octave high-pass for a constant offset: (1 - 1/z) / (1 - r/z), 0 dB at Nyquist."""
    r = math.exp(-2 * math.pi * hz / sample_rate)
    gain = (1 + r) / 2
    return Biquad(gain, -gain, 0.0, -r, 0.0)


def _angle(hz: float, q: float, sample_rate: int) -> tuple[float, float]:
    if not 0 < hz < sample_rate / 2:
        raise ValueError(f"{hz} Hz is not between 0 and {sample_rate / 2} Hz")
    if q <= 0:
        raise ValueError("q must be above zero")
    omega = 2 * math.pi * hz / sample_rate
    return math.cos(omega), math.sin(omega) / (2 * q)


def _normalised(b0: float, b1: float, b2: float, a0: float, a1: float, a2: float) -> Biquad:
    return Biquad(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0)


def coefficients(sections: Sequence[Biquad]) -> NDArray[np.float64]:
    """`sections` as the kernels read them: [sections, 5], in the order b0 b1 b2 a1 a2."""
    rows = [(s.b0, s.b1, s.b2, s.a1, s.a2) for s in sections]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 5)


class BiquadCascade:
    """Sections in series over a stream; what one block leaves ringing sounds in the next.

    The memory is float64, so a 30 Hz filter stays clean; blocks may be of any length.
    """

    def __init__(self, sections: Sequence[Biquad], channels: int) -> None:
        self._coefficients = coefficients(sections)
        self._state = np.zeros((channels, len(sections), 2), dtype=np.float64)

    def process(self, block: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """`block` [channels, frames], filtered, as a new float32 array of the same shape.

        Raises:
            ValueError: when `block` has another number of channels than the cascade.
        """
        # A fresh array: numba compiles once more for a read-only one.
        out = np.array(block, dtype=np.float32, order="C")
        if out.ndim != 2 or out.shape[0] != self._state.shape[0]:
            raise ValueError(f"expected [{self._state.shape[0]}, frames], got {out.shape}")
        if self._state.shape[1]:
            _run_cascade(out, self._coefficients, self._state)
            self._state[np.abs(self._state) < _SILENT_STATE] = 0.0
        return out

    def reset(self) -> None:
        """Forget what came before."""
        self._state[:] = 0.0


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _run_cascade(
    block: NDArray[np.float32], sections: NDArray[np.float64], state: NDArray[np.float64]
) -> None:
    """Transposed direct form II, in place. The channels lie innermost but one: they overlap."""
    for frame in range(block.shape[1]):
        for channel in range(block.shape[0]):
            x = np.float64(block[channel, frame])
            for s in range(sections.shape[0]):
                y = sections[s, 0] * x + state[channel, s, 0]
                state[channel, s, 0] = (
                    sections[s, 1] * x - sections[s, 3] * y + state[channel, s, 1]
                )
                state[channel, s, 1] = sections[s, 2] * x - sections[s, 4] * y
                x = y
            block[channel, frame] = np.float32(x)
