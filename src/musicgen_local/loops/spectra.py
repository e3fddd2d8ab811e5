"""Correlations by the Fourier transform, and the pitches that sound at a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]  # [frames]
PITCHES = 12
_CHROMA_SECONDS = 0.37
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 2_000.0  # where chords and basses have their strongest partials


def transform_size(frames: int) -> int:
    """The power of two that holds `frames`, at least two: transforms of that size are fast."""
    return 1 << max(frames - 1, 1).bit_length()


def autocorrelation(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Products of `values` [moments] or [moments, bands] with themselves, added, at each lag."""
    count = values.shape[0]
    size = transform_size(2 * count)
    spectrum = np.fft.rfft(values, size, axis=0)
    power = spectrum.real**2 + spectrum.imag**2
    total = power if power.ndim == 1 else power.sum(axis=1)
    return np.asarray(np.fft.irfft(total, size)[:count], dtype=np.float64)


def products_within(whole: Mono, part: Mono) -> Mono:
    """The dot product of `part` with each stretch of `whole` that is as long, [places]."""
    size = transform_size(whole.size)  # what wraps round reaches only places that are left out
    spectrum = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    places = whole.size - part.size + 1
    return np.asarray(np.fft.irfft(spectrum, size)[:places], dtype=np.float32)


def chroma(mono: Mono, sample_rate: int, centers: NDArray[np.int64]) -> NDArray[np.float32]:
    """How strongly each of the twelve pitches sounds around frames, [centers, 12], length one.

    Each bin of the spectrum counts for its nearest pitch in equal temperament at A = 440 Hz, by
    the square root of its magnitude, so that one loud note does not hide a chord.
    """
    width = round(_CHROMA_SECONDS * sample_rate)
    size = transform_size(width)
    hertz = np.arange(size // 2 + 1) * sample_rate / size
    heard = (hertz >= _LOWEST_HZ) & (hertz <= _HIGHEST_HZ)
    pitch = np.round(12 * np.log2(hertz[heard] / 440)).astype(np.int64) % PITCHES
    fold = (pitch[:, None] == np.arange(PITCHES)).astype(np.float32)
    window = np.hanning(width).astype(np.float32)
    out = np.zeros((centers.size, PITCHES), np.float32)
    for place, center in enumerate(centers.tolist()):
        first = center - width // 2
        part = mono[max(first, 0) : max(first + width, 0)]
        at = max(-first, 0)
        spectrum = np.fft.rfft(part * window[at : at + part.size], size)[heard]
        out[place] = np.sqrt(np.abs(spectrum)) @ fold
    norms = np.sqrt((out**2).sum(axis=1, keepdims=True)) + 1e-9
    return np.asarray(out / norms, dtype=np.float32)
