"""A desk of the string quartet: one voice, the setting all share, and the long notes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.quartet_voices import Setting, Sung, set_voices
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import chord_scale

if TYPE_CHECKING:
    from musicgen_local.engines.composer.writing.comping import Hands

SECOND, VIOLA, CELLO = 0, 1, 2
_LONGEST_BOW = 8.0  # beats
_LEVELS = (0.94, 0.92, 1.0)
_SEMITONE = frozenset({1, 11})


@dataclass(frozen=True, slots=True)
class Desk:
    """One voice's view of the texture."""

    hands: Hands
    voice: int
    spans: tuple[Span, ...]
    setting: Setting
    lead: tuple[Note, ...]

    @property
    def bar(self) -> int:
        return self.hands.context.bar

    def note(self, at: float, length: float, pitch: int, level: float = 1.0) -> Note:
        """A note with the weight of its place in the bar."""
        weight = 0.93 + 0.1 * metric_strength(at, self.bar)
        velocity = self.hands.velocity * _LEVELS[self.voice] * weight * level
        return Note(at, max(0.1, length), pitch, min(1.0, velocity))

    def at(self, index: int) -> int:
        """The voice's pitch over a chord."""
        return self.setting[index][self.voice]


def setting_of(hands: Hands) -> Setting:
    context = hands.context
    chords = tuple(span.chord for span in context.harmony)
    sung = tuple(sung_over(span, hands.lead) for span in context.harmony)
    return set_voices(chords, sung, context.tonic)


def sung_over(span: Span, lead: Sequence[Note]) -> Sung:
    """What the melody has over a chord: see `quartet_voices.Sung`."""
    over = [
        n for n in lead
        if n.start_beats < span.end - 0.1 and n.start_beats + n.duration_beats > span.start + 0.1
    ]  # fmt: skip
    if not over:
        return None
    late = melody_at(over, span.end - 1.0) or over[-1].pitch
    return over[0].pitch, min(note.pitch for note in over), late, over[-1].pitch


def melody_at(lead: Sequence[Note], beat: float) -> int | None:
    """The pitch that is sung at a beat."""
    sung = [n for n in lead if n.start_beats <= beat + 0.1 < n.start_beats + n.duration_beats]
    return sung[-1].pitch if sung else None


def parallel(lead: Sequence[Note], was: int, before: float, now: int, at: float) -> bool:
    """Whether a voice moves with the melody from one fifth or octave to its like."""
    sung, sings = melody_at(lead, before), melody_at(lead, at)
    if sung is None or sings is None or sung == sings or was == now:
        return False
    gap = (sung - was) % 12
    return gap in (0, 7) and gap == (sings - now) % 12


def pieces(desk: Desk, start: float, end: float) -> list[tuple[int, float, float]]:
    """The chords between two beats: index, from, to."""
    return [
        (i, max(start, s.start), min(end, s.end))
        for i, s in enumerate(desk.spans)
        if s.start < end - 1e-6 and s.end > start + 1e-6
    ]


def bowed(desk: Desk, index: int, start: float, end: float, level: float = 1.0) -> list[Note]:
    """A long note, its bow changed where it is too long for one."""
    notes = []
    at = start
    while at < end - 1e-6:
        length = min(_LONGEST_BOW, end - at)
        notes.append(desk.note(at, length * 0.98, desk.at(index), level))
        at += length
    return notes


def held(desk: Desk, start: float, end: float) -> list[Note]:
    """Each chord in one bow, with a passing note where a voice moves by a third."""
    notes: list[Note] = []
    for index, a, b in pieces(desk, start, end):
        notes += with_passing(desk, index, bowed(desk, index, a, b), b)
    return notes


def with_passing(desk: Desk, index: int, line: list[Note], end: float) -> list[Note]:
    """The line with its last half beat given to a scale note on the way to the next chord."""
    if index + 1 >= len(desk.spans) or not line or abs(end - desk.spans[index].end) > 1e-6:
        return line
    here, there = desk.at(index), desk.at(index + 1)
    last = line[-1]
    if abs(there - here) not in (3, 4) or last.duration_beats < 1.0:
        return line
    context = desk.hands.context
    scale = chord_scale(desk.spans[index].chord, context.tonic, context.plan.mode)
    between = range(min(here, there) + 1, max(here, there))
    steps = [p for p in between if p % 12 in scale and not rubs(p, desk.lead, end - 0.5)]
    if not steps:
        return line
    room = end - 0.5 - last.start_beats
    kept = Note(last.start_beats, room * 0.98, last.pitch, last.velocity)
    return [*line[:-1], kept, desk.note(end - 0.5, 0.48, steps[len(steps) // 2], 0.9)]


def rubs(pitch: int, lead: Sequence[Note], beat: float) -> bool:
    """Whether the melody sounds a semitone away at a beat."""
    return any(
        abs(n.pitch - pitch) % 12 in _SEMITONE
        for n in lead
        if n.start_beats <= beat + 0.25 < n.start_beats + n.duration_beats
    )
