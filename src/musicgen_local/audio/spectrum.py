"""What a piece measures beyond its loudness: tilt, width, crest, silence, onsets. numpy only.

For tests, benchmarks and documentation; each function takes one `Audio` in memory.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.value import Audio

_SEGMENT_SECONDS = 0.1  # of the long-term spectrum: resolves 10 Hz
_TILT_LOW_HZ = 60.0
_TILT_HIGH_HZ = 12_000.0
_ONSET_HOP_SECONDS = 0.01
_ONSET_WINDOW_SECONDS = 0.04
_ONSET_RISE_DB = 12.0
_ONSET_SPREADS = 8.0
_SILENCE_HOP_SECONDS = 0.05
_BATCH = 512  # segments transformed at a time


def crest_factor_db(audio: Audio) -> float:
    """Sample peak over RMS of all channels; 0 for silence. A sine has 3.01 dB."""
    rms = _rms(audio.samples)
    return 20 * math.log10(float(np.abs(audio.samples).max()) / rms) if rms > 0 else 0.0


def dc_offset(audio: Audio) -> float:
    """The largest mean of a channel, without its sign; 1 is full scale."""
    return float(np.abs(audio.samples.mean(axis=1, dtype=np.float64)).max())


def stereo_width(audio: Audio) -> float:
    """RMS of the side over RMS of the middle: 0 is mono; infinite without a middle."""
    if audio.channels == 1:
        return 0.0
    left, right = audio.samples
    middle, side = _rms(left + right), _rms(left - right)
    return side / middle if middle > 0 else (math.inf if side > 0 else 0.0)


def spectral_tilt_db_per_octave(audio: Audio) -> float:
    """Slope of the long-term average spectrum from 60 Hz to 12 kHz; white noise has 0.

    The power spectral density is averaged over third-octave bands, and a straight line is laid
    through their levels over log-frequency by least squares: pink noise has -3 dB per octave.
    Bands without power are left out; not a number when fewer than three are left.
    """
    frequencies, density = _long_term_spectrum(audio)
    octaves: list[float] = []
    levels: list[float] = []
    high = min(_TILT_HIGH_HZ, audio.sample_rate / 2)
    for third in range(int(3 * math.log2(high / _TILT_LOW_HZ))):
        low = _TILT_LOW_HZ * 2 ** (third / 3)
        inside = (frequencies >= low) & (frequencies < low * 2 ** (1 / 3))
        mean = float(density[inside].mean()) if inside.any() else 0.0
        if mean > 0:
            octaves.append((third + 0.5) / 3)
            levels.append(10 * math.log10(mean))
    if len(levels) < 3:
        return math.nan
    return float(np.polyfit(octaves, levels, 1)[0])


def spectral_centroid_hz(audio: Audio) -> float:
    """Mean frequency of the long-term spectrum, weighted by amplitude; 0 for silence."""
    frequencies, density = _long_term_spectrum(audio)
    amplitude = np.sqrt(density)
    total = float(amplitude.sum())
    return float((frequencies * amplitude).sum()) / total if total > 0 else 0.0


def silence_spans(
    audio: Audio, threshold_dbfs: float = -60.0, min_seconds: float = 1.0
) -> list[tuple[float, float]]:
    """Start and stop, in seconds, of the stretches in which no sample reaches `threshold_dbfs`.

    Only those of at least `min_seconds` count; the edges are good to a twentieth of a second.
    """
    hop = max(round(_SILENCE_HOP_SECONDS * audio.sample_rate), 1)
    starts = np.arange(0, audio.frames, hop)
    if not len(starts):
        return []
    peaks = np.maximum.reduceat(np.abs(audio.samples).max(axis=0), starts)
    quiet = np.concatenate(([False], peaks < 10 ** (threshold_dbfs / 20), [False]))
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    spans = (
        (first * hop / audio.sample_rate, min(stop * hop, audio.frames) / audio.sample_rate)
        for first, stop in edges.reshape(-1, 2).tolist()
    )
    return [(start, stop) for start, stop in spans if stop - start >= min_seconds]


def onset_density(audio: Audio) -> float:
    """Note onsets per second, by spectral flux: sudden rises in several bands that stand out.

    Rises of the level in half-octave bands are summed 100 times a second; an instant counts when it
    is the highest within 50 ms and passes the median of the second around it by 12 dB in all and by
    eight times the median deviation, so that rain is no run of onsets (after S. Dixon, "Onset
    Detection Revisited", DAFx 2006).
    """
    hop = max(round(_ONSET_HOP_SECONDS * audio.sample_rate), 1)
    window = max(round(_ONSET_WINDOW_SECONDS * audio.sample_rate), 2)
    if audio.frames < window + hop:
        return 0.0
    flux = _band_flux(audio, window, hop)
    wide = _around(flux, 50)
    usual = np.median(wide, axis=1)
    spread = np.median(np.abs(wide - usual[:, None]), axis=1)
    floor = usual + np.maximum(_ONSET_SPREADS * spread, _ONSET_RISE_DB)
    peaks = flux >= _around(flux, 5).max(axis=1)
    return int(np.count_nonzero(peaks & (flux > floor))) / audio.duration_seconds


def _rms(samples: NDArray[np.float32]) -> float:
    return math.sqrt(float(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0


def _long_term_spectrum(audio: Audio) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies in Hz and the power at each, by Welch's method, all channels added."""
    size = max(round(_SEGMENT_SECONDS * audio.sample_rate), 16)
    window = np.hanning(size)
    total = np.zeros(size // 2 + 1)
    for channel in audio.samples:
        padded = np.pad(channel, (0, max(size - len(channel), 0)))
        segments = np.lib.stride_tricks.sliding_window_view(padded, size)[:: size // 2]
        for start in range(0, len(segments), _BATCH):
            spectra = np.fft.rfft(segments[start : start + _BATCH] * window, axis=1)
            total += np.square(np.abs(spectra)).sum(axis=0)
    frequencies = np.fft.rfftfreq(size, 1 / audio.sample_rate)
    return np.asarray(frequencies, dtype=np.float64), total


def _band_flux(audio: Audio, window: int, hop: int) -> NDArray[np.float64]:
    """Rises in dB from hop to hop, summed over the bass and the half octaves above it.

    Levels more than 60 dB below the loudest count as equal.
    """
    mono = np.asarray(audio.samples.mean(axis=0, dtype=np.float32))
    segments = np.lib.stride_tricks.sliding_window_view(mono, window)[::hop]
    edges = np.unique(np.append(1, np.geomspace(6, window // 2, 16).astype(np.int64)))
    shape = np.hanning(window)
    powers = np.concatenate(
        [
            np.add.reduceat(
                np.square(np.abs(np.fft.rfft(segments[i : i + _BATCH] * shape, axis=1))),
                edges,
                axis=1,
            )
            for i in range(0, len(segments), _BATCH)
        ]
    )
    floor = max(float(powers.max()) * 1e-6, 1e-12)
    levels = 10 * np.log10(np.maximum(powers, floor))
    rises = np.maximum(np.diff(levels, axis=0, prepend=levels[:1]), 0.0)
    return np.asarray(rises.sum(axis=1), dtype=np.float64)


def _around(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    padded = np.pad(values, reach, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
