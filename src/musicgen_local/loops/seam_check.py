"""What a seam measures beside the recording itself: level, treble and steps across it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.seam import joined

LOUDNESS_SECONDS = 0.4
CLICK_SECONDS = 0.006
TREBLE_HZ = 8_000.0
_MOST_DB = 0.75  # from the mean of the recording's two continuations
_MOST_CLICK = 1.1  # of the louder of the two
_PLACES = 8  # along a crossfade, at which clicks are looked for
_SILENCE = 1e-7  # mean square
_NO_CLICK = 1e-6  # treble of a tone at -98 dBFS


def passes(audio: FloatArray, leave: int, arrive: int, half: int, sample_rate: int) -> bool:
    """Whether a jump from `leave` to `arrive`, faded over `half` on both sides, is unheard.

    `audio` is [channels, frames]. The 400 ms across the seam, or the whole crossfade where that is
    longer, are as loud as the recording is there on the mean; nowhere in the crossfade do 6 ms hold
    more treble, or a larger step, than the recording has at one of the two places.
    """
    wide = max(half, round(LOUDNESS_SECONDS / 2 * sample_rate))
    if min(leave, arrive) < wide or max(leave, arrive) + wide > audio.shape[1]:
        return False
    going, coming = audio[:, leave - wide : leave + wide], audio[:, arrive - wide : arrive + wide]
    mixed = slice(wide - half, wide + half)
    seam = np.concatenate([going[:, :wide], coming[:, wide:]], axis=1)
    seam[:, mixed] = joined(going[:, mixed], coming[:, mixed])
    usual = (_power(going) + _power(coming)) / 2
    if usual < _SILENCE:
        return True
    if abs(10 * np.log10(max(_power(seam), 1e-12) / usual)) > _MOST_DB:
        return False
    sides = np.stack([side[:, mixed] for side in (seam, going, coming)])
    sizes = clicks(sides, sample_rate).max(axis=2)
    limit = _MOST_CLICK * np.maximum(sizes[1], sizes[2]) + _NO_CLICK
    return bool((sizes[0] <= limit).all())


def clicks(sides: FloatArray, sample_rate: int) -> NDArray[np.float64]:
    """Treble (power above 8 kHz) and largest step of sounds [sides, channels, frames].

    Both in pieces of 6 ms along each: [sides, 2, places].
    """
    size = max(round(CLICK_SECONDS * sample_rate), 8)
    places = np.linspace(0, sides.shape[2] - size, _PLACES).astype(np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(sides, size, axis=2)
    pieces = windows[:, :, places]
    spectrum = np.fft.rfft(pieces * _window(size), axis=3)
    high = spectrum[..., round(TREBLE_HZ * size / sample_rate) :]
    treble = (high.real**2 + high.imag**2).sum(axis=(1, 3))
    steps = np.abs(np.diff(pieces, axis=3)).max(axis=(1, 3))
    return np.stack([treble, steps], axis=1).astype(np.float64)


@lru_cache(maxsize=4)
def _window(size: int) -> NDArray[np.float32]:
    return np.hanning(size).astype(np.float32)


def _power(audio: FloatArray) -> float:
    return float(np.einsum("ij,ij->", audio, audio)) / audio.size
