"""Filters in series over stereo blocks, in place: the desk's busiest tool.

The cascade of `audio.filters` takes any number of channels and keeps its memory in arrays. Here two
channels run side by side with theirs in registers, which is three times as fast; the designs are
shared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.audio.filters import Biquad, coefficients
from musicgen_local.engines.composer.mix.curves import FloatArray

_SILENT = 1e-30  # a memory below this is cleared before it decays into slow subnormals


class Equalizer:
    """Second-order sections over a stereo stream; blocks may be of any length."""

    def __init__(self, sections: Sequence[Biquad], right: Sequence[Biquad] | None = None) -> None:
        """`right` gives the second channel filters of its own, as many as the first has."""
        self._sections = np.stack([_pairs(sections), _pairs(sections if right is None else right)])
        self._state = np.zeros((self._sections.shape[1], 4))

    def process(self, audio: FloatArray, start: int = 0) -> FloatArray:  # noqa: ARG002
        """Filter contiguous stereo frames in place."""
        _equalize(audio, self._sections, self._state)
        return audio


def _pairs(sections: Sequence[Biquad]) -> NDArray[np.float64]:
    """The coefficients of an even number of sections; the last may let everything pass."""
    through = Biquad(1.0, 0.0, 0.0, 0.0, 0.0)
    return coefficients([*sections, through][: len(sections) + len(sections) % 2])


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _equalize(audio: FloatArray, sections: NDArray[np.float64], state: NDArray[np.float64]) -> None:
    """Transposed direct form II, two sections a pass: while one waits for itself the other runs."""
    left, right = audio[0], audio[1]
    for s in range(0, sections.shape[1], 2):
        l0, l1, l2, l3, l4 = sections[0, s]
        m0, m1, m2, m3, m4 = sections[0, s + 1]
        r0, r1, r2, r3, r4 = sections[1, s]
        q0, q1, q2, q3, q4 = sections[1, s + 1]
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
        for k in range(4):
            if abs(state[s, k]) < _SILENT:
                state[s, k] = 0.0
            if abs(state[s + 1, k]) < _SILENT:
                state[s + 1, k] = 0.0
