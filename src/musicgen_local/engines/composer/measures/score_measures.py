"""How a score is made: harmony, voices, density, variety and endings, as numbers.

Every measure reads a plan and its sections' scores, needs no sound, and changes nothing. A share
is 0-1; `nan` says that a piece has nothing of what is measured (no lead, no kick). Melody is in
`melody_measures.py` and can be had from here as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.measures.melody_measures import (
    longest_breath_beats,
    melody_shape,
    motif_recurrence,
    summits,
)
from musicgen_local.engines.composer.measures.reading import (
    CRASHES,
    KICKS,
    LATE_BEATS,
    UNPITCHED,
    FloatArray,
    bar_chroma,
    bar_texture,
    chord_at,
    lead_lines,
    onset_count,
    parts_of,
    pitched_parts,
    rank_correlation,
    strokes,
)
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.writing.cells import metric_strength

__all__ = [
    "VoiceMotion", "activity_curve", "bass_on_kick_share", "chord_tone_share", "clash_rate",
    "density_curve",
    "density_follows_energy", "diversity", "ends_properly", "longest_breath_beats",
    "longest_sameness_bars", "marked_boundary_share", "melody_shape", "motif_recurrence",
    "out_of_range_count", "parallel_fifths_rate", "repetition", "section_contrast", "summits",
    "velocity_range", "voice_motion_semitones",
]  # fmt: skip

_STRONG = 0.8  # metric strength of the downbeat and of the half of a bar of four
_PASSING_BEATS = 0.6  # what sounds together for less is a passing note
_HARSH = frozenset({1, 13})
_PERFECT = frozenset({0, 7})
_FEWEST_SECTIONS = 3
_SAME = 0.95  # likeness from which two stretches of four bars say the same
_STRETCH_BARS = 4
_FILL_BEATS = 2.0


def chord_tone_share(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Share of the lead's notes on strong beats that belong to the chord under them."""
    inside = total = 0
    for score, _, notes in lead_lines(plan, scores):
        for note in notes:
            if _on_strong_beat(note, plan.beats_per_bar):
                total += 1
                inside += note.pitch % 12 in chord_at(score, note.start_beats).pitch_classes
    return inside / total if total else float("nan")


def _on_strong_beat(note: Note, bar: int) -> bool:
    beat = float(round(note.start_beats))
    return abs(note.start_beats - beat) < LATE_BEATS and metric_strength(beat, bar) >= _STRONG


