"""One note, ready to be sounded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Sounding:
    """A note at its frame, with everything its tone depends on."""

    start: int  # frame of the output where it begins
    frames: int  # from there to silence
    gate: float  # seconds until it is let go
    pitch: float  # MIDI
    velocity: float  # 0-1
    glide: float  # semitones
    energy: float  # 0-1
    sample_rate: int
    rng: np.random.Generator  # the note's own


def decibels(db: float) -> float:
    """Gain of a level in dB."""
    return float(10.0 ** (db / 20.0))


def pan_gains(position: float) -> tuple[float, float]:
    """Left and right gains of equal power for -1 (left) .. 1 (right)."""
    angle = (position + 1.0) * np.pi / 4.0
    return float(np.cos(angle)), float(np.sin(angle))
