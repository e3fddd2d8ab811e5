"""Basses of beat music: 808s that slide, funk on the one, reggae riddims, the pocket of R&B.

All of them say one figure per theme and say it again: in these genres the bass line is the hook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.bass_line import (
    BassLine,
    approach_note,
    below,
    shorter,
)
from musicgen_local.engines.composer.writing.cells import fit_metre
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import Chord

_SIXTEENTH = 0.25
_LONGEST_808 = 3.0  # beats, before its tail is gone
_DEAD_NOTE = 0.1  # beats
_NEAR = 0.3  # beats within which a stroke stands for a chord's first
_LATE_RIDDIM = 1.2  # a reggae bass may leave the downbeat to the drop

# reggae, two bars of sixteenths; marks as in `_degree`, `-` holds
_RIDDIMS = (
    "r--.r-t-f---....|r--.r-l-d---....",
    "..r-r---t-f-....|..r-r---f-t-r-..",
    "r---....r-r-t-f-|o---f-t-r---....",
    "r-..r-..f---t-r-|d---..l-r---....",
    "....r-r-t---f---|....o-f-t---r---",
    "r-----r-d-l-r---|....r-r-t-f-t-..",
    "r-.r--r-..f-t-..|r-.r--r-..d-l-..",
    "r---r-.r-.f-.t--|r---r-.r-.d-.l--",
    "....r---..d-l-r-|....r---..f-t-..",
)
_STEPPERS = (
    "r-r-f-r-t-r-f-..|r-r-f-r-d-l-r-..", "r-..r-f-r-..l-d-|r-..r-f-o-..f-t-",
    "r-r-r-..t-t-f-..|o-o-f-..t-f-r-..",
)  # fmt: skip
# funk, what fills the holes of a bar: sixteenths of the bar and what is played there
_POPS = (
    ((6, "o"), (15, "o")), ((7, "o"), (13, "l")), ((5, "l"), (6, "o"), (14, "f")),
    ((3, "o"), (11, "o")), ((10, "s"), (11, "o")), ((6, "f"), (7, "s")), ((13, "s"), (14, "o")),
)  # fmt: skip
_GHOSTS = ((3, 9), (5, 15), (1, 9, 13), (5, 13), (7, 9, 15), (2, 11))
_MEMBERS = {"t": "t", "f": "f", "d": "f", "s": "s", "l": "s"}  # which chord tone a mark means
_SOUL_FILLS = (
    ((1.0, "f"), (0.75, "s"), (0.5, "o")), ((0.75, "o"), (0.5, "s"), (0.25, "f")),
    ((1.0, "t"), (0.5, "f")), ((0.5, "l"), (0.25, "d")), ((0.75, "f"), (0.25, "o")),
)  # fmt: skip


def _degree(line: BassLine, chord: Chord, root: int, mark: str) -> int:
    """The pitch of a mark: `r` root, `t` third, `f` fifth, `s` seventh, `o` octave above it;
    `d` fifth and `l` seventh below it."""
    if mark in "ro":
        return root + 12 if mark == "o" and root + 12 <= line.high else root
    sizes = {"t": (3, 4, 5, 2), "f": (7, 6, 8), "s": (10, 11, 9)}[_MEMBERS[mark]]
    plain = {"t": 7, "f": 7, "s": 12}[_MEMBERS[mark]]  # where the chord has no such member
    step = next((size for size in sizes if size in chord.intervals), plain)
    tone = (chord.root + step) % 12
    if mark in "dl":
        return below(line, tone, root)
    above = root + (tone - root) % 12
    return above if above <= line.high else above - 12


def _strong_kicks(line: BassLine, start: float, end: float) -> list[float]:
    """Beats of the kick from `start` until before `end`."""
    bar = line.context.bar
    kicks = line.context.kicks
    first, last = int(start // bar), int((end - 1e-6) // bar)
    beats = (i * bar + beat for i in range(first, min(last + 1, len(kicks))) for beat in kicks[i])
    return [beat for beat in beats if start - 1e-6 <= beat < end - 1e-6]


def _onsets(line: BassLine, span: Span, least: float) -> list[float]:
    """A chord's kicks, `least` beats apart, its own first beat among them."""
    onsets: list[float] = []
    for beat in _strong_kicks(line, span.start, span.end):
        if not onsets and beat - span.start > _NEAR:
            onsets.append(span.start)
        if not onsets or beat - onsets[-1] >= least:
            onsets.append(beat)
    return onsets or [span.start]


