"""A plucked string: a delay loop with a low-pass (Karplus & Strong, Jaffe & Smith 1983)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def string(
    out: Floats,
    excitation: Floats,
    delay: Floats,
    loss: Floats,
    softness: float,
) -> None:
    """Write the string's sound to `out` [frames].

    `excitation` [any] is what the finger and the body put in; `delay` [hops + 1] the loop's length
    in frames at each `HOP`, without the delay of its filter; `loss` [hops + 1] the gain of one
    round; `softness` (0-0.5) the loop filter `(1 - s) x[n] + s x[n-1]`. The delay is read by
    third-order Lagrange interpolation, so it may be any fraction and may move (bends, vibrato).
    """
    size = 1
    longest = 0.0
    for h in range(delay.shape[0]):
        longest = max(longest, float(delay[h]))
    while size < longest + 8.0:
        size *= 2
    mask = size - 1
    line = np.zeros(size, np.float64)
    last = 0.0
    frames = out.shape[0]
    burst = excitation.shape[0]
    for h in range(delay.shape[0] - 1):
        begin = h * HOP
        length = float(delay[h])
        move = (float(delay[h + 1]) - length) / HOP
        gain = float(loss[h])
        for j in range(min(HOP, frames - begin)):
            n = begin + j
            whole = int(length)
            f = length - whole
            # Lagrange over the four frames around the wanted one: x = 1 + f after the first.
            y0 = line[(n - whole + 1) & mask]
            y1 = line[(n - whole) & mask]
            y2 = line[(n - whole - 1) & mask]
            y3 = line[(n - whole - 2) & mask]
            tone = (
                -f * (f - 1.0) * (f - 2.0) / 6.0 * y0
                + (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0 * y1
                - (f + 1.0) * f * (f - 2.0) / 2.0 * y2
                + (f + 1.0) * f * (f - 1.0) / 6.0 * y3
            )
            damped = gain * ((1.0 - softness) * tone + softness * last)
            last = tone
            if n < burst:
                damped += excitation[n]
            line[n & mask] = damped
            out[n] = damped
            length += move
