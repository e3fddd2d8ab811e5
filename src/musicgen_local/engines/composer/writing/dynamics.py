"""Dynamics inside a section: phrases swell and sink, and lead to what comes next.

Phrase arching, a level that rises to the later middle of a phrase and falls at its end, is the
most regular part of expressive playing (Todd, *The dynamics of dynamics: a model of musical
expression*, 1992). Electronic players do it less, drummers least.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType

from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player

# share of the velocity that an arc moves, by role, for acoustic players
_DEPTH = MappingProxyType(
    {
        Role.LEAD: 0.16, Role.COUNTER: 0.14, Role.PAD: 0.16, Role.CHORDS: 0.13, Role.ARP: 0.13,
        Role.BASS: 0.07, Role.DRUMS: 0.05, Role.PERCUSSION: 0.09, Role.DRONE: 0.1,
    }
)  # fmt: skip
_MACHINES = 0.6  # of that, for synthesizers and drum machines
_PHRASE_BARS = 4
_SUMMIT = 0.62  # place of the loudest moment in a phrase
_LEAD_ON = 0.35  # of the difference in energy that the last bars walk already
_LEAD_ON_BARS = 2
_FEWEST_VELOCITY = 0.04


def phrased(context: SectionContext, layer: Layer, notes: Sequence[Note]) -> list[Note]:
    """The notes with the levels of a player who shapes phrases of four bars and the section."""
    depth = _DEPTH.get(layer.role, 0.0)
    if not depth or not notes:
        return list(notes)
    depth *= 1.0 if player(layer).acoustic else _MACHINES
    following = context.following
    rise = 0.0 if following is None else following.energy - context.section.energy
    if layer.role in (Role.DRUMS, Role.BASS):
        rise = min(rise, 0.0)  # the ground doesn't swell: fills and pick-ups lead on
    total, phrase = context.beats, float(_PHRASE_BARS * context.bar)
    shaped = []
    for note in notes:
        at = min(max(note.start_beats, 0.0), total)
        arc = 0.6 * _arc(at % phrase / min(phrase, total)) + 0.4 * _arc(at / total)
        near = 1.0 - (total - at) / (_LEAD_ON_BARS * context.bar)
        onward = _LEAD_ON * rise * max(0.0, near)
        level = 1.0 + depth * (arc - 0.5) + onward * min(1.0, 6.0 * depth)
        velocity = min(1.0, max(_FEWEST_VELOCITY, note.velocity * level))
        shaped.append(
            Note(note.start_beats, note.duration_beats, note.pitch, velocity, note.glide_semitones)
        )
    return shaped


def _arc(place: float) -> float:
    """0 at the ends of a phrase, 1 at its summit; `place` is 0-1."""
    place = min(1.0, max(0.0, place))
    warped = 0.5 * place / _SUMMIT if place < _SUMMIT else 1 - 0.5 * (1 - place) / (1 - _SUMMIT)
    return math.sin(math.pi * warped)
