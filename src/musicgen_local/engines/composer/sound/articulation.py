"""How sampled instruments are played: what a recording lacks of a player's hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from musicgen_local.engines.composer.instruments import Family, Instrument


@dataclass(frozen=True, slots=True)
class Articulation:
    """Expression laid over recordings."""

    bank: int = 0
    program: int | None = None  # another preset than the catalogue's
    velocity_db: float = 28.0  # level from velocity 0 to 1
    layer: float = 1.0  # scales the velocity that chooses the recording: 0.5 takes soft ones
    brightness_hz: float = 9_000.0  # low-pass at middle C, velocity 0.8
    brightness_octaves: float = 3.0  # from velocity 0 to 1
    brightness_tracking: float = 0.45  # octaves per octave of pitch
    attack: float = 0.0  # seconds, at least
    release: float = 0.0  # seconds to fall by 60 dB, at least
    longest_release: float = 3.0
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.3
    vibrato_delay: float = 0.3
    swell: float = 0.0  # 0-1: a held note grows and shrinks
    tremolo: float = 0.0
    tremolo_hz: float = 5.0
    drift_cents: float = 1.0
    glide_seconds: float = 0.08


_BY_FAMILY = {
    Family.KEYS: Articulation(drift_cents=0.0, longest_release=0.9),
    Family.MALLETS: Articulation(drift_cents=0.0, longest_release=3.5, brightness_hz=7_000.0),
    Family.ORGAN: Articulation(velocity_db=12.0, swell=0.15, brightness_hz=6_500.0,
    longest_release=0.8),
    Family.GUITAR: Articulation(brightness_hz=6_500.0, longest_release=0.5, drift_cents=2.0),
    Family.PLUCKED: Articulation(brightness_hz=7_000.0, longest_release=1.5, drift_cents=1.5),
    Family.BASS: Articulation(brightness_hz=5_000.0, velocity_db=20.0, longest_release=0.25),
    Family.STRINGS: Articulation(
        velocity_db=22.0, brightness_hz=6_000.0, vibrato_cents=4.0, swell=0.35, release=0.25,
        longest_release=1.4,
        drift_cents=3.0,
    ),
    Family.CHOIR: Articulation(
        velocity_db=20.0, brightness_hz=5_500.0, vibrato_cents=5.0, swell=0.35, release=0.4,
        longest_release=1.6,
        drift_cents=4.0,
    ),
    Family.BRASS: Articulation(
        velocity_db=24.0, brightness_hz=5_000.0, brightness_octaves=4.0, vibrato_cents=5.0,
        vibrato_delay=0.45,
        swell=0.3, release=0.14, longest_release=0.6, drift_cents=2.5,
    ),
    Family.WIND: Articulation(
        velocity_db=22.0, brightness_hz=6_500.0, vibrato_cents=8.0, vibrato_delay=0.35,
        swell=0.3, release=0.12,
        longest_release=0.5, drift_cents=2.5,
    ),
    Family.PERCUSSION: Articulation(brightness_hz=5_000.0, velocity_db=30.0, longest_release=6.0,
    drift_cents=0.0),
    Family.DRUM_KIT: Articulation(
        bank=128, brightness_hz=14_000.0, brightness_octaves=2.5, brightness_tracking=0.0,
        velocity_db=30.0,
        release=0.04, longest_release=0.08, drift_cents=0.0,
    ),
}  # fmt: skip
_SOLO_STRING = replace(
    _BY_FAMILY[Family.STRINGS],
    vibrato_cents=11.0,
    vibrato_hz=5.6,
    swell=0.4,
    release=0.2,
    longest_release=0.6,
)
_BY_NAME = {
    "felt_piano": replace(
        _BY_FAMILY[Family.KEYS], layer=0.55, brightness_hz=1_500.0, brightness_octaves=2.0,
        velocity_db=22.0,
        attack=0.004,
    ),
    "ukulele": replace(_BY_FAMILY[Family.PLUCKED], bank=8),
    # Variation banks as in Roland's GS: 12-string, Hawaiian guitar, mandolin.
    "twelve_string": replace(_BY_FAMILY[Family.GUITAR], bank=8),
    "steel_guitar": replace(_BY_FAMILY[Family.GUITAR], bank=8, vibrato_cents=11.0, vibrato_hz=5.0,
    longest_release=1.2, glide_seconds=0.12),
    "mandolin": replace(_BY_FAMILY[Family.PLUCKED], bank=16),
    "fretless_bass": replace(_BY_FAMILY[Family.BASS], vibrato_cents=8.0, vibrato_hz=4.6,
    drift_cents=3.0),
    "violin": _SOLO_STRING,
    # Two desks of one section are two people: another vibrato, a darker box.
    "violin_2": replace(_SOLO_STRING, vibrato_hz=5.1, vibrato_cents=9.0, brightness_hz=5_200.0,
    drift_cents=4.0),
    "fiddle": replace(_SOLO_STRING, vibrato_cents=4.0, swell=0.2, release=0.12,
    brightness_hz=7_000.0),
    "viola": _SOLO_STRING,
    "cello": replace(_SOLO_STRING, vibrato_hz=5.2, brightness_hz=5_000.0),
    "contrabass": replace(_SOLO_STRING, vibrato_cents=6.0, vibrato_hz=4.8, brightness_hz=3_500.0),
    "slow_strings": replace(_BY_FAMILY[Family.STRINGS], attack=0.35, swell=0.45, release=0.8),
    "pizzicato_strings": Articulation(brightness_hz=5_500.0, longest_release=1.2),
    "tremolo_strings": replace(_BY_FAMILY[Family.STRINGS], vibrato_cents=0.0),
    "vibraphone": replace(_BY_FAMILY[Family.MALLETS], tremolo=0.22, tremolo_hz=4.6,
    longest_release=0.9),
    "celesta": replace(_BY_FAMILY[Family.MALLETS], longest_release=1.4),
    "harp": replace(_BY_FAMILY[Family.PLUCKED], longest_release=3.0),
    "clarinet": replace(_BY_FAMILY[Family.WIND], vibrato_cents=3.0),
    "whistle": replace(_BY_FAMILY[Family.WIND], vibrato_cents=5.0, swell=0.12, release=0.06),
    "melodica": replace(_BY_FAMILY[Family.WIND], vibrato_cents=4.0, swell=0.2,
    brightness_hz=5_000.0),
    "horn_section": replace(_BY_FAMILY[Family.BRASS], swell=0.15, release=0.08,
    brightness_hz=6_500.0, vibrato_cents=2.0),
    "shakuhachi": replace(_BY_FAMILY[Family.WIND], vibrato_cents=18.0, swell=0.5),
    "soft_percussion": replace(_BY_FAMILY[Family.DRUM_KIT], layer=0.7, brightness_hz=6_000.0),
    # One recorded kit, three drummers: dead and dark, tight and bright, light on the brushes.
    "reggae_kit": replace(_BY_FAMILY[Family.DRUM_KIT], layer=0.85, brightness_hz=6_500.0,
    longest_release=0.05),
    "funk_kit": replace(_BY_FAMILY[Family.DRUM_KIT], layer=1.1, brightness_hz=17_000.0,
    velocity_db=34.0),
    "country_kit": replace(_BY_FAMILY[Family.DRUM_KIT], layer=0.9, brightness_hz=11_000.0),
    "accordion": replace(_BY_FAMILY[Family.ORGAN], velocity_db=18.0, swell=0.25),
}  # fmt: skip


def articulation(instrument: Instrument) -> Articulation:
    """How this instrument plays its recordings."""
    return _BY_NAME.get(instrument.name) or _BY_FAMILY.get(instrument.family, Articulation())
