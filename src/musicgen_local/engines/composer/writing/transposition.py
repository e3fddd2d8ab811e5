"""A finished part in another key: the same music, every pitch moved by the same amount."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.engines.composer.instruments import Family
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import player
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import fold, make_chord

_UNPITCHED = frozenset({Family.DRUM_KIT, Family.PERCUSSION})
_TUNED_DRUMS = frozenset({"timpani"})
_LOWEST_SWELL = 48  # pitches below are gestures without a key, see `sound/effects_voice.py`


def transposed_notes(notes: Sequence[Note], layer: Layer, semitones: int) -> tuple[Note, ...]:
    """The notes of a part, moved; by octaves back to where the instrument's range ends.

    Drums stay as they are, and so do transitions that have no pitch.
    """
    instrument = player(layer)
    unpitched = instrument.family in _UNPITCHED and instrument.name not in _TUNED_DRUMS
    if not semitones or unpitched:
        return tuple(notes)
    lowest = _LOWEST_SWELL if layer.role is Role.TRANSITIONS else instrument.low
    moved = (
        Note(
            note.start_beats,
            note.duration_beats,
            fold(note.pitch + semitones, lowest, instrument.high),
            note.velocity,
            note.glide_semitones,
        )
        if note.pitch >= lowest
        else note
        for note in notes
    )
    return tuple(sorted(moved, key=lambda note: (note.start_beats, note.pitch)))


def transposed_spans(spans: Sequence[Span], semitones: int) -> tuple[Span, ...]:
    """The chords, moved."""
    return tuple(
        Span(span.start, span.duration, make_chord(chord.root + semitones, chord.kind,
                                                   chord.bass + semitones))
        for span, chord in ((span, span.chord) for span in spans)
    )  # fmt: skip
