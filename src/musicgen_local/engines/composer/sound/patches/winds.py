"""Brass and woodwinds: spectra that brighten as the player blows harder, and breath."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    Formant,
    Layers,
    Spectrum,
    WavePatch,
)


def _brass(formant_hz: float, soft_hz: float, loud_hz: float) -> WavePatch:
    """Brightness follows the lips' pressure: slow to open at the start, strongly with velocity."""
    body = (Formant(formant_hz, 2, formant_hz), Formant(0.45 * formant_hz, 0, formant_hz))
    return WavePatch(
        shape=Spectrum("saw", tilt_db=-1.5, lowpass_hz=soft_hz, lowpass_order=3.0, formants=body),
        second=Spectrum(
            "saw", tilt_db=2.8, lowpass_hz=1.25 * loud_hz, lowpass_order=2.0, formants=body
        ),
        mix=-0.05,
        mix_velocity=0.8,
        mix_envelope=0.5,
        filter_envelope=Envelope(0.055, 0.35, 0.62, 0.12),
        noise=0.006,
        noise_attack=0.06,
        noise_seconds=0.05,
        noise_low_hz=formant_hz * 0.7,
        noise_high_hz=formant_hz * 4,
        amp=Envelope(0.035, 0.3, 0.84, 0.12),
        vibrato_cents=9.0,
        vibrato_hz=5.3,
        vibrato_delay=0.5,
        swell=0.25,
        drift_cents=2.5,
        scoop_semitones=-0.35,
        scoop_seconds=0.05,
    )


TRUMPET = _brass(1_250.0, 2_200.0, 6_500.0)
SECTION = replace(
    _brass(1_000.0, 1_900.0, 6_000.0), voices=4, detune_cents=9.0, spread=0.7, vibrato_cents=4.0
)
MUTED_TRUMPET = replace(
    TRUMPET,
    shape=Spectrum("saw", tilt_db=1.0, lowpass_hz=6_000.0, formants=(Formant(1_600, 4, 700),
    Formant(3_200, 0, 1_200))),
    second=Spectrum("saw", tilt_db=3.0, lowpass_hz=9_000.0, formants=(Formant(1_600, 4, 700),
    Formant(3_200, 2, 1_200))),
)  # fmt: skip


def _reed(
    body: tuple[Formant, ...], soft_db: float, loud_db: float, lowpass_hz: float
) -> WavePatch:
    return WavePatch(
        shape=Spectrum("saw", tilt_db=soft_db, lowpass_hz=0.6 * lowpass_hz, formants=body),
        second=Spectrum("saw", tilt_db=loud_db, lowpass_hz=lowpass_hz, formants=body),
        mix_velocity=0.8,
        mix_envelope=0.25,
        filter_envelope=Envelope(0.06, 0.4, 0.5, 0.1),
        noise=0.014,
        noise_attack=0.08,
        noise_seconds=0.05,
        noise_low_hz=1_500.0,
        noise_high_hz=6_500.0,
        amp=Envelope(0.032, 0.3, 0.88, 0.11),
        velocity_db=22.0,
        vibrato_cents=13.0,
        vibrato_hz=5.2,
        vibrato_delay=0.32,
        tremolo=0.08,
        tremolo_hz=5.2,
        swell=0.25,
        drift_cents=2.5,
        scoop_semitones=-0.25,
        scoop_seconds=0.05,
    )


def _sax(scale: float) -> WavePatch:
    body = (
        Formant(620 * scale, 0, 420),
        Formant(1_250 * scale, -2, 600),
        Formant(2_700, -7, 1_400),
    )
    return replace(_reed(body, -2.0, 1.5, 6_500.0), noise=0.02, scoop_semitones=-0.4)


