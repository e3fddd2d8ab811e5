"""Chord layers: how keys, guitars and strings play the harmony."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from musicgen_local.engines.composer.packs.base import Comp
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength, read_cell
from musicgen_local.engines.composer.writing.comping_band import BAND_FIGURES
from musicgen_local.engines.composer.writing.comping_beats import BEAT_FIGURES
from musicgen_local.engines.composer.writing.comping_calm import CALM_FIGURES
from musicgen_local.engines.composer.writing.comping_electronic import ELECTRONIC_FIGURES
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.quartet import QUARTET_FIGURES
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import nearest_pitch
from musicgen_local.engines.composer.writing.voicing import (
    STYLES,
    Pitches,
    lead_voices,
    power_chord,
)


@dataclass(frozen=True, slots=True)
class Hands:
    """What a figure works with."""

    context: SectionContext
    comp: Comp
    spans: tuple[Span, ...]
    voicings: list[Pitches]
    velocity: float
    low: int
    high: int
    dice: np.random.Generator  # the theme's
    whim: np.random.Generator  # the section's
    lead: tuple[Note, ...] = ()  # what is sung over it

    def chord_at(self, beat: float, hint: int) -> int:
        """Index of the span that rules at a beat."""
        index = hint
        while index + 1 < len(self.spans) and self.spans[index].end <= beat + 1e-6:
            index += 1
        return index

    def strummed(
        self, at: float, length: float, pitches: Pitches, velocity: float, *, down: bool = True
    ) -> list[Note]:
        """A chord from its first string to its last."""
        spread = self.comp.strum_ms * 1e-3 / self.context.plan.seconds_per_beat
        count = max(1, len(pitches) - 1)
        order = pitches if down else tuple(reversed(pitches))
        return [
            Note(at + spread * index / count, max(0.1, length - spread * index / count), pitch,
                 velocity * (0.93 if 0 < index < count else 1.0))
            for index, pitch in enumerate(order)
        ]  # fmt: skip


Figure = Callable[[Hands], list[Note]]
_ANTICIPATED = 0.5
_WITH_BASS_NOTES = ("left_hand", "boom_chuck")
_LOWEST_HAND = 33
_LONG_NOTE = 0.75  # beats from which a melody note is heard against the chord
_UNDER_OWN_MELODY = 67  # a player who also has the tune keeps the accompaniment below it


def hits(hands: Hands) -> list[Note]:
    """Rhythm cells: stabs and held chords; a note just before a change takes the next chord."""
    context, comp = hands.context, hands.comp
    first = pick(hands.dice, comp.rhythms)
    second = pick(hands.dice, comp.rhythms)
    notes: list[Note] = []
    hint = 0
    bars = int(np.ceil(hands.spans[-1].end / context.bar)) if hands.spans else 0
    for bar in range(bars):
        cell = second if bar % 4 == 3 or (bar % 2 and hands.whim.random() < 0.5) else first
        if hands.whim.random() < 0.08:
            cell = pick(hands.whim, comp.rhythms)
        for hold in read_cell(cell, context.bar):
            at = bar * context.bar + hold.beat
            if at >= hands.spans[-1].end - 1e-6:
                break
            hint = index = hands.chord_at(at, hint)
            span = hands.spans[index]
            if (
                span.end - at <= _ANTICIPATED
                and at + hold.length > span.end - 1e-6
                and index + 1 < len(hands.spans)
                and metric_strength(at, context.bar) < 0.5
            ):
                index += 1
            end = hands.spans[index].end
            length = min(hold.length, end - at) * comp.length
            accent = 0.9 + 0.16 * metric_strength(hold.beat, context.bar)
            notes += hands.strummed(at, length, hands.voicings[index], hands.velocity * accent)
            rest = at + hold.length - end
            if rest >= 0.5 and index + 1 < len(hands.spans):  # a held chord follows the change
                notes += hands.strummed(
                    end, rest * comp.length, hands.voicings[index + 1], hands.velocity * 0.85
                )
    return notes


def sustain(hands: Hands) -> list[Note]:
    """Each chord held for its whole length."""
    notes: list[Note] = []
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        notes += hands.strummed(
            span.start, span.duration * hands.comp.length, pitches, hands.velocity
        )
    return notes


def broken(hands: Hands) -> list[Note]:
    """Chords broken in an order of voices; held under the hand until the chord changes."""
    comp = hands.comp
    order = [int(mark) for mark in pick(hands.dice, comp.orders).split()]
    other = [int(mark) for mark in pick(hands.dice, comp.orders).split()]
    notes: list[Note] = []
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        count = round(span.duration / comp.step)
        for step in range(count):
            at = span.start + step * comp.step
            bar = int(at // hands.context.bar)
            voices = other if bar % 4 == 3 else order
            place = voices[round((at % hands.context.bar) / comp.step) % len(voices)]
            if place < 0:
                continue
            pitch = pitches[place % len(pitches)] + 12 * (place // len(pitches))
            while pitch > hands.high:
                pitch -= 12
            level = hands.velocity * (0.86 + 0.2 * metric_strength(at, hands.context.bar))
            length = min(comp.step * 2.5 * comp.length, span.end - at)
            notes.append(Note(at, length, pitch, level))
    return notes


def left_hand(hands: Hands) -> list[Note]:
    """A pianist's left hand: root low, then fifth, octave and tenth, opening upwards."""
    comp = hands.comp
    order = [int(mark) for mark in pick(hands.dice, comp.orders).split()]
    notes: list[Note] = []
    centre = hands.low + 8.0
    for span in hands.spans:
        chord = span.chord
        root = nearest_pitch(chord.bass, centre, hands.low, hands.high)
        fifth = next((s for s in (7, 6, 8) if s in chord.intervals), 7)
        third = next((s for s in (3, 4, 5, 2) if s in chord.intervals[1:]), 4)
        colour = next((s for s in (14, 11, 10, 9) if s in chord.intervals), 12)
        base = chord.root - chord.bass
        steps = ((fifth, 0), (0, 1), (third, 1), (colour, 1), (fifth, 1))
        upper = {(base + s) % 12 + 12 * octave for s, octave in steps}
        ladder = [0, *sorted(step for step in upper if step >= 6)]
        count = round(span.duration / comp.step)
        for step in range(count):
            at = span.start + step * comp.step
            place = order[step % len(order)]
            if place < 0:
                continue
            pitch = root + ladder[min(place, len(ladder) - 1)]
            level = hands.velocity * (1.0 if step == 0 else 0.8)
            # the pedal holds the bass note, the others ring into one another
            length = (span.duration if step == 0 else comp.step * 2.2) * comp.length
            notes.append(Note(at, min(length, span.end - at), min(pitch, hands.high), level))
    return notes


