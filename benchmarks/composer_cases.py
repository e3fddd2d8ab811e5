"""What the benchmark asks of each genre: words, a tempo, a key, players, and who must be silent."""

from __future__ import annotations

from typing import Final

from musicgen_local.engines.composer.packs import load_pack

CASES: Final = {
    "ambient": "slow ambient with warm pad and bells, 62 bpm, in D major, no drums",
    "blues": "slow blues with harmonica and hammond organ, 84 bpm, in E minor",
    "bossa_nova": "bossa nova, nylon guitar and flute, 124 bpm, in D minor",
    "chiptune": "chiptune adventure, 140 bpm, in C major, no piano",
    "cinematic": "epic cinematic with choir and french horn, 92 bpm, in C minor",
    "classical": "string quartet, romantic, 96 bpm, in G major, no drums",
    "corporate": "corporate background with acoustic guitar and piano, 112 bpm, in A major",
    "country": "country with banjo and pedal steel, 112 bpm, in G major",
    "deep_house": "deep house with rhodes, 121 bpm, in F minor, no guitar",
    "disco": "disco with strings and clavinet, 118 bpm, in A minor",
    "drum_and_bass": "liquid drum and bass with electric piano, 174 bpm, in E minor",
    "folk": "acoustic folk with fiddle and accordion, 104 bpm, in D major, no drums",
    "funk": "funk with slap bass and clavinet, 106 bpm, in E minor",
    "hip_hop": "boom bap hip hop with vibraphone, 90 bpm, in C minor",
    "house": "energetic house with piano, 124 bpm, in A minor, no guitar",
    "jazz": "smooth jazz with saxophone and upright bass, 120 bpm, in Bb major",
    "lofi": "lo-fi hip hop with rain, rhodes and jazz guitar, 82 bpm, in A minor",
    "meditation": "meditation with singing bowls and bamboo flute, 54 bpm, in D minor, no drums",
    "metal": "heavy metal, distorted guitar, 160 bpm, in E minor, no piano",
    "piano": "solo piano, melancholic, 76 bpm, in D minor",
    "pop": "happy pop with acoustic guitar and piano, 110 bpm, in C major",
    "reggae": "roots reggae with melodica and bubble organ, 76 bpm, in A minor",
    "rnb": "neo soul with rhodes and fretless bass, 78 bpm, in Eb major",
    "rock": "energetic rock with lead guitar, 132 bpm, in A major, no piano",
    "sleep": "deep sleep drone, very calm, 50 bpm, in C major, no drums",
    "synthwave": "synthwave with saw lead, 96 bpm, in F# minor, no guitar",
    "techno": "dark techno with acid line, 132 bpm, in G minor, no piano",
    "trance": "uplifting trance with supersaw, 138 bpm, in A minor, no guitar",
    "trap": "dark trap with 808 and piano, 140 bpm, in F minor, no guitar",
}  # fmt: skip


def prompt_of(pack: str) -> str:
    """The prompt for a pack; one that was installed beside the composer's own is asked by name."""
    return CASES.get(pack) or load_pack(pack).title or pack
