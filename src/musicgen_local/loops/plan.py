"""What is played, of a recording, to fill a time: passages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musicgen_local.loops.values import LoopPoints

MOST_STRETCH = 0.0025  # 4.3 cents: nobody hears that, and an ending comes in time


@dataclass(frozen=True, slots=True)
class Passage:
    """The frames `[start, stop)` of a recording, `times` times one after the other."""

    start: int
    stop: int
    times: int = 1

    @property
    def frames(self) -> int:
        """Length of all its times."""
        return (self.stop - self.start) * self.times


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """Passages that follow each other with a crossfade of `crossfade_frames` around each seam.

    A seam joins the end of one passage with the start of the next; half of the crossfade lies
    before it, half behind. Where the next passage begins at the frame at which the one before
    ended, the recording just goes on.

    The sound lasts `frames` at the recording's own rate; played faster by `stretch` it lasts
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

    def steps(self) -> Iterator[tuple[int, int]]:
        """The passages one by one, each time for itself: `(start, stop)`."""
        for passage in self.passages:
            for _ in range(passage.times):
                yield passage.start, passage.stop


def fill(
    points: LoopPoints,
    source_frames: int,
    total_frames: int,
    *,
    fade_in_frames: int = 0,
    fade_out_frames: int = 0,
    crossfade_frames: int = 0,
) -> LoopPlan:
    """Intro, the loop as often as it takes, and the recording's own ending; `total_frames` in all.

    The ending is taken where the whole comes out right, with the tempo changed by at most 0.25 %
    (4.3 cents); elsewhere, or where a fade-out is asked for, the loop fades out, or is cut.
    """
    period = points.frames
    reach = min(points.start_frame, source_frames - points.end_frame)
    crossfade = min(crossfade_frames, 2 * reach, period // 2)
    crossfade -= crossfade % 2
    if not fade_out_frames and total_frames >= source_frames:
        more = max(0, round((total_frames - source_frames) / period))
        frames = source_frames + more * period
        if abs(total_frames / frames - 1) <= MOST_STRETCH:
            intro = Passage(0, points.end_frame)
            ending = Passage(points.start_frame, source_frames)
            whole = (Passage(0, source_frames),)
            body = (Passage(points.start_frame, points.end_frame, more - 1),) if more > 1 else ()
            passages = (intro, *body, ending) if more else whole
            return LoopPlan(passages, crossfade, total_frames, fade_in_frames)
    left = total_frames - min(points.end_frame, total_frames)
    passages = (Passage(0, total_frames - left),)
    whole_times = left // period
    if whole_times:
        passages += (Passage(points.start_frame, points.end_frame, whole_times),)
    if rest := left - whole_times * period:
        passages += (Passage(points.start_frame, points.start_frame + rest),)
    return LoopPlan(passages, crossfade, total_frames, fade_in_frames, fade_out_frames)


def repeat(points: LoopPoints, times: int, source_frames: int, crossfade_frames: int) -> LoopPlan:
    """Intro, the loop `times` times, and the recording's own ending."""
    frames = source_frames + (times - 1) * points.frames
    return fill(points, source_frames, frames, crossfade_frames=crossfade_frames)
