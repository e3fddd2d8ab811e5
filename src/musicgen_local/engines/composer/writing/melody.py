"""Melody: a phrase's tones find their pitches as the least-cost path near its contour.

Each note may take any pitch of its range; a cost prefers chord tones on strong beats and long
notes, steps over leaps, and the contour the motif drew. The best whole path is found by dynamic
programming (Viterbi), so that one note's choice serves the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.motif import Tone
from musicgen_local.engines.composer.writing.phrases import Phrase
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import (
    Chord,
    avoid_notes,
    chord_scale,
    family_of,
    scale_of,
)

FloatArray = NDArray[np.float64]

_STRONG = 0.8  # metric strength from which a note must fit its chord
_BEAT = 0.6
_ANTICIPATION_BEATS = 0.5
_OUTSIDE = 14.0
_ROOT_ON_MAJOR_SEVENTH = 0.8  # a minor ninth over the seventh below
_LEAP, _RECOVERY = 5.0, 2.0  # semitones
_PENTATONIC = {"major": (0, 2, 4, 7, 9), "minor": (0, 3, 5, 7, 10)}
_BLUE = {"major": (3,), "minor": (6,)}
# cost of a melodic interval by size in semitones: steps are free, sevenths nearly forbidden
_INTERVAL_COST = np.array(
    [0.7, 0.05, 0.0, 0.35, 0.4, 0.9, 3.2, 1.2, 2.0, 2.0, 4.5, 6.0, 1.9] + [8.0] * 60
)
# cost of leaving a remembered interval, by semitones: one is the scale's doing
_REMEMBERED = np.array([0.0, 0.25, 1.6, 2.4, 3.0])
_TURNED = 1.0  # of going another way than the motif
_PARALLEL = 1.6  # octaves or fifths with the bass, one after another
_SAME_CONTOUR = 0.3  # steps


@dataclass(frozen=True, slots=True)
class MelodyRange:
    """Where a melody lies: MIDI pitches, `centre` the place of contour level 0."""

    low: int
    high: int
    centre: float


@lru_cache(maxsize=8192)
def _pitch_class_costs(
    chord: Chord, tonic: int, mode: str, scale: str, tensions: float, strong: bool
) -> tuple[float, ...]:
    """Cost of each pitch class over a chord, C first."""
    notes = set(chord_scale(chord, tonic, mode))
    if scale != "mode":
        family = family_of(mode)
        notes = {(tonic + s) % 12 for s in _PENTATONIC[family]} | set(chord.tones[:4])
    avoided = avoid_notes(chord, tonic, mode)
    blue = {(tonic + s) % 12 for s in _BLUE[family_of(mode)]} if scale == "blues" else set()
    costs = []
    for tone in range(12):
        if tone == chord.root and 11 in chord.intervals:
            cost = _ROOT_ON_MAJOR_SEVENTH if strong else 0.2
        elif tone in chord.tones[:3]:
            cost = 0.0
        elif tone in chord.tones:
            cost = 0.15 + (1 - tensions) * (0.8 if strong else 0.2)
        elif tone in avoided:
            cost = 6.0 if strong else 0.7
        elif tone in notes:
            cost = (3.4 - 1.4 * tensions) if strong else 0.2
        elif tone in blue:
            cost = 5.0 if strong else 0.6
        else:
            cost = _OUTSIDE
        costs.append(cost)
    return tuple(costs)


def _chord_index(spans: Sequence[Span], beat: float, hint: int) -> int:
    index = hint
    while index + 1 < len(spans) and spans[index].end <= beat + 1e-6:
        index += 1
    return index


def _node_costs(
    phrase: Phrase,
    spans: Sequence[Span],
    manner: LeadManner,
    tonic: int,
    mode: str,
    beats_per_bar: int,
) -> FloatArray:
    """Cost of each note on each pitch class: [notes, 12]."""
    rows = []
    hint = 0
    for tone in phrase.tones:
        hint = index = _chord_index(spans, tone.beat, hint)
        current = spans[index]
        overlap = tone.end - current.end
        left = current.end - tone.beat
        if index + 1 < len(spans) and left <= _ANTICIPATION_BEATS and overlap >= 0.25:
            current = spans[index + 1]
            overlap = 0.0
        strength = metric_strength(tone.beat, beats_per_bar)
        strong = strength >= _STRONG or tone.length >= 1.0
        args = (tonic, mode, manner.scale, manner.tensions)
        row = np.array(_pitch_class_costs(current.chord, *args, strong))
        if not strong and strength >= _BEAT:  # beats two and four: half way
            row = 0.5 * (row + np.array(_pitch_class_costs(current.chord, *args, True)))
        if overlap >= 0.75 and index + 1 < len(spans):
            row = row + 0.7 * np.array(_pitch_class_costs(spans[index + 1].chord, *args, strong))
        if tone.beat in phrase.full_cadences or tone.beat in phrase.half_cadences:
            home = tone.beat in phrase.full_cadences
            row = row + _cadence_costs(current.chord, tonic, mode, home)
        rows.append(row)
    return np.array(rows)


@lru_cache(maxsize=2048)
def _cadence_costs(chord: Chord, tonic: int, mode: str, home: bool) -> FloatArray:
    scale = scale_of(tonic, mode)
    costs = np.full(12, 4.0)
    for rank, tone in enumerate(chord.tones[:3]):
        costs[tone] = 0.5 * rank
    if 11 in chord.intervals:
        costs[chord.root] += _ROOT_ON_MAJOR_SEVENTH
    stable = (scale[0], scale[2], scale[4]) if home else (scale[1], scale[4], scale[6])
    for tone in range(12):
        if tone not in stable:
            costs[tone] += 0.8
    if not home:
        costs[scale[0]] += 1.5
    return costs


def find_pitches(
    phrase: Phrase,
    spans: Sequence[Span],
    manner: LeadManner,
    place: MelodyRange,
    *,
    tonic: int,
    mode: str,
    beats_per_bar: int,
) -> list[int]:
    """The pitch of each tone of a phrase over its chords."""
    tones = phrase.tones
    if not tones:
        return []
    pitches = np.arange(place.low, place.high + 1)
    nodes = _node_costs(phrase, spans, manner, tonic, mode, beats_per_bar)[:, pitches % 12]
    targets = _targets(tones, manner, place)
    peak = int(np.argmax(targets))
    nodes = nodes + 0.3 * np.abs(pitches[None, :] - targets[:, None])
    crown = round(float(targets[peak]))
    above = np.maximum(0, pitches - crown + 1) * 2.0
    below = np.maximum(0, crown - pitches) * 0.5
    others = np.arange(len(tones)) != peak
    nodes[others] += above
    nodes[peak] += below
    perfect = _perfect_to_bass(tones, spans, pitches)
    steps = _cheapest(tones, nodes, targets, pitches, perfect, {})
    known = _known_steps(tones, [int(pitches[step]) for step in steps])
    if known:
        steps = _cheapest(tones, nodes, targets, pitches, perfect, known)
    return [int(pitches[step]) for step in steps]


def _perfect_to_bass(
    tones: Sequence[Tone], spans: Sequence[Span], pitches: NDArray[np.int64]
) -> list[tuple[int, NDArray[np.int64]]]:
    """For each note the bass under it, and which pitches are its octave (1) or its fifth (2)."""
    found = []
    hint = 0
    for tone in tones:
        hint = _chord_index(spans, tone.beat, hint)
        bass = spans[hint].chord.bass
        above = (pitches - bass) % 12
        found.append((bass, np.where(above == 0, 1, np.where(above == 7, 2, 0))))
    return found


def _cheapest(
    tones: Sequence[Tone],
    nodes: FloatArray,
    targets: FloatArray,
    pitches: NDArray[np.int64],
    perfect: Sequence[tuple[int, NDArray[np.int64]]],
    known: Mapping[int, int],
) -> list[int]:
    """Rows of the pitches on the least-cost path.

    `known` says for some notes how far from the note before them the motif has them.
    """
    moves = pitches[None, :] - pitches[:, None]
    base = _INTERVAL_COST[np.abs(moves)]
    total = nodes[0]
    back = np.zeros(nodes.shape, dtype=np.int64)
    for index in range(1, len(tones)):
        wanted = targets[index] - targets[index - 1]
        gap = tones[index].beat - tones[index - 1].end
        weight = 0.4 if gap >= 1.0 else 1.0  # a rest forgives a leap
        cost = total[:, None] + weight * base + 0.28 * np.abs(moves - wanted)
        if abs(wanted) >= 0.5:
            cost = cost + 0.9 * (moves == 0)
        (bass_before, before), (bass, now) = perfect[index - 1], perfect[index]
        if bass != bass_before:
            cost = cost + _PARALLEL * ((before[:, None] == now[None, :]) & (now[None, :] > 0))
        if index in known:
            cost = cost + _REMEMBERED[np.minimum(np.abs(moves - known[index]), 4)]
            cost = cost + _TURNED * (np.sign(moves) != np.sign(known[index]))
        back[index] = np.argmin(cost, axis=0)
        total = cost[back[index], np.arange(nodes.shape[1])] + nodes[index]
    path = [int(np.argmin(total))]
    for index in range(len(tones) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return path[::-1]


def _known_steps(tones: Sequence[Tone], pitches: Sequence[int]) -> dict[int, int]:
    """The motif's intervals as they were first sung, there and wherever it comes again.

    A contour turned upside down takes the interval upside down; one that was bent otherwise, as
    in a cadence, is free.
    """
    first: dict[tuple[int, int], tuple[float, int]] = {}
    known: dict[int, int] = {}  # by note: semitones from the note before it
    for index in range(1, len(tones)):
        before, now = tones[index - 1], tones[index]
        if before.mark < 0 or now.mark != before.mark + 1:
            continue
        rise = now.level - before.level
        key = (before.mark, now.mark)
        if key not in first:
            first[key] = (rise, pitches[index] - pitches[index - 1])
            known[index] = first[key][1]
            continue
        level, interval = first[key]
        if abs(rise - level) < _SAME_CONTOUR:
            known[index] = interval
        elif abs(rise + level) < _SAME_CONTOUR:
            known[index] = -interval
    return known


def _targets(tones: Sequence[Tone], manner: LeadManner, place: MelodyRange) -> FloatArray:
    """The contour in semitones, squeezed where it would leave the range."""
    levels = np.array([tone.level for tone in tones])
    heights = (levels - levels.mean()) * manner.steps
    reach = max(1e-6, float(np.abs(heights).max()))
    room = min(place.high - place.centre, place.centre - place.low, manner.span / 2 + 2)
    targets: FloatArray = place.centre + heights * min(1.0, max(2.0, room) / reach)
    for index in range(1, len(targets) - 1):  # what leaps comes back by step
        leap = targets[index] - targets[index - 1]
        onward = targets[index + 1] - targets[index]
        if abs(leap) >= _LEAP and leap * onward >= 0:
            targets[index + 1] = targets[index] - np.sign(leap) * _RECOVERY
    return targets
