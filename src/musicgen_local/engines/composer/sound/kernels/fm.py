"""Phase modulation with up to four sine operators (Chowning 1973; Yamaha's DX manner)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True)
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

    `sine` [1, size + 1] is one period; `step` [hops + 1] cycles per frame of the note; `ratios` and
    `phases` [operators]; `envelopes` [operators, hops + 1]; `routing[a, b]` is how far operator b
    moves a's phase, in cycles (a <= b: modulators follow their carriers; a == b is feedback, averaged
    over two frames to stay calm); `carriers` [operators, 2] left and right output gains.
    """
    size = sine.shape[1] - 1
    operators = ratios.shape[0]
    phase = np.empty(operators, np.float64)
    value = np.zeros(operators, np.float64)
    before = np.zeros(operators, np.float64)
    level = np.empty(operators, np.float64)
    rise = np.empty(operators, np.float64)
    for o in range(operators):
        phase[o] = phases[o]
    for h in range(step.shape[0] - 1):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        for o in range(operators):
            level[o] = envelopes[o, h]
            rise[o] = (envelopes[o, h + 1] - envelopes[o, h]) / HOP
        for j in range(count):
            left = 0.0
            right = 0.0
            for back in range(operators):
                o = operators - 1 - back
                place = phase[o] + 64.0 + routing[o, o] * 0.5 * (value[o] + before[o])
                for m in range(o + 1, operators):
                    place += routing[o, m] * value[m]
                place -= int(place)
                x = place * size
                i = int(x)
                f = x - i
                before[o] = value[o]
                value[o] = level[o] * (sine[0, i] + f * (sine[0, i + 1] - sine[0, i]))
                left += carriers[o, 0] * value[o]
                right += carriers[o, 1] * value[o]
                level[o] += rise[o]
                phase[o] += step[h] * ratios[o]
                phase[o] -= int(phase[o])
            out[0, begin + j] += left
            out[1, begin + j] += right
