"""The voices of a games console: plain pulses and a stepped triangle, and nothing round them.

Two pulse channels with duty cycles of 1/8, 1/4 and 1/2 and one triangle of sixteen levels, as in
the 2A03 of 1983 (nesdev.org, "APU Pulse" and "APU Triangle").
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    Layers,
    Spectrum,
    WavePatch,
)


def _stepped_triangle(harmonics: int = 64) -> tuple[tuple[int, float], ...]:
    """Strengths of a triangle drawn in steps of a sixteenth of its height, 32 to a period."""
    levels = np.concatenate([np.arange(15, -1, -1), np.arange(16)]).repeat(64)
    strengths = np.abs(np.fft.rfft(levels - levels.mean()))[1 : harmonics + 1]
    strengths /= strengths[0]
    return tuple((n + 1, float(s)) for n, s in enumerate(strengths) if s > 1e-4)


# The ear of a console player: a thin start, then the round half of the wave; a hard note stays thin
# for longer because the filter of the output (14 kHz) opens with it.
PULSE_LEAD = WavePatch(
    shape=Spectrum("saw"),
    pulse=True,
    pulse_steps=(0.125, 0.25, 0.5, 0.25),
    pulse_step_seconds=0.034,
    cutoff_hz=5_200.0,
    stages=1,
    tracking=0.3,
    filter_velocity=2.0,
    filter_energy=0.8,
    amp=Envelope(0.001, 0.35, 0.72, 0.03),
    velocity_db=16.0,
    vibrato_cents=16.0,
    vibrato_hz=6.0,
    vibrato_delay=0.22,
    drift_cents=0.0,
    glide_seconds=0.05,
)
PULSE_ARP = replace(
    PULSE_LEAD,
    pulse_steps=(0.5, 0.25, 0.125),
    pulse_step_seconds=0.017,
    amp=Envelope(0.001, 0.12, 0.45, 0.012),
    vibrato_cents=0.0,
)
# The hardware has no volume for its triangle: velocity lets more of the steps through.
TRIANGLE_BASS = WavePatch(
    shape=Spectrum("harmonics", _stepped_triangle()),
    cutoff_hz=2_600.0,
    stages=1,
    tracking=0.5,
    filter_velocity=3.2,
    amp=Envelope(0.001, 0.3, 0.9, 0.012),
    velocity_db=10.0,
    drift_cents=0.0,
    glide_seconds=0.05,
)

PATCHES: dict[str, Layers] = {
    "pulse_lead": ((PULSE_LEAD, 1.0),),
    "pulse_arp": ((PULSE_ARP, 1.0),),
    "triangle_bass": ((TRIANGLE_BASS, 1.0),),
}
