"""Ducking keyed by the kick's notes: exact, free of look-ahead, and silent when the kick rests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.mix.curves import Curve, grid_points

KICK_KEYS = (35, 36)  # General MIDI: acoustic and electric bass drum
ATTACK_SECONDS = 0.004
FULL_VELOCITY = 0.6  # softer kicks duck less
NO_KICKS = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))


class Sidechain:
    """How far the kick presses, 0-1, over the piece; remembers the kicks that still press."""

    def __init__(self, release_seconds: float, sample_rate: int) -> None:
        self._attack = ATTACK_SECONDS * sample_rate
        self._release = max(release_seconds * sample_rate, 2 * self._attack)
        self._frames: NDArray[np.float64] = np.empty(0)
        self._weights: NDArray[np.float64] = np.empty(0)

    def press(
        self, start: int, frames: int, kicks: NDArray[np.int64], velocities: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """The pressure at each grid point of a chunk, or None where no kick reaches.

        `kicks` are absolute frames of the kicks that start in the chunk, sorted.
        """
        weights = np.minimum(1.0, velocities / FULL_VELOCITY)
        times = np.concatenate([self._frames, kicks.astype(np.float64)])
        weights = np.concatenate([self._weights, weights])
        points = grid_points(start, frames)
        alive = times > points[-1] - self._attack - self._release
        self._frames, self._weights = times[alive], weights[alive]
        if not len(times):
            return None
        pressed = np.zeros(len(points))
        latest = np.searchsorted(times, points, side="right") - 1
        for back in range(3):  # the kicks before the last may still be letting go
            index = latest - back
            since = points - times[np.maximum(index, 0)]
            attack = np.minimum(since / self._attack, 1.0)
            left = np.clip(1.0 - (since - self._attack) / self._release, 0.0, 1.0)
            shape = attack * np.where(since < self._attack, 1.0, 0.5 - 0.5 * np.cos(np.pi * left))
            pressed = np.maximum(
                pressed, np.where(index >= 0, shape * weights[np.maximum(index, 0)], 0.0)
            )
        return pressed


def duck(pressed: NDArray[np.float64], depth_db: float) -> Curve:
    """The gain curve of a layer that gives way by `depth_db` under full pressure."""
    return np.power(10.0, -abs(depth_db) / 20.0 * pressed).astype(np.float32)
