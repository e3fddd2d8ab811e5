"""Where the beats of a recording are, and which of them begin a bar."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.loops.pulse import STEPS_PER_SECOND, Pulse, Strokes
from musicgen_local.loops.spectra import Mono, Pitches
from musicgen_local.loops.values import LoopPoints

STILL_SECONDS = 0.5  # between the lines of a grid where nothing is struck
_GRAIN = 10  # steps in which beats are followed
_STRICTNESS = 100.0  # how much a beat that comes early or late costs (Ellis)
_SMOOTH_BEATS = 9  # over which the tempo is taken as steady
_BARS_OF = (4, 3)
_LEAST_EVIDENCE = 2.2  # standard errors by which the first beats of bars have to stand out
_LEAST_LEAD = 1.2  # of these, before the other metre
_LEAST_BARS = 3  # of beats, to tell a metre from
_HEAVY = 0.5  # how much a bass's stroke tells of the bar, beside a change of chord


@dataclass(frozen=True, slots=True)
class Grid:
    """The beats of a recording, or lines at even distances where no pulse is felt."""

    lines: NDArray[np.int64]  # [lines], frames, rising
    beats_per_bar: int = 0  # 0: not certain
    first_bar: int = 0  # the first line that begins a bar
    pulsed: bool = True

    def place_in_bar(self) -> NDArray[np.int64]:
        """For each line, which beat of its bar it is, from 0; 0 for all where that is unknown."""
        places = np.arange(self.lines.size) - self.first_bar
        return places % self.beats_per_bar if self.beats_per_bar else np.zeros_like(places)


def grid_of(mono: Mono, strokes: Strokes, pitches: Pitches) -> Grid:
    """The grid of a recording [frames]."""
    sample_rate = pitches.sample_rate
    seconds = Pulse.felt(strokes).beat_seconds()
    if not seconds:
        lines = np.arange(0, mono.size, round(STILL_SECONDS * sample_rate))
        return Grid(lines.astype(np.int64), pulsed=False)
    steps = _followed(_felt(strokes), seconds * STEPS_PER_SECOND)
    lines = np.round(steps * sample_rate / STEPS_PER_SECOND).astype(np.int64)
    lines = lines[(lines >= 0) & (lines < mono.size)]
    bar, first = _metre(pitches, lines, strokes)
    return Grid(lines, bar, first)


def counted(points: LoopPoints, pitches: Pitches, strokes: Strokes, pulse: Pulse) -> LoopPoints:
    """The same loop with its beats, its tempo, and its bars where these are certain."""
    beats = pulse.beats_in(points.seconds)
    if not beats:
        return points
    span = points.seconds * STEPS_PER_SECOND / beats
    felt = _felt(strokes)
    begin = points.start_frame / points.sample_rate * STEPS_PER_SECOND
    steps = begin + _phase(felt, begin, span, beats) + span * np.arange(beats)
    lines = np.round(steps / STEPS_PER_SECOND * points.sample_rate).astype(np.int64)
    bar, _ = _metre(pitches, lines, strokes)
    whole = bar and beats % bar == 0
    tempo = round(60 * beats / points.seconds, 2)
    return dataclasses.replace(
        points,
        beats=beats,
        tempo_bpm=tempo,
        beats_per_bar=bar if whole else 0,
        bars=beats // bar if whole else 0,
    )


def _felt(strokes: Strokes) -> NDArray[np.float32]:
    """Strokes of all kinds; the bass, whose rise is slow, a little earlier than it shows."""
    return np.asarray(strokes.bright + np.roll(strokes.low, -_GRAIN), dtype=np.float32)


def _phase(felt: NDArray[np.float32], begin: float, span: float, beats: int) -> float:
    """How many steps after `begin` the first of `beats` beats is, of those that fit best."""
    offsets = np.arange(max(1, int(span)))
    soft = np.convolve(felt, np.hanning(2 * _GRAIN + 1), mode="same")
    places = (begin + offsets[:, None] + span * np.arange(beats)).astype(np.int64)
    return float(offsets[int(soft[np.minimum(places, soft.size - 1)].sum(axis=1).argmax())])


def _followed(felt: NDArray[np.float32], span: float) -> NDArray[np.float64]:
    """Beats about `span` steps apart, in steps, where the strokes are.

    The path with the most onsets and the least change of tempo by dynamic programming (D. Ellis,
    "Beat Tracking by Dynamic Programming", 2007), then a steady tempo over some beats.
    """
    soft = np.convolve(felt, np.hanning(2 * _GRAIN + 1), mode="same")
    coarse = soft[: soft.size // _GRAIN * _GRAIN].reshape(-1, _GRAIN).max(axis=1)
    coarse = coarse / max(float(coarse.std()), 1e-9)
    pace = span / _GRAIN
    back = np.arange(round(-2 * pace), -round(pace / 2) + 1)
    cost = -_STRICTNESS * np.log(-back / pace) ** 2
    total = np.zeros(coarse.size)
    came_from = np.full(coarse.size, -1, np.int64)
    total[: -back[0]] = coarse[: -back[0]]
    for at in range(-int(back[0]), coarse.size):
        reached = total[at + back[0] : at + back[-1] + 1] + cost
        best = int(reached.argmax())
        total[at] = coarse[at] + reached[best]
        came_from[at] = at + back[best]
    last = coarse.size - round(pace) + int(total[-round(pace) :].argmax())
    path = [last]
    while came_from[path[-1]] >= 0:
        path.append(int(came_from[path[-1]]))
    beats = np.array(path[::-1], dtype=np.float64) * _GRAIN + _GRAIN / 2
    return _steadied(_finer(soft, beats))


def _finer(soft: NDArray[np.floating], beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Beats moved to the strongest stroke within a grain."""
    reach = np.arange(-_GRAIN, _GRAIN + 1)
    places = np.clip(beats.astype(np.int64)[:, None] + reach, 0, soft.size - 1)
    return np.asarray(beats.astype(np.int64) + reach[soft[places].argmax(axis=1)], dtype=np.float64)


