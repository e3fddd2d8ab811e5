"""Chord figures of dance floors: sampled chords, the disco guitar, strings that run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength, read_cell
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import chord_scale, nearest_pitch

if TYPE_CHECKING:
    from musicgen_local.engines.composer.writing.comping import Hands
    from musicgen_local.engines.composer.writing.voicing import Pitches

_SCRATCH_BEATS = 0.06
_SCRATCH_LEVEL = 0.42
_SCRATCHES = 0.62  # share of the silent sixteenths that the hand fills
_RUN_STEPS = 8  # sixteenths of scale into a phrase
_PHRASE_BARS = 4


def sampled(hands: Hands) -> list[Note]:
    """One chord recorded once and played on the keys of a sampler: its shape moves in parallel.

    House and techno have their harmony from this: the voices do not lead, the chord travels. Chords
    of another quality have a shape of their own.
    """
    shapes: dict[str, tuple[int, Pitches]] = {}
    moved: list[Pitches] = []
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        root, shape = shapes.setdefault(span.chord.kind, (span.chord.root, pitches))
        step = (span.chord.root - root + 5) % 12 - 5
        if max(shape) + step > hands.high:
            step -= 12
        if min(shape) + step < hands.low:
            step += 12
        moved.append(tuple(pitch + step for pitch in shape))
    cells = (pick(hands.dice, hands.comp.rhythms), pick(hands.dice, hands.comp.rhythms))
    notes: list[Note] = []
    hint = 0
    bar_beats = hands.context.bar
    for bar in range(math.ceil(hands.spans[-1].end / bar_beats)):
        cell = cells[1] if bar % _PHRASE_BARS == _PHRASE_BARS - 1 else cells[0]
        for hold in read_cell(cell, bar_beats):
            at = bar * bar_beats + hold.beat
            if at >= hands.spans[-1].end - 1e-6:
                break
            hint = hands.chord_at(at, hint)
            length = min(hold.length, hands.spans[hint].end - at) * hands.comp.length
            level = hands.velocity * (0.9 + 0.14 * metric_strength(hold.beat, bar_beats))
            notes += hands.strummed(at, length, moved[hint], level)
    return notes


def chank(hands: Hands) -> list[Note]:
    """The disco guitar: short high chords, and the muted strings scratched in between."""
    cells = (pick(hands.dice, hands.comp.rhythms), pick(hands.dice, hands.comp.rhythms))
    notes: list[Note] = []
    hint = 0
    bar_beats = hands.context.bar
    for bar in range(math.ceil(hands.spans[-1].end / bar_beats)):
        holds = read_cell(cells[1] if bar % 4 in (1, 3) else cells[0], bar_beats)
        busy = {round(hold.beat * 4): hold for hold in holds}
        ringing = 0.0
        for step in range(bar_beats * 4):
            at = bar * bar_beats + step / 4
            if at >= hands.spans[-1].end - 1e-6:
                break
            hint = hands.chord_at(at, hint)
            top = hands.voicings[hint][-3:]
            hold = busy.get(step)
            if hold is not None:
                ringing = at + hold.length
                length = min(hold.length, hands.spans[hint].end - at) * hands.comp.length
                accent = 0.92 + 0.12 * metric_strength(hold.beat + 0.5, bar_beats)
                notes += hands.strummed(
                    at, length, top, hands.velocity * accent, down=step % 2 == 0
                )
            elif at >= ringing - 1e-6 and hands.whim.random() < _SCRATCHES:
                level = hands.velocity * _SCRATCH_LEVEL
                notes += [Note(at, _SCRATCH_BEATS, pitch, level) for pitch in top[-2:]]
    return notes


def string_runs(hands: Hands) -> list[Note]:
    """Disco strings: a high line in octaves on the chords, and scales that rush into phrases."""
    context = hands.context
    notes: list[Note] = []
    end = hands.spans[-1].end
    goals = [float(b * context.bar) for b in range(_PHRASE_BARS, context.section.bars + 1,
                                                   _PHRASE_BARS)]  # fmt: skip
    runs = [g for g in goals if g <= end + 1e-6 and hands.whim.random() < 0.75]
    high = min(hands.high, 91)
    pitch = min(79.0, high - 5.0)
    for span in hands.spans:
        tones = span.chord.tones[1:4] or span.chord.tones
        pitch = min(
            (nearest_pitch(tone, pitch, hands.low + 12, high) for tone in tones),
            key=lambda p: abs(p - pitch) + 0.3 * abs(p - 79),
        )
        stop = min([span.end, *(g - _RUN_STEPS / 4 for g in runs if span.start < g <= span.end)])
        length = (stop - span.start) * hands.comp.length
        if length > 0.2:
            notes.append(Note(span.start, length, round(pitch), hands.velocity))
            notes.append(Note(span.start, length, round(pitch) - 12, hands.velocity * 0.9))
    for goal in runs:
        index = hands.chord_at(goal - 0.5, 0)
        scale = chord_scale(hands.spans[index].chord, context.tonic, context.plan.mode)
        ladder = [p for p in range(hands.low + 12, high + 1) if p % 12 in scale]
        climb = ladder[-_RUN_STEPS - int(hands.whim.random() * 4) :][:_RUN_STEPS]
        for step, rung in enumerate(climb):
            at = goal - (len(climb) - step) / 4
            level = hands.velocity * (0.75 + 0.4 * step / _RUN_STEPS)
            notes.append(Note(at, 0.24, rung, min(1.0, level)))
            notes.append(Note(at, 0.24, rung - 12, min(1.0, level * 0.9)))
    return notes


ELECTRONIC_FIGURES = {"sampled": sampled, "chank": chank, "string_runs": string_runs}
