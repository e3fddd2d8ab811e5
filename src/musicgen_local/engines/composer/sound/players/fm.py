"""Plays `FmPatch`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.kernels.fm import fm
from musicgen_local.engines.composer.sound.patches.kinds import FmPatch, Operator
from musicgen_local.engines.composer.sound.players.note import Sounding, decibels, pan_gains
from musicgen_local.engines.composer.sound.tables import sine_table

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def tail_seconds(patch: FmPatch) -> float:
    """How long a note sounds after it is let go."""
    return max(o.envelope.release for o in patch.operators if o.modulates is None) + 0.02


def play(patch: FmPatch, out: Floats, note: Sounding) -> None:
    """Add one note to `out` [2, frames]."""
    t = curves.times(note.frames, note.sample_rate)
    pitch = note.pitch + 12.0 * patch.octave + curves.drift(t, patch.drift_cents, note.rng)
    pitch = pitch + curves.vibrato(
        t, patch.vibrato_hz, patch.vibrato_cents, patch.vibrato_delay, note.rng
    )
    if note.glide:
        pitch = pitch + curves.glide(t, note.glide, patch.glide_seconds)
    gain = decibels(patch.velocity_db * (note.velocity - 1.0))
    envelopes = np.stack([_level(o, note, t) for o in patch.operators])
    heard = [pan_gains(o.pan) if o.modulates is None else (0.0, 0.0) for o in patch.operators]
    fm(
        out,
        note.start,
        sine_table(),
        (curves.hz(pitch) / note.sample_rate).astype(np.float32),
        _ratios(patch),
        np.zeros(len(patch.operators), np.float32),  # in phase: any other start adds an offset
        envelopes,
        _routing(patch),
        (gain * np.array(heard)).astype(np.float32),
    )


def _ratios(patch: FmPatch) -> Floats:
    return np.array(
        [o.ratio * 2.0 ** (o.detune_cents / 1200.0) for o in patch.operators], np.float32
    )


def _routing(patch: FmPatch) -> Floats:
    routing = np.zeros((len(patch.operators), len(patch.operators)), np.float32)
    for index, operator in enumerate(patch.operators):
        if operator.modulates is not None:
            routing[operator.modulates, index] = 1.0
    return routing


def _level(operator: Operator, note: Sounding, t: Doubles) -> Floats:
    e = operator.envelope
    level = operator.level * decibels(operator.tracking * (note.pitch - 60.0) / 12.0)
    level *= 1.0 - operator.velocity + operator.velocity * note.velocity**1.5
    if operator.modulates is not None:
        level *= 0.75 + 0.5 * note.energy
        # Sidebands must stay below half the rate: less deviation where the pitch is high.
        room = 0.4 * note.sample_rate / float(curves.hz(note.pitch)) - operator.ratio
        level = min(level, max(0.0, 0.16 * room / operator.ratio))
    curve = level * curves.adsr(t, note.gate, e.attack, e.decay, e.sustain, e.release)
    return curves.fade_end(curve).astype(np.float32)
