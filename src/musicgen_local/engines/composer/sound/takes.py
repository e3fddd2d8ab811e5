"""What a key struck at a velocity takes from a SoundFont: recordings, and how they are played."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.articulation import Articulation
from musicgen_local.engines.composer.sound.kernels import expression as row
from musicgen_local.engines.composer.sound.soundfont import Recording, SoundFont, Zone

Doubles = NDArray[np.float64]
Recorded = NDArray[np.int16]

_FULL_SCALE = 1.0 / 32_768.0
# Hardware and software players alike take initial attenuation at two fifths of its written value.
_ATTENUATION = 0.4
_INAUDIBLE_DB = 80.0  # under a take of full level; a decay ends there too
_PAN = 17
_NO_RECORDING: Recorded = np.zeros(0, np.int16)


@dataclass(frozen=True, slots=True)
class Take:
    """One recording, or the two sides of a stereo pair, ready for notes of one key and layer."""

    left: Recorded
    right: Recorded  # empty: the recording alone, on both sides
    settings: Doubles  # the kernel's row, without what belongs to the single note
    level_db: float
    longest_seconds: float  # until the decay is over
    root: float  # MIDI pitch at which the recording has its own speed
    center: float  # key around which the scale is stretched
    scale: float  # semitones per key
    rate_ratio: float  # recorded frames per second over rendered ones

    def speed(self, pitch: float) -> float:
        """Recorded frames per frame at this pitch."""
        if self.scale != 1.0:  # drums and effects: the scale turns around the root key
            pitch = (pitch - self.center) * self.scale + self.center
        return float(2.0 ** ((pitch - self.root) / 12.0)) * self.rate_ratio

    def recorded_frames(self, speed: float) -> float:
        """Frames until the recording ends; infinite when it is looped."""
        if self.settings[row.LOOP_END]:
            return math.inf
        return len(self.left) / speed


def takes(
    font: SoundFont, held: Iterable[Zone], manner: Articulation, key: int, rate: int
) -> tuple[Take, ...]:
    """The takes of zones that are `held` by a key and bent for its velocity."""
    found: list[Take] = []
    waiting: tuple[Zone, Recording] | None = None
    for zone in held:
        if _ATTENUATION * zone.generators[48] / 10.0 > _INAUDIBLE_DB:
            continue
        here = zone, font.recording(zone.sample)
        if waiting is not None and _is_pair(waiting, here):
            sides = sorted((waiting, here), key=lambda side: side[0].generators[_PAN])
            found.append(_take(sides[0], sides[1], manner, key, rate))
            waiting = None
            continue
        if waiting is not None:
            found.append(_take(waiting, None, manner, key, rate))
        waiting = here
    if waiting is not None:
        found.append(_take(waiting, None, manner, key, rate))
    return tuple(found)


def _is_pair(a: tuple[Zone, Recording], b: tuple[Zone, Recording]) -> bool:
    """Whether two zones are the far sides of one stereo recording."""
    (one, first), (other, second) = a, b
    if {one.generators[_PAN], other.generators[_PAN]} != {-500, 500}:
        return False
    alike = all(one.generators[g] == other.generators[g] for g in one.generators if g != _PAN)
    ends = [_loop(*side)[1] for side in (a, b)]
    return (
        alike
        and first.sample_rate == second.sample_rate
        and _root(*a) == _root(*b)
        and (all(ends) or (not any(ends) and len(first.data) == len(second.data)))
    )


def _take(
    one: tuple[Zone, Recording],
    other: tuple[Zone, Recording] | None,
    manner: Articulation,
    key: int,
    rate: int,
) -> Take:
    zone, recording = one
    g = zone.generators
    settings = np.zeros(row.FIELDS)
    angle = min(max(g[_PAN] / 1000.0 + 0.5, 0.0), 1.0) * math.pi / 2.0
    sides = (1.0, 1.0) if other else (math.cos(angle), math.sin(angle))
    decay = max(zone.seconds(36), 1e-3) * 2.0 ** (g[40] * (60 - key) / 1200.0)
    for place, value in {
        row.RATE: rate,
        row.LEFT: _FULL_SCALE * _unless_silent(sides[0]),
        row.RIGHT: _FULL_SCALE * _unless_silent(sides[1]),
        row.LOOP: _loop(*one)[0],
        row.LOOP_END: _loop(*one)[1],
        row.SECOND_LOOP: _loop(*other)[0] if other else 0,
        row.SECOND_END: _loop(*other)[1] if other else 0,
        row.DELAY: zone.seconds(33),
        row.ATTACK: max(zone.seconds(34), manner.attack, 0.001),
        row.HOLD: zone.seconds(35) * 2.0 ** (g[39] * (60 - key) / 1200.0),
        row.DECAY: decay,
        row.SUSTAIN: g[37] / 10.0,
        row.RELEASE: _release(zone, manner),
        row.VIB_DELAY: zone.seconds(23),
        row.VIB_HZ: _oscillator_hz(g[24]),
        row.VIB_PITCH: 0.01 * g[6],
        row.MOD_DELAY: zone.seconds(21),
        row.MOD_HZ: _oscillator_hz(g[22]),
        row.MOD_PITCH: 0.01 * g[5],
        row.MOD_OCTAVES: g[10] / 1200.0,
        row.MOD_DB: g[13] / 10.0,
        row.ENV_DELAY: zone.seconds(25),
        row.ENV_ATTACK: max(zone.seconds(26), 1e-3),
        row.ENV_HOLD: max(zone.seconds(27), 1e-3),
        row.ENV_DECAY: max(zone.seconds(28), 1e-3),
        row.ENV_SUSTAIN: 1.0 - g[29] / 1000.0,
        row.ENV_RELEASE: max(zone.seconds(30), 1e-3),
        row.ENV_PITCH: 0.01 * g[7],
        row.ENV_OCTAVES: g[11] / 1200.0,
        row.FONT_OCTAVES: g[8] / 1200.0,
        row.SWELL: manner.swell,
        row.TREMOLO: manner.tremolo,
        row.TREMOLO_HZ: manner.tremolo_hz,
        row.DRIFT: 0.01 * 0.58 * manner.drift_cents,
        row.VIBRATO: 0.01 * manner.vibrato_cents,
        row.VIBRATO_DELAY: manner.vibrato_delay,
        row.GLIDE_SECONDS: manner.glide_seconds,
    }.items():
        settings[place] = value
    settings.flags.writeable = False
    fades = g[37] / 10.0 >= _INAUDIBLE_DB
    until = settings[row.DELAY] + settings[row.ATTACK] + settings[row.HOLD]
    return Take(
        left=recording.data,
        right=other[1].data if other else _NO_RECORDING,
        settings=settings,
        level_db=-_ATTENUATION * g[48] / 10.0,
        longest_seconds=until + _INAUDIBLE_DB / 100.0 * decay if fades else math.inf,
        root=_root(zone, recording),
        center=60.0 if g[58] < 0 else float(g[58]),
        scale=g[56] / 100.0,
        rate_ratio=recording.sample_rate / rate,
    )


def _unless_silent(gain: float) -> float:
    return gain if gain > 1e-6 else 0.0


def _release(zone: Zone, manner: Articulation) -> float:
    # The font counts to -100 dB; what lies under -60 dB is not missed.
    return min(max(0.6 * zone.seconds(38), manner.release, 0.03), manner.longest_release)


def _loop(zone: Zone, recording: Recording) -> tuple[int, int]:
    begin = recording.loop_start + zone.offsets[2]
    end = min(recording.loop_end + zone.offsets[3], len(recording.data) - 1)
    if zone.generators[54] & 1 == 0 or end - begin < 4 or begin < 0:
        return 0, 0
    return begin, end


def _root(zone: Zone, recording: Recording) -> float:
    """MIDI pitch that plays the recording at its own speed."""
    override = zone.generators[58]
    written = round(recording.pitch)
    base = recording.pitch if override < 0 else override + recording.pitch - written
    return base - zone.generators[51] - zone.generators[52] / 100.0


def _oscillator_hz(cents: int) -> float:
    return float(8.176 * 2.0 ** (cents / 1200.0))