def parallel_fifths_rate(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Parallel fifths and octaves in a hundred motions of two voices.

    Counted between neighbouring and between outer voices of each chord layer, where both move, and
    between bass and lead. Doublings at the octave inside a chord (a guitar's strum) count as well.
    """
    found = total = 0
    for score in scores:
        lines = [_chord_moves(notes) for _, _, notes in
                 parts_of(plan, [score], Role.CHORDS, Role.PAD)]  # fmt: skip
        lines.append(_outer_moves(plan, score))
        for moves in lines:
            for low, high, low_after, high_after in moves:
                if low_after == low or high_after == high:
                    continue
                total += 1
                same_way = (low_after - low) * (high_after - high) > 0
                interval = (high - low) % 12
                found += (
                    same_way and interval in _PERFECT and (high_after - low_after) % 12 == interval
                )
    return 100.0 * found / total if total else float("nan")


def _chord_moves(notes: Sequence[Note]) -> Iterator[tuple[int, int, int, int]]:
    """Pairs of voices before and after each change: neighbours, and the outer two."""
    chords = [[note.pitch for note in group] for group in strokes(notes) if len(group) >= 2]
    for before, after in pairwise(chords):
        if len(before) != len(after) or before == after:
            continue
        count = len(before)
        places = {*pairwise(range(count)), (0, count - 1)}
        for low, high in sorted(places):
            yield before[low], before[high], after[low], after[high]


def _outer_moves(plan: Plan, score: SectionScore) -> Iterator[tuple[int, int, int, int]]:
    """Bass and lead where they are struck together, from one such place to the next."""
    basses = [n for _, _, notes in parts_of(plan, [score], Role.BASS) for n in notes]
    leads = [n for _, _, line in lead_lines(plan, [score]) for n in line]
    together = [
        (bass.pitch, lead.pitch)
        for lead in leads
        for bass in basses
        if abs(bass.start_beats - lead.start_beats) < LATE_BEATS
    ]
    for (bass, lead), (bass_after, lead_after) in pairwise(together):
        yield bass, lead, bass_after, lead_after


def clash_rate(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Minor seconds and ninths between layers that last longer than a passing eighth, per beat.

    Tones of the chord that rules may rub (a major seventh against its root); others may not.
    """
    clashes, beats = 0, 0.0
    for score in scores:
        beats += score.beats
        for chord_tones, one, other in _sounding_pairs(plan, score):
            both = one.pitch % 12 in chord_tones and other.pitch % 12 in chord_tones
            clashes += abs(one.pitch - other.pitch) in _HARSH and not both
    return clashes / beats if beats else float("nan")


def _sounding_pairs(
    plan: Plan, score: SectionScore
) -> Iterator[tuple[tuple[int, ...], Note, Note]]:
    """Notes of different layers that sound together long enough, with the chord over them."""
    tagged = sorted(
        ((note, name) for name, (_, notes) in enumerate(pitched_parts(plan, score))
         for note in notes if note.duration_beats >= _PASSING_BEATS),
        key=lambda item: item[0].start_beats,
    )  # fmt: skip
    for index, (one, name) in enumerate(tagged):
        end = one.start_beats + one.duration_beats
        for other, other_name in tagged[index + 1 :]:
            if other.start_beats >= end - _PASSING_BEATS:
                break
            together = min(end, other.start_beats + other.duration_beats) - other.start_beats
            if name != other_name and together >= _PASSING_BEATS:
                middle = other.start_beats + 0.5 * together - LATE_BEATS
                if middle < score.beats:
                    yield chord_at(score, middle).pitch_classes, one, other


@dataclass(frozen=True, slots=True)
class VoiceMotion:
    """How far a voice of a chord layer moves at a change, in semitones."""

    mean: float
    percentile_95: float


def voice_motion_semitones(plan: Plan, scores: Sequence[SectionScore]) -> VoiceMotion:
    """Motion of each voice from one chord to the next, chords of equal size; nan without chords."""
    moves: list[int] = []
    for _, _, notes in parts_of(plan, scores, Role.CHORDS, Role.PAD):
        chords = [[note.pitch for note in group] for group in strokes(notes) if len(group) >= 3]
        for before, after in pairwise(chords):
            if len(before) == len(after) and before != after:
                moves += [abs(b - a) for a, b in zip(before, after, strict=True)]
    if not moves:
        return VoiceMotion(float("nan"), float("nan"))
    return VoiceMotion(float(np.mean(moves)), float(np.percentile(moves, 95)))


def density_curve(plan: Plan, scores: Sequence[SectionScore]) -> FloatArray:
    """Strokes per beat of each section, all layers together: [sections]."""
    del plan
    return np.array([onset_count(score) / score.beats for score in scores])


def activity_curve(plan: Plan, scores: Sequence[SectionScore]) -> FloatArray:
    """Velocity struck per beat of each section, all layers together: [sections].

    Where the same few players play throughout, as in a quartet, energy is in their touch.
    """
    del plan
    weights = [sum(n.velocity for notes in s.parts.values() for n in notes) for s in scores]
    return np.array([weight / s.beats for weight, s in zip(weights, scores, strict=True)])


def density_follows_energy(
    plan: Plan, scores: Sequence[SectionScore], *, weighted: bool = False
) -> float:
    """Rank correlation of sections' density with their planned energy, -1 to 1.

    `weighted` takes the activity curve instead. The closing section, which thins out by intent,
    is left out; nan for fewer than three sections.
    """
    kept = [score for score in scores if not score.section.ending]
    if len(kept) < _FEWEST_SECTIONS:
        return float("nan")
    energies = [score.section.energy for score in kept]
    curve = (activity_curve if weighted else density_curve)(plan, kept)
    return rank_correlation(energies, curve.tolist())


def bass_on_kick_share(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Share of bass notes that fall on a stroke of the kick, where both play."""
    together = total = 0
    for score in scores:
        drums = (notes for _, _, notes in parts_of(plan, [score], Role.DRUMS))
        kicks = np.array([n.start_beats for notes in drums for n in notes if n.pitch in KICKS])
        if not len(kicks):
            continue
        for _, _, notes in parts_of(plan, [score], Role.BASS):
            for note in notes:
                total += 1
                together += bool(np.min(np.abs(kicks - note.start_beats)) < LATE_BEATS)
    return together / total if total else float("nan")


def out_of_range_count(plan: Plan, scores: Sequence[SectionScore]) -> int:
    """Notes that their instrument does not have."""
    return sum(
        not INSTRUMENTS[layer.instrument].low <= note.pitch <= INSTRUMENTS[layer.instrument].high
        for _, layer, notes in parts_of(plan, scores, *Role)
        for note in notes
    )


def section_contrast(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """How much better bars know their own section than sections of other themes, 0-1.

    Mean similarity of bars within sections less that between sections of different themes, in the
    self-similarity matrix of pitch content and texture by bar; nan with one theme.
    """
    features = np.hstack([bar_chroma(plan, scores), bar_texture(plan, scores)]) / np.sqrt(2.0)
    likeness = features @ features.T
    section = np.repeat(np.arange(len(scores)), [score.section.bars for score in scores])
    themes = np.array([score.section.theme for score in scores])[section]
    foreign = themes[:, None] != themes[None, :]
    own = (section[:, None] == section[None, :]) & ~np.eye(len(section), dtype=bool)
    if not foreign.any() or not own.any():
        return float("nan")
    return float(likeness[own].mean() - likeness[foreign].mean())


def repetition(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Mean similarity of the pitch content of neighbouring bars, 0-1; 1 is one bar for ever."""
    chroma = bar_chroma(plan, scores)
    return float(np.mean(np.sum(chroma[1:] * chroma[:-1], axis=1))) if len(chroma) > 1 else 1.0


def diversity(plans: Sequence[Plan], scores: Sequence[Sequence[SectionScore]]) -> float:
    """Mean distance between pieces, 0 (all the same) to 1 (nothing shared).

    The distance of two pieces is the mean of one less the Jaccard likeness of their notes (role,
    sixteenth, pitch against the tonic) and of their melodies' shapes (half beat, direction).
    """
    pieces = [(_note_set(p, s), melody_shape(p, s)) for p, s in zip(plans, scores, strict=True)]
    distances = [
        1.0 - 0.5 * (_jaccard(one[0], other[0]) + _jaccard(one[1], other[1]))
        for one, other in combinations(pieces, 2)
    ]
    return float(np.mean(distances)) if distances else float("nan")


def _note_set(plan: Plan, scores: Sequence[SectionScore]) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    start = 0.0
    for score in scores:
        for layer, notes in pitched_parts(plan, score):
            for note in notes:
                at = round((start + note.start_beats) * 4)
                found.add((layer.role, at, note.pitch - plan.tonic))
        start += score.beats
    return found


def _jaccard(one: set[tuple[object, ...]], other: set[tuple[object, ...]]) -> float:
    return len(one & other) / max(1, len(one | other))


def velocity_range(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Span of velocities that a player uses, 5th to 95th percentile, mean over layers, 0-1."""
    spans = []
    for layer in plan.layers:
        if layer.role is Role.TRANSITIONS:
            continue
        touch = [n.velocity for score in scores for n in score.parts.get(layer.name, ())]
        if len(touch) >= 8:
            spans.append(float(np.percentile(touch, 95) - np.percentile(touch, 5)))
    return float(np.mean(spans)) if spans else float("nan")


def longest_sameness_bars(plan: Plan, scores: Sequence[SectionScore]) -> int:
    """Bars of the longest stretch in which nothing changes from four bars to the next four.

    Each phrase of four bars is compared with the one before it, note by note (layer, sixteenth,
    pitch); 4 means that no phrase is ever said twice unchanged.
    """
    size = _STRETCH_BARS * plan.beats_per_bar
    blocks: list[set[tuple[object, ...]]] = []
    for score in scores:
        count = max(1, int(score.beats // size))
        section: list[set[tuple[object, ...]]] = [set() for _ in range(count)]
        for name, notes in score.parts.items():
            for note in notes:
                index = min(count - 1, int((note.start_beats + LATE_BEATS) // size))
                at = round((note.start_beats - index * size) * 4)
                section[index].add((name, at, note.pitch))
        blocks += section
    longest = run = 1
    for before, after in pairwise(blocks):
        run = run + 1 if _jaccard(before, after) >= _SAME else 1
        longest = max(longest, run)
    return longest * _STRETCH_BARS


def marked_boundary_share(plan: Plan, scores: Sequence[SectionScore]) -> float:
    """Share of section changes that the band marks, where drums play before or after.

    A mark is a crash on the first beat, strokes in the last two beats that the bar before had not
    (a fill) or a silence of the drums there, a lead-in of another layer, or a transition effect.
    """
    drums = {layer.name for layer in plan.layers if layer.role is Role.DRUMS}
    effects = {layer.name for layer in plan.layers if layer.role is Role.TRANSITIONS}
    marked = total = 0
    for before, after in pairwise(scores):
        played = [n for name in drums for n in before.parts.get(name, ())]
        opening = [n for name in drums for n in after.parts.get(name, ())]
        if not played and not opening:
            continue
        total += 1
        crash = any(n.pitch in CRASHES and n.start_beats < LATE_BEATS for n in opening)
        entrance = bool(played) != bool(opening)
        effect = any(
            n.start_beats + n.duration_beats >= before.beats - 0.5
            for name in effects
            for n in before.parts.get(name, ())
        ) or any(n.start_beats < 0.2 for name in effects for n in after.parts.get(name, ()))
        marked += crash or entrance or effect or _has_fill(played, before.beats, plan.beats_per_bar)
    return marked / total if total else float("nan")


def _has_fill(drums: Sequence[Note], end: float, bar: int) -> bool:
    def grid(shift: float) -> set[tuple[int, int]]:
        start = end - _FILL_BEATS - shift
        return {
            (round((n.start_beats - start) * 4), n.pitch)
            for n in drums
            if start - LATE_BEATS < n.start_beats < start + _FILL_BEATS - LATE_BEATS
        }

    return grid(0.0) != grid(float(bar)) and grid(0.0) != grid(4.0 * bar)


def ends_properly(plan: Plan, scores: Sequence[SectionScore]) -> bool:
    """Whether the piece closes: its tonic chord last, struck together, and nothing after it.

    A loop closes where no note runs past its last beat.
    """
    last = scores[-1]
    pitched = [n for _, notes in pitched_parts(plan, last) for n in notes]
    if plan.loop_ready:
        return all(n.start_beats + n.duration_beats <= last.beats + 0.2 for n in pitched)
    final = last.chords[-1]
    home = (plan.tonic + plan.transpose_semitones + last.section.transpose) % 12
    held = [n for n in pitched if n.start_beats >= final.start_beats - LATE_BEATS]
    unpitched = [n for _, layer, notes in parts_of(plan, [last], *UNPITCHED) for n in notes]
    late = [n for n in unpitched if n.start_beats > last.beats - 0.5]
    rings = [n for n in held if n.start_beats + n.duration_beats >= final.start_beats + 0.5]
    return final.root == home and bool(rings) and not late
