"""Feel: swing, micro-timing and the wandering of hands, laid over notes that were on the grid.

The wandering is a first-order autoregressive walk, as measured deviations of players are
correlated from note to note (Hennig et al., *The nature and perception of fluctuations in human
musical rhythms*, 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.score import Note
from musicgen_local.engines.composer.writing.seeds import stream

_MEMORY = 0.8  # of the walk, from one onset to the next
_FEWEST_VELOCITY = 0.04


@dataclass(frozen=True, slots=True)
class Feel:
    """How one layer lies against the grid; `offset_ms` gives a pitch its own place."""

    swing: float
    swing_beats: float
    offset_ms: Callable[[int], float]
    loose_ms: float
    loose_velocity: float
    seconds_per_beat: float


def swung(beat: float, share: float, unit: float) -> float:
    """`beat` moved so that the first of each two units takes `share` of the pair."""
    pair = 2 * unit
    base = beat // pair * pair
    position = beat - base
    if position < unit:
        return base + position * 2 * share
    return base + pair * share + (position - unit) * 2 * (1 - share)


def piece_offset_ms(plan: Plan, pack: Pack, name: str) -> float:
    """Where a drum or a role sits against the grid in this piece, in milliseconds."""
    if name not in pack.timing_ms:
        return 0.0
    mean, spread = pack.timing_ms[name]
    return mean + spread * float(stream(plan.seed, "timing", name).uniform(-1, 1))


def perform(
    notes: Sequence[Note],
    feel: Feel,
    rng: np.random.Generator,
    *,
    last_start: float,
    sounds: Callable[[Note], bool] = lambda _: True,
) -> tuple[Note, ...]:
    """The notes as hands play them, sorted; starts stay within [0, last_start].

    Notes that don't sound are left out, but the hands move as if they played them.
    """
    if not notes:
        return ()
    ordered = sorted(notes, key=lambda note: (note.start_beats, note.pitch))
    count = len(ordered)
    shocks = rng.standard_normal((count, 2)).tolist()
    own = (rng.standard_normal(count) * 0.25).tolist()
    scale = (1 - _MEMORY**2) ** 0.5
    walk_time = walk_level = 0.0
    last_onset = -1.0
    beats_per_ms = 1e-3 / feel.seconds_per_beat
    played = []
    for index, note in enumerate(ordered):
        if note.start_beats - last_onset > 1e-6:
            walk_time = _MEMORY * walk_time + scale * shocks[index][0]
            walk_level = _MEMORY * walk_level + scale * shocks[index][1]
            last_onset = note.start_beats
        if not sounds(note):
            continue
        shift = feel.offset_ms(note.pitch) + feel.loose_ms * min(2.0, max(-2.0, walk_time))
        start = swung(note.start_beats, feel.swing, feel.swing_beats) + shift * beats_per_ms
        end = swung(note.start_beats + note.duration_beats, feel.swing, feel.swing_beats)
        start = min(max(0.0, start), last_start)
        length = max(0.05, end - start)
        level = note.velocity * (1 + feel.loose_velocity * (walk_level + own[index]))
        level = min(1.0, max(_FEWEST_VELOCITY, level))
        played.append(
            Note(round(start, 5), round(length, 5), note.pitch, round(level, 4),
                 note.glide_semitones)
        )  # fmt: skip
    played.sort(key=lambda note: (note.start_beats, note.pitch))
    return tuple(played)
