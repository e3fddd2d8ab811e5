"""Pianos, electric pianos, organs and their relatives."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    FmPatch,
    Formant,
    Layers,
    ModalPatch,
    Operator,
    PluckPatch,
    Spectrum,
    WavePatch,
)

# B = 4e-4 at middle C and about two octaves of it per two octaves of pitch: Fletcher & Rossing,
# *The Physics of Musical Instruments*, ch. 12. Struck at an eighth; three strings a note.
PIANO = ModalPatch(
    stiffness=4e-4,
    ring_seconds=7.0,
    ring_tracking=-0.75,
    loss_per_khz=1.5,
    strike_position=0.122,
    strings=3,
    string_cents=0.55,
    aftersound_db=-13.0,
    aftersound_ratio=3.2,
    hammer_hz=1_500.0,
    hammer_velocity=2.4,
    hammer_order=2.2,
    hammer_tracking=0.5,
    release_seconds=0.28,
    onset_seconds=0.0022,
    noise_db=-24.0,
    noise_hz=420.0,
    noise_seconds=0.05,
    detune_cents=0.4,
    spread=0.45,
)
FELT_PIANO = replace(
    PIANO,
    hammer_hz=620.0,
    hammer_velocity=1.5,
    loss_per_khz=2.4,
    onset_seconds=0.006,
    noise_db=-15.0,
    noise_hz=300.0,
    noise_seconds=0.07,
    velocity_db=20.0,
)

# The tone bar and its bark: a carrier bent by its own pitch, the tine's ring far above.
ELECTRIC_PIANO = FmPatch(
    operators=(
        Operator(1.0, 0.8, Envelope(0.002, 4.5, 0.0, 0.28), velocity=0.0, tracking=-1.0, pan=-0.18),
        Operator(
            1.0, 0.5, Envelope(0.002, 2.6, 0.0, 0.25), velocity=0.2, detune_cents=2.0, pan=0.3
        ),
        Operator(1.0, 0.30, Envelope(0.001, 1.7, 0.12, 0.3), velocity=0.9, modulates=0),
        Operator(
            14.0, 0.055, Envelope(0.001, 0.22, 0.0, 0.1), velocity=0.85, tracking=-5.0, modulates=1
        ),
    ),
)
FM_ELECTRIC_PIANO = FmPatch(
    operators=(
        Operator(1.0, 0.75, Envelope(0.002, 3.6, 0.0, 0.3), velocity=0.0, pan=-0.45),
        Operator(
            1.0, 0.75, Envelope(0.002, 2.8, 0.0, 0.3), velocity=0.1, detune_cents=5.0, pan=0.45
        ),
        Operator(1.0, 0.18, Envelope(0.002, 1.4, 0.25, 0.3), velocity=0.7, modulates=0),
        Operator(
            14.0, 0.12, Envelope(0.001, 0.45, 0.0, 0.15), velocity=0.8, tracking=-4.0, modulates=1
        ),
    ),
)

HARPSICHORD = PluckPatch(
    ring_seconds=3.2,
    ring_tracking=-0.7,
    damped_seconds=0.1,
    brightness_hz=9_000.0,
    velocity_octaves=0.4,
    softness=0.08,
    pick_position=0.11,
    noise=0.25,
    detune_cents=1.0,
    spread=0.4,
    body=(Formant(210, 0, 60), Formant(560, -3, 90), Formant(1_300, -6, 200)),
    body_mix=0.25,
    velocity_db=12.0,
    unison=(0.0, 12.02),
)
CLAVINET = PluckPatch(
    ring_seconds=2.4,
    ring_tracking=-0.6,
    damped_seconds=0.05,
    brightness_hz=4_500.0,
    velocity_octaves=2.2,
    softness=0.14,
    pick_position=0.08,
    noise=0.12,
    detune_cents=0.3,
    spread=0.1,
    body=(Formant(1_150, 0, 300), Formant(2_300, -3, 500)),
    body_mix=0.3,
    body_seconds=0.02,
)


def _drawbars(sixteen: float, quint: float, eight: float, *upper: float) -> Spectrum:
    """Tone wheels over the 16-foot pitch: 4', 2 2/3', 2', 1 3/5', 1 1/3', 1' follow."""
    feet = zip((4, 6, 8, 10, 12, 16), upper, strict=False)
    return Spectrum("harmonics", ((1, sixteen), (3, quint), (2, eight), *feet))


ORGAN = WavePatch(
    shape=_drawbars(0.55, 0.5, 1.0, 0.55, 0.18, 0.3, 0.06, 0.06, 0.16),
    second=_drawbars(0.5, 0.55, 1.0, 0.75, 0.35, 0.6, 0.2, 0.2, 0.42),
    mix_velocity=0.7,
    voices=2,
    detune_cents=3.0,
    spread=0.6,
    noise_attack=0.35,
    noise_seconds=0.012,
    noise_low_hz=1_500.0,
    noise_high_hz=6_000.0,
    drive=0.9,
    cutoff_hz=6_500.0,
    stages=1,
    tracking=0.1,
    amp=Envelope(0.004, 0.2, 0.95, 0.05),
    velocity_db=10.0,
    vibrato_cents=5.0,
    vibrato_hz=5.8,
    vibrato_delay=0.0,
    tremolo=0.12,
    tremolo_hz=5.8,
    octave=-1,
)
CHURCH_ORGAN = WavePatch(
    shape=Spectrum(
        "harmonics",
        ((1, 0.5), (2, 1.0), (3, 0.22), (4, 0.7), (5, 0.1), (6, 0.3), (8, 0.42), (10, 0.1), (12,
        0.22),
         (16, 0.2), (24, 0.08), (32, 0.05)),
    ),
    second=Spectrum(
        "harmonics",
        ((1, 0.5), (2, 1.0), (3, 0.3), (4, 0.85), (5, 0.2), (6, 0.5), (8, 0.7), (10, 0.25), (12,
        0.45),
         (16, 0.45), (24, 0.25), (32, 0.16)),
    ),
    mix_velocity=0.8,
    voices=3,
    detune_cents=3.5,
    spread=0.8,
    noise=0.012,
    noise_attack=0.12,
    noise_seconds=0.05,
    noise_low_hz=700.0,
    noise_high_hz=5_000.0,
    amp=Envelope(0.05, 0.3, 0.92, 0.45),
    velocity_db=10.0,
    drift_cents=1.0,
    octave=-1,
)  # fmt: skip
REED = Spectrum(
    "saw",
    tilt_db=1.2,
    formants=(Formant(750, 0, 700), Formant(1_900, -3, 1_300), Formant(3_300, -9, 1_500)),
)
ACCORDION = WavePatch(
    shape=replace(REED, tilt_db=-1.0),
    second=REED,
    mix_velocity=0.9,
    voices=3,
    detune_cents=8.0,
    spread=0.55,
    noise=0.008,
    amp=Envelope(0.045, 0.3, 0.9, 0.12),
    velocity_db=18.0,
    swell=0.25,
)
HARMONICA = WavePatch(
    shape=replace(REED, tilt_db=0.0),
    second=replace(REED, tilt_db=2.5),
    mix_velocity=1.0,
    noise=0.02,
    noise_low_hz=1_500.0,
    amp=Envelope(0.05, 0.3, 0.88, 0.12),
    vibrato_cents=14.0,
    vibrato_hz=5.6,
    tremolo=0.15,
    scoop_semitones=-0.5,
    scoop_seconds=0.06,
    swell=0.2,
)

# The bubble between the beats: two drawbars, a knock, no motor.
REGGAE_ORGAN = WavePatch(
    shape=_drawbars(0.1, 0.12, 1.0, 0.5, 0.1),
    second=_drawbars(0.1, 0.2, 1.0, 0.8, 0.3, 0.25),
    mix_velocity=0.8,
    noise_attack=0.9,
    noise_seconds=0.015,
    noise_low_hz=1_200.0,
    noise_high_hz=5_000.0,
    drive=0.8,
    cutoff_hz=3_000.0,
    stages=1,
    tracking=0.2,
    filter_velocity=1.5,
    amp=Envelope(0.003, 0.12, 0.72, 0.045),
    velocity_db=14.0,
    vibrato_cents=3.0,
    vibrato_hz=6.4,
    vibrato_delay=0.0,
    octave=-1,
)
# All drawbars out, tubes and a fast horn: the pitch, the level and the tone go round together.
ROTARY_HORN = replace(
    ORGAN,
    shape=_drawbars(0.7, 0.6, 1.0, 0.75, 0.3, 0.5, 0.2, 0.2, 0.5),
    second=_drawbars(0.7, 0.7, 1.0, 0.9, 0.6, 0.8, 0.5, 0.5, 0.8),
    drive=1.9,
    spread=0.9,
    cutoff_hz=5_000.0,
    filter_sway=0.25,
    filter_rate_hz=6.7,
    vibrato_cents=9.0,
    vibrato_hz=6.7,
    tremolo=0.26,
    tremolo_hz=6.7,
)
MELODICA = replace(
    ACCORDION,
    voices=1,
    detune_cents=0.0,
    spread=0.0,
    noise=0.018,
    noise_low_hz=1_500.0,
    noise_attack=0.1,
    amp=Envelope(0.03, 0.3, 0.88, 0.09),
    vibrato_cents=8.0,
    vibrato_hz=5.2,
    tremolo=0.1,
    scoop_semitones=-0.2,
    scoop_seconds=0.05,
)

PATCHES: dict[str, Layers] = {
    "piano": ((PIANO, 1.0),),
    "bright_piano": ((replace(PIANO, hammer_hz=2_700.0, loss_per_khz=1.1), 1.0),),
    "felt_piano": ((FELT_PIANO, 1.0),),
    "electric_piano": ((ELECTRIC_PIANO, 1.0),),
    "fm_electric_piano": ((FM_ELECTRIC_PIANO, 1.0),),
    "harpsichord": ((HARPSICHORD, 1.0),),
    "clavinet": ((CLAVINET, 1.0),),
    "organ": ((ORGAN, 1.0),),
    "church_organ": ((CHURCH_ORGAN, 1.0),),
    "accordion": ((ACCORDION, 1.0),),
    "harmonica": ((HARMONICA, 1.0),),
    "melodica": ((MELODICA, 1.0),),
    "reggae_organ": ((REGGAE_ORGAN, 1.0),),
    "rotary_organ": ((ROTARY_HORN, 1.0),),
}
