"""Where a recording can go on from another of its own places, unheard: the jumps between beats.

A jump leaves before one beat and goes on with another, at the same place in the bar, where both
what precedes and what follows are alike. The waveforms, or else the strokes, say by how many
frames; and only jumps whose seam measures like the recording itself are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.align import best_lag, correlation
from musicgen_local.loops.beats import Grid, grid_of
from musicgen_local.loops.features import Moments, listen
from musicgen_local.loops.pulse import STEPS_PER_SECOND, Onsets, Strokes, struck_lag
from musicgen_local.loops.seam_check import passes
from musicgen_local.loops.spectra import Mono, Pitches

_CROSSFADE_SECONDS, _STILL_CROSSFADE_SECONDS = 0.04, 1.0
_BEFORE_STROKE_SECONDS = 0.01  # that a crossfade is over before the beat is struck
_MOST_CELLS = 2_400  # in longer recordings several beats make a cell
_POINTS = 4  # of each cell, at which spectra are compared
_TIMBRE, _HARMONY = 0.6, 0.4
_LEVEL_DB = 20.0  # of difference that outweigh all likeness
_CONTEXT = np.array([0.4, 0.3, 0.2, 0.1])  # of the cells behind and ahead, the nearest first
_LEAST_LIKENESS = 0.5
_NEAREST_SECONDS = 4.0  # a shorter jump repeats, or leaves out, next to nothing
_EACH, _MOST_JUMPS = 4, 900
_ALIGNED_SECONDS = 0.3  # on both sides of a jump, of the waveforms that are compared
_REACH_SECONDS = 0.025
_SAME, _SURE = 0.9, 0.6
_NEAR_SECONDS = 0.004  # from the grid, for a waveform that may be another note's
_STRUCK_SECONDS, _STRUCK_REACH, _LEAST_STRUCK = 2.5, 40, 0.1
_MOST_OFF_SECONDS = 0.01  # between where the strokes and where the grid has the beat
LEAST_SECONDS = 4.0  # between two jumps


@dataclass(frozen=True, slots=True)
class Jump:
    """Leave before cell `leave`, at `leave_frame`; go on at `arrive_frame`, with cell `arrive`."""

    leave: int
    arrive: int
    leave_frame: int
    arrive_frame: int
    quality: float  # 0..1: how alike the two places are


@dataclass(frozen=True, slots=True)
class JumpGraph:
    """The cells of a recording, and the jumps from one to another."""

    lines: NDArray[np.int64]  # [cells + 1], frames: cell k is [lines[k], lines[k + 1])
    jumps: tuple[Jump, ...]
    crossfade_frames: int
    sample_rate: int

    @property
    def frames(self) -> int:
        """Length of the recording."""
        return int(self.lines[-1])

    @classmethod
    def of(cls, audio: FloatArray, sample_rate: int) -> JumpGraph:
        """The graph of a recording [channels, frames]; perhaps without any jump."""
        mono = np.asarray(audio.mean(axis=0), dtype=np.float32)
        strokes = Strokes.heard(mono, sample_rate)
        pitches = Pitches.heard(mono, sample_rate)
        grid = grid_of(mono, strokes, pitches)
        fade = _CROSSFADE_SECONDS if grid.pulsed else _STILL_CROSSFADE_SECONDS
        half = round(fade / 2 * sample_rate)
        lead = half + round(_BEFORE_STROKE_SECONDS * sample_rate) if grid.pulsed else 0
        lines, bar_places = _cells(grid, lead, mono.size)
        bare = cls(lines, (), 2 * half, sample_rate)
        if lines.size < 4 * _CONTEXT.size:
            return bare
        alike = _alike(mono, listen(mono, sample_rate), pitches, lines)
        jumps = []
        aligner = _Aligner(mono, strokes.bright if grid.pulsed else None, sample_rate)
        for leave, arrive, quality in _candidates(alike, lines, bar_places, sample_rate):
            here = int(lines[leave])
            there = aligner.arrival(here, int(lines[arrive]))
            if there is not None and passes(audio, here, there, half, sample_rate):
                jumps.append(Jump(leave, arrive, here, there, quality))
        return cls(lines, tuple(jumps), 2 * half, sample_rate)


def _cells(grid: Grid, lead: int, frames: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lines shortly before the beats, the first 0 and the last `frames`; places in the bar."""
    lines, places = grid.lines - lead, grid.place_in_bar()
    step = grid.beats_per_bar or 4
    if lines.size > _MOST_CELLS:
        lines, places = lines[grid.first_bar :: step], places[grid.first_bar :: step]
        more = lines.size // _MOST_CELLS + 1
        lines, places = lines[::more], places[::more]
    inner = np.flatnonzero((lines > 0) & (lines < frames))
    first = places[inner[0]] - 1 if inner.size else 0
    return (
        np.concatenate([[0], lines[inner], [frames]]).astype(np.int64),
        np.concatenate([[first], places[inner], [-1]]).astype(np.int64),
    )


