"""Motifs: a rhythm and a contour of one or two bars, and the classic ways to develop them.

The operations are those of Schoenberg, *Fundamentals of Musical Composition*, ch. 3-8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from musicgen_local.engines.composer.packs.base import LeadManner
from musicgen_local.engines.composer.writing.cells import Hold, mutate_cell, read_cell
from musicgen_local.engines.composer.writing.seeds import pick

_FEWEST_NOTES = 3  # fewer make no idea to remember


@dataclass(frozen=True, slots=True)
class Tone:
    """A note of a motif before it has a pitch: `level` counts steps of a contour."""

    beat: float
    length: float
    level: float
    mark: int = -1  # which note of the motif it is, through all developments; -1: none of them

    @property
    def end(self) -> float:
        """Beat at which it stops."""
        return self.beat + self.length


@dataclass(frozen=True, slots=True)
class Motif:
    """A melodic idea; beats from its own start."""

    tones: tuple[Tone, ...]
    beats: float


def _arch(count: int, rng: np.random.Generator) -> list[float]:
    top = 2.0 + float(rng.integers(0, 3))
    peak = max(1, round((count - 1) * (0.4 + 0.3 * rng.random())))
    rise = [top * i / peak for i in range(peak + 1)]
    fall = [top * (1 - 0.8 * (i + 1) / max(1, count - 1 - peak)) for i in range(count - 1 - peak)]
    return (rise + fall)[:count]


def _fall(count: int, rng: np.random.Generator) -> list[float]:
    depth = 2.0 + 2.0 * float(rng.random())
    return [depth * (1 - i / max(1, count - 1)) for i in range(count)]


def _rise(count: int, rng: np.random.Generator) -> list[float]:
    height = 2.0 + 2.0 * float(rng.random())
    return [height * i / max(1, count - 1) for i in range(count)]


def _wave(count: int, rng: np.random.Generator) -> list[float]:
    size = 1.0 + float(rng.integers(0, 2))
    return [size * (i % 2) + 0.4 * i for i in range(count)]


def _turn(count: int, rng: np.random.Generator) -> list[float]:
    figure = pick(rng, ((0, 1, 0, -1), (0, -1, 0, 1), (0, 1, 2, 0), (1, 0, -1, 0)))
    return [float(figure[i % 4]) + (i // 4) for i in range(count)]


def _gap_fill(count: int, rng: np.random.Generator) -> list[float]:
    leap = 3.0 + float(rng.integers(0, 2))
    return [0.0] + [max(-1.0, leap - i) for i in range(count - 1)]


def _broken_chord(count: int, rng: np.random.Generator) -> list[float]:
    figure = pick(rng, ((0, 2, 4, 2), (4, 2, 0, 2), (0, 2, 4, 5), (0, 4, 2, 4)))
    return [float(figure[i % 4]) for i in range(count)]


def _insist(count: int, rng: np.random.Generator) -> list[float]:
    held = max(1, count - 1 - int(rng.integers(1, 3)))
    step = -1.0 if rng.random() < 0.5 else 1.0
    return [0.0] * held + [step * (i + 1) for i in range(count - held)]


SHAPES = {
    "arch": _arch, "fall": _fall, "rise": _rise, "wave": _wave, "turn": _turn,
    "gap_fill": _gap_fill, "broken_chord": _broken_chord, "insist": _insist,
}  # fmt: skip


def invent(manner: LeadManner, beats_per_bar: int, rng: np.random.Generator) -> Motif:
    """A new motif in a manner."""
    bars = pick(rng, manner.motif_bars)
    holds: list[Hold] = []
    for bar in range(bars):
        cell = read_cell(pick(rng, manner.cells), beats_per_bar)
        if rng.random() < 0.35 and len(cell) > _FEWEST_NOTES:
            cell = mutate_cell(cell, rng)
        holds += [Hold(h.beat + bar * beats_per_bar, h.length) for h in cell]
    while len(holds) < _FEWEST_NOTES and any(h.length >= 1 for h in holds):
        longest = max(range(len(holds)), key=lambda i: holds[i].length)
        hold = holds[longest]
        half = hold.length / 2
        holds[longest : longest + 1] = [Hold(hold.beat, half), Hold(hold.beat + half, half)]
    levels = SHAPES[pick(rng, manner.shapes)](len(holds), rng)
    wobble = rng.random(len(holds))
    tones = tuple(
        Tone(h.beat, h.length, level + (0.5 if w > 0.85 else 0.0), mark)
        for mark, (h, level, w) in enumerate(zip(holds, levels, wobble, strict=True))
    )
    return Motif(tones, float(bars * beats_per_bar))


def sequence(motif: Motif, steps: float) -> Motif:
    """The same idea on another degree."""
    return replace(motif, tones=tuple(replace(t, level=t.level + steps) for t in motif.tones))


def invert(motif: Motif) -> Motif:
    """Rises become falls, around the first note."""
    first = motif.tones[0].level if motif.tones else 0.0
    return replace(motif, tones=tuple(replace(t, level=2 * first - t.level) for t in motif.tones))


def head(motif: Motif, beats: float) -> Motif:
    """Its first `beats` beats."""
    tones = tuple(
        replace(t, length=min(t.length, beats - t.beat)) for t in motif.tones if t.beat < beats
    )
    return Motif(tones, beats)


def augment(motif: Motif) -> Motif:
    """Twice as slow."""
    tones = tuple(Tone(t.beat * 2, t.length * 2, t.level, t.mark) for t in motif.tones)
    return Motif(tones, motif.beats * 2)


def ornament(motif: Motif, rng: np.random.Generator) -> Motif:
    """One of its longer notes turned into two, with a neighbour."""
    if not motif.tones:
        return motif
    index = max(range(len(motif.tones)), key=lambda i: (motif.tones[i].length, rng.random()))
    tone = motif.tones[index]
    if tone.length < 1.0:
        return motif
    step = 1.0 if rng.random() < 0.6 else -1.0
    half = 0.5 if tone.length < 2 else 1.0
    pair = (Tone(tone.beat, tone.length - half, tone.level, tone.mark),
            Tone(tone.end - half, half, tone.level + step))  # fmt: skip
    return replace(motif, tones=(*motif.tones[:index], *pair, *motif.tones[index + 1 :]))


def divide(motif: Motif, rng: np.random.Generator) -> Motif:
    """Its longest note struck twice, the second time as a neighbour or the same."""
    longest = max((t.length for t in motif.tones), default=0.0)
    if longest < 0.5:
        return motif
    index = next(i for i, t in enumerate(motif.tones) if t.length == longest)
    tone, half = motif.tones[index], longest / 2
    level = tone.level + pick(rng, (0.0, 1.0, -1.0), (2, 1, 1))
    pair = (replace(tone, length=half), Tone(tone.beat + half, half, level))
    return replace(motif, tones=(*motif.tones[:index], *pair, *motif.tones[index + 1 :]))


def simplify(motif: Motif, rng: np.random.Generator) -> Motif:
    """One note fewer: an inner note gives its time to the one before it."""
    if len(motif.tones) < 4:
        return motif
    index = 1 + int(rng.random() * (len(motif.tones) - 2))
    before, gone = motif.tones[index - 1], motif.tones[index]
    longer = replace(before, length=gone.end - before.beat)
    return replace(motif, tones=(*motif.tones[: index - 1], longer, *motif.tones[index + 1 :]))


def shift(motif: Motif, beats: float) -> Motif:
    """The same idea later in the bar; what falls off its end is lost."""
    tones = tuple(
        replace(t, beat=t.beat + beats, length=min(t.length, motif.beats - t.beat - beats))
        for t in motif.tones
        if t.beat + beats < motif.beats - 1e-6
    )
    return replace(motif, tones=tones)
