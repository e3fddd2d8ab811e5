"""Which genre suits a brief that names none."""

from __future__ import annotations

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family

_MOOD_GENRES = {
    "epic": "cinematic", "tense": "cinematic", "mysterious": "cinematic", "dark": "cinematic",
    "romantic": "piano", "melancholic": "piano", "sad": "piano", "nostalgic": "synthwave",
    "relaxing": "lofi", "calm": "lofi", "focused": "lofi", "dreamy": "ambient",
    "energetic": "house", "happy": "house", "aggressive": "rock", "hopeful": "piano",
    "playful": "jazz",
}  # fmt: skip
_INSTRUMENT_GENRES = (
    ({"pulse_lead", "pulse_arp", "triangle_bass", "chip_noise_kit"}, "chiptune"),
    ({"palm_muted_guitar", "metal_kit"}, "metal"),
    ({"steel_guitar", "country_kit"}, "country"),
    ({"reggae_organ", "reggae_kit", "melodica"}, "reggae"),
    ({"trap_kit", "808_bass"}, "trap"),
    ({"boom_bap_kit"}, "hip_hop"),
    ({"horn_section", "slap_bass", "clavinet", "wah_guitar", "funk_kit"}, "funk"),
    ({"trance_pluck", "hoover_lead", "trance_kit"}, "trance"),
    ({"acid_bass", "techno_kit"}, "techno"),
    ({"reese_bass", "dnb_kit"}, "drum_and_bass"),
    ({"singing_bowls"}, "meditation"),
    ({"latin_percussion"}, "bossa_nova"),
    ({"string_machine", "disco_kit"}, "disco"),
    ({"tenor_sax", "alto_sax", "trumpet", "upright_bass", "jazz_guitar", "clarinet"}, "jazz"),
    ({"distorted_guitar", "lead_guitar", "rock_kit", "picked_bass"}, "rock"),
    ({"house_kit", "stab"}, "house"),
    ({"saw_lead", "synth_bass", "synthwave_kit", "poly_synth"}, "synthwave"),
    ({"strings", "french_horn", "taiko", "timpani", "choir", "brass", "violin"}, "cinematic"),
    ({"banjo", "mandolin", "fiddle", "whistle", "acoustic_guitar", "ukulele", "accordion",
      "twelve_string", "folk_percussion", "harmonica"}, "folk"),
    ({"piano", "felt_piano", "harp", "cello"}, "piano"),
    ({"warm_pad", "glass_pad", "dark_pad", "drone", "shakuhachi"}, "ambient"),
)  # fmt: skip


def infer_genre(brief: Brief, available: tuple[str, ...]) -> tuple[str, str]:
    """A pack for a brief that names no genre, and what that was judged by."""
    asked = set(brief.instruments)
    for names, genre in _INSTRUMENT_GENRES:
        if asked & names and genre in available:
            return genre, "its instruments"
    synths = (Family.SYNTH_LEAD, Family.SYNTH_PAD)
    if any(INSTRUMENTS[n].family in synths for n in asked if n in INSTRUMENTS):
        return _available("synthwave", available), "its instruments"
    for mood in brief.moods:
        genre = _MOOD_GENRES.get(mood, "")
        if genre in available:
            return genre, f"the mood {mood}"
    if brief.energy is not None:
        if brief.energy < 0.2:
            return _available("ambient", available), "its low energy"
        if brief.energy > 0.7:
            return _available("house", available), "its high energy"
    return _available("lofi", available), ""


def _available(genre: str, available: tuple[str, ...]) -> str:
    return genre if genre in available else available[0]
