"""What a voice is: something that turns a batch of notes into stereo audio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NoteBatch:
    """Notes of one layer as arrays of one length, sorted by start."""

    start_seconds: NDArray[np.float64]  # from the batch's own zero, >= 0
    duration_seconds: NDArray[np.float64]
    pitch: NDArray[np.float64]  # MIDI; fractions are allowed
    velocity: NDArray[np.float64]  # 0-1; 0: not heard, it only ends what it would have ended
    glide_semitones: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.start_seconds)


class Voice(Protocol):
    """An instrument at hand. `play` may be called from several threads at once."""

    instrument: str  # a name of the catalogue
    source: str  # "soundfont", "samples" or "synth": what really sounds, shown to the person

    def play(
        self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int
    ) -> NDArray[np.float32]:
        """Sound the notes, release tails included: float32 [2, frames].

        `energy` (0-1) opens filters and hardens attacks; the same arguments give the same bytes.
        """
        ...