def _steadied(beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each beat where a straight line through its neighbours has it."""
    if beats.size < _SMOOTH_BEATS:
        return beats
    half = _SMOOTH_BEATS // 2
    first = np.clip(np.arange(beats.size) - half, 0, beats.size - _SMOOTH_BEATS)
    near = np.lib.stride_tricks.sliding_window_view(beats, _SMOOTH_BEATS)[first]
    numbers = np.arange(_SMOOTH_BEATS) - half
    slope = (near * numbers).sum(axis=1) / (numbers**2).sum()
    place = np.arange(beats.size) - first - half
    return np.asarray(near.mean(axis=1) + slope * place)


def _metre(pitches: Pitches, lines: NDArray[np.int64], strokes: Strokes) -> tuple[int, int]:
    """How many beats a bar has, and the first beat that begins one; 0 where that is uncertain.

    Chords change and basses are struck where bars begin: folded by the right number of beats,
    one place stands out.
    """
    if lines.size < _LEAST_BARS * max(_BARS_OF):
        return 0, 0
    beat = round(float(np.median(np.diff(lines))))
    chords = pitches.chroma(lines + beat // 2)
    change = 1 - (chords * np.roll(chords, 1, axis=0)).sum(axis=1)
    steps = np.round(lines / pitches.sample_rate * STEPS_PER_SECOND).astype(np.int64)
    around = np.clip(steps[:, None] + np.arange(-20, 40), 0, strokes.low.size - 1)
    heavy = strokes.low[around].max(axis=1)
    signs = _standard(change) + _HEAVY * _standard(heavy)
    judged = [(*_stands_out(signs, bar), bar) for bar in _BARS_OF]
    judged.sort(reverse=True)
    (evidence, first, bar), (other, _, _) = judged
    if evidence < _LEAST_EVIDENCE or evidence < other + _LEAST_LEAD:
        return 0, 0
    return bar, first


def _standard(values: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))


def _stands_out(signs: NDArray[np.float64], bar: int) -> tuple[float, int]:
    """By how many standard errors the best place of the bar stands above the next best."""
    means = np.array([signs[place::bar].mean() for place in range(bar)])
    best = int(means.argmax())
    others = np.delete(means, best)
    spread = float(np.mean([signs[place::bar].var() for place in range(bar)])) ** 0.5
    error = max(spread, 0.05) * (2 * bar / signs.size) ** 0.5
    return float(means[best] - others.max()) / error, best
