"""Form: from a number of bars to sections, in one movement or in many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from musicgen_local.engines.composer.packs.base import Form, Part
from musicgen_local.engines.composer.writing.seeds import pick, stream

MOVEMENT_SECONDS = 215.0  # a movement lasts about as long as a song
LONGEST_SINGLE_SECONDS = 330.0
_TEMPO_NUDGE = 0.008  # share of the tempo; nobody hears less than a hundredth
_RING = (2.0, 3.8)  # seconds left for the last chord
SHORT_SECONDS = 20.0
_MOST_SECTION_BARS = 8
_NAMES_THAT_UNFOLD = ("intro", "break", "outro")  # players come and go every four bars
_NAMES_THAT_GROW = ("intro", "break", "bridge", "outro")
# steps to keys a fifth away, to the relative's neighbours, and a tone up: all share most notes
_KEY_STEPS = (5, -5, 3, -3, 2, -2)


@dataclass(frozen=True, slots=True)
class Length:
    """How many bars, how fast, and how long the piece is meant to last."""

    bars: int
    tempo_bpm: float
    duration_seconds: float
    too_short: bool = False  # not even one bar fits


@dataclass(frozen=True, slots=True)
class Step:
    """A section of the whole piece before it has players."""

    part: Part
    bars: int
    movement: int
    transpose: int
    first_of_movement: bool
    last_of_movement: bool


def fit_length(
    duration_seconds: float,
    tempo_bpm: float,
    beats_per_bar: int,
    *,
    exact_tempo: bool,
    loop_ready: bool,
) -> Length:
    """Whole bars that fill a duration and leave the last chord its ring.

    Phrases of eight, four or two bars are preferred; the tempo moves at most 0.8 % for that, and
    not at all when it was asked for. A loop fills its duration with whole bars and rings nowhere.
    """
    bar = 60.0 / tempo_bpm * beats_per_bar
    nudge = 0.0 if exact_tempo else _TEMPO_NUDGE
    if loop_ready:
        return _fit_loop(duration_seconds, tempo_bpm, bar, nudge)
    if duration_seconds >= SHORT_SECONDS:
        least, most = _RING
    else:
        least = min(2.0, max(0.5, 0.16 * duration_seconds))
        most = least + 1.0
    best: tuple[float, int, float] | None = None
    top = int((duration_seconds - least) / (bar * (1 - nudge)) + 1e-9)
    for bars in range(max(1, top - 16), top + 1):
        natural = bars * bar
        # the ring nearest to natural within what the tempo may give
        shortest, longest = natural * (1 - nudge), natural * (1 + nudge)
        low, high = duration_seconds - most, duration_seconds - least
        length = min(max(natural, low), high)
        length = min(max(length, shortest), longest)
        if length > high + 1e-6:
            continue
        early = max(0.0, low - length)
        odd = 0.0 if bars % 4 == 0 else 1.0 if bars % 2 == 0 else 2.0
        cost = odd + 0.9 * early + 40.0 * abs(length / natural - 1)
        if best is None or cost < best[0]:
            best = (cost, bars, tempo_bpm * natural / length)
    if best is None:
        fits = bar <= duration_seconds
        return Length(1, tempo_bpm, duration_seconds, too_short=not fits)
    return Length(best[1], best[2], duration_seconds)


def short_tempo(
    duration_seconds: float,
    tempo_bpm: float,
    beats_per_bar: int,
    bounds: tuple[float, float, float],
) -> float:
    """The tempo near the wished one at which a short piece holds whole phrases.

    `bounds` are the slowest, a typical and the fastest tempo.
    """
    room = duration_seconds - min(2.2, max(0.8, 0.18 * duration_seconds))
    best, best_cost = tempo_bpm, float("inf")
    for bars in range(1, 17):
        tempo = 60.0 * beats_per_bar * bars / room
        if not bounds[0] <= tempo <= bounds[2]:
            continue
        odd = 0.0 if bars in (4, 8, 16) else 0.25 if bars % 2 == 0 else 0.6
        cost = odd + 2.0 * abs(math.log(tempo / tempo_bpm))
        if cost < best_cost:
            best, best_cost = tempo, cost
    return best


def _fit_loop(duration: float, tempo: float, bar: float, nudge: float) -> Length:
    for phrase in (4, 2, 1):
        bars = max(1, round(duration / bar / phrase)) * phrase
        change = bars * bar / duration - 1
        if abs(change) <= nudge:
            return Length(bars, tempo * (1 + change), duration)
    bars = max(1, int(duration / bar + 1e-9))
    return Length(bars, tempo, bars * bar, too_short=bar > duration + 1e-9)


def movements_of(length: Length, seed: int) -> list[int]:
    """Bars of each movement; one for a song's length, more for longer pieces."""
    seconds = length.duration_seconds
    if seconds <= LONGEST_SINGLE_SECONDS:
        return [length.bars]
    count = max(2, round(seconds / MOVEMENT_SECONDS))
    weights = 0.75 + 0.5 * stream(seed, "movements").random(count)
    ends = np.cumsum(weights) / weights.sum() * length.bars
    bounds = [0, *(round(float(end) / 4) * 4 for end in ends[:-1]), length.bars]
    return [after - before for before, after in pairwise(bounds)]


def choose_form(forms: Sequence[Form], hints: Sequence[str], rng: np.random.Generator) -> Form:
    """A form that a hint asks for, else one by weight."""
    asked = [form for form in forms if set(form.hints) & set(hints)]
    pool = asked or list(forms)
    return pick(rng, pool, [form.weight for form in pool])


