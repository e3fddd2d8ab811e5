"""Bowed strings and choirs: bright sources in resonant bodies."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    Formant,
    Layers,
    Spectrum,
    WavePatch,
)


def _body(scale: float) -> tuple[Formant, ...]:
    """A violin's air, wood and bridge-hill resonances; larger bodies scale them down."""
    modes = ((275, -4, 120), (460, 0, 160), (560, -2, 220), (1_000, -5, 500), (2_500, -4, 1_800))
    return tuple(Formant(hz / scale, db, width / scale) for hz, db, width in modes)


def _solo(scale: float, lowpass_hz: float) -> WavePatch:
    loud = Spectrum("saw", tilt_db=1.5, lowpass_hz=lowpass_hz, formants=_body(scale))
    return WavePatch(
        shape=replace(loud, tilt_db=-2.0, lowpass_hz=lowpass_hz * 0.55),
        second=loud,
        mix=0.05,
        mix_velocity=0.75,
        mix_envelope=0.2,
        filter_envelope=Envelope(0.12, 0.6, 0.5, 0.2),
        noise=0.012,
        noise_attack=0.1,
        noise_seconds=0.07,
        noise_low_hz=1_800.0 / scale,
        noise_high_hz=7_000.0 / scale,
        amp=Envelope(0.07, 0.5, 0.85, 0.22),
        velocity_db=22.0,
        vibrato_cents=17.0,
        vibrato_hz=5.7 - 0.3 * scale,
        vibrato_delay=0.28,
        tremolo=0.08,
        swell=0.35,
        drift_cents=3.0,
        scoop_semitones=-0.12,
        scoop_seconds=0.08,
    )


ENSEMBLE = WavePatch(
    shape=Spectrum("saw", tilt_db=-1.5, lowpass_hz=2_600.0, formants=_body(1.15)),
    second=Spectrum("saw", tilt_db=1.0, lowpass_hz=5_200.0, formants=_body(1.15)),
    mix=0.1,
    mix_velocity=0.7,
    voices=6,
    detune_cents=13.0,
    spread=0.85,
    noise=0.014,
    noise_low_hz=1_500.0,
    noise_high_hz=6_000.0,
    amp=Envelope(0.11, 0.6, 0.88, 0.45),
    velocity_db=22.0,
    vibrato_cents=5.0,
    vibrato_hz=5.3,
    vibrato_delay=0.25,
    swell=0.3,
    drift_cents=4.0,
)
TREMOLO = replace(
    ENSEMBLE,
    tremolo=0.75,
    tremolo_hz=11.5,
    noise=0.035,
    noise_attack=0.1,
    amp=Envelope(0.04, 0.5, 0.9, 0.3),
)
SLOW = replace(ENSEMBLE, detune_cents=15.0, amp=Envelope(0.42, 0.8, 0.92, 0.9), swell=0.4)

# Sung vowels (Peterson & Barney 1952, with a singer's third and fourth).
AH = (
    Formant(720, 0, 150),
    Formant(1_150, -4, 170),
    Formant(2_800, -13, 320),
    Formant(3_700, -18, 450),
)
OOH = (
    Formant(330, 0, 110),
    Formant(680, -9, 130),
    Formant(2_500, -26, 300),
    Formant(3_400, -30, 400),
)
CHOIR = WavePatch(
    shape=Spectrum("saw", tilt_db=-2.5, formants=AH),
    second=Spectrum("saw", tilt_db=0.5, formants=AH),
    mix_velocity=0.8,
    voices=6,
    detune_cents=15.0,
    spread=0.9,
    noise=0.02,
    noise_low_hz=900.0,
    noise_high_hz=4_500.0,
    amp=Envelope(0.16, 0.6, 0.9, 0.5),
    velocity_db=20.0,
    vibrato_cents=9.0,
    vibrato_hz=5.1,
    vibrato_delay=0.3,
    swell=0.3,
    drift_cents=6.0,
    scoop_semitones=-0.25,
    scoop_seconds=0.12,
)
OOHS = replace(
    CHOIR,
    shape=Spectrum("saw", tilt_db=-3.0, formants=OOH),
    second=Spectrum("saw", tilt_db=-1.0, formants=OOH),
    voices=5,
    noise=0.012,
)

VIOLIN = _solo(1.0, 6_500.0)
# The second desk's instrument: a darker body, a slower hand.
VIOLIN_TWO = replace(_solo(1.06, 5_600.0), vibrato_hz=5.1, vibrato_cents=14.0, vibrato_delay=0.36)
# Played off the shoulder: more rosin, little vibrato, quick bows, a slide into the note.
FIDDLE = replace(
    _solo(0.97, 8_000.0),
    noise=0.022,
    noise_attack=0.25,
    noise_seconds=0.05,
    amp=Envelope(0.028, 0.35, 0.8, 0.14),
    vibrato_cents=6.0,
    vibrato_delay=0.45,
    swell=0.2,
    scoop_semitones=-0.3,
    scoop_seconds=0.06,
)

PATCHES: dict[str, Layers] = {
    "violin": ((VIOLIN, 1.0),),
    "viola": ((_solo(1.3, 5_200.0), 1.0),),
    "cello": ((_solo(2.0, 4_200.0), 1.0),),
    "contrabass": ((_solo(3.2, 2_600.0), 1.0),),
    "strings": ((ENSEMBLE, 1.0),),
    "slow_strings": ((SLOW, 1.0),),
    "tremolo_strings": ((TREMOLO, 1.0),),
    "choir": ((CHOIR, 1.0),),
    "voice_oohs": ((OOHS, 1.0),),
    "violin_2": ((VIOLIN_TWO, 1.0),),
    "fiddle": ((FIDDLE, 1.0),),
}
