"""Polyphase filters between a rate and its multiples: oversampled curves, half-rate reverbs."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import FloatArray

TAPS = 16  # of each phase; 60 dB of rejection past the transition band
HISTORY = TAPS - 1
_KAISER_BETA = 6.5
_HALF_RATE_CUTOFF = 0.86  # no image of the reverb may whisper above its band


def rising_phases(factor: int, cutoff: float = 1.0) -> FloatArray:
    """Taps [factor, TAPS] that give the values between samples, at `factor` times the rate.

    `cutoff` is the -6 dB corner as a share of the lower rate's Nyquist frequency.
    """
    offsets = TAPS // 2 - np.arange(factor)[:, None] / factor - np.arange(TAPS)
    return _phases(offsets, cutoff, 1.0)


def falling_phases(factor: int, cutoff: float = 1.0) -> FloatArray:
    """Taps [factor, TAPS] that bring the phases of the higher rate back to the lower one."""
    offsets = np.arange(TAPS) - (TAPS // 2 - 1) - np.arange(factor)[:, None] / factor
    return _phases(offsets, cutoff, 1.0 / factor)


def _phases(offsets: NDArray[np.float64], cutoff: float, gain: float) -> FloatArray:
    """A sinc under a Kaiser window, sampled at `offsets` samples."""
    inside = np.clip(1.0 - np.square(offsets / (TAPS / 2)), 0.0, None)
    window = np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA)
    taps = np.where(inside > 0.0, cutoff * np.sinc(cutoff * offsets) * window, 0.0)
    taps[np.abs(taps) < 1e-12] = 0.0
    return np.ascontiguousarray(taps * gain, dtype=np.float32)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def convolve(padded: FloatArray, taps: FloatArray, out: FloatArray) -> None:
    """Add `padded` (HISTORY samples, then as many as `out`) filtered by `taps` to `out`."""
    for k in range(0, TAPS, 8):  # eight taps a pass: the sums stay in registers
        a, b, c, d = taps[k], taps[k + 1], taps[k + 2], taps[k + 3]
        e, f, g, h = taps[k + 4], taps[k + 5], taps[k + 6], taps[k + 7]
        past = padded[HISTORY - 7 - k :]
        for n in range(out.shape[0]):
            near = (a * past[n + 7] + b * past[n + 6]) + (c * past[n + 5] + d * past[n + 4])
            far = (e * past[n + 3] + f * past[n + 2]) + (g * past[n + 1] + h * past[n])
            out[n] += near + far


class HalfRate:
    """Stereo down to half the rate and up again, streaming; blocks have an even length."""

    def __init__(self) -> None:
        self._down = falling_phases(2, _HALF_RATE_CUTOFF)
        self._up = rising_phases(2, _HALF_RATE_CUTOFF)
        self._before_down = np.zeros((2, 2, HISTORY), dtype=np.float32)
        self._before_up = np.zeros((2, HISTORY), dtype=np.float32)

    def down(self, audio: FloatArray) -> FloatArray:
        """[2, 2n] at the full rate as [2, n] at half of it."""
        out = np.zeros((2, audio.shape[1] // 2), dtype=np.float32)
        for channel in range(2):
            for phase in range(2):
                padded = np.concatenate(
                    [self._before_down[channel, phase], audio[channel, phase::2]]
                )
                self._before_down[channel, phase] = padded[-HISTORY:]
                convolve(padded, self._down[phase], out[channel])
        return out

    def up(self, audio: FloatArray) -> FloatArray:
        """[2, n] at half the rate as [2, 2n] at the full one."""
        frames = audio.shape[1]
        out = np.empty((2, 2 * frames), dtype=np.float32)
        for channel in range(2):
            padded = np.concatenate([self._before_up[channel], audio[channel]])
            self._before_up[channel] = padded[-HISTORY:]
            for phase in range(2):
                values = np.zeros(frames, dtype=np.float32)
                convolve(padded, self._up[phase], values)
                out[channel, phase::2] = values
        return out
