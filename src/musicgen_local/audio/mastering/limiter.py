"""A look-ahead limiter on true peaks: its gain is down before the peak arrives, and smooth."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.audio.true_peak import TruePeakDetector
from musicgen_local.audio.value import FloatArray

LOOK_AHEAD_SECONDS = 0.005
RELEASE_SECONDS = 0.100
# A moving gain shifts the points between the samples a little; this keeps them below the ceiling.
_MARGIN_DB = 0.1


class LimiterGain:
    """Gains for a stream of peaks at `rate` peaks per second.

    The lowest gain needed within the look-ahead, held, released exponentially, then averaged twice:
    that bends the corners of its ramps, and can't rise above what any peak needs.
    """

    def __init__(self, rate: float) -> None:
        half = max(round(LOOK_AHEAD_SECONDS * rate / 2), 1)
        self._window = 2 * half - 1
        self.latency = self._window - 1  # peaks by which the gains come late
        self._release = 1 - math.exp(-1 / (RELEASE_SECONDS * rate))
        slots = 1 << self._window.bit_length()  # a power of two: places wrap by a mask
        self._queue = np.zeros((slots, 2), dtype=np.float64)  # time, gain: rising gains
        self._boxes = np.ones((2, half), dtype=np.float64)
        self._places = np.zeros(4, dtype=np.int64)  # time, queue head, queue stop, box place
        self._levels = np.array([1.0, half, half], dtype=np.float64)  # released gain, box sums

    def process(self, peaks: FloatArray) -> FloatArray:
        """Gains (0-1], float32 [frames], that bring `peaks` [frames] to 1 at most, late by latency.

        `peaks` are linear, 1 being the ceiling.
        """
        gains = np.empty(len(peaks), dtype=np.float32)
        _limiter_gains(
            np.array(peaks, dtype=np.float32), self._window, self._release, self._queue,
            self._boxes, self._places, self._levels, gains,
        )  # fmt: skip
        return gains


class Limiter:
    """The limiter over a stream of blocks [channels, frames]."""

    def __init__(self, ceiling_dbtp: float, sample_rate: int, channels: int) -> None:
        self._limit = limit_of(ceiling_dbtp)
        self._detector = TruePeakDetector(channels)
        self._gain = LimiterGain(sample_rate)
        self.latency = self._detector.latency + self._gain.latency
        self._delayed = np.zeros((channels, self.latency), dtype=np.float32)
        self._lowest_gain = 1.0

    def process(self, block: FloatArray) -> FloatArray:
        """As many frames as `block` has, limited, late by `latency` frames; silence comes first."""
        gains = self._gain.process(
            self._detector.process(block, self._limit) * np.float32(1 / self._limit)
        )
        if len(gains):
            self._lowest_gain = min(self._lowest_gain, float(gains.min()))
        joined = np.concatenate((self._delayed, block), axis=1)
        self._delayed = joined[:, block.shape[1] :].copy()
        return np.multiply(joined[:, : block.shape[1]], gains)

    def flush(self) -> FloatArray:
        """The last `latency` frames."""
        return self.process(np.zeros_like(self._delayed))

    @property
    def max_reduction_db(self) -> float:
        """The most it took off anywhere, in dB >= 0."""
        return abs(20 * math.log10(self._lowest_gain))


def limit_of(ceiling_dbtp: float) -> float:
    """The linear level that the limiter aims at for a ceiling."""
    return float(10 ** ((ceiling_dbtp - _MARGIN_DB) / 20))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _limiter_gains(
    peaks: NDArray[np.float32],
    window: int,
    release: float,
    queue: NDArray[np.float64],
    boxes: NDArray[np.float64],
    places: NDArray[np.int64],
    levels: NDArray[np.float64],
    gains: NDArray[np.float32],
) -> None:
    """Sliding minimum by a queue of rising gains (D. Lemire, 2006), release, two moving means."""
    mask = queue.shape[0] - 1
    width = boxes.shape[1]
    time, head, stop, place = places[0], places[1], places[2], places[3]
    released, first_sum, second_sum = levels[0], levels[1], levels[2]
    for i in range(peaks.shape[0]):
        needed = 1.0 / max(np.float64(peaks[i]), 1.0)
        while stop > head and queue[(stop - 1) & mask, 1] >= needed:
            stop -= 1
        queue[stop & mask, 0] = time
        queue[stop & mask, 1] = needed
        stop += 1
        if queue[head & mask, 0] <= time - window:
            head += 1
        lowest = queue[head & mask, 1]
        if lowest < released:
            released = lowest
        else:
            released += release * (lowest - released)
        first_sum += released - boxes[0, place]
        boxes[0, place] = released
        mean = first_sum / width
        second_sum += mean - boxes[1, place]
        boxes[1, place] = mean
        gains[i] = np.float32(min(second_sum / width, 1.0))
        time += 1
        place += 1
        if place == width:
            place = 0
    places[0], places[1], places[2], places[3] = time, head, stop, place
    levels[0], levels[1], levels[2] = released, first_sum, second_sum
