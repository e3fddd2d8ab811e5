"""A wah pedal: a band-pass whose middle is moved by the foot (Zavalishin, section 4)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.curves import HOP

Floats = NDArray[np.float32]


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def wah(audio: Floats, middle: Floats, damping: float, dry: float) -> None:
    """Filter `audio` [frames] in place; a share `dry` goes round the filter.

    `middle` [hops + 1] is tan(pi f / rate) of the band's middle at each `HOP`; `damping` is 1/Q.
    """
    band = 0.0
    low = 0.0
    for h in range(middle.shape[0] - 1):
        begin = h * HOP
        g = float(middle[h])
        move = (float(middle[h + 1]) - g) / HOP
        for j in range(min(HOP, audio.shape[0] - begin)):
            x = float(audio[begin + j])
            v1 = (band + g * (x - low)) / (1.0 + g * (g + damping))
            v2 = low + g * v1
            band = 2.0 * v1 - band
            low = 2.0 * v2 - low
            audio[begin + j] = damping * v1 + dry * x
            g += move
