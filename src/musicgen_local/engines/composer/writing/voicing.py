"""Voicings by a small search: every sensible spacing of a chord, and the one nearest to the last.

Low-interval limits follow the arranger's rule (Pease & Pullig, *Modern Jazz Voicings*, ch. 1):
below C3 nothing closer than a fifth, in the octave above it nothing closer than a minor third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from musicgen_local.engines.composer.writing.theory import Chord

Pitches = tuple[int, ...]
_FIFTH_BELOW = 48  # MIDI; under it no adjacent voices closer than a fifth
_THIRD_BELOW = 57
_DARK = 60  # semitones between voices below this sound rough
_CLASH = 5.0  # as dear as a move of ten semitones
_PATHS = 3  # ways that are followed side by side
_FREE_MOVE = 3  # semitones that a voice may move before it costs extra


@dataclass(frozen=True, slots=True)
class VoicingStyle:
    """How many voices, where, and how far apart."""

    voices: int
    low: int
    high: int
    centre: float
    layouts: tuple[Literal["close", "drop2", "open", "low_root"], ...] = ("close",)
    rootless: bool = False
    strict: bool = False  # parallel fifths and octaves are avoided as a choir avoids them


STYLES = MappingProxyType(
    {
        "close": VoicingStyle(4, 50, 79, 62.0),
        "triad": VoicingStyle(3, 52, 79, 64.0),
        "shell": VoicingStyle(3, 48, 67, 57.0, rootless=True),
        "rootless": VoicingStyle(4, 49, 74, 61.0, ("close", "drop2"), rootless=True),
        "drop2": VoicingStyle(4, 48, 78, 62.0, ("drop2",)),
        "guitar": VoicingStyle(4, 45, 74, 58.0, ("drop2", "low_root")),
        "strum": VoicingStyle(5, 40, 76, 56.0, ("low_root",)),
        "spread": VoicingStyle(4, 45, 80, 62.0, ("open", "drop2")),
        "wide": VoicingStyle(5, 41, 82, 61.0, ("low_root", "open")),
        "choir": VoicingStyle(4, 43, 79, 60.0, ("low_root", "open", "drop2"), strict=True),
        "stab": VoicingStyle(4, 53, 81, 66.0, ("close", "drop2")),
        "high": VoicingStyle(3, 62, 88, 73.0, ("close", "open")),
        "power": VoicingStyle(3, 40, 64, 49.0),
        "fifths": VoicingStyle(3, 41, 72, 55.0),
    }
)


def choose_tones(chord: Chord, voices: int, *, rootless: bool) -> tuple[int, ...]:
    """The pitch classes worth sounding: third and seventh, then colour, then root and fifth."""
    intervals = chord.intervals
    ranked: list[int] = []
    third = next((step for step in (3, 4, 5, 2) if step in intervals[1:]), None)
    seventh = next((step for step in (10, 11, 9) if step in intervals), None)
    altered = [step for step in intervals if step in (6, 8)]
    colours = sorted((step for step in intervals if step > 11), reverse=True)
    plain = len(chord.tones) <= 3
    if not rootless or plain:
        ranked.append(0)
    ranked += [step for step in (third, seventh, *altered, *colours) if step is not None]
    ranked += [7] if 7 in intervals else []
    ranked += [0] if rootless and not plain else []
    classes = tuple(dict.fromkeys((chord.root + step) % 12 for step in ranked))[:voices]
    doubles = (chord.root, (chord.root + 7) % 12 if 7 in intervals else chord.root, chord.root)
    return classes + doubles[: max(0, voices - len(classes))]


@lru_cache(maxsize=4096)
def candidates(chord: Chord, style: VoicingStyle, low: int, high: int) -> tuple[Pitches, ...]:
    """Every voicing of the style between `low` and `high` that is not muddy."""
    low, high = max(low, style.low), min(high, style.high)
    tones = choose_tones(chord, style.voices, rootless=style.rootless)
    classes = sorted(set(tones))
    extra = len(tones) - len(classes)
    found: dict[Pitches, None] = {}
    for turn in range(len(classes)):
        order = classes[turn:] + classes[:turn]
        for bottom in range(low + (order[0] - low) % 12, high + 1, 12):
            stack = _stack(order, bottom, extra)
            for layout in style.layouts:
                spaced = _space(stack, layout)
                if spaced and low <= spaced[0] and spaced[-1] <= high and not _muddy(spaced):
                    found[spaced] = None
    if "low_root" in style.layouts:
        for spaced in _over_low_root(chord, tones, low, high):
            found[spaced] = None
    if found:
        return tuple(found)
    if style.voices > 2:  # a narrow instrument: fewer voices, close
        layouts = style.layouts if style.voices > 4 else ("close",)
        fewer = replace(style, voices=style.voices - 1, layouts=layouts)
        return candidates(chord, fewer, low, high)
    root = low + (chord.root - low) % 12
    return ((root,),) if root <= high else ((low,),)


def _stack(order: Sequence[int], bottom: int, extra: int) -> Pitches:
    pitches = [bottom]
    for tone in order[1:]:
        pitches.append(pitches[-1] + (tone - pitches[-1]) % 12)
    count = len(pitches)
    doubles = [pitches[index % count] + 12 * (1 + index // count) for index in range(extra)]
    return tuple(sorted(pitches + doubles))


def _space(stack: Pitches, layout: str) -> Pitches | None:
    if layout == "close":
        return stack
    if layout == "drop2":
        return tuple(sorted((*stack[:-2], stack[-2] - 12, stack[-1]))) if len(stack) > 2 else None
    if layout == "open":
        return tuple(sorted(p + 12 * (index % 2) for index, p in enumerate(stack)))
    return None


def _over_low_root(chord: Chord, tones: Sequence[int], low: int, high: int) -> list[Pitches]:
    """The bass note alone at the bottom, the others close together a fifth or more above it."""
    others = list(tones)
    others.remove(chord.bass if chord.bass in others else others[-1])
    upper = sorted(set(others))
    doubled = len(others) - len(upper)
    found: list[Pitches] = []
    for bass in range(low + (chord.bass - low) % 12, min(high, low + 16), 12):
        for start in range(bass + 7, bass + 20):
            if start % 12 not in upper:
                continue
            turn = upper.index(start % 12)
            order = upper[turn:] + upper[:turn]
            voiced = (bass, *_stack(order, start, max(0, doubled)))
            if voiced[-1] <= high and not _muddy(voiced):
                found.append(voiced)
    return found


def _muddy(pitches: Pitches) -> bool:
    for lower, upper in pairwise(pitches):
        gap = upper - lower
        if gap < 1 or (lower < _FIFTH_BELOW and gap < 7) or (lower < _THIRD_BELOW and gap < 3):
            return True
    return False


def roughness(pitches: Pitches) -> float:
    """Penalty for semitones at the top, minor ninths and gaps wider than an octave."""
    cost = 0.0
    for index, lower in enumerate(pitches):
        for upper in pitches[index + 1 :]:
            gap = upper - lower
            if gap == 13:
                cost += 3.0
            elif gap == 1:
                cost += 2.5 if upper == pitches[-1] or lower < _DARK else 1.2
    for lower, upper in pairwise(pitches[1:]):
        cost += max(0, upper - lower - 12) * 0.5
    return cost


def movement_cost(before: Pitches, after: Pitches, *, strict: bool) -> float:
    """How much the voices move, far moves and parallel perfect intervals counting extra."""
    if len(before) != len(after):
        return abs(before[-1] - after[-1]) * 0.5 + abs(before[0] - after[0]) * 0.3
    cost = 0.0
    moves = [b - a for a, b in zip(before, after, strict=True)]
    for move in moves:
        size = abs(move)
        cost += size + 2.0 * max(0, size - _FREE_MOVE)
    cost += 0.6 * abs(moves[-1])  # the top voice is heard as a line
    parallel = 9.0 if strict else 5.0
    for low in range(len(before)):
        for high in range(low + 1, len(before)):
            if moves[low] == moves[high] != 0 and (before[high] - before[low]) % 12 in (0, 7):
                cost += parallel
    return cost


def lead_voices(
    chords: Sequence[Chord],
    style: VoicingStyle,
    *,
    low: int,
    high: int,
    centre: float,
    melody: Sequence[Sequence[int]] = (),
) -> list[Pitches]:
    """One voicing for each chord: the smoothest way through all of them that a small search finds.

    `melody` holds the long notes sung over each chord: voicings that lie a semitone or a minor
    ninth from them are avoided.
    """
    paths: list[tuple[float, list[Pitches]]] = [(0.0, [])]
    for place, chord in enumerate(chords):
        sung = melody[place] if melody else ()
        options = [
            (_standing_cost(option, centre, sung, first=place == 0), option)
            for option in candidates(chord, style, low, high)
        ]
        onward: list[tuple[float, int, Pitches]] = []
        for before, (spent, voiced) in enumerate(paths):
            onward += [
                (
                    spent
                    + cost
                    + (
                        0.5 * movement_cost(voiced[-1], option, strict=style.strict)
                        if voiced
                        else 0
                    ),
                    before,
                    option,
                )
                for cost, option in options
            ]
        paths = [(spent, [*paths[before][1], option]) for spent, before, option in _best(onward)]
    return paths[0][1]


def _standing_cost(option: Pitches, centre: float, sung: Sequence[int], *, first: bool) -> float:
    """What a voicing costs wherever it comes from; the first one sets the register."""
    mean = sum(option) / len(option)
    cost = (0.85 if first else 0.35) * abs(mean - centre) + roughness(option)
    return cost + _CLASH * sum(abs(p - s) in (1, 13) for p in option for s in sung)


def _best(onward: list[tuple[float, int, Pitches]]) -> list[tuple[float, int, Pitches]]:
    """The cheapest ways on, at most one to each voicing."""
    kept: list[tuple[float, int, Pitches]] = []
    for way in sorted(onward):
        if all(way[2] != other[2] for other in kept):
            kept.append(way)
        if len(kept) == _PATHS:
            break
    return kept


@lru_cache(maxsize=1024)
def power_chord(root: int, low: int, high: int) -> Pitches:
    """Root, fifth and octave for an amplified guitar, as low as it plays."""
    bottom = low + (root - low) % 12
    return tuple(p for p in (bottom, bottom + 7, bottom + 12) if p <= high)
