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
from musicgen_local.engines.composer.sound import curves
from musicgen_local.engines.composer.sound.articulation import Articulation, articulation
from musicgen_local.engines.composer.sound.kernels.sample import sample
from musicgen_local.engines.composer.sound.players.note import decibels
from musicgen_local.engines.composer.sound.soundfont import Recording, SoundFont, Zone, open_font
from musicgen_local.engines.composer.sound.synth_voice import PEAK, let_go, note_rng
from musicgen_local.engines.composer.sound.voice import NoteBatch

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_FULL_SCALE = 1.0 / 32_768.0
# Hardware and software players alike take initial attenuation at two fifths of its written value.
_ATTENUATION = 0.4
# An orchestra kit has kettledrums where General MIDI has toms, hats and cymbals: its own hats and
# cymbals lie elsewhere, the toms come from the standard kit. Key -> (kit, key there).
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
    }
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
        return _moved(font, described.program, _MOVED_KEYS[instrument])
    program = described.program if manner.program is None else manner.program
    # Variation banks hold the better likeness where a font has them.
    return font.preset(manner.bank, program) or (
        font.preset(0, program) if manner.bank not in (0, 128) else ()
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
    for i in range(count - 1, -1, -1):
        key = round(float(notes.pitch[i]))
        group = next((z.generators[57] for z in available if z.keys[0] <= key <= z.keys[1]), 0)
        start = float(notes.start_seconds[i])
        if group:
            if group in next_of_class and next_of_class[group] > start:
                duration[i] = next_of_class[group] - start
            next_of_class[group] = start
    rng = np.random.default_rng([seed & 0xFFFFFFFF, 19])
    return NoteBatch(
        notes.start_seconds,
        duration,
        np.round(notes.pitch) + rng.uniform(-0.14, 0.14, count),
        np.clip(notes.velocity + rng.uniform(-0.025, 0.025, count), 0.0, 1.0),
        np.zeros(count),
    )


def _render(
    instrument: str, path: Path, notes: NoteBatch, sample_rate: int, energy: float, seed: int
) -> Floats:
    font = open_font(path)
    available = zones(font, instrument)
    manner = articulation(INSTRUMENTS[instrument])
    parts: list[tuple[int, Zone, Recording, int]] = []
    for i in range(len(notes)):
        key = int(np.clip(round(float(notes.pitch[i])), 0, 127))
        layer = int(np.clip(round(127 * float(notes.velocity[i]) * manner.layer), 1, 127))
        for zone in available:
            if zone.holds(key, layer):
                bent = zone.played(key, layer)
                recording = font.recording(zone.sample)
                frames = _frames(bent, manner, recording, notes, i, sample_rate)
                parts.append((i, bent, recording, frames))
    starts = np.round(notes.start_seconds * sample_rate).astype(np.int64)
    out = np.zeros((2, max((int(starts[i]) + f for i, _, _, f in parts), default=0)), np.float32)
    for i, zone, recording, frames in parts:
        rng = note_rng(seed, i, float(notes.pitch[i]))
        t = curves.times(frames, sample_rate)
        gate = max(float(notes.duration_seconds[i]), 0.02)
        left, right = _gains(zone, manner, notes, i, t, gate, rng)
        sample(
            out,
            int(starts[i]),
            recording.data,
            *_loop(zone, recording),
            _step(zone, manner, recording, notes, i, t, gate, sample_rate, rng),
            curves.filter_gain(_cutoff(zone, manner, notes, i, t, gate, energy), sample_rate),
            1.3,
            left,
            right,
        )
    return out


def _loop(zone: Zone, recording: Recording) -> tuple[int, int]:
    begin = recording.loop_start + zone.offsets[2]
    end = min(recording.loop_end + zone.offsets[3], len(recording.data) - 1)
    if zone.generators[54] & 1 == 0 or end - begin < 4 or begin < 0:
        return 0, 0
    return begin, end


def _release(zone: Zone, manner: Articulation) -> float:
    # The font counts to -100 dB; what lies under -60 dB is not missed.
    return float(np.clip(0.6 * zone.seconds(38), max(manner.release, 0.03), manner.longest_release))


def _frames(
    zone: Zone, manner: Articulation, recording: Recording, notes: NoteBatch, i: int, rate: int
) -> int:
    seconds = max(float(notes.duration_seconds[i]), 0.02) + _release(zone, manner)
    if _loop(zone, recording)[1] == 0:
        lowest = float(notes.pitch[i]) - max(-float(notes.glide_semitones[i]), 0.0) - 0.5
        speed = 2.0 ** ((lowest - _root(zone, recording)) / 12.0) * recording.sample_rate
        seconds = min(seconds, len(recording.data) / speed)
    return int(seconds * rate) + 64


def _root(zone: Zone, recording: Recording) -> float:
    """MIDI pitch that plays the recording at its own speed."""
    override = zone.generators[58]
    written = round(recording.pitch)
    base = recording.pitch if override < 0 else override + recording.pitch - written
    return base - zone.generators[51] - zone.generators[52] / 100.0


def _step(
    zone: Zone,
    manner: Articulation,
    recording: Recording,
    notes: NoteBatch,
    i: int,
    t: Doubles,
    gate: float,
    rate: int,
    rng: np.random.Generator,
) -> Floats:
    g = zone.generators
    scale = g[56] / 100.0
    played = float(notes.pitch[i])
    root = _root(zone, recording)
    center = 60.0 if _own_root(zone) else float(g[58])
    # Scale tuning below 100 (drums, effects) turns around the root key.
    pitch = played - root if scale == 1.0 else (played - center) * scale + center - root
    bend = curves.drift(t, manner.drift_cents, rng)
    bend = bend + curves.vibrato(
        t, manner.vibrato_hz, manner.vibrato_cents, manner.vibrato_delay, rng
    )
    if notes.glide_semitones[i]:
        bend = bend + curves.glide(t, float(notes.glide_semitones[i]), manner.glide_seconds)
    if g[6]:
        bend = bend + 0.01 * g[6] * _lfo(t, zone.seconds(23), g[24])
    if g[5]:
        bend = bend + 0.01 * g[5] * _lfo(t, zone.seconds(21), g[22])
    if g[7]:
        bend = bend + 0.01 * g[7] * _modulation(zone, t, gate)
    speed = 2.0 ** ((pitch + bend) / 12.0) * (recording.sample_rate / rate)
    return np.asarray(speed, dtype=np.float32)


def _own_root(zone: Zone) -> bool:
    """Whether the zone leaves the recording's own root key."""
    return zone.generators[58] < 0


def _lfo(t: Doubles, delay: float, cents: int) -> Doubles:
    rate = 8.176 * 2.0 ** (cents / 1200.0)
    phase = np.maximum(t - delay, 0.0) * rate
    return np.asarray(2.0 * np.abs(2.0 * ((phase + 0.75) % 1.0) - 1.0) - 1.0)


def _modulation(zone: Zone, t: Doubles, gate: float) -> Doubles:
    """The second envelope, 0-1: spec 8.1.2, generators 25 to 30."""
    attack, hold, decay = (max(zone.seconds(generator), 1e-3) for generator in (26, 27, 28))
    sustain = 1.0 - zone.generators[29] / 1000.0
    x = np.maximum(t - zone.seconds(25), 0.0)
    rise = np.minimum(x / attack, 1.0)
    fall = 1.0 - np.clip((x - attack - hold) / decay, 0.0, 1.0 - sustain)
    out = np.maximum(t - gate, 0.0) / max(zone.seconds(30), 1e-3)
    return np.asarray(np.maximum(rise * fall - out, 0.0))


def _cutoff(
    zone: Zone,
    manner: Articulation,
    notes: NoteBatch,
    i: int,
    t: Doubles,
    gate: float,
    energy: float,
) -> Doubles:
    """The font's filter, and in front of it the darkness of a soft touch."""
    g = zone.generators
    cents = np.full(len(t), float(g[8]))
    if g[11]:
        cents = cents + g[11] * _modulation(zone, t, gate)
    if g[10]:
        cents = cents + g[10] * _lfo(t, zone.seconds(21), g[22])
    font_hz = 8.176 * 2.0 ** (np.clip(cents, 1_500.0, 13_500.0) / 1200.0)
    octaves = (
        manner.brightness_octaves * (float(notes.velocity[i]) - 0.8)
        + manner.brightness_tracking * (float(notes.pitch[i]) - 60.0) / 12.0
        + 1.2 * (energy - 0.5)
    )
    touch_hz = manner.brightness_hz * 2.0**octaves
    return np.asarray(1.0 / np.sqrt(1.0 / font_hz**2 + 1.0 / touch_hz**2))


def _gains(
    zone: Zone,
    manner: Articulation,
    notes: NoteBatch,
    i: int,
    t: Doubles,
    gate: float,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    g = zone.generators
    key = 60.0 - float(notes.pitch[i])
    attack = max(zone.seconds(34), manner.attack, 0.001)
    hold = zone.seconds(35) * 2.0 ** (g[39] * key / 1200.0)
    decay = max(zone.seconds(36), 1e-3) * 2.0 ** (g[40] * key / 1200.0)
    x = np.maximum(t - zone.seconds(33), 0.0)
    fall = np.minimum(100.0 * np.maximum(x - attack - hold, 0.0) / decay, g[37] / 10.0)
    away = 60.0 * np.maximum(t - gate, 0.0) / _release(zone, manner)
    still = manner.velocity_db * (float(notes.velocity[i]) - 1.0) - _ATTENUATION * g[48] / 10.0
    level = np.minimum(x / attack, 1.0) * 10.0 ** ((still - fall - away) / 20.0)
    if g[13]:
        level = level * 10.0 ** (g[13] * _lfo(t, zone.seconds(21), g[22]) / 200.0)
    if manner.swell > 0 and gate > 0.5:
        arch = np.sin(np.pi * np.clip(t / gate, 0.0, 1.0) ** 0.8)
        level = level * (1.0 - manner.swell * (0.5 - 0.5 * arch))
    if manner.tremolo > 0:
        turn = rng.uniform() + manner.tremolo_hz * t
        level = level * (1.0 - manner.tremolo * (0.5 + 0.5 * np.sin(2 * np.pi * turn)))
    level = curves.fade_end(np.asarray(level * _FULL_SCALE))
    angle = np.clip(g[17] / 1000.0 + 0.5, 0.0, 1.0) * np.pi / 2.0
    return (level * np.cos(angle)).astype(np.float32), (level * np.sin(angle)).astype(np.float32)


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
