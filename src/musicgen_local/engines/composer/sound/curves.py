"""Slow curves of a note (envelopes, vibrato, drift, glide), one value per `HOP` frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

HOP = 64  # frames per control value: 1.5 ms at 44.1 kHz; kernels draw straight lines between


def hops(frames: int) -> int:
    """How many values a curve over `frames` frames has, its end point included."""
    return -(-frames // HOP) + 1


def times(frames: int, sample_rate: int) -> Doubles:
    """The moments of a curve's values, in seconds."""
    return np.asarray(np.arange(hops(frames)) * (HOP / sample_rate), dtype=np.float64)


def adsr(
    t: Doubles, gate: float, attack: float, decay: float, sustain: float, release: float
) -> Doubles:
    """Attack-decay-sustain-release, 0-1, over the moments `t` of a note let go at `gate` seconds.

    The attack rises along a quarter of a sine, the decay falls by 40 dB of its way in `decay`
    seconds, the release by 60 dB in `release` seconds; let go early, it releases from where it is.
    """
    held = _attack_decay(np.minimum(t, gate), attack, decay, sustain)
    return np.asarray(held * np.exp(-6.9 * np.maximum(t - gate, 0.0) / max(release, 1e-3)))


def _attack_decay(t: Doubles, attack: float, decay: float, sustain: float) -> Doubles:
    rise = np.sin(0.5 * np.pi * np.minimum(t / max(attack, 1e-4), 1.0))
    fall = np.exp(-4.6 * np.maximum(t - attack, 0.0) / max(decay, 1e-3))
    return np.asarray(rise * (sustain + (1.0 - sustain) * fall))


def fade_end(curve: Doubles, hops_out: int = 4) -> Doubles:
    """The curve with its last values led to zero, so that nothing ends in a click."""
    n = min(hops_out, len(curve))
    curve[-n:] *= np.linspace(1.0, 0.0, n)
    return curve


def vibrato(
    t: Doubles, rate_hz: float, cents: float, delay: float, rng: np.random.Generator
) -> Doubles:
    """Pitch movement in semitones that sets in after `delay` seconds, never quite steady."""
    if cents <= 0.0:
        return np.zeros_like(t)
    sway = 0.02 * np.sin(2 * np.pi * 0.37 * t + rng.uniform(0, 6.28))
    onset = np.clip((t - delay) / max(0.6 * delay + 0.15, 0.15), 0.0, 1.0)
    phase = 2 * np.pi * rate_hz * rng.uniform(0.95, 1.05) * (t + sway)
    return np.asarray(0.01 * cents * onset * np.sin(phase))


def drift(t: Doubles, cents: float, rng: np.random.Generator) -> Doubles:
    """The slow wander of an analogue oscillator or a player's hand, in semitones."""
    if cents <= 0.0:
        return np.zeros_like(t)
    rates = rng.uniform(0.13, 0.9, 3)
    phases = rng.uniform(0, 2 * np.pi, 3)
    return np.asarray(
        0.01 * cents * 0.58 * np.sin(2 * np.pi * np.outer(rates, t) + phases[:, None]).sum(0)
    )


def glide(t: Doubles, semitones: float, seconds: float) -> Doubles:
    """From `semitones` away onto the pitch: 98 % of the way after `seconds`."""
    return np.asarray(semitones * np.exp(-4.0 * t / max(seconds, 1e-3)))


def hz(pitch: float | Doubles) -> Doubles:
    """Frequency of a MIDI pitch, A4 = 69 = 440 Hz."""
    return np.asarray(440.0 * 2.0 ** ((np.asarray(pitch) - 69.0) / 12.0))


def filter_gain(cutoff_hz: Doubles, sample_rate: int) -> Floats:
    """tan(pi f / rate) of the trapezoidal filter, the cutoff kept inside the audible band."""
    f = np.clip(cutoff_hz, 16.0, min(19_500.0, 0.44 * sample_rate))
    return np.tan(np.pi * f / sample_rate).astype(np.float32)
