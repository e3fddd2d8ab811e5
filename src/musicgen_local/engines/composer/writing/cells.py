"""Rhythms written as rows of characters, and how a row of four beats fits another metre."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

# which beats of a four-beat bar make up a bar of another length: strong beats stay strong
_BEATS_OF_FOUR = {
    2: (0, 1),
    3: (0, 1, 3),
    5: (0, 1, 3, 2, 3),
    6: (0, 1, 3, 2, 1, 3),
    7: (0, 1, 2, 3, 0, 1, 3),
}
_LEVELS = {"X": 1.0, "x": 0.8, "o": 0.58, "g": 0.3, "?": 0.5}
_MAYBE = 0.45  # how often a `?` sounds


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a drum row: its beat in the bar, its level, how often it sounds."""

    beat: float
    level: float
    chance: float


@dataclass(frozen=True, slots=True)
class Hold:
    """One note of a rhythm cell: its beat in the bar and its written length in beats."""

    beat: float
    length: float


def fit_metre(row: str, beats: int) -> str:
    """A row of one four-beat bar as a row of `beats` beats, on the same grid."""
    if beats == 4:
        return row
    per_beat = len(row) // 4
    order = _BEATS_OF_FOUR[beats]
    return "".join(row[beat * per_beat : (beat + 1) * per_beat] for beat in order)


@lru_cache(maxsize=1024)
def read_strokes(
    row: str, steps_per_beat: int, row_beats: int, beats: int
) -> tuple[tuple[Stroke, ...], ...]:
    """A drum row as strokes, bar by bar, fitted to `beats` beats a bar."""
    text = row.replace("|", "").replace(" ", "")
    size = steps_per_beat * row_beats
    bars = []
    for start in range(0, len(text), size):
        bar = text[start : start + size]
        if row_beats == 4:
            bar = fit_metre(bar, beats)
        bars.append(
            tuple(
                Stroke(index / steps_per_beat, _LEVELS[mark], _MAYBE if mark == "?" else 1.0)
                for index, mark in enumerate(bar)
                if mark != "."
            )
        )
    return tuple(bars)


@lru_cache(maxsize=2048)
def read_cell(cell: str, beats: int) -> tuple[Hold, ...]:
    """A one-bar rhythm cell (`x` note, `-` held, `.` silence) fitted to `beats` beats."""
    text = fit_metre(cell.replace("|", "").replace(" ", ""), beats)
    step = beats / len(text)
    holds: list[Hold] = []
    for index, mark in enumerate(text):
        if mark == "x":
            holds.append(Hold(index * step, step))
        elif mark == "-" and holds:
            last = holds[-1]
            if abs(last.beat + last.length - index * step) < 1e-9:
                holds[-1] = Hold(last.beat, last.length + step)
    # a metre may lose the only beat that a sparse cell speaks on
    return tuple(holds) or (Hold(0.0, float(beats)),)


def metric_strength(beat: float, beats: int) -> float:
    """Weight of a place in the bar, 0-1: downbeat, half bar, beats, off-beats, the rest."""
    position = beat % beats
    if position < 1e-6:
        return 1.0
    if abs(position - round(position)) < 1e-6:
        return 0.8 if beats == 4 and round(position) == 2 else 0.6
    return 0.35 if abs(position * 2 - round(position * 2)) < 1e-6 else 0.15


def mutate_cell(holds: tuple[Hold, ...], rng: np.random.Generator) -> tuple[Hold, ...]:
    """The cell with one small change: two notes joined, one split, or one dropped."""
    notes = list(holds)
    action = rng.random()
    if len(notes) > 2 and action < 0.4:
        index = 1 + int(rng.random() * (len(notes) - 1))
        before, note = notes[index - 1], notes[index]
        notes[index - 1 : index + 1] = [Hold(before.beat, note.beat + note.length - before.beat)]
    elif action < 0.75:
        longest = max(range(len(notes)), key=lambda i: notes[i].length)
        note = notes[longest]
        if note.length >= 1:
            half = note.length / 2 if note.length < 2 else 0.5 * round(note.length)
            first = note.length - min(half, 1.0)
            notes[longest : longest + 1] = [
                Hold(note.beat, first), Hold(note.beat + first, note.length - first)
            ]  # fmt: skip
    elif len(notes) > 3:
        del notes[1 + int(rng.random() * (len(notes) - 1))]
    return tuple(notes)
