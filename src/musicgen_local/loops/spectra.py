"""Correlations by the Fourier transform, and the pitches that sound at a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

Mono = NDArray[np.float32]  # [frames]
PITCHES = 12
_CHROMA_SECONDS = 0.37
_LOW_RATE = 6_000  # holds all that is looked at, and costs an eighth
_CHUNK = 128  # windows at a time
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


@dataclass(frozen=True, slots=True)
class Pitches:
    """A recording without its treble, in which chords are looked up."""

    low: Mono  # [frames], at `_LOW_RATE`
    sample_rate: int  # of the recording itself

    @classmethod
    def heard(cls, mono: Mono, sample_rate: int) -> Pitches:
        """The pitches of a recording [frames]."""
        low = soxr.resample(mono, sample_rate, _LOW_RATE, "MQ")
        return cls(np.asarray(low, dtype=np.float32), sample_rate)

    def chroma(self, centers: NDArray[np.int64]) -> NDArray[np.float32]:
        """How strongly each of the twelve pitches sounds around frames: [centers, 12], length one.

        Each bin of the spectrum counts for its nearest pitch in equal temperament at A = 440 Hz, by
        the square root of its magnitude, so that one loud note does not hide a chord.
        """
        width = round(_CHROMA_SECONDS * _LOW_RATE)
        size = transform_size(width)
        hertz = np.arange(size // 2 + 1) * _LOW_RATE / size
        heard = (hertz >= _LOWEST_HZ) & (hertz <= _HIGHEST_HZ)
        pitch = np.round(12 * np.log2(hertz[heard] / 440)).astype(np.int64) % PITCHES
        fold = (pitch[:, None] == np.arange(PITCHES)).astype(np.float32)
        window = np.hanning(width).astype(np.float32)
        padded = np.pad(self.low, width)
        firsts = np.round(centers * (_LOW_RATE / self.sample_rate)).astype(np.int64) + width // 2
        firsts = np.clip(firsts, 0, padded.size - width)
        out = np.empty((centers.size, PITCHES), np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(padded, width)
        for at in range(0, centers.size, _CHUNK):
            spectra = np.fft.rfft(windows[firsts[at : at + _CHUNK]] * window, size)[:, heard]
            out[at : at + _CHUNK] = np.sqrt(np.abs(spectra)) @ fold
        norms = np.sqrt((out**2).sum(axis=1, keepdims=True)) + 1e-9
        return np.asarray(out / norms, dtype=np.float32)
