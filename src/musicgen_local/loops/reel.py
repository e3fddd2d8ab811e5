"""A reel: sound of any length that is held in memory once, since its middle repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from musicgen_local.audio.blocks import BLOCK_FRAMES
from musicgen_local.audio.value import FloatArray


@dataclass(frozen=True, slots=True)
class Reel:
    """`head`, then `body` `times` times, then `tail`; each float32 [channels, frames], maybe empty.

    What follows any time of the body follows the one before, too: the body's end leads into its
    start, and the tail begins as the body does, or in silence.
    """

    head: FloatArray
    body: FloatArray
    tail: FloatArray
    times: int
    sample_rate: int

    @property
    def channels(self) -> int:
        """One or two."""
        return int(self.body.shape[0])

    @property
    def frames(self) -> int:
        """Length of all of it."""
        return int(self.head.shape[1] + self.times * self.body.shape[1] + self.tail.shape[1])

    def blocks(self) -> Iterator[FloatArray]:
        """All of it, in blocks of at most `BLOCK_FRAMES`."""
        yield from _pieces(self.head)
        for _ in range(self.times):
            yield from _pieces(self.body)
        yield from _pieces(self.tail)

    def between(self, start: int, stop: int) -> FloatArray:
        """The frames from `start` to `stop`, as far as there are any: an array of its own."""
        parts: list[FloatArray] = [self.body[:, :0]]
        at = 0
        for part in (self.head, *[self.body] * self.times, self.tail):
            parts.append(part[:, max(start - at, 0) : max(stop - at, 0)])
            at += part.shape[1]
        return np.concatenate(parts, axis=1)

    def short(self, times: int) -> Reel:
        """The same with the body only `times` times."""
        return Reel(self.head, self.body, self.tail, times, self.sample_rate)


def _pieces(part: FloatArray) -> Iterator[FloatArray]:
    for at in range(0, part.shape[1], BLOCK_FRAMES):
        yield part[:, at : at + BLOCK_FRAMES]
