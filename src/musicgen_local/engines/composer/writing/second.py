"""Second voices: answers, guide lines, harmony, doubling and figuration under a lead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.plan import Layer
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.lead import (
    BREATH_BEATS,
    breath_beats,
    melody_range,
    theme_motif,
    touch,
)
from musicgen_local.engines.composer.writing.melody import MelodyRange, find_pitches
from musicgen_local.engines.composer.writing.motif import Tone, head, invert
from musicgen_local.engines.composer.writing.phrases import Phrase
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import nearest_pitch

_UNDER_LEAD = 8.0  # semitones that a slow second voice keeps below the lead
_FIGURES: tuple[tuple[int | None, ...], ...] = (
    (0, 1, 0, 1), (0, 1, 2, 1), (0, 2, 1, 2), (None, 0, 0, 0), (0, 0, 1, 1), (None, 1, 0, 1),
)  # fmt: skip


def silences(notes: Sequence[Note], until: float, shortest: float) -> list[tuple[float, float]]:
    """Stretches of at least `shortest` beats in which a line rests: (start, end)."""
    found = []
    at = 0.0
    for note in notes:
        if note.start_beats - at >= shortest:
            found.append((at, note.start_beats))
        at = max(at, note.start_beats + note.duration_beats)
    if until - at >= shortest:
        found.append((at, until))
    return found


def write_answers(
    context: SectionContext, layer: Layer, manner: LeadManner, lead: Sequence[Note]
) -> list[Note]:
    """Where the lead is silent, the head of its motif comes back, turned over and softer."""
    motif = theme_motif(context, manner)
    reply = invert(head(motif, 2.0)) if motif.beats >= 2 else motif
    place = melody_range(context, layer, manner)
    tones: list[Tone] = []
    for start, end in silences(lead, context.playing_beats, 1.5):
        at = float(np.ceil(start + 0.25))
        for tone in reply.tones:
            room = end - at - tone.beat
            if room >= 0.5:
                tones.append(Tone(at + tone.beat, min(tone.length, room), tone.level, tone.mark))
    phrase = Phrase(tuple(tones), frozenset(), frozenset())
    pitches = find_pitches(
        phrase, context.harmony, manner, place,
        tonic=context.tonic, mode=context.plan.mode, beats_per_bar=context.bar,
    )  # fmt: skip
    return [
        Note(n.start_beats, n.duration_beats, n.pitch, n.velocity * 0.82, n.glide_semitones)
        for n in touch(context, layer, manner, tones, pitches)
    ]


def write_guide_line(
    context: SectionContext, layer: Layer, manner: LeadManner, lead: Sequence[Note]
) -> list[Note]:
    """A slow second voice on thirds and sevenths, moving by step, out of the lead's way."""
    place = melody_range(context, layer, manner)
    if lead:
        place = _below(place, sum(note.pitch for note in lead) / len(lead), player(layer).low)
    notes: list[Note] = []
    pitch = place.centre
    for span in context.harmony:
        tones = span.chord.tones[1:4] or span.chord.tones
        options = [nearest_pitch(tone, pitch, place.low, place.high) for tone in tones]
        sung = [n.pitch for n in lead if span.start <= n.start_beats < span.end]
        best = min(options, key=partial(_second_voice_cost, before=pitch, sung=sung))
        pitch = best
        base = manner.velocity * (0.62 + 0.2 * context.section.energy)
        length = span.duration * 0.97
        if span.start >= context.playing_beats:
            length += 0.8 * context.ring_beats
        notes.append(Note(span.start, length, best, base))
    if player(layer).breath:
        longest = breath_beats(context)
        notes = [Note(n.start_beats, min(longest, n.duration_beats - BREATH_BEATS),
                      n.pitch, n.velocity) for n in notes]  # fmt: skip
    return notes


