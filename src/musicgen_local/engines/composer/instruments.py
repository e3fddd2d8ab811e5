"""The catalogue of instruments: what the lexicon names, packs choose from, and voices play.

Ranges are the instruments' usual written-music ranges at sounding pitch (Adler, *The Study of
Orchestration*; for synthesizers, what sounds well). Programs are General MIDI 1 numbers, 0-based.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """Groups that share a way of playing and stand in for one another."""

    KEYS = "keys"
    MALLETS = "mallets"
    ORGAN = "organ"
    GUITAR = "guitar"
    BASS = "bass"
    STRINGS = "strings"
    CHOIR = "choir"
    BRASS = "brass"
    WIND = "wind"
    SYNTH_LEAD = "synth_lead"
    SYNTH_PAD = "synth_pad"
    PLUCKED = "plucked"
    PERCUSSION = "percussion"
    DRUM_KIT = "drum_kit"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument: what it is called, where it plays, how it is found in General MIDI."""

    name: str
    family: Family
    program: int  # General MIDI program, 0-127; for drum kits the kit's program on channel 10
    low: int  # lowest MIDI pitch
    high: int  # highest MIDI pitch
    monophonic: bool = False
    breath: bool = False  # needs rests to breathe
    acoustic: bool = True  # prefers samples to synthesis when a SoundFont is at hand


