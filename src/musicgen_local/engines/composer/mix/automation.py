"""The score's sweeps: filters, level and reverb of a layer that move while a section plays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import Curve, FloatArray, grid_points
from musicgen_local.engines.composer.mix.timeline import GRID, Chunk
from musicgen_local.engines.composer.score import Sweep

GLIDE_SECONDS = 0.012  # a jump between sections is walked in this time, not taken
_OPEN_HZ = 20_000.0
_CLOSED_HZ = 10.0
_REST = {
    "lowpass_hz": math.log(_OPEN_HZ),
    "highpass_hz": math.log(_CLOSED_HZ),
    "gain_db": 0.0,
    "reverb_db": 0.0,
    "filter": 0.0,  # how much of the filtered signal is heard
}
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True, slots=True)
class Moves:
    """The curves of one layer over one chunk; None where nothing moves."""

    lowpass_hz: NDArray[np.float64] | None = None  # the three filter curves come together
    highpass_hz: NDArray[np.float64] | None = None
    filtered: NDArray[np.float64] | None = None  # 0-1, crossfade from dry to filtered
    gain: Curve | None = None
    reverb: Curve | None = None


class Automation:
    """Turns the sweeps of one layer (or of "mix") into curves that join across sections."""

    def __init__(self, layer: str, sample_rate: int, frames_per_beat: float) -> None:
        self._layer = layer
        self._glide = GLIDE_SECONDS * sample_rate
        self._frames_per_beat = frames_per_beat
        self._section_frame: float | None = None
        self._jumps = dict.fromkeys(_REST, 0.0)
        self._values = dict(_REST)  # at the end of the last chunk

    def moves(self, chunk: Chunk, sweeps: Sequence[Sweep]) -> Moves:
        """The curves of a chunk. Chunks must come in order."""
        mine: dict[str, tuple[tuple[float, float], ...]] = {}
        for sweep in sweeps:
            if sweep.layer == self._layer:
                earlier = mine.get(sweep.parameter, ())
                mine[sweep.parameter] = tuple(sorted(earlier + sweep.points, key=lambda p: p[0]))
        points = grid_points(chunk.start, chunk.frames)
        origin = chunk.section_beat * self._frames_per_beat + chunk.shift
        starting = self._section_frame is None
        fresh = origin != self._section_frame
        self._section_frame = origin
        beats = (points - origin) / self._frames_per_beat
        decay = np.exp(-np.maximum(points - origin, 0.0) / self._glide)
        curves = {}
        for name, rest in _REST.items():
            target = self._target(name, rest, mine, beats)
            if fresh:
                jump = 0.0 if starting else self._values[name] - float(target[0])
                self._jumps[name] = jump
            curve = target + self._jumps[name] * decay
            self._values[name] = float(curve[-1])
            moving = np.max(np.abs(curve - rest)) > _NEGLIGIBLE
            curves[name] = curve if moving else None
        return _as_moves(curves)

    def _target(
        self,
        name: str,
        rest: float,
        sweeps: dict[str, tuple[tuple[float, float], ...]],
        beats: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        if name == "filter":
            on = "lowpass_hz" in sweeps or "highpass_hz" in sweeps
            return np.full(len(beats), 1.0 if on else 0.0)
        if name not in sweeps:
            return np.full(len(beats), rest)
        at, values = np.array(sweeps[name], dtype=np.float64).T
        if name.endswith("_hz"):
            values = np.log(np.clip(values, _CLOSED_HZ, _OPEN_HZ))
        curve: NDArray[np.float64] = np.interp(beats, at, values)
        return curve


def _as_moves(curves: dict[str, NDArray[np.float64] | None]) -> Moves:
    gain, reverb, filtered = curves["gain_db"], curves["reverb_db"], curves["filter"]
    moves = Moves(
        gain=None if gain is None else _gain(gain),
        reverb=None if reverb is None else _gain(reverb),
    )
    if filtered is None:
        return moves
    low, high = curves["lowpass_hz"], curves["highpass_hz"]
    return replace(
        moves,
        filtered=np.where(filtered > _NEGLIGIBLE, filtered, 0.0),
        lowpass_hz=np.full(len(filtered), _OPEN_HZ) if low is None else np.exp(low),
        highpass_hz=np.full(len(filtered), _CLOSED_HZ) if high is None else np.exp(high),
    )


def _gain(curve_db: NDArray[np.float64]) -> Curve:
    gain: Curve = np.power(10.0, np.maximum(curve_db, -90.0) / 20.0).astype(np.float32)
    return gain


class SweepFilter:
    """A low-pass and a high-pass in series whose corners follow curves, 12 dB/octave each."""

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._state = np.zeros((2, 4))

    def process(self, audio: FloatArray, moves: Moves) -> None:
        """Filter stereo frames in place where the moves ask for it."""
        if moves.filtered is None or moves.lowpass_hz is None or moves.highpass_hz is None:
            self._state[:] = 0.0
            return
        top = 0.49 * self._sample_rate
        corners = np.stack(
            [
                np.tan(np.pi * np.minimum(moves.lowpass_hz, top) / self._sample_rate),
                np.tan(np.pi * np.minimum(moves.highpass_hz, top) / self._sample_rate),
                moves.filtered,
            ]
        )
        _sweep(audio, corners, self._state)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sweep(audio: FloatArray, corners: NDArray[np.float64], state: NDArray[np.float64]) -> None:
    """Two trapezoidal state-variable filters (Zavalishin, *The Art of VA Filter Design*, ch. 4)."""
    damping = math.sqrt(2.0)  # Butterworth
    for block in range(corners.shape[1] - 1):
        first = block * GRID
        count = min(GRID, audio.shape[1] - first)
        wet = corners[2, block]
        wet_step = (corners[2, block + 1] - wet) / GRID
        if wet == 0.0 and wet_step == 0.0:
            state[:] = 0.0
            continue
        low_step = (corners[0, block + 1] - corners[0, block]) / GRID
        high_step = (corners[1, block + 1] - corners[1, block]) / GRID
        for channel in range(2):
            s1, s2, s3, s4 = state[channel]
            for n in range(count):
                x = float(audio[channel, first + n])
                g = corners[0, block] + low_step * n
                band = (s1 + g * (x - s2)) / (1.0 + g * (g + damping))
                low = s2 + g * band
                s1, s2 = 2.0 * band - s1, 2.0 * low - s2
                g = corners[1, block] + high_step * n
                band = (s3 + g * (low - s4)) / (1.0 + g * (g + damping))
                under = s4 + g * band
                s3, s4 = 2.0 * band - s3, 2.0 * under - s4
                high = low - damping * band - under
                audio[channel, first + n] = x + (wet + wet_step * n) * (high - x)
            state[channel, 0], state[channel, 1] = s1, s2
            state[channel, 2], state[channel, 3] = s3, s4
