"""A multiband compressor over a stream; with every band at rest its output is its input, rotated.

The bands are split by fourth-order Linkwitz-Riley crossovers (S. Linkwitz, "Active Crossover
Networks for Noncoincident Drivers", JAES 24, 1976) in a tree, each branch passing the all-passes
of the crossovers it does not meet: so the sum of the bands is an all-pass, flat at every frequency.
The gain computer with its soft knee follows D. Giannoulis, M. Massberg and J. Reiss, "Digital
Dynamic Range Compressor Design", JAES 60, 2012.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.audio.filters import low_pass
from musicgen_local.audio.mastering.settings import CompressorBand
from musicgen_local.audio.value import FloatArray

HOP_FRAMES = 32  # gains are computed so often, and ramp in between
_KNEE_DB = 6.0
_HIGHEST_CROSSOVER = 0.45  # of the sample rate; bands above it join their neighbour
_SILENT_STATE = 1e-30
_DB_PER_NEPER = 20.0 / math.log(10.0)


class Multiband:
    """The compressor; both channels share its gains, so the image stands still."""

    def __init__(self, bands: Sequence[CompressorBand], sample_rate: int) -> None:
        edges = [
            band.high_hz for band in bands[:-1] if band.high_hz < _HIGHEST_CROSSOVER * sample_rate
        ]
        plan = _CrossoverPlan(sample_rate)
        plan.split(0, edges)
        self._steps = np.array(plan.steps, dtype=np.int64).reshape(-1, 2)
        self._corners = np.array(plan.corners, dtype=np.float64).reshape(-1, 3)
        self._leaves = np.array(plan.leaves, dtype=np.int64)
        self._bands = np.array(
            [_band_row(band, sample_rate) for band in bands[: len(edges) + 1]], dtype=np.float64
        )
        self._state = np.zeros((len(plan.steps), 8), dtype=np.float64)
        self._levels = np.zeros((len(self._bands), 3), dtype=np.float64)
        self._levels[:, 2] = 1.0
        self._hop = np.zeros((2 * len(self._bands), HOP_FRAMES), dtype=np.float64)

    def process(self, block: FloatArray) -> FloatArray:
        """`block` float32 [2, frames], compressed, as a new array; see `apply`."""
        return self.apply(np.array(block, dtype=np.float32, order="C"))

    def apply(self, block: FloatArray) -> FloatArray:
        """Compress `block` float32 [2, frames] in place.

        Only a stream's last block may have frames that are no multiple of `HOP_FRAMES`.
        """
        _compress(
            block, self._steps, self._corners, self._leaves, self._bands,
            self._state, self._levels, self._hop,
        )  # fmt: skip
        self._state[np.abs(self._state) < _SILENT_STATE] = 0.0
        return block


class _CrossoverPlan:
    """The steps that split slot 0 into bands, in order, and in which slot each band ends up.

    A step is (slot, new slot): what lies above its corner moves to the new slot; or (slot, -1): the
    slot passes the all-pass of the corner. A corner is (a1, a2, b0) of its Butterworth low-pass.
    """

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self.steps: list[tuple[int, int]] = []
        self.corners: list[tuple[float, float, float]] = []
        self.leaves: list[int] = []
        self._slots = 1

    def split(self, slot: int, edges: Sequence[float]) -> None:
        """Split `slot` at the `edges` (Hz, rising)."""
        if not edges:
            self.leaves.append(slot)
            return
        middle = len(edges) // 2
        above = self._slots
        self._slots += 1
        self._step(slot, above, edges[middle])
        for hz in edges[middle + 1 :]:
            self._step(slot, -1, hz)
        for hz in edges[:middle]:
            self._step(above, -1, hz)
        self.split(slot, edges[:middle])
        self.split(above, edges[middle + 1 :])

    def _step(self, slot: int, above: int, hz: float) -> None:
        corner = low_pass(hz, sample_rate=self._rate)
        self.steps.append((slot, above))
        self.corners.append((corner.a1, corner.a2, corner.b0))


def _band_row(band: CompressorBand, sample_rate: int) -> tuple[float, float, float, float, float]:
    hops_per_ms = sample_rate / HOP_FRAMES / 1000
    return (
        band.threshold_db,
        1 - 1 / band.ratio,
        1 - math.exp(-1 / (band.attack_ms * hops_per_ms)),
        1 - math.exp(-1 / (band.release_ms * hops_per_ms)),
        10 ** ((band.threshold_db - _KNEE_DB / 2) / 10),
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _compress(
    block: NDArray[np.float32],
    steps: NDArray[np.int64],
    corners: NDArray[np.float64],
    leaves: NDArray[np.int64],
    bands: NDArray[np.float64],
    state: NDArray[np.float64],
    levels: NDArray[np.float64],
    hop: NDArray[np.float64],
) -> None:
    """In place, hop by hop: split, find each band's gain, sum.

    A crossover's low-passes and its all-pass have the same poles, and low and high add up to the
    all-pass: two recursions do the work of four. `hop` has two rows a slot, left and right;
    `levels` holds per band: smoothed power, reduction in dB, gain at the end of the last hop.
    """
    for start in range(0, block.shape[1], HOP_FRAMES):
        frames = min(HOP_FRAMES, block.shape[1] - start)
        for c in range(2):
            stretch = block[c, start : start + frames]
            first = hop[c]
            for i in range(frames):
                first[i] = np.float64(stretch[i])
            for i in range(frames, HOP_FRAMES):
                first[i] = 0.0
        for s in range(steps.shape[0]):
            left, right = hop[2 * steps[s, 0]], hop[2 * steps[s, 0] + 1]
            a1, a2, b0 = corners[s]
            p1, p2, q1, q2, r1, r2, t1, t2 = state[s]
            if steps[s, 1] < 0:
                for i in range(HOP_FRAMES):
                    p0 = (left[i] - a2 * p2) - a1 * p1
                    q0 = (right[i] - a2 * q2) - a1 * q1
                    left[i] = (a2 * p0 + a1 * p1) + p2
                    right[i] = (a2 * q0 + a1 * q1) + q2
                    p2, p1, q2, q1 = p1, p0, q1, q0
            else:
                left_above, right_above = hop[2 * steps[s, 1]], hop[2 * steps[s, 1] + 1]
                square = b0 * b0
                for i in range(HOP_FRAMES):
                    p0 = (left[i] - a2 * p2) - a1 * p1
                    q0 = (right[i] - a2 * q2) - a1 * q1
                    r0 = ((p0 + p2 + 2.0 * p1) - a2 * r2) - a1 * r1
                    t0 = ((q0 + q2 + 2.0 * q1) - a2 * t2) - a1 * t1
                    left[i] = square * (r0 + r2 + 2.0 * r1)
                    right[i] = square * (t0 + t2 + 2.0 * t1)
                    left_above[i] = ((a2 * p0 + a1 * p1) + p2) - left[i]
                    right_above[i] = ((a2 * q0 + a1 * q1) + q2) - right[i]
                    p2, p1, q2, q1 = p1, p0, q1, q0
                    r2, r1, t2, t1 = r1, r0, t1, t0
            state[s, 0], state[s, 1], state[s, 2], state[s, 3] = p1, p2, q1, q2
            state[s, 4], state[s, 5], state[s, 6], state[s, 7] = r1, r2, t1, t2
        for b in range(leaves.shape[0]):
            left, right = hop[2 * leaves[b]], hop[2 * leaves[b] + 1]
            left_even, left_odd, right_even, right_odd = 0.0, 0.0, 0.0, 0.0
            for i in range(0, frames, 2):  # several sums: an addition waits for the one before
                left_even += left[i] * left[i]
                left_odd += left[i + 1] * left[i + 1]
                right_even += right[i] * right[i]
                right_odd += right[i + 1] * right[i + 1]
            # Twice the mean square: a sine reads as its peak.
            power = 2.0 * max(left_even + left_odd, right_even + right_odd) / frames
            levels[b, 0] += bands[b, 2] * (power - levels[b, 0])
            over = -math.inf
            if levels[b, 0] > bands[b, 4]:
                over = 0.5 * _DB_PER_NEPER * math.log(levels[b, 0]) - bands[b, 0]
            if over <= -_KNEE_DB / 2:
                wanted = 0.0
            elif over < _KNEE_DB / 2:
                inside = over + _KNEE_DB / 2
                wanted = bands[b, 1] * inside * inside / (2 * _KNEE_DB)
            else:
                wanted = bands[b, 1] * over
            if wanted < levels[b, 1]:  # the attack already lies in the smoothed power
                wanted = levels[b, 1] + bands[b, 3] * (wanted - levels[b, 1])
            levels[b, 1] = wanted
            gain = math.exp(-wanted / _DB_PER_NEPER)
            before = levels[b, 2]
            ramp = (gain - before) / frames
            for i in range(HOP_FRAMES):
                now = before + ramp * np.float64(i + 1)
                left[i] *= now
                right[i] *= now
            levels[b, 2] = gain
        for c in range(2):
            total = hop[c]
            for b in range(2 + c, hop.shape[0], 2):
                more = hop[b]
                for i in range(HOP_FRAMES):
                    total[i] += more[i]
            stretch = block[c, start : start + frames]
            for i in range(frames):
                stretch[i] = np.float32(total[i])
