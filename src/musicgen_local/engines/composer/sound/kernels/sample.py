"""The sampler: a recording read at another speed, looped, filtered, shaped."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sample(
    out: Floats,
    start: int,
    data: NDArray[np.int16],
    loop_start: int,
    loop_end: int,
    step: Floats,
    cutoff: Floats,
    damping: float,
    left: Floats,
    right: Floats,
) -> None:
    """Add one recording to `out` [2, frames] from frame `start`.

    `data` [frames] is a mono recording; `loop_end > loop_start`: it loops there to the curves' end.
    Curves have one value per `HOP` frames: `step` recorded frames per output frame, `cutoff`
    tan(pi f / rate) of a 12 dB/octave low-pass of damping `damping` (0 in `cutoff[0]`: no filter),
    `left` and `right` gains. Four-point Hermite interpolation.
    """
    last = data.shape[0] - 1
    looped = loop_end > loop_start
    turn = loop_end if looped else last
    length = loop_end - loop_start
    place = 0.0
    filtered = cutoff[0] > 0.0
    s1 = 0.0
    s2 = 0.0
    for h in range(step.shape[0] - 1):
        begin = start + h * HOP
        count = min(HOP, out.shape[1] - begin)
        if count <= 0:
            return
        speed = float(step[h])
        g = float(cutoff[h])
        later = float(cutoff[h + 1])
        slope = (later - g) / HOP
        a1 = 1.0 / (1.0 + g * (g + damping))
        bent = (1.0 / (1.0 + later * (later + damping)) - a1) / HOP
        gain_left = float(left[h])
        gain_right = float(right[h])
        rise_left = (float(left[h + 1]) - gain_left) / HOP
        rise_right = (float(right[h + 1]) - gain_right) / HOP
        for j in range(count):
            if place >= turn:
                if not looped:
                    return
                while place >= turn:
                    place -= length
            i = int(place)
            f = place - i
            after = i + 1
            beyond = i + 2
            if looped:
                if after >= turn:
                    after -= length
                if beyond >= turn:
                    beyond -= length
            else:
                after = min(after, last)
                beyond = min(beyond, last)
            a = float(data[max(i - 1, 0)])
            b = float(data[i])
            c = float(data[after])
            d = float(data[beyond])
            slope_b = 0.5 * (c - a)
            bend = b - c
            third = slope_b + bend
            fourth = third + bend + 0.5 * (d - b)
            value = ((fourth * f - (third + fourth)) * f + slope_b) * f + b
            place += speed
            if filtered:
                v1 = a1 * (s1 + g * (value - s2))
                v2 = s2 + g * v1
                s1 = 2.0 * v1 - s1
                s2 = 2.0 * v2 - s2
                value = v2
                g += slope
                a1 += bent
            out[0, begin + j] += value * gain_left
            out[1, begin + j] += value * gain_right
            gain_left += rise_left
            gain_right += rise_right
