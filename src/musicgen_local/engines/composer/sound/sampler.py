"""Plays the presets of a SoundFont, with velocity that changes the tone and a player's expression.

The product reads fonts itself: the renderers at hand ignore velocity, bends and expression, and cut
the last note's release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.sound.articulation import Articulation, articulation
from musicgen_local.engines.composer.sound.kernels import expression as row
from musicgen_local.engines.composer.sound.kernels.sample import sample
from musicgen_local.engines.composer.sound.players.note import decibels
from musicgen_local.engines.composer.sound.soundfont import SoundFont, Zone, open_font
from musicgen_local.engines.composer.sound.synth_voice import PEAK, let_go, note_rng
from musicgen_local.engines.composer.sound.takes import Take, takes
from musicgen_local.engines.composer.sound.voice import NoteBatch

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# An orchestra kit has kettledrums where General MIDI has toms, hats and cymbals: its own hats and
# cymbals lie elsewhere, the toms come from the standard kit. Key -> (kit, key there).
# Where the pieces of a kit stand, in thousandths of the way from the middle (500: hard right).
_SEATS: Mapping[int, int] = {
    42: 130, 44: 130, 46: 130, 51: -160, 53: -160, 59: -190, 49: -210, 57: 220, 55: -130, 52: 200,
    50: 120, 48: 70, 47: 20, 45: -60, 43: -120, 41: -170, 54: 100, 56: 80, 69: -120, 70: 140,
    82: 140,
}  # fmt: skip

_MOVED_KEYS: Mapping[str, Mapping[int, tuple[int, int]]] = {
    "orchestral_percussion": {
        **{key: (0, key) for key in (41, 43, 45, 47, 48, 50)},
        42: (48, 27),
        44: (48, 28),
        46: (48, 29),
        49: (48, 59),
        51: (48, 30),
        52: (48, 57),
        53: (48, 30),
    },
    # Surdos where a kit has its kicks, shaken things where it has its hats (GM 2 percussion map).
    "latin_percussion": {
        35: (0, 86),
        36: (0, 87),
        42: (0, 82),
        44: (0, 70),
        46: (0, 69),
        70: (0, 82),
    },
}
_RINGING_SECONDS = 12.0  # of a drum nobody stops: longer than any recording of one


class SampledVoice:
    """An instrument of a SoundFont."""

    source = "soundfont"

    def __init__(self, instrument: str, font: Path) -> None:
        """Open the preset; `has_preset` tells beforehand whether the font has it.

        Raises:
            MachineError: when the font can't be read.
        """
        self.instrument = instrument
        self._font = font

    def play(self, notes: NoteBatch, *, sample_rate: int, energy: float, seed: int) -> Floats:
        """Sound the notes, release tails included: float32 [2, frames]."""
        described = INSTRUMENTS[self.instrument]
        if described.family is Family.DRUM_KIT:
            played = _struck(notes, zones(open_font(self._font), self.instrument), seed)
        else:
            played = let_go(notes, described.monophonic)
        level = _level(self.instrument, self._font, sample_rate)
        return level * _render(self.instrument, self._font, played, sample_rate, energy, seed)


def has_preset(instrument: str, font: Path) -> bool:
    """Whether the font plays this instrument over the middle of its range.

    Raises:
        MachineError: when the font can't be read.
    """
    return bool(zones(open_font(font), instrument))


@lru_cache(maxsize=256)
def zones(font: SoundFont, instrument: str) -> tuple[Zone, ...]:
    """The zones of an instrument's preset, or none."""
    described = INSTRUMENTS[instrument]
    manner = articulation(described)
    if instrument in _MOVED_KEYS:
        return _seated(_moved(font, described.program, _MOVED_KEYS[instrument]))
    if described.family is Family.DRUM_KIT:
        return _seated(font.preset(manner.bank, described.program))
    program = described.program if manner.program is None else manner.program
    # Variation banks hold the better likeness where a font has them.
    return font.preset(manner.bank, program) or (
        font.preset(0, program) if manner.bank not in (0, 128) else ()
    )