def boom_chuck(hands: Hands) -> list[Note]:
    """Bass note and chord in turn: stride, ragtime, folk, waltz."""
    notes: list[Note] = []
    bar = hands.context.bar
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        root = nearest_pitch(span.chord.bass, hands.low + 8.0, hands.low, hands.high)
        fifth = root - 5 if root - 5 >= hands.low else root + 7
        for step in range(round(span.duration)):
            at = span.start + step
            beat = round(at) % bar
            if beat == 0 or (bar == 4 and beat == 2) or step == 0:
                low = fifth if beat == 2 and step else root
                notes.append(Note(at, 0.9, low, hands.velocity))
            else:
                notes += hands.strummed(at, 0.6 * hands.comp.length, pitches, hands.velocity * 0.8)
    return notes


def strum(hands: Hands) -> list[Note]:
    """Down strokes on the beat, up strokes between, as an open-chord guitar."""
    notes: list[Note] = []
    first = pick(hands.dice, hands.comp.rhythms)
    hint = 0
    bars = int(np.ceil(hands.spans[-1].end / hands.context.bar)) if hands.spans else 0
    for bar in range(bars):
        for hold in read_cell(first, hands.context.bar):
            at = bar * hands.context.bar + hold.beat
            if at >= hands.spans[-1].end - 1e-6:
                break
            hint = hands.chord_at(at, hint)
            down = abs(hold.beat * 2 - round(hold.beat * 2)) < 1e-6 and hold.beat % 1 < 0.25
            pitches = hands.voicings[hint] if down else hands.voicings[hint][-3:]
            level = hands.velocity * ((1.0 if hold.beat % 2 < 0.1 else 0.9) if down else 0.72)
            length = min(hold.length, hands.spans[hint].end - at) * hands.comp.length
            notes += hands.strummed(at, length, pitches, level, down=down)
    return notes


def power(hands: Hands) -> list[Note]:
    """Power chords by a rhythm; between the accents the low string is muted short."""
    notes: list[Note] = []
    cells = (pick(hands.dice, hands.comp.rhythms), pick(hands.dice, hands.comp.rhythms))
    hint = 0
    bars = int(np.ceil(hands.spans[-1].end / hands.context.bar)) if hands.spans else 0
    for bar in range(bars):
        for hold in read_cell(cells[1 if bar % 4 == 3 else 0], hands.context.bar):
            at = bar * hands.context.bar + hold.beat
            if at >= hands.spans[-1].end - 1e-6:
                break
            hint = hands.chord_at(at, hint)
            span = hands.spans[hint]
            pitches = power_chord(span.chord.root, hands.low, hands.high)
            if hold.length <= 0.5:
                notes.append(Note(at, 0.2, pitches[0], hands.velocity * 0.82))
                notes.append(Note(at, 0.2, pitches[1], hands.velocity * 0.7))
                continue
            length = min(hold.length, span.end - at) * hands.comp.length
            notes += hands.strummed(at, length, pitches, hands.velocity)
    return notes


