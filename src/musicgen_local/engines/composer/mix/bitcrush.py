"""The sampler of old: a lower rate without filters, fewer bits without dither."""

from __future__ import annotations

import numpy as np

from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.preset import Bitcrush


class BitcrushInsert:
    """Holds samples to `rate_hz` and rounds them to `bits`; its images are what is wanted."""

    def __init__(self, crush: Bitcrush, sample_rate: int) -> None:
        self._rate = min(round(crush.rate_hz), sample_rate)
        self._sample_rate = sample_rate
        self._steps = np.float32(2.0 ** (crush.bits - 1.0))
        self._held = np.zeros((2, 1), dtype=np.float32)

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """Stereo frames, held and rounded. Which sample is held depends on `start` alone."""
        frames = np.arange(start, start + audio.shape[1], dtype=np.int64)
        # The frame at which the sampler's clock last ticked: integers, exact for any length.
        ticks = frames * self._rate // self._sample_rate
        source = -(-ticks * self._sample_rate // self._rate) - start
        padded = np.concatenate([self._held, audio], axis=1)
        out: FloatArray = np.take(padded, np.maximum(source + 1, 0), axis=1)
        self._held = out[:, -1:].copy()
        np.multiply(out, self._steps, out=out)
        np.rint(out, out=out)
        np.divide(out, self._steps, out=out)
        return out
