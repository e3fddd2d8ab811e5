"""Struck bodies: a bank of decaying partials (Adrien 1991; Cook, *Real Sound Synthesis*, ch. 4)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def modal(out: Floats, partials: Doubles, gate: int, floor: float) -> None:
    """Add partials to `out` [2, frames], each a decaying sine that starts at phase 0.

    `partials` [n, 5] is (radians per frame, decay per frame while held,
    decay per frame once released,
    left amplitude, right amplitude); the key is released at frame `gate`. A partial ends when its
    louder side has fallen below `floor`.
    """
    frames = out.shape[1]
    for p in range(partials.shape[0]):
        radians = partials[p, 0]
        left = partials[p, 3]
        right = partials[p, 4]
        top = max(abs(left), abs(right))
        loudness = top
        if loudness <= floor:
            continue
        begin = 0
        phase = 0.0
        for stage in range(2):
            decay = partials[p, 1 + stage]
            limit = min(gate, frames) if stage == 0 else frames
            life = int(np.log(floor / loudness) / np.log(decay)) if decay < 1.0 else frames
            # Four rotations run side by side, four frames a turn: they don't wait for each other.
            end = begin + (min(limit - begin, life) >> 2 << 2)
            c = np.cos(4.0 * radians) * decay**4
            s = np.sin(4.0 * radians) * decay**4
            size = loudness / top
            r0 = size * np.cos(phase)
            i0 = size * np.sin(phase)
            r1 = size * decay * np.cos(phase + radians)
            i1 = size * decay * np.sin(phase + radians)
            r2 = size * decay**2 * np.cos(phase + 2.0 * radians)
            i2 = size * decay**2 * np.sin(phase + 2.0 * radians)
            r3 = size * decay**3 * np.cos(phase + 3.0 * radians)
            i3 = size * decay**3 * np.sin(phase + 3.0 * radians)
            for n in range(begin, end, 4):
                out[0, n] += left * i0
                out[0, n + 1] += left * i1
                out[0, n + 2] += left * i2
                out[0, n + 3] += left * i3
                out[1, n] += right * i0
                out[1, n + 1] += right * i1
                out[1, n + 2] += right * i2
                out[1, n + 3] += right * i3
                r0, i0 = r0 * c - i0 * s, r0 * s + i0 * c
                r1, i1 = r1 * c - i1 * s, r1 * s + i1 * c
                r2, i2 = r2 * c - i2 * s, r2 * s + i2 * c
                r3, i3 = r3 * c - i3 * s, r3 * s + i3 * c
            if end < limit - 3:
                break
            loudness *= decay ** (end - begin)
            phase += radians * (end - begin)
            begin = end
            if loudness <= floor:
                break
