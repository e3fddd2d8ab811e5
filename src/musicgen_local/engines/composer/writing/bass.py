"""Bass: behaviours that packs name. Each leads from one chord's bass note into the next.

Walking follows the teaching books (Friedland, *Building Walking Bass Lines*): root on the change,
chord tones inside, and a chromatic or dominant approach on the beat before the next change.
"""

from __future__ import annotations

from collections.abc import Callable

from musicgen_local.engines.composer.plan import Layer
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.bass_band import BAND_BASSES
from musicgen_local.engines.composer.writing.bass_beats import BEAT_BASSES
from musicgen_local.engines.composer.writing.bass_calm import CALM_BASSES
from musicgen_local.engines.composer.writing.bass_electronic import ELECTRONIC_BASSES
from musicgen_local.engines.composer.writing.bass_line import (
    BassLine,
    approach_note,
    below,
    shorter,
)
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import chord_scale

Behaviour = Callable[[BassLine], list[Note]]


def sustained(line: BassLine) -> list[Note]:
    """Whole notes, re-struck each bar when the chord lasts."""
    notes = []
    for span in line.spans:
        at = span.start
        while at < span.end - 1e-6:
            length = min(float(line.context.bar), span.end - at)
            notes.append(Note(at, length * 0.97, line.pitch(span.chord.bass), line.velocity))
            at += length
    return notes


def sub(line: BassLine) -> list[Note]:
    """One long low note for each chord."""
    return [
        Note(s.start, s.duration * 0.98, line.pitch(s.chord.bass, line.low + 9), line.velocity)
        for s in line.spans
    ]


def root_fifth(line: BassLine) -> list[Note]:
    """Root on one, fifth on three, an approach into the change."""
    notes = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        at, turn = 0.0, 0
        while at < span.duration - 1e-6:
            length = min(2.0, span.duration - at)
            tone = root if turn % 2 == 0 else below(line, line.fifth(span), root)
            notes.append(Note(span.start + at, length * 0.92, tone, line.velocity))
            at, turn = at + length, turn + 1
        if span.duration >= 2 and line.whim.random() < 0.4:
            notes[-1] = shorter(notes[-1], 1.5)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.45))
    return notes


def walking(line: BassLine) -> list[Note]:
    """A note on every beat, now and then a skipped eighth."""
    notes: list[Note] = []
    here = float(line.pitch(line.spans[0].chord.bass)) if line.spans else line.centre
    up = line.dice.random() < 0.5
    for index, span in enumerate(line.spans):
        count = max(1, round(span.duration))
        start = line.pitch(span.chord.bass, here)
        if abs(start - line.centre) > 9:
            start = line.pitch(span.chord.bass)
        goal = line.pitch(line.target(index), start + (4 if up else -4))
        up = goal < line.centre if line.whim.random() < 0.7 else not up
        path = _walk(line, span, start, goal, count)
        for step, tone in enumerate(path):
            at = span.start + step
            length = min(1.0, span.end - at)
            level = line.velocity * (1.04 if step % 2 == 0 else 0.96)
            notes.append(Note(at, length * 0.93, tone, level))
            if length == 1.0 and line.whim.random() < 0.07:
                notes[-1] = shorter(notes[-1], 0.45)
                notes.append(Note(at + 0.5, 0.3, tone, level * 0.55))
        here = float(path[-1])
    return notes


def _walk(line: BassLine, span: Span, start: int, goal: int, count: int) -> list[int]:
    if count == 1:
        return [start]
    from_above = goal + 1 if line.whim.random() < 0.5 else goal + 2
    from_below = goal - 1 if line.whim.random() < 0.65 else goal - 5
    approach = from_below if (start < goal) == (line.whim.random() < 0.75) else from_above
    if approach == start:
        approach = from_below if approach == from_above else from_above
    approach = min(line.high, max(line.low, approach))
    if count == 2:
        second = line.pitch(line.fifth(span), start + (3 if goal > start else -3))
        return [start, approach if line.whim.random() < 0.7 else second]
    scale = chord_scale(span.chord, line.context.tonic, line.context.plan.mode)
    ladder = [p for p in range(line.low, line.high + 1) if p % 12 in scale]
    tones = [p for p in range(line.low, line.high + 1) if p % 12 in span.chord.tones[:4]]
    path = [start]
    direction = 1 if approach >= start else -1
    if line.whim.random() < 0.25:
        direction = -direction
    for step in range(1, count - 1):
        rungs = tones if step % 2 == 0 or line.whim.random() < 0.55 else ladder
        options = [p for p in rungs if 1 <= (p - path[-1]) * direction <= 5]
        if not options:
            direction = -direction
            options = [p for p in rungs if 1 <= (p - path[-1]) * direction <= 5]
        aim = path[-1] + (approach - path[-1]) / (count - step)
        path.append(min(options, key=lambda p: abs(p - aim) + abs(p - path[-1]) * 0.1)
                    if options else start)  # fmt: skip
        if step == count // 2:
            direction = 1 if approach >= path[-1] else -1
    if approach == path[-1]:
        approach = goal - 1 if approach != goal - 1 and goal - 1 >= line.low else goal + 1
    return [*path, approach]


