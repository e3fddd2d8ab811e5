"""Phase modulation with up to four sine operators (Chowning 1973; Yamaha's DX manner)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
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
    fraction = 1.0 / (1 << 20)
    operators = ratios.shape[0]
    phase = np.empty(operators, np.int64)
    for o in range(operators):
        phase[o] = np.int64(phases[o] * turn)
    tone = np.zeros((operators, HOP), np.float64)
    moved = np.zeros(HOP, np.int64)
    for h in range(step.shape[0] - 1):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        cycles = 0.5 * (float(step[h]) + float(step[h + 1]))
        for back in range(operators):
            o = operators - 1 - back
            for j in range(HOP):
                moved[j] = 0
            for m in range(o + 1, operators):
                depth = float(routing[o, m]) * turn
                if depth != 0.0:
                    for j in range(HOP):
                        moved[j] += np.int64(depth * tone[m, j])
            level = float(envelopes[o, h])
            rise = (float(envelopes[o, h + 1]) - level) / HOP
            increment = np.int64(cycles * ratios[o] * turn)
            at = phase[o]
            for j in range(HOP):
                place = at + increment * j + moved[j]
                i = (place >> 20) & 4095
                f = (place & 1048575) * fraction
                value = sine[0, i] + f * (sine[0, i + 1] - sine[0, i])
                tone[o, j] = (level + rise * j) * value
            phase[o] = at + increment * HOP
            left = float(carriers[o, 0])
            right = float(carriers[o, 1])
            if left != 0.0 or right != 0.0:
                for j in range(count):
                    out[0, begin + j] += left * tone[o, j]
                    out[1, begin + j] += right * tone[o, j]
