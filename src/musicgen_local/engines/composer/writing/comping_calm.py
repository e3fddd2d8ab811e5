"""Figures of calm genres: the bossa guitar, breathing chords, bowls, loops that drift apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength, read_cell
from musicgen_local.engines.composer.writing.quartet import QUARTET_FIGURES
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import nearest_pitch

if TYPE_CHECKING:
    from musicgen_local.engines.composer.writing.comping import Figure, Hands

_ANTICIPATED = 0.5  # beats before a change from which a chord belongs to what comes
_THUMB = 45.0  # where the bossa guitarist's bass notes lie
_INHALED = 0.4  # share of a breath after which all voices have come in
# beats after which each voice of a drifting chord comes again: they meet again only after hours
_PERIODS = ((7.0, 9.0, 11.0, 13.0), (6.0, 7.0, 9.0, 11.0), (8.0, 9.0, 11.0, 7.0))
_ENTRIES = (3, 0, 2, 1)  # which voice of the chord has which period
_LONGEST_CYCLE = 8.0  # beats of a breath, two bars at most


def batida(hands: Hands) -> list[Note]:
    """Bossa guitar: two-bar rhythms for the fingers, and the thumb on one and three.

    Where a bass plays, the thumb is left to it. A stroke on the last eighth before a change takes
    the coming chord, as the style has it (Faria, *The Brazilian Guitar Book*).
    """
    context, comp = hands.context, hands.comp
    rhythms = (pick(hands.dice, comp.rhythms), pick(hands.dice, comp.rhythms))
    end = hands.spans[-1].end
    onsets: list[tuple[float, float]] = []
    for bar in range(int(end // context.bar + 0.999)):
        rhythm = rhythms[1 if bar % 8 >= 6 else 0]
        bars = rhythm.split("|")
        for hold in read_cell(bars[bar % len(bars)], context.bar):
            at = bar * context.bar + hold.beat
            if at < end - 1e-6:
                onsets.append((at, hold.length))
    notes: list[Note] = []
    index = 0
    for turn, (at, length) in enumerate(onsets):
        index = hands.chord_at(at, index)
        chosen = index
        ahead = hands.spans[index].end - at <= _ANTICIPATED + 1e-6
        if ahead and index + 1 < len(hands.spans) and metric_strength(at, context.bar) < 0.5:
            chosen = index + 1
        following = onsets[turn + 1][0] if turn + 1 < len(onsets) else end
        length = min(following - at, max(length, 0.5), hands.spans[chosen].end - at)
        level = hands.velocity * (0.9 + 0.16 * metric_strength(at, context.bar))
        fingers = hands.voicings[chosen][-3:]
        notes += hands.strummed(at, length * comp.length, fingers, level)
    return notes if context.has_role(Role.BASS) else [*notes, *_thumb(hands)]


def _thumb(hands: Hands) -> list[Note]:
    notes = []
    half = 2.0 if hands.context.bar == 4 else float(hands.context.bar)
    for span in hands.spans:
        root = nearest_pitch(span.chord.bass, _THUMB, hands.low, hands.high)
        fifth = root - 5 if root - 5 >= hands.low else root + 7
        for turn in range(max(1, round(span.duration / half))):
            low = fifth if turn % 2 and 7 in span.chord.intervals else root
            at = span.start + turn * half
            notes.append(Note(at, min(half, span.end - at) * 0.9, low, hands.velocity * 0.95))
    return notes


def breath(hands: Hands) -> list[Note]:
    """Chords that come in voice by voice and go together, a breath in two bars.

    At 48 bpm two bars of four last ten seconds: the slow pace, about six breaths a minute, at
    which heart and breath swing together (Lehrer & Gevirtz, *Frontiers in Psychology*, 2014).
    """
    cycle = min(_LONGEST_CYCLE, 2.0 * hands.context.bar)
    notes: list[Note] = []
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        at = span.start
        while at < span.end - 1e-6:
            length = min(cycle, span.end - at)
            gap = _INHALED * length / max(1, len(pitches))
            for turn, pitch in enumerate(pitches):
                sounding = (length - turn * gap) * hands.comp.length
                notes.append(
                    Note(at + turn * gap, sounding, pitch, hands.velocity * (1 - 0.05 * turn))
                )
            at += length
    return notes


def bowls(hands: Hands) -> list[Note]:
    """Struck bowls: the chord's root, left to ring; now and then a second, a fifth or ninth up."""
    cycle = min(_LONGEST_CYCLE, 2.0 * hands.context.bar)
    partner = pick(hands.dice, (7, 12, 14, 7))
    notes: list[Note] = []
    middle = (hands.low + hands.high) / 2
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        root = nearest_pitch(span.chord.root, middle - 4, hands.low, hands.high)
        at, turn = span.start, 0
        while at < span.end - 1e-6:
            struck = root if turn % 2 == 0 else pitches[-1]
            notes.append(Note(at, cycle * 1.5, struck, hands.velocity * (1.0 - 0.14 * (turn % 2))))
            high = root + partner
            if high % 12 in span.chord.tones and high <= hands.high and hands.whim.random() < 0.5:
                later = at + cycle / 2
                if later < span.end - 1e-6:
                    notes.append(Note(later, cycle * 1.2, high, hands.velocity * 0.68))
            at, turn = at + cycle, turn + 1
    return notes


def drift(hands: Hands) -> list[Note]:
    """Each voice of the chord comes again after its own number of beats: never twice the same."""
    periods = pick(hands.dice, _PERIODS)
    starts = [float(k) for k in hands.dice.permutation(4)]
    end = hands.spans[-1].end
    # a voice goes on where it would be had it played since the piece began
    gone = sum(s.bars for s in hands.context.plan.sections[: hands.context.index])
    origin = float(gone * hands.context.bar)
    notes: list[Note] = []
    for voice, period in enumerate(periods):
        at = (starts[voice] - origin) % period if voice else 0.0  # one is always there
        index = 0
        while at < end - 0.5:
            index = hands.chord_at(at, index)
            pitches = hands.voicings[index]
            pitch = pitches[_ENTRIES[voice] % len(pitches)]
            length = min(period * hands.comp.length, _held_until(hands, index, pitch) - at)
            notes.append(Note(at, max(1.0, length), pitch, hands.velocity * (1 - 0.06 * voice)))
            at += period
    return notes


def _held_until(hands: Hands, index: int, pitch: int) -> float:
    """Beat to which a pitch stays a note of the chords."""
    last = index
    while last + 1 < len(hands.spans) and pitch % 12 in hands.spans[last + 1].chord.tones:
        last += 1
    return hands.spans[last].end


CALM_FIGURES: dict[str, Figure] = {
    "batida": batida, "breath": breath, "bowls": bowls, "drift": drift, **QUARTET_FIGURES,
}  # fmt: skip