def kick_lock(line: BassLine) -> list[Note]:
    """With the kick: root on its strokes, an octave or fifth on its last, holding in between."""
    notes: list[Note] = []
    bar = line.context.bar
    colour = pick(line.dice, ("root", "octave", "fifth"), (3, 2, 2))
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        onsets = [span.start]
        for beat in _kicks_between(line, span):
            if beat - onsets[-1] >= 0.5:
                onsets.append(beat)
        for turn, at in enumerate(onsets):
            end = onsets[turn + 1] if turn + 1 < len(onsets) else span.end
            tone = root
            if turn and turn == len(onsets) - 1 and span.duration >= bar:
                tone = _coloured(line, span, root, colour)
            length = min(end - at, 2.5)
            notes.append(Note(at, length * 0.9, tone, line.velocity * (1.0 if turn == 0 else 0.9)))
        if span.duration >= 2 and line.whim.random() < 0.3 and span.end - notes[-1].start_beats > 1:
            notes[-1] = shorter(notes[-1], span.end - 0.5 - notes[-1].start_beats - 0.05)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.42))
    return notes


def _kicks_between(line: BassLine, span: Span) -> list[float]:
    bar = line.context.bar
    first, last = int(span.start // bar), int((span.end - 1e-6) // bar)
    kicks = line.context.kicks
    return [
        index * bar + beat
        for index in range(first, min(last + 1, len(kicks)))
        for beat in kicks[index]
        if span.start + 0.2 < index * bar + beat < span.end - 0.2
    ]


def _coloured(line: BassLine, span: Span, root: int, colour: str) -> int:
    if colour == "octave" and root + 12 <= line.high:
        return root + 12
    return below(line, line.fifth(span), root) if colour == "fifth" else root


def octaves(line: BassLine) -> list[Note]:
    """Disco: root on the beat, its octave between."""
    notes = []
    for span in line.spans:
        root = line.pitch(span.chord.bass, line.low + 7)
        for step in range(round(span.duration * 2)):
            at = span.start + step / 2
            tone = root if step % 2 == 0 else min(root + 12, line.high)
            level = line.velocity * (0.92 if step % 2 == 0 else 1.0)
            notes.append(Note(at, 0.36, tone, level))
    return notes


def offbeat(line: BassLine) -> list[Note]:
    """Between the kicks, where house leaves room for it."""
    notes = []
    skip = pick(line.dice, (4, 8, 16), (1, 2, 2))
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        steps = round(span.duration)
        for step in range(steps):
            at = span.start + step + 0.5
            last = step == steps - 1
            tone = below(line, line.fifth(span), root) if (step + 1) % skip == 0 else root
            notes.append(Note(at, 0.42, tone, line.velocity))
            if last and line.whim.random() < 0.35:
                notes.append(approach_note(line, index, root, at + 0.25, 0.22))
    return notes


def _pattern_bass(line: BassLine, patterns: tuple[str, ...]) -> list[Note]:
    """Sixteenths of one bar: `r` root, `o` octave, `f` fifth, `s` seventh, `.` rest."""
    pattern = pick(line.dice, patterns)
    notes = []
    bar = line.context.bar
    for span in line.spans:
        root = line.pitch(span.chord.bass)
        chord = span.chord
        seventh = next((s for s in (10, 11, 9) if s in chord.intervals), 12)
        high = {
            "r": root,
            "o": min(root + 12, line.high),
            "f": line.pitch(line.fifth(span), root + 4),
            "s": line.pitch((chord.root + seventh) % 12, root + 8),
        }
        at = span.start
        while at < span.end - 1e-6:
            step = round((at % bar) * 4) % len(pattern)
            mark = pattern[step]
            if mark != ".":
                run = 1
                while step + run < len(pattern) and pattern[step + run] == "." and run < 3:
                    run += 1
                length = min(run * 0.25, span.end - at) * 0.82
                level = line.velocity * (1.0 if step % 4 == 0 else 0.88)
                notes.append(Note(at, length, high[mark], level))
            at += 0.25
    return notes


def groove_sixteenths(line: BassLine) -> list[Note]:
    """Syncopated house and funk figures."""
    return _pattern_bass(line, (
        "r..r..r...r.o.r.", "r.....r...r.r.o.", "..r...r...r..rf.", "r..r....r..o..s.",
        "..r.r...r.r...o.", "r...o..r..r...s.", "....r..r..r...r.", "r..o....r..o.r..",
    ))  # fmt: skip


def rolling(line: BassLine) -> list[Note]:
    """Synthwave and trance: sixteenths that leave the beat to the kick, or run through it."""
    return _pattern_bass(line, (
        "rrrrrrrrrrrrrrrr", ".rrr.rrr.rrr.rrr", "rrorrrorrrorrror", "r.rrr.rrr.rrr.rr",
        "rr.rrr.rrr.rrr.o", "r.ror.ror.ror.ro",
    ))  # fmt: skip


def eighths(line: BassLine) -> list[Note]:
    """Driving eighths with an accent on the beat, and a lead into the change."""
    notes = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        count = max(1, round(span.duration * 2))
        for step in range(count):
            at = span.start + step / 2
            level = line.velocity * (1.0 if step % 2 == 0 else 0.86)
            notes.append(Note(at, 0.44, root, level))
        if count >= 4 and line.whim.random() < 0.45:
            notes[-1] = approach_note(line, index, root, span.end - 0.5, 0.44)
    return notes


def pushed(line: BassLine) -> list[Note]:
    """Rock ballad and pop: long root, a push before three, an approach."""
    notes = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        at = span.start
        while at < span.end - 1e-6:
            left = span.end - at
            if left >= 4:
                notes.append(Note(at, 1.4, root, line.velocity))
                notes.append(Note(at + 1.5, 0.45, root, line.velocity * 0.85))
                notes.append(Note(at + 2, 1.4, root, line.velocity * 0.95))
                push = Note(at + 3.5, 0.45, root, line.velocity * 0.8)
                last = left < line.context.bar + 1
                notes.append(approach_note(line, index, root, at + 3.5, 0.45) if last else push)
                at += 4
            else:
                notes.append(Note(at, min(left, 2.0) * 0.92, root, line.velocity))
                at += min(left, 2.0)
    return notes


def two_feel(line: BassLine) -> list[Note]:
    """Jazz in two: half notes, root and fifth, sometimes a pick-up."""
    notes = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        at, turn = 0.0, 0
        while at < span.duration - 1e-6:
            length = min(2.0, span.duration - at)
            tone = root if turn % 2 == 0 else line.pitch(line.fifth(span), root)
            notes.append(Note(span.start + at, length * 0.9, tone, line.velocity))
            at, turn = at + length, turn + 1
        if span.duration >= 2 and line.whim.random() < 0.55:
            notes[-1] = shorter(notes[-1], notes[-1].duration_beats - 1.0)
            notes.append(approach_note(line, index, notes[-1].pitch, span.end - 1, 0.9))
    return notes


def pedal(line: BassLine) -> list[Note]:
    """An ostinato on the tonic under all chords."""
    root = line.pitch(line.context.tonic)
    beats = line.spans[-1].end if line.spans else 0.0
    figure = pick(line.dice, ((0.0, 1.5, 2.0), (0.0, 2.0, 3.5), (0.0, 0.5, 2.0, 2.5), (0.0, 3.0)))
    bar = line.context.bar
    return [
        Note(index * bar + at, 0.45, root, line.velocity * (1.0 if at == 0 else 0.85))
        for index in range(int(beats // bar))
        for at in figure
        if at < bar
    ]


def ascending(line: BassLine) -> list[Note]:
    """Root, fifth, octave, tenth: the left hand of a nocturne on a bass."""
    notes = []
    for span in line.spans:
        root = line.pitch(span.chord.bass, line.low + 6)
        third = 3 if span.chord.minor_third else 4
        for step, gap in enumerate((0, 7, 12, 12 + third)[: max(1, round(span.duration))]):
            tone = min(root + gap, line.high)
            notes.append(Note(span.start + step, 0.95, tone, line.velocity))
    return notes


BEHAVIOURS: dict[str, Behaviour] = {
    "sustained": sustained, "sub": sub, "root_fifth": root_fifth, "walking": walking,
    "kick_lock": kick_lock, "octaves": octaves, "offbeat": offbeat, "groove": groove_sixteenths,
    "rolling": rolling, "eighths": eighths, "pushed": pushed, "two_feel": two_feel,
    "pedal": pedal, "ascending": ascending,
    **BAND_BASSES, **BEAT_BASSES, **CALM_BASSES, **ELECTRONIC_BASSES,
}  # fmt: skip


def write_bass(context: SectionContext, layer: Layer, behaviour: str) -> list[Note]:
    """The bass of a section, on the grid; on the final chord it holds its root."""
    instrument = player(layer)
    low = instrument.low + max(0, 12 * layer.octave_shift)
    high = min(instrument.high, low + 24)
    centre = min(40.0, low + 9.0) if instrument.low < 36 else low + 7.0
    line = BassLine(
        context,
        tuple(s for s in context.harmony if s.start < context.playing_beats),
        low,
        high,
        centre,
        0.66 + 0.2 * context.section.energy,
        context.theme_dice("bass"),
        context.section_dice("bass"),
    )
    notes = BEHAVIOURS[behaviour](line) if line.spans else []
    if context.section.ending:
        final = context.harmony[-1]
        root = line.pitch(final.chord.bass)
        notes.append(Note(final.start, final.duration + context.ring_beats, root, 0.62))
    return notes