def pulse(hands: Hands) -> list[Note]:
    """Repeated chords in even steps, swelling through the bar: minimalist keys and strings."""
    notes: list[Note] = []
    step = hands.comp.step
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        for index in range(round(span.duration / step)):
            at = span.start + index * step
            level = hands.velocity * (0.84 + 0.2 * metric_strength(at, hands.context.bar))
            notes += [Note(at, step * hands.comp.length, pitch, level) for pitch in pitches]
    return notes


FIGURES: dict[str, Figure] = {
    "hits": hits, "sustain": sustain, "broken": broken, "left_hand": left_hand,
    "boom_chuck": boom_chuck, "strum": strum, "power": power, "pulse": pulse,
    **BAND_FIGURES, **BEAT_FIGURES, **CALM_FIGURES, **ELECTRONIC_FIGURES,
}  # fmt: skip


def write_chords(
    context: SectionContext, layer: Layer, comp: Comp, lead: Sequence[Note] = ()
) -> list[Note]:
    """A chord layer's part of a section, on the grid, voiced around what the lead holds.

    The final chord is spread and left to ring.
    """
    instrument = player(layer)
    style = STYLES[comp.voicing]
    shift = 12 * layer.octave_shift
    low = max(instrument.low, style.low + shift)
    high = min(instrument.high, style.high + shift)
    if high - low < 14:
        low, high = instrument.low, instrument.high
    mirrored = (x.role is Role.LEAD and x.instrument == layer.instrument for x in context.layers())
    if any(mirrored):
        high = min(high, max(low + 17, _UNDER_OWN_MELODY))
    floor = low
    if comp.figure in _WITH_BASS_NOTES:
        floor = max(instrument.low, _LOWEST_HAND if not context.has_role(Role.BASS) else 43)
    centre = min(high - 5.0, max(low + 5.0, style.centre + shift))
    centre += float(context.theme_dice("voicing", layer.name).integers(-2, 3))
    sung = [[note.pitch - shift for note in held] for held in _held_over(context, lead)]
    voicings = _voicings(context, comp, low - shift, high - shift, centre - shift, sung)
    voicings = [tuple(pitch + shift for pitch in pitches) for pitches in voicings]
    spans = tuple(s for s in context.harmony if s.start < context.playing_beats)
    velocity = comp.velocity * (0.78 + 0.36 * context.section.energy)
    if layer.role is Role.PAD:
        velocity *= 0.9
    hands = Hands(
        context, comp, spans, voicings[: len(spans)], velocity, floor, high,
        context.theme_dice("comp", layer.name), context.section_dice("comp", layer.name),
        tuple(lead),
    )  # fmt: skip
    notes = FIGURES[comp.figure](hands) if spans else []
    if context.section.ending and not (spans and comp.figure in QUARTET_FIGURES):
        notes += _final(context, hands, voicings[-1])
    return notes


def _held_over(context: SectionContext, lead: Sequence[Note]) -> list[list[Note]]:
    """The lead's longer notes that sound over each chord."""
    held = [note for note in lead if note.duration_beats >= _LONG_NOTE]
    return [
        [
            note
            for note in held
            if note.start_beats < span.end - 0.1
            and note.start_beats + note.duration_beats > span.start + 0.25
        ]
        for span in context.harmony
    ]


def _voicings(
    context: SectionContext,
    comp: Comp,
    low: int,
    high: int,
    centre: float,
    melody: Sequence[Sequence[int]],
) -> list[Pitches]:
    chords = [span.chord for span in context.harmony]
    if comp.voicing in ("power", "fifths"):
        return [power_chord(chord.root, low, high) for chord in chords]
    return lead_voices(
        chords, STYLES[comp.voicing], low=low, high=high, centre=centre, melody=melody
    )


def _final(context: SectionContext, hands: Hands, pitches: Pitches) -> list[Note]:
    """The last chord, rolled slowly from its lowest note and left to ring."""
    final = context.harmony[-1]
    if hands.comp.figure in _WITH_BASS_NOTES:
        root = nearest_pitch(final.chord.bass, hands.low + 7.0, hands.low, hands.high)
        pitches = (root, root + 7, root + 12)
    roll = 0.06 / context.plan.seconds_per_beat if hands.comp.strum_ms >= 8 else 0.0
    length = final.duration + context.ring_beats
    return [
        Note(final.start + roll * i, length - roll * i, min(p, hands.high), hands.velocity * 0.9)
        for i, p in enumerate(pitches)
    ]
