"""What pictures show of a recording: one pass over it, memory that no length changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.blocks import rechunk
from musicgen_local.audio.decode import decode_blocks, probe
from musicgen_local.audio.loudness import KPower, StepMeans, lufs, step_frames
from musicgen_local.audio.value import FloatArray
from musicgen_local.progress import CancelToken

COLUMNS: Final = 1_200
BANDS: Final = 240
LOWEST_HZ: Final = 30.0
HIGHEST_HZ: Final = 16_000.0
_WINDOW = 8_192  # frames: 5 Hz apart, so that the bass parts into notes
_FINEST_HOP = 1_024
_SHORT_TERM_STEPS = 30  # of 100 ms: the 3 s of EBU Tech 3341
_SILENCE_LUFS = -70.0


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as a picture needs it; columns share its length evenly."""

    duration_seconds: float
    spectrum_db: NDArray[np.float32]  # [BANDS, COLUMNS], low bands first; 0 dB is the loudest
    loudness_lufs: NDArray[np.float64]  # [COLUMNS], short-term
    low: NDArray[np.float32]  # [COLUMNS], lowest sample of all channels
    high: NDArray[np.float32]  # [COLUMNS], highest
    rms: NDArray[np.float32]  # [COLUMNS]


def band_edges_hz() -> NDArray[np.float64]:
    """The edges of the bands, evenly apart in pitch: [BANDS + 1]."""
    return np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1)


def listen(path: Path, cancel: CancelToken) -> Sound:
    """Read a file once.

    Raises:
        UserError: `NOT_FOUND`; `INVALID_AUDIO`.
        Canceled: soon after `cancel` was set.
    """
    info = probe(path)
    rate = info.sample_rate
    total = info.frames or max(1, round(info.duration_seconds * rate))
    hop = max(_FINEST_HOP, total // (2 * COLUMNS))
    bins = np.zeros((_WINDOW // 2 + 1, COLUMNS), np.float32)
    counted = np.zeros(COLUMNS)
    low, high = np.zeros(COLUMNS, np.float32), np.zeros(COLUMNS, np.float32)
    squares, samples = np.zeros(COLUMNS), np.zeros(COLUMNS)
    weighted, means = KPower(rate, info.channels), StepMeans(step_frames(rate))
    steps: list[NDArray[np.float64]] = []
    window = np.hanning(_WINDOW).astype(np.float32)
    heard = np.zeros(_WINDOW, np.float32)
    at = 0
    for block in rechunk(_watched(path, cancel), hop):
        mono = block.mean(axis=0)
        heard = np.concatenate((heard, mono))[-_WINDOW:]
        column = min(COLUMNS - 1, at * COLUMNS // total)
        bins[:, column] += np.abs(np.fft.rfft(heard * window)) ** 2
        counted[column] += 1
        low[column] = min(low[column], float(block.min()))
        high[column] = max(high[column], float(block.max()))
        squares[column] += float(np.square(mono, dtype=np.float64).sum())
        samples[column] += len(mono)
        steps.append(means.process(weighted.process(block)))
        at += block.shape[1]
    power = (_band_matrix(rate) @ bins).astype(np.float64)
    _fill_gaps(power, counted, low, high, squares, samples)
    level = 10 * np.log10(power / np.maximum(counted, 1) + 1e-12)
    return Sound(
        duration_seconds=at / rate,
        spectrum_db=(level - level.max()).astype(np.float32),
        loudness_lufs=_short_term(np.concatenate(steps) if steps else np.zeros(0)),
        low=low,
        high=high,
        rms=np.sqrt(squares / np.maximum(samples, 1)).astype(np.float32),
    )


def _watched(path: Path, cancel: CancelToken) -> Iterator[FloatArray]:
    for block in decode_blocks(path):
        cancel.raise_if_canceled()
        yield block


def _band_matrix(sample_rate: int) -> NDArray[np.float32]:
    """Sums an FFT's power into the bands; a band narrower than a bin takes its share of it."""
    bins = np.fft.rfftfreq(_WINDOW, 1 / sample_rate)
    width = bins[1]
    edges = band_edges_hz()
    lower, upper = bins - width / 2, bins + width / 2
    overlap = np.minimum(upper, edges[1:, None]) - np.maximum(lower, edges[:-1, None])
    shares = np.maximum(overlap, 0) / width
    spans = (edges[1:] - edges[:-1]) / width
    middles = np.sqrt(edges[:-1] * edges[1:])
    matrix = shares / spans[:, None] * middles[:, None] / 1_000  # as music falls: 3 dB an octave
    narrow: NDArray[np.float32] = matrix.astype(np.float32)
    return narrow


def _fill_gaps(*tables: NDArray[np.floating]) -> None:
    """A short recording leaves columns without a window of their own: they show the one before."""
    counted = tables[1]
    for column in range(1, COLUMNS):
        if counted[column] == 0:
            for table in tables:
                table[..., column] = table[..., column - 1]


def _short_term(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Loudness over the 3 s around each column's middle."""
    if not len(steps):
        return np.full(COLUMNS, _SILENCE_LUFS)
    sums = np.concatenate(([0.0], np.cumsum(steps)))
    middles = (np.arange(COLUMNS) + 0.5) / COLUMNS * len(steps)
    first = np.clip(np.round(middles - _SHORT_TERM_STEPS / 2), 0, len(steps) - 1).astype(int)
    last = np.clip(first + _SHORT_TERM_STEPS, 1, len(steps))
    means = (sums[last] - sums[first]) / (last - first)
    return np.array([max(_SILENCE_LUFS, lufs(float(mean))) for mean in means])
