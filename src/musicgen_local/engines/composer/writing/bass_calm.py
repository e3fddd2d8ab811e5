"""Bass of calm genres: the surdo's two beats of a bossa nova."""

from __future__ import annotations

from collections.abc import Callable

from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.bass_line import BassLine, approach_note, below

_DOTTED = 1.5


def bossa(line: BassLine) -> list[Note]:
    """Root on one, fifth on three, each led into by an eighth: the surdo's heartbeat.

    The eighth before a change steps to the coming root, or is already it (Faria & Korman, *Inside
    the Brazilian Rhythm Section*).
    """
    notes: list[Note] = []
    for index, span in enumerate(line.spans):
        root = line.pitch(span.chord.bass)
        fifth = below(line, line.fifth(span), root)
        turn, at = 0, span.start
        while at < span.end - 1e-6:
            room = min(2.0, span.end - at)
            tone, other = (root, fifth) if turn % 2 == 0 else (fifth, root)
            level = line.velocity * (0.94 if turn % 2 == 0 else 1.0)  # the surdo leans on three
            if room < 2.0:
                notes.append(Note(at, room * 0.9, tone, level))
                break
            notes.append(Note(at, _DOTTED * 0.94, tone, level))
            last = at + 2.0 >= span.end - 1e-6
            if not last:
                if line.whim.random() < 0.85:
                    notes.append(Note(at + _DOTTED, 0.45, other, level * 0.74))
            elif line.whim.random() < 0.45:
                notes.append(approach_note(line, index, tone, at + _DOTTED, 0.45))
            else:
                coming = line.pitch(line.target(index), float(tone))
                notes.append(Note(at + _DOTTED, 0.45, coming, level * 0.78))
            at, turn = at + 2.0, turn + 1
    return notes


CALM_BASSES: dict[str, Callable[[BassLine], list[Note]]] = {"bossa": bossa}
