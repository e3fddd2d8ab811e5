"""How a piece closes on its final chord, by genre.

The length of a piece is given, and after its last bar a few seconds are left to ring, so that an
ending is what happens on and before the last chord: `ring` (struck once and left to sound), `hit`
(struck hard by all), `stabs` (short accents together, the last one rings), `tag` (the chord, and
late in the bar a last word), `cold` (short accents to the last, which is cut off), `roll` (drums
roll under the held chord into a last stroke), `fade` (the band plays softer and softer into it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from musicgen_local.engines.composer.instruments import Family
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.rhythm import DRUMS
from musicgen_local.engines.composer.writing.seeds import pick, pick_weighted, stream

ENDINGS = ("ring", "hit", "stabs", "tag", "cold", "roll", "fade")
_STRUCK_SHUT = ("hit", "stabs", "tag", "cold", "roll")
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
    kind = pick_weighted(stream(context.agreed_seed, "ending"), context.pack.endings)
    quiet = context.section.energy < _LEAST_ENERGY
    if kind in _STRUCK_SHUT and (quiet or not context.has_role(Role.DRUMS)):
        return "ring"
    return "hit" if kind in _STRUCK_SHUT and context.bar < 3 else kind


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
    if kind == "hit":
        return before + loud
    cut = kind == "cold"
    if layer.role not in _STRUCK:
        end = final + stab_beats(context)[-1] + _STAB_BEATS
        return before + ([_cut(note, end) for note in loud] if cut else loud)
    return before + _struck_again(
        loud, final, stab_beats(context), short=kind in ("stabs", "cold"), cut=cut
    )


def stab_beats(context: SectionContext) -> tuple[float, ...]:
    """Beats of the last bar on which all strike together, by the kind of the ending."""
    kind, last = ending_of(context), float(context.bar - 1)
    if kind == "roll":
        return (0.0, last)
    dice = stream(context.agreed_seed, "stabs")
    if kind == "tag":
        return (0.0, last - pick(dice, (0.0, 0.5)))
    if kind == "cold":  # as late as can be: silence follows
        return (0.0, pick(dice, (0.5, 1.0, last - 1.0)), last)
    fitting = [places for places in _STABS if places[-1] <= last]
    return pick(dice, fitting)


def _struck_again(
    notes: Sequence[Note], final: float, places: Sequence[float], *, short: bool, cut: bool
) -> list[Note]:
    """Each pitch of the last chord at each of the places.

    Strokes before the last are `short` or held; the last rings on unless it is `cut`.
    """
    struck: list[Note] = []
    pitches: dict[int, Note] = {}
    for note in notes:
        pitches.setdefault(note.pitch, note)
    for note in pitches.values():
        end = note.start_beats + note.duration_beats
        roll = min(note.start_beats - final, 0.12)  # a strummed or rolled chord stays one
        for place, onward in zip_longest(places, places[1:]):
            at = final + place + roll
            length = end - at if onward is None else onward - place
            if cut or (short and onward is not None):
                length = min(length, _STAB_BEATS)
            struck.append(Note(at, max(0.1, length - 0.03), note.pitch, note.velocity))
    return struck


def _cut(note: Note, end: float) -> Note:
    return replace(note, duration_beats=max(0.1, min(note.duration_beats, end - note.start_beats)))


def _faded(context: SectionContext, note: Note) -> Note:
    end = context.playing_beats
    start = max(0.0, end - _FADE_BARS * context.bar)
    place = min(1.0, max(0.0, (note.start_beats - start) / max(1.0, end - start)))
    return replace(note, velocity=note.velocity * (1.0 - (1.0 - _FADED) * place))


def _drums(context: SectionContext, kind: str, final: float) -> list[Note]:
    level = 0.6 + 0.35 * context.section.energy
    if kind == "hit":
        return _stroke(final, level)
    if kind != "roll":
        places = stab_beats(context)
        strokes = [note for place in places[:-1] for note in _stroke(final + place, level)[:2]]
        return strokes + _stroke(final + places[-1], level, choked=kind == "cold")
    last = final + context.bar - 1
    count = 4 * (context.bar - 1)
    drums = ("snare", "snare", "tom_high", "tom_mid", "tom_low")
    roll = [
        Note(final + step / 4, 0.2, DRUMS[drums[min(4, 5 * step // count)]],
             level * (0.35 + 0.5 * step / count))
        for step in range(1, count)
    ]  # fmt: skip
    return [*_stroke(final, level)[::2], *roll, *_stroke(last, level)]


def _stroke(at: float, level: float, *, choked: bool = False) -> list[Note]:
    """Kick, snare and crash together, the crash held by the hand when it is choked."""
    return [
        Note(at, 0.2, DRUMS["kick"], level),
        Note(at, 0.2, DRUMS["snare"], 0.9 * level),
        Note(at, _STAB_BEATS if choked else _RING_BEATS, DRUMS["crash"], 0.85 * level),
    ]
