"""Techno: a hard, steady kick with a rumble behind it, and few tones that turn against the beat.

Machine music without a song: one bar's idea shifts for minutes by filters, by what enters and what
leaves. Off-beat and sixteenth hats, claps or none, rims and toms in groups of three over the four,
stabs of one sampled minor chord in echo, step-sequencer lines, hardly a melody.

Sources: Butler, *Unlocking the Groove* (2006), on 3+3+2 patterns, dissonant layers and 8-bar
changes; Sicko, *Techno Rebels* (1999), on Detroit; Snoman, *Dance Music Manual* (2004), on tempi of
125-140 and kicks with room; Pestana et al., "Spectral Characteristics of Popular Commercial
Recordings 1950-2010" (AES 135, 2013) and Elowsson & Friberg, "Long-term average spectrum in popular
music and its relation to the level of the percussion" (AES 142, 2017): loud percussion flattens the
spectrum, hence -4.3 to -6; club masters keep a crest of 9.5-13.5 dB and a narrow image.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
    Delay,
    Drive,
    HighPass,
    HighShelf,
    LowPass,
    MixPreset,
    Peak,
    Reverb,
)
from musicgen_local.engines.composer.packs.base import (
    Comp,
    Form,
    Groove,
    LeadManner,
    Pack,
    Reference,
    Slot,
    TitleWords,
    major,
    minor,
    part,
)
from musicgen_local.engines.composer.plan import Role

_FOUR = "X...X...X...X..."
_THREES = "x..x..x..x..x..x|..x..x..x..x..x.|.x..x..x..x..x.."  # home every third bar

GROOVES = (
    Groove(
        "warehouse",
        {"kick": _FOUR, "hat_open": "..x...x...x...x.", "hat": "ogogogogogogogog",
         "clap": "....x.......x..."},
        (0.55, 1.0),
        answer={"clap": "....x.......x.gg"},
        weight=1.2,
    ),
    Groove(
        "hypnotic",
        {"kick": _FOUR, "rim": _THREES.replace("x", "o"), "hat_open": "..o...o...o...o.",
         "hat": "g.g.g.g.g.g.g.g."},
        (0.4, 0.95),
        weight=1.2,
    ),
    Groove(
        "detroit",
        {"kick": _FOUR, "snare": "....x.......x...", "hat": "x.oxx.oxx.oxx.ox",
         "hat_open": "..x...x...x...x.", "cowbell": "...o......o....."},
        (0.55, 1.0),
        answer={"snare": "....x..g....x.xx", "cowbell": "...o..o...o..o.."},
    ),
    Groove(
        "machine hall",
        {"kick": "X...X...X...X.o.", "tom_low": "..o..o....o..o..", "ride": "..x...x...x...x.",
         "hat": "gogogogogogogogo", "clap": "............x..."},
        (0.6, 1.0),
        answer={"tom_low": "..o..o..o.o..ooo"},
    ),
    Groove(
        "ride",
        {"kick": _FOUR, "ride": "x.x.x.x.x.x.x.x.", "hat_open": "..X...X...X...X.",
         "clap": "....X.......X..."},
        (0.75, 1.0),
        answer={"clap": "....X.......X..x", "snare": "..............gx"},
        weight=1.4,
    ),
    Groove(
        "off the three",
        {"kick": _FOUR, "clap": "...x.....x..x...", "hat_open": "..x...x...x...x.",
         "tom_mid": "......g..o......"},
        (0.5, 0.9),
        answer={"clap": "...x.....x..x..x"},
    ),
    Groove(
        "minimal",
        {"kick": "x...x...x...x...", "rim": "...o...g..o....g", "hat": "..x...x...x...x.",
         "shaker": "g.g.g.g.g.g.g.g."},
        (0.3, 0.7),
        answer={"rim": "...o...g..o..o.g"},
    ),
    Groove("only", {"kick": _FOUR, "hat": "..o...o...o...o."}, (0.15, 0.55),
           answer={"hat": "..o...o...o...oo"}),
    Groove("kick and dust", {"kick": _FOUR, "shaker": "g.o.g.o.g.o.g.o."}, (0.15, 0.5)),
    Groove("pulse", {"hat": "..g...g...g...g.", "shaker": "g.g.g.g.g.g.g.g."}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "dub_stab": Comp(
        "sampled", "stab",
        ("..x.............", "...x......x.....", "......x.........", "..x..x..........",
         "x..x..x.........", "...........x..x."),
        length=0.9, strum_ms=0, velocity=0.66,
    ),
    "threes": Comp("sampled", "stab", ("x..x..x..x..x...", "x..x..x.........", "..x..x..x..x..x.",
                                       ".x..x..x..x..x.."),
                   length=0.6, strum_ms=0, velocity=0.62),
    "offbeat_stab": Comp("sampled", "triad", ("..x...x...x...x.", "..x...x...x..x..",
                                              "..x.........x..."),
                         length=0.7, strum_ms=0, velocity=0.6),
    "drone_chord": Comp("sustain", "fifths", strum_ms=0, velocity=0.5),
    "wash": Comp("sustain", "spread", strum_ms=0, velocity=0.48),
}  # fmt: skip

LEADS = {
    "bleep": LeadManner(
        ("x..x..x.........", "..x...x..x......", "x.x...x...x.....", "...x..x...x..x..",
         "x..x..x..x..x...", "....x.x...x....."),
        motif_bars=(1,), space=0.3, span=8, steps=1.7, scale="pentatonic", tensions=0.4,
        ornament=0.0, phrases=("riff",), shapes=("insist", "turn", "wave", "fall"), legato=0.6,
        velocity=0.64,
    ),
    "siren": LeadManner(
        ("x-------........", "x-----x---------", "....x-----------", "x---------x-----"),
        motif_bars=(1, 2), space=0.4, span=10, scale="mode", tensions=0.5, ornament=0.5,
        phrases=("riff", "call"), shapes=("insist", "fall", "turn"), velocity=0.62,
    ),
    "strings": LeadManner(
        ("x-------x-------", "x---------x-----", "x-----------x---"), motif_bars=(2,), space=0.25,
        span=12, tensions=0.6, ornament=0.0, phrases=("riff", "period"), velocity=0.58,
    ),
    "counter": LeadManner(("..x...x.........", "x-......x-......"), register=0.55, velocity=0.44,
                          scale="pentatonic", ornament=0.0, legato=0.6),
}  # fmt: skip

PACK = Pack(
    name="techno",
    source="Detroit, Berlin and Birmingham techno: one-bar machines, a rumble behind the kick, "
    "groups of three over four, one sampled chord in echo, changes every eight bars.",
    tempo_bpm=(125, 132, 141),
    energy=0.76,
    valence=-0.45,
    modes={
        "dark": {"minor": 2.5, "phrygian": 2.5},
        "neutral": {"minor": 2.5, "dorian": 1.6, "phrygian": 0.6},
        "bright": {"dorian": 2, "minor": 1, "mixolydian": 1, "major": 0.8},
    },
    progressions={
        "dark": (
            *minor("i", "i5 | bII5 | i5 | i5", "i7 | VII | i7 | i7", "i | v | i | bII",
                   "i7 | VI | i7 | VI", "i9 | iv9 | i9 | i9", "i7 | iii7 | i7 | iii7",
                   "i | VII | bII | i"),
            *major("vi7 | vi7 | IV | vi7", "vi | iii"),
        ),
        "neutral": (
            *minor("i7", "i9 | VII9sus4 | i9 | VII9sus4", "i9 | iv9", "i7 | v7 | i7 | i7",
                   "i9 | IV9", "i11 | VImaj7", "i7 | i7 | VII | v7"),
            *major("ii9", "vi9 | ii9 | vi9 | vi9", "I9sus4 | bVII9sus4"),
        ),
        "bright": (
            *minor("i9 | IV9 | i9 | i9", "i9 | IV9 | v7 | IV9", "VImaj9 | VII9sus4 | i9 | i9",
                   "i9 | IIImaj9 | VII9sus4 | i9", "iv9 | iv9 | i9 | i9"),
            *major("Imaj9 | IVmaj9", "I9sus4 | I9sus4 | IVmaj9 | I9sus4",
                   "IVmaj9 | vi9 | Imaj9 | Imaj9", "ii9 | Imaj9"),
        ),
    },
    cadences={
        "major": ("IVmaj9 | Imaj9", "bVII | I5"),
        "minor": ("i7 | i5", "VII | i5", "bII | i5", "iv7 | i"),
    },
    harmonic_rhythm={1: 2.0, 2: 2.0},
    palette=(
        Slot("drums", Role.DRUMS, {"techno_kit": 5, "house_kit": 0.5}, {"": 1}, enters=0.1),
        Slot("bass", Role.BASS, {"sub_bass": 2.4, "rolling_bass": 1.2, "fm_bass": 1.2,
                                 "synth_bass": 1.2},
             {"rumble": 4, "offbeat": 1, "hypnotic": 1.6}, enters=0.34),
        Slot("sequence", Role.BASS, {"acid_bass": 2.4, "synth_bass": 1, "fm_bass": 0.8},
             {"acid_line": 3, "hypnotic": 1.3}, enters=0.52, chance=0.6, octave_shift=1),
        Slot("stabs", Role.CHORDS, {"stab": 3, "poly_synth": 1.2, "electric_piano": 0.5,
                                    "supersaw": 0.6},
             {"dub_stab": 3, "threes": 2, "offbeat_stab": 1}, enters=0.44),
        Slot("pad", Role.PAD, {"dark_pad": 2, "noise_wash": 1.2, "string_machine": 1.2,
                               "choir_pad": 0.7, "glass_pad": 0.6},
             {"wash": 2, "drone_chord": 1.5, "held_high": 0.5}, enters=0.2, chance=0.85),
        Slot("percussion", Role.PERCUSSION,
             {"latin_percussion": 1, "soft_percussion": 1, "bongo_kit": 1},
             {"congas": 1.4, "shaker": 1.2, "bongos": 1.2, "tambourine": 0.5}, enters=0.6,
             chance=0.6),
        Slot("lead", Role.LEAD, {"square_lead": 1.4, "hoover_lead": 1.4, "saw_lead": 1,
                                 "synth_pluck": 1.2, "bells": 0.8, "string_machine": 0.7},
             {"bleep": 3, "siren": 1.3, "strings": 0.7}, enters=0.7, chance=0.85),
        Slot("arp", Role.ARP, {"synth_pluck": 1.6, "trance_pluck": 0.6, "square_lead": 0.8,
                               "fm_electric_piano": 0.5},
             {"arp_ostinato": 2.4, "arp_gated": 1.4, "arp_pulse": 1}, enters=0.62, chance=0.6),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("warehouse", (
            part("intro", "A", 8, 0.42, only="drums percussion transitions", keep=4),
            part("A", "A", 8, 0.58, only="drums bass stabs percussion transitions", keep=5),
            part("A", "A", 8, 0.68, drop="lead", keep=4),
            part("build", "B", 4, 0.62, drop="bass lead", keep=3),
            part("drop", "B", 8, 0.88, keep=9),
            part("B", "B", 8, 0.8, drop="stabs", keep=3),
            part("break", "C", 8, 0.34, only="pad stabs sequence lead transitions", keep=4),
            part("build", "C", 4, 0.6, drop="bass", keep=3),
            part("drop", "B", 8, 0.94, keep=6),
            part("drop", "B", 8, 0.9, keep=2),
            part("outro", "A", 8, 0.46, only="drums bass percussion transitions", keep=7),
        ), weight=1.5, hints=("drop",)),
        Form("tool", (
            part("intro", "A", 8, 0.4, only="drums bass transitions", keep=4),
            part("A", "A", 8, 0.56, drop="lead arp", keep=5),
            part("A", "A", 8, 0.68, drop="lead", keep=5),
            part("B", "B", 8, 0.82, keep=9),
            part("break", "A", 4, 0.4, only="stabs pad sequence transitions", keep=3),
            part("A", "A", 8, 0.76, drop="pad", keep=4),
            part("B", "B", 8, 0.9, keep=5),
            part("outro", "A", 8, 0.5, only="drums bass stabs transitions", keep=7),
        )),
        Form("tunnel", (
            part("intro", "A", 8, 0.26, only="pad sequence stabs transitions", keep=4),
            part("A", "A", 8, 0.46, only="drums pad stabs transitions", keep=4),
            part("A", "A", 8, 0.6, drop="lead arp", keep=5),
            part("B", "B", 8, 0.72, drop="lead", keep=5),
            part("B", "B", 8, 0.84, keep=9),
            part("break", "C", 8, 0.36, drop="drums bass", keep=3),
            part("drop", "B", 8, 0.95, keep=6),
            part("outro", "A", 8, 0.48, only="drums bass pad transitions", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.5, 0.54),
    swing_beats=0.25,
    timing_ms={"clap": (2, 2), "shaker": (2, 2)},
    loose_ms=0.8,
    loose_velocity=0.05,
    sweeps=True,
    fills="clap",
    fill_rate=0.5,
    break_rate=0.7,
    pedal_rate=0.5,
    ring_seconds=3.2,
    endings={"ring": 1.0, "hit": 1.5, "cold": 1.0, "fade": 0.8},
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.2, room_db=-19,
                             inserts=(Drive(7.0), Compressor(-17, 3.0, 8, 80))),
            "bass": Channel(-2.0, width=0.0, room_db=-24, inserts=(Drive(6.0), LowPass(1_800)),
                            sidechain_db=8.0),
            "sequence": Channel(-5.0, width=1.2, room_db=-18, delay_db=-15,
                                inserts=(HighPass(110), Drive(6.0)), sidechain_db=3.0),
            "stabs": Channel(-5.0, width=1.5, room_db=-15, hall_db=-13, delay_db=-10,
                             inserts=(HighPass(170), LowPass(7_000)), sidechain_db=3.5),
            "chords": Channel(-6.0, width=1.3, room_db=-14, delay_db=-14, inserts=(HighPass(170),),
                              sidechain_db=3.0),
            "pad": Channel(-10.0, width=1.6, hall_db=-9, inserts=(HighPass(200),),
                           sidechain_db=7.0),
            "lead": Channel(-5.0, width=1.3, room_db=-16, hall_db=-13, delay_db=-11,
                            inserts=(HighPass(220), Drive(3.0)), sidechain_db=2.0),
            "arp": Channel(-8.5, pan=0.3, width=1.3, hall_db=-16, delay_db=-12,
                           inserts=(HighPass(240),), sidechain_db=3.0),
            "counter": Channel(-8.0, pan=-0.3, hall_db=-15, delay_db=-13,
                               inserts=(HighPass(220),)),
            "percussion": Channel(-8.5, pan=-0.25, width=1.2, room_db=-15,
                                  inserts=(HighPass(220), Drive(3.0))),
            "transitions": Channel(-9.0, width=1.5, hall_db=-12, inserts=(HighPass(60),)),
        },
        room=Reverb(0.7, 4.0, 240, 6_500),
        hall=Reverb(2.6, 22.0, 280, 6_500),
        delay=Delay(0.75, 0.5, 4_200),
        sidechain_release_beats=0.4,
        bus=(Peak(320, -1.5, 0.8), Drive(7.0), HighShelf(9_000, -1.5),
             Compressor(-15, 2.5, 15, 90)),
        width=1.7,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Concrete", "Parallel", "Black", "Static", "Rotating", "Cold", "Magnetic", "Blind",
             "Seventh", "Iron", "Sealed"),
            ("Relay", "Turbine", "Sector", "Process", "Hangar", "Conduit", "Grid", "Pressure",
             "Axis", "Cylinder", "Shift"),
            ("in Hall Nine", "at Full Load", "Below Ground", "Behind Steel", "Before the Alarm",
             "on Track Two"),
        ),
        "ru": TitleWords(
            ("Бетонный/Бетонная/Бетонное/Бетонные", "Чёрный/Чёрная/Чёрное/Чёрные",
             "Холодный/Холодная/Холодное/Холодные", "Слепой/Слепая/Слепое/Слепые",
             "Магнитный/Магнитная/Магнитное/Магнитные", "Железный/Железная/Железное/Железные"),
            ("сектор:m", "турбина:f", "процесс:m", "ангар:m", "давление:n", "реле:n", "смена:f",
             "контуры:pl", "цех:m"),
            ("в девятом зале", "под землёй", "за стальной дверью", "на полной мощности",
             "до сигнала"),
        ),
    },
    title="Techno",
    summary="Hard, hypnotic machine music: a steady kick with a low rumble, echoing stabs and "
    "patterns that shift every eight bars.",
    reference=Reference((-6.2, -4.3), (9.5, 13.8), (0.3, 0.72)),
)  # fmt: skip
