"""Guitars, harps and other plucked strings."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.patches.kinds import Formant, Layers, PluckPatch

# A guitar's air (Helmholtz) mode near 100 Hz and its first plate modes (Christensen 1984).
GUITAR_BODY = (
    Formant(102, 0, 14), Formant(196, 2, 18), Formant(285, -4, 25), Formant(405, -3, 35),
    Formant(640, -6, 60),
    Formant(1_050, -9, 120),
)  # fmt: skip
NYLON = PluckPatch(
    ring_seconds=3.0, ring_tracking=-0.6, damped_seconds=0.16, brightness_hz=2_300.0,
    velocity_octaves=2.0,
    softness=0.33, pick_position=0.24, noise=0.28, body=GUITAR_BODY, body_mix=0.45, spread=0.35,
)  # fmt: skip
STEEL = PluckPatch(
    ring_seconds=5.5, ring_tracking=-0.6, damped_seconds=0.14, brightness_hz=5_200.0,
    velocity_octaves=1.8,
    softness=0.13, pick_position=0.14, noise=0.4, detune_cents=1.0, body=GUITAR_BODY,
    body_mix=0.38, spread=0.45,
)  # fmt: skip
JAZZ = PluckPatch(
    ring_seconds=4.0, ring_tracking=-0.5, damped_seconds=0.12, brightness_hz=1_500.0,
    velocity_octaves=1.8,
    softness=0.3, pick_position=0.26, noise=0.2, detune_cents=0.4, body=(Formant(210, 0, 60),
    Formant(430, -5, 90)),
    body_mix=0.25, spread=0.12,
)  # fmt: skip
CLEAN = PluckPatch(
    ring_seconds=6.0, ring_tracking=-0.5, damped_seconds=0.1, brightness_hz=4_200.0,
    velocity_octaves=2.0,
    softness=0.14, pick_position=0.12, noise=0.22, detune_cents=0.8, body=(Formant(2_600, 0,
    1_600),),
    body_mix=0.2, body_seconds=0.01, spread=0.25,
)  # fmt: skip
MUTED = replace(
    CLEAN, ring_seconds=0.42, ring_tracking=-0.35, softness=0.42, damped_seconds=0.06, noise=0.45
)
DISTORTED = replace(
    CLEAN, ring_seconds=9.0, softness=0.2, brightness_hz=5_500.0, damped_seconds=0.08, drive=7.0,
    drive_lowpass_hz=4_600.0, vibrato_cents=7.0, vibrato_delay=0.5, velocity_db=16.0,
)  # fmt: skip
HARP = PluckPatch(
    ring_seconds=4.5, ring_tracking=-0.65, damped_seconds=1.3, brightness_hz=2_600.0,
    velocity_octaves=1.8,
    softness=0.26, pick_position=0.4, noise=0.15, detune_cents=0.9,
    body=(Formant(170, 0, 30), Formant(320, -2, 40), Formant(700, -6, 90)), body_mix=0.35,
    spread=0.5,
)  # fmt: skip
BANJO = PluckPatch(
    ring_seconds=1.3, ring_tracking=-0.5, damped_seconds=0.1, brightness_hz=6_500.0,
    velocity_octaves=1.2,
    softness=0.12, pick_position=0.09, noise=0.35, detune_cents=1.5,
    body=(Formant(330, 0, 40), Formant(690, 0, 60), Formant(1_150, -2, 90), Formant(2_100, -5,
    160)),
    body_mix=0.62, body_seconds=0.05, spread=0.25,
)  # fmt: skip
UKULELE = PluckPatch(
    ring_seconds=1.6, ring_tracking=-0.5, damped_seconds=0.12, brightness_hz=3_000.0,
    velocity_octaves=1.6,
    softness=0.32, pick_position=0.3, noise=0.3,
    body=(Formant(190, 0, 30), Formant(380, 1, 35), Formant(620, -3, 60), Formant(1_200, -8,
    140)), body_mix=0.5,
)  # fmt: skip
SITAR = PluckPatch(
    ring_seconds=5.0, ring_tracking=-0.4, damped_seconds=0.5, brightness_hz=8_000.0,
    velocity_octaves=1.2,
    softness=0.06, pick_position=0.06, noise=0.5, detune_cents=3.5,
    body=(Formant(250, 0, 40), Formant(520, -1, 60), Formant(1_400, -3, 300), Formant(3_000, -3,
    700)),
    body_mix=0.45, spread=0.4, scoop_semitones=0.35, vibrato_cents=8.0,
)  # fmt: skip
KOTO = PluckPatch(
    ring_seconds=3.0, ring_tracking=-0.5, damped_seconds=0.3, brightness_hz=6_000.0,
    velocity_octaves=1.8,
    softness=0.16, pick_position=0.08, noise=0.3, detune_cents=0.8,
    body=(Formant(150, 0, 25), Formant(300, 0, 35), Formant(820, -4, 110)), body_mix=0.4,
    scoop_semitones=0.22,
    vibrato_cents=9.0, vibrato_hz=4.5,
)  # fmt: skip
PIZZICATO = PluckPatch(
    ring_seconds=0.75, ring_tracking=-0.6, damped_seconds=0.35, brightness_hz=1_700.0,
    velocity_octaves=1.8,
    softness=0.38, pick_position=0.32, noise=0.4, detune_cents=5.0, spread=0.75,
    body=(Formant(275, 0, 25), Formant(450, 0, 35), Formant(560, -2, 40), Formant(1_000, -5,
    140)), body_mix=0.5,
)  # fmt: skip

# The heel of the hand on the bridge: a thud and a few hundred milliseconds of teeth.
PALM_MUTED = replace(
    DISTORTED, ring_seconds=0.55, ring_tracking=-0.3, softness=0.34, damped_seconds=0.045,
    brightness_hz=4_200.0, velocity_octaves=2.4, pick_position=0.07, noise=0.5, drive=11.0,
    drive_lowpass_hz=4_200.0, vibrato_cents=0.0, velocity_db=22.0,
    body=(Formant(112, 4, 40), Formant(1_900, 0, 900)), body_mix=0.35, body_seconds=0.03,
)  # fmt: skip
LEAD = replace(
    DISTORTED, ring_seconds=16.0, ring_tracking=-0.25, softness=0.15, brightness_hz=4_800.0,
    damped_seconds=0.12, pick_position=0.16, drive=9.0, drive_lowpass_hz=5_200.0,
    vibrato_cents=19.0, vibrato_hz=5.4, vibrato_delay=0.35, scoop_semitones=-0.25,
    body=(Formant(900, 2, 700),), body_mix=0.3, body_seconds=0.02, velocity_db=15.0,
)  # fmt: skip
WAH = replace(
    CLEAN, ring_seconds=1.1, ring_tracking=-0.35, softness=0.18, damped_seconds=0.05, noise=0.4,
    brightness_hz=6_000.0, wah_hz=420.0, wah_octaves=2.2, wah_seconds=0.22, spread=0.15,
)  # fmt: skip
TWELVE_STRING = replace(
    STEEL, unison=(0.0, 12.04), detune_cents=3.5, brightness_hz=6_000.0, ring_seconds=5.0,
    softness=0.1, spread=0.6,
)  # fmt: skip
# A bar instead of fingers: every note is slid into and trembles, and nothing damps it.
PEDAL_STEEL = replace(
    CLEAN, ring_seconds=9.0, ring_tracking=-0.3, softness=0.17, brightness_hz=3_400.0,
    damped_seconds=0.5, pick_position=0.09, noise=0.12, body=(Formant(1_500, 0, 900),),
    body_mix=0.2, vibrato_cents=13.0, vibrato_hz=5.1, vibrato_delay=0.3, scoop_semitones=-0.9,
    spread=0.2,
)  # fmt: skip
MANDOLIN = PluckPatch(
    ring_seconds=1.5, ring_tracking=-0.45, damped_seconds=0.14, brightness_hz=6_800.0,
    velocity_octaves=1.6, softness=0.12, pick_position=0.1, noise=0.4, detune_cents=2.0,
    body=(Formant(215, 0, 30), Formant(430, 0, 45), Formant(980, -3, 130), Formant(2_300, -6, 500)),
    body_mix=0.5, spread=0.3, unison=(0.0, 0.045),
)  # fmt: skip

PATCHES: dict[str, Layers] = {
    "nylon_guitar": ((NYLON, 1.0),),
    "acoustic_guitar": ((STEEL, 1.0),),
    "jazz_guitar": ((JAZZ, 1.0),),
    "clean_guitar": ((CLEAN, 1.0),),
    "muted_guitar": ((MUTED, 1.0),),
    "distorted_guitar": ((DISTORTED, 1.0),),
    "harp": ((HARP, 1.0),),
    "banjo": ((BANJO, 1.0),),
    "ukulele": ((UKULELE, 1.0),),
    "sitar": ((SITAR, 1.0),),
    "koto": ((KOTO, 1.0),),
    "pizzicato_strings": ((PIZZICATO, 1.0),),
    "palm_muted_guitar": ((PALM_MUTED, 1.0),),
    "lead_guitar": ((LEAD, 1.0),),
    "wah_guitar": ((WAH, 1.0),),
    "twelve_string": ((TWELVE_STRING, 1.0),),
    "steel_guitar": ((PEDAL_STEEL, 1.0),),
    "mandolin": ((MANDOLIN, 1.0),),
}