CLARINET = replace(
    _reed((), 0.0, 0.0, 0.0),
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.02), (3, 0.42), (4, 0.03), (5, 0.16), (6, 0.04),
    (7, 0.07), (8, 0.04),
                                 (9, 0.03))),
    second=Spectrum("harmonics", ((1, 1.0), (2, 0.06), (3, 0.72), (4, 0.1), (5, 0.45), (6, 0.14),
    (7, 0.3), (8, 0.2),
                                  (9, 0.2), (10, 0.14), (11, 0.12), (12, 0.1), (13, 0.08), (15,
                                  0.05))),
    vibrato_cents=4.0,
    scoop_semitones=-0.12,
)  # fmt: skip
FLUTE = WavePatch(
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.18), (3, 0.08), (4, 0.02))),
    second=Spectrum(
        "harmonics", ((1, 1.0), (2, 0.55), (3, 0.32), (4, 0.12), (5, 0.08), (6, 0.04), (7, 0.02))
    ),
    mix_velocity=0.75,
    mix_envelope=0.2,
    filter_envelope=Envelope(0.1, 0.5, 0.5, 0.1),
    noise=0.045,
    noise_attack=0.16,
    noise_seconds=0.07,
    noise_low_hz=1_200.0,
    noise_high_hz=6_000.0,
    amp=Envelope(0.05, 0.3, 0.9, 0.13),
    velocity_db=20.0,
    vibrato_cents=11.0,
    vibrato_hz=5.0,
    vibrato_delay=0.3,
    tremolo=0.16,
    tremolo_hz=5.0,
    swell=0.25,
    drift_cents=3.0,
    scoop_semitones=-0.15,
)

# A cylinder with a fipple: nearly a sine, an edge when blown hard, a chirp at each tongue.
WHISTLE = replace(
    FLUTE,
    shape=Spectrum("harmonics", ((1, 1.0), (2, 0.1), (3, 0.05))),
    second=Spectrum("harmonics", ((1, 1.0), (2, 0.32), (3, 0.24), (4, 0.06), (5, 0.03))),
    noise=0.03,
    noise_attack=0.3,
    noise_seconds=0.035,
    noise_low_hz=2_500.0,
    noise_high_hz=9_000.0,
    amp=Envelope(0.018, 0.2, 0.92, 0.06),
    vibrato_cents=7.0,
    vibrato_delay=0.35,
    tremolo=0.08,
    swell=0.12,
    scoop_semitones=-0.3,
    scoop_seconds=0.03,
)
HORN_SAX = replace(_sax(0.9), vibrato_cents=5.0, swell=0.15, amp=Envelope(0.022, 0.22, 0.8, 0.09))
HORN_BONE = replace(
    _brass(620.0, 1_400.0, 5_200.0), vibrato_cents=4.0, voices=2, detune_cents=7.0, spread=0.6
)
HORN_TRUMPETS = replace(
    _brass(1_250.0, 2_400.0, 8_000.0),
    voices=3,
    detune_cents=8.0,
    spread=0.8,
    vibrato_cents=4.0,
    amp=Envelope(0.02, 0.22, 0.78, 0.09),
    scoop_semitones=-0.5,
    scoop_seconds=0.045,
)

PATCHES: dict[str, Layers] = {
    "trumpet": ((TRUMPET, 1.0),),
    "trombone": ((_brass(620.0, 1_300.0, 4_500.0), 1.0),),
    "tuba": ((_brass(330.0, 650.0, 2_400.0), 1.0),),
    "muted_trumpet": ((MUTED_TRUMPET, 1.0),),
    "french_horn": ((_brass(450.0, 900.0, 3_000.0), 1.0),),
    "brass": ((SECTION, 1.0),),
    "soprano_sax": ((_sax(1.5), 1.0),),
    "alto_sax": ((_sax(1.15), 1.0),),
    "tenor_sax": ((_sax(0.9), 1.0),),
    "oboe": ((_reed((Formant(1_100, 3, 350), Formant(2_800, -2, 900)), 0.0, 2.0, 6_500.0), 1.0),),
    "bassoon": ((_reed((Formant(460, 3, 200), Formant(1_150, -4, 400)), -1.0, 1.0, 3_800.0), 1.0),),
    "clarinet": ((CLARINET, 1.0),),
    "flute": ((FLUTE, 1.0),),
    "pan_flute": ((replace(FLUTE, noise=0.09, noise_attack=0.5, noise_seconds=0.09), 1.0),),
    "shakuhachi": (
        (replace(FLUTE, noise=0.12, noise_attack=0.4, noise_seconds=0.14, vibrato_cents=24.0,
                 scoop_semitones=-0.8, scoop_seconds=0.12, swell=0.45), 1.0),
    ),
    "horn_section": ((HORN_TRUMPETS, 0.75), (HORN_SAX, 0.55), (HORN_BONE, 0.5)),
    "whistle": ((WHISTLE, 1.0),),
}  # fmt: skip
