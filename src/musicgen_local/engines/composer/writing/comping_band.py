"""How guitars of song bands play: blues boogie, boom-chick strumming, Travis picking, metal riffs.

Sources: Sokolow & Adams, *Blues Guitar* (the boogie of root with fifth, sixth and seventh);
Maybelle Carter's and Luther Perkins' records (bass runs between strums); Merle Travis' thumb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength, read_cell
from musicgen_local.engines.composer.writing.riffs_band import riff_of
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.theory import chord_scale, nearest_pitch

if TYPE_CHECKING:  # comping.py registers these figures
    from musicgen_local.engines.composer.writing.comping import Hands
    from musicgen_local.engines.composer.writing.substitutions import Span

# the upper voice of the boogie's dyads in eighths of a bar, as intervals above the root
_BOOGIES = (
    (7, 7, 9, 9, 7, 7, 9, 9),
    (7, 7, 9, 9, 10, 10, 9, 9),
    (7, 7, 9, 7, 7, 7, 9, 7),
    (7, 7, 7, 7, 9, 9, 10, 9),
)
_TREMOLO_LINES = ((0, 0, 2, 0), (0, 2, 0, 4), (0, 0, 4, 2), (0, 4, 2, 0))  # steps of the scale
_BASS_HAND = 12  # semitones above a guitar's lowest string in which its bass notes lie
_RUN_CHANCE = 0.6


def boogie(hands: Hands) -> list[Note]:
    """Root and fifth, root and sixth, in short shuffled eighths on the low strings."""
    notes: list[Note] = []
    order = pick(hands.dice, _BOOGIES)
    for span in hands.spans:
        root = _bass_note(hands, span.chord.root)
        for step in range(round(span.duration * 2)):
            at = span.start + step / 2
            above = _dyad(span, order[round(at * 2) % len(order)])
            level = hands.velocity * (1.0 if step % 2 == 0 else 0.8)
            if at % hands.context.bar in (1.0, 3.0):
                level *= 1.08
            length = 0.44 * hands.comp.length
            notes += [Note(at, length, root, level), Note(at, length, root + above, level * 0.94)]
    return notes


def _dyad(span: Span, wanted: int) -> int:
    intervals = span.chord.intervals
    if wanted == 7:
        return next((step for step in (7, 6, 8) if step in intervals), 7)
    return 10 if 3 in intervals and 9 not in intervals else wanted


def boom_chick(hands: Hands) -> list[Note]:
    """Bass notes on the strong beats, strums between, and a run into the next chord."""
    notes: list[Note] = []
    bar = hands.context.bar
    cell = pick(hands.dice, hands.comp.rhythms)
    for index, (span, pitches) in enumerate(zip(hands.spans, hands.voicings, strict=True)):
        root = _bass_note(hands, span.chord.bass)
        fifth = root - 5 if root - 5 >= hands.low else root + 7
        run = _run(hands, index, root) if hands.whim.random() < _RUN_CHANCE else []
        quiet_from = span.end - len(run)
        upper = tuple(pitch for pitch in pitches if pitch > root + 2) or pitches
        turn = 0
        for number in range(int(span.start // bar), int((span.end - 1e-6) // bar) + 1):
            for hold in read_cell(cell, bar):
                at = number * bar + hold.beat
                if at < span.start - 1e-6 or at >= min(span.end, quiet_from) - 1e-6:
                    continue
                strong = hold.beat == 0 or (bar == 4 and hold.beat == 2)
                if strong or abs(at - span.start) < 1e-6:
                    tone = root if turn % 2 == 0 else fifth
                    turn += 1
                    notes.append(Note(at, 0.85, tone, hands.velocity * 1.05))
                    continue
                down = abs(hold.beat - round(hold.beat)) < 1e-6
                strings = upper if down else upper[-3:]
                level = hands.velocity * (0.86 if down else 0.66)
                length = min(hold.length, span.end - at) * hands.comp.length
                notes += hands.strummed(at, length, strings, level, down=down)
        notes += [
            Note(quiet_from + step, 0.85, pitch, hands.velocity * 0.95)
            for step, pitch in enumerate(run)
        ]
    return notes


def _run(hands: Hands, index: int, root: int) -> list[int]:
    """Two or three scale notes on the beats before a change, from this bass towards the next."""
    if index + 1 >= len(hands.spans) or hands.spans[index].duration < hands.context.bar:
        return []
    span, following = hands.spans[index], hands.spans[index + 1]
    goal = _bass_note(hands, following.chord.bass)
    if goal == root:
        return []
    scale = chord_scale(span.chord, hands.context.tonic, hands.context.plan.mode)
    side = 1 if goal > root else -1
    between = [p for p in range(root + side, goal, side) if p % 12 in scale]
    return between[-2:] if len(between) >= 2 and between[0] >= hands.low else []


def travis(hands: Hands) -> list[Note]:
    """The thumb alternates on every beat; fingers answer on the treble strings between."""
    notes: list[Note] = []
    bar = hands.context.bar
    fingers = pick(hands.dice, hands.comp.rhythms)
    order = [int(mark) for mark in pick(hands.dice, hands.comp.orders).split()]
    for span, pitches in zip(hands.spans, hands.voicings, strict=True):
        root = _bass_note(hands, span.chord.bass)
        fifth = root - 5 if root - 5 >= hands.low else root + 7
        upper = tuple(pitch for pitch in pitches if pitch > root + 4) or pitches
        middle = upper[0]
        thumb = (root, middle, fifth, middle) if bar != 3 else (root, middle, middle)
        for step in range(round(span.duration)):
            at = span.start + step
            low = root if step == 0 else thumb[round(at) % bar % len(thumb)]
            length = min(1.1, span.end - at)
            notes.append(Note(at, length, low, hands.velocity * (1.0 if step % 2 == 0 else 0.82)))
        turn = 0
        for number in range(int(span.start // bar), int((span.end - 1e-6) // bar) + 1):
            for hold in read_cell(fingers, bar):
                at = number * bar + hold.beat
                if span.start - 1e-6 <= at < span.end - 1e-6:
                    pitch = upper[-1 - order[turn % len(order)] % len(upper)]
                    accent = 0.8 + 0.16 * metric_strength(at, bar)
                    length = min(1.2, span.end - at)
                    notes.append(Note(at, length, pitch, hands.velocity * accent))
                    turn += 1
    return notes


def chug(hands: Hands) -> list[Note]:
    """The muted strokes of the band's riff on the lowest string, a fifth on the accents."""
    notes: list[Note] = []
    for stroke in riff_of(hands.context, hands.spans):
        if stroke.rings:
            continue
        root = _bass_note(hands, hands.spans[stroke.span].chord.root)
        pitch = root + stroke.semitones
        accent = 0.9 + 0.14 * metric_strength(stroke.beat, hands.context.bar)
        notes.append(Note(stroke.beat, stroke.length, pitch, hands.velocity * accent))
        if stroke.beat % 1 < 1e-6 and not stroke.semitones:
            notes.append(Note(stroke.beat, stroke.length, pitch + 7, hands.velocity * 0.75))
    return notes


