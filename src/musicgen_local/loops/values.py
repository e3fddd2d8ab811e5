"""What is known of a loop: where it lies, how alike its ends are, and what that makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LoopKind(StrEnum):
    """What the two ends of a loop have in common; the first kinds make the better seams."""

    EXACT = "exact"  # the same samples: the seam can't be heard
    NEAR = "near"  # the same recording under something else: a short crossfade hides the seam
    ALIKE = "alike"  # the same music, played anew: the beats meet, a crossfade joins them
    NONE = "none"  # nothing comes back: a long crossfade joins the end and the start


@dataclass(frozen=True, slots=True)
class LoopPoints:
    """A loop `[start_frame, end_frame)`: what follows its end is what follows its start.

    `correlation` is that of the waveforms around both ends (-1..1), `likeness` that of their
    spectra over some seconds (0..1), `score` ranks the loops of a recording (0..1). `fresh_frames`
    is how much of the loop is not a repetition of something within it. `tempo_bpm` and `beats` are
    0 where no pulse was found, `beats_per_bar` and `bars` where the metre is not certain.
    `crossfade_frames` is how long both sides of the seam should sound together, half before it and
    half behind.
    """

    start_frame: int
    end_frame: int
    sample_rate: int
    kind: LoopKind
    correlation: float
    likeness: float
    score: float
    fresh_frames: int
    tempo_bpm: float = 0.0
    beats: int = 0
    beats_per_bar: int = 0
    bars: int = 0
    crossfade_frames: int = 0

    @property
    def frames(self) -> int:
        """Length of one period."""
        return self.end_frame - self.start_frame

    @property
    def seconds(self) -> float:
        """Length of one period."""
        return self.frames / self.sample_rate
