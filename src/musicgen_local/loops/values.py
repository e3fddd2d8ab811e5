"""What is known of a loop: where it lies, how alike its ends are, and what that makes of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum


class LoopKind(StrEnum):
    """What the two ends of a loop have in common; the first kinds make the better seams."""

    EXACT = "exact"  # the same samples: the seam can't be heard
    NEAR = "near"  # the same recording under something else: a short crossfade hides the seam
    ALIKE = "alike"  # the same music, played anew: the beats meet, a crossfade joins them
    WRITTEN = "written"  # the bars of a piece, from section to section, as its composer knows them
    WHOLE = "whole"  # the recording was made to be repeated: its end leads into its start
    NONE = "none"  # nothing comes back: a long crossfade joins the end and the start


# How long both sides of a seam sound together. An exact one needs nothing: some milliseconds cost
# nothing, and hide a codec's noise.
CROSSFADE_SECONDS = {
    LoopKind.EXACT: 0.004,
    LoopKind.NEAR: 0.03,
    LoopKind.ALIKE: 0.05,
    LoopKind.WRITTEN: 0.08,
    LoopKind.WHOLE: 0.0,
}


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

    def moved(self, frames: int) -> LoopPoints:
        """The same loop in a recording that begins so many frames earlier."""
        return dataclasses.replace(
            self, start_frame=self.start_frame + frames, end_frame=self.end_frame + frames
        )