def riff_chords(hands: Hands) -> list[Note]:
    """The ringing strokes of the band's riff as power chords, each held until the next stroke."""
    strokes = riff_of(hands.context, hands.spans)
    notes: list[Note] = []
    for stroke in strokes:
        if not stroke.rings:
            continue
        root = _bass_note(hands, hands.spans[stroke.span].chord.root) + stroke.semitones
        chord = tuple(p for p in (root, root + 7, root + 12) if p <= hands.high + 5)
        notes += hands.strummed(stroke.beat, stroke.length * hands.comp.length, chord,
                                hands.velocity)  # fmt: skip
    return notes


def tremolo(hands: Hands) -> list[Note]:
    """Sixteenths on a low string and its fifth, in halves of a bar away from the root and back."""
    notes: list[Note] = []
    away = pick(hands.dice, _TREMOLO_LINES)
    for span in hands.spans:
        root = _bass_note(hands, span.chord.root)
        scale = chord_scale(span.chord, hands.context.tonic, hands.context.plan.mode)
        ladder = [p for p in range(root, root + 13) if p % 12 in scale]
        for step in range(round(span.duration * 4)):
            at = span.start + step / 4
            rung = away[int(at // 2) % len(away)]
            pitch = ladder[min(rung, len(ladder) - 1)]
            level = hands.velocity * (0.95 if step % 4 == 0 else 0.8)
            notes.append(Note(at, 0.24, pitch, level))
            notes.append(Note(at, 0.24, pitch + 7, level * 0.85))
    return notes


def _bass_note(hands: Hands, pitch_class: int) -> int:
    return nearest_pitch(pitch_class, hands.low + _BASS_HAND / 2 - 0.5, hands.low, hands.high)


BAND_FIGURES = {
    "boogie": boogie, "boom_chick": boom_chick, "travis": travis, "chug": chug,
    "riff_chords": riff_chords, "tremolo": tremolo,
}  # fmt: skip