def _seated(kit: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """A kit whose mono recordings stand where its pieces do, seen from the audience."""
    return tuple(
        replace(zone, generators={**zone.generators, 17: _SEATS[zone.keys[0]]})
        if zone.generators[17] == 0 and zone.keys[0] == zone.keys[1] and zone.keys[0] in _SEATS
        else zone
        for zone in kit
    )


def _moved(font: SoundFont, program: int, moved: Mapping[int, tuple[int, int]]) -> tuple[Zone, ...]:
    """A kit's zones key by key, some taken from other keys or kits and tuned back to their own."""
    found = []
    for key in range(35, 82):
        kit, source = moved.get(key, (program, key))
        for zone in font.preset(128, kit):
            if zone.keys[0] <= source <= zone.keys[1]:
                tuning = zone.generators[51] + round((source - key) * zone.generators[56] / 100)
                generators = {**zone.generators, 51: tuning}
                found.append(replace(zone, keys=(key, key), generators=generators))
    return tuple(found)


def _struck(notes: NoteBatch, available: tuple[Zone, ...], seed: int) -> NoteBatch:
    """Drum strokes: they ring until their recording or a stroke of their exclusive class ends them.

    Strokes differ a little in pitch and force, as no drummer hits the same spot twice.
    """
    count = len(notes)
    duration = np.full(count, _RINGING_SECONDS)
    next_of_class: dict[int, float] = {}
    classes: dict[int, int] = {}
    for i in range(count - 1, -1, -1):
        key = round(float(notes.pitch[i]))
        if key not in classes:
            held = (z.generators[57] for z in available if z.keys[0] <= key <= z.keys[1])
            classes[key] = next(held, 0)
        group = classes[key]
        start = float(notes.start_seconds[i])
        if group:
            if group in next_of_class and next_of_class[group] > start:
                duration[i] = next_of_class[group] - start
            next_of_class[group] = start
    heard = int(np.count_nonzero(notes.velocity))
    rng = np.random.default_rng([seed & 0xFFFFFFFF, 19])
    pitch, velocity = np.round(notes.pitch), notes.velocity.copy()
    pitch[:heard] += rng.uniform(-0.14, 0.14, heard)
    velocity[:heard] = np.clip(velocity[:heard] + rng.uniform(-0.025, 0.025, heard), 0.01, 1.0)
    return NoteBatch(
        notes.start_seconds,
        duration,
        pitch,
        velocity,
        np.zeros(count),
    )


def _render(
    instrument: str, path: Path, notes: NoteBatch, sample_rate: int, energy: float, seed: int
) -> Floats:
    manner = articulation(INSTRUMENTS[instrument])
    placed: list[tuple[Take, Doubles]] = []
    for i in range(len(notes)):
        pitch, velocity = float(notes.pitch[i]), float(notes.velocity[i])
        if velocity <= 0.0:
            continue
        key = min(max(round(pitch), 0), 127)
        layer = min(max(round(127 * velocity * manner.layer), 1), 127)
        found = _takes(instrument, path, key, layer, sample_rate)
        if not found:
            continue
        gate = max(float(notes.duration_seconds[i]), 0.02)
        glide = float(notes.glide_semitones[i])
        hand = _hand(manner, pitch, velocity, energy, note_rng(seed, i, pitch))
        hand[row.START] = round(float(notes.start_seconds[i]) * sample_rate)
        hand[row.GATE] = gate
        hand[row.GLIDE] = glide
        if gate <= 0.5:
            hand[row.SWELL] = -manner.swell  # too short to grow
        for take in found:
            note = take.settings + hand
            note[row.STILL] += take.level_db
            note[row.SPEED] = take.speed(pitch)
            note[row.FRAMES] = _frames(take, gate, pitch - max(-glide, 0.0) - 0.5, sample_rate)
            placed.append((take, note))
    length = max((int(n[row.START] + n[row.FRAMES]) for _, n in placed), default=0)
    out = np.zeros((2, length), np.float32)
    for take, note in placed:
        sample(out, take.left, take.right, note)
    return out


@lru_cache(maxsize=4096)
def _takes(instrument: str, path: Path, key: int, layer: int, sample_rate: int) -> tuple[Take, ...]:
    font = open_font(path)
    held = [z.played(key, layer) for z in zones(font, instrument) if z.holds(key, layer)]
    return takes(font, held, articulation(INSTRUMENTS[instrument]), key, sample_rate)


def _frames(take: Take, gate: float, lowest: float, rate: int) -> int:
    seconds = gate + float(take.settings[row.RELEASE])
    seconds = min(seconds, take.recorded_frames(take.speed(lowest)) / rate)
    return int(min(seconds, take.longest_seconds) * rate) + 64


def _hand(
    manner: Articulation, pitch: float, velocity: float, energy: float, rng: np.random.Generator
) -> Doubles:
    """What the player adds: the kernel's row, zero where the take alone decides."""
    hand = np.zeros(row.FIELDS)
    hand[row.STILL] = manner.velocity_db * (velocity - 1.0)
    octaves = (
        manner.brightness_octaves * (velocity - 0.8)
        + manner.brightness_tracking * (pitch - 60.0) / 12.0
        + 1.2 * (energy - 0.5)
    )
    hand[row.TOUCH_HZ] = manner.brightness_hz * 2.0**octaves
    if manner.tremolo > 0:
        hand[row.TREMOLO_TURN] = rng.uniform()
    if manner.drift_cents > 0:
        hand[row.DRIFT_1 : row.DRIFT_3 + 1] = 2 * np.pi * rng.uniform(0.13, 0.9, 3)
        hand[row.TURN_1 : row.TURN_3 + 1] = rng.uniform(0, 2 * np.pi, 3)
    if manner.vibrato_cents > 0:
        hand[row.SWAY_TURN] = rng.uniform(0, 6.28)
        hand[row.VIBRATO_HZ] = manner.vibrato_hz * rng.uniform(0.95, 1.05)
    return hand


@lru_cache(maxsize=256)
def _level(instrument: str, font: Path, sample_rate: int) -> np.float32:
    """The gain that puts one note of the middle of the range at `PEAK`."""
    described = INSTRUMENTS[instrument]
    is_kit = described.family is Family.DRUM_KIT
    middle = 36.0 if is_kit else float((described.low + described.high) // 2)
    one = NoteBatch(np.zeros(1), np.array([1.0]), np.array([middle]), np.array([0.8]), np.zeros(1))
    heard = _render(instrument, font, one, sample_rate, 0.5, 1)
    peak = float(np.abs(heard).max()) if heard.size else 0.0
    return np.float32(PEAK / peak if peak > 1e-6 else decibels(0.0))
