"""Fades at both ends, as a sine rises: smooth where it meets full level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from musicgen_local.audio.value import FloatArray


def faded(blocks: Iterable[FloatArray], total: int, rise: int, fall: int) -> Iterator[FloatArray]:
    """`blocks` [channels, frames] of `total` frames in all: up within `rise`, down within `fall`.

    Blocks that no fade touches pass as they are.
    """
    at = 0
    for block in blocks:
        start, at = at, at + block.shape[1]
        if (rise and start < rise) or (fall and at > total - fall):
            yield np.asarray(block * _gain(start, at, total, rise, fall), dtype=np.float32)
        else:
            yield block


def fade_in_place(audio: FloatArray, rise: int, fall: int) -> None:
    """Fade `audio` [channels, frames] itself; where the fades meet the lower one holds."""
    total = audio.shape[1]
    rise, fall = min(rise, total), min(fall, total)
    if rise + fall > total:
        audio *= _gain(0, total, total, rise, fall)
        return
    if rise:
        audio[:, :rise] *= _gain(0, rise, total, rise, 0)
    if fall:
        audio[:, total - fall :] *= _gain(total - fall, total, total, 0, fall)


def _gain(start: int, stop: int, total: int, rise: int, fall: int) -> FloatArray:
    places = np.arange(start, stop)
    up = (places + 0.5) / max(rise, 0.5)
    down = (total - places - 0.5) / max(fall, 0.5)
    gain = np.sin(np.clip(np.minimum(up, down), 0, 1) * (np.pi / 2))
    return np.asarray(gain, dtype=np.float32)
