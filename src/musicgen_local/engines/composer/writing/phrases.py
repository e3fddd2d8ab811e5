"""Phrases: how a motif becomes eight bars, in units of two.

A unit is one letter: `a` statement, `s` sequence, `v` varied statement, `i` inversion, `f`
fragmentation (the head repeated, rising), `g` augmentation, `h` half cadence (ends open), `c` full
cadence (ends at home), `e` an echo after silence, `r` silence for another voice to answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.writing.motif import (
    Motif,
    Tone,
    augment,
    divide,
    head,
    invert,
    ornament,
    sequence,
    shift,
    simplify,
)
from musicgen_local.engines.composer.writing.seeds import pick

PHRASES = {
    "period": ("ahac", "ahvc", "asvc"),
    "sentence": ("asfc", "aafc", "avfc"),
    "call": ("arsc", "aeac", "areh"),
    "song": ("aaic", "avic", "asic"),
    "floating": ("greg", "gsrc", "argc"),
    "riff": ("aaaf", "asaf", "aasf"),
}
_SHORT = {1: ("c", "v"), 2: ("ac", "ah", "vc"), 3: ("asc", "afc", "ahc")}
_ALTERABLE = "asvifg"
_CADENCES = "hc"
UNIT_BARS = 2
# how the line rises over a section, in units of the arc: one summit, two thirds of the way
_ARC = (0.0, 0.25, 0.5, 0.8, 1.0, 0.6, 0.0)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tones of a section's melody and the beats of the notes that close phrases."""

    tones: tuple[Tone, ...]
    half_cadences: frozenset[float]
    full_cadences: frozenset[float]


