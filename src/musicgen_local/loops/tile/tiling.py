"""What the formats share: a long file as its bytes in order, told from a short encode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, gcd
from typing import Protocol

import numpy as np

from musicgen_local.loops.reel import Reel
from musicgen_local.progress import CancelToken

PIECE_BYTES = 1 << 23
_LONGEST_PERIOD_SECONDS = 180  # of several bodies that are repeated as one
TOO_FEW = "The loop comes too few times for repeating it to save anything."


class NotTileable(Exception):
    """The encoded loop can't be repeated; the message says why, in a sentence for a person."""


class Tiling(Protocol):
    """A file that is known to the byte before it is written."""

    @property
    def size(self) -> int:
        """Its bytes."""
        ...

    def pieces(self) -> Iterator[bytes | memoryview]:
        """All of it in order; each piece is valid until the next one is asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """A file of bytes before, bytes that come `times` times, and bytes after."""

    before: bytes
    body: bytes
    times: int
    after: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.before) + len(self.body) * self.times + len(self.after)

    def pieces(self) -> Iterator[bytes | memoryview]:
        """All of it in order."""
        yield from cut(self.before)
        if self.body:
            many = min(max(1, PIECE_BYTES // len(self.body)), max(self.times, 1))
            block = memoryview(self.body * many)
            for done in range(0, self.times, many):
                yield from cut(block[: len(self.body) * min(many, self.times - done)])
        yield from cut(self.after)


def cut(data: bytes | memoryview) -> Iterator[memoryview]:
    """`data` in pieces that are written between two looks at what else is to be done."""
    view = memoryview(data)
    for at in range(0, len(view), PIECE_BYTES):
        yield view[at : at + PIECE_BYTES]


class Watch:
    """Progress that never goes back, and a look at whether somebody asked for a stop."""

    def __init__(
        self, progress: Callable[[float], None] | None, cancel: CancelToken | None
    ) -> None:
        self._progress = progress
        self._cancel = cancel
        self._reached = 0.0

    def at(self, fraction: float) -> None:
        """Say that `fraction` (0-1) of all is done.

        Raises:
            Canceled: when the token was set.
        """
        self.look()
        self._reached = max(self._reached, min(fraction, 1.0))
        if self._progress is not None:
            self._progress(self._reached)

    def look(self) -> None:
        """Stop here if somebody asked for it.

        Raises:
            Canceled: when the token was set.
        """
        if self._cancel is not None:
            self._cancel.raise_if_canceled()

    def share(self, start: float, stop: float) -> Callable[[float], None]:
        """`at` for a step that is the share from `start` to `stop` of all."""
        return lambda fraction: self.at(start + (stop - start) * min(fraction, 1.0))


def gathered(reel: Reel, step: int, least_frames: int = 1) -> Reel:
    """The same sound with a body of whole `step`s and at least `least_frames`: some as one.

    Raises:
        NotTileable: when that takes a body of minutes, or too few of them would be left.
    """
    frames = reel.body.shape[1]
    if not frames or reel.times < 1:
        raise NotTileable("Nothing repeats in it.")
    together = step // gcd(step, frames)
    together *= ceil(least_frames / (frames * together))
    if together > 1 and together * frames > _LONGEST_PERIOD_SECONDS * reel.sample_rate:
        raise NotTileable(
            f"The loop's {frames} samples are no multiple of the {step} that one encoded frame "
            "holds."
        )
    times, left = divmod(reel.times, together)
    if times < 1:
        raise NotTileable(TOO_FEW)
    if together == 1:
        return reel
    return Reel(
        reel.head,
        np.tile(reel.body, (1, together)),
        np.concatenate([*[reel.body] * left, reel.tail], axis=1),
        times,
        reel.sample_rate,
    )