def _below(place: MelodyRange, lead_centre: float, lowest: int) -> MelodyRange:
    """The range moved under the lead's, as far as the instrument goes."""
    centre = max(lowest + 6.0, min(place.centre, lead_centre - _UNDER_LEAD))
    low = max(lowest, round(centre - 9))
    return MelodyRange(low, max(low + 12, round(centre + 6)), centre)


def _second_voice_cost(pitch: int, before: float, sung: Sequence[int]) -> float:
    """Far moves and seconds against the lead are what a second voice avoids."""
    return abs(pitch - before) + sum(2.0 for other in sung if 0 < abs(other - pitch) < 3)


def write_harmony_line(
    context: SectionContext, layer: Layer, manner: LeadManner, lead: Sequence[Note]
) -> list[Note]:
    """The lead's second half of the section, doubled by a chord tone a third or sixth below."""
    softer = 0.78 * manner.velocity / 0.6
    instrument = player(layer)
    spans = context.harmony
    notes: list[Note] = []
    index = 0
    for note in lead:
        while index + 1 < len(spans) and spans[index].end <= note.start_beats + 1e-6:
            index += 1
        if note.start_beats < context.beats / 2 and context.section.variation == 0:
            continue
        options = [note.pitch - step for step in (3, 4, 8, 9, 5)]
        below = next((p for p in options if p % 12 in spans[index].chord.tones), None)
        if below is not None and instrument.low <= below <= instrument.high:
            level = min(1.0, note.velocity * softer)
            notes.append(Note(note.start_beats, note.duration_beats, below, level))
    return notes


def write_double(
    context: SectionContext, layer: Layer, manner: LeadManner, lead: Sequence[Note]
) -> list[Note]:
    """The lead an octave away, where the instrument has it: a theme that grows."""
    instrument = player(layer)
    softer = (0.7 + 0.2 * context.section.energy) * manner.velocity / 0.6
    middle = (instrument.low + instrument.high) / 2
    notes = []
    for note in lead:
        octaves = [note.pitch + 12 * shift for shift in (-2, -1, 1, 0)]
        fitting = [p for p in octaves if instrument.low <= p <= instrument.high]
        if fitting:
            pitch = min(fitting, key=lambda p: abs(p - middle) + (4 if p == note.pitch else 0))
            level = min(1.0, note.velocity * softer)
            notes.append(Note(note.start_beats, note.duration_beats, pitch, level))
    return notes


def write_figuration(
    context: SectionContext, layer: Layer, manner: LeadManner, lead: Sequence[Note]
) -> list[Note]:
    """Chord tones in even eighths under the lead: a second violin's or a viola's daily bread."""
    place = melody_range(context, layer, manner)
    if lead:
        place = _below(place, sum(note.pitch for note in lead) / len(lead), player(layer).low)
    order = pick(context.theme_dice("figuration", layer.name), _FIGURES)
    base = manner.velocity * (0.6 + 0.2 * context.section.energy)
    notes: list[Note] = []
    pitch = place.centre
    for span in context.harmony:
        tones = span.chord.tones[:4]
        first = min(
            (nearest_pitch(tone, pitch, place.low, place.high) for tone in tones),
            key=lambda p: abs(p - place.centre) + abs(p - pitch),
        )
        rungs = [p for p in range(first, first + 13) if p % 12 in tones][:3]
        pitch = first
        if span.start >= context.playing_beats:
            notes.append(Note(span.start, span.duration + 0.8 * context.ring_beats, first, base))
            continue
        for step in range(round(span.duration * 2)):
            at = span.start + step / 2
            rung = order[round(at * 2) % len(order)]
            if rung is not None:
                level = base * (1.0 if step % 2 == 0 else 0.9)
                notes.append(Note(at, 0.46, rungs[min(rung, len(rungs) - 1)], level))
    return notes


COUNTERS = {
    "answer": write_answers,
    "guide": write_guide_line,
    "harmony": write_harmony_line,
    "double": write_double,
    "figuration": write_figuration,
}
