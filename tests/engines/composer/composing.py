"""Pieces for the tests of plans and scores, and the measures taken of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.score import ChordSpan, Note, SectionScore

PACKS = ("lofi", "jazz", "piano", "ambient", "house", "synthwave", "cinematic", "rock")
_KEPT = 256  # pieces: tests that share one lie close together, and thousands fill the memory
_LATE = 0.16  # beats that feel may move a note away from its place on the grid


@lru_cache(maxsize=_KEPT)
def _plan(genre: str, seed: int, seconds: float, wishes: tuple[tuple[str, Any], ...]) -> Plan:
    brief = Brief(prompt=f"some {genre}", genre=genre, **dict(wishes))
    return make_plan(brief, duration_seconds=seconds, seed=seed)


def piece(genre: str, seed: int = 1, seconds: float = 100.0, **wishes: Any) -> Plan:
    """A plan of a genre with any wishes of a brief."""
    return _plan(genre, seed, seconds, tuple(sorted(wishes.items())))


@lru_cache(maxsize=_KEPT)
def _scores(plan_json: str) -> tuple[SectionScore, ...]:
    plan = Plan.model_validate_json(plan_json)
    return tuple(compose_section(plan, index) for index in range(len(plan.sections)))


def scores(plan: Plan) -> tuple[SectionScore, ...]:
    """All sections of a plan, composed once for all tests."""
    return _scores(plan.model_dump_json())


def parts(plan: Plan, *roles: Role) -> Iterator[tuple[SectionScore, Layer, tuple[Note, ...]]]:
    """Every section's part of every layer with one of the roles."""
    layers = {layer.name: layer for layer in plan.layers}
    for score in scores(plan):
        for name, notes in score.parts.items():
            if layers[name].role in roles:
                yield score, layers[name], notes


def chord_at(score: SectionScore, beat: float) -> ChordSpan:
    """The chord that rules at a beat, feel forgiven."""
    return [c for c in score.chords if c.start_beats <= beat + _LATE][-1]


def onset_groups(notes: Sequence[Note]) -> list[list[Note]]:
    """Notes that are struck together, lowest first."""
    groups: list[list[Note]] = []
    for note in sorted(notes, key=lambda note: note.start_beats):
        if groups and note.start_beats - groups[-1][0].start_beats < _LATE:
            groups[-1].append(note)
        else:
            groups.append([note])
    return [sorted(group, key=lambda note: note.pitch) for group in groups]


def melody_shape(notes: Sequence[Note], beats: float) -> set[tuple[int, int]]:
    """A melody's first `beats` beats as pairs of (half-beat, step from the note before)."""
    kept = [note for note in notes if note.start_beats < beats]
    return {
        (round((now.start_beats - 0.05) * 2), int(np.sign(now.pitch - before.pitch)))
        for before, now in pairwise(kept)
    }


def likeness(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> float:
    """Jaccard similarity, 0-1."""
    return len(one & other) / max(1, len(one | other))


def note_set(plan: Plan) -> set[tuple[str, int, int]]:
    """A piece's tones as (role, sixteenth, pitch); drums, which a genre shares, are left out."""
    roles = {layer.name: layer.role.value for layer in plan.layers}
    found = set()
    start = 0.0
    for score in scores(plan):
        for name, notes in score.parts.items():
            if roles[name] in ("drums", "percussion", "transitions"):
                continue
            for note in notes:
                found.add((roles[name], round((start + note.start_beats) * 4), note.pitch))
        start += score.beats
    return found
