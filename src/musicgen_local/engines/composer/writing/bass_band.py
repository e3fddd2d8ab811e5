"""Basses of song bands: boogie and box of the blues, country in two, pop figures, metal riffs.

Sources: Friedland, *Building Walking Bass Lines* (boogie, box and walk-ups); Kaye, *How to Play
the Electric Bass* (pushed pop figures).
"""

from __future__ import annotations

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.bass_line import (
    BassLine,
    approach_note,
    below,
    shorter,
)
from musicgen_local.engines.composer.writing.riffs_band import riff_of
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import chord_scale

# chord members beat by beat over two bars; `3` is the chord's own third, `7` its seventh
_BOOGIES = (
    "1 3 5 6 7 6 5 3", "1 3 5 6 8 6 5 3", "1 1 3 3 5 5 6 5", "1 3 5 6 5 6 5 3", "1 8 7 5 6 5 3 2",
)  # fmt: skip
_MINOR_BOOGIES = ("1 3 5 7 8 7 5 3", "1 5 7 8 7 5 4 3", "1 1 3 4 5 5 4 3", "1 5 8 5 7 5 4 3")
_PAIRED_CHANCE = 0.5  # of pieces whose boogie strikes every note twice
_BOXES = ((0.0, 1.5, 2.0, 3.5), (0.0, 1.0, 1.5, 2.5, 3.0), (0.0, 1.5, 2.5, 3.0))
_WALK_CHANCE = 0.7
_EASY = (
    ((0.0, "r"), (2.0, "f")), ((0.0, "r"), (3.0, "f")), ((0.0, "r"), (1.5, "r"), (2.0, "f")),
    ((0.0, "r"), (2.0, "f"), (3.0, "r")),
)  # fmt: skip
_EASY_IN_THREE = (((0.0, "r"),), ((0.0, "r"), (2.0, "f")), ((0.0, "r"), (1.0, "f"), (2.0, "f")))
_POP_ROWS = (
    "r--r--r-r--r--r-", "r--r--r---r-r-o-", "r-----rrr-----o-", "r--r----r--r--f-",
    "r---r-or--r-r---", "r--r--o-r--r--o-", "r-------r--r--r-",
)  # fmt: skip


def _member(span: Span, mark: str, root: int) -> int:
    """A pitch above `root`: a chord member by its number."""
    intervals = {step % 12 for step in span.chord.intervals}
    minor = 3 in intervals
    diminished = 6 in intervals and 7 not in intervals
    steps = {
        "1": 0, "2": 2, "3": 3 if minor else 4, "4": 5, "5": 6 if diminished else 7,
        "6": 8 if minor and 9 not in intervals else 9, "7": 11 if 11 in intervals else 10, "8": 12,
    }  # fmt: skip
    return root + steps[mark]


def boogie(line: BassLine) -> list[Note]:
    """Blues: up the chord to the sixth and seventh and down again, a note on every beat."""
    dice = line.dice
    minor = any(span.chord.minor_third for span in line.spans[:1])
    marks = pick(dice, _MINOR_BOOGIES if minor else _BOOGIES).split()
    paired = dice.random() < _PAIRED_CHANCE
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass, min(line.centre, line.low + 6.0))
        count = round(span.duration)
        for step in range(count):
            at = span.start + step
            pitch = min(line.high, _member(span, marks[step % len(marks)], root))
            if step == count - 1 and count > 2 and line.whim.random() < 0.4:
                notes.append(approach_note(line, index, pitch, at, 0.9))
                continue
            notes.append(Note(at, 0.46 if paired else 0.9, pitch, line.velocity))
            if paired:
                notes.append(Note(at + 0.5, 0.3, pitch, line.velocity * 0.78))
    return notes


