"""Sample-rate conversion of a stream, by the SoX resampler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np
import soxr

from musicgen_local.audio.value import FloatArray

Quality = Literal["HQ", "VHQ"]  # 20 and 28 bits of precision


class ResampleStream:
    """Blocks at one rate in, the same audio at another rate out.

    The output is aligned with the input and, with `flush`, as long to the nearest frame.
    """

    def __init__(
        self, from_rate: int, to_rate: int, channels: int, quality: Quality = "HQ"
    ) -> None:
        self._ratio = to_rate / from_rate
        self._same = from_rate == to_rate
        self._channels = channels
        self._frames_in = 0
        self._frames_out = 0
        self._stream = soxr.ResampleStream(
            from_rate, to_rate, channels, dtype="float32", quality=quality
        )

    def process(self, block: FloatArray) -> FloatArray:
        """What is ready after `block` [channels, frames]; possibly no frames yet."""
        self._frames_in += block.shape[1]
        return self._converted(block, last=False)

    def flush(self) -> FloatArray:
        """The rest of the audio; the stream can't be used after."""
        rest = self._converted(np.zeros((self._channels, 0), np.float32), last=True)
        before = self._frames_out - rest.shape[1]
        owed = max(round(self._frames_in * self._ratio) - before, 0)
        if rest.shape[1] >= owed:
            return rest[:, :owed]
        return np.pad(rest, ((0, 0), (0, owed - rest.shape[1])))

    def _converted(self, block: FloatArray, *, last: bool) -> FloatArray:
        if self._same:
            self._frames_out += block.shape[1]
            return block
        interleaved = np.ascontiguousarray(block.T, dtype=np.float32)
        if self._channels == 1:
            interleaved = interleaved[:, 0]
        out = self._stream.resample_chunk(interleaved, last=last).reshape(-1, self._channels)
        self._frames_out += out.shape[0]
        return np.ascontiguousarray(out.T)


def resample_blocks(
    blocks: Iterable[FloatArray],
    from_rate: int,
    to_rate: int,
    channels: int,
    quality: Quality = "HQ",
) -> Iterator[FloatArray]:
    """`blocks` at `to_rate`; blocks without frames are left out."""
    stream = ResampleStream(from_rate, to_rate, channels, quality)
    for block in blocks:
        out = stream.process(block)
        if out.shape[1]:
            yield out
    rest = stream.flush()
    if rest.shape[1]:
        yield rest
