"""Movement: the modulated delay line, the chorus made of it, and the tremolo."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import (
    IDENTITY,
    FloatArray,
    grid_points,
    place,
    seamless_rate,
)
from musicgen_local.engines.composer.mix.preset import Chorus, Tremolo
from musicgen_local.engines.composer.mix.timeline import GRID

_CHORUS_DELAY_MS = 11.0


class ModulatedDelay:
    """A stereo delay line whose lengths follow curves; keeps the past between blocks."""

    def __init__(self, longest_frames: float) -> None:
        self._past = np.zeros((2, math.ceil(longest_frames) + 4), dtype=np.float32)

    def process(
        self, audio: FloatArray, delays: NDArray[np.float64], dry: float, wet: float
    ) -> FloatArray:
        """`dry` times the input plus `wet` times the input `delays` [2, points] frames ago.

        Delays lie between 2 frames and the longest that was promised.
        """
        padded = np.concatenate([self._past, audio], axis=1)
        self._past = padded[:, -self._past.shape[1] :].copy()
        out = np.empty(audio.shape, dtype=np.float32)
        _read_delayed(padded, delays, dry, wet, out)
        return out


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _read_delayed(
    padded: FloatArray, delays: NDArray[np.float64], dry: float, wet: float, out: FloatArray
) -> None:
    """Reads between samples with a 4-point cubic (Catmull-Rom)."""
    frames = out.shape[1]
    origin = padded.shape[1] - frames
    dry_gain, wet_gain = np.float32(dry), np.float32(wet)
    half, two = np.float32(0.5), np.float32(2.0)
    three, four, five = np.float32(3.0), np.float32(4.0), np.float32(5.0)
    for channel in range(2):
        for block in range(delays.shape[1] - 1):
            first = block * GRID
            count = min(GRID, frames - first)
            delay = delays[channel, block]
            slope = (delays[channel, block + 1] - delay) / GRID
            done = 0
            while done < count:  # runs in which the reading point stays between the same two frames
                at = origin + first + done - (delay + slope * done)
                index = int(at)
                f0 = at - index
                run = count - done
                if slope > 0.0:
                    run = min(run, int(f0 / slope) + 1)
                elif slope < 0.0:
                    run = min(run, int((f0 - 1.0) / slope) + 1)
                past = padded[channel, index - 1 :]
                now = padded[channel, origin + first + done :]
                target = out[channel, first + done :]
                start, step = np.float32(f0), np.float32(slope)
                for n in range(run):
                    f = start - step * np.float32(n)
                    a, b, c, d = past[n], past[n + 1], past[n + 2], past[n + 3]
                    square = two * a - five * b + four * c - d
                    cube = d - a + three * (b - c)
                    delayed = b + half * f * ((c - a) + f * (square + f * cube))
                    target[n] = dry_gain * now[n] + wet_gain * delayed
                done += run


class ChorusInsert:
    """One delayed copy on each side, their pitches leaning against each other."""

    def __init__(self, chorus: Chorus, sample_rate: int, loop_seconds: float | None) -> None:
        self._turn = 2 * math.pi * seamless_rate(chorus.rate_hz, loop_seconds) / sample_rate
        self._centre = _CHORUS_DELAY_MS * 1e-3 * sample_rate
        self._depth = min(chorus.depth_ms * 1e-3 * sample_rate, self._centre - 2.0)
        norm = math.hypot(1.0 - chorus.mix, chorus.mix)
        self._dry, self._wet = (1.0 - chorus.mix) / norm, chorus.mix / norm
        self._delay = ModulatedDelay(self._centre + self._depth)

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """Stereo frames with their copies."""
        angle = self._turn * grid_points(start, audio.shape[1])
        swing = np.stack([np.sin(angle), np.sin(angle + 0.75 * math.pi)])
        return self._delay.process(audio, self._centre + self._depth * swing, self._dry, self._wet)


class TremoloInsert:
    """Level that swells, or with `pan` wanders between the sides at constant power."""

    def __init__(self, tremolo: Tremolo, sample_rate: int, loop_seconds: float | None) -> None:
        self._turn = 2 * math.pi * seamless_rate(tremolo.rate_hz, loop_seconds) / sample_rate
        self._depth = tremolo.depth
        self._pan = tremolo.pan

    def process(self, audio: FloatArray, start: int) -> FloatArray:
        """Move stereo frames in place."""
        swing = np.sin(self._turn * grid_points(start, audio.shape[1]))
        if self._pan:
            angle = (1.0 + self._depth * swing) * math.pi / 4
            curves = math.sqrt(2.0) * np.stack([np.cos(angle), np.sin(angle)])
        else:
            level = 1.0 - self._depth * (0.5 - 0.5 * swing)
            curves = np.stack([level, level])
        place(audio, IDENTITY, curves.astype(np.float32))
        return audio
