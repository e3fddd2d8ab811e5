"""Reggae: chords between the beats, the weight on two and four, a bass that sings.

Counted at 66-90 bpm, so that the guitar's skank falls on every off-beat and the drop of kick and
cross-stick on two and four. In the one-drop nothing of the kick falls on one; rockers put it back;
steppers march on every eighth. The organ bubbles around the skank; the bass has the tune and leaves
holes; breaks strip to drum and bass as a dub mixer would.

Sources: Friedland, *Reggae Bass* (1998); Veal, *Dub: Soundscapes and Shattered Songs in Jamaican
Reggae* (2007); records of The Wailers, Sly & Robbie, Augustus Pablo, King Tubby, Toots and the
Maytals. Tilt and crest are reasoned from the ranges of human records: a heavy, round bass and
filtered tops make the fall steep.
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
    LowShelf,
    MixPreset,
    Peak,
    Reverb,
    Tremolo,
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

_DROP = "....X.......X..."

GROOVES = (
    Groove(
        "one drop",
        {"kick": _DROP, "rim": _DROP, "hat": "o.x.o.x.o.x.o.x."},
        (0.3, 1.0),
        answer={"rim": "....X..o....X.o.", "hat": "o.x.o.x.o.x.o.xg"},
        weight=2.0,
    ),
    Groove(
        "one drop shuffle",
        {"kick": _DROP, "rim": _DROP, "hat": "x.xgx.xgx.xgx.xg"},
        (0.4, 1.0),
        answer={"rim": "....X......gX..o", "hat_open": "......o........."},
        weight=1.4,
    ),
    Groove(
        "one drop snare",
        {"kick": _DROP, "snare": _DROP, "hat": "x.o.x.o.x.o.x.o.", "rim": ".......?......?."},
        (0.55, 1.0),
        answer={"snare": "....X.......X.gx", "hat_open": "..............x."},
    ),
    Groove(
        "rockers",
        {"kick": "X...X.x.X...X.x.|X...X.x.X.x.X...", "snare": "....X.......X...",
         "hat": "x.xxx.xxx.xxx.xx"},
        (0.55, 1.0),
        answer={"snare": "....X..g....X.gx"},
        weight=0.9,
    ),
    Groove(
        "steppers",
        {"kick": "X.x.X.x.X.x.X.x.", "rim": "....X.......X...", "hat": "..x...x...x...x.",
         "hat_open": "................|..............o."},
        (0.6, 1.0),
        answer={"rim": "....X..o..o.X.o."},
        weight=0.9,
    ),
    Groove(
        "flyers",
        {"kick": _DROP, "rim": "....X.......X...", "hat": "o...o...o...o...",
         "hat_open": "..x...x...x...x."},
        (0.45, 1.0),
        answer={"rim": "....X..o....X..."},
        weight=0.8,
    ),
    Groove(
        "soft drop",
        {"kick": "....x.......x...", "rim": "....x.......x...", "hat": "g.o.g.o.g.o.g.o."},
        (0.1, 0.45),
    ),
    Groove("only rim", {"kick": "....o.......o...", "rim": "....x.......x..?",
                        "shaker": "g.o.g.o.g.o.g.o."}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "skank": Comp("hits", "triad", ("..x...x...x...x.",), length=0.55, strum_ms=9, velocity=0.7),
    "double_skank": Comp(
        "hits", "triad", ("..xx..xx..xx..xx", "..x...xx..x...xx"), length=0.5, strum_ms=7,
        velocity=0.66,
    ),
    "long_skank": Comp("hits", "triad", ("..x...x...x...x.",), length=0.95, strum_ms=12,
                       velocity=0.66),
    "piano_skank": Comp("hits", "triad", ("..x...x...x...x.",), length=0.6, strum_ms=0,
                        velocity=0.62),
    "bubble": Comp("bubble", "triad", strum_ms=0, velocity=0.6),
    "organ_pad": Comp("sustain", "choir", strum_ms=0, velocity=0.46),
    "picking": Comp(  # the muted second guitar, in single notes
        "broken", "shell",
        orders=("0 -1 0 1 -1 2 -1 -1 0 -1 1 -1 2 -1 1 -1",
                "-1 -1 0 0 -1 1 -1 2 -1 -1 0 -1 1 -1 -1 -1",
                "0 -1 -1 1 -1 2 1 -1 0 -1 -1 -1 1 -1 2 -1"),
        step=0.25, length=0.35, velocity=0.54,
    ),
    "horn_punches": Comp(
        "punches", "triad",
        ("x---..x-x---....", "..x-x-......x-x-", "x-----x-x-......", "..x-..x-..x-x---",
         "x-x-x---........"),
        length=0.85, strum_ms=0, velocity=0.7,
    ),
}  # fmt: skip

_CHANT = (
    "..x-x-x-x---....", "x---..x-x-x-....", "..x-x---..x-x---", "x-x-x-----x-x---",
    "....x-x-x-x-x---", "..x-..x-x-------", "x-----x-..x-x-..",
)  # fmt: skip

LEADS = {
    "melodica": LeadManner(_CHANT, space=0.36, span=13, scale="pentatonic", tensions=0.35,
                           ornament=0.16, shapes=("fall", "wave", "turn", "gap_fill"),
                           phrases=("call", "riff", "period"), velocity=0.66),
    "horn_line": LeadManner(
        ("x---x-x-x---....", "x-x-x---..x-x---", "..x-x-x-x-x-x---", "x-----x-x-------"),
        space=0.34, span=14, tensions=0.4, ornament=0.1, shapes=("arch", "turn", "fall", "insist"),
        phrases=("riff", "call", "period"), velocity=0.7,
    ),
    "sufferer": LeadManner(
        ("..x-----x-x-----", "x-------..x-x---", "....x-x---x-----"), space=0.4, span=14,
        scale="pentatonic", tensions=0.4, ornament=0.2, phrases=("call", "floating"),
        velocity=0.62,
    ),
    "counter": LeadManner(("..x-x-..x---....", "x-----..x-x-....", "..x---..x---...."),
                          register=0.48, velocity=0.54, scale="pentatonic", ornament=0.05),
}  # fmt: skip

PACK = Pack(
    name="reggae",
    title="Reggae",
    summary="Off-beat guitars, bubbling organ and a bass that sings over a one-drop: sun, patience "
    "and dub breaks.",
    source="Roots reggae and dub of the 1970s: one-drop, rockers and steppers drums, skank and "
    "bubble, riddim basses of two bars, two-chord vamps, melodica and horn lines.",
    tempo_bpm=(66, 76, 90),
    energy=0.55,
    valence=0.35,
    modes={
        "dark": {"minor": 4, "dorian": 2},
        "neutral": {"major": 1.6, "minor": 1.6, "mixolydian": 1, "dorian": 1},
        "bright": {"major": 4, "mixolydian": 1},
    },
    tonics=(9, 7, 2, 0, 4, 5, 10, 11),
    progressions={
        "dark": (
            *minor("i | iv", "i | VII | i | VII", "i7 | i7 | iv7 | iv7", "i | v | iv | i",
                   "i | VI | VII | i", "i | iv | VII | i", "i | i | v | v", "iv7 | v7 | i | i"),
            *major("vi | ii | vi | iii", "vi | IV | vi | V"),
        ),
        "neutral": (
            *minor("i | III | VII | iv", "i | VII | VI | VII", "i7 | IV", "VI | VII | i | i",
                   "i | iv | i | VII"),
            *major("I | ii | I | ii", "I | bVII | IV | I", "I | bVII", "I | vi | ii | V",
                   "IV | I | ii | I", "I | iii | ii | IV"),
        ),
        "bright": (
            *major("I | IV", "I | IV | V | IV", "I | V | vi | IV", "I | vi | IV | V",
                   "I | IV | I | V", "I | ii | IV | I", "I I | IV V", "IV | I | IV | V"),
            *minor("III | VII | i | VI", "i | III | VI | VII", "VI | III | VII | i"),
        ),
    },
    cadences={
        "major": ("IV | I", "V | I", "IV V | I", "bVII IV | I"),
        "minor": ("iv | i", "VII | i", "v7 | i", "iv v | i7"),
    },
    turnarounds={"major": ("V", "IV V"), "minor": ("v", "VII", "iv v")},
    turnaround_rate=0.2,
    substitutions={"suspension": 0.03, "extension": 0.05},
    harmonic_rhythm={1: 3.0, 2: 1.0},
    palette=(
        Slot("drums", Role.DRUMS, {"reggae_kit": 1}, {"": 1}, enters=0.18),
        Slot("bass", Role.BASS,
             {"electric_bass": 3, "sub_bass": 0.9, "fretless_bass": 0.8, "upright_bass": 0.3},
             {"riddim": 4, "steppers": 1}, enters=0.22),
        Slot("guitar", Role.CHORDS, {"clean_guitar": 2.4, "muted_guitar": 1, "jazz_guitar": 0.6},
             {"skank": 4, "double_skank": 1, "long_skank": 0.7}, enters=0.0),
        Slot("organ", Role.CHORDS, {"reggae_organ": 3, "organ": 0.6, "clavinet": 0.5},
             {"bubble": 4}, enters=0.34, chance=0.9),
        Slot("piano", Role.CHORDS, {"piano": 1.4, "bright_piano": 1, "electric_piano": 0.6},
             {"piano_skank": 1}, enters=0.55, chance=0.55),
        Slot("picking", Role.CHORDS, {"muted_guitar": 1}, {"picking": 1}, enters=0.5, chance=0.4),
        Slot("pad", Role.PAD, {"rotary_organ": 1.4, "string_machine": 0.6, "voice_oohs": 1},
             {"organ_pad": 1}, enters=0.6, chance=0.4),
        Slot("horns", Role.CHORDS, {"horn_section": 1.6, "brass": 0.6}, {"horn_punches": 1},
             enters=0.64, chance=0.5),
        Slot("percussion", Role.PERCUSSION,
             {"bongo_kit": 1.4, "latin_percussion": 1, "soft_percussion": 0.7},
             {"nyabinghi": 2, "bongos": 1, "shaker_soft": 0.8, "congas": 0.5}, enters=0.42,
             chance=0.7),
        Slot("lead", Role.LEAD,
             {"melodica": 2.6, "trombone": 1.4, "tenor_sax": 1, "trumpet": 1, "rotary_organ": 0.7,
              "flute": 0.6, "harmonica": 0.6, "clean_guitar": 0.5, "alto_sax": 0.6},
             {"melodica": 3, "horn_line": 1.6, "sufferer": 1}, enters=0.45),
        Slot("counter", Role.COUNTER, {"trombone": 1.2, "alto_sax": 1, "melodica": 0.8,
                                       "trumpet": 0.8},
             {"answer": 2, "harmony": 1}, enters=0.68, chance=0.5),
    ),
    forms=(
        Form("verse and chorus", (
            part("intro", "A", 4, 0.42, drop="lead horns counter", keep=4),
            part("verse", "A", 8, 0.5, drop="horns counter", keep=6),
            part("verse", "A", 8, 0.56, keep=3),
            part("chorus", "B", 8, 0.72, keep=9),
            part("verse", "A", 8, 0.58, drop="horns", keep=4),
            part("chorus", "B", 8, 0.76, keep=4),
            part("break", "A", 8, 0.38, only="drums bass percussion", keep=3),
            part("chorus", "B", 8, 0.8, keep=3),
            part("outro", "A", 4, 0.46, drop="horns", keep=7),
        ), weight=1.3),
        Form("dub", (
            part("intro", "A", 4, 0.34, only="drums bass", keep=4),
            part("A", "A", 8, 0.56, drop="horns", keep=9),
            part("break", "A", 4, 0.36, only="drums bass guitar", keep=4),
            part("B", "B", 8, 0.68, keep=7),
            part("break", "B", 4, 0.38, only="bass organ lead percussion", keep=3),
            part("A", "A", 8, 0.64, keep=4),
            part("B", "B", 8, 0.74, keep=3),
            part("break", "A", 4, 0.36, only="drums bass", keep=2),
            part("outro", "A", 4, 0.44, drop="lead horns counter", keep=7),
        ), hints=("drop",)),
        Form("nyabinghi rise", (
            part("intro", "A", 4, 0.26, only="percussion bass organ guitar", keep=4),
            part("verse", "A", 8, 0.4, drop="horns counter", keep=6),
            part("verse", "A", 8, 0.52, keep=3),
            part("chorus", "B", 8, 0.7, keep=9),
            part("bridge", "C", 8, 0.54, drop="horns", keep=3),
            part("chorus", "B", 8, 0.8, keep=5),
            part("outro", "A", 4, 0.36, drop="lead horns", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.51, 0.6),
    swing_beats=0.25,
    timing_ms={"rim": (6, 4), "snare": (6, 4), "kick": (4, 4), "hat": (0, 3), "bass": (8, 6),
               "chords": (3, 4), "lead": (18, 8), "counter": (14, 6), "percussion": (4, 5)},
    loose_ms=5.0,
    loose_velocity=0.07,
    fills="reggae",
    fill_rate=0.75,
    break_rate=0.4,
    ring_seconds=3.2,
    endings={"fade": 1.6, "ring": 1.4, "tag": 1.0},
    reference=Reference((-8.0, -5.8), (13.0, 17.0), (0.35, 0.7)),
    mix=MixPreset(
        channels={
            "drums": Channel(-1.0, width=1.7, room_db=-14, hall_db=-22,
                             inserts=(HighShelf(4_500, -6.5), Compressor(-17, 2.5, 12, 90))),
            "bass": Channel(0.0, width=0.0, inserts=(LowShelf(90, 2.0), LowPass(1_600),
                                                    Compressor(-18, 2.5, 14, 110))),
            "guitar": Channel(-4.5, pan=-0.5, width=0.9, room_db=-13, hall_db=-18, delay_db=-13,
                              inserts=(HighPass(350), Peak(2_400, 2.0, 0.9))),
            "organ": Channel(-6.0, pan=0.48, width=1.2, room_db=-15,
                             inserts=(HighPass(200), Tremolo(5.6, 0.2, True))),
            "piano": Channel(-7.0, pan=0.15, width=1.0, room_db=-14, delay_db=-20,
                             inserts=(HighPass(300),)),
            "picking": Channel(-8.5, pan=-0.5, width=0.8, room_db=-15, inserts=(HighPass(150),)),
            "chords": Channel(-6.0, pan=0.3, room_db=-14, inserts=(HighPass(200),)),
            "horns": Channel(-4.0, pan=0.12, width=1.3, room_db=-12, hall_db=-14, delay_db=-15,
                             inserts=(HighPass(180),)),
            "pad": Channel(-10.0, width=1.3, hall_db=-13, inserts=(HighPass(200),)),
            "lead": Channel(-2.0, pan=0.05, width=1.2, room_db=-13, hall_db=-12, delay_db=-10,
                            inserts=(HighPass(180),)),
            "counter": Channel(-5.5, pan=-0.2, hall_db=-13, delay_db=-12,
                               inserts=(HighPass(180),)),
            "arp": Channel(-8.0, pan=0.35, hall_db=-14, delay_db=-12),
            "percussion": Channel(-7.5, pan=-0.4, width=1.2, room_db=-12, hall_db=-16,
                                  delay_db=-18, inserts=(HighPass(120),)),
        },
        room=Reverb(0.6, 8.0, 260, 5_500),
        hall=Reverb(2.4, 26.0, 320, 4_500),
        delay=Delay(0.75, 0.46, 2_600, 320),
        bus=(Drive(1.5), LowShelf(95, 3.0), HighShelf(3_500, -5.0), Compressor(-14, 1.8, 22, 140)),
        width=1.65,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Steady", "Golden", "Rising", "Easy", "Lion", "Sweet", "Hill", "Dread", "Evergreen",
             "Bamboo"),
            ("Harbour", "Riddim", "River", "Sunrise", "Yard", "Mango", "Mountain", "Shoreline",
             "Kettle Drum", "Breeze", "Signal"),
            ("in the Hills", "by the Gully", "After the Rain", "on Orange Street",
             "at Half Moon Bay", "Before Sundown"),
        ),
        "ru": TitleWords(
            ("Солнечный/Солнечная/Солнечное/Солнечные", "Ленивый/Ленивая/Ленивое/Ленивые",
             "Золотой/Золотая/Золотое/Золотые", "Бамбуковый/Бамбуковая/Бамбуковое/Бамбуковые",
             "Вольный/Вольная/Вольное/Вольные"),
            ("берег:m", "ветер:m", "рассвет:m", "река:f", "манго:n", "гавань:f", "гора:f",
             "двор:m", "паруса:pl", "лето:n"),
            ("на закате", "за холмами", "после ливня", "у самой воды", "под навесом"),
        ),
    },
)  # fmt: skip
