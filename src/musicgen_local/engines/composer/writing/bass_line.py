"""What every bass behaviour works with: a line of chords, a register, and the ways to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import chord_scale, nearest_pitch


@dataclass(frozen=True, slots=True)
class BassLine:
    """What a behaviour works with: spans to play, range, touch."""

    context: SectionContext
    spans: tuple[Span, ...]
    low: int
    high: int
    centre: float
    velocity: float
    dice: np.random.Generator  # the theme's
    whim: np.random.Generator  # the section's

    def pitch(self, pitch_class: int, around: float | None = None) -> int:
        """A pitch class in the bass's register, nearest to `around`."""
        return nearest_pitch(
            pitch_class, self.centre if around is None else around, self.low, self.high
        )

    def target(self, index: int) -> int:
        """Pitch class of the next span's bass note; the next section's after the last."""
        if index + 1 < len(self.spans):
            return self.spans[index + 1].chord.bass
        return self.context.next_chord.bass

    def fifth(self, span: Span) -> int:
        """Pitch class of the chord's fifth, or of its root's octave when it has none."""
        chord = span.chord
        step = next((s for s in (7, 6, 8) if s in chord.intervals), 0)
        return (chord.root + step) % 12


def below(line: BassLine, pitch_class: int, root: int) -> int:
    """The pitch class under the root if the instrument has it, else above."""
    pitch = root - (root - pitch_class) % 12
    return pitch if pitch >= line.low else pitch + 12


def shorter(note: Note, length: float) -> Note:
    return Note(note.start_beats, max(0.1, min(note.duration_beats, length)), note.pitch,
                note.velocity, note.glide_semitones)  # fmt: skip


def approach_note(line: BassLine, index: int, here: int, at: float, length: float) -> Note:
    """A step into the next chord's bass: diatonic or chromatic, from the nearer side."""
    goal = line.pitch(line.target(index), here)
    scale = chord_scale(line.spans[index].chord, line.context.tonic, line.context.plan.mode)
    side = 1 if here > goal else -1
    tone = goal + side
    if tone % 12 not in scale and (goal + 2 * side) % 12 in scale:
        tone = goal + 2 * side
    tone = min(line.high, max(line.low, tone))
    return Note(at, length, tone, line.velocity * 0.82)