def trap_808(line: BassLine) -> list[Note]:
    """The kick's tail: roots with the kick, held into the next, sliding where a phrase turns."""
    way = pick(line.dice, ("up", "answer", "fall"), (3, 2, 2))
    gate = pick(line.dice, (0.98, 0.8, 0.55), (4, 2, 1))
    every = pick(line.dice, (2, 4), (1, 2))  # bars from slide to slide
    bar = line.context.bar
    heads = [(at, span) for span in line.spans for at in _onsets(line, span, 2 * _SIXTEENTH)]
    ends = [*(at for at, _ in heads[1:]), line.spans[-1].end]
    notes: list[Note] = []
    for turn, ((at, span), end) in enumerate(zip(heads, ends, strict=True)):
        root = line.pitch(span.chord.bass)
        length = max(0.2, min(end - at, _LONGEST_808) * gate)
        turns = int(at // bar) % every == every - 1
        last = turn + 1 == len(heads) or int(heads[turn + 1][0] // bar) > int(at // bar)
        level = line.velocity * (1.0 if at % bar == 0 else 0.93)
        first = Note(at, length, root, level)
        if turns and last:
            notes += _slide(line, first, end, way)
        else:
            notes.append(first)
    return notes


def _slide(line: BassLine, note: Note, end: float, way: str) -> list[Note]:
    """The last 808 of a phrase: it flies up an octave, answers itself, or falls into its pitch."""
    root = note.pitch
    high = root + 12 if root + 12 <= line.high else root + 7
    if way == "fall":
        return [replace(note, glide_semitones=float(high - root))]
    half = 1.0 if end - note.start_beats >= 2.0 else 0.5
    if end - note.start_beats < 0.75:
        return [replace(note, pitch=high, glide_semitones=float(root - high))]
    first = shorter(note, end - half - note.start_beats)
    up = Note(end - half, half * 0.9, high, note.velocity * 0.92, float(root - high))
    if way == "up" or half < 1.0:
        return [first, up]
    back = Note(end - 0.5, 0.45, root, note.velocity * 0.9, float(high - root))
    return [first, shorter(up, 0.45), back]


def on_the_one(line: BassLine) -> list[Note]:
    """Funk: weight on one, roots with the kick, then ghosts and octave pops in the holes."""
    pops = [pick(line.dice, _POPS) for _ in range(2)]
    ghosts = [pick(line.dice, _GHOSTS) for _ in range(2)]
    long_one = line.dice.random() < 0.5
    bar = line.context.bar
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        marks = dict.fromkeys(_onsets(line, span, _SIXTEENTH), "r")
        first, last = int(span.start // bar), int((span.end - 1e-6) // bar)
        for number in range(first, last + 1):
            extra = [*pops[number % 2], *((step, "g") for step in ghosts[number % 2])]
            for step, mark in extra:
                at = number * bar + step * _SIXTEENTH
                inside = step < 4 * bar and span.start < at < span.end - 0.1
                if inside and all(abs(at - other) > 0.2 for other in marks):
                    marks[at] = mark
        notes += _struck(line, span, root, marks, long_one=long_one)
        if line.whim.random() < 0.6 and notes[-1].start_beats < span.end - 0.3:
            notes.append(approach_note(line, index, root, span.end - _SIXTEENTH, 0.2))
    return notes


def _struck(
    line: BassLine, span: Span, root: int, marks: dict[float, str], *, long_one: bool
) -> list[Note]:
    """Marks as notes, short and dry; only the one may ring."""
    notes = []
    beats = sorted(marks)
    for at, end in pairwise([*beats, span.end]):
        mark = marks[at]
        if mark == "g":
            notes.append(Note(at, _DEAD_NOTE, root, line.velocity * 0.36))
            continue
        one = at % line.context.bar < 1e-6
        length = min(end - at, 1.0 if one and long_one else 0.5) * 0.82
        accent = 1.1 if one else 1.0 if mark == "o" else 0.9
        pitch = _degree(line, span.chord, root, mark)
        notes.append(Note(at, length, pitch, min(1.0, line.velocity * accent)))
    return notes


def pocket(line: BassLine) -> list[Note]:
    """R&B: long roots with the kick, slid into now and then, and a fill above before the change."""
    figure = pick(line.dice, _SOUL_FILLS)
    slides = line.dice.random() < 0.6
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        onsets = _onsets(line, span, 0.5)
        for turn, (at, end) in enumerate(pairwise([*onsets, span.end])):
            glide = -2.0 if turn == 0 and slides and line.whim.random() < 0.3 else 0.0
            level = line.velocity * (1.0 if turn == 0 else 0.88)
            notes.append(Note(at, min(end - at, 2.5) * 0.92, root, level, glide))
        room = span.end - notes[-1].start_beats
        luck = line.whim.random()
        if room >= 1.5 and luck < 0.5:
            start = span.end - figure[0][0]
            notes[-1] = shorter(notes[-1], start - notes[-1].start_beats - 0.02)
            for before, mark in figure:
                pitch = _degree(line, span.chord, root, mark)
                notes.append(Note(span.end - before, 0.23, pitch, line.velocity * 0.74))
        elif room >= 1.0 and luck < 0.75:
            notes[-1] = shorter(notes[-1], room - 0.5)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.45))
    return notes


def riddim(line: BassLine) -> list[Note]:
    """Reggae: a melodic figure of two bars with silences as round as its notes."""
    return _figure(line, _RIDDIMS)


def steppers(line: BassLine) -> list[Note]:
    """Reggae that marches: eighths over a kick on every beat."""
    return _figure(line, _STEPPERS)


def _figure(line: BassLine, rows: Sequence[str]) -> list[Note]:
    """A row of two bars through the chords; every chord hears its root before long."""
    bar = line.context.bar
    bars = [fit_metre(text, bar) for text in pick(line.dice, rows).split("|")]
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        marks = _marks_between(bars, bar, span)
        if not any(at - span.start < _LATE_RIDDIM for at, _, _ in marks):
            marks.insert(0, (span.start, 0.9, "r"))
        elif marks[0][0] > span.start and marks[0][2] != "r":
            marks[0] = (*marks[0][:2], "r")
        for at, length, mark in marks:
            level = line.velocity * (1.0 if mark == "r" else 0.92)
            kept = min(length, span.end - at) * 0.9
            notes.append(Note(at, kept, _degree(line, span.chord, root, mark), level))
        free = span.end - notes[-1].start_beats - notes[-1].duration_beats
        if span.duration >= 4 and free >= 0.9 and line.whim.random() < 0.35:
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.4))
    return notes


def _marks_between(bars: Sequence[str], bar: int, span: Span) -> list[tuple[float, float, str]]:
    """The notes of a row that begin within a chord: (beat, length, mark)."""
    found: list[tuple[float, float, str]] = []
    step = round(span.start / _SIXTEENTH)
    while step * _SIXTEENTH < span.end - 1e-6:
        row = bars[(step // (4 * bar)) % len(bars)]
        mark = row[step % (4 * bar)]
        if mark == "-" and found:
            at, length, old = found[-1]
            found[-1] = (at, length + _SIXTEENTH, old)
        elif mark not in ".-":
            found.append((step * _SIXTEENTH, _SIXTEENTH, mark))
        step += 1
    return found


BEAT_BASSES: dict[str, Callable[[BassLine], list[Note]]] = {
    "trap_808": trap_808,
    "on_the_one": on_the_one,
    "pocket": pocket,
    "riddim": riddim,
    "steppers": steppers,
}
