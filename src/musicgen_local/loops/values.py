"""What is known of a loop: where it lies, how alike its ends are, and what that makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LoopKind(StrEnum):
    """What the two ends of a loop have in common; the first kinds make the better seams."""

    EXACT = "exact"  # the same samples: the seam can't be heard
    NEAR = "near"  # the same recording under something else: a short crossfade hides the seam
    ALIKE = "alike"  # the same music, played anew: the beats meet, a crossfade joins them
    WHOLE = "whole"  # nothing comes back, but the recording's end leads into its start
    NONE = "none"  # no musical loop: only a long crossfade, or jumps


@dataclass(frozen=True, slots=True)
class LoopPoints:
    """A loop `[start_frame, end_frame)`: what follows its end is what follows its start.

    `correlation` is that of the waveforms around both ends (-1..1), `likeness` that of their
    spectra over some seconds (0..1), `score` ranks the loops of a recording (0..1). `tempo_bpm`
    and `beats` are 0 where no pulse was found; `fresh_frames` is how much of the loop is not a
    repetition of something within it.
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

    @property
    def frames(self) -> int:
        """Length of one period."""
        return self.end_frame - self.start_frame

    @property
    def seconds(self) -> float:
        """Length of one period."""
        return self.frames / self.sample_rate
