"""A melody that was handed in, as the lead's instrument plays it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.plan import GivenNote, Layer, Plan, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.theory import fold

_FLAT = 0.72  # of its velocities' spread that the lead keeps, its own touch the rest
_OCTAVES = (0, 12, -12, 24, -24, 36, -36)
_ALL = 0.5  # of the density slider: neither less nor more
_GRID = 1e-6  # beats
_BREATH_BEATS = 0.12  # that a wind leaves before the next note of a long line


def sings(context: SectionContext, layer: Layer) -> bool:
    """Whether the layer is the one that has a given melody: the first lead of the section."""
    first = next((one for one in context.layers() if one.role is Role.LEAD), None)
    return first is not None and first.name == layer.name


def write_given(context: SectionContext, layer: Layer, manner: LeadManner) -> list[Note]:
    """The section's own melody, on the octave that suits the instrument, with its accents.

    Pitches are the written ones, by octaves; no note is left out.
    """
    if not sings(context, layer):
        return []
    given = sorted(
        (note for note in context.section.melody if note.start_beats < context.beats),
        key=lambda note: (note.start_beats, note.pitch),
    )
    if not given:
        return []
    shift = melody_octave(context.plan, layer)
    instrument = player(layer)
    mean = sum(note.velocity for note in given) / len(given)
    base = manner.velocity * (0.8 + 0.28 * context.section.energy)
    notes: list[Note] = []
    for note, following in pairwise([*given, None]):
        assert note is not None
        length = min(note.duration_beats, context.beats + context.ring_beats - note.start_beats)
        if instrument.breath and following is not None:
            gap = following.start_beats - note.start_beats
            length = min(length, max(0.5 * gap, gap - _BREATH_BEATS)) if gap > 1 else length
        accent = 0.08 * (metric_strength(note.start_beats, context.bar) - 0.5)
        level = base * (1 + _FLAT * (note.velocity / mean - 1)) + accent
        notes.append(
            Note(
                note.start_beats,
                max(0.05, length),
                fold(note.pitch + shift, instrument.low, instrument.high),
                min(1.0, max(0.1, level)),
            )
        )
    return notes


def melody_octave(plan: Plan, layer: Layer) -> int:
    """Semitones, a number of octaves, that bring the plan's melodies into the instrument's range.

    One for the whole piece, so that phrases keep their places to each other.
    """
    weights: dict[int, float] = defaultdict(float)  # beats by pitch
    for section in plan.sections:
        for note in section.melody:
            weights[note.pitch] += note.duration_beats
    instrument = player(layer)

    def outside(octaves: int) -> tuple[float, int]:
        shift = octaves + 12 * layer.octave_shift
        beyond = sum(
            beats
            for pitch, beats in weights.items()
            if not instrument.low <= pitch + shift <= instrument.high
        )
        return beyond, abs(octaves)

    return min(_OCTAVES, key=outside) + 12 * layer.octave_shift


def in_own_measure(context: SectionContext, layer: Layer) -> SectionContext:
    """The desk at which a given melody is played: no density slider leaves its notes out."""
    if layer.role is not Role.LEAD or not context.section.melody:
        return context
    return replace(context, plan=context.plan.model_copy(update={"density": _ALL}))


def rested(notes: Sequence[Note], rests: Sequence[tuple[float, float]]) -> list[Note]:
    """The notes without those that begin in a rest; those that reach into one end there."""
    kept: list[Note] = []
    for note in notes:
        ends = [start for start, end in rests if end > note.start_beats + _GRID]
        if any(start <= note.start_beats + _GRID for start in ends):
            continue
        length = min([note.duration_beats, *(start - note.start_beats for start in ends)])
        kept.append(replace(note, duration_beats=length))
    return kept


def in_section(
    melody: tuple[GivenNote, ...], start_beats: float, beats: float
) -> tuple[GivenNote, ...]:
    """The notes of a piece's melody that begin in a section, counted from its start."""
    return tuple(
        note.model_copy(update={"start_beats": note.start_beats - start_beats})
        for note in melody
        if start_beats <= note.start_beats < start_beats + beats
    )
