"""What a drum hit is made of, and how it is rendered once into a bank."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.players.note import decibels, pan_gains

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tone:
    """A mode of a skin, a bar or an oscillator, whose pitch falls onto `hz`."""

    hz: float
    seconds: float  # to fall by 60 dB
    gain_db: float = 0.0
    sweep: float = 0.0  # starts at hz * (1 + sweep)
    sweep_seconds: float = 0.03
    attack: float = 0.0006
    velocity_db: float = 0.0  # how much weaker at velocity 0, beyond the hit's own law
    square: float = 0.0  # 0-1: towards a square wave


@dataclass(frozen=True, slots=True)
class Noise:
    """A band of noise: snares, breath of a shaker, beater's click."""

    low_hz: float
    high_hz: float
    seconds: float
    gain_db: float = 0.0
    attack: float = 0.0003
    bursts: tuple[float, ...] = ()  # seconds of earlier, short bursts (hands of a clap)
    velocity_octaves: float = 1.0  # brightness from velocity 0 to 1
    velocity_db: float = 6.0
    hold: float = 0.0  # flat for so long, then the fall (gated rooms)
    width: float = 0.5  # 0 mono - 1 apart


@dataclass(frozen=True, slots=True)
class Metal:
    """A cluster of inharmonic squares, as in drum machines, or many modes, as in real cymbals."""

    base_hz: float
    low_hz: float
    seconds: float
    gain_db: float = 0.0
    modes: int = 6
    attack: float = 0.0005
    velocity_octaves: float = 0.6
    high_hz: float = 15_000.0


Part = Tone | Noise | Metal


@dataclass(frozen=True, slots=True)
class Recipe:
    """One drum: parts, level, place, and what choking group it belongs to."""

    parts: tuple[Part, ...]
    gain_db: float = 0.0
    pan: float = 0.0
    choke: int = 0  # a later hit of the same group ends this one; 0: none
    drive: float = 0.0
    lowpass_hz: float = 0.0
    crush_hz: float = 0.0  # held samples at this rate, as in early samplers
    crush_bits: int = 0
    velocity_db: float = 30.0


# Ratios of the 808's six Schmitt-trigger oscillators (Werner, Abel & Smith, DAFx 2014).
_CLUSTER = np.array([1.0, 1.482, 1.800, 2.546, 2.630, 3.897])


def render(
    recipe: Recipe,
    velocity: float,
    sample_rate: int,
    rng: np.random.Generator,
    recorded: Floats | None = None,
) -> Floats:
    """One hit, float32 [2, frames], peak law left to the caller; no two hits are alike.

    A recording [2, frames] of peak 1 takes the lead where there is one, the synthesis under it.
    """
    seconds = max(_seconds(part) for part in recipe.parts)
    frames = int(seconds * sample_rate) + 64
    if recorded is not None:
        frames = max(frames, recorded.shape[1])
    t = np.arange(frames) / sample_rate
    out = np.zeros((2, frames))
    for part in recipe.parts:
        match part:
            case Tone():
                out += _tone(part, t, velocity, rng)
            case Noise():
                out += _noise(part, t, velocity, sample_rate, rng)
            case Metal():
                out += _metal(part, t, velocity, sample_rate, rng)
    if recorded is not None:
        out *= 0.35 / max(float(np.abs(out).max()), 1e-9)
        length = recorded.shape[1]
        dark = _band(
            recorded.astype(np.float64),
            20.0,
            9_000.0 * 2.0 ** (2.0 * (velocity - 0.8)),
            sample_rate,
        )
        out[:, :length] += 0.8 * dark
    if recipe.drive > 0:
        out = np.tanh(recipe.drive * (0.5 + 0.6 * velocity) * out) / np.tanh(recipe.drive)
    if recipe.crush_hz > 0:
        out = _crush(out, recipe, sample_rate)
    if recipe.lowpass_hz > 0:
        corner = recipe.lowpass_hz * 2.0 ** (0.8 * (velocity - 0.8))
        out = _band(out, 15.0, corner, sample_rate)
    left, right = pan_gains(recipe.pan)
    out *= np.array([[left], [right]]) * np.sqrt(2.0)
    tail = min(frames, int(0.01 * sample_rate))
    out[:, -tail:] *= np.linspace(1.0, 0.0, tail)
    return out.astype(np.float32)