_CATALOGUE = (
    # keys
    Instrument("piano", Family.KEYS, 0, 28, 103),
    Instrument("bright_piano", Family.KEYS, 1, 28, 103),
    Instrument("felt_piano", Family.KEYS, 0, 33, 96),
    Instrument("electric_piano", Family.KEYS, 4, 33, 96, acoustic=False),
    Instrument("fm_electric_piano", Family.KEYS, 5, 33, 96, acoustic=False),
    Instrument("harpsichord", Family.KEYS, 6, 36, 89),
    Instrument("clavinet", Family.KEYS, 7, 36, 84),
    # mallets and bells
    Instrument("celesta", Family.MALLETS, 8, 60, 108),
    Instrument("glockenspiel", Family.MALLETS, 9, 72, 108),
    Instrument("music_box", Family.MALLETS, 10, 60, 96),
    Instrument("vibraphone", Family.MALLETS, 11, 53, 89),
    Instrument("marimba", Family.MALLETS, 12, 45, 96),
    Instrument("kalimba", Family.MALLETS, 108, 55, 88),
    Instrument("bells", Family.MALLETS, 14, 55, 91, acoustic=False),
    Instrument("singing_bowls", Family.MALLETS, 14, 48, 84, acoustic=False),
    # organs
    Instrument("organ", Family.ORGAN, 16, 36, 96, acoustic=False),
    Instrument("church_organ", Family.ORGAN, 19, 36, 96),
    Instrument("rotary_organ", Family.ORGAN, 18, 36, 96, acoustic=False),
    Instrument("reggae_organ", Family.ORGAN, 17, 43, 91, acoustic=False),
    Instrument("accordion", Family.ORGAN, 21, 53, 89),
    Instrument("harmonica", Family.WIND, 22, 60, 84, monophonic=True, breath=True),
    Instrument("melodica", Family.WIND, 22, 53, 84, monophonic=True, breath=True),
    # guitars and other plucked strings
    Instrument("nylon_guitar", Family.GUITAR, 24, 40, 83),
    Instrument("acoustic_guitar", Family.GUITAR, 25, 40, 83),
    Instrument("jazz_guitar", Family.GUITAR, 26, 40, 86),
    Instrument("clean_guitar", Family.GUITAR, 27, 40, 86),
    Instrument("muted_guitar", Family.GUITAR, 28, 40, 86),
    Instrument("distorted_guitar", Family.GUITAR, 30, 38, 86, acoustic=False),
    Instrument("palm_muted_guitar", Family.GUITAR, 30, 35, 76, acoustic=False),
    Instrument("lead_guitar", Family.GUITAR, 30, 40, 88, monophonic=True, acoustic=False),
    Instrument("wah_guitar", Family.GUITAR, 28, 40, 86, acoustic=False),
    Instrument("twelve_string", Family.GUITAR, 25, 40, 83),
    Instrument("steel_guitar", Family.GUITAR, 26, 45, 86),
    Instrument("harp", Family.PLUCKED, 46, 24, 103),
    Instrument("banjo", Family.PLUCKED, 105, 48, 84),
    Instrument("mandolin", Family.PLUCKED, 25, 55, 93),
    Instrument("ukulele", Family.PLUCKED, 24, 60, 84),
    Instrument("sitar", Family.PLUCKED, 104, 48, 77),
    Instrument("koto", Family.PLUCKED, 107, 48, 84),
    # basses
    Instrument("upright_bass", Family.BASS, 32, 28, 60, monophonic=True),
    Instrument("electric_bass", Family.BASS, 33, 28, 60, monophonic=True),
    Instrument("picked_bass", Family.BASS, 34, 28, 60, monophonic=True),
    Instrument("slap_bass", Family.BASS, 36, 28, 60, monophonic=True),
    Instrument("fretless_bass", Family.BASS, 35, 28, 62, monophonic=True),
    Instrument("synth_bass", Family.BASS, 38, 24, 60, monophonic=True, acoustic=False),
    Instrument("sub_bass", Family.BASS, 39, 24, 55, monophonic=True, acoustic=False),
    Instrument("acid_bass", Family.BASS, 38, 28, 64, monophonic=True, acoustic=False),
    Instrument("808_bass", Family.BASS, 39, 24, 55, monophonic=True, acoustic=False),
    Instrument("reese_bass", Family.BASS, 38, 24, 60, monophonic=True, acoustic=False),
    Instrument("fm_bass", Family.BASS, 39, 26, 62, monophonic=True, acoustic=False),
    Instrument("rolling_bass", Family.BASS, 38, 26, 60, monophonic=True, acoustic=False),
    Instrument("triangle_bass", Family.BASS, 38, 28, 67, monophonic=True, acoustic=False),
    # strings and choir
    Instrument("violin", Family.STRINGS, 40, 55, 100, monophonic=True),
    Instrument("violin_2", Family.STRINGS, 40, 55, 93, monophonic=True),
    Instrument("fiddle", Family.STRINGS, 110, 55, 93, monophonic=True),
    Instrument("viola", Family.STRINGS, 41, 48, 88, monophonic=True),
    Instrument("cello", Family.STRINGS, 42, 36, 76, monophonic=True),
    Instrument("contrabass", Family.STRINGS, 43, 28, 60, monophonic=True),
    Instrument("tremolo_strings", Family.STRINGS, 44, 36, 96),
    Instrument("pizzicato_strings", Family.STRINGS, 45, 36, 96),
    Instrument("strings", Family.STRINGS, 48, 36, 96),
    Instrument("slow_strings", Family.STRINGS, 49, 36, 96),
    Instrument("choir", Family.CHOIR, 52, 43, 84),
    Instrument("voice_oohs", Family.CHOIR, 53, 48, 84),
    # brass
    Instrument("trumpet", Family.BRASS, 56, 54, 86, monophonic=True, breath=True),
    Instrument("trombone", Family.BRASS, 57, 40, 72, monophonic=True, breath=True),
    Instrument("tuba", Family.BRASS, 58, 28, 58, monophonic=True, breath=True),
    Instrument("muted_trumpet", Family.BRASS, 59, 54, 84, monophonic=True, breath=True),
    Instrument("french_horn", Family.BRASS, 60, 41, 77, monophonic=True, breath=True),
    Instrument("brass", Family.BRASS, 61, 40, 84),
    Instrument("horn_section", Family.BRASS, 61, 43, 82),
    # winds
    Instrument("soprano_sax", Family.WIND, 64, 56, 88, monophonic=True, breath=True),
    Instrument("alto_sax", Family.WIND, 65, 49, 81, monophonic=True, breath=True),
    Instrument("tenor_sax", Family.WIND, 66, 44, 76, monophonic=True, breath=True),
    Instrument("oboe", Family.WIND, 68, 58, 91, monophonic=True, breath=True),
    Instrument("bassoon", Family.WIND, 70, 34, 72, monophonic=True, breath=True),
    Instrument("clarinet", Family.WIND, 71, 50, 91, monophonic=True, breath=True),
    Instrument("flute", Family.WIND, 73, 60, 96, monophonic=True, breath=True),
    Instrument("pan_flute", Family.WIND, 75, 60, 91, monophonic=True, breath=True),
    Instrument("whistle", Family.WIND, 74, 72, 98, monophonic=True, breath=True),
    Instrument("shakuhachi", Family.WIND, 77, 60, 86, monophonic=True, breath=True),
    # synthesizers
    Instrument("square_lead", Family.SYNTH_LEAD, 80, 48, 96, monophonic=True, acoustic=False),
    Instrument("saw_lead", Family.SYNTH_LEAD, 81, 48, 96, monophonic=True, acoustic=False),
    Instrument("soft_lead", Family.SYNTH_LEAD, 82, 48, 96, monophonic=True, acoustic=False),
    Instrument("hoover_lead", Family.SYNTH_LEAD, 81, 40, 84, monophonic=True, acoustic=False),
    Instrument("pulse_lead", Family.SYNTH_LEAD, 80, 48, 100, monophonic=True, acoustic=False),
    Instrument("pulse_arp", Family.SYNTH_LEAD, 80, 48, 100, acoustic=False),
    Instrument("trance_pluck", Family.SYNTH_LEAD, 88, 48, 100, acoustic=False),
    Instrument("synth_pluck", Family.SYNTH_LEAD, 88, 48, 100, acoustic=False),
    Instrument("supersaw", Family.SYNTH_PAD, 90, 40, 96, acoustic=False),
    Instrument("warm_pad", Family.SYNTH_PAD, 89, 36, 96, acoustic=False),
    Instrument("glass_pad", Family.SYNTH_PAD, 92, 36, 96, acoustic=False),
    Instrument("dark_pad", Family.SYNTH_PAD, 95, 31, 84, acoustic=False),
    Instrument("choir_pad", Family.SYNTH_PAD, 91, 41, 84, acoustic=False),
    Instrument("drone", Family.SYNTH_PAD, 89, 24, 60, acoustic=False),
    Instrument("poly_synth", Family.SYNTH_PAD, 90, 40, 96, acoustic=False),
    Instrument("stab", Family.SYNTH_PAD, 62, 40, 91, acoustic=False),
    Instrument("string_machine", Family.SYNTH_PAD, 50, 36, 96, acoustic=False),
    Instrument("crystal_pad", Family.SYNTH_PAD, 98, 48, 100, acoustic=False),
    Instrument("noise_wash", Family.SYNTH_PAD, 122, 36, 84, acoustic=False),
    # percussion and kits: pitches are General MIDI percussion keys
    Instrument("timpani", Family.PERCUSSION, 47, 38, 57),
    Instrument("taiko", Family.PERCUSSION, 116, 36, 60),
    Instrument("lofi_kit", Family.DRUM_KIT, 0, 35, 81, acoustic=False),
    Instrument("house_kit", Family.DRUM_KIT, 25, 35, 81, acoustic=False),
    Instrument("808_kit", Family.DRUM_KIT, 25, 35, 81, acoustic=False),
    Instrument("synthwave_kit", Family.DRUM_KIT, 24, 35, 81, acoustic=False),
    Instrument("rock_kit", Family.DRUM_KIT, 16, 35, 81),
    Instrument("jazz_kit", Family.DRUM_KIT, 32, 35, 81),
    Instrument("brush_kit", Family.DRUM_KIT, 40, 35, 81),
    Instrument("orchestral_percussion", Family.DRUM_KIT, 48, 35, 81),
    Instrument("soft_percussion", Family.DRUM_KIT, 0, 35, 81),
    Instrument("techno_kit", Family.DRUM_KIT, 24, 35, 81, acoustic=False),
    Instrument("trance_kit", Family.DRUM_KIT, 24, 35, 81, acoustic=False),
    Instrument("dnb_kit", Family.DRUM_KIT, 24, 35, 81, acoustic=False),
    Instrument("trap_kit", Family.DRUM_KIT, 25, 35, 81, acoustic=False),
    Instrument("boom_bap_kit", Family.DRUM_KIT, 8, 35, 81, acoustic=False),
    Instrument("chip_noise_kit", Family.DRUM_KIT, 24, 35, 81, acoustic=False),
    Instrument("metal_kit", Family.DRUM_KIT, 16, 35, 81, acoustic=False),
    Instrument("pop_kit", Family.DRUM_KIT, 8, 35, 81, acoustic=False),
    Instrument("disco_kit", Family.DRUM_KIT, 0, 35, 81, acoustic=False),
    Instrument("funk_kit", Family.DRUM_KIT, 0, 35, 81),
    Instrument("reggae_kit", Family.DRUM_KIT, 0, 35, 81),
    Instrument("country_kit", Family.DRUM_KIT, 40, 35, 81),
    Instrument("latin_percussion", Family.DRUM_KIT, 0, 35, 81),
    Instrument("folk_percussion", Family.DRUM_KIT, 40, 35, 81, acoustic=False),
    Instrument("bongo_kit", Family.DRUM_KIT, 0, 35, 81, acoustic=False),
    # risers, impacts, sweeps: pitches choose the gesture, see `sound/effects_voice.py`
    Instrument("transitions", Family.EFFECT, 119, 36, 84, acoustic=False),
)

INSTRUMENTS = MappingProxyType({instrument.name: instrument for instrument in _CATALOGUE})
AMBIENCES = ("rain", "vinyl", "cafe", "waves", "wind", "fire", "city", "forest")
