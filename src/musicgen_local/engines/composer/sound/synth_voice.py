"""A voice that makes its tone itself, from a patch."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.sound.kernels.amplifier import HALFWAY, amplify
from musicgen_local.engines.composer.sound.patches.kinds import (
    FmPatch,
    Layers,
    ModalPatch,
    Patch,
    PluckPatch,
    WavePatch,
)
from musicgen_local.engines.composer.sound.players import fm, modal, pluck, wave
from musicgen_local.engines.composer.sound.players.note import Sounding
from musicgen_local.engines.composer.sound.voice import NoteBatch

PEAK = 0.25  # -12 dBFS: where a note in the middle of the range at velocity 0.8 peaks
Floats = NDArray[np.float32]


class SynthVoice:
    """An instrument of patches: layers of tone that sound together."""

    source = "synth"

    def __init__(self, instrument: str, layers: Layers) -> None:
        """`layers` are patches with their gains."""
        self.instrument = instrument
        self._layers = layers

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> Floats:
        """Sound the notes, release tails included: float32 [2, frames]."""
        played = let_go(notes, INSTRUMENTS[self.instrument].monophonic)
        level = _level(self.instrument, self._layers, sample_rate)
        return level * _render(self._layers, played, sample_rate, energy, seed)


def let_go(notes: NoteBatch, monophonic: bool) -> NoteBatch:
    """The notes as one player plays them: a new note of a monophonic instrument ends the last."""
    if not monophonic or len(notes) < 2:
        return notes
    gap = np.diff(notes.start_seconds, append=np.inf)
    shorter = np.where(gap > 0.01, np.minimum(notes.duration_seconds, gap), notes.duration_seconds)
    return NoteBatch(
        notes.start_seconds, shorter, notes.pitch, notes.velocity, notes.glide_semitones
    )


def note_rng(seed: int, index: int, pitch: float) -> np.random.Generator:
    """The note's own randomness: which of the batch it is, and what it plays."""
    key = (seed & 0xFFFFFFFF) << 32 | (index & 0xFFFFF) << 12 | int(pitch * 16) & 0xFFF
    return np.random.Generator(np.random.Philox(key=key))


def _render(
    layers: Layers,
    notes: NoteBatch,
    sample_rate: int,
    energy: float,
    seed: int,
) -> Floats:
    total = np.zeros((2, 0), np.float32)
    for place, (patch, gain) in enumerate(layers):
        soundings = [
            _sounding(patch, notes, i, sample_rate, energy, seed + 7919 * place)
            for i in range(len(notes))
            if notes.velocity[i] > 0.0
        ]
        frames = max((s.start + s.frames for s in soundings), default=0)
        out = np.zeros((2, frames), np.float32)
        for sounding in soundings:
            _play(patch, out, sounding)
        if isinstance(patch, PluckPatch) and patch.drive > 0:
            _amplify(out, patch, sample_rate)
            out[:, : min((s.start for s in soundings), default=0)] = 0.0  # its filter looks ahead
        out *= gain
        total = out if place == 0 else _sum(total, out)
    return total


def _sum(a: Floats, b: Floats) -> Floats:
    if a.shape[1] < b.shape[1]:
        a, b = b, a
    a[:, : b.shape[1]] += b
    return a


def _sounding(
    patch: Patch, notes: NoteBatch, i: int, sample_rate: int, energy: float, seed: int
) -> Sounding:
    gate = max(float(notes.duration_seconds[i]), 0.02)
    pitch = float(notes.pitch[i])
    match patch:
        case WavePatch():
            seconds = gate + wave.tail_seconds(patch)
        case FmPatch():
            seconds = gate + fm.tail_seconds(patch)
        case PluckPatch():
            seconds = min(gate, pluck.ring_seconds(patch, pitch)) + pluck.tail_seconds(patch)
        case ModalPatch():
            ring = modal.ring_seconds(patch, pitch)
            seconds = min(gate + modal.tail_seconds(patch, pitch), ring + 0.05)
    return Sounding(
        start=round(float(notes.start_seconds[i]) * sample_rate),
        frames=int(seconds * sample_rate) + 64,
        gate=gate,
        pitch=pitch,
        velocity=float(np.clip(notes.velocity[i], 0.0, 1.0)),
        glide=float(notes.glide_semitones[i]),
        energy=float(np.clip(energy, 0.0, 1.0)),
        sample_rate=sample_rate,
        rng=note_rng(seed, i, pitch),
    )


def _play(patch: Patch, out: Floats, sounding: Sounding) -> None:
    match patch:
        case WavePatch():
            wave.play(patch, out, sounding)
        case FmPatch():
            fm.play(patch, out, sounding)
        case PluckPatch():
            pluck.play(patch, out, sounding)
        case ModalPatch():
            modal.play(patch, out, sounding)


def _amplify(out: Floats, patch: PluckPatch, sample_rate: int) -> None:
    """The strings together through one amplifier: intermodulation is the sound of a power chord."""
    rate = float(sample_rate)
    amplify(out, HALFWAY, float(patch.drive), 85.0, float(patch.drive_lowpass_hz), rate)
    fade = min(out.shape[1], 512)
    out[:, -fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)


@lru_cache(maxsize=256)
def _level(instrument: str, layers: Layers, sample_rate: int) -> np.float32:
    """The gain that puts one note of the middle of the range at `PEAK`."""
    described = INSTRUMENTS[instrument]
    middle = 0.5 * (described.low + described.high)
    one = NoteBatch(np.zeros(1), np.array([1.5]), np.array([middle]), np.array([0.8]), np.zeros(1))
    peak = float(np.abs(_render(layers, one, sample_rate, 0.5, 1)).max())
    return np.float32(PEAK / max(peak, 1e-6))
