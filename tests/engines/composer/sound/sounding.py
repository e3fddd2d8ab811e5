"""What the tests of voices share: batches of notes, and measurements of what they sound like."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.sound.voice import NoteBatch, Voice

RATE = 44_100
PITCHED = tuple(
    name
    for name, described in INSTRUMENTS.items()
    if described.family not in (Family.DRUM_KIT, Family.EFFECT)
)
KITS = tuple(n for n, described in INSTRUMENTS.items() if described.family is Family.DRUM_KIT)


def batch(*notes: tuple[float, float, float, float] | tuple[float, ...]) -> NoteBatch:
    """Notes as (start, duration, pitch, velocity[, glide])."""
    rows = [(*note, 0.0)[:5] for note in notes]
    columns = np.array(rows, np.float64).T.copy()
    return NoteBatch(columns[0], columns[1], columns[2], columns[3], columns[4])


def play(
    voice: Voice, *notes: tuple[float, ...], energy: float = 0.5, seed: int = 1
) -> NDArray[np.float32]:
    return voice.play(batch(*notes), sample_rate=RATE, energy=energy, seed=seed)


def peak_db(audio: NDArray[np.float32]) -> float:
    return float(20 * np.log10(np.abs(audio).max() + 1e-12))


def rms(audio: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(np.square(audio, dtype=np.float64))))


def centroid_hz(audio: NDArray[np.float32]) -> float:
    """Centre of the magnitude spectrum of both sides together."""
    spectrum = np.abs(np.fft.rfft(audio.mean(axis=0)))
    frequencies = np.fft.rfftfreq(audio.shape[1], 1 / RATE)
    return float((spectrum * frequencies).sum() / spectrum.sum())


def share_between(audio: NDArray[np.float32], low_hz: float, high_hz: float) -> float:
    """Share of the energy that lies within a band."""
    power = (np.abs(np.fft.rfft(audio, axis=1)) ** 2).sum(axis=0)
    frequencies = np.fft.rfftfreq(audio.shape[1], 1 / RATE)
    inside = (frequencies >= low_hz) & (frequencies < high_hz)
    return float(power[inside].sum() / power.sum())


def cents_off(audio: NDArray[np.float32], pitch: float) -> float:
    """How far the energy around the note's first partial lies from its pitch, in cents.

    The mean over the partial's neighbourhood, so that a choir of detuned voices counts as one.
    """
    wanted = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    size = 1 << 20
    window = np.hanning(audio.shape[1])
    power = sum(np.abs(np.fft.rfft(side * window, size)) ** 2 for side in audio)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    near = (frequencies > wanted * 2 ** (-50 / 1200)) & (frequencies < wanted * 2 ** (50 / 1200))
    weights = np.asarray(power)[near]
    offsets = 1200.0 * np.log2(frequencies[near] / wanted)
    return float((weights * offsets).sum() / weights.sum())


def fundamental_hz(audio: NDArray[np.float32], low_hz: float, high_hz: float) -> float:
    """The pitch that a listener names, by YIN (de Cheveigné & Kawahara 2002), mono or stereo.

    The smallest lag between the bounds whose normalised difference dips near its deepest.
    """
    mono = audio.mean(axis=0, dtype=np.float64)[: 1 << 16]
    longest = int(RATE / low_hz) + 2
    window = len(mono) - longest
    size = 1 << (2 * len(mono)).bit_length()
    correlation = np.fft.irfft(
        np.fft.rfft(mono, size) * np.conj(np.fft.rfft(mono[:window], size)), size
    )[:longest]
    energy = np.concatenate([[0.0], np.cumsum(np.square(mono))])
    power = energy[window : window + longest] - energy[:longest]
    difference = np.maximum(power[0] + power - 2.0 * correlation, 0.0)
    running = np.cumsum(difference[1:]) / np.arange(1, longest)
    dips = np.concatenate([[1.0], difference[1:] / np.maximum(running, 1e-12)])
    first = max(int(RATE / high_hz), 2)
    deepest = dips[first : longest - 1].min()
    lag = first + int(np.argmax(dips[first : longest - 1] < deepest + 0.08))
    while lag + 1 < longest - 1 and dips[lag + 1] < dips[lag]:
        lag += 1
    before, here, after = dips[lag - 1 : lag + 2]
    bend = before - 2.0 * here + after
    return RATE / (lag + (0.5 * (before - after) / bend if bend else 0.0))
