"""Sounds to float in: bowls, crystal, breath, and the string machines of the seventies."""

from __future__ import annotations

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    FmPatch,
    Formant,
    Layers,
    ModalPatch,
    Operator,
    Partial,
    Spectrum,
    WavePatch,
)

# A Himalayan bowl: modes near 1 : 2.7 : 5 : 7.8, each a pair a hertz or so apart that beats
# (Inácio, Henrique & Antunes, "The Dynamics of Tibetan Singing Bowls", 2006).
SINGING_BOWLS = ModalPatch(
    partials=(
        Partial(0.9989, 0, 11.0), Partial(1.0011, -2, 11.0), Partial(2.71, -9, 6.5),
        Partial(2.724, -11, 6.2), Partial(5.04, -17, 3.2), Partial(5.063, -19, 3.0),
        Partial(7.85, -26, 1.4), Partial(11.2, -32, 0.6),
    ),
    ring_tracking=-0.35, hammer_hz=1_500.0, hammer_velocity=2.6, hammer_tracking=0.3, damper=False,
    noise_db=-27.0, noise_hz=500.0, noise_seconds=0.05, onset_seconds=0.02, detune_cents=0.3,
    spread=0.55, velocity_db=22.0,
)  # fmt: skip
CRYSTAL_SHINE = FmPatch(
    operators=(
        Operator(1.0, 0.45, Envelope(0.02, 3.5, 0.35, 1.6), velocity=0.0, pan=-0.6),
        Operator(3.0, 0.2, Envelope(0.05, 2.6, 0.2, 1.6), velocity=0.3, detune_cents=4.0, pan=0.7),
        Operator(
            7.0, 0.09, Envelope(0.004, 1.3, 0.08, 0.9), velocity=0.9, tracking=-4.0, modulates=0
        ),
        Operator(2.0, 0.08, Envelope(0.3, 4.0, 0.3, 1.2), velocity=0.7, tracking=-4.0, modulates=1),
    ),
    drift_cents=4.0,
    velocity_db=18.0,
)
CRYSTAL_AIR = WavePatch(
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.35), (4, 0.5), (8, 0.22), (12, 0.1))),
    voices=5,
    detune_cents=10.0,
    spread=1.0,
    noise=0.03,
    noise_low_hz=4_500.0,
    noise_high_hz=13_000.0,
    cutoff_hz=4_200.0,
    tracking=0.5,
    filter_sway=0.5,
    filter_rate_hz=0.12,
    filter_velocity=1.6,
    amp=Envelope(0.35, 1.5, 0.85, 1.6),
    velocity_db=16.0,
    drift_cents=5.0,
)
# Breath with a pitch in it: hiss through a sharp filter that follows the note and opens and shuts.
NOISE_WASH = WavePatch(
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.3))),
    noise=1.6,
    noise_low_hz=250.0,
    noise_high_hz=9_000.0,
    voices=3,
    detune_cents=9.0,
    spread=0.9,
    cutoff_hz=1_500.0,
    resonance=0.35,
    tracking=0.5,
    filter_octaves=1.1,
    filter_velocity=1.8,
    filter_energy=1.4,
    filter_envelope=Envelope(2.6, 4.0, 0.6, 1.8),
    filter_sway=0.7,
    filter_rate_hz=0.09,
    amp=Envelope(0.9, 2.0, 0.9, 1.8),
    velocity_db=16.0,
    drift_cents=3.0,
)
# Divide-down saws at two feet, formant filters, and the three-phase ensemble as detuned voices.
STRING_MACHINE = WavePatch(
    shape=Spectrum("saw", formants=(Formant(900, 0, 900), Formant(2_600, 1, 2_400))),
    second=Spectrum("saw", tilt_db=1.5, formants=(Formant(2_900, 2, 2_600),)),
    mix=0.25,
    mix_velocity=0.4,
    voices=7,
    detune_cents=12.0,
    spread=0.95,
    octave_mix=0.45,
    noise=0.008,
    noise_low_hz=2_500.0,
    noise_high_hz=9_000.0,
    cutoff_hz=5_500.0,
    stages=1,
    tracking=0.3,
    filter_velocity=1.2,
    filter_energy=1.4,
    filter_sway=0.2,
    filter_rate_hz=0.6,
    amp=Envelope(0.09, 0.8, 0.9, 0.55),
    velocity_db=14.0,
    vibrato_cents=4.0,
    vibrato_hz=5.9,
    vibrato_delay=0.0,
    drift_cents=3.0,
)

PATCHES: dict[str, Layers] = {
    "singing_bowls": ((SINGING_BOWLS, 1.0),),
    "crystal_pad": ((CRYSTAL_AIR, 0.7), (CRYSTAL_SHINE, 0.8)),
    "noise_wash": ((NOISE_WASH, 1.0),),
    "string_machine": ((STRING_MACHINE, 1.0),),
}
