"""Basses: mono at the bottom, with harmonics that small speakers can play."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    FmPatch,
    Formant,
    Layers,
    Operator,
    PluckPatch,
    Spectrum,
    WavePatch,
)

UPRIGHT = PluckPatch(
    ring_seconds=2.6, ring_tracking=-0.35, damped_seconds=0.14, brightness_hz=1_300.0,
    velocity_octaves=2.0,
    softness=0.42, pick_position=0.3, noise=0.18, detune_cents=0.3, spread=0.08,
    body=(Formant(62, 0, 16), Formant(100, 3, 18), Formant(205, -3, 40), Formant(450, -8, 90)),
    body_mix=0.4,
)  # fmt: skip
FINGERED = PluckPatch(
    ring_seconds=4.5, ring_tracking=-0.35, damped_seconds=0.08, brightness_hz=1_500.0,
    velocity_octaves=2.0,
    softness=0.36, pick_position=0.2, noise=0.1, detune_cents=0.0, spread=0.0,
)  # fmt: skip
PICKED = replace(FINGERED, brightness_hz=3_800.0, softness=0.2, pick_position=0.1, noise=0.25)
SLAP = replace(
    FINGERED, brightness_hz=6_500.0, velocity_octaves=2.6, softness=0.12, pick_position=0.07,
    noise=0.5,
    ring_seconds=3.2,
)  # fmt: skip
SYNTH_BASS = WavePatch(
    shape=Spectrum("saw"),
    voices=2,
    detune_cents=5.0,
    spread=0.0,
    sub=0.6,
    sub_ratio=1.0,
    drive=1.1,
    cutoff_hz=420.0,
    resonance=0.25,
    tracking=0.35,
    filter_octaves=2.4,
    filter_velocity=1.4,
    filter_energy=1.6,
    filter_envelope=Envelope(0.002, 0.28, 0.12, 0.15),
    amp=Envelope(0.003, 0.5, 0.75, 0.09),
    velocity_db=18.0,
    drift_cents=2.0,
    glide_seconds=0.07,
)
SUB_BASS = WavePatch(
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.16), (3, 0.07), (4, 0.02))),
    second=Spectrum("harmonics", ((1, 1.0), (2, 0.34), (3, 0.16), (4, 0.06), (5, 0.03))),
    mix_velocity=0.8,
    drive=1.0,
    amp=Envelope(0.006, 1.2, 0.8, 0.11),
    velocity_db=14.0,
    drift_cents=0.0,
    glide_seconds=0.09,
)
# Resonance and accent of the TB-303: the envelope reaches further with velocity.
ACID_BASS = WavePatch(
    shape=Spectrum("saw"),
    drive=1.5,
    cutoff_hz=330.0,
    resonance=0.86,
    tracking=0.25,
    filter_octaves=3.4,
    filter_velocity=2.2,
    filter_energy=2.0,
    filter_envelope=Envelope(0.002, 0.32, 0.0, 0.12),
    amp=Envelope(0.002, 0.9, 0.55, 0.06),
    velocity_db=16.0,
    drift_cents=1.0,
    glide_seconds=0.08,
)
BASS_808 = WavePatch(
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.07), (3, 0.05))),
    second=Spectrum("harmonics", ((1, 1.0), (2, 0.16), (3, 0.14), (5, 0.05))),
    mix_velocity=0.7,
    drive=2.0,
    noise_attack=0.5,
    noise_seconds=0.012,
    noise_low_hz=300.0,
    noise_high_hz=2_200.0,
    cutoff_hz=1_500.0,
    stages=1,
    tracking=0.0,
    filter_velocity=1.5,
    amp=Envelope(0.002, 2.6, 0.12, 0.16),
    velocity_db=14.0,
    drift_cents=0.0,
    scoop_semitones=16.0,
    scoop_seconds=0.035,
    glide_seconds=0.14,
)

# Two saws that beat against each other under a slow filter, a steady sine for the floor.
REESE = WavePatch(
    shape=Spectrum("saw"),
    voices=3,
    detune_cents=21.0,
    spread=0.3,
    sub=0.75,
    sub_ratio=1.0,
    drive=1.2,
    cutoff_hz=720.0,
    resonance=0.3,
    tracking=0.2,
    filter_octaves=0.5,
    filter_velocity=1.6,
    filter_energy=2.2,
    filter_envelope=Envelope(0.05, 0.9, 0.6, 0.2),
    filter_sway=0.55,
    filter_rate_hz=0.43,
    amp=Envelope(0.006, 0.8, 0.9, 0.1),
    velocity_db=14.0,
    drift_cents=1.5,
    glide_seconds=0.08,
)
# Operators one and two an octave apart, a third for the knock: a DX's solid bass.
FM_BASS = FmPatch(
    operators=(
        Operator(1.0, 1.0, Envelope(0.002, 1.8, 0.55, 0.09), velocity=0.0),
        Operator(1.0, 0.26, Envelope(0.001, 0.35, 0.3, 0.1), velocity=0.9, modulates=0),
        Operator(2.0, 0.22, Envelope(0.001, 0.16, 0.12, 0.08), velocity=0.9, modulates=0),
        Operator(5.0, 0.1, Envelope(0.001, 0.045, 0.0, 0.05), velocity=0.9, modulates=0),
    ),
    velocity_db=16.0,
    drift_cents=0.5,
    glide_seconds=0.06,
)
# Trance and rolling drum & bass: a knock of filter between the kicks, gone before the next one.
ROLLING = replace(
    SYNTH_BASS,
    second=Spectrum("square"),
    mix=0.4,
    detune_cents=3.0,
    sub=0.8,
    drive=1.4,
    cutoff_hz=300.0,
    resonance=0.32,
    filter_octaves=2.9,
    filter_envelope=Envelope(0.001, 0.14, 0.06, 0.08),
    amp=Envelope(0.002, 0.22, 0.5, 0.05),
)
# No frets: the tone blooms after the finger, leans onto its pitch and is never still.
FRETLESS = replace(
    FINGERED,
    softness=0.3,
    brightness_hz=1_150.0,
    velocity_octaves=2.4,
    pick_position=0.13,
    noise=0.06,
    ring_seconds=5.5,
    damped_seconds=0.11,
    body=(Formant(240, 0, 90), Formant(560, 2, 130), Formant(1_250, -6, 300)),
    body_mix=0.5,
    vibrato_cents=11.0,
    vibrato_hz=4.6,
    vibrato_delay=0.25,
    scoop_semitones=-0.45,
)

PATCHES: dict[str, Layers] = {
    "upright_bass": ((UPRIGHT, 1.0),),
    "electric_bass": ((FINGERED, 1.0),),
    "picked_bass": ((PICKED, 1.0),),
    "slap_bass": ((SLAP, 1.0),),
    "synth_bass": ((SYNTH_BASS, 1.0),),
    "sub_bass": ((SUB_BASS, 1.0),),
    "acid_bass": ((ACID_BASS, 1.0),),
    "808_bass": ((BASS_808, 1.0),),
    "fretless_bass": ((FRETLESS, 1.0),),
    "reese_bass": ((REESE, 1.0),),
    "fm_bass": ((FM_BASS, 1.0),),
    "rolling_bass": ((ROLLING, 1.0),),
}
