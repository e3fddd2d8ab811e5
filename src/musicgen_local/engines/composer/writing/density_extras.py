"""What could be played besides: ghost strokes, answered chords, passing tones, finer steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from musicgen_local.engines.composer.instruments import Family
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.theory import Chord, chord_scale

_KEEPERS = tuple(
    DRUMS[name]
    for name in ("hat", "ride", "shaker", "cabasa", "tambourine", "hat_pedal", "ride_soft",
                 "brush_swirl")
)  # fmt: skip
_SNARE, _KICK = DRUMS["snare"], DRUMS["kick"]
_GHOST_PLACES = (0.75, 1.75, 2.25, 2.75, 3.25, 3.75)  # sixteenths that lean on a backbeat
_KICK_PLACES = (1.75, 2.5, 3.5)
_LEAST_STEP = 0.25  # beats
_SOFTER = 0.7
_ANSWER_SILENCE = 2.5  # beats


@dataclass(frozen=True, slots=True)
class Addition:
    """One stroke that may be added; `worth` is higher the more natural it is."""

    notes: tuple[Note, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Part:
    """A layer's part of a section, on the grid, in the order of time."""

    context: SectionContext
    layer: Layer
    notes: Sequence[Note]

    def chord(self, at: float) -> Chord:
        """The chord that rules at a beat."""
        return [span.chord for span in self.context.harmony if span.start <= at + 1e-6][-1]

    def scale(self, at: float) -> tuple[int, ...]:
        """Pitch classes that pass over the chord of a beat."""
        return chord_scale(self.chord(at), self.context.tonic, self.context.plan.mode)


Maker = Callable[[Part], list[Addition]]


def additions(context: SectionContext, layer: Layer, notes: Sequence[Note]) -> list[Addition]:
    """What the layer could add to its notes of this section, on the grid."""
    ordered = sorted(notes, key=lambda note: (note.start_beats, note.pitch))
    end = context.playing_beats
    if context.break_beat is not None:
        end = min(end, context.break_beat)
    instrument = player(layer)
    kit = instrument.family is Family.DRUM_KIT
    maker = _kit if kit else _MAKERS.get(layer.role)
    if maker is None or not ordered:
        return []
    taken = {(round(note.start_beats, 3), note.pitch) for note in ordered}
    found = []
    for option in maker(Part(context, layer, ordered)):
        kept = tuple(
            replace(note, duration_beats=min(note.duration_beats, context.beats - note.start_beats))
            for note in option.notes
            if 0 < note.start_beats < end - 0.2
            and instrument.low <= note.pitch <= instrument.high
            and (round(note.start_beats, 3), note.pitch) not in taken
        )
        if kept:
            taken |= {(round(note.start_beats, 3), note.pitch) for note in kept}
            found.append(Addition(kept, option.worth))
    return found


def _gaps(notes: Sequence[Note], end: float) -> list[tuple[Note, Note | None, float]]:
    """Each note, the next, and the beats between their starts; the last reaches to `end`."""
    pairs: list[tuple[Note, Note | None, float]] = [
        (now, later, later.start_beats - now.start_beats) for now, later in pairwise(notes)
    ]
    if notes:
        pairs.append((notes[-1], None, end - notes[-1].start_beats))
    return [item for item in pairs if item[2] > 1e-6]


def _kit(part: Part) -> list[Addition]:
    """Hats in double time, ghosts around the backbeat, a kick that leads on."""
    found: list[Addition] = []
    context, notes = part.context, part.notes
    counts = Counter(note.pitch for note in notes)
    keepers = [key for key in _KEEPERS if counts[key] >= 2]
    if part.layer.role is Role.PERCUSSION and not keepers:
        keepers = [counts.most_common(1)[0][0]]
    for key in keepers[:1]:
        row = [note for note in notes if note.pitch == key]
        for now, later, gap in _gaps(row, context.beats):
            if later is not None and 2 * _LEAST_STEP - 1e-6 <= gap <= 2.0 + 1e-6:
                middle = now.start_beats + gap / 2
                stroke = Note(middle, now.duration_beats, key, _SOFTER * now.velocity)
                found.append(Addition((stroke,), 0.8))
    if part.layer.role is not Role.DRUMS:
        return found
    for key, places, level, worth in (
        (_SNARE, _GHOST_PLACES, 0.26, 0.5), (_KICK, _KICK_PLACES, 0.6, 0.3),
    ):  # fmt: skip
        if counts[key] < context.section.bars / 2:
            continue
        busy = [note.start_beats for note in notes if note.pitch == key]
        for bar in range(context.section.bars):
            for place in places:
                at = bar * context.bar + place
                if place < context.bar and all(abs(at - other) > 0.2 for other in busy):
                    found.append(Addition((Note(at, 0.2, key, level),), worth))
    return found


def _bass(part: Part) -> list[Addition]:
    """The note struck again before the next one, and in the middle of a long one."""
    found: list[Addition] = []
    for now, later, gap in _gaps(part.notes, part.context.beats):
        if gap >= 0.75:
            before = 0.5 if gap >= 1.0 else 0.25
            again = Note(now.start_beats + gap - before, 0.4 * before + 0.1, now.pitch,
                         _SOFTER * now.velocity)  # fmt: skip
            found.append(Addition((again,), 0.6 if later is not None else 0.3))
        if gap >= 2.0:
            middle = now.start_beats + round(gap) / 2
            found.append(Addition((Note(middle, 0.8, now.pitch, 0.85 * now.velocity),), 0.8))
    return found


