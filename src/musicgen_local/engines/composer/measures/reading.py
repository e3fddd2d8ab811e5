"""How the measures read a score: parts by role, strokes that belong together, lines, chords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.plan import Layer, Plan, Role
from musicgen_local.engines.composer.score import ChordSpan, Note, SectionScore

FloatArray = NDArray[np.float64]
LATE_BEATS = 0.16  # that feel may move a note away from its place on the grid
UNPITCHED = frozenset({Role.DRUMS, Role.PERCUSSION, Role.TRANSITIONS})
KICKS = frozenset({35, 36})
CRASHES = frozenset({49, 52, 55, 57})


def parts_of(
    plan: Plan, scores: Sequence[SectionScore], *roles: Role
) -> Iterator[tuple[SectionScore, Layer, tuple[Note, ...]]]:
    """Every section's part of every layer with one of the roles; empty parts are left out."""
    layers = {layer.name: layer for layer in plan.layers}
    for score in scores:
        for name, notes in score.parts.items():
            if notes and layers[name].role in roles:
                yield score, layers[name], notes


def pitched_parts(plan: Plan, score: SectionScore) -> Iterator[tuple[Layer, tuple[Note, ...]]]:
    """The parts of a section that play pitches, drums and effects left out."""
    for layer in plan.layers:
        notes = score.parts.get(layer.name, ())
        if notes and layer.role not in UNPITCHED and not is_kit(layer):
            yield layer, notes


def is_kit(layer: Layer) -> bool:
    """Whether a layer's pitches are keys of a drum kit."""
    return INSTRUMENTS[layer.instrument].family is Family.DRUM_KIT


def chord_at(score: SectionScore, beat: float) -> ChordSpan:
    """The chord that rules at a beat of a section, feel forgiven."""
    return [chord for chord in score.chords if chord.start_beats <= beat + LATE_BEATS][-1]


def strokes(notes: Sequence[Note], window_beats: float = LATE_BEATS) -> list[list[Note]]:
    """Notes that are struck together, lowest first; a strummed chord is one stroke."""
    groups: list[list[Note]] = []
    for note in sorted(notes, key=lambda note: note.start_beats):
        if groups and note.start_beats - groups[-1][0].start_beats < window_beats:
            groups[-1].append(note)
        else:
            groups.append([note])
    return [sorted(group, key=lambda note: note.pitch) for group in groups]


def line_of(notes: Sequence[Note]) -> list[Note]:
    """The top of each stroke: a part as one melody."""
    return [group[-1] for group in strokes(notes, 0.1)]


def lead_lines(
    plan: Plan, scores: Sequence[SectionScore]
) -> Iterator[tuple[SectionScore, Layer, list[Note]]]:
    """Each section's first lead that plays, as one line."""
    for score in scores:
        for _, layer, notes in parts_of(plan, [score], Role.LEAD):
            yield score, layer, line_of(notes)
            break


def straight(beat: float, share: float, unit: float) -> float:
    """A swung beat back on the even grid: the inverse of `writing/feel.py`'s `swung`."""
    pair = 2 * unit
    base = beat // pair * pair
    position = beat - base
    if position < pair * share:
        return base + position / (2 * share)
    return base + unit + (position - pair * share) / (2 * (1 - share))


def onset_count(score: SectionScore) -> int:
    """Strokes of a section, all layers together; a chord counts once."""
    return sum(len(strokes(notes, 0.1)) for notes in score.parts.values())


def bar_chroma(plan: Plan, scores: Sequence[SectionScore]) -> FloatArray:
    """Pitch classes of every bar, weighted by length and velocity: [bars, 12], rows of length 1.

    Silent bars are rows of zeros.
    """
    bar = plan.beats_per_bar
    rows = []
    for score in scores:
        chroma = np.zeros((score.section.bars, 12))
        for _, notes in pitched_parts(plan, score):
            for note in notes:
                end = min(note.start_beats + note.duration_beats, score.beats)
                first, last = int(note.start_beats // bar), int(max(end - 1e-6, 0.0) // bar)
                for index in range(first, min(last, score.section.bars - 1) + 1):
                    inside = min(end, (index + 1) * bar) - max(note.start_beats, index * bar)
                    chroma[index, note.pitch % 12] += max(0.0, inside) * note.velocity
        rows.append(chroma)
    return unit_rows(np.concatenate(rows))


def bar_texture(plan: Plan, scores: Sequence[SectionScore]) -> FloatArray:
    """Who plays how much in every bar: root of the weighted strokes by layer, [bars, layers]."""
    bar = plan.beats_per_bar
    rows = []
    for score in scores:
        texture = np.zeros((score.section.bars, len(plan.layers)))
        for column, layer in enumerate(plan.layers):
            for note in score.parts.get(layer.name, ()):
                index = min(score.section.bars - 1, int((note.start_beats + LATE_BEATS) // bar))
                texture[index, column] += note.velocity
                held = note.start_beats + note.duration_beats
                for later in range(index + 1, min(score.section.bars, int(held // bar) + 1)):
                    texture[later, column] += 0.5 * note.velocity
        rows.append(np.sqrt(texture))
    return unit_rows(np.concatenate(rows))


def unit_rows(matrix: FloatArray) -> FloatArray:
    """Rows scaled to length 1; rows of zeros stay."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: FloatArray = matrix / np.where(length > 0, length, 1.0)
    return unit


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's coefficient, ties sharing their mean rank; nan where one side never changes."""
    ranks = [_ranks(np.asarray(values, dtype=np.float64)) for values in (one, other)]
    if len(one) < 2 or min(float(np.std(rank)) for rank in ranks) == 0.0:
        return float("nan")
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: FloatArray) -> FloatArray:
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    ranks: FloatArray = below + (equal - 1) / 2.0
    return ranks
