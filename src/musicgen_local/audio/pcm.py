"""Float samples to integers: rounding, clipping, dither."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.value import FloatArray

_DITHER_SEED = 0x1770


class Quantiser:
    """Turns blocks into interleaved samples, the same every time: integers of 16 or 24 bits, or
    the floats themselves (32), which clip nowhere.

    16 bits get triangular dither of +-1 step (J. Vanderkooy and S. Lipshitz, "Dither in Digital
    Audio", JAES 35, 1987) from a fixed seed; at 24 bits rounding lies below any converter's noise.
    """

    def __init__(self, bits: int) -> None:
        if bits not in (16, 24, 32):
            raise ValueError(f"{bits} bits are not offered, 16, 24 and 32 are")
        self.bits = bits
        self._generator = np.random.default_rng(_DITHER_SEED)

    def integers(self, block: FloatArray) -> NDArray[np.int32]:
        """`block` [channels, frames] as int32 [frames, channels], in -2^(bits-1)..2^(bits-1)-1."""
        full_scale = 2.0 ** (self.bits - 1)
        scaled = block.T.astype(np.float64, order="C") * full_scale
        if self.bits == 16:
            # Frame by frame, so that where the blocks are cut does not change the bytes.
            dither = self._generator.random((*scaled.shape, 2), dtype=np.float32)
            scaled += dither[..., 0]
            scaled -= dither[..., 1]
        np.rint(scaled, out=scaled)
        np.clip(scaled, -full_scale, full_scale - 1, out=scaled)
        return scaled.astype(np.int32)

    def little_endian(self, block: FloatArray) -> bytes:
        """`block` as packed interleaved PCM, the way WAV holds it."""
        if self.bits == 32:
            return np.ascontiguousarray(block.T, dtype="<f4").tobytes()
        integers = self.integers(block)
        if self.bits == 16:
            return integers.astype("<i2").tobytes()
        packed = integers.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3]
        return packed.tobytes()