def _seconds(part: Part) -> float:
    extra = (max(part.bursts, default=0.0) + part.hold) if isinstance(part, Noise) else 0.0
    return 1.15 * part.seconds + extra + 0.01


def _fall(t: Doubles, seconds: float, attack: float) -> Doubles:
    return np.asarray(
        np.minimum(t / attack, 1.0) * np.exp(-6.9 * np.maximum(t - attack, 0.0) / seconds)
    )


def _tone(part: Tone, t: Doubles, velocity: float, rng: np.random.Generator) -> Doubles:
    hz = part.hz * 2.0 ** (rng.normal(0.0, 4.0) / 1200.0)
    length = min(len(t), int(np.searchsorted(t, 1.15 * part.seconds)))
    x = t[:length]
    # The integral of hz * (1 + sweep * exp(-t / tau)), a harder hit sweeping from higher.
    reach = part.sweep * (0.7 + 0.35 * velocity)
    turns = hz * (x + reach * part.sweep_seconds * (1.0 - np.exp(-x / part.sweep_seconds)))
    wave = np.sin(2 * np.pi * turns)
    if part.square > 0:
        wave = (1 - part.square) * wave + part.square * np.tanh(6.0 * wave)
    gain = decibels(part.gain_db + part.velocity_db * (velocity - 0.8) + rng.normal(0.0, 0.3))
    out = np.zeros(len(t))
    out[:length] = gain * wave * _fall(x, part.seconds, part.attack)
    return out


def _noise(
    part: Noise, t: Doubles, velocity: float, rate: int, rng: np.random.Generator
) -> Doubles:
    high = min(part.high_hz * 2.0 ** (part.velocity_octaves * (velocity - 0.8)), 0.48 * rate)
    high *= 2.0 ** rng.normal(0.0, 0.05)
    end = 1.15 * part.seconds + max(part.bursts, default=0.0) + part.hold + 0.01
    length = max(64, min(len(t), int(np.searchsorted(t, end))))
    sides = rng.standard_normal((2, length))
    middle = sides.mean(axis=0)
    sides = part.width * sides + (1.0 - part.width) * middle
    sides = _band(sides, part.low_hz, high, rate)
    sides /= max(float(sides.std()), 1e-9)
    x = t[:length]
    last = max(part.bursts, default=0.0)
    envelope = _fall(np.maximum(x - last - part.hold, 0.0) + part.attack, part.seconds, part.attack)
    envelope *= np.clip((x - last) / part.attack, 0.0, 1.0)
    for begin in part.bursts[:-1]:
        y = x - begin
        envelope += (y >= 0) * np.exp(-np.maximum(y, 0.0) / 0.004) * np.minimum(y / 0.0003, 1.0)
    gain = 0.3 * decibels(part.gain_db + part.velocity_db * (velocity - 0.8) + rng.normal(0.0, 0.4))
    out = np.zeros((2, len(t)))
    out[:, :length] = gain * envelope * sides
    return out


