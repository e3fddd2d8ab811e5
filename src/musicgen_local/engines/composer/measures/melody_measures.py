"""How melodies are made: motifs that return, summits, breath, and their shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np

from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.measures.reading import lead_lines, parts_of, straight
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.score import Note, SectionScore

Gram = tuple[tuple[int, int], ...]
_GRAM_STEPS = 3  # intervals of one n-gram: four notes
_PHRASE_GAP_BEATS = 3.0  # a silence this long parts two ideas
_BREATH_GAP_BEATS = 0.2
_APART_BEATS = 2.0  # tops nearer to each other are one summit


def motif_recurrence(
    plan: Plan,
    scores: Sequence[SectionScore],
    scope: Literal["all", "within", "between"] = "all",
) -> float:
    """Share of the lead's figures of four notes that return, 0 (never) to 1 (nothing else).

    A figure is three intervals by direction and coarse size (none, up to a third, up to a sixth,
    wider) with the time between its notes in sixteenths: what listeners know again when a melody
    is moved in its scale (Dowling, *Scale and contour*, 1978).
    `within` counts returns inside a section, `between` figures of a later section that an earlier
    section of its theme had, `all` figures that sections of the theme have twice or more.
    """
    themes: dict[str, list[list[Gram]]] = {}
    unit = load_pack(plan.genre).swing_beats
    for score, _, notes in lead_lines(plan, scores):
        themes.setdefault(score.section.theme, []).append(_grams(notes, plan.swing, unit))
    returned = total = 0
    for sections in themes.values():
        for index, grams in enumerate(sections):
            if scope == "between":
                pool = Counter(gram for earlier in sections[:index] for gram in earlier)
                counted, least = (grams, 1) if index else ([], 1)
            else:
                own = [grams] if scope == "within" else sections
                pool = Counter(gram for section in own for gram in section)
                counted, least = grams, 2
            total += len(counted)
            returned += sum(pool[gram] >= least for gram in counted)
    return returned / total if total else float("nan")


def _grams(notes: Sequence[Note], swing: float, unit: float) -> list[Gram]:
    places = [round(straight(note.start_beats, swing, unit) * 4) for note in notes]
    steps = [
        (_size(after.pitch - before.pitch), then - now)
        for (before, after), (now, then) in zip(pairwise(notes), pairwise(places), strict=True)
    ]
    runs = (steps[i : i + _GRAM_STEPS] for i in range(len(steps) - _GRAM_STEPS + 1))
    return [tuple(run) for run in runs if all(gap <= 4 * _PHRASE_GAP_BEATS for _, gap in run)]


def _size(semitones: int) -> int:
    """Interval by class and direction: none, up to a third, up to a sixth, wider."""
    size = int(np.searchsorted([1, 5, 10], abs(semitones), side="right"))
    return size if semitones > 0 else -size


def summits(plan: Plan, scores: Sequence[SectionScore]) -> list[int]:
    """How often each section's lead reaches its highest note, near repeats counted once.

    Sections whose lead has fewer than six notes are left out; 1 is one peak.
    """
    counts = []
    for _, _, notes in lead_lines(plan, scores):
        if len(notes) < 6:
            continue
        top = max(note.pitch for note in notes)
        places = [note.start_beats for note in notes if note.pitch == top]
        counts.append(1 + sum(b - a > _APART_BEATS for a, b in pairwise(places)))
    return counts


def longest_breath_beats(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """The longest stretch that a wind or brass player blows without a rest, in beats."""
    longest = 0.0
    for _, layer, notes in parts_of(plan, scores, Role.LEAD, Role.COUNTER):
        if not INSTRUMENTS[layer.instrument].breath:
            continue
        run = 0.0
        for now, later in pairwise(notes):
            gap = later.start_beats - now.start_beats - now.duration_beats
            run = 0.0 if gap > _BREATH_GAP_BEATS else run + now.duration_beats
            longest = max(longest, run)
    return longest


def melody_shape(plan: Plan, scores: Sequence[SectionScore]) -> set[tuple[object, ...]]:
    """A piece's leads as triples: section, half beat, direction from the note before."""
    shape: set[tuple[object, ...]] = set()
    for place, (_, _, notes) in enumerate(lead_lines(plan, scores)):
        for before, now in pairwise(notes):
            half = round((now.start_beats - 0.05) * 2)
            shape.add((place, half, int(np.sign(now.pitch - before.pitch))))
    return shape