def fit_parts(form: Form, bars: int, hints: Sequence[str] = ()) -> list[Part]:
    """The parts of a form stretched or cut to exactly `bars` bars."""
    parts = list(form.parts)
    if "no intro" in hints:
        parts = [p for p in parts if p.name != "intro"] or parts
    if "short intro" in hints:
        parts = [replace(p, bars=min(p.bars, 2)) if p.name == "intro" else p for p in parts]
    total = sum(p.bars for p in parts)
    if bars >= total:
        return _grow(parts, form, bars - total)
    if bars <= _MOST_SECTION_BARS:
        return [replace(max(parts, key=lambda p: p.keep), bars=bars)]
    return _cut(parts, bars)


def _cut(parts: Sequence[Part], bars: int) -> list[Part]:
    """The dearest way to fill `bars` bars: parts stay, are halved, or go; the last takes the rest.

    A small knapsack: for each sum of bars, with and without a second theme, the cheapest choice.
    """
    best: dict[tuple[int, bool], tuple[float, list[Part]]] = {(0, False): (0.0, [])}
    for item in parts:
        options = [(item.bars, 0.0), (0, _price_of_losing(item))]
        if item.bars >= 4:
            options.append((item.bars // 2, 0.3 * _price_of_losing(item)))
        grown: dict[tuple[int, bool], tuple[float, list[Part]]] = {}
        for (total, contrast), (cost, chosen) in best.items():
            for size, price in options:
                if total + size > bars:
                    continue
                kept = [*chosen, replace(item, bars=size)] if size else chosen
                key = (total + size, contrast or (size > 0 and item.theme != parts[0].theme))
                if key not in grown or cost + price < grown[key][0]:
                    grown[key] = (cost + price, kept)
        best = grown
    ended = [
        # bars that nothing fills lengthen the ending, which bears a few; one theme alone is dull
        (cost + 4.0 * (bars - total) + (0.0 if contrast or bars < 12 else 15.0), total, chosen)
        for (total, contrast), (cost, chosen) in best.items()
        if chosen
    ]
    _, total, chosen = min(ended, key=lambda end: end[0])
    return [*chosen[:-1], replace(chosen[-1], bars=chosen[-1].bars + bars - total)]


def _price_of_losing(item: Part) -> float:
    return float(item.keep**2) if item.keep < 9 else 1e6


def _grow(parts: list[Part], form: Form, rest: int) -> list[Part]:
    """Extra bars: whole parts of the body come again, then edges grow, the last bars go last."""
    body = [p for p in form.parts if p.name not in ("intro", "outro")]
    turn = 0
    while rest >= _MOST_SECTION_BARS and body:
        again = body[turn % len(body)]
        turn += 1
        if again.bars <= rest:
            lift = 0.03 * (turn // len(body) + 1)
            theme = {"C": "D"}.get(again.theme, again.theme)
            fresh = replace(again, theme=theme, energy=min(1.0, again.energy + lift))
            parts.insert(len(parts) - 1, fresh)
            rest -= again.bars
    while rest >= 4:
        index = next(
            (i for i, p in enumerate(parts) if p.name in _NAMES_THAT_GROW and p.bars <= 4),
            len(parts) - 1,
        )
        parts[index] = replace(parts[index], bars=parts[index].bars + 4)
        rest -= 4
    if rest:
        parts[-1] = replace(parts[-1], bars=parts[-1].bars + rest)
    return parts


def split_parts(parts: Sequence[Part]) -> list[Part]:
    """Parts of more than eight bars in stretches of at most eight, whole phrases first."""
    split: list[Part] = []
    for item in parts:
        left = item.bars
        most = 4 if item.name in _NAMES_THAT_UNFOLD else _MOST_SECTION_BARS
        while left > 0:
            size = min(most, left)
            if left - size == 1:
                size = left if size <= 4 else size - 2
            split.append(replace(item, bars=size))
            left -= size
    return split


def key_walk(count: int, seed: int) -> list[int]:
    """Transpositions of movements: each near the one before it, the first and last at home."""
    rng = stream(seed, "keys")
    walk = [0]
    for index in range(1, count):
        options = [
            step for step in ((walk[-1] + move + 5) % 12 - 5 for move in _KEY_STEPS)
            if abs(step) <= 5 and step not in walk[-2:]
        ]  # fmt: skip
        walk.append(0 if index == count - 1 else pick(rng, options))
    return walk


def lay_out(
    forms: Sequence[Form], length: Length, seed: int, hints: Sequence[str] = ()
) -> list[Step]:
    """All sections of a piece in order; their bars sum to the length's."""
    movements = movements_of(length, seed)
    keys = key_walk(len(movements), seed)
    steps: list[Step] = []
    for movement, bars in enumerate(movements):
        form = choose_form(forms, hints, stream(seed, "form", movement))
        parts = split_parts(fit_parts(form, bars, hints if movement == 0 else ()))
        for index, item in enumerate(parts):
            last = index == len(parts) - 1
            name = item.name
            if name == "intro" and movement:
                name = "interlude"
            if name == "outro" and movement + 1 < len(movements):
                name = "interlude"
            theme = item.theme if movement == 0 else f"{item.theme}.{movement}"
            steps.append(
                Step(replace(item, name=name, theme=theme), item.bars, movement, keys[movement],
                     index == 0, last)
            )  # fmt: skip
    return steps
