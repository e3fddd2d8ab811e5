"""Plays `WavePatch`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.kernels.wave import (
    CUTOFF,
    HISS,
    LEAD,
    LEVEL,
    MIX,
    STEP,
    wave,
)
from musicgen_local.engines.composer.sound.patches.kinds import WavePatch
from musicgen_local.engines.composer.sound.players.note import Sounding, decibels, pan_gains
from musicgen_local.engines.composer.sound.tables import noise_table, table

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def tail_seconds(patch: WavePatch) -> float:
    """How long a note sounds after it is let go."""
    return patch.amp.release + 0.02


def play(patch: WavePatch, out: Floats, note: Sounding) -> None:
    """Add one note to `out` [2, frames]."""
    rate = note.sample_rate
    t = curves.times(note.frames, rate)
    pitch = _pitch(patch, note, t)
    envelope = patch.filter_envelope
    opening = curves.adsr(
        t, note.gate, envelope.attack, envelope.decay, envelope.sustain, envelope.release
    )
    top = float(curves.hz(pitch.max() + patch.detune_cents / 100.0))
    first = table(patch.shape, _near(top), rate)
    lead = np.zeros(0)
    if patch.pulse:
        # The second shape is the first one upside down; each half carries half the strength.
        second, turned, mix = first, -1.0, np.full(len(t), 0.5)
        turn = 2 * np.pi * (patch.pulse_rate_hz * t + note.rng.uniform())
        lead = np.clip(_width(patch, t) + patch.pulse_sway * np.sin(turn), 0.04, 0.96)
    else:
        second = first if patch.second is None else table(patch.second, _near(top), rate)
        turned = 1.0
        still = patch.mix + patch.mix_velocity * (note.velocity + 0.4 * (note.energy - 0.5))
        mix = still + patch.mix_envelope * opening * (0.4 + 0.6 * note.velocity)
        mix = np.clip(mix, 0.0, 1.0)
        if patch.mix_envelope == 0.0:
            # A blend that stands still is mixed once, not for every frame.
            if second is not first:
                first = first + np.float32(mix[0]) * (second - first)
            mix = np.zeros(0)
    sub = table(patch.sub_shape, _near(top * patch.sub_ratio), rate)
    noise = noise_table(patch.noise_low_hz, patch.noise_high_hz, rate, patch.spread == 0.0)
    unison = _unison(patch, note.rng)
    noise_at = int(note.rng.integers(noise.shape[1]))
    moving = np.zeros((6, len(t)), np.float32)
    moving[STEP] = curves.hz(pitch) / rate
    moving[MIX, : len(mix)] = mix
    moving[LEAD, : len(lead)] = lead
    moving[HISS] = _noise(patch, note, t)
    moving[CUTOFF] = curves.filter_gain(_cutoff(patch, note, t, opening), rate)
    moving[LEVEL] = _amp(patch, note, t)
    wave(
        out,
        note.start,
        (first, second, sub),
        turned,
        unison,
        float(patch.sub_ratio),
        float(patch.sub),
        noise,
        noise_at,
        2.0 - 1.96 * patch.resonance if patch.resonance > 0 else 1.4142,
        patch.stages if patch.cutoff_hz > 0 else 0,
        float(patch.drive * (0.6 + 0.5 * note.velocity + 0.4 * (note.energy - 0.5))),
        moving,
    )


def _width(patch: WavePatch, t: Doubles) -> Doubles:
    """The pulse width before its sway: still, or in steps from the note's start on."""
    if not patch.pulse_steps:
        return np.full(len(t), patch.pulse_width)
    step = (t / patch.pulse_step_seconds).astype(np.int64)
    return np.array(patch.pulse_steps)[np.minimum(step, len(patch.pulse_steps) - 1)]


def _near(frequency: float) -> float:
    """The frequency rounded up to a semitone, so that few tables serve all notes."""
    semitone = np.ceil(69.0 + 12.0 * np.log2(frequency / 440.0) - 1e-6)
    return float(curves.hz(float(semitone)))


