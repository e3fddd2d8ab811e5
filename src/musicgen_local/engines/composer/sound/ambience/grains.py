"""Small sounds that ambiences scatter: drops, ticks, syllables, clinks, calls of birds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def drop(rng: np.random.Generator, rate: int, low_hz: float, high_hz: float) -> Floats:
    """A drop: the tick of its impact, and a bubble that rises as it closes (Minnaert 1933)."""
    hz = float(low_hz * (high_hz / low_hz) ** rng.uniform())
    seconds = rng.uniform(0.006, 0.03)
    n = int(1.2 * seconds * rate)
    t = np.arange(n) / rate
    rise = 1.0 + rng.uniform(0.0, 0.6) * t / seconds
    bubble = np.sin(2 * np.pi * hz * t * rise) * np.exp(-6.9 * t / seconds)
    tick = rng.standard_normal(n) * np.exp(-t / 0.0007) * 0.6
    return _trim(bubble + tick)


def tick(rng: np.random.Generator, rate: int, low_hz: float, high_hz: float) -> Floats:
    """A click of dust or of a splitting log: a damped ring with a sharp edge."""
    hz = float(low_hz * (high_hz / low_hz) ** rng.uniform())
    seconds = float(rng.uniform(0.6, 4.0) / hz * 6.0)
    n = max(int(seconds * rate), 24)
    t = np.arange(n) / rate
    ring = np.sin(2 * np.pi * hz * t + rng.uniform(0, 6.28)) * np.exp(-6.9 * t / seconds)
    return _trim(ring + 0.7 * rng.standard_normal(n) * np.exp(-6.9 * t / (0.5 * seconds)))


_VOWELS = ((730, 1_090, 2_440), (530, 1_840, 2_480), (270, 2_290, 3_010), (570, 840, 2_410),
(300, 870, 2_240),
           (660, 1_720, 2_410), (490, 1_350, 1_690))  # fmt: skip


def syllable(rng: np.random.Generator, rate: int, pitch_hz: float) -> Floats:
    """A syllable of a voice across a room: voiced pulses through two gliding vowels."""
    seconds = rng.uniform(0.11, 0.3)
    n = int(seconds * rate)
    t = np.arange(n) / rate
    contour = pitch_hz * (
        1.0 + 0.12 * np.sin(2 * np.pi * rng.uniform(0.5, 2.5) * t + rng.uniform(0, 6.28))
    )
    phase = np.cumsum(contour) / rate
    source = 2.0 * (phase % 1.0) - 1.0 + 0.12 * rng.standard_normal(n)
    size = 1 << (n + 1024).bit_length()
    f = np.fft.rfftfreq(size, 1 / rate)
    spectrum = np.fft.rfft(source, size)
    way = np.linspace(0.0, 1.0, n)
    voiced = np.zeros(n)
    for weight in (1.0 - way, way):
        gain = np.zeros(len(f), np.complex128)
        for level, hz in zip((1.0, 0.7, 0.4), _VOWELS[rng.integers(len(_VOWELS))], strict=True):
            gain += level / (1.0 + 1j * (f - hz) / (45.0 + 0.06 * hz))
        voiced += weight * np.fft.irfft(spectrum * gain / (1.0 + 1j * f / 3_400.0), size)[:n]
    voiced *= np.sin(np.pi * way) ** 0.6
    return _trim(voiced)


def clink(rng: np.random.Generator, rate: int) -> Floats:
    """Porcelain or a spoon: a few high modes."""
    base = rng.uniform(2_100, 4_600)
    n = int(0.35 * rate)
    t = np.arange(n) / rate
    out = np.zeros(n)
    for ratio in (1.0, 1.52 + rng.uniform(-0.1, 0.1), 2.43, 3.1 + rng.uniform(-0.2, 0.2)):
        fall = np.exp(-6.9 * t / rng.uniform(0.06, 0.3))
        out += rng.uniform(0.3, 1.0) * fall * np.sin(2 * np.pi * min(base * ratio, 0.45 * rate) * t)
    if rng.uniform() < 0.5:  # set down: it touches twice
        again = int(rng.uniform(0.03, 0.08) * rate)
        out[again:] += 0.6 * out[: n - again]
    return _trim(out)


def bird(rng: np.random.Generator, rate: int) -> Floats:
    """A phrase of one bird: chirps of frequency-modulated whistle, each species its own manner."""
    base = rng.uniform(2_300, 5_200)
    shape = rng.uniform(-0.35, 0.45)
    trill = rng.uniform(18, 45) if rng.uniform() < 0.4 else 0.0
    chirp_seconds = rng.uniform(0.05, 0.19)
    gap = rng.uniform(0.04, 0.22)
    out = np.zeros(int(2.4 * rate))
    at = 0.0
    for _ in range(int(rng.integers(2, 9))):
        seconds = chirp_seconds * rng.uniform(0.8, 1.2)
        n = int(seconds * rate)
        begin = int(at * rate)
        if begin + n >= len(out):
            break
        way = np.linspace(0.0, 1.0, n)
        hz = base * rng.uniform(0.94, 1.06) * (1.0 + shape * (way - 0.5) - 0.25 * shape * way**2)
        if trill:
            hz = hz * (1.0 + 0.08 * np.sin(2 * np.pi * trill * way * seconds))
        phase = 2 * np.pi * np.cumsum(hz) / rate
        whistle = np.sin(phase) + 0.12 * np.sin(2 * phase)
        out[begin : begin + n] += whistle * np.sin(np.pi * way) ** 1.5 * rng.uniform(0.5, 1.0)
        at += seconds + gap * rng.uniform(0.7, 1.3)
    echo = int(0.09 * rate)
    out[echo:] += 0.22 * out[:-echo]
    return _trim(out)


def horn(rng: np.random.Generator, rate: int) -> Floats:
    """A car's horn streets away: two reeds, dulled, with the houses' echo."""
    seconds = rng.uniform(0.25, 0.8)
    n = int((seconds + 1.0) * rate)
    t = np.arange(n) / rate
    base = rng.uniform(330, 420)
    level = np.clip(np.minimum(t / 0.03, (seconds - t) / 0.05), 0.0, 1.0)
    tone = sum(
        np.sin(2 * np.pi * base * ratio * k * t) / k**1.6
        for ratio in (1.0, 1.26)
        for k in (1, 2, 3, 4)
    )
    out = tone * level
    for delay, gain in ((0.13, 0.35), (0.29, 0.2), (0.47, 0.12)):
        d = int(delay * rate)
        out[d:] += gain * (tone * level)[:-d]
    return _trim(out)


def _trim(x: NDArray[np.float64]) -> Floats:
    """Peak 1, ends at silence."""
    fade = min(len(x) // 3, 64)
    x = x * (1.0 / max(float(np.abs(x).max()), 1e-9))
    x[-fade:] *= np.linspace(1.0, 0.0, fade)
    return x.astype(np.float32)
