"""Genres: which pack plays a genre, and which genre suits a brief that names none."""

from __future__ import annotations

from dataclasses import dataclass

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family


@dataclass(frozen=True, slots=True)
class Relative:
    """How a pack stands in for a genre that has none; `None` leaves the pack's own."""

    packs: tuple[str, ...]  # the first that exists
    tempo_bpm: tuple[float, float, float] | None = None
    energy: float | None = None
    valence: float | None = None
    swing: float | None = None
    instruments: tuple[str, ...] = ()  # preferred when the brief names none
    excluded: tuple[str, ...] = ()
    solo: bool = False  # only those instruments


RELATIVES: dict[str, Relative] = {
    "sleep": Relative(("ambient",), (50, 56, 62), 0.1, 0.1, excluded=("drums",)),
    "drone": Relative(("ambient",), (45, 52, 60), 0.1, -0.2, instruments=("drone",)),
    "meditation": Relative(("ambient",), (50, 58, 66), 0.12, 0.2),
    "bossa_nova": Relative(("jazz",), (112, 126, 142), 0.4, 0.4, 0.5, ("nylon_guitar",)),
    "deep_house": Relative(("house",), (116, 120, 124), 0.5, 0.0),
    "techno": Relative(("house",), (126, 132, 140), 0.8, -0.35),
    "trance": Relative(("house",
    "synthwave"), (130, 136, 142), 0.8, 0.3, instruments=("supersaw",)),
    "drum_and_bass": Relative(("synthwave", "house"), (168, 174, 178), 0.85, -0.1),
    "trap": Relative(("lofi",), (66, 72, 78), 0.55, -0.4, instruments=("808_bass",)),
    "hip_hop": Relative(("lofi",), (82, 88, 96), 0.6, 0.0),
    "funk": Relative(("house", "jazz"), (100, 108, 116), 0.7, 0.5,
                     instruments=("slap_bass", "clavinet")),
    "pop": Relative(("synthwave", "house"), (100, 112, 124), 0.6, 0.5),
    "metal": Relative(("rock",), (140, 156, 176), 0.95, -0.6, instruments=("distorted_guitar",)),
    "folk": Relative(("piano", "rock"), (84, 98, 112), 0.35, 0.3, instruments=("acoustic_guitar",)),
    "acoustic": Relative(("piano", "rock"), (80, 94, 110), 0.35, 0.3,
                         instruments=("acoustic_guitar",)),
    "reggae": Relative(("lofi",), (70, 76, 84), 0.45, 0.5, instruments=("organ",)),
    "classical": Relative(("piano", "cinematic"), (72, 92, 120), 0.45, 0.1,
                          instruments=("violin", "viola", "cello"), solo=True),
    "chiptune": Relative(("synthwave",), (120, 138, 150), 0.75, 0.5, instruments=("square_lead",)),
    "corporate": Relative(("piano", "house"), (104, 114, 122), 0.5, 0.7,
                          instruments=("piano", "muted_guitar")),
    "orchestral": Relative(("cinematic",)),
    "background": Relative(("lofi",), energy=0.35, valence=0.3),
    "electronic": Relative(("synthwave", "house")),
    "edm": Relative(("house",), (126, 128, 130), 0.85, 0.3),
}  # fmt: skip

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
