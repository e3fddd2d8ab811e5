"""Players and genres: words that a genre settles ("guitar"), and genres that players suggest.

And what a denied word takes with it.
"""

from __future__ import annotations

GENERIC = {
    "guitar": {
        "": "acoustic_guitar",
        "rock": "distorted_guitar",
        "metal": "distorted_guitar",
        "synthwave": "distorted_guitar",
        "jazz": "jazz_guitar",
        "blues": "clean_guitar",
        "rnb": "clean_guitar",
        "disco": "clean_guitar",
        "bossa_nova": "nylon_guitar",
        "classical": "nylon_guitar",
        "lofi": "clean_guitar",
        "funk": "clean_guitar",
        "reggae": "clean_guitar",
        "pop": "clean_guitar",
        "hip_hop": "clean_guitar",
        "house": "clean_guitar",
        "deep_house": "clean_guitar",
        "trap": "clean_guitar",
        "corporate": "muted_guitar",
        "ambient": "clean_guitar",
    },
    "electric_guitar": {
        "": "clean_guitar",
        "rock": "distorted_guitar",
        "metal": "distorted_guitar",
        "synthwave": "distorted_guitar",
        "cinematic": "distorted_guitar",
        "jazz": "jazz_guitar",
    },
    "synth": {
        "": "poly_synth",
        "chiptune": "square_lead",
        "ambient": "warm_pad",
        "trance": "supersaw",
    },
    "keys": {"": "electric_piano", "rock": "organ", "reggae": "reggae_organ", "classical": "piano"},
    "sax": {"": "alto_sax", "jazz": "tenor_sax", "lofi": "tenor_sax", "synthwave": "tenor_sax"},
    "horns": {"": "horn_section", "cinematic": "french_horn", "classical": "french_horn"},
    "organ": {
        "": "organ",
        "reggae": "reggae_organ",
        "blues": "rotary_organ",
        "rnb": "rotary_organ",
        "funk": "rotary_organ",
        "jazz": "rotary_organ",
        "classical": "church_organ",
        "cinematic": "church_organ",
    },
    "upright_bass": {"": "upright_bass", "classical": "contrabass", "cinematic": "contrabass"},
    "hi hats": {"": "drums"},
    "kick": {"": "drums"},
    "snare": {"": "drums"},
    "cymbals": {"": "drums"},
    "woodwinds": {"": "flute clarinet"},
    "string_quartet": {"": "violin violin_2 viola cello"},
    "piano_trio": {"": "piano violin cello", "jazz": "piano upright_bass brush_kit"},
    "jazz_trio": {"": "piano upright_bass brush_kit"},
}
"""Words that a genre settles: the catalogue's names by genre, `""` for all others."""

_WOODWINDS = (
    "flute", "pan_flute", "shakuhachi", "oboe", "clarinet", "bassoon",
    "soprano_sax", "alto_sax", "tenor_sax",
)  # fmt: skip
_SAXES = ("soprano_sax", "alto_sax", "tenor_sax")

PARTS_OF_A_KIT = ("hi hats", "kick", "snare", "cymbals")
"""Asking for one asks for drums; denying one leaves the drums, and the hint `no hi hats`."""

DENIED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PARTS_OF_A_KIT, ()),
    "piano": ("piano", "bright_piano", "felt_piano"),
    "guitar": ("guitar",),
    "electric_guitar": (
        "jazz_guitar",
        "clean_guitar",
        "muted_guitar",
        "distorted_guitar",
        "palm_muted_guitar",
        "lead_guitar",
        "wah_guitar",
    ),
    "electric_piano": ("electric_piano", "fm_electric_piano"),
    "synth": ("synth_lead", "synth_pad"),
    "keys": ("keys",),
    "sax": _SAXES,
    "horns": ("brass",),
    "organ": ("organ", "church_organ", "rotary_organ", "reggae_organ"),
    "woodwinds": _WOODWINDS,
    "percussion": ("percussion", "drums"),
    "warm_pad": ("pad",),
    "808_bass": ("808_bass", "808_kit", "trap_kit"),
    "trumpet": ("trumpet", "muted_trumpet"),
    "violin": ("violin", "violin_2", "fiddle"),
    "pizzicato_strings": ("pizzicato_strings",),
    "upright_bass": ("upright_bass", "contrabass"),
    "string_quartet": ("strings",),
}
"""What a denied word bans, where that is more than the word itself: names, families, roles."""

BY_INSTRUMENT = {
    "piano": ("piano", "felt_piano", "bright_piano"),
    "folk": (
        "acoustic_guitar", "nylon_guitar", "ukulele", "banjo", "harmonica", "accordion",
        "mandolin", "fiddle", "whistle", "twelve_string", "folk_percussion",
    ),
    "country": ("steel_guitar",),
    "classical": (
        "violin", "viola", "cello", "contrabass", "strings", "pizzicato_strings", "piano",
        "harpsichord", "church_organ", "oboe", "bassoon", "clarinet",
    ),
    "jazz": (
        "tenor_sax", "alto_sax", "soprano_sax", "trumpet", "muted_trumpet", "jazz_guitar",
        "upright_bass", "brush_kit", "piano",
    ),
    "rock": ("distorted_guitar",),
    "synthwave": ("poly_synth", "saw_lead", "supersaw"),
}  # fmt: skip
"""The genre that players suggest when no word does and every named player belongs to it."""
