"""What a recording sounds like, moment by moment: log-mel spectra, comparable by cosine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BANDS = 48
_LOWEST_HZ = 60.0
_HIGHEST_HZ = 11_000.0
_FLOOR_DB = 60.0  # below the loudest moment; what is softer is silence
_CHUNK = 512  # windows at a time: some megabytes

Features = NDArray[np.float32]  # [moments, BANDS]


@dataclass(frozen=True, slots=True)
class Moments:
    """Features of a recording every `hop` frames; moment `k` is heard around frame `k * hop`."""

    features: Features
    hop: int
    sample_rate: int

    @property
    def per_second(self) -> float:
        """Moments in a second."""
        return self.sample_rate / self.hop

    def __len__(self) -> int:
        return int(self.features.shape[0])


def listen(mono: NDArray[np.float32], sample_rate: int) -> Moments:
    """The features of `mono` [frames], at about 43 moments a second.

    Each band is the power of a mel-spaced triangle (Slaney's spacing is not needed: only likeness
    counts) in dB above a floor 60 dB below the loudest, less the band's mean over the recording.
    """
    hop = 1 << round(np.log2(sample_rate / 43))
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    filters = _filters(2 * hop, sample_rate)
    count = mono.size // hop + 1
    padded = np.concatenate([np.zeros(hop, np.float32), mono, np.zeros(2 * hop, np.float32)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * hop)[::hop][:count]
    power = np.empty((count, BANDS), np.float32)
    heard = filters.shape[0]
    for first in range(0, count, _CHUNK):
        spectra = np.fft.rfft(windows[first : first + _CHUNK] * window, axis=1)[:, :heard]
        power[first : first + _CHUNK] = (spectra.real**2 + spectra.imag**2) @ filters
    decibels = 10 * np.log10(power + 1e-12)
    decibels = np.maximum(decibels, decibels.max() - _FLOOR_DB)
    return Moments(decibels - decibels.mean(axis=0), hop, sample_rate)


def _filters(window: int, sample_rate: int) -> NDArray[np.float32]:
    """Triangles [bins, BANDS], evenly spaced in mel (2595 log10(1 + f / 700)).

    Bins above the highest triangle are left out.
    """
    highest = min(_HIGHEST_HZ, 0.48 * sample_rate)
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOWEST_HZ, highest))
    corners = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    bins = np.arange(window // 2 + 1)[:, None] * sample_rate / window
    rising = (bins - corners[:-2]) / np.diff(corners)[:-1]
    falling = (corners[2:] - bins) / np.diff(corners)[1:]
    filters = np.clip(np.minimum(rising, falling), 0, None)
    # A low triangle may lie between two bins: then it takes the nearest.
    nearest = np.abs(bins - corners[1:-1]).argmin(axis=0)
    filters[nearest, np.arange(BANDS)] = np.maximum(filters[nearest, np.arange(BANDS)], 0.5)
    filters = filters[: int(np.flatnonzero(filters.any(axis=1))[-1]) + 1]
    return np.asarray(filters / filters.sum(axis=0), dtype=np.float32)
