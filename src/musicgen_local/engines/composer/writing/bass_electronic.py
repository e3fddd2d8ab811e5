"""Basses of dance floors: what sequencers and disco's bass players do around a steady kick.

Figures are rows of sixteenths: `r` root, `o` its octave, `f` fifth above, `l` fifth below, `t`
third, `s` seventh above, `b` seventh below, `-` held, `.` silence; capitals are accents. The habits
are those that Snoman, *Dance Music Manual*, and Butler, *Unlocking the Groove*, describe.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.bass_line import BassLine, approach_note, below
from musicgen_local.engines.composer.writing.seeds import pick
from musicgen_local.engines.composer.writing.substitutions import Span

_STEP = 0.25  # beats of a sixteenth
_NEAR_KICK = 0.13  # beats: half a sixteenth
_ACCENT = 1.12
_SEVENTHS = (10, 11, 9)
_SLIDE_FROM = 0.3  # share of a sequencer's steps that slide into the next


def _tones(line: BassLine, span: Span) -> dict[str, int]:
    """The pitch that each mark of a figure means over a chord."""
    root = line.pitch(span.chord.bass)
    seventh = next((step for step in _SEVENTHS if step in span.chord.intervals), 10)
    third = 3 if span.chord.minor_third else 4
    return {
        "r": root,
        "o": min(root + 12, line.high),
        "f": line.pitch(line.fifth(span), root + 6),
        "l": below(line, line.fifth(span), root),
        "t": line.pitch((span.chord.root + third) % 12, root + 3),
        "s": line.pitch((span.chord.root + seventh) % 12, root + 9),
        "b": below(line, (span.chord.root + seventh) % 12, root),
    }


def _figure(line: BassLine, row: str, gate: float) -> list[Note]:
    """A row of whole bars, cycled through the chords; a held note ends where its chord does."""
    row = row.replace("|", "")
    cycle = len(row) * _STEP
    notes: list[Note] = []
    for span in line.spans:
        tones = _tones(line, span)
        for index in range(round(span.duration / _STEP)):
            at = span.start + index * _STEP
            step = round((at % cycle) / _STEP) % len(row)
            mark = row[step]
            if mark in ".-":
                continue
            held = 1
            while step + held < len(row) and row[step + held] == "-":
                held += 1
            level = line.velocity * (1.0 if at % 1 < 1e-6 else 0.9)
            level *= _ACCENT if mark.isupper() else 1.0
            length = min(held * _STEP, span.end - at)
            notes.append(Note(at, length * gate, tones[mark.lower()], min(1.0, level)))
    return notes


def _clear_of_kicks(line: BassLine, notes: Sequence[Note]) -> list[Note]:
    """The notes that do not start on a kick and have stopped when the next one falls."""
    bar, kicks = line.context.bar, line.context.kicks
    beats = sorted(index * bar + beat for index, row in enumerate(kicks) for beat in row)
    kept: list[Note] = []
    for note in notes:
        if any(abs(note.start_beats - beat) < _NEAR_KICK for beat in beats):
            continue
        wall = next((beat for beat in beats if beat > note.start_beats), line.context.beats)
        length = min(note.duration_beats, wall - note.start_beats)
        kept.append(Note(note.start_beats, length, note.pitch, note.velocity))
    return kept


def between_kicks(line: BassLine) -> list[Note]:
    """Trance: the kick has the beat to itself, the bass the sixteenths behind it."""
    row = pick(line.dice, (
        ".rrr.rrr.rrr.rrr", ".rRr.rRr.rRr.rRo", "..R...R...R...R.", "..Rr..Rr..Rr..Ro",
        ".rRo.rRo.rRo.rRo", ".rR..rR..rR..rRr", "..R-..R-..R-..Rf",
    ), (3, 3, 2, 1.5, 1.2, 1.2, 1))  # fmt: skip
    return _clear_of_kicks(line, _figure(line, row, 0.86))


def rumble(line: BassLine) -> list[Note]:
    """Techno: a low roll behind each kick that swells until the next one cuts it."""
    row = pick(line.dice, (".rrr.rrr.rrr.rrr", "..rr..rr..rr..rr", ".rr-.rr-.rr-.rrr"), (3, 1, 1))
    notes = []
    for note in _clear_of_kicks(line, _figure(line, row, 0.96)):
        swell = 0.62 + 0.5 * (note.start_beats % 1)
        notes.append(Note(note.start_beats, note.duration_beats, note.pitch, note.velocity * swell))
    return notes


def hypnotic(line: BassLine) -> list[Note]:
    """Techno: one tone in groups of three sixteenths against the beat, home every two or four bars.

    Butler calls such 3+3+...+2 divisions diatonic: the commonest way out of the grid of four.
    """
    bars = pick(line.dice, (1, 2, 4), (2, 3, 1))
    upper = pick(line.dice, ("r", "o", "s", "f"), (3, 1.5, 1, 1))
    steps = bars * 16
    row = ["."] * steps
    for place in range(0, steps - 2, 3):
        row[place] = "R" if place == 0 else "r"
    row[(steps - 2) // 3 * 3 - 3] = upper
    return _figure(line, "".join(row), 0.72)


def acid_line(line: BassLine) -> list[Note]:
    """A step sequencer's bar: sixteen steps of few pitches, with accents, rests and slides.

    Every fourth bar one step is switched, as a hand at the machine does it.
    """
    dice, whim = line.dice, line.whim
    marks = "rrrrrrootsb"
    chances = dice.random(16)
    drawn = [marks[int(dice.random() * len(marks))] for _ in range(16)]
    steps = ["." if chance < 0.26 else mark for mark, chance in zip(drawn, chances, strict=True)]
    steps[0] = "r"
    accents = {int(place) for place in dice.choice(16, size=4, replace=False)}
    slides = {place for place in range(16) if dice.random() < _SLIDE_FROM}
    notes: list[Note] = []
    switched = list(steps)
    for span in line.spans:
        tones = _tones(line, span)
        for index in range(round(span.duration / _STEP)):
            at = span.start + index * _STEP
            place = round(at / _STEP)
            if place % 64 == 48:
                switched = list(steps)
                switched[1 + int(whim.random() * 15)] = marks[int(whim.random() * len(marks))]
            elif place % 64 == 0:
                switched = list(steps)
            mark = switched[place % 16]
            if mark == ".":
                continue
            slides_in = (place - 1) % 16 in slides and bool(notes)
            joined = slides_in and at - notes[-1].start_beats < 0.3
            glide = float(notes[-1].pitch - tones[mark]) if joined else 0.0
            level = line.velocity * (1.15 if place % 16 in accents else 0.78)
            length = _STEP * (0.98 if place % 16 in slides else 0.55)
            notes.append(Note(at, length, tones[mark], min(1.0, level), glide))
    return notes


_REESE = (  # beat, length, mark, slides in; two bars
    ((0.0, 5.5, "r", False), (5.5, 1.5, "b", True), (7.0, 1.0, "l", True)),
    ((0.0, 3.5, "r", False), (3.5, 2.5, "t", True), (6.0, 2.0, "r", True)),
    ((0.0, 2.25, "r", False), (2.5, 1.5, "r", False), (4.0, 2.5, "r", False),
     (6.5, 1.5, "b", True)),
    ((0.0, 1.5, "r", False), (1.5, 2.5, "o", True), (4.0, 4.0, "r", True)),
    ((0.0, 6.0, "r", False), (6.0, 0.75, "f", True), (6.75, 1.25, "b", True)),
    ((0.5, 2.0, "r", False), (2.5, 1.5, "t", True), (4.5, 2.0, "r", False), (6.5, 1.5, "l", True)),
)  # fmt: skip


def reese(line: BassLine) -> list[Note]:
    """Drum and bass: long detuned tones that bend into the next, in phrases of two bars."""
    first, second = pick(line.dice, _REESE), pick(line.dice, _REESE)
    notes: list[Note] = []
    total = line.spans[-1].end
    phrases = math.ceil(total / 8)
    for phrase in range(phrases):
        figure = second if phrase % 4 == 3 else first
        for beat, length, mark, slides in figure:
            at = phrase * 8 + beat
            span = next((s for s in line.spans if s.start <= at + 1e-6 < s.end), None)
            if span is None:
                continue
            pitch = _tones(line, span)[mark]
            glide = 0.0
            if slides and notes:
                glide = float(max(-7, min(7, notes[-1].pitch - pitch)))
            notes += _renewed(line, Note(at, min(length, total - at), pitch, 0.0, glide), mark)
    return notes


def _renewed(line: BassLine, note: Note, mark: str) -> list[Note]:
    """A long tone in pieces where the chords below it change."""
    pieces: list[Note] = []
    end = note.start_beats + note.duration_beats
    for span in line.spans:
        start, stop = max(span.start, note.start_beats), min(span.end, end)
        if stop - start < 0.1:
            continue
        pitch = note.pitch if not pieces else _tones(line, span)[mark]
        if pieces and pieces[-1].pitch == pitch:
            stop_before = pieces.pop()
            start = stop_before.start_beats
        length = (stop - start) * 0.98
        glide = note.glide_semitones if not pieces else 0.0
        pieces.append(Note(start, length, pitch, line.velocity, glide))
    return pieces


def roller(line: BassLine) -> list[Note]:
    """Drum and bass: with the kick on one and before three and a half, pushes in between."""
    row = pick(line.dice, (
        "R-----r---R-----|r--r--r---R---b-", "R--r--r---R--r--|R--r--r---R-o-s-",
        "r---....r-R---..|r---..r-..R-t-r-", "R-....r-..R-....|R-....r-..R-r-f-",
        "R-r-..r-..R---r-|R-r-..r-..R-b-r-", "r-----..r-R-----|r-----r-..R--b--",
    ))  # fmt: skip
    return _figure(line, row, 0.88)


def dub_deep(line: BassLine) -> list[Note]:
    """Deep house: a round line of two bars that answers itself, with room in the middle."""
    row = pick(line.dice, (
        "R--r--..r--.....|R--r--..f-..s-f-", "R-..r-..........|..r-..r-..s-..f-",
        "R---..r--...r-..|R---..r--...l-b-", "..r-..r-....r-o-|..r-..r-..s-f-r-",
        "R--....r-...r--.|R--....r-..t-f--", "R-....R-..r--...|R-....R-..b--l--",
        "R-----..r-..r---|....r-..b-..l---",
    ))  # fmt: skip
    return _figure(line, row, 0.9)


def disco_octaves(line: BassLine) -> list[Note]:
    """Disco: root on the beat and octave between, doubled here and there, stepping into changes."""
    row = pick(line.dice, (
        "r-o-r-o-r-o-r-o-", "r-o-r-oor-o-r-oo", "r-oor-oor-oor-oo", "r-o-r-o-r-o-roro",
        "rro-rro-rro-rroo",
    ), (2, 2, 1, 1.5, 1))  # fmt: skip
    notes = _figure(line, row, 0.74)
    for index, span in enumerate(line.spans):
        leaves = line.target(index) != span.chord.bass
        if span.duration >= 2 and leaves and line.whim.random() < 0.6:
            notes = [n for n in notes if not span.end - 0.6 < n.start_beats < span.end - 1e-6]
            root = line.pitch(span.chord.bass)
            notes.append(approach_note(line, index, root, span.end - 0.5, 0.22))
            notes.append(approach_note(line, index, root, span.end - 0.25, 0.22))
    return notes


def disco_line(line: BassLine) -> list[Note]:
    """Disco of the studio players: roots on the beats, fifths and sevenths on sixteenths."""
    row = pick(line.dice, (
        "R-..r-..r-.r.fs.|R-..r-.r.ro.s.f.", "R--r..o.r-.r..f.|R--r..o.r.s.f.r.",
        "R-.rr-.rr-.ro.s.|R-.rr-.rs.f.r.b.", "R...o-.rr...o-.r|R...o-.rs-f-t-r-",
        "R-r-..r-r-..o-s-|R-r-..r-l-b-r---",
    ))  # fmt: skip
    return _figure(line, row, 0.8)


ELECTRONIC_BASSES = {
    "between_kicks": between_kicks, "rumble": rumble, "hypnotic": hypnotic,
    "acid_line": acid_line, "reese": reese, "roller": roller, "dub_deep": dub_deep,
    "disco_octaves": disco_octaves, "disco_line": disco_line,
}  # fmt: skip