def _metal(
    part: Metal, t: Doubles, velocity: float, rate: int, rng: np.random.Generator
) -> Doubles:
    low = part.low_hz
    high = min(part.high_hz * 2.0 ** (part.velocity_octaves * (velocity - 0.8)), 0.46 * rate)
    length = min(len(t), int(np.searchsorted(t, 1.15 * part.seconds)))
    size = 1 << max(length - 1, 1).bit_length()
    f = _frequencies(size, rate)
    spectrum = np.zeros((2, len(f)), np.complex64)
    # Lines of the cluster and its odd harmonics (or scattered modes), each a narrow smear.
    if part.modes <= 6:
        lines = (part.base_hz * _CLUSTER[:, None] * np.arange(1, 40, 2)[None, :]).ravel()
        weights = np.tile(1.0 / np.arange(1, 40, 2) ** 0.5, len(_CLUSTER))
    else:
        lines = part.base_hz * (high / part.base_hz) ** np.sort(
            rng.uniform(0, 1, part.modes) ** 0.7
        )
        weights = rng.rayleigh(0.7, part.modes)
    keep = (lines > 0.5 * low) & (lines < high)
    lines, weights = lines[keep] * 2.0 ** (rng.normal(0, 0.004, keep.sum())), weights[keep]
    place = np.round(lines * size / rate).astype(np.int64)
    for side in range(2):
        phase = rng.uniform(0, 2 * np.pi, len(lines))
        np.add.at(spectrum[side], place, weights * np.exp(1j * phase))
    # Lines and hiss at the strengths of 0.75 and 0.5 RMS, before the band.
    power = np.sum(np.square(spectrum.real) + np.square(spectrum.imag), axis=1, keepdims=True)
    strength = np.sqrt(2.0 * power) / size
    hiss = rng.standard_normal((4, len(f)))
    spectrum *= np.float32(0.75) / np.maximum(strength, np.float32(1e-9))
    spectrum.real += np.float32(0.5 * np.sqrt(size / 2.0)) * hiss[:2]
    spectrum.imag += np.float32(0.5 * np.sqrt(size / 2.0)) * hiss[2:]
    spectrum *= _slopes(f, low, high)
    body = np.fft.irfft(spectrum, size)[:, :length]
    bright = np.fft.irfft(spectrum * _slopes(f, 6_500.0, 0.47 * rate), size)[:, :length]
    scale = np.float32(1.0 / max(float(body.std()), 1e-9))
    body, bright = scale * body, scale * bright
    x = t[:length]
    # High partials of metal die first: the bright part falls twice as fast.
    fast = _fall(x, 0.5 * part.seconds, part.attack)
    slow = _fall(x, part.seconds, part.attack)
    level = 0.25 * decibels(part.gain_db + 4.0 * (velocity - 0.8) + rng.normal(0.0, 0.4))
    out = np.zeros((2, len(t)))
    out[:, :length] = level * (slow * (body - bright) + (0.3 * slow + 0.7 * fast) * bright)
    return out


def _band(x: Doubles, low_hz: float, high_hz: float, rate: int) -> Doubles:
    """Second-order slopes outside the band, by FFT over the padded hit."""
    frames = x.shape[1]
    size = _quick_size(frames + 2048)
    spectrum = np.fft.rfft(x.astype(np.float32, copy=False), size)
    spectrum *= _slopes(_frequencies(size, rate), low_hz, high_hz)
    return np.asarray(np.fft.irfft(spectrum, size)[:, :frames], dtype=np.float64)


def _quick_size(frames: int) -> int:
    """The least size from `frames` on with a quick Fourier transform: 2^n times 1, 1.25, 1.5."""
    power = 1 << (frames - 1).bit_length()
    return next(size for size in (power * 5 // 8, power * 3 // 4, power) if size >= frames)


@lru_cache(maxsize=8)
def _frequencies(size: int, rate: int) -> Floats:
    return np.fft.rfftfreq(size, 1 / rate).astype(np.float32)


def _slopes(f: Floats, low_hz: float, high_hz: float) -> NDArray[np.complex64]:
    """A band's transfer function, causal: a symmetric one would sound before its blow."""
    s = np.complex64(1j) * f
    one, low, high = np.float32(1.0), np.float32(1.0 / low_hz), np.float32(1.0 / high_hz)
    slope = low * s / ((one + low * s) * (one + high * s))
    return np.asarray(slope * slope, dtype=np.complex64)


def _crush(x: Doubles, recipe: Recipe, rate: int) -> Doubles:
    frames = x.shape[1]
    held = np.floor(np.arange(frames) * recipe.crush_hz / rate) * rate / recipe.crush_hz
    x = x[:, np.minimum(held.astype(np.int64), frames - 1)]
    if recipe.crush_bits:
        steps = 2.0 ** (recipe.crush_bits - 1)
        x = np.round(x * steps) / steps
    return x
