"""Second-order filters: designs after the Audio EQ Cookbook, and the cascade they stream through.

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

    `right` gives the second channel sections of its own, as many as the first has. The memory is
    float64, so a 30 Hz filter stays clean; blocks may be of any length.
    """

    def __init__(
        self,
        sections: Sequence[Biquad],
        channels: int = 2,
        *,
        right: Sequence[Biquad] | None = None,
    ) -> None:
        self._channels = channels
        self._sections = np.hstack([_pairs(sections), _pairs(sections if right is None else right)])
        self._state = np.zeros((len(self._sections), 4), dtype=np.float64)

    def process(self, block: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """`block` [channels, frames], filtered, as a new float32 array of the same shape.

        Raises:
            ValueError: when `block` has another number of channels than the cascade.
        """
        # A fresh array: numba compiles once more for a read-only one.
        return self.apply(np.array(block, dtype=np.float32, order="C"))

    def apply(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """As `process`, but in place; `block` is contiguous."""
        if block.ndim != 2 or block.shape[0] != self._channels:
            raise ValueError(f"expected [{self._channels}, frames], got {block.shape}")
        if self._channels == 2:
            _filter_pairs(block, self._sections, self._state)
        else:
            padded = np.concatenate((block, np.zeros_like(block)))
            _filter_pairs(padded, self._sections, self._state)
            block[:] = padded[:1]
        self._state[np.abs(self._state) < _SILENT_STATE] = 0.0
        return block

    def reset(self) -> None:
        """Forget what came before."""
        self._state[:] = 0.0


def _pairs(sections: Sequence[Biquad]) -> NDArray[np.float64]:
    """The coefficients of an even number of sections; the last may let everything pass."""
    through = Biquad(1.0, 0.0, 0.0, 0.0, 0.0)
    return coefficients([*sections, through][: len(sections) + len(sections) % 2])


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _filter_pairs(
    audio: NDArray[np.float32], sections: NDArray[np.float64], state: NDArray[np.float64]
) -> None:
    """Transposed direct form II, in place, with its memory in registers.

    Two sections a pass, and both channels: while one waits for itself the others run.
    """
    left, right = audio[0], audio[1]
    for s in range(0, sections.shape[0], 2):
        l0, l1, l2, l3, l4, r0, r1, r2, r3, r4 = sections[s]
        m0, m1, m2, m3, m4, q0, q1, q2, q3, q4 = sections[s + 1]
        a, b, c, d = state[s]
        e, f, g, h = state[s + 1]
        for n in range(left.shape[0]):
            x = np.float64(left[n])
            y = l0 * x + a
            a = (l1 * x + b) - l3 * y
            b = l2 * x - l4 * y
            x = m0 * y + e
            e = (m1 * y + f) - m3 * x
            f = m2 * y - m4 * x
            left[n] = np.float32(x)
            x = np.float64(right[n])
            y = r0 * x + c
            c = (r1 * x + d) - r3 * y
            d = r2 * x - r4 * y
            x = q0 * y + g
            g = (q1 * y + h) - q3 * x
            h = q2 * y - q4 * x
            right[n] = np.float32(x)
        state[s, 0], state[s, 1], state[s, 2], state[s, 3] = a, b, c, d
        state[s + 1, 0], state[s + 1, 1], state[s + 1, 2], state[s + 1, 3] = e, f, g, h
