"""The lead's part: the theme's motif developed over the section, with breath and touch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.melody import MelodyRange, find_pitches
from musicgen_local.engines.composer.writing.motif import Motif, Tone, head, invent, invert
from musicgen_local.engines.composer.writing.phrases import Phrase, develop, units_for
from musicgen_local.engines.composer.writing.theory import nearest_pitch

_CONTRAST_RISE = 3  # semitones that a second theme lies above the first
_UNDER_LEAD = 8.0  # semitones that a slow second voice keeps below the lead
_WIDE_RANGE = 44  # semitones; instruments with more sing in the treble, not in their middle
_TREBLE = 71.0
_BREATH_BEATS = 0.35
_LONGEST_BREATH = 8.0  # beats a wind plays before it needs a rest


def theme_motif(context: SectionContext, manner: LeadManner) -> Motif:
    """The motif that all sections of the theme share, whoever plays it."""
    return invent(manner, context.bar, context.theme_dice("motif"))


def melody_range(context: SectionContext, layer: Layer, manner: LeadManner) -> MelodyRange:
    """The span of pitches of a theme on an instrument; B lies above A."""
    instrument = player(layer)
    low, high = float(instrument.low), float(instrument.high)
    middle = low + (high - low) * manner.register
    if high - low > _WIDE_RANGE:
        middle = _TREBLE + 30 * (manner.register - 0.55)
    middle += 12 * layer.octave_shift
    middle = min(84.0, max(low + 7, min(middle, high - 7)))
    letter = context.section.theme[:1]
    middle += {"B": _CONTRAST_RISE, "C": -2}.get(letter, 0)
    middle += float(context.theme_dice("register").integers(-2, 3))
    bottom = max(low, middle - manner.span / 2 - 1)
    top = min(high, middle + manner.span / 2 + 1)
    return MelodyRange(round(bottom), round(top), min(max(middle, bottom + 5), top - 5))


def lead_phrase(context: SectionContext, manner: LeadManner) -> Phrase:
    """The tones of the section's melody before they have pitches."""
    section = context.section
    dice = context.theme_dice("phrases")
    motif = theme_motif(context, manner)
    bars = max(1, round(context.playing_beats / context.bar))
    closes = section.ending or (bars >= 8 and section.theme[:1] == "A")
    units = units_for(bars, manner, dice, closes=closes)
    if not any(layer.role is Role.COUNTER for layer in context.plan.layers):
        units = units.replace("r", "e" if dice.random() < 0.5 else "s")  # nobody would answer
    whim = context.section_dice("vary")
    phrase = develop(motif, units, context.bar, manner, dice, whim, section.variation)
    limit = context.playing_beats
    kept = tuple(
        Tone(t.beat, min(t.length, limit - t.beat), t.level)
        for t in phrase.tones
        if t.beat < limit - 1e-6
    )
    beats = {t.beat for t in kept}
    return Phrase(kept, phrase.half_cadences & beats, phrase.full_cadences & beats)


def write_lead(context: SectionContext, layer: Layer, manner: LeadManner) -> list[Note]:
    """The melody of a section; at the piece's end it comes to rest on the final chord."""
    place = melody_range(context, layer, manner)
    phrase = _with_goal(context, lead_phrase(context, manner))
    pitches = find_pitches(
        phrase,
        context.harmony,
        manner,
        place,
        tonic=context.tonic,
        mode=context.plan.mode,
        beats_per_bar=context.bar,
    )
    return touch(context, layer, manner, phrase.tones, pitches)


def _with_goal(context: SectionContext, phrase: Phrase) -> Phrase:
    if not context.section.ending:
        return phrase
    final = context.harmony[-1]
    level = phrase.tones[-1].level if phrase.tones else 0.0
    goal = Tone(final.start, final.duration, min(level, 1.0))
    return Phrase((*phrase.tones, goal), phrase.half_cadences,
                  phrase.full_cadences | {goal.beat})  # fmt: skip


def touch(
    context: SectionContext,
    layer: Layer,
    manner: LeadManner,
    tones: Sequence[Tone],
    pitches: Sequence[int],
) -> list[Note]:
    """Lengths, accents, slides and breath for a line of pitches."""
    instrument = player(layer)
    dice = context.section_dice("touch", layer.name)
    chances = dice.random(len(tones))
    base = manner.velocity * (0.8 + 0.28 * context.section.energy)
    top = max(pitches, default=60)
    notes: list[Note] = []
    blown = 0.0
    for index, (tone, pitch) in enumerate(zip(tones, pitches, strict=True)):
        following = tones[index + 1] if index + 1 < len(tones) else None
        length = tone.length * manner.legato
        gap = following.beat - tone.beat if following else tone.length
        if instrument.monophonic:
            length = min(length, gap)
        blown = 0.0 if gap - tone.length > 0.5 else blown + gap
        if instrument.breath and blown > _LONGEST_BREATH:
            length = max(0.2, min(length, gap - _BREATH_BEATS))
            blown = 0.0
        accent = 0.1 * (metric_strength(tone.beat, context.bar) - 0.5)
        shape = 0.012 * (pitch - top + 4)
        glide = 0.0
        if chances[index] < manner.ornament and tone.length >= 0.5:
            glide = -1.0 if chances[index] < manner.ornament * 0.7 else -2.0
        velocity = min(1.0, max(0.1, base + accent + shape))
        notes.append(Note(tone.beat, length, pitch, velocity, glide))
    if context.section.ending and notes and tones[-1].beat >= context.playing_beats:
        last = notes[-1]
        ring = last.duration_beats + 0.8 * context.ring_beats
        notes[-1] = Note(last.start_beats, ring, last.pitch, last.velocity * 0.9)
    return notes


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
                tones.append(Tone(at + tone.beat, min(tone.length, room), tone.level))
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
        notes = [Note(n.start_beats, min(n.duration_beats, n.duration_beats - _BREATH_BEATS),
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


COUNTERS = {
    "answer": write_answers,
    "guide": write_guide_line,
    "harmony": write_harmony_line,
    "double": write_double,
}
