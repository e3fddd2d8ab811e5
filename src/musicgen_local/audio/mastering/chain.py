"""The tone of a master: clean the bottom, equalise, compress by bands, set the width."""

from __future__ import annotations

import numpy as np

from musicgen_local.audio.filters import (
    Biquad,
    BiquadCascade,
    all_pass,
    high_pass,
    peaking,
)
from musicgen_local.audio.mastering.multiband import Multiband
from musicgen_local.audio.mastering.settings import EqBand, MasterPreset
from musicgen_local.audio.value import FloatArray

MONO_BELOW_HZ = 120.0
_RUMBLE_HZ = 30.0  # its two zeros at 0 Hz are the DC removal
_HIGHEST_EQ = 0.45  # of the sample rate; a bell above it would not fit


class ToneChain:
    """The part of mastering before the limiter, over a stereo stream, without latency."""

    def __init__(self, preset: MasterPreset, sample_rate: int) -> None:
        self._clean = BiquadCascade(
            [
                high_pass(_RUMBLE_HZ, sample_rate=sample_rate),
                *_equaliser(preset.equaliser, sample_rate),
            ],
        )
        self._multiband = Multiband(preset.multiband, sample_rate) if preset.multiband else None
        self._width = np.float32(preset.width)
        # The all-pass turns the middle as the crossover turns the side: the image keeps its place.
        edge = high_pass(MONO_BELOW_HZ, sample_rate=sample_rate)
        through = Biquad(1.0, 0.0, 0.0, 0.0, 0.0)
        self._middle_side = BiquadCascade(
            [all_pass(MONO_BELOW_HZ, sample_rate=sample_rate), through], right=[edge, edge]
        )

    def process(self, block: FloatArray) -> FloatArray:
        """`block` float32 [2, frames] as a new array; frames as `Multiband.apply` wants them."""
        clean = self._clean.process(block)
        if self._multiband is not None:
            self._multiband.apply(clean)
        parts = np.empty_like(clean)
        middle, side = parts
        np.add(clean[0], clean[1], out=middle)
        np.subtract(clean[0], clean[1], out=side)
        parts *= np.float32(0.5)
        self._middle_side.apply(parts)
        side *= self._width
        np.add(middle, side, out=clean[0])
        np.subtract(middle, side, out=clean[1])
        return clean


def _equaliser(bands: tuple[EqBand, ...], sample_rate: int) -> list[Biquad]:
    return [
        peaking(band.hz, band.gain_db, band.q, sample_rate=sample_rate)
        for band in bands
        if band.hz < _HIGHEST_EQ * sample_rate
    ]