def _pitch(patch: WavePatch, note: Sounding, t: Doubles) -> Doubles:
    pitch = note.pitch + 12.0 * patch.octave + curves.drift(t, patch.drift_cents, note.rng)
    pitch = pitch + curves.vibrato(
        t, patch.vibrato_hz, patch.vibrato_cents, patch.vibrato_delay, note.rng
    )
    if patch.scoop_semitones:
        pitch = pitch + curves.glide(t, patch.scoop_semitones, patch.scoop_seconds)
    if note.glide:
        pitch = pitch + curves.glide(t, note.glide, patch.glide_seconds)
    return np.asarray(pitch)


def _unison(patch: WavePatch, rng: np.random.Generator) -> Floats:
    """[voices, 4]: frequency ratio, left, right, start phase."""
    n = patch.voices
    place = np.linspace(-1.0, 1.0, n) if n > 1 else np.zeros(1)
    # Detune bunches toward the middle, sides alternate: neither side is sharp.
    cents = patch.detune_cents * np.sign(place) * np.abs(place) ** 1.3
    ring = np.minimum(np.arange(n), n - 1 - np.arange(n))
    side = place * np.where(ring % 2 == 0, 1.0, -1.0) * patch.spread
    rows = np.empty((n, 4), np.float32)
    strength = (2.0 if patch.pulse else 1.0) / np.sqrt(n)
    for v in range(n):
        left, right = pan_gains(float(side[v]))
        octave = 2.0 if patch.octave_mix > 0 and v == n // 2 else 1.0
        weight = patch.octave_mix if octave == 2.0 else 1.0
        rows[v] = (
            octave * 2.0 ** (cents[v] / 1200.0),
            weight * left * strength,
            weight * right * strength,
            rng.uniform() if n > 1 else 0.0,
        )
    return rows


def _noise(patch: WavePatch, note: Sounding, t: Doubles) -> Floats:
    strength = 0.5 + 0.5 * note.velocity
    chiff = patch.noise_attack * np.exp(-4.6 * t / patch.noise_seconds)
    return np.asarray(strength * (patch.noise + chiff), dtype=np.float32)


def _cutoff(patch: WavePatch, note: Sounding, t: Doubles, opening: Doubles) -> Doubles:
    octaves = (
        patch.tracking * (note.pitch + 12.0 * patch.octave - 60.0) / 12.0
        + patch.filter_octaves * opening * (0.35 + 0.65 * note.velocity)
        + patch.filter_velocity * (note.velocity - 0.8)
        + patch.filter_energy * (note.energy - 0.5)
    )
    if patch.filter_sway > 0:
        turn = note.rng.uniform() + patch.filter_rate_hz * t
        octaves = octaves + patch.filter_sway * np.sin(2 * np.pi * turn)
    return np.asarray(max(patch.cutoff_hz, 20.0) * 2.0**octaves)


def _amp(patch: WavePatch, note: Sounding, t: Doubles) -> Floats:
    e = patch.amp
    # Energy hardens the attack: half as long at 1, twice at 0 for the slow ones.
    attack = e.attack * (2.0 ** (1.0 - 2.0 * note.energy) if e.attack > 0.02 else 1.0)
    level = curves.adsr(
        t, note.gate, min(attack, max(note.gate, e.attack * 0.3)), e.decay, e.sustain, e.release
    )
    if patch.swell > 0 and note.gate > 0.5:
        arch = np.sin(np.pi * np.clip(t / max(note.gate, 1e-3), 0.0, 1.0) ** 0.8)
        level = level * (1.0 - patch.swell * (0.5 - 0.5 * arch))
    if patch.tremolo > 0:
        turn = note.rng.uniform() + patch.tremolo_hz * t
        level = level * (1.0 - patch.tremolo * (0.5 + 0.5 * np.sin(2 * np.pi * turn)))
    level = level * decibels(patch.velocity_db * (note.velocity - 1.0))
    return curves.fade_end(np.asarray(level)).astype(np.float32)