def _alike(
    mono: Mono, moments: Moments, pitches: Pitches, lines: NDArray[np.int64]
) -> NDArray[np.float32]:
    """How alike cells are [cells, cells]: 1 the same, 0 nothing in common; by sound and level."""
    starts, lengths = lines[:-1, None], np.diff(lines)[:, None]
    points = starts + (np.arange(_POINTS) + 0.5) / _POINTS * lengths
    nearest = np.clip(np.round(points / moments.hop).astype(np.int64), 0, len(moments) - 1)
    sounds = moments.features[nearest].reshape(starts.size, -1)
    chords = pitches.chroma((starts + lengths // 2)[:, 0])
    chords = chords - chords.mean(axis=0)
    power = np.add.reduceat(mono * mono, lines[:-1]) / lengths[:, 0]
    level = (10 * np.log10(power + 1e-9)).astype(np.float32)
    apart = np.abs(level[:, None] - level[None, :]) / np.float32(_LEVEL_DB)
    return np.asarray(
        _TIMBRE * _cosines(sounds) + _HARMONY * _cosines(chords) - apart, dtype=np.float32
    )


def _cosines(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit = rows / (np.sqrt((rows**2).sum(axis=1, keepdims=True)) + np.float32(1e-6))
    return np.asarray(unit @ unit.T, dtype=np.float32)


def _candidates(
    alike: NDArray[np.float32],
    lines: NDArray[np.int64],
    bar_places: NDArray[np.int64],
    sample_rate: int,
) -> list[tuple[int, int, float]]:
    """Pairs (leave, arrive, likeness) of lines, the most alike first."""
    cells = alike.shape[0]
    deep = _CONTEXT.size
    inner = np.arange(deep, cells - deep + 1)  # lines with that much music on both sides
    behind = sum(
        weight * alike[np.ix_(inner - k - 1, inner - k - 1)] for k, weight in enumerate(_CONTEXT)
    )
    ahead = sum(weight * alike[np.ix_(inner + k, inner + k)] for k, weight in enumerate(_CONTEXT))
    both = np.minimum(behind, ahead)
    places, frames = bar_places[inner], lines[inner]
    both[places[:, None] != places[None, :]] = -1
    both[np.abs(frames[:, None] - frames[None, :]) < _NEAREST_SECONDS * sample_rate] = -1
    best = np.argsort(-both, axis=1)[:, :_EACH]
    found = [
        (int(inner[row]), int(inner[column]), float(both[row, column]))
        for row, columns in enumerate(best)
        for column in columns
        if both[row, column] >= _LEAST_LIKENESS
    ]
    return sorted(found, key=lambda pair: -pair[2])[:_MOST_JUMPS]


class _Aligner:
    """Says at which frame a jump has to arrive for the beat to go on in time.

    Jumps over as many beats often need the same lag, which is remembered.
    """

    def __init__(self, mono: Mono, struck: Onsets | None, sample_rate: int) -> None:
        self._mono, self._struck, self._rate = mono, struck, sample_rate
        self._known: dict[int, int] = {}

    def arrival(self, leave: int, arrive: int) -> int | None:
        """The frame near `arrive` that goes on from `leave`; None where nothing shows it."""
        lag = arrive - leave
        around = round(_ALIGNED_SECONDS * self._rate)
        reach = round(_REACH_SECONDS * self._rate)
        start, stop = leave - around, leave + around
        if start + min(lag, 0) < reach or stop + max(lag, 0) + reach > self._mono.size:
            return None
        key = round(lag / reach)
        known = self._known.get(key)
        if known is not None and correlation(self._mono, start, stop, known) >= _SAME:
            return leave + known
        exact, sure = best_lag(self._mono, start, stop, lag, reach)
        if sure >= _SAME:
            self._known[key] = exact
        near = abs(exact - lag) <= _NEAR_SECONDS * self._rate
        if self._struck is None or sure >= _SAME or (sure >= _SURE and near):
            return leave + exact
        return self._by_strokes(self._struck, leave, lag)

    def _by_strokes(self, struck: Onsets, leave: int, lag: int) -> int | None:
        per_step = self._rate / STEPS_PER_SECOND
        middle, half = round(leave / per_step), round(_STRUCK_SECONDS * STEPS_PER_SECOND)
        start = max(0, middle - half)
        steps, sure = struck_lag(
            struck, start, min(middle + half, struck.size), round(lag / per_step), _STRUCK_REACH
        )
        exact = round(steps * per_step)
        if sure < _LEAST_STRUCK or abs(exact - lag) > _MOST_OFF_SECONDS * self._rate:
            return None
        # The grid has the steady beat, the strokes what is played: each strays by itself.
        return leave + (exact + lag) // 2
