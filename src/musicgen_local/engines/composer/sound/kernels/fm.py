"""Phase modulation with up to four sine operators (Chowning 1973; Yamaha's DX manner)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def fm(
    out: Floats,
    start: int,
    sine: Floats,
    step: Floats,
    ratios: Floats,
    phases: Floats,
    envelopes: Floats,
    routing: Floats,
    carriers: Floats,
) -> None:
    """Add one note to `out` [2, frames] from frame `start`.

    `sine` [1, 4097] is one period; `step` [hops + 1] cycles per frame of the note; `ratios` and
    `phases` [operators]; `envelopes` [operators, hops + 1]; `routing[a, b]` is how far operator b
    moves a's phase, in cycles (a < b: modulators follow their carriers); `carriers` [operators, 2]
    left and right output gains. Operators are computed a stretch of `HOP` frames at a time, the
    modulators first.
    """
    # Phases are whole numbers, 2^32 to a turn, and the table has 2^12 places.
    turn = 4294967296.0
    scale = np.float32(1.0 / (1 << 20))
    operators = ratios.shape[0]
    phase = np.empty(operators, np.int64)
    for o in range(operators):
        phase[o] = np.int64(phases[o] * turn)
    tone = np.zeros((operators, HOP), np.float32)
    moved = np.zeros(HOP, np.float32)
    index = np.empty(HOP, np.int32)
    rest = np.empty(HOP, np.float32)
    ends = np.empty((2, HOP), np.float32)
    for h in range(step.shape[0] - 1):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        cycles = 0.5 * (float(step[h]) + float(step[h + 1]))
        for back in range(operators):
            o = operators - 1 - back
            own = tone[o]
            moved[:] = np.float32(0.0)
            for m in range(o + 1, operators):
                depth = routing[o, m]
                if depth != 0.0:
                    source = tone[m]
                    for j in range(HOP):
                        moved[j] += depth * source[j]
            level = envelopes[o, h]
            rise = (envelopes[o, h + 1] - level) / np.float32(HOP)
            increment = np.int64(cycles * ratios[o] * turn)
            at = phase[o]
            # Arithmetic in one pass, lookups in another: the compiler makes the first one wide.
            for j in range(HOP):
                place = at + increment * j + np.int64(np.float64(moved[j]) * turn)
                index[j] = np.int32((place >> 20) & 4095)
                rest[j] = np.float32(np.int32(place & 1048575)) * scale
            for j in range(HOP):
                i = np.uint32(index[j])
                ends[0, j] = sine[0, i]
                ends[1, j] = sine[0, i + np.uint32(1)]
            for j in range(HOP):
                value = ends[0, j] + rest[j] * (ends[1, j] - ends[0, j])
                own[j] = (level + rise * np.float32(j)) * value
            phase[o] = at + increment * HOP
            left, right = carriers[o, 0], carriers[o, 1]
            if left != 0.0 or right != 0.0:
                here, there = out[0, begin : begin + count], out[1, begin : begin + count]
                for j in range(count):
                    here[j] += left * own[j]
                for j in range(count):
                    there[j] += right * own[j]
