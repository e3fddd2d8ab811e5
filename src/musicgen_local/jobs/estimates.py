"""How long a job will take, from jobs that were measured on this installation. Never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

# Sizes that differ by less than this factor tell nothing about a fixed overhead.
_SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class Pace:
    """What a kind of job takes: a fixed part, and a part for each unit of its size."""

    overhead_seconds: float
    seconds_per_unit: float
    runs: int

    def seconds(self, size: float) -> float:
        """The expected time of a job of this size."""
        return self.overhead_seconds + self.seconds_per_unit * size


def pace_of(runs: Sequence[tuple[float, float]]) -> Pace | None:
    """The pace of measured runs, each a size and its seconds; None without any.

    A straight line by least squares where sizes differ; where they don't, or the line would go
    below nothing, the median of seconds per unit.
    """
    if not runs:
        return None
    sizes = [max(size, 1e-9) for size, _ in runs]
    times = [seconds for _, seconds in runs]
    if len(runs) >= 3 and max(sizes) > _SPREAD * min(sizes):
        mean_size, mean_time = fmean(sizes), fmean(times)
        spread = sum((size - mean_size) ** 2 for size in sizes)
        slope = (
            sum(
                (size - mean_size) * (time - mean_time)
                for size, time in zip(sizes, times, strict=True)
            )
            / spread
        )
        overhead = mean_time - slope * mean_size
        if slope >= 0 and overhead >= 0:
            return Pace(overhead, slope, len(runs))
    per_unit = median(time / size for size, time in zip(sizes, times, strict=True))
    return Pace(0.0, per_unit, len(runs))


def remaining_seconds(
    pace: Pace | None, size: float, elapsed_seconds: float, fraction: float
) -> float | None:
    """How long a running job still needs; None while neither it nor others have told anything.

    At the start the measured pace speaks, towards the end the job's own progress.
    """
    by_progress = None
    if fraction >= 0.05 and elapsed_seconds > 0:
        by_progress = elapsed_seconds * (1 - fraction) / fraction
    if pace is None:
        return by_progress
    by_pace = max(0.0, pace.seconds(size) - elapsed_seconds)
    if by_progress is None:
        return by_pace
    return fraction * by_progress + (1 - fraction) * by_pace
