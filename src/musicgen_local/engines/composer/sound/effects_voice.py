"""Risers, impacts, sweeps: the transitions between sections.

The pitch chooses the gesture; durations matter where they say so:

| pitch | gesture |
|---|---|
| 36, 37 | impact: a boom with a burst and a long dark tail |
| 38, 39 | riser: noise and a climbing chord of saws that end with the note |
| 40, 41 | downlifter: noise that falls and darkens for the note's duration |
| 42, 43 | reverse cymbal: ends with the note |
| 44, 45 | noise sweep: up and open, ends with the note |
| 46, 47 | sub drop: a sine that falls two octaves, over the note's duration |
| 48-84 | a tonal swell at that pitch that ends with the note |
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.drums import hits
from musicgen_local.engines.composer.sound.drums.recipe import Noise, Tone, render
from musicgen_local.engines.composer.sound.kernels.wave import CUTOFF, HISS, LEVEL, STEP, wave
from musicgen_local.engines.composer.sound.patches.kinds import Envelope, Spectrum
from musicgen_local.engines.composer.sound.patches.pads import SUPERSAW
from musicgen_local.engines.composer.sound.players.note import Sounding, decibels
from musicgen_local.engines.composer.sound.players.wave import play as play_wave
from musicgen_local.engines.composer.sound.synth_voice import PEAK, note_rng
from musicgen_local.engines.composer.sound.tables import noise_table, table
from musicgen_local.engines.composer.sound.voice import NoteBatch

Floats = NDArray[np.float32]

_IMPACT = replace(
    hits.BOOM,
    parts=(*hits.BOOM.parts, Noise(300, 5_000, 0.5, -6, width=1.0), Noise(60, 900, 2.4, -14,
    width=1.0),
           Tone(31, 2.6, -3, 1.2, 0.08)),
)  # fmt: skip
_REVERSED = replace(hits.CRASH, pan=0.0)


class TransitionsVoice:
    """The `transitions` instrument."""

    source = "synth"

    def __init__(self, instrument: str = "transitions") -> None:
        self.instrument = instrument

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> Floats:
        """Sound the gestures: float32 [2, frames]."""
        sounds = []
        for i in range(len(notes)):
            pitch = float(notes.pitch[i])
            seconds = max(float(notes.duration_seconds[i]), 0.05)
            velocity = float(np.clip(notes.velocity[i], 0.0, 1.0))
            heard = _gesture(
                pitch, seconds, velocity, energy, sample_rate, note_rng(seed, i, pitch)
            )
            peak = max(float(np.abs(heard).max()), 1e-6)
            gain = PEAK * 1.2 * decibels(24.0 * (velocity - 0.8)) / peak
            start = round(float(notes.start_seconds[i]) * sample_rate)
            sounds.append((start, heard * np.float32(gain)))
        out = np.zeros((2, max((s + h.shape[1] for s, h in sounds), default=0)), np.float32)
        for start, heard in sounds:
            out[:, start : start + heard.shape[1]] += heard
        return out


def _gesture(
    pitch: float,
    seconds: float,
    velocity: float,
    energy: float,
    rate: int,
    rng: np.random.Generator,
) -> Floats:
    if pitch >= 48:
        return _swell(pitch, seconds, velocity, energy, rate, rng)
    match int(pitch) // 2 * 2:
        case 38:
            rising = _sweep(seconds, 250.0, 9_000.0, True, velocity, rate, rng)
            return _add(rising, 0.8 * _climb(seconds, velocity, energy, rate, rng))
        case 40:
            return _sweep(seconds, 8_000.0, 160.0, False, velocity, rate, rng)
        case 42:
            return _reverse(seconds, velocity, rate, rng)
        case 44:
            return _sweep(seconds, 400.0, 13_000.0, True, velocity, rate, rng)
        case 46:
            return _drop(seconds, rate)
        case _:
            return render(_IMPACT, velocity, rate, rng)


def _add(a: Floats, b: Floats) -> Floats:
    out = np.zeros((2, max(a.shape[1], b.shape[1])), np.float32)
    out[:, : a.shape[1]] += a
    out[:, : b.shape[1]] += b
    return out


def _sweep(
    seconds: float,
    from_hz: float,
    to_hz: float,
    rising: bool,
    velocity: float,
    rate: int,
    rng: np.random.Generator,
) -> Floats:
    """Noise through a moving resonant low-pass."""
    release = 0.06 if rising else 0.25
    frames = int((seconds + release) * rate)
    t = curves.times(frames, rate)
    way = np.clip(t / seconds, 0.0, 1.0)
    cutoff = from_hz * (to_hz / from_hz) ** (way**1.3 if rising else way**0.7)
    level = 0.03 + way**2.2 if rising else (1.0 - way) ** 1.5 * np.minimum(t / 0.01, 1.0)
    level = (
        level * np.exp(-6.9 * np.maximum(t - seconds, 0.0) / release) * np.minimum(t / 0.02, 1.0)
    )
    noise = noise_table(180.0, 15_000.0, rate)
    out = np.zeros((2, frames), np.float32)
    silent = np.zeros(4097, np.float32)
    moving = np.zeros((6, len(t)), np.float32)
    moving[HISS] = 1.0
    moving[CUTOFF] = curves.filter_gain(cutoff * (0.6 + 0.5 * velocity), rate)
    moving[LEVEL] = curves.fade_end(level)
    wave(
        out,
        0,
        (silent, silent, silent),
        1.0,
        np.zeros((0, 4), np.float32),
        0.5,
        0.0,
        noise,
        int(rng.integers(noise.shape[1])),
        0.55,
        2,
        0.0,
        moving,
    )
    return out


def _climb(
    seconds: float, velocity: float, energy: float, rate: int, rng: np.random.Generator
) -> Floats:
    """Saws in octaves and a fifth that climb two octaves."""
    frames = int((seconds + 0.06) * rate)
    t = curves.times(frames, rate)
    way = np.clip(t / seconds, 0.0, 1.0)
    out = np.zeros((2, frames), np.float32)
    saw = table(Spectrum("saw"), 1_900.0, rate)
    level = way**2 * np.exp(-6.9 * np.maximum(t - seconds, 0.0) / 0.06)
    unison = np.array(
        [
            (ratio * 2.0 ** (cents / 1200.0), *sides, rng.uniform())
            for ratio in (1.0, 1.498, 2.0)
            for cents, sides in ((-9.0, (0.4, 0.1)), (9.0, (0.1, 0.4)))
        ],
        np.float32,
    )
    moving = np.zeros((6, len(t)), np.float32)
    moving[STEP] = curves.hz(45.0 + 24.0 * way**1.2) / rate
    moving[CUTOFF] = curves.filter_gain(300.0 * 2.0 ** (way * (3.2 + energy + velocity)), rate)
    moving[LEVEL] = curves.fade_end(level)
    noise = noise_table(180.0, 15_000.0, rate)
    wave(out, 0, (saw, saw, saw), 1.0, unison, 0.5, 0.0, noise, 0, 1.0, 2, 0.0, moving)
    return out


def _reverse(seconds: float, velocity: float, rate: int, rng: np.random.Generator) -> Floats:
    crash = render(_REVERSED, velocity, rate, rng)[:, ::-1]
    frames = int(seconds * rate)
    out = np.zeros((2, frames + 256), np.float32)
    used = min(frames, crash.shape[1])
    out[:, frames - used : frames] = crash[:, -used:]
    fade = min(used, 256)
    out[:, frames - used : frames - used + fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    # Steeper than the cymbal's own decay: the pull is in the last moments.
    out[:, :frames] *= (np.arange(frames) / frames).astype(np.float32) ** 1.5
    # The struck edge would end in a click.
    out[:, frames - 128 : frames] *= np.linspace(1, 0, 128, dtype=np.float32)
    return out


def _drop(seconds: float, rate: int) -> Floats:
    frames = int((seconds + 0.1) * rate)
    t = np.arange(frames) / rate
    hz = 28.0 + 72.0 * np.exp(-3.0 * t / seconds)
    tone = np.tanh(1.6 * np.sin(2 * np.pi * np.cumsum(hz) / rate))
    level = np.minimum(t / 0.004, 1.0) * np.exp(-2.5 * t / seconds)
    level *= np.clip((seconds + 0.1 - t) / 0.1, 0.0, 1.0)
    return np.repeat((tone * level)[None, :], 2, axis=0).astype(np.float32)


def _swell(
    pitch: float,
    seconds: float,
    velocity: float,
    energy: float,
    rate: int,
    rng: np.random.Generator,
) -> Floats:
    patch = replace(
        SUPERSAW,
        amp=Envelope(0.97 * seconds, 0.5, 1.0, 0.08),
        filter_envelope=Envelope(seconds, 0.5, 1.0, 0.1),
        filter_octaves=2.5,
        cutoff_hz=900.0,
    )
    frames = int((seconds + 0.1) * rate) + 64
    out = np.zeros((2, frames), np.float32)
    # A straight climb in level sounds like no growth at first: the square of it is a swell.
    play_wave(
        patch,
        out,
        Sounding(0, frames, seconds, pitch, velocity, 0.0, max(energy, 0.5), rate, rng),
    )
    return out
