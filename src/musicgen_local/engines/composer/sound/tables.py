"""One period of a tone as a table, made for the pitch it will play: nothing in it can alias."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.patches.kinds import Formant, Spectrum

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

TABLE_SIZE = 4096
_HIGHEST_HZ = 18_500.0
_RMS = 0.35


@lru_cache(maxsize=2048)
def table(spectrum: Spectrum, frequency_hz: float, sample_rate: int) -> Floats:
    """float32 [TABLE_SIZE + 1] (the last repeats the first), RMS 0.35, harmonics up to 18.5 kHz."""
    highest = min(_HIGHEST_HZ, 0.45 * sample_rate)
    count = int(np.clip(highest / frequency_hz, 1, TABLE_SIZE // 4))
    number = np.arange(1, count + 1, dtype=np.float64)
    amplitude = _shape(spectrum, number)
    amplitude = amplitude * 10 ** (spectrum.tilt_db * np.log2(number) / 20)
    frequencies = number * frequency_hz
    if spectrum.lowpass_hz > 0:
        amplitude = amplitude / (
            1.0 + (frequencies / spectrum.lowpass_hz) ** spectrum.lowpass_order
        )
    if spectrum.formants:
        amplitude = amplitude * formant_gain(spectrum.formants, frequencies)
    # The last harmonics fade, so that a cut at 18.5 kHz does not ring.
    amplitude = amplitude * np.clip(2.0 * (1.02 - frequencies / highest), 0.1, 1.0)
    return _period(amplitude, spectrum.kind)


def _shape(spectrum: Spectrum, number: Doubles) -> Doubles:
    odd = number % 2 == 1
    match spectrum.kind:
        case "saw":
            return np.asarray(1.0 / number)
        case "square":
            return np.where(odd, 1.0 / number, 0.0)
        case "triangle":
            return np.where(odd, 1.0 / number**2, 0.0)
        case "sine":
            return np.where(number == 1, 1.0, 0.0)
        case "harmonics":
            listed = np.zeros(len(number))
            for place, value in spectrum.harmonics:
                if place <= len(number):
                    listed[place - 1] = value
            return listed


def formant_gain(formants: tuple[Formant, ...], frequencies: Doubles) -> Doubles:
    """Magnitude of parallel resonances over a floor, at each frequency (bell curves over log f)."""
    gain = np.full(len(frequencies), 0.06)
    for formant in formants:
        detune = (frequencies - formant.hz) / (0.5 * formant.width_hz)
        gain = gain + 10 ** (formant.gain_db / 20) / (1.0 + detune**2)
    return gain


def _period(amplitude: Doubles, kind: str) -> Floats:
    spectrum = np.zeros(TABLE_SIZE // 2 + 1, np.complex128)
    # Sine phases draw the classic saw and square; drawn-from-life spectra get Schroeder's phases,
    # whose low crest keeps saturation gentle.
    if kind == "harmonics":
        phase = np.pi * np.arange(len(amplitude)) ** 2 / max(len(amplitude), 1)
        spectrum[1 : len(amplitude) + 1] = amplitude * np.exp(1j * phase)
    else:
        spectrum[1 : len(amplitude) + 1] = -1j * amplitude
    period = np.fft.irfft(spectrum)
    rms = float(np.sqrt(np.mean(period**2)))
    period = period * (_RMS / max(rms, 1e-12))
    return np.append(period, period[0]).astype(np.float32)


@lru_cache(maxsize=1)
def sine_table() -> Floats:
    """float32 [1, TABLE_SIZE + 1]: one period of a sine of amplitude 1."""
    x = np.arange(TABLE_SIZE + 1) / TABLE_SIZE
    return np.sin(2 * np.pi * x).astype(np.float32)[None, :]


@lru_cache(maxsize=32)
def noise_table(low_hz: float, high_hz: float, sample_rate: int, mono: bool = False) -> Floats:
    """float32 [2 or 1 (mono), 2^17]: Gaussian noise between two 12 dB/octave corners, RMS 0.35."""
    size = 1 << 17
    rng = np.random.default_rng(1)
    f = np.fft.rfftfreq(size, 1 / sample_rate)
    f[0] = 1e-3
    gain = 1.0 / ((1.0 + (low_hz / f) ** 2) * (1.0 + (f / high_hz) ** 2))
    gain[0] = 0.0
    white = rng.standard_normal((2, len(f))) + 1j * rng.standard_normal((2, len(f)))
    noise = np.fft.irfft(white * gain)
    if mono:
        noise = noise[:1]
    return np.asarray(noise * (_RMS / noise.std(axis=1, keepdims=True)), dtype=np.float32)
