"""Where a recording that never comes back is best joined: near its end to near its start.

Introductions that rise and endings that fall are left out; of the bar lines that remain (or of all
moments, where nothing is struck) those two are taken around which a long crossfade finds the most
alike music.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.loops.align import best_lag, correlation
from musicgen_local.loops.beats import Grid, grid_of
from musicgen_local.loops.features import Moments, listen
from musicgen_local.loops.pulse import STEPS_PER_SECOND, Strokes, struck_lag
from musicgen_local.loops.spectra import Mono, Pitches
from musicgen_local.loops.values import LoopKind, LoopPoints

_CROSSFADES_SECONDS = (2.0, 3.0, 4.0, 6.0, 8.0)
_MOST_OF_LOOP = 1 / 3  # that the crossfade may take
_PER_SECOND = 5  # moments at which places are compared
_LEVEL_SECONDS = 2.0
_SOFT_DB = 9.0  # below the usual level: still rising, or falling already
_SEARCHED = 0.3  # of what is usable, at either end
_LEVEL_DB = 15.0  # of difference that outweigh all likeness
_LONGER = 0.06  # that each doubling of the crossfade is worth, in likeness
_MORE = 0.5  # that the whole is worth above nothing of it
_REACH_SECONDS = 0.03
_LEAST_STRUCK = 0.1


def crossfade_points(mono: Mono, sample_rate: int) -> LoopPoints:
    """The best place for a long crossfade from the end of a recording to its start.

    `mono` is [frames]. The crossfade lasts 2 to 8 s, less in recordings of a few seconds: a third
    of the loop at most. `kind` is `NONE`, whatever `likeness` says.
    """
    moments = listen(mono, sample_rate)
    strokes = Strokes.heard(mono, sample_rate)
    grid = grid_of(mono, strokes, Pitches.heard(mono, sample_rate))
    first, last = _usable(mono, sample_rate)
    best = _best(moments, grid, mono, first, last)
    if best is None:
        return _middle(first, last, sample_rate)
    start, end, fade, likeness = best
    end += _shift(mono, strokes, grid, start, end, sample_rate)
    half = min(fade // 2, start, mono.size - end, int((end - start) * _MOST_OF_LOOP / 2))
    beats = _beats_between(grid, start, end)
    bars = beats // grid.beats_per_bar if grid.beats_per_bar else 0
    around = slice(start - half, start + half)
    return LoopPoints(
        start,
        end,
        sample_rate,
        LoopKind.NONE,
        correlation=correlation(mono, around.start, around.stop, end - start),
        likeness=max(likeness, 0.0),
        score=0.0,
        fresh_frames=end - start,
        tempo_bpm=round(60 * beats * sample_rate / (end - start), 2),
        beats=beats,
        beats_per_bar=grid.beats_per_bar if bars else 0,
        bars=bars,
        crossfade_frames=2 * half,
    )


def _usable(mono: Mono, sample_rate: int) -> tuple[int, int]:
    """From where to where the level is the usual one, in frames."""
    step = max(1, sample_rate // _PER_SECOND)
    edges = np.arange(0, max(mono.size - step, 1), step)
    power = np.add.reduceat(mono * mono, edges) / step
    width = min(round(_LEVEL_SECONDS * _PER_SECOND), power.size)
    smooth = np.convolve(power, np.ones(width) / width, mode="same")
    level = 10 * np.log10(smooth + 1e-12)
    heard = np.flatnonzero(level >= np.percentile(level, 60) - _SOFT_DB)
    return int(edges[heard[0]]), min(int(edges[heard[-1]]) + step, mono.size)


def _middle(first: int, last: int, sample_rate: int) -> LoopPoints:
    """What is left to do in a recording of a few seconds: a crossfade of a fifth of it."""
    half = (last - first) // 10
    start, end = first + half, last - half
    return LoopPoints(
        start,
        end,
        sample_rate,
        LoopKind.NONE,
        correlation=0.0,
        likeness=0.0,
        score=0.0,
        fresh_frames=end - start,
        crossfade_frames=2 * half,
    )


def _best(
    moments: Moments, grid: Grid, mono: Mono, first: int, last: int
) -> tuple[int, int, int, float] | None:
    """Start, end and length of the crossfade in frames, and the likeness around; None: no room."""
    rate = moments.sample_rate
    step = rate // _PER_SECOND
    count = mono.size // step
    nearest = np.minimum((np.arange(count) + 0.5) * step / moments.hop, len(moments) - 1).astype(
        np.int64
    )
    sounds = moments.features[nearest]
    sounds = sounds / (np.sqrt((sounds**2).sum(axis=1, keepdims=True)) + 1e-6)
    power = np.add.reduceat(mono * mono, np.arange(count) * step)[:count] / step
    level = 10 * np.log10(power + 1e-9)
    reach = _SEARCHED * (last - first)
    starts, ends = (
        _places(grid, step, first, first + reach),
        _places(grid, step, last - reach, last),
    )
    best: tuple[float, int, int, int, float] | None = None
    for seconds in _CROSSFADES_SECONDS:
        half = round(seconds * rate / 2)
        early = starts[starts >= first + half]
        late = ends[ends <= last - half]
        if not (early.size and late.size):
            break
        window = np.arange(-half // step, half // step)
        here = np.clip(early[:, None] // step + window, 0, count - 1)
        there = np.clip(late[:, None] // step + window, 0, count - 1)
        alike = np.einsum("ikb,jkb->ij", sounds[here], sounds[there], optimize=True) / window.size
        mean_here, mean_there = level[here].mean(axis=1), level[there].mean(axis=1)
        apart = np.abs(mean_here[:, None] - mean_there[None, :]) / _LEVEL_DB
        frames = late[None, :] - early[:, None]
        worth = alike - apart + _MORE * frames / (last - first) + _LONGER * np.log2(seconds)
        worth[frames * _MOST_OF_LOOP < 2 * half] = -np.inf
        row, column = np.unravel_index(int(worth.argmax()), worth.shape)
        value = float(worth[row, column])
        if np.isfinite(value) and (best is None or value > best[0]):
            one = (int(early[row]), int(late[column]), 2 * half, float(alike[row, column]))
            best = (value, *one)
    return best[1:] if best else None


def _places(grid: Grid, step: int, first: float, last: float) -> NDArray[np.int64]:
    """Where the loop may start or end: at bars, at beats where bars are not certain, anywhere."""
    if grid.pulsed:
        places = grid.lines[grid.place_in_bar() == 0]
    else:
        places = np.arange(0, int(last), step)
    return np.asarray(places[(places >= first) & (places <= last)], dtype=np.int64)


def _shift(mono: Mono, strokes: Strokes, grid: Grid, start: int, end: int, sample_rate: int) -> int:
    """By how many frames the end has to move for the beats, or the waves, to meet."""
    reach = round(_REACH_SECONDS * sample_rate)
    around = min(sample_rate, start, mono.size - end - reach)
    if around < sample_rate // 4:
        return 0
    if not grid.pulsed:
        return best_lag(mono, start - around, start + around, end - start, reach)[0] - end + start
    per_step = sample_rate / STEPS_PER_SECOND
    middle, half = round(start / per_step), round(2 * around / per_step)
    lag = round((end - start) / per_step)
    steps, sure = struck_lag(
        strokes.bright, max(0, middle - half), middle + half, lag, round(reach / per_step)
    )
    return round(steps * per_step) - end + start if sure >= _LEAST_STRUCK else 0


def _beats_between(grid: Grid, start: int, end: int) -> int:
    if not grid.pulsed:
        return 0
    near = [int(np.abs(grid.lines - frame).argmin()) for frame in (start, end)]
    return near[1] - near[0]