def units_for(bars: int, manner: LeadManner, rng: np.random.Generator, *, closes: bool) -> str:
    """The units of a section of `bars` bars; of an odd number the last unit is cut short."""
    count = max(1, (bars + 1) // UNIT_BARS)
    form = pick(rng, PHRASES[pick(rng, manner.phrases)])
    units = form * (count // 4)
    rest = count % 4
    if rest:
        short = pick(rng, _SHORT[rest])
        units = (units + short) if units else short
    if closes:
        units = units[:-1] + "c"
    return units


def develop(
    motif: Motif,
    units: str,
    bar: int,
    manner: LeadManner,
    dice: np.random.Generator,
    whim: np.random.Generator,
    vary: int,
) -> Phrase:
    """A motif spread over units of two bars of `bar` beats.

    `dice` are the theme's, so that each return says the same; where `vary` is above zero, `whim`
    changes some of the later units.
    """
    unit_beats = float(UNIT_BARS * bar)
    tones: list[Tone] = []
    half: set[float] = set()
    full: set[float] = set()
    climb = 1.0 + float(dice.integers(0, 2))
    arc = 1.2 + 1.2 * float(dice.random())
    altered = _units_to_alter(units, whim) if vary else frozenset()
    for index, letter in enumerate(units):
        made = _unit(letter, motif, unit_beats, bar, climb, dice)
        made = _breathe(made, letter, motif, unit_beats, bar, manner.space, dice)
        if index in altered:
            kept = made[-1:] if letter in _CADENCES else []  # where a phrase arrives stays
            idea = Motif(tuple(made[: len(made) - len(kept)]), unit_beats)
            made = [*_said_otherwise(idea, whim).tones, *kept]
        lift = arc * _ARC[round(index / max(1, len(units) - 1) * (len(_ARC) - 1))]
        start = index * unit_beats
        silence = start - tones[-1].end if tones else 0.0
        if made and made[0].beat < 0.05 and silence >= 1.0 and dice.random() < manner.pickup:
            tones += _pickup(start, made[0].level + lift, dice)
        placed = [
            replace(t, beat=t.beat + start, level=t.level + lift) for t in made if t.length > 0.05
        ]
        tones += placed
        if placed and letter in "hc":
            (half if letter == "h" else full).add(placed[-1].beat)
    return Phrase(tuple(tones), frozenset(half), frozenset(full))


def _units_to_alter(units: str, whim: np.random.Generator) -> frozenset[int]:
    """Which units of a return are said otherwise: about half, at least one, never the first."""
    free = [index for index, letter in enumerate(units) if index and letter in _ALTERABLE]
    free = free or [index for index, letter in enumerate(units) if index and letter in _CADENCES]
    chosen = {index for index in free if whim.random() < 0.5}
    return frozenset(chosen or ({pick(whim, free)} if free else set()))


def _said_otherwise(idea: Motif, whim: np.random.Generator) -> Motif:
    """The idea with one small change that is always heard, where it has a note to change."""
    ways = [ornament, simplify] if whim.random() < 0.55 else [simplify, ornament]
    for way in (*ways, divide):
        changed = way(idea, whim)
        if changed != idea:
            return changed
    return idea


def _unit(
    letter: str, motif: Motif, beats: float, bar: int, climb: float, rng: np.random.Generator
) -> list[Tone]:
    whole = _doubled(motif, beats, rng)
    if letter == "a":
        return list(whole.tones)
    if letter == "s":
        return list(sequence(whole, climb if rng.random() < 0.7 else -climb).tones)
    if letter == "v":
        return list((ornament if rng.random() < 0.5 else simplify)(whole, rng).tones)
    if letter == "i":
        return list(sequence(invert(whole), climb + 1).tones)
    if letter == "g":
        return list(head(augment(head(motif, beats / 2)), beats).tones)
    if letter == "f":
        return _fragments(motif, beats, bar, climb)
    if letter == "e":
        fragment = sequence(head(motif, bar / 2), -1)
        return list(_at(fragment, beats - bar))
    if letter in "hc":
        return _cadence(motif, beats, bar, rng, home=letter == "c")
    return []


def _doubled(motif: Motif, beats: float, rng: np.random.Generator) -> Motif:
    """A motif of one bar and its reply make a unit; one of two bars is a unit already."""
    if motif.beats >= beats - 1e-6:
        return head(motif, beats)
    replies = (
        sequence(motif, -1.0), sequence(motif, 1.0), sequence(motif, -2.0),
        _settle(motif), shift(head(motif, motif.beats), 0.5), Motif((), motif.beats),
    )  # fmt: skip
    reply = pick(rng, replies, (2, 1.5, 1, 3, 0.7, 1))
    return Motif((*motif.tones, *_at(reply, motif.beats)), beats)


def _settle(motif: Motif) -> Motif:
    """The opening of the motif, then one long note and silence."""
    kept = motif.tones[: max(1, len(motif.tones) // 2)]
    last = kept[-1]
    held = replace(last, length=max(last.length, min(motif.beats - last.beat, 1.5)))
    return replace(motif, tones=(*kept[:-1], held))


def _fragments(motif: Motif, beats: float, bar: int, climb: float) -> list[Tone]:
    """The head twice, each time higher, then the whole: the way up to the peak."""
    piece = head(motif, float(bar if motif.beats > bar else max(2, bar // 2)))
    if not piece.tones:
        piece = head(motif, motif.beats)
    tones: list[Tone] = []
    at, turn = 0.0, 0
    while at < beats - 1e-6:
        room = beats - at
        for tone in piece.tones:
            if tone.beat < room:
                level = tone.level + climb * (turn + 1)
                length = min(tone.length, room - tone.beat)
                tones.append(Tone(at + tone.beat, length, level, tone.mark))
        at += piece.beats
        turn = min(turn + 1, 2)
    return tones


def _cadence(
    motif: Motif, beats: float, bar: int, dice: np.random.Generator, *, home: bool
) -> list[Tone]:
    """The head of the motif, steps down, and a long note in the second bar.

    The long note comes on the downbeat, an eighth before it, or after a leaning note on it.
    """
    opening = list(head(motif, float(bar)).tones)[:5]
    if not opening:
        opening = [Tone(0.0, 1.0, 2.0)]
    goal = 0.0 if home else 1.0
    span = len(opening)
    led = [replace(t, level=goal + 0.9 * (span - i) + 0.3 * t.level) for i, t in enumerate(opening)]
    arrival = float(bar)
    length = min(beats - bar, bar * 0.75)
    way = pick(dice, ("downbeat", "ahead", "leaning", "late"), (3, 1.3, 1.5, 0.8))
    if way == "ahead" and led[-1].beat < arrival - 1.0:
        last = led[-1]
        led[-1] = replace(last, length=min(last.length, arrival - 0.5 - last.beat))
        return [*led, Tone(arrival - 0.5, length + 0.5, goal)]
    if way == "leaning" and bar >= 3:
        lean = Tone(arrival, 1.0, goal + 1.0)
        return [*led, lean, Tone(arrival + 1.0, length - 0.5, goal)]
    if way == "late" and bar >= 3:
        steps = (Tone(arrival, 0.5, goal + 1.0), Tone(arrival + 0.5, 0.5, goal - 1.0))
        return [*led, *steps, Tone(arrival + 1.0, length - 0.5, goal)]
    return [*led, Tone(arrival, length, goal)]


def _at(motif: Motif, beat: float) -> tuple[Tone, ...]:
    return tuple(replace(t, beat=t.beat + beat) for t in motif.tones)


def _pickup(start: float, level: float, dice: np.random.Generator) -> list[Tone]:
    """One or two eighths that lead up, or down, into the next unit."""
    count = 1 + int(dice.integers(0, 2))
    side = -1.0 if dice.random() < 0.7 else 1.0
    return [Tone(start - 0.5 * (count - i), 0.5, level + side * (count - i)) for i in range(count)]


def _breathe(
    tones: list[Tone],
    letter: str,
    motif: Motif,
    beats: float,
    bar: int,
    space: float,
    dice: np.random.Generator,
) -> list[Tone]:
    """Silence at the end of some units, so that the melody is not always there."""
    if letter in "hcefr" or dice.random() > 1.1 * space:
        return tones
    short = motif.beats <= bar
    limit = float(bar) if short else 1.5 * bar
    kept = [t for t in tones if t.beat < limit - 1e-6]
    if not kept:
        return tones
    last = kept[-1]
    kept[-1] = replace(last, length=min(max(last.length, 1.0), beats - last.beat))
    return kept
