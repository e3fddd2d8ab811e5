"""Kits: which drum answers which General MIDI percussion key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from musicgen_local.engines.composer.sound.drums import hand_hits as hand
from musicgen_local.engines.composer.sound.drums import hits
from musicgen_local.engines.composer.sound.drums import machine_hits as machine
from musicgen_local.engines.composer.sound.drums.recipe import Recipe

Kit = Mapping[int, Recipe]

_TOM_KEYS = {41: 82.0, 43: 98.0, 45: 118.0, 47: 140.0, 48: 165.0, 50: 196.0}
_TOM_PANS = {41: 0.35, 43: 0.25, 45: 0.12, 47: -0.02, 48: -0.15, 50: -0.28}
_PERCUSSION: dict[int, Recipe] = {
    54: hits.TAMBOURINE, 55: hits.SPLASH, 56: hits.COWBELL, 58: hits.VIBRASLAP,
    60: hits.conga(392, -0.15, 0.13),
    61: hits.conga(281, -0.22, 0.17), 62: hits.CONGA_MUTE, 63: hits.conga(222, 0.2),
    64: hits.conga(166, 0.28, 0.28),
    65: hits.TIMBALE, 66: replace(hits.TIMBALE, pan=0.2), 67: hits.AGOGO, 68: hits.AGOGO_LOW,
    69: hits.CABASA,
    70: hits.MARACAS, 71: hits.SNAP, 72: hits.SNAP, 73: hits.GUIRO, 74: hits.GUIRO, 75: hits.CLAVES,
    76: hits.WOODBLOCK, 77: hits.WOODBLOCK_LOW, 78: hits.CONGA_MUTE, 79: hits.conga(205, 0.0, 0.3),
    80: hits.TRIANGLE_MUTE, 81: hits.TRIANGLE,
}  # fmt: skip


def _kit(
    kick: Recipe,
    snare: Recipe,
    hat: Recipe,
    open_hat: Recipe,
    *,
    rim: Recipe = hits.RIM,
    clap: Recipe = hits.CLAP,
    second_snare: Recipe | None = None,
    pedal: Recipe = hits.HAT_PEDAL,
    toms: Mapping[int, Recipe] | None = None,
    others: Mapping[int, Recipe] | None = None,
) -> Kit:
    acoustic_toms = {key: hits.tom(hz, _TOM_PANS[key]) for key, hz in _TOM_KEYS.items()}
    return MappingProxyType(
        {
            **_PERCUSSION,
            35: kick,
            36: kick,
            37: rim,
            38: snare,
            39: clap,
            40: second_snare or snare,
            42: hat,
            44: pedal,
            46: open_hat,
            49: hits.CRASH,
            51: hits.RIDE,
            52: hits.CHINA,
            53: hits.RIDE_BELL,
            57: hits.CRASH_TWO,
            59: hits.RIDE,
            **(toms or acoustic_toms),
            **(others or {}),
        }
    )


_ELECTRIC_TOMS = {
    k: hits.electric_tom(hz * 0.95, _TOM_PANS[k] * 1.6) for k, hz in _TOM_KEYS.items()
}
_BOOMS = {
    key: replace(hits.tom(hz * 0.72, _TOM_PANS[key], 0.9), gain_db=-1.0)
    for key, hz in _TOM_KEYS.items()
}

_CHIP_TOMS = {key: machine.chip_tom(1.2 * hz) for key, hz in _TOM_KEYS.items()}
_SHORT_TOMS = {key: hits.tom(1.06 * hz, _TOM_PANS[key], 0.3) for key, hz in _TOM_KEYS.items()}
_FLOOR_TOMS = {key: hits.tom(0.82 * hz, _TOM_PANS[key], 0.5) for key, hz in _TOM_KEYS.items()}
_HAND_TOMS = {key: hits.conga(1.1 * hz, _TOM_PANS[key], 0.32) for key, hz in _TOM_KEYS.items()}
_DARK_RIDE = replace(hits.RIDE, lowpass_hz=9_000.0, crush_hz=26_040.0, crush_bits=10, gain_db=-5.0)

KITS: Mapping[str, Kit] = MappingProxyType(
    {
        "lofi_kit": _kit(
            hits.KICK_LOFI, hits.SNARE_LOFI, hits.HAT_LOFI, hits.HAT_LOFI_OPEN,
            rim=hits.RIM_LOFI, clap=hits.CLAP_LOFI,
        ),
        "house_kit": _kit(
            hits.KICK_HOUSE, hits.SNARE_909, hits.HAT, hits.HAT_OPEN, others={35: hits.KICK_909}
        ),
        "808_kit": _kit(
            hits.KICK_808, hits.SNARE_808, hits.HAT_808, hits.HAT_808_OPEN,
            second_snare=hits.SNARE_TRAP,
            others={70: hits.SHAKER}, toms=_ELECTRIC_TOMS,
        ),
        "synthwave_kit": _kit(
            hits.KICK_SYNTHWAVE, hits.SNARE_GATED, hits.HAT_808, hits.HAT_OPEN, toms=_ELECTRIC_TOMS
        ),
        "rock_kit": _kit(hits.KICK_ACOUSTIC, hits.SNARE_ACOUSTIC, hits.HAT_JAZZ,
        hits.HAT_JAZZ_OPEN, rim=hits.STICK),
        "jazz_kit": _kit(hits.KICK_JAZZ, replace(hits.SNARE_ACOUSTIC, gain_db=-5.0),
        hits.HAT_JAZZ, hits.HAT_JAZZ_OPEN, rim=hits.STICK),
        "brush_kit": _kit(
            hits.KICK_JAZZ, hits.BRUSH_TAP, hits.HAT_JAZZ, hits.HAT_JAZZ_OPEN, rim=hits.STICK,
            second_snare=hits.BRUSH_SWEEP,
            clap=hits.BRUSH_SWEEP,
        ),
        "orchestral_percussion": _kit(
            hits.BOOM, hits.SNARE_ACOUSTIC, hits.HAT_JAZZ, hits.SWELL, rim=hits.STICK, toms=_BOOMS,
            others={55: hits.SWELL, 46: replace(hits.SWELL, choke=0)},
        ),
        "soft_percussion": _kit(
            hits.KICK_SOFT, replace(hits.BRUSH_TAP, gain_db=-7.0), hits.SHAKER, hits.CABASA,
            rim=hits.WOODBLOCK_LOW, clap=hits.SNAP,
            pedal=hits.MARACAS,
        ),
        "techno_kit": _kit(
            machine.KICK_TECHNO, hits.SNARE_909, hits.HAT, machine.HAT_909_OPEN,
            toms=_ELECTRIC_TOMS,
            others={35: replace(machine.KICK_TECHNO, parts=machine.KICK_TECHNO.parts[:3])},
        ),
        "trance_kit": _kit(
            machine.KICK_TRANCE, machine.SNARE_TRANCE, hits.HAT, machine.HAT_909_OPEN,
            toms=_ELECTRIC_TOMS,
        ),
        "dnb_kit": _kit(
            machine.KICK_BREAK, machine.SNARE_BREAK, machine.HAT_BREAK, hits.HAT_JAZZ_OPEN,
            rim=hits.STICK, toms=_SHORT_TOMS, others={51: machine.RIDE_BREAK},
        ),
        "trap_kit": _kit(
            machine.KICK_TRAP, machine.SNARE_TRAP, machine.HAT_TRAP, machine.HAT_TRAP_OPEN,
            clap=machine.CLAP_808, second_snare=hits.SNARE_808, toms=_ELECTRIC_TOMS,
        ),
        "boom_bap_kit": _kit(
            machine.KICK_DUSTY, machine.SNARE_DUSTY, machine.HAT_DUSTY, machine.HAT_DUSTY_OPEN,
            rim=hits.RIM_LOFI, clap=hits.CLAP_LOFI, others={51: _DARK_RIDE, 59: _DARK_RIDE},
        ),
        "chip_noise_kit": _kit(
            machine.CHIP_KICK, machine.CHIP_SNARE, machine.CHIP_HAT, machine.CHIP_HAT_OPEN,
            rim=machine.CHIP_RIM, clap=machine.CHIP_CLAP, pedal=machine.CHIP_HAT, toms=_CHIP_TOMS,
            others={
                **dict.fromkeys((49, 52, 55, 57), machine.CHIP_CRASH),
                **dict.fromkeys((51, 53, 59, 70), machine.CHIP_HAT),
            },
        ),
        "metal_kit": _kit(
            hand.KICK_METAL, hand.SNARE_METAL, hits.HAT_JAZZ, hits.HAT_JAZZ_OPEN, rim=hits.STICK,
            toms=_FLOOR_TOMS, others={35: hand.LEFT_FOOT},
        ),
        "pop_kit": _kit(hand.KICK_POP, hand.SNARE_POP, hits.HAT, hits.HAT_OPEN, rim=hits.STICK),
        "disco_kit": _kit(
            hand.KICK_DISCO, hand.SNARE_DISCO, hits.HAT_JAZZ, hand.HAT_DISCO_OPEN,
            rim=hits.STICK, toms=_SHORT_TOMS,
        ),
        "funk_kit": _kit(
            hand.KICK_FUNK, hand.SNARE_FUNK, hits.HAT_JAZZ, hand.HAT_DISCO_OPEN, rim=hits.STICK,
            toms=_SHORT_TOMS,
        ),
        "reggae_kit": _kit(
            hand.KICK_REGGAE, hand.SNARE_REGGAE, hits.HAT_JAZZ, hits.HAT_JAZZ_OPEN,
            rim=hits.STICK,
        ),
        "country_kit": _kit(
            hand.KICK_COUNTRY, hand.BRUSH_TRAIN, hits.HAT_JAZZ, hits.HAT_JAZZ_OPEN,
            rim=hits.STICK, second_snare=hits.BRUSH_SWEEP,
        ),
        "latin_percussion": _kit(
            hand.SURDO, hand.CAIXA, hits.SHAKER, hits.CABASA, rim=hits.WOODBLOCK,
            clap=hand.HAND_CLAPS, pedal=hits.MARACAS, toms=_HAND_TOMS,
            others={35: hand.SURDO_MUTE, 70: hits.SHAKER, 60: hand.bongo(392, -0.15),
                    61: hand.bongo(286, -0.22, 0.2)},
        ),
        "folk_percussion": _kit(
            hand.STOMP, hand.BRUSH_TRAIN, hits.SHAKER, hits.TAMBOURINE, rim=hits.STICK,
            clap=hand.HAND_CLAPS, second_snare=hits.BRUSH_SWEEP, pedal=hits.MARACAS,
            toms=_FLOOR_TOMS, others={35: hand.FRAME_DRUM, 70: hits.SHAKER},
        ),
        "bongo_kit": _kit(
            hand.CAJON_BASS, hand.CAJON_SLAP, hits.SHAKER, hits.CABASA, rim=hits.WOODBLOCK,
            clap=hand.HAND_CLAPS, pedal=hits.MARACAS, toms=_HAND_TOMS,
            others={35: hand.FRAME_DRUM, 70: hits.SHAKER, 60: hand.bongo(410, -0.2),
                    61: hand.bongo(292, 0.18, 0.2)},
        ),
    }
)  # fmt: skip
