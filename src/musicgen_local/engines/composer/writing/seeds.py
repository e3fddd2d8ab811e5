"""Random streams by name: any detail of a piece can be drawn again without drawing the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def stream(seed: int, *path: str | int) -> np.random.Generator:
    """The generator of one decision, named by `path`; equal names give equal streams."""
    name = "/".join(str(part) for part in (seed, *path))
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))


def pick(rng: np.random.Generator, options: Sequence[T], weights: Sequence[float] = ()) -> T:
    """One of `options`, as likely as its weight; all alike without weights."""
    if not weights:
        return options[int(rng.random() * len(options))]
    aim = rng.random() * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        aim -= weight
        if aim < 0:
            return option
    return options[-1]


def pick_weighted(rng: np.random.Generator, table: Mapping[T, float]) -> T:
    """One key of `table`, as likely as its value."""
    return pick(rng, tuple(table), tuple(table.values()))


def shuffled(rng: np.random.Generator, options: Sequence[T]) -> list[T]:
    """`options` in a random order."""
    return [options[int(index)] for index in rng.permutation(len(options))]


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A number from `low` to `high`, all alike."""
    return low + (high - low) * float(rng.random())
