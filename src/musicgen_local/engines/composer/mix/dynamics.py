"""The compressor: feed-forward, stereo-linked, its gain computed once a grid step."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.preset import Compressor
from musicgen_local.engines.composer.mix.timeline import GRID

KNEE_DB = 6.0


class CompressorInsert:
    """Gain falls by (1 - 1/ratio) of what the RMS level exceeds the threshold, softly at the knee.

    A full-scale sine reads 0 dB (Giannoulis et al., "Digital dynamic range compressor design",
    JAES 60(6), 2012: smooth branching in the log domain). No make-up gain: faders do that.
    """

    def __init__(self, compressor: Compressor, sample_rate: int) -> None:
        step = GRID / sample_rate
        self._settings = np.array(
            [
                compressor.threshold_db,
                1.0 - 1.0 / max(compressor.ratio, 1.0),
                math.exp(-step / max(compressor.attack_ms * 1e-3, step)),
                math.exp(-step / max(compressor.release_ms * 1e-3, step)),
            ]
        )
        self._state = np.array([0.0])  # gain in dB at the end of the last block

    def process(self, audio: FloatArray, start: int) -> FloatArray:  # noqa: ARG002
        """Compress stereo frames in place."""
        _compress(audio, self._settings, self._state)
        return audio


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _compress(audio: FloatArray, settings: NDArray[np.float64], state: NDArray[np.float64]) -> None:
    threshold, slope, attack, release = settings
    reduction = state[0]
    gain = np.float32(10.0 ** (reduction / 20.0))
    for first in range(0, audio.shape[1], GRID):
        count = min(GRID, audio.shape[1] - first)
        power = 0.0
        for n in range(count):
            left, right = audio[0, first + n], audio[1, first + n]
            power += float(left * left + right * right)
        level = 10.0 * np.log10(power / count + 1e-12)  # both channels: +3 dB, a sine's crest
        over = level - threshold
        if over <= -KNEE_DB / 2:
            target = 0.0
        elif over < KNEE_DB / 2:
            target = -slope * (over + KNEE_DB / 2) ** 2 / (2 * KNEE_DB)
        else:
            target = -slope * over
        keep = attack if target < reduction else release
        reduction = target + keep * (reduction - target)
        following = np.float32(10.0 ** (reduction / 20.0))
        step = (following - gain) / np.float32(GRID)
        for channel in range(2):
            stretch = audio[channel, first : first + count]
            for n in range(count):
                stretch[n] *= gain + step * np.float32(n)
        gain = following
    state[0] = reduction