def box(line: BassLine) -> list[Note]:
    """Blues: root, then octave, seventh and fifth in a box under one hand, late in the beat."""
    onsets = pick(line.dice, _BOXES)
    marks = pick(line.dice, (("1", "8", "7", "5"), ("1", "5", "7", "8"), ("1", "1", "5", "7")))
    notes: list[Note] = []
    bar = line.context.bar
    for span in line.spans:
        root = line.pitch(span.chord.bass, line.low + 6.0)
        for number in range(int(span.start // bar), int((span.end - 1e-6) // bar) + 1):
            for turn, beat in enumerate(onsets):
                at = number * bar + beat
                if beat >= bar or not span.start - 1e-6 <= at < span.end - 1e-6:
                    continue
                first = abs(at - span.start) < 1e-6
                mark = "1" if first else marks[turn % len(marks)]
                pitch = min(line.high, _member(span, mark, root))
                later = onsets[turn + 1] if turn + 1 < len(onsets) else float(bar)
                length = min(later - beat, span.end - at) * 0.88
                notes.append(Note(at, length, pitch, line.velocity * (1.0 if turn == 0 else 0.88)))
    return notes


def easy_two(line: BassLine) -> list[Note]:
    """Root on one, the fifth below late in the bar, both held: ballads in four and in three."""
    bar = line.context.bar
    figure = pick(line.dice, _EASY_IN_THREE if bar == 3 else _EASY)
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        fifth = below(line, line.fifth(span), root)
        at = span.start
        while at < span.end - 1e-6:
            for place, (beat, mark) in enumerate(figure):
                if at + beat >= span.end - 1e-6:
                    break
                later = figure[place + 1][0] if place + 1 < len(figure) else float(bar)
                length = min(later - beat, span.end - at - beat)
                level = line.velocity * (1.0 if beat == 0 else 0.88)
                notes.append(Note(at + beat, length * 0.92, fifth if mark == "f" else root, level))
            at += bar
        if span.duration >= bar and line.whim.random() < 0.3 and notes[-1].duration_beats > 0.8:
            notes[-1] = shorter(notes[-1], notes[-1].duration_beats - 0.5)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.42))
    return notes


def country_two(line: BassLine) -> list[Note]:
    """Root and fifth in two; before a change a scale run in quarters walks to the next root."""
    notes: list[Note] = []
    bar = line.context.bar
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        fifth = below(line, line.fifth(span), root)
        step = 2.0 if bar == 4 else float(bar)
        at, turn = 0.0, 0
        while at < span.duration - 1e-6:
            length = min(step, span.duration - at)
            tone = root if turn % 2 == 0 else fifth
            notes.append(Note(span.start + at, min(length, 1.6) * 0.9, tone, line.velocity))
            at, turn = at + length, turn + 1
        walk = _walk_up(line, index, root)
        if walk and span.duration >= bar and line.whim.random() < _WALK_CHANCE:
            start = span.end - len(walk)
            notes = [note for note in notes if note.start_beats < start - 1e-6]
            if notes:
                notes[-1] = shorter(notes[-1], start - notes[-1].start_beats - 0.05)
            notes += [
                Note(start + beat, 0.9, pitch, line.velocity * 0.92)
                for beat, pitch in enumerate(walk)
            ]
    return notes


def _walk_up(line: BassLine, index: int, root: int) -> list[int]:
    """Two or three scale notes that lead to the next root from the side of this one."""
    goal = line.pitch(line.target(index))
    if goal == root:
        return []
    side = 1 if goal > root else -1
    scale = chord_scale(line.spans[index].chord, line.context.tonic, line.context.plan.mode)
    between = [p for p in range(root + side, goal, side) if p % 12 in scale]
    most = 3 if line.context.bar == 4 else 2
    return between[-most:] if len(between) >= 2 else []


def pop_figure(line: BassLine) -> list[Note]:
    """Sixteenth figures of radio pop: dotted pushes, octaves before the bar, held roots."""
    row = pick(line.dice, _POP_ROWS)
    notes: list[Note] = []
    bar = line.context.bar
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        tones = {
            "r": root,
            "o": min(root + 12, line.high),
            "f": below(line, line.fifth(span), root),
        }
        at = span.start
        while at < span.end - 1e-6:
            step = round((at % bar) * 4) % len(row)
            fresh = abs(at - span.start) < 1e-6
            if fresh or row[step] != "-":
                run = 1
                while step + run < len(row) and row[step + run] == "-":
                    run += 1
                length = min(run * 0.25, span.end - at)
                tone = root if fresh else tones.get(row[step], root)
                level = line.velocity * (1.0 if step % 8 == 0 else 0.88)
                notes.append(Note(at, length * 0.9, tone, level))
            at += 0.25
        if (
            span.duration >= 4
            and line.whim.random() < 0.25
            and notes[-1].start_beats < span.end - 1
        ):
            notes[-1] = shorter(notes[-1], span.end - 0.5 - notes[-1].start_beats - 0.03)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.42))
    return notes


def riff_bass(line: BassLine) -> list[Note]:
    """Metal: the guitars' riff an octave lower, muted where they are muted."""
    notes: list[Note] = []
    for stroke in riff_of(line.context, line.spans):
        root = line.pitch(line.spans[stroke.span].chord.root, line.low + 5.5)
        length = stroke.length * 0.95 if stroke.rings else 0.24
        level = line.velocity * (1.0 if stroke.rings or stroke.beat % 1 < 1e-6 else 0.88)
        notes.append(Note(stroke.beat, length, root + stroke.semitones, level))
    return notes


BAND_BASSES = {
    "boogie": boogie, "box": box, "country_two": country_two, "easy_two": easy_two,
    "pop_figure": pop_figure, "riff_bass": riff_bass,
}  # fmt: skip
