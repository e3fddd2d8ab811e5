"""Struck bodies: a bank of decaying partials (Adrien 1991; Cook, *Real Sound Synthesis*, ch. 4)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@njit(cache=True, nogil=True)
def modal(out: Floats, partials: Doubles, gate: int, floor: float) -> None:
    """Add partials to `out` [2, frames], each a decaying sine that starts at phase 0.

    `partials` [n, 5] is (radians per frame, decay per frame while held, decay per frame once released,
    left amplitude, right amplitude); the key is released at frame `gate`. A partial ends when its
    louder side has fallen below `floor`.
    """
    frames = out.shape[1]
    for p in range(partials.shape[0]):
        radians = partials[p, 0]
        left = partials[p, 3]
        right = partials[p, 4]
        loudness = max(abs(left), abs(right))
        if loudness <= floor:
            continue
        turn_cos = np.cos(radians)
        turn_sin = np.sin(radians)
        real = 1.0
        imaginary = 0.0
        begin = 0
        for stage in range(2):
            decay = partials[p, 1 + stage]
            limit = min(gate, frames) if stage == 0 else frames
            life = int(np.log(floor / loudness) / np.log(decay)) if decay < 1.0 else frames
            end = min(limit, begin + life)
            c = turn_cos * decay
            s = turn_sin * decay
            for n in range(begin, end):
                out[0, n] += left * imaginary
                out[1, n] += right * imaginary
                real, imaginary = real * c - imaginary * s, real * s + imaginary * c
            if end < limit:
                break
            loudness *= decay ** (end - begin)
            begin = end
            if loudness <= floor:
                break
