"""Plays `PluckPatch`, the body folded into the blow (commuted synthesis, Smith 1993)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.kernels.string import string
from musicgen_local.engines.composer.sound.kernels.wah import wah
from musicgen_local.engines.composer.sound.patches.kinds import PluckPatch
from musicgen_local.engines.composer.sound.players.note import Sounding, decibels, pan_gains

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_LONGEST = 12.0
_BLOW_FRAMES = 8_192


def tail_seconds(patch: PluckPatch) -> float:
    """How long a note sounds after it is let go."""
    return patch.damped_seconds * 1.1 + 0.03


def ring_seconds(patch: PluckPatch, pitch: float) -> float:
    """How long the string rings if nobody damps it."""
    return min(
        _LONGEST, float(patch.ring_seconds * 2.0 ** (patch.ring_tracking * (pitch - 60.0) / 12.0))
    )


def play(patch: PluckPatch, out: Floats, note: Sounding) -> None:
    """Add one note to `out` [2, frames]: every course twice, left and right of its place."""
    rate = note.sample_rate
    frames = min(note.frames, out.shape[1] - note.start)
    t = curves.times(frames, rate)
    gain = decibels(patch.velocity_db * (note.velocity - 1.0))
    fade = np.ones(frames, np.float32)
    tail = min(frames, int(0.012 * rate))
    fade[-tail:] = np.linspace(1.0, 0.0, tail, dtype=np.float32)
    for course in patch.unison:
        strength = np.float32(gain / np.sqrt(2 * len(patch.unison)))
        blow = strength * _blow(patch, note, note.pitch + course)
        for side in (-1.0, 1.0):
            cents = 0.5 * side * patch.detune_cents
            pitch = note.pitch + course + cents / 100.0 + _bend(patch, note, t)
            delay, loss = _loop(patch, note, pitch, t)
            heard = np.empty(frames, np.float32)
            string(heard, blow, delay, loss, patch.softness)
            if patch.wah_hz > 0:
                wah(heard, _pedal(patch, note, t), 0.42, 0.12)
            heard *= fade
            left, right = pan_gains(side * patch.spread)
            out[0, note.start : note.start + frames] += left * heard
            out[1, note.start : note.start + frames] += right * heard


def _bend(patch: PluckPatch, note: Sounding, t: Doubles) -> Doubles:
    bend = curves.vibrato(t, patch.vibrato_hz, patch.vibrato_cents, patch.vibrato_delay, note.rng)
    # A hard pluck stretches the string: sharp at first, most on low notes.
    bend = bend + curves.glide(t, 0.08 * note.velocity**2, 0.12)
    if patch.scoop_semitones:
        bend = bend + curves.glide(t, patch.scoop_semitones * note.velocity, 0.08)
    if note.glide:
        bend = bend + curves.glide(t, note.glide, 0.1)
    return np.asarray(bend)


def _pedal(patch: PluckPatch, note: Sounding, t: Doubles) -> Floats:
    """The foot rocks with every stroke: open at once, back more slowly, further when hard."""
    s = patch.wah_seconds
    rock = np.clip(t / (0.3 * s), 0.0, 1.0) * np.exp(-2.2 * np.maximum(t - 0.3 * s, 0.0) / s)
    reach = patch.wah_octaves * (0.35 + 0.65 * note.velocity) * (0.7 + 0.6 * note.energy)
    return curves.filter_gain(patch.wah_hz * 2.0 ** (reach * rock), note.sample_rate)


def _loop(patch: PluckPatch, note: Sounding, pitch: Doubles, t: Doubles) -> tuple[Floats, Floats]:
    """The loop's delay and gain: Jaffe & Smith 1983, sections 3 and 4."""
    rate = note.sample_rate
    frequency = curves.hz(pitch)
    w = 2 * np.pi * frequency / rate
    s = patch.softness
    filter_delay = np.arctan2(s * np.sin(w), (1 - s) + s * np.cos(w)) / w
    magnitude = np.abs((1 - s) + s * np.exp(-1j * w))
    # A finger takes some 25 ms to lie down; at once would be a click.
    lying = np.clip((t - note.gate) / 0.025, 0.0, 1.0)
    rate_of_fall = (1 - lying) / ring_seconds(patch, note.pitch) + lying / patch.damped_seconds
    gain = 10.0 ** (-3.0 * rate_of_fall / frequency) / magnitude
    return (
        (rate / frequency - filter_delay).astype(np.float32),
        np.minimum(gain, 0.99997).astype(np.float32),
    )


def _blow(patch: PluckPatch, note: Sounding, pitch: float) -> Floats:
    """What enters the string: a period of pulse and noise, picked somewhere, through the body."""
    rate = note.sample_rate
    period = rate / float(curves.hz(pitch))
    length = max(int(period), 8)
    blow = np.zeros(_BLOW_FRAMES, np.float32)
    blow[:length] = patch.noise * note.rng.standard_normal(length)
    blow[0] += (1.0 - patch.noise) * np.sqrt(length)
    f = _imaginary_hz(rate)
    octaves = (
        patch.velocity_octaves * (note.velocity - 0.8)
        + 1.0 * (note.energy - 0.5)
        + 0.35 * (pitch - 60.0) / 12.0
    )
    bright = patch.brightness_hz * 2.0**octaves
    # No string carries a steady displacement: keep the loop free of what lies below its pitch.
    low = 0.5 * rate / period
    shaped = np.fft.rfft(blow)
    shaped *= 1.0 - 0.9 * _turns(-patch.pick_position * period / _BLOW_FRAMES, len(f))
    slope = f / ((1.0 + f * np.float32(1.0 / bright)) * (np.float32(low) + f))
    shaped *= slope * slope
    if patch.body:
        shaped *= _body(patch, rate)
    heard = np.fft.irfft(shaped).astype(np.float32, copy=False)
    heard[-2048:] *= np.linspace(1.0, 0.0, 2048, dtype=np.float32) ** 2
    level = float(np.sqrt(np.sum(np.square(heard)) / period))
    return np.asarray(heard / np.float32(max(level, 1e-9)))


def _turns(cycles: float, count: int) -> NDArray[np.complex64]:
    """exp(2 pi i cycles k) for k = 0 .. count - 1, as products of coarse and fine turns."""
    fine = np.exp(2j * np.pi * cycles * np.arange(64))
    coarse = np.exp(2j * np.pi * cycles * 64 * np.arange(-(-count // 64)))
    turns = (coarse[:, None] * fine[None, :]).ravel()[:count]
    return np.asarray(turns, dtype=np.complex64)


@lru_cache(maxsize=4)
def _imaginary_hz(rate: int) -> NDArray[np.complex64]:
    return np.asarray(1j * np.fft.rfftfreq(_BLOW_FRAMES, 1 / rate), dtype=np.complex64)


@lru_cache(maxsize=64)
def _body(patch: PluckPatch, rate: int) -> NDArray[np.complex64]:
    """Transfer function of the direct path and the body's modes."""
    t = np.arange(_BLOW_FRAMES) / rate
    response = np.zeros(_BLOW_FRAMES)
    for mode in patch.body:
        decay = np.exp(-np.pi * mode.width_hz * t)
        response += decibels(mode.gain_db) * decay * np.sin(2 * np.pi * mode.hz * t)
    response *= np.exp(-6.9 * t / patch.body_seconds)
    response /= max(float(np.sqrt(np.sum(response**2))), 1e-9)
    response *= patch.body_mix
    response[0] += 1.0 - patch.body_mix
    return np.asarray(np.fft.rfft(response), dtype=np.complex64)
