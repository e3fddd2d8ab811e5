"""A short piece of audio as one frozen value. Long audio travels as blocks instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]  # [channels, frames] wherever audio is meant
MAX_CHANNELS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Samples (float32 [channels, frames], 1 or 2 channels, full scale +-1) and their rate in Hz.

    The samples become C-contiguous float32 and read-only; compare with `equals`.

    Raises:
        ValueError: when the shape or the rate is no audio's, or a sample is not a finite number.
    """

    samples: FloatArray
    sample_rate: int

    def __post_init__(self) -> None:
        samples = np.array(self.samples, dtype=np.float32, order="C")
        if samples.ndim != 2 or not 1 <= samples.shape[0] <= MAX_CHANNELS:
            raise ValueError(f"audio is [1 or 2 channels, frames], not {samples.shape}")
        if self.sample_rate <= 0:
            raise ValueError(f"a sample rate is above zero, not {self.sample_rate}")
        if not np.isfinite(samples).all():
            raise ValueError("a sample is not a finite number")
        samples.flags.writeable = False
        object.__setattr__(self, "samples", samples)

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[0])

    @property
    def frames(self) -> int:
        """Samples per channel."""
        return int(self.samples.shape[1])

    @property
    def duration_seconds(self) -> float:
        """Length of the piece."""
        return self.frames / self.sample_rate

    def between(self, start_frame: int, stop_frame: int) -> Audio:
        """The frames from `start_frame` up to but without `stop_frame`, clipped to the piece."""
        start = min(max(start_frame, 0), self.frames)
        stop = min(max(stop_frame, start), self.frames)
        return Audio(self.samples[:, start:stop], self.sample_rate)

    def between_seconds(self, start_seconds: float, stop_seconds: float) -> Audio:
        """As `between`, each end at the nearest frame."""
        return self.between(
            round(start_seconds * self.sample_rate), round(stop_seconds * self.sample_rate)
        )

    def equals(self, other: Audio) -> bool:
        """Whether both hold the same samples at the same rate."""
        return self.sample_rate == other.sample_rate and np.array_equal(self.samples, other.samples)
