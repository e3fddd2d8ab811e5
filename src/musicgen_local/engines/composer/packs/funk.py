"""Funk: everything on the one, and sixteenths that talk to each other in the holes.

A rhythm section as a machine of interlocking parts: drums with ghosted snares, a bass that lands
on one and answers itself, a scratching guitar, a clavinet or organ riff, horns in punches. Harmony
stays: vamps on one dominant or dorian chord, a bridge somewhere else, and back.

Sources: Slutsky & Silverman, *The Funkmasters: The Great James Brown Rhythm Sections 1960-1973*
(1997); Danielsen, *Presence and Pleasure: The Funk Grooves of James Brown and Parliament* (2006);
records of James Brown, The Meters, Parliament, Sly Stone, Tower of Power, Herbie Hancock. Tilt
and crest are reasoned from ranges of human records: live drums keep the peaks, bright guitar and
horns flatten the fall.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
    Delay,
    Drive,
    HighPass,
    HighShelf,
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

GROOVES = (
    Groove(
        "on the one",
        {"kick": "X.x.......x..x..|X.x...x...x.....", "snare": "....X..g.g.gX..g",
         "hat": "x.x.x.x.x.x.x.x.", "hat_open": "..............o.|................"},
        (0.45, 1.0),
        answer={"snare": "....X..g.g.gX.gx", "kick": "X.x.......x..x.x"},
        weight=1.4,
    ),
    Groove(
        "cold break",
        {"kick": "X.X...X...X..X..|X.X...X...X.....", "snare": "....X..g.g..X..g",
         "hat": "xxxxxxxxxxxxxxxx"},
        (0.6, 1.0),
        answer={"snare": "....X..g.gg.X.gX", "hat": "xxxxxxx.xxxxxxx.",
                "hat_open": ".......x.......x"},
    ),
    Groove(
        "second line",
        {"kick": "X..x..x...x..x..|X..x..x...x.x...", "snare": "g.gxX.gx.gg.X.gx",
         "hat": "x.x.x.x.x.x.x.x.", "cowbell": "x...x...x...x..."},
        (0.5, 0.95),
        answer={"snare": "g.gxX.gx.ggxX.xx"},
        weight=0.7,
    ),
    Groove(
        "tower",
        {"kick": "X..x...x.x......|X..x...x.xx.....", "snare": "....X..gg.ggX..g",
         "hat": "x.xxx.xxx.xxx.xx", "hat_open": ".......x........"},
        (0.6, 1.0),
        answer={"snare": "....X.ggg.ggX.xg"},
    ),
    Groove(
        "p",
        {"kick": "X.....x...x.....|X.....x..xx.....", "snare": "....X.......X...",
         "clap": "....x.......x...", "hat": "xoxoxoxoxoxoxoxo"},
        (0.5, 1.0),
        answer={"hat_open": "......x.......x.", "snare": "....X.......X..x"},
    ),
    Groove(
        "linear",
        {"kick": "X..x....x..x....|X..x..x...x..x..", "snare": "....X.g..g..X..g",
         "hat": ".xx..x.x.xx..xx.|.xx..x.x.x.x..x."},
        (0.5, 0.9),
        answer={"snare": "....X.gx.g..X.gx"},
        weight=0.8,
    ),
    Groove(
        "laid back",
        {"kick": "X.......x.x.....|X......x..x.....", "snare": "....x..g....x..g",
         "hat": "x.o.x.o.x.o.x.o."},
        (0.25, 0.65),
        answer={"hat_open": "..............o."},
    ),
    Groove(
        "breakdown", {"kick": "X...............", "rim": "....x.......x...",
                      "hat": "x.o.x.o.x.o.x.o."},
        (0.15, 0.45),
    ),
    Groove("feet", {"kick": "o.......o.......", "hat_pedal": "....x.......x..."}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "scratch": Comp(
        "chank", "stab",
        ("....x.....x.....", "..x.....x..x....", "x..x......x.....", "....x..x....x..x",
         "x.....x...x..x..", "..x..x....x..x.."),
        length=0.6, strum_ms=6, velocity=0.62,
    ),
    "wah_chops": Comp(
        "chank", "stab", ("x-.x..x.x-.x..x.", "..x-..x...x-..x.", "x-......x-..x..."),
        length=0.75, strum_ms=8, velocity=0.62,
    ),
    "single_string": Comp(
        "broken", "shell",
        orders=("0 -1 0 2 -1 1 -1 -1 0 -1 0 2 -1 1 2 -1",
                "-1 -1 2 -1 1 -1 0 -1 -1 0 2 -1 1 -1 -1 0",
                "0 0 -1 1 -1 2 -1 1 0 -1 -1 1 -1 2 1 -1"),
        step=0.25, length=0.3, velocity=0.58,
    ),
    "clav_riff": Comp(
        "broken", "close",
        orders=("0 -1 2 0 -1 3 -1 1 0 -1 2 3 -1 1 -1 2", "-1 0 1 -1 3 -1 2 0 -1 0 -1 1 2 -1 3 -1",
                "0 2 -1 0 3 -1 1 -1 0 2 -1 3 -1 1 0 -1"),
        step=0.25, length=0.34, velocity=0.62,
    ),
    "clav_chords": Comp(
        "hits", "shell", ("x.xx..x.x.x..xx.", "x..x.xx...x.x.x.", "..xx.x.x..xx.x.x"),
        length=0.6, strum_ms=0, velocity=0.6,
    ),
    "organ_swells": Comp(
        "hits", "drop2", ("x---------------", "....x-..........", "......x---------",
                          "x-..........x---"),
        strum_ms=0, velocity=0.58,
    ),
    "rhodes": Comp(
        "hits", "rootless", ("x-...x-...x-....", "..x-....x-.x-...", "x--...x--.......",
                             "...x--....x-..x-"),
        length=0.9, strum_ms=8, velocity=0.6,
    ),
    "punches": Comp(
        "punches", "stab",
        ("x.x.......x-....", "......x.x-......", "x-...........x.x", "..x..x..x-......",
         "x-----------x.x.", "........x..x..x-", "x.xx.x-........."),
        length=0.82, strum_ms=0, velocity=0.78,
    ),
    "held_brass": Comp("punches", "drop2", ("x-----------....", "x-------....x.x."), length=0.95,
                       strum_ms=0, velocity=0.68),
}  # fmt: skip

LEADS = {
    "riffs": LeadManner(
        ("x-x-..x-x-......", "x.xx-.x-....x.x.", "..x-x.x-..x-....", "xx-.x-x.x-......",
         "x-..x-.xx-..x-..", "....x.xxx-..x-.."),
        motif_bars=(1, 2), space=0.3, span=13, scale="blues", tensions=0.5, ornament=0.16,
        shapes=("insist", "turn", "wave", "fall"), phrases=("riff", "call", "riff"), legato=0.8,
        velocity=0.78,
    ),
    "horn_call": LeadManner(
        ("x-x-x-----......", "..x-x-x-x---....", "x---x-xxx-......", "xxx-x-....x-x---"),
        space=0.32, span=15, scale="pentatonic", tensions=0.55, ornament=0.14,
        shapes=("arch", "fall", "gap_fill", "turn"), phrases=("call", "period"), velocity=0.76,
    ),
    "solo": LeadManner(
        ("xxxxx-xxx-x-xx-.", "x-xxx-xxxxx-x---", ".xxxx-x-xxx-xxx-", "xx.xx.xx-xxx----",
         "x-x-xxxxx-xxx-.."),
        motif_bars=(2,), space=0.16, span=20, register=0.64, scale="blues", tensions=0.7,
        ornament=0.2, steps=2.3, velocity=0.8, phrases=("sentence", "song", "call"),
    ),
    "counter": LeadManner(("..x-..x-....x-..", "x-......x-x-....", "....x-x-......x-"),
                          register=0.5, velocity=0.6, scale="pentatonic", ornament=0.06,
                          legato=0.8),
}  # fmt: skip

PACK = Pack(
    name="funk",
    title="Funk",
    summary="A tight rhythm section on the one: slap and finger bass, scratching guitar, clavinet, "
    "horn punches; for dancing and for grinning.",
    source="Funk of the 1960s and 1970s: one-chord dominant and dorian vamps, interlocking "
    "sixteenths, ghosted backbeat, bass weight on the downbeat, bridges on the fourth, horn riffs.",
    tempo_bpm=(94, 106, 120),
    energy=0.72,
    valence=0.3,
    modes={
        "dark": {"dorian": 3, "minor": 2},
        "neutral": {"dorian": 3, "mixolydian": 2},
        "bright": {"mixolydian": 3, "major": 1.4, "dorian": 1},
    },
    tonics=(4, 9, 2, 7, 0, 5, 10, 3),
    progressions={
        "dark": (
            *minor("i7 | i7 | i7 | IV7", "i9 | i9 | bII9 | i9", "i7 | VII9 | i7 | VII9",
                   "i7 | i7 | iv7 | V7#9", "i9 | VI9 | V7#9 | i9", "i7 VII7 | VI7 V7#9",
                   "i7 | i7 | VI9 | V9"),
            *major("I7#9 | I7#9 | bIII7 | IV7", "I7#9 | I7#9 | bVII9 | I7#9"),
        ),
        "neutral": (
            *minor("i9 | IV9 | i9 | IV9", "i9 | i9 | i9 | IV13", "i7 | IV9 | VII9 | i7",
                   "i9 | v7 | IV9 | i9", "i9 IV9 | i9 IV9 | VII9 | v7", "iv9 | IV9 | i9 | i9"),
            *major("I9 | I9 | IV9 | I9", "I13 | I13 | bVII13 | IV9", "I9 | v9 | IV9 | I9",
                   "I9 | I9 | I9 | bVII9"),
        ),
        "bright": (
            *major("I9 | IV9 | I9 | IV9", "I13 | I13 | IV13 | IV13", "I9 | I9 | ii9 | V9sus4",
                   "IV9 | I9 | V9sus4 | I9", "I13 | VI9 | ii9 | V13", "I9 | bVII9 | IV9 | I13",
                   "ii9 | V13 | ii9 | V13"),
            *minor("i9 | IV13 | i9 | IV13", "VImaj9 | VII13 | i9 | i9", "i9 | IIImaj9 | IV9 | i9"),
        ),
    },
    cadences={
        "major": ("bVII9 IV9 | I9", "V9sus4 | I13", "ii9 bII9 | I13", "IV9 | I9"),
        "minor": ("IV9 | i9", "VI9 V7#9 | i9", "bII9 | i9", "VII9 | i69"),
    },
    turnarounds={
        "major": ("V9sus4", "bII9", "bVII9 IV9"),
        "minor": ("V7#9", "bII9", "VI9 V7#9"),
    },
    turnaround_rate=0.4,
    substitutions={"extension": 0.14, "suspension": 0.06, "tritone": 0.08},
    harmonic_rhythm={1: 2.4, 2: 1.6},
    palette=(
        Slot("drums", Role.DRUMS, {"funk_kit": 1}, {"": 1}, enters=0.2),
        Slot("bass", Role.BASS,
             {"electric_bass": 2.4, "slap_bass": 2.2, "picked_bass": 0.6, "synth_bass": 0.9},
             {"on_the_one": 4, "groove": 1}, enters=0.24),
        Slot("guitar", Role.CHORDS, {"clean_guitar": 2.4, "wah_guitar": 1.6, "muted_guitar": 1},
             {"scratch": 3, "wah_chops": 1.2, "single_string": 1.6}, enters=0.0),
        Slot("keys", Role.CHORDS,
             {"clavinet": 2.6, "electric_piano": 1.2, "rotary_organ": 1.4, "organ": 0.5},
             {"clav_riff": 2, "clav_chords": 1.8, "rhodes": 1.2}, enters=0.4, chance=0.9),
        Slot("organ", Role.PAD, {"rotary_organ": 1.4, "organ": 0.6, "string_machine": 0.6},
             {"organ_swells": 1}, enters=0.62, chance=0.4),
        Slot("horns", Role.CHORDS, {"horn_section": 3, "brass": 1},
             {"punches": 3, "held_brass": 1}, enters=0.56, chance=0.9),
        Slot("percussion", Role.PERCUSSION,
             {"latin_percussion": 1, "bongo_kit": 0.7, "soft_percussion": 0.5},
             {"funk_congas": 2, "congas": 1, "cowbell": 1, "tambourine": 1, "bongos": 0.7},
             enters=0.5, chance=0.75),
        Slot("lead", Role.LEAD,
             {"alto_sax": 1.8, "tenor_sax": 1.6, "trumpet": 1.2, "rotary_organ": 0.8,
              "trombone": 0.9, "wah_guitar": 0.8, "saw_lead": 0.8, "flute": 0.6, "harmonica": 0.3},
             {"riffs": 3, "horn_call": 1.6}, enters=0.56),
        Slot("counter", Role.COUNTER, {"trombone": 1, "tenor_sax": 0.8, "trumpet": 0.8},
             {"harmony": 1.6, "answer": 1.4}, enters=0.8, chance=0.4),
    ),
    forms=(
        Form("vamp and bridge", (
            part("intro", "A", 4, 0.46, drop="lead horns counter keys", keep=4),
            part("A", "A", 8, 0.66, drop="lead", keep=6),
            part("A", "A", 8, 0.74, keep=9),
            part("bridge", "B", 8, 0.84, keep=7),
            part("A", "A", 8, 0.76, keep=4),
            part("break", "A", 4, 0.4, only="drums bass percussion", keep=4),
            part("solo", "A", 8, 0.82, drop="counter", keep=3),
            part("bridge", "B", 8, 0.88, keep=3),
            part("A", "A", 8, 0.92, keep=3),
            part("outro", "A", 4, 0.66, keep=7),
        ), weight=1.4),
        Form("layer by layer", (
            part("intro", "A", 4, 0.34, only="drums percussion", keep=4),
            part("A", "A", 8, 0.52, drop="lead horns", keep=5),
            part("A", "A", 8, 0.66, drop="lead", keep=6),
            part("B", "B", 8, 0.82, keep=9),
            part("break", "A", 4, 0.42, only="drums guitar chords bass", keep=3),
            part("A", "A", 8, 0.78, keep=4),
            part("solo", "C", 8, 0.86, keep=3),
            part("B", "B", 8, 0.94, keep=4),
            part("outro", "A", 4, 0.6, drop="lead", keep=7),
        ), hints=("slow build", "drop")),
        Form("straight in", (
            part("A", "A", 8, 0.72, drop="lead", keep=6),
            part("A", "A", 8, 0.78, keep=9),
            part("bridge", "B", 8, 0.84, keep=6),
            part("solo", "A", 8, 0.84, keep=4),
            part("break", "A", 4, 0.4, only="bass drums keys", keep=3),
            part("A", "A", 8, 0.86, keep=4),
            part("bridge", "B", 8, 0.9, keep=2),
            part("outro", "A", 4, 0.68, keep=7),
        ), hints=("no intro",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.5, 0.56),
    swing_beats=0.25,
    timing_ms={"snare": (3, 4), "hat": (-2, 3), "kick": (-2, 2), "bass": (2, 4),
               "chords": (-1, 4), "lead": (8, 6), "percussion": (0, 4)},
    loose_ms=4.0,
    loose_velocity=0.08,
    fills="funk",
    fill_rate=0.6,
    break_rate=0.6,
    ring_seconds=2.2,
    endings={"stabs": 2.0, "hit": 2.0, "cold": 1.2, "fade": 0.6},
    bass_on_kick=0.2,
    reference=Reference((-6.8, -4.8), (13.0, 17.0), (0.35, 0.72)),
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.7, room_db=-17,
                             inserts=(HighShelf(5_000, -5.5), Compressor(-17, 3.0, 14, 80))),
            "bass": Channel(-0.8, width=0.0, inserts=(Compressor(-18, 3.0, 12, 90),
                                                     Peak(900, 2.0, 0.8), Drive(2.0))),
            "guitar": Channel(-4.5, pan=-0.62, width=0.8, room_db=-17,
                              inserts=(HighPass(220), Compressor(-20, 3.0, 4, 60))),
            "keys": Channel(-4.0, pan=0.55, width=1.0, room_db=-16,
                            inserts=(HighPass(160), Drive(3.0))),
            "chords": Channel(-5.0, pan=0.3, room_db=-16, inserts=(HighPass(150),)),
            "horns": Channel(-3.0, pan=0.2, width=1.8, room_db=-12, hall_db=-17,
                             inserts=(HighPass(160), Compressor(-16, 2.0, 8, 100))),
            "organ": Channel(-9.0, pan=0.2, width=1.3, hall_db=-16,
                             inserts=(HighPass(160), Tremolo(6.2, 0.25, True))),
            "pad": Channel(-9.0, width=1.3, hall_db=-15, inserts=(HighPass(160),)),
            "lead": Channel(-1.5, pan=0.06, width=1.2, room_db=-13, hall_db=-15, delay_db=-19,
                            inserts=(HighPass(150),)),
            "counter": Channel(-5.0, pan=-0.28, room_db=-13, hall_db=-16,
                               inserts=(HighPass(150),)),
            "arp": Channel(-7.0, pan=-0.3, width=1.2, room_db=-15),
            "percussion": Channel(-8.0, pan=-0.35, width=1.2, room_db=-14,
                                  inserts=(HighPass(180),)),
        },
        room=Reverb(0.5, 6.0, 220, 8_500),
        hall=Reverb(1.3, 18.0, 260, 7_000),
        delay=Delay(0.5, 0.25, 4_000),
        bus=(LowShelf(95, 3.0), HighShelf(4_500, -4.5), Compressor(-13, 2.0, 20, 110)),
        width=1.65,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Greasy", "Tight", "Hot", "Loose", "Sweet", "Nasty", "Sunday", "Tall", "Double-Knit",
             "Polished"),
            ("Shoes", "Strut", "Gravy", "Platform", "Cadillac", "Skillet", "Hustle", "Pocket",
             "Mustache", "Sidewalk", "Biscuit", "Machine"),
            ("on the One", "at the Block Party", "in the Back Seat", "Down the Avenue",
             "Until the Horns Come In", "With Extra Sauce"),
        ),
        "ru": TitleWords(
            ("Горячий/Горячая/Горячее/Горячие", "Лаковый/Лаковая/Лаковое/Лаковые",
             "Сладкий/Сладкая/Сладкое/Сладкие", "Дерзкий/Дерзкая/Дерзкое/Дерзкие",
             "Клешёный/Клешёная/Клешёное/Клешёные",
             "Пружинистый/Пружинистая/Пружинистое/Пружинистые"),
            ("ботинки:pl", "походка:f", "сковорода:f", "карман:m", "платформа:f", "кадиллак:m",
             "пиджак:m", "солнце:n", "усы:pl", "проспект:m"),
            ("на первую долю", "на заднем сиденье", "во дворе", "до самых духовых",
             "посреди квартала"),
        ),
    },
)  # fmt: skip
