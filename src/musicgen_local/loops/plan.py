"""What is played, of a recording, to fill a time: passages, one after the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """The frames `[start, stop)` of a recording."""

    start: int
    stop: int

    @property
    def frames(self) -> int:
        """Its length."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """Passages that follow each other with a crossfade of `crossfade_frames` around each seam.

    A seam joins the end of one passage with the start of the next; half of the crossfade lies
    before it, half behind. Where the next passage begins at the frame at which the one before
    ended, the recording just goes on.

    The sound lasts `frames` at the recording's own rate; played longer by `stretch` it lasts
    `total_frames`, which is what was asked for.
    """

    passages: tuple[Passage, ...]
    crossfade_frames: int
    total_frames: int
    fade_in_frames: int = 0
    fade_out_frames: int = 0

    @property
    def frames(self) -> int:
        """Length of the passages together, at the recording's rate."""
        return sum(passage.frames for passage in self.passages)

    @property
    def stretch(self) -> float:
        """By how much the whole is played longer than it is: 1 leaves it as it is."""
        return self.total_frames / self.frames
