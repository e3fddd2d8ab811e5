"""A sampled note as a row of numbers, and how it moves: level, pitch, brightness, swell."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.kernels import INNER

Doubles = NDArray[np.float64]

# Places in the row that describes a note. Times in seconds, levels in dB, pitches in semitones.
(
    START, FRAMES, RATE,  # first frame in `out`, frames to its end, frames a second
    LEFT, RIGHT, STILL,  # gains of the two sides, level before any envelope
    LOOP, LOOP_END, SECOND_LOOP, SECOND_END,  # frames of each recording; end 0: no loop
    GATE, DELAY, ATTACK, HOLD, DECAY, SUSTAIN, RELEASE,  # sustain: dB that the decay falls
    SWELL, TREMOLO, TREMOLO_HZ, TREMOLO_TURN,
    SPEED,  # recorded frames per frame at the bend 0
    DRIFT, DRIFT_1, DRIFT_2, DRIFT_3, TURN_1, TURN_2, TURN_3,  # rates in radians a second
    VIBRATO, VIBRATO_HZ, VIBRATO_DELAY, SWAY_TURN, GLIDE, GLIDE_SECONDS,
    VIB_DELAY, VIB_HZ, VIB_PITCH,  # the font's vibrato oscillator
    MOD_DELAY, MOD_HZ, MOD_PITCH, MOD_OCTAVES, MOD_DB,  # the font's modulation oscillator
    ENV_DELAY, ENV_ATTACK, ENV_HOLD, ENV_DECAY, ENV_SUSTAIN, ENV_RELEASE, ENV_PITCH, ENV_OCTAVES,
    FONT_OCTAVES, TOUCH_HZ,  # low-passes: octaves over 8.176 Hz, and the player's touch
    FIELDS,
) = range(54)  # fmt: skip

_DAMPING = 1.3  # of the low-pass
_LOWEST_OCTAVE, _HIGHEST_OCTAVE = 1.25, 11.25  # the font's filter: 1,500 to 13,500 cents


@njit(**INNER)  # type: ignore[untyped-decorator]
def level_at(note: Doubles, t: float) -> float:
    """Attack, hold, decay and release: spec 8.1.2, generators 33 to 38."""
    x = t - note[DELAY]
    if x <= 0.0:
        return 0.0
    rise = min(x / note[ATTACK], 1.0)
    x -= note[ATTACK] + note[HOLD]
    fall = min(100.0 * max(x, 0.0) / note[DECAY], note[SUSTAIN])
    fall += 60.0 * max(t - note[GATE], 0.0) / note[RELEASE]
    level: float = rise * math.exp(0.11512925464970229 * (note[STILL] - fall))
    return level


@njit(**INNER)  # type: ignore[untyped-decorator]
def controls_at(note: Doubles, t: float) -> tuple[float, float, float, float, float]:
    """What moves slowly: speed, the filter's three coefficients, swell and tremolo."""
    bend = 0.0
    octaves = note[FONT_OCTAVES]
    shape = 1.0
    if note[DRIFT] > 0.0:
        bend += note[DRIFT] * (
            math.sin(note[DRIFT_1] * t + note[TURN_1])
            + math.sin(note[DRIFT_2] * t + note[TURN_2])
            + math.sin(note[DRIFT_3] * t + note[TURN_3])
        )
    if note[VIBRATO] > 0.0:
        delay = note[VIBRATO_DELAY]
        onset = min(max((t - delay) / max(0.6 * delay + 0.15, 0.15), 0.0), 1.0)
        if onset > 0.0:
            sway = 0.02 * math.sin(2.0 * math.pi * 0.37 * t + note[SWAY_TURN])
            turn = 2.0 * math.pi * note[VIBRATO_HZ] * (t + sway)
            bend += note[VIBRATO] * onset * math.sin(turn)
    if note[GLIDE] != 0.0:
        bend += note[GLIDE] * math.exp(-4.0 * t / note[GLIDE_SECONDS])
    if note[VIB_PITCH] != 0.0:
        bend += note[VIB_PITCH] * _triangle((t - note[VIB_DELAY]) * note[VIB_HZ])
    if note[MOD_PITCH] != 0.0 or note[MOD_OCTAVES] != 0.0 or note[MOD_DB] != 0.0:
        turned = _triangle((t - note[MOD_DELAY]) * note[MOD_HZ])
        bend += note[MOD_PITCH] * turned
        octaves += note[MOD_OCTAVES] * turned
        shape = 10.0 ** (note[MOD_DB] * turned / 20.0)
    if note[ENV_PITCH] != 0.0 or note[ENV_OCTAVES] != 0.0:
        raised = _envelope(note, t)
        bend += note[ENV_PITCH] * raised
        octaves += note[ENV_OCTAVES] * raised
    if note[SWELL] > 0.0:
        arch = math.sin(math.pi * min(t / note[GATE], 1.0) ** 0.8)
        shape *= 1.0 - note[SWELL] * (0.5 - 0.5 * arch)
    if note[TREMOLO] > 0.0:
        turned = math.sin(2.0 * math.pi * (note[TREMOLO_TURN] + note[TREMOLO_HZ] * t))
        shape *= 1.0 - note[TREMOLO] * (0.5 + 0.5 * turned)
    font = 8.176 * 2.0 ** min(max(octaves, _LOWEST_OCTAVE), _HIGHEST_OCTAVE)
    touch = note[TOUCH_HZ]
    hz = font * touch / math.sqrt(font * font + touch * touch)
    g = math.tan(math.pi * min(max(hz, 16.0), 19_500.0, 0.44 * note[RATE]) / note[RATE])
    a = 1.0 / (1.0 + g * (g + _DAMPING))
    return (
        note[SPEED] * 2.0 ** (bend / 12.0),
        2.0 * a - 1.0,
        2.0 * g * a,
        1.0 - 2.0 * g * g * a,
        shape,
    )


@njit(**INNER)  # type: ignore[untyped-decorator]
def _triangle(turns: float) -> float:
    return 2.0 * abs(2.0 * ((max(turns, 0.0) + 0.75) % 1.0) - 1.0) - 1.0


@njit(**INNER)  # type: ignore[untyped-decorator]
def _envelope(note: Doubles, t: float) -> float:
    """The second envelope, 0-1: spec 8.1.2, generators 25 to 30."""
    x = max(t - note[ENV_DELAY], 0.0)
    rise = min(x / note[ENV_ATTACK], 1.0)
    fallen = max(x - note[ENV_ATTACK] - note[ENV_HOLD], 0.0) / note[ENV_DECAY]
    fall = 1.0 - min(fallen, 1.0 - note[ENV_SUSTAIN])
    raised: float = max(rise * fall - max(t - note[GATE], 0.0) / note[ENV_RELEASE], 0.0)
    return raised