def _chords(part: Part) -> list[Addition]:
    """A chord answered softly off the beat; a broken one runs through its gaps."""
    found: list[Addition] = []
    groups = _groups(part.notes)
    for (now, _), (later, at) in pairwise([(g, g[0].start_beats) for g in groups]):
        start = now[0].start_beats
        gap = at - start
        if len(now) >= 2 and gap >= 1.0 - 1e-6:
            places = [at - 0.5] if gap < 2.0 else [at - 0.5, start + round(gap) / 2]
            for place, worth in zip(places, (0.5, 0.7), strict=False):
                found.append(Addition(_again(now[-3:], place, 0.35), worth))
        elif len(now) == 1 and gap >= 2 * _LEAST_STEP - 1e-6:
            pitch = later[0].pitch if later[0].pitch != now[0].pitch else now[0].pitch + 12
            level = _SOFTER * now[0].velocity
            found.append(Addition((Note(start + gap / 2, gap / 2, pitch, level),), 0.6))
    return found


def _again(chord: Sequence[Note], at: float, length: float) -> tuple[Note, ...]:
    return tuple(Note(at, length, note.pitch, _SOFTER * note.velocity) for note in chord)


def _groups(notes: Sequence[Note]) -> list[list[Note]]:
    groups: list[list[Note]] = []
    for note in notes:
        if groups and note.start_beats - groups[-1][0].start_beats < 0.12:
            groups[-1].append(note)
        else:
            groups.append([note])
    return [sorted(group, key=lambda note: note.pitch) for group in groups]


def _pad(part: Part) -> list[Addition]:
    """The upper voice of a held chord moves on half way, to another of the chord's tones."""
    found: list[Addition] = []
    for group in _groups(part.notes):
        top = group[-1]
        length = top.duration_beats
        if length < 2.0:
            continue
        start = top.start_beats + round(length) / 2
        tones = part.chord(start).tones
        near = [p for p in range(top.pitch - 5, top.pitch + 6) if p % 12 in tones]
        others = [p for p in near if p != top.pitch]
        if others:
            pitch = min(others, key=lambda p: abs(p - top.pitch - 2))
            note = Note(start, length / 2, pitch, 0.85 * top.velocity)
            found.append(Addition((note,), 0.5))
    return found


def _arp(part: Part) -> list[Addition]:
    """Finer steps: between two tones the second one's octave, or the second one itself."""
    instrument = player(part.layer)
    found: list[Addition] = []
    for now, later, gap in _gaps(part.notes, part.context.beats):
        if later is None or not 2 * _LEAST_STEP - 1e-6 <= gap <= 2.0:
            continue
        pitch = later.pitch + 12
        if pitch > instrument.high or pitch - now.pitch > 14:
            pitch = later.pitch - 12 if later.pitch - 12 >= instrument.low else later.pitch
        level = 0.85 * now.velocity
        found.append(Addition((Note(now.start_beats + gap / 2, gap / 2, pitch, level),), 0.6))
    return found


def _line(part: Part) -> list[Addition]:
    """Passing and neighbouring tones on the way to the next note, and echoes in silences."""
    found: list[Addition] = []
    for now, later, gap in _gaps(part.notes, part.context.playing_beats):
        silence = gap - now.duration_beats
        if silence >= _ANSWER_SILENCE:
            found += _echo(part, now, silence)
        elif later is not None and gap >= 1.0 - 1e-6:
            at = later.start_beats - 0.5
            pitch = _passing(part, at, now.pitch, later.pitch)
            found.append(Addition((Note(at, 0.48, pitch, 0.85 * now.velocity),), 0.6))
            if gap >= 2.0 - 1e-6:
                middle = now.start_beats + round(gap) / 2
                turn = _passing(part, middle, now.pitch, now.pitch)
                found.append(Addition((Note(middle, 0.5, turn, 0.8 * now.velocity),), 0.4))
    return found


def _echo(part: Part, last: Note, silence: float) -> list[Addition]:
    """The end of a phrase said once more, softly, in the silence after it."""
    phrase = [n for n in part.notes if last.start_beats - 2.0 <= n.start_beats <= last.start_beats]
    shift = float(round(last.start_beats + last.duration_beats + 1.0 - phrase[0].start_beats))
    limit = last.start_beats + last.duration_beats + silence - 0.5
    found = []
    for note in phrase:
        at = note.start_beats + shift
        if at < limit:
            tones = part.scale(at)
            options = range(note.pitch - 2, note.pitch + 3)
            pitch = min((p for p in options if p % 12 in tones),
                        key=lambda p: abs(p - note.pitch), default=note.pitch)  # fmt: skip
            length = min(note.duration_beats, limit + 0.4 - at, 1.0)
            found.append(Addition((Note(at, length, pitch, 0.7 * note.velocity),), 0.45))
    return found


def _passing(part: Part, at: float, here: int, there: int) -> int:
    """A tone of the scale beside `there`, on the side of `here`; above it when they are one."""
    scale = part.scale(at)
    side = 1 if here >= there else -1
    steps = [there + side * size for size in (1, 2, 3) if (there + side * size) % 12 in scale]
    return next((p for p in steps if p != here), steps[0] if steps else there)


_MAKERS: dict[Role, Maker] = {
    Role.BASS: _bass, Role.CHORDS: _chords, Role.PAD: _pad, Role.ARP: _arp, Role.LEAD: _line,
    Role.COUNTER: _line, Role.PERCUSSION: _bass,
}  # fmt: skip
