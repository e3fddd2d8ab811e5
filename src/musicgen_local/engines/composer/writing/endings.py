"""How a piece closes on its final chord, by genre.

The length of a piece is given, and after its last bar a few seconds are left to ring, so that an
ending is what happens on and before the last chord: `ring` (struck once and left to sound), `hit`
(struck hard by all), `stabs` (short accents together, the last one rings), `roll` (drums roll
under the held chord into a last stroke), `fade` (the band plays softer and softer into it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musicgen_local.engines.composer.instruments import Family
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.seeds import pick, pick_weighted, stream

ENDINGS = ("ring", "hit", "stabs", "roll", "fade")
_LEAST_ENERGY = 0.3  # a softer piece is never struck shut
_STABS = ((0.0, 1.5, 3.0), (0.0, 1.0, 2.5), (0.0, 0.75, 1.5), (0.0, 0.5, 2.0), (0.0, 2.0, 2.5))
_STAB_BEATS = 0.32
_STRUCK = (Role.BASS, Role.CHORDS, Role.ARP)
_ACCENT = 1.18
_FADED = 0.3  # of the velocity is left at the last chord
_FADE_BARS = 8
_RING_BEATS = 4.0


def ending_of(context: SectionContext) -> str:
    """How the piece ends: one of `ENDINGS`; `ring` where a stroke would not fit."""
    kind = pick_weighted(stream(context.plan.seed, "ending"), context.pack.endings)
    quiet = context.section.energy < _LEAST_ENERGY
    if kind in ("hit", "stabs", "roll") and (quiet or not context.has_role(Role.DRUMS)):
        return "ring"
    if kind in ("stabs", "roll") and context.bar < 3:
        return "hit"
    return kind


def closed(context: SectionContext, layer: Layer, notes: Sequence[Note]) -> list[Note]:
    """The layer's notes with the piece's ending, in a section that ends it."""
    if not context.section.ending:
        return list(notes)
    kind = ending_of(context)
    final = context.playing_beats
    before = [note for note in notes if note.start_beats < final - 1e-6]
    last = [note for note in notes if note.start_beats >= final - 1e-6]
    if kind == "fade":
        return [_faded(context, note) for note in notes]
    if kind == "ring" or not last:
        return list(notes)
    if player(layer).family is Family.DRUM_KIT:
        return before + (_drums(context, kind, final) if layer.role is Role.DRUMS else last)
    loud = [replace(note, velocity=min(1.0, note.velocity * _ACCENT)) for note in last]
    if kind == "hit" or layer.role not in _STRUCK:
        return before + loud
    places = stab_beats(context) if kind == "stabs" else (0.0, float(context.bar - 1))
    return before + _struck_again(loud, final, places, short=kind == "stabs")


def stab_beats(context: SectionContext) -> tuple[float, ...]:
    """Beats of the last bar on which all strike together; the last one rings."""
    fitting = [places for places in _STABS if places[-1] < context.bar]
    return pick(stream(context.plan.seed, "stabs"), fitting)


def _struck_again(
    notes: Sequence[Note], final: float, places: Sequence[float], *, short: bool
) -> list[Note]:
    """Each pitch of the last chord at each of the places; the last stroke takes what is left."""
    struck: list[Note] = []
    pitches: dict[int, Note] = {}
    for note in notes:
        pitches.setdefault(note.pitch, note)
    for note in pitches.values():
        end = note.start_beats + note.duration_beats
        roll = min(note.start_beats - final, 0.12)  # a strummed or rolled chord stays one
        for index, place in enumerate(places):
            at = final + place + roll
            onward = places[index + 1] - place if index + 1 < len(places) else end - at
            length = min(onward, _STAB_BEATS) if short and index + 1 < len(places) else onward
            struck.append(Note(at, max(0.1, length - 0.03), note.pitch, note.velocity))
    return struck


def _faded(context: SectionContext, note: Note) -> Note:
    end = context.playing_beats
    start = max(0.0, end - _FADE_BARS * context.bar)
    place = min(1.0, max(0.0, (note.start_beats - start) / max(1.0, end - start)))
    return replace(note, velocity=note.velocity * (1.0 - (1.0 - _FADED) * place))


def _drums(context: SectionContext, kind: str, final: float) -> list[Note]:
    level = 0.6 + 0.35 * context.section.energy
    if kind == "hit":
        return _stroke(final, level)
    if kind == "stabs":
        places = stab_beats(context)
        strokes = [note for place in places[:-1] for note in _stroke(final + place, level)[:2]]
        return strokes + _stroke(final + places[-1], level)
    last = final + context.bar - 1
    count = 4 * (context.bar - 1)
    drums = ("snare", "snare", "tom_high", "tom_mid", "tom_low")
    roll = [
        Note(final + step / 4, 0.2, DRUMS[drums[min(4, 5 * step // count)]],
             level * (0.35 + 0.5 * step / count))
        for step in range(1, count)
    ]  # fmt: skip
    return [*_stroke(final, level)[::2], *roll, *_stroke(last, level)]


def _stroke(at: float, level: float) -> list[Note]:
    """Kick, snare and crash together."""
    return [
        Note(at, 0.2, DRUMS["kick"], level),
        Note(at, 0.2, DRUMS["snare"], 0.9 * level),
        Note(at, _RING_BEATS, DRUMS["crash"], 0.85 * level),
    ]
