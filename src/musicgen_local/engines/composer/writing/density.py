"""The density slider: less than the genre's own by leaving notes out, more by adding some.

Below one half the least important notes go first, by a rank that doesn't depend on the slider, so
that what a thin piece plays is a part of what a fuller one plays. Downbeats of the bass,
backbeats, first strokes of chords and the ends of phrases always stay. Above one half notes are
added, the most natural first; those of the genre's own stay where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from musicgen_local.engines.composer.instruments import Family
from musicgen_local.engines.composer.plan import Layer, Role
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.cells import metric_strength
from musicgen_local.engines.composer.writing.context import SectionContext, player
from musicgen_local.engines.composer.writing.density_extras import Addition, additions
from musicgen_local.engines.composer.writing.feel import Feel, perform
from musicgen_local.engines.composer.writing.rhythm import DRUMS

_OWN = 0.5  # the genre's own density
_MOST_LEFT_OUT = 0.92  # of the notes that may go, at a density of 0
_NEAR = 0.13  # beats
_STRUM = 0.12  # beats from a chord's first string to its last
_JOINED = 0.12  # beats of silence inside a phrase
_LONGEST_BRIDGE = 2.0  # beats
_PAUSE = 1.0  # beats of silence that part phrases
_MAY_THIN = frozenset(
    {Role.DRUMS, Role.PERCUSSION, Role.BASS, Role.CHORDS, Role.PAD, Role.LEAD, Role.COUNTER,
     Role.ARP}
)  # fmt: skip
_LINES = (Role.LEAD, Role.COUNTER, Role.BASS)
_BACKBEATS = frozenset(DRUMS[name] for name in ("snare", "clap", "rim"))
_CRASHES = frozenset(DRUMS[name] for name in ("crash", "crash_soft", "splash"))
_FEET = frozenset(DRUMS[name] for name in ("kick", "low_kick"))
_GHOST = 0.4  # velocity under which a stroke is an ornament


def play_at_density(
    context: SectionContext, layer: Layer, notes: Sequence[Note], feel: Feel, *, last_start: float
) -> tuple[Note, ...]:
    """A layer's notes as hands play them, thinned or filled to the plan's density (0-1)."""
    density = context.plan.density
    dice = context.section_dice("hands", layer.name)
    if abs(density - _OWN) < 1e-9 or layer.role not in _MAY_THIN:
        return perform(notes, feel, dice, last_start=last_start)
    if density < _OWN:
        share = _MOST_LEFT_OUT * (_OWN - density) / _OWN
        silent = _left_out(context, layer, notes, share)
        if layer.role in _LINES:
            notes = _bridged(notes, silent)
        return perform(notes, feel, dice, last_start=last_start,
                       sounds=lambda note: id(note) not in silent)  # fmt: skip
    own = perform(notes, feel, dice, last_start=last_start)
    options = additions(context, layer, notes)
    chosen = _chosen(context, layer, options, (density - _OWN) / _OWN)
    extra = perform(
        [note for option in options for note in option.notes], feel,
        context.section_dice("more hands", layer.name), last_start=last_start,
        sounds=lambda note: id(note) in chosen,
    )  # fmt: skip
    return _joined(layer, own, extra)


def _left_out(
    context: SectionContext, layer: Layer, notes: Sequence[Note], share: float
) -> set[int]:
    """Identities of the notes that rest when `share` of those that may go are left out."""
    strokes = _strokes(layer, notes)
    free = [
        (weight, index)
        for index, stroke in enumerate(strokes)
        if (weight := _importance(context, layer, strokes, index)) is not None
    ]
    dice = context.section_dice("density", layer.name)
    luck = dice.random((len(strokes), 2))
    ranked = sorted(free, key=lambda item: item[0] + 0.12 * luck[item[1], 0])
    if len(ranked) == len(strokes):
        ranked = ranked[:-1]  # the dearest stays: nobody falls silent
    return {
        id(note)
        for rank, (_, index) in enumerate(ranked)
        if (rank + luck[index, 1]) / len(ranked) < share
        for note in strokes[index]
    }


def _bridged(notes: Sequence[Note], silent: set[int]) -> list[Note]:
    """The line with its notes held over those that rest right after them."""
    bridged: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.start_beats, note.pitch), reverse=True):
        later = bridged[-1] if bridged else None
        end = note.start_beats + note.duration_beats
        if id(note) in silent or later is None or id(later) not in silent:
            bridged.append(note)
            continue
        run = list(takewhile(lambda other: id(other) in silent, reversed(bridged)))
        held = end
        for rest in run:
            if rest.start_beats - held > _JOINED or rest.start_beats - end > _LONGEST_BRIDGE:
                break
            held = max(held, rest.start_beats + rest.duration_beats)
        bridged.append(replace(note, duration_beats=held - note.start_beats))
    return bridged[::-1]


def _chosen(
    context: SectionContext, layer: Layer, options: Sequence[Addition], share: float
) -> set[int]:
    """Identities of the notes of the best `share` of what could be played besides."""
    luck = context.section_dice("density", layer.name).random((len(options), 2))
    order = sorted(range(len(options)), key=lambda i: -options[i].worth - 0.2 * luck[i, 0])
    return {
        id(note)
        for rank, index in enumerate(order)
        if (rank + luck[index, 1]) / len(order) < share
        for note in options[index].notes
    }


def _strokes(layer: Layer, notes: Sequence[Note]) -> list[list[Note]]:
    """What is struck by one movement: single drums, whole chords."""
    ordered = sorted(notes, key=lambda note: (note.start_beats, note.pitch))
    if layer.role in (Role.DRUMS, Role.PERCUSSION):
        return [[note] for note in ordered]
    groups: list[list[Note]] = []
    for note in ordered:
        if groups and note.start_beats - groups[-1][0].start_beats < _STRUM:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups


def _importance(
    context: SectionContext, layer: Layer, strokes: Sequence[Sequence[Note]], index: int
) -> float | None:
    """How dear a stroke is, higher is dearer; None when it must stay."""
    note = max(strokes[index], key=lambda one: one.velocity)
    at = strokes[index][0].start_beats
    if at < _NEAR or at >= context.playing_beats - _NEAR:
        return None
    strength = metric_strength(round(at * 12) / 12, context.bar)
    if layer.role in (Role.DRUMS, Role.PERCUSSION):
        if _carries_the_beat(layer, note, strength):
            return None
        return 0.6 * strength + 0.8 * note.velocity + 0.3 * (note.pitch in _BACKBEATS | _FEET)
    opens = any(abs(at - span.start) < _NEAR for span in context.harmony)
    if layer.role in (Role.LEAD, Role.COUNTER):
        if _ends_a_phrase(strokes, index) or (strength == 1.0 and note.duration_beats >= 1.0):
            return None
    elif (
        opens
        or _anticipates(context, strokes, index)
        or (layer.role is Role.BASS and strength == 1.0)
    ):
        return None
    return strength + 0.5 * note.velocity + 0.15 * min(note.duration_beats, 4.0)


def _carries_the_beat(layer: Layer, note: Note, strength: float) -> bool:
    if layer.role is Role.PERCUSSION:
        return strength == 1.0 and note.velocity > _GHOST
    if note.pitch in _CRASHES:
        return True
    on_beat = strength >= 0.6 and note.velocity > _GHOST
    return on_beat and note.pitch in _BACKBEATS | _FEET


def _ends_a_phrase(strokes: Sequence[Sequence[Note]], index: int) -> bool:
    last = strokes[index][-1]
    if index + 1 == len(strokes):
        return True
    return strokes[index + 1][0].start_beats - last.start_beats - last.duration_beats >= _PAUSE


def _anticipates(context: SectionContext, strokes: Sequence[Sequence[Note]], index: int) -> bool:
    """Whether a stroke stands for the chord that comes right after it."""
    at = strokes[index][0].start_beats
    coming = next((span.start for span in context.harmony if 0 < span.start - at <= 0.5), None)
    if coming is None:
        return False
    later = strokes[index + 1][0].start_beats if index + 1 < len(strokes) else float("inf")
    return later > coming + _NEAR


def _joined(layer: Layer, own: Sequence[Note], extra: Sequence[Note]) -> tuple[Note, ...]:
    """Own and added notes in order; in a line the longer one ends where an added one begins."""
    if not extra:
        return tuple(own)
    instrument = player(layer)
    line = instrument.monophonic or layer.role in _LINES
    added = np.array([note.start_beats for note in extra])
    notes = list(own)
    if line and instrument.family is not Family.DRUM_KIT:
        for index, note in enumerate(notes):
            inside = added[added > note.start_beats + 0.05]
            room = float(inside.min()) - note.start_beats if len(inside) else note.duration_beats
            notes[index] = replace(note, duration_beats=min(note.duration_beats, room))
    return tuple(sorted([*notes, *extra], key=lambda note: (note.start_beats, note.pitch)))
