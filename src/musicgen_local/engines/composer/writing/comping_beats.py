"""Chord figures of beat music: the reggae bubble, horns that answer in punches, R&B side-slips."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import Hold, metric_strength, read_cell
from musicgen_local.engines.composer.writing.seeds import pick

if TYPE_CHECKING:
    from musicgen_local.engines.composer.writing.comping import Hands
    from musicgen_local.engines.composer.writing.voicing import Pitches

_SOFT_HAND = 0.62  # the bubble's left hand against its right
_SLIP_BEATS = 0.25
_SLIP_RATE = 0.4  # share of the changes that are slid into
_PUNCH_BARS = ((1, 3), (3,), (0, 2), (1, 2, 3))  # of every four
_STACCATO = 0.14


def _strokes(hands: Hands, cells: tuple[str, ...]) -> Iterator[tuple[int, float, Hold]]:
    """Where a hand falls: (bar, beat of the section, hold); the fourth bar takes the last cell."""
    beats = hands.context.bar
    end = hands.spans[-1].end
    for bar in range(math.ceil(end / beats - 1e-6)):
        for hold in read_cell(cells[-1 if bar % 4 == 3 else 0], beats):
            if bar * beats + hold.beat < end - 1e-6:
                yield bar, bar * beats + hold.beat, hold


def bubble(hands: Hands) -> list[Note]:
    """The organ of reggae: right hand between the beats, left hand a sixteenth to both sides."""
    low = [tuple(p - 12 for p in voicing[:2] if p - 12 >= hands.low) for voicing in hands.voicings]
    before = hands.dice.random() < 0.75
    notes: list[Note] = []
    hint = 0
    for step in range(round(hands.spans[-1].end)):
        hint = hands.chord_at(step + 0.25, hint)
        level = hands.velocity * (1.0 if step % 2 else 0.93)
        left = low[hint] or hands.voicings[hint][:1]
        sides = (0.25, 0.75) if before else (0.75,)
        notes += [Note(step + 0.5, _STACCATO, p, level) for p in hands.voicings[hint]]
        notes += [
            Note(step + side, _STACCATO, p, level * _SOFT_HAND) for side in sides for p in left
        ]
    return notes


def punches(hands: Hands) -> list[Note]:
    """A horn section: silent, then a figure together, in the same bars of every four."""
    cells = (pick(hands.dice, hands.comp.rhythms), pick(hands.dice, hands.comp.rhythms))
    bars = pick(hands.dice, _PUNCH_BARS, (3, 2, 2, 1))
    notes: list[Note] = []
    hint = 0
    for bar, at, hold in _strokes(hands, cells):
        if bar % 4 not in bars:
            continue
        hint = hands.chord_at(at, hint)
        length = min(hold.length, hands.spans[hint].end - at) * hands.comp.length
        accent = 1.06 if hold.length <= 0.5 else 0.96
        notes += hands.strummed(at, length, hands.voicings[hint], hands.velocity * accent)
    return notes


def side_slip(hands: Hands) -> list[Note]:
    """Held chords of R&B keys; some are slid into from the same shape a semitone away."""
    cells = (pick(hands.dice, hands.comp.rhythms), pick(hands.dice, hands.comp.rhythms))
    slips: dict[int, Pitches] = {}
    for index in range(1, len(hands.spans)):
        if hands.spans[index - 1].duration >= 2 and hands.whim.random() < _SLIP_RATE:
            side = 1 if hands.voicings[index][-1] < hands.voicings[index - 1][-1] else -1
            shape = tuple(p + side for p in hands.voicings[index])
            if max(shape) <= hands.high and min(shape) >= hands.low:
                slips[index] = shape
    notes: list[Note] = []
    hint = 0
    for _, at, hold in _strokes(hands, cells):
        hint = hands.chord_at(at, hint)
        end = hands.spans[hint].end - (_SLIP_BEATS if hint + 1 in slips else 0.0)
        if at >= end - 0.1:
            continue
        accent = 0.92 + 0.14 * metric_strength(hold.beat, hands.context.bar)
        length = min(hold.length, end - at) * hands.comp.length
        notes += hands.strummed(at, length, hands.voicings[hint], hands.velocity * accent)
        rest = at + hold.length - hands.spans[hint].end
        if rest >= 0.5 and hint + 1 < len(hands.spans):  # a held chord follows the change
            notes += hands.strummed(hands.spans[hint].end, rest * hands.comp.length,
                                    hands.voicings[hint + 1], hands.velocity * 0.88)  # fmt: skip
    for index, shape in slips.items():
        at = hands.spans[index].start - _SLIP_BEATS
        notes += [Note(at, _SLIP_BEATS * 0.95, p, hands.velocity * 0.7) for p in shape]
    return notes


BEAT_FIGURES = {"bubble": bubble, "punches": punches, "side_slip": side_slip}
