"""Plays `ModalPatch`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.kernels.modal import modal
from musicgen_local.engines.composer.sound.patches.kinds import ModalPatch
from musicgen_local.engines.composer.sound.players.note import Sounding, decibels
from musicgen_local.engines.composer.sound.tables import noise_table

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_LONGEST = 12.0
_MOST_PARTIALS = 40


def tail_seconds(patch: ModalPatch, pitch: float) -> float:
    """How long a note sounds after it is let go."""
    if patch.damper:
        return patch.release_seconds + 0.05
    return ring_seconds(patch, pitch)


def ring_seconds(patch: ModalPatch, pitch: float) -> float:
    """How long the body rings if nobody damps it."""
    octaves = (pitch - 60.0) / 12.0
    longest = max((p.seconds for p in patch.partials), default=patch.ring_seconds)
    if patch.stiffness > 0:
        longest *= min(patch.aftersound_ratio, 2.0)
    return min(_LONGEST, float(longest * 2.0 ** (patch.ring_tracking * octaves)))


def play(patch: ModalPatch, out: Floats, note: Sounding) -> None:
    """Add one note to `out` [2, frames]."""
    rate = note.sample_rate
    frames = min(note.frames, out.shape[1] - note.start)
    heard = np.zeros((2, frames), np.float32)
    partials = _partials(patch, note)
    gain = decibels(patch.velocity_db * (note.velocity - 1.0))
    partials[:, 3:] *= gain
    modal(heard, partials, int(note.gate * rate), 2e-5)
    _knock(patch, note, heard, gain)
    onset = min(frames, max(int(patch.onset_seconds * rate), 8))
    heard[:, :onset] *= np.sin(0.5 * np.pi * np.arange(onset) / onset).astype(np.float32) ** 2
    tail = min(frames, int(0.02 * rate))
    heard[:, -tail:] *= np.linspace(1.0, 0.0, tail, dtype=np.float32)
    if patch.tremolo > 0:
        t = np.arange(frames) / rate
        turn = patch.tremolo_hz * t + note.rng.uniform()
        heard *= (1.0 - patch.tremolo * (0.5 + 0.5 * np.sin(2 * np.pi * turn))).astype(np.float32)
    out[:, note.start : note.start + frames] += heard


def _knock(patch: ModalPatch, note: Sounding, heard: Floats, gain: float) -> None:
    """The blow itself: a short band of noise, brighter when hard."""
    rate = note.sample_rate
    count = min(heard.shape[1], int(patch.noise_seconds * 2 * rate))
    high = patch.noise_hz * 2.0 ** np.round(1.5 * (note.velocity - 0.6))
    noise = noise_table(float(patch.noise_hz) * 0.2, float(high), rate)
    at = int(note.rng.integers(noise.shape[1] - count))
    fall = np.exp(-6.9 * np.arange(count) / (patch.noise_seconds * rate) / 1.2)
    strength = gain * decibels(patch.noise_db) * (0.3 + note.velocity) * 2.0
    heard[:, :count] += (strength * fall * noise[:, at : at + count]).astype(np.float32)


def _partials(patch: ModalPatch, note: Sounding) -> Doubles:
    """[n, 5] for the kernel, loudness independent of pitch and brightness."""
    pitch = note.pitch + 12.0 * patch.octave
    octaves = (pitch - 60.0) / 12.0
    f0 = float(curves.hz(pitch))
    if patch.stiffness > 0:
        rows = _string_rows(patch, f0, octaves)
    else:
        ring = 2.0 ** (patch.ring_tracking * octaves)
        rows = [(f0 * p.ratio, decibels(p.gain_db), p.seconds * ring, 0.0) for p in patch.partials]
    table = np.array(rows, np.float64)
    table = table[table[:, 0] < 0.42 * note.sample_rate]
    corner = patch.hammer_hz * 2.0 ** (
        patch.hammer_velocity * (note.velocity - 0.8)
        + patch.hammer_tracking * octaves
        + (note.energy - 0.5)
    )
    amplitude = table[:, 1] / (1.0 + (table[:, 0] / corner) ** patch.hammer_order)
    amplitude /= max(float(np.sqrt(np.sum(amplitude**2))), 1e-9)
    count = len(table)
    cents = patch.detune_cents * note.rng.standard_normal(count)
    cents[0] = 0.0
    radians = 2 * np.pi * table[:, 0] * 2.0 ** (cents / 1200.0) / note.sample_rate
    side = np.where(table[:, 3] != 0.0, table[:, 3], note.rng.uniform(-1, 1, count))
    angle = (patch.spread * side + 1.0) * np.pi / 4.0
    held = 10.0 ** (-3.0 / (table[:, 2] * note.sample_rate))
    free = min(patch.release_seconds, 60.0) if patch.damper else 60.0
    released = 10.0 ** (-3.0 / (np.minimum(table[:, 2], free) * note.sample_rate))
    return np.stack(
        [radians, held, released, amplitude * np.cos(angle), amplitude * np.sin(angle)], axis=1
    )


def _string_rows(
    patch: ModalPatch, f0: float, octaves: float
) -> list[tuple[float, float, float, float]]:
    """(frequency, amplitude, seconds, side) of a stiff string's partials in two decay stages."""
    b = patch.stiffness * 2.0 ** (patch.stiff_tracking * octaves)
    ring = patch.ring_seconds * 2.0 ** (patch.ring_tracking * octaves)
    rows = []
    for n in range(1, _MOST_PARTIALS + 1):
        # Divided by the first partial's own stretch: the tuner tunes what is heard.
        f = n * f0 * float(np.sqrt((1.0 + b * n * n) / (1.0 + b)))
        amplitude = abs(np.sin(np.pi * n * patch.strike_position)) / n**0.7 + 0.02
        seconds = ring / (1.0 + patch.loss_per_khz * (f - f0) / 1000.0)
        rows.append((f, amplitude, seconds, 0.0001))
        after = amplitude * decibels(patch.aftersound_db)
        for string in range(1, patch.strings):
            sign = 1.0 if string % 2 else -1.0
            stretched = f * 2.0 ** (sign * patch.string_cents * (0.6 + 0.4 * string) / 1200.0)
            rows.append((stretched, after, seconds * patch.aftersound_ratio, sign))
    return rows
