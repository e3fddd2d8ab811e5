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

from musicgen_local.audio.filters import Biquad, all_pass, coefficients, high_pass, low_pass
from musicgen_local.audio.mastering.settings import CompressorBand
from musicgen_local.audio.value import FloatArray

HOP_FRAMES = 32  # gains are computed so often, and ramp in between
_KNEE_DB = 6.0
_HIGHEST_CROSSOVER = 0.45  # of the sample rate; bands above it join their neighbour
_SILENT_STATE = 1e-30


class Multiband:
    """The compressor; both channels share its gains, so the image stands still."""

    def __init__(self, bands: Sequence[CompressorBand], sample_rate: int) -> None:
        edges = [
            band.high_hz for band in bands[:-1] if band.high_hz < _HIGHEST_CROSSOVER * sample_rate
        ]
        tree = _CrossoverTree(sample_rate)
        tree.grow(-1, edges)
        self._sections = coefficients(tree.sections)
        self._sources = np.array(tree.sources, dtype=np.int64)
        self._leaves = np.array(tree.leaves, dtype=np.int64)
        self._bands = np.array(
            [_band_row(band, sample_rate) for band in bands[: len(edges) + 1]], dtype=np.float64
        )
        self._state = np.zeros((len(tree.sections), 2, 2), dtype=np.float64)
        self._levels = np.zeros((len(self._bands), 4), dtype=np.float64)
        self._levels[:, 2] = 1.0
        self._nodes = np.zeros((len(tree.sections) + 1, 2), dtype=np.float64)
        self._hop = np.zeros((len(self._bands), 2, HOP_FRAMES), dtype=np.float64)

    def process(self, block: FloatArray) -> FloatArray:
        """`block` float32 [2, frames], compressed, as a new array.

        Only a stream's last block may have frames that are no multiple of `HOP_FRAMES`.
        """
        out = np.array(block, dtype=np.float32, order="C")
        _compress(
            out, self._sections, self._sources, self._leaves, self._bands,
            self._state, self._levels, self._nodes, self._hop,
        )  # fmt: skip
        self._state[np.abs(self._state) < _SILENT_STATE] = 0.0
        return out


class _CrossoverTree:
    """Sections, what each listens to (-1: the input), and which of them are the bands."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self.sections: list[Biquad] = []
        self.sources: list[int] = []
        self.leaves: list[int] = []

    def grow(self, source: int, edges: Sequence[float]) -> None:
        """Split the output of `source` at the `edges` (Hz, rising)."""
        if not edges:
            self.leaves.append(source)
            return
        middle = len(edges) // 2
        split = edges[middle]
        low = self._chain(source, [low_pass(split, sample_rate=self._rate)] * 2)
        low = self._chain(low, self._all_passes(edges[middle + 1 :]))
        self.grow(low, edges[:middle])
        high = self._chain(source, [high_pass(split, sample_rate=self._rate)] * 2)
        high = self._chain(high, self._all_passes(edges[:middle]))
        self.grow(high, edges[middle + 1 :])

    def _all_passes(self, edges: Sequence[float]) -> list[Biquad]:
        return [all_pass(hz, sample_rate=self._rate) for hz in edges]

    def _chain(self, source: int, sections: Sequence[Biquad]) -> int:
        for section in sections:
            self.sections.append(section)
            self.sources.append(source)
            source = len(self.sections) - 1
        return source


def _band_row(band: CompressorBand, sample_rate: int) -> tuple[float, float, float, float]:
    hops_per_ms = sample_rate / HOP_FRAMES / 1000
    return (
        band.threshold_db,
        1 - 1 / band.ratio,
        1 - math.exp(-1 / (band.attack_ms * hops_per_ms)),
        1 - math.exp(-1 / (band.release_ms * hops_per_ms)),
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _compress(
    block: NDArray[np.float32],
    sections: NDArray[np.float64],
    sources: NDArray[np.int64],
    leaves: NDArray[np.int64],
    bands: NDArray[np.float64],
    state: NDArray[np.float64],
    levels: NDArray[np.float64],
    nodes: NDArray[np.float64],
    hop: NDArray[np.float64],
) -> None:
    """In place, hop by hop: split, find each band's gain, sum. `nodes[0]` is the input.

    `levels` holds per band: smoothed power, reduction in dB, gain now, gain's step per frame.
    """
    for start in range(0, block.shape[1], hop.shape[2]):
        frames = min(hop.shape[2], block.shape[1] - start)
        for i in range(frames):
            nodes[0, 0] = block[0, start + i]
            nodes[0, 1] = block[1, start + i]
            for s in range(sections.shape[0]):
                for c in range(2):
                    x = nodes[sources[s] + 1, c]
                    y = sections[s, 0] * x + state[s, c, 0]
                    state[s, c, 0] = sections[s, 1] * x - sections[s, 3] * y + state[s, c, 1]
                    state[s, c, 1] = sections[s, 2] * x - sections[s, 4] * y
                    nodes[s + 1, c] = y
            for b in range(leaves.shape[0]):
                hop[b, 0, i] = nodes[leaves[b] + 1, 0]
                hop[b, 1, i] = nodes[leaves[b] + 1, 1]
        for b in range(leaves.shape[0]):
            left = 0.0
            right = 0.0
            for i in range(frames):
                left += hop[b, 0, i] * hop[b, 0, i]
                right += hop[b, 1, i] * hop[b, 1, i]
            # Twice the mean square: a sine reads as its peak.
            power = 2.0 * max(left, right) / frames
            levels[b, 0] += bands[b, 2] * (power - levels[b, 0])
            over = 10.0 * math.log10(levels[b, 0] + 1e-20) - bands[b, 0]
            if over <= -_KNEE_DB / 2:
                wanted = 0.0
            elif over < _KNEE_DB / 2:
                wanted = bands[b, 1] * (over + _KNEE_DB / 2) ** 2 / (2 * _KNEE_DB)
            else:
                wanted = bands[b, 1] * over
            if wanted < levels[b, 1]:  # the attack already lies in the smoothed power
                wanted = levels[b, 1] + bands[b, 3] * (wanted - levels[b, 1])
            levels[b, 1] = wanted
            gain = 10.0 ** (-wanted / 20.0)
            levels[b, 3] = (gain - levels[b, 2]) / frames
        for i in range(frames):
            left = 0.0
            right = 0.0
            for b in range(leaves.shape[0]):
                levels[b, 2] += levels[b, 3]
                left += levels[b, 2] * hop[b, 0, i]
                right += levels[b, 2] * hop[b, 1, i]
            block[0, start + i] = np.float32(left)
            block[1, start + i] = np.float32(right)
