"""Kits: which drum answers which General MIDI percussion key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from musicgen_local.engines.composer.sound.drums import hits
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
    }
)  # fmt: skip
