"""R&B and neo soul: rich chords, a pocket that leans back, a bass with something to say.

From the quiet storm to the Soulquarians and after: 62-100 bpm, ninths, elevenths and thirteenths
that slide by semitones, electric piano and clean guitar, a kick behind the grid and a snare that
is not, sixteenths of the "drunk" kind, voices as a pad.

Sources: Charnas, *Dilla Time* (2022); Danielsen (ed.), *Musical Rhythm in the Age of Digital
Reproduction* (2010), her chapter on D'Angelo's *Left and Right* and Bjerke's on microrhythm;
Levine, *The Jazz Piano Book* (1989); records of D'Angelo, Erykah Badu, Maxwell, Jill Scott, Robert
Glasper, SZA. Tilt and crest are reasoned from the ranges of human records: a deep bass and a soft
top, less crushed than hip hop.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
    Compressor,
    Delay,
    Drive,
    HighPass,
    HighShelf,
    LowPass,
    LowShelf,
    MixPreset,
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
        "pocket",
        {"kick": "X.....x...x.....|X......x.xx.....", "snare": "....X.......X..g",
         "hat": "x.o.x.o.x.o.x.oo"},
        (0.4, 1.0),
        answer={"snare": "....X..g....X.g.", "hat_open": "..............o."},
        weight=1.4,
    ),
    Groove(
        "soulquarian",
        {"kick": "X..x...x..x.....|X..x......xx....", "snare": "....X.......X...",
         "rim": ".......g.......?", "hat": "x.x.x.x.x.x.x.x."},
        (0.45, 1.0),
        answer={"kick": "X..x...x..x..x..", "snare": "....X....g..X..g"},
        weight=1.2,
    ),
    Groove(
        "snaps",
        {"kick": "X.....x.........|X.....x..x......", "clap": "....x.......x...",
         "hat": "o.x.o.x.o.x.o.xg", "shaker": "g.g.g.g.g.g.g.g."},
        (0.3, 0.85),
        answer={"kick": "X.....x....x..x."},
    ),
    Groove(
        "sixteenth hats",
        {"kick": "X......x..x.....|X......x..x..x..", "snare": "....X.......X...",
         "hat": "xgogxgogxgogxgog"},
        (0.5, 1.0),
        answer={"snare": "....X..g.g..X..g", "hat": "xgogxgogxgogxgxx"},
    ),
    Groove(
        "slow jam",
        {"kick": "X.........x.....|X......x..x.....", "snare": "....X.......X...",
         "rim": "..........?.....", "hat": "x...o...x...o.g."},
        (0.3, 0.8),
        answer={"hat_open": "......o........."},
    ),
    Groove(
        "half time",
        {"kick": "X.....x.......x.|X.........x..x..", "snare": "........X.......",
         "hat": "x.o.x.o.x.o.x.o.|x.o.x.oxx.o.xxxx"},
        (0.45, 0.95), weight=0.5, kits=("trap_kit",),
        answer={"clap": "........x.......", "hat": "x.o.x.o.x.oxxxxx"},
    ),
    Groove(
        "cross stick",
        {"kick": "x.....x...x.....", "rim": "....x.......x...", "hat": "o.g.o.g.o.g.o.g."},
        (0.15, 0.55),
        answer={"rim": "....x..o....x..."},
    ),
    Groove(
        "candle", {"kick": "x.........o.....", "rim": "............o...",
                   "shaker": "g.o.g.o.g.o.g.o."},
        (0.0, 0.35),
    ),
)  # fmt: skip

COMPS = {
    "lean": Comp(
        "side_slip", "rootless",
        ("x-------..x-----", "x-----x---------", "x---..x-----x---", "..x-------x-----",
         "x--x------x-----", "x---------x-x---"),
        strum_ms=26, velocity=0.6,
    ),
    "held_slip": Comp("side_slip", "drop2", ("x---------------", "x-----------x---",
                                             "x-------x-------"), strum_ms=38, velocity=0.56),
    "answers": Comp(
        "hits", "rootless", ("..x-..x-....x---", "....x---..x-x-..", "x-..x-....x---..",
                             "..x---....x-x---"),
        length=0.9, strum_ms=16, velocity=0.56,
    ),
    "double_stops": Comp(
        "broken", "shell",
        orders=("-1 -1 2 -1 1 2 -1 -1 -1 2 1 -1 0 -1 -1 -1",
                "2 -1 1 2 -1 -1 -1 -1 1 -1 2 -1 -1 1 -1 -1",
                "-1 1 2 -1 -1 2 -1 1 -1 -1 -1 -1 0 1 2 -1"),
        step=0.25, length=1.1, velocity=0.54,
    ),
    "guitar_plucks": Comp(
        "broken", "guitar",
        orders=("0 -1 2 3 -1 1 2 -1", "0 2 -1 3 1 -1 2 -1", "-1 3 2 -1 1 -1 2 3"), velocity=0.54,
    ),
    "oohs": Comp("sustain", "spread", strum_ms=0, velocity=0.5),
}  # fmt: skip

_SUNG = (
    "..x-x-x-x---....", "x---..x-xxx-....", "....x-x-x-----x-", "..xxx---..x-x---",
    "x--x--x---......", "..x-..x-x-xx----", "x-xx----..x-x-..", "......x-x-x-x---",
)  # fmt: skip

LEADS = {
    "verse": LeadManner(_SUNG, space=0.34, span=14, scale="pentatonic", tensions=0.7,
                        ornament=0.22, velocity=0.64, shapes=("fall", "turn", "wave", "gap_fill"),
                        phrases=("call", "period", "song")),
    "run": LeadManner(
        ("x-xxxx--....x---", "..x-xxxxx-------", "x---....xxxxx---", "..xxx-x-xx------"),
        space=0.42, span=17, scale="pentatonic", tensions=0.7, ornament=0.26, velocity=0.64,
        shapes=("fall", "gap_fill", "wave"), phrases=("call", "sentence"), steps=1.8,
    ),
    "slow": LeadManner(
        ("x-------..x-x---", "x-----x-x-------", "..x---x-----x---"), space=0.24, span=15,
        tensions=0.85, ornament=0.2, velocity=0.6, phrases=("song", "call", "period"),
    ),
    "counter": LeadManner(("..x-......x-x-..", "x-----..x---....", "....x-x-....x---"),
                          register=0.48, velocity=0.52, tensions=0.8, ornament=0.1),
}  # fmt: skip

PACK = Pack(
    name="rnb",
    title="R&B and neo soul",
    summary="Rich chords on electric piano, a bass in the pocket and drums that lean back: warm, "
    "late and close.",
    source="Neo soul and R&B from the 1990s on: ninths to thirteenths in parallel and by "
    "semitone, kicks late against straight hats, ghosted backbeats, melodic bass, voices as pad.",
    tempo_bpm=(64, 82, 98),
    energy=0.48,
    valence=0.15,
    modes={
        "dark": {"minor": 3, "dorian": 2},
        "neutral": {"dorian": 2, "minor": 1.6, "major": 2.4},
        "bright": {"major": 4, "mixolydian": 0.6, "lydian": 0.4},
    },
    tonics=(1, 3, 5, 6, 8, 10, 11, 0, 2),
    progressions={
        "dark": (
            *minor("i9 | iv9 | VImaj9 | V7alt", "VImaj9 | v7 | iv9 | i9", "i11 | bIImaj9",
                   "iv9 | VII13 | IIImaj9 | V7#9", "i9 | VImaj9 | iiø7 | V7b13",
                   "iv11 | i11 | VImaj9 | v9", "VImaj9 V7#9 | i9 | iv9 | i9"),
            *major("IVmaj9 | III7#9 | vi9 | v9", "vi9 | iii7 | IVmaj9 | iv69"),
        ),
        "neutral": (
            *minor("i9 | IV13 | VImaj9 | VII13", "iv9 | v9 | i11 | i11", "i11 | iv9 VII13",
                   "VImaj9 | VII9sus4 | i9 | IV9", "IIImaj9 | iv9 | i9 | VII13sus4"),
            *major("IVmaj9 | iii7 vi9 | ii9 | V13sus4", "ii9 | V13sus4 | Imaj9 | VI7b13",
                   "IVmaj9 III7#9 | vi9 | ii9 | V9sus4", "vi11 | ii9 | Imaj9 | bVIImaj9",
                   "Imaj9 | bIIImaj9 | ii9 | bIImaj9", "ii11 | iii7 | IVmaj9 | V9sus4"),
        ),
        "bright": (
            *major("Imaj9 | IVmaj9", "Imaj9 iii7 | IVmaj9 iv69", "IVmaj9 | V9sus4 | iii7 | vi9",
                   "Imaj9 | vi9 | ii9 | V13sus4", "Imaj9/3 | IVmaj9 | V9sus4 | Imaj9",
                   "ii9 V13sus4 | Imaj9 VI7b9 | ii9 V13 | Imaj9", "IVmaj9 | Imaj9 | ii9 | V13"),
            *minor("IIImaj9 | VImaj9 | iv9 | VII13", "VImaj9 | IIImaj9 | iv9 | i9",
                   "IIImaj9 VII13sus4 | i9 | iv9 | VII9sus4"),
        ),
    },
    cadences={
        "major": ("ii9 V13sus4 | Imaj9", "iv69 | Imaj9", "bIImaj9 | Imaj9", "IVmaj9 | I69"),
        "minor": ("iv9 V7#9 | i11", "VImaj9 VII13 | i9", "bIImaj9 | i9", "iv9 | i11"),
    },
    turnarounds={
        "major": ("V13sus4", "ii9 V13", "bII9", "III7#9"),
        "minor": ("V7#9", "iiø7 V7alt", "bIImaj9"),
    },
    turnaround_rate=0.5,
    substitutions={"extension": 0.16, "tritone": 0.16, "passing_diminished": 0.08,
                   "modal_mixture": 0.1, "secondary_dominant": 0.07, "suspension": 0.08,
                   "backdoor": 0.08, "two_five": 0.05},
    harmonic_rhythm={1: 4.0, 2: 0.8},
    palette=(
        Slot("keys", Role.CHORDS,
             {"electric_piano": 4, "fm_electric_piano": 1.6, "piano": 1, "rotary_organ": 0.6},
             {"lean": 4, "held_slip": 2, "answers": 1}, enters=0.0),
        Slot("bass", Role.BASS,
             {"electric_bass": 3, "fretless_bass": 0.9, "synth_bass": 0.9, "sub_bass": 1},
             {"pocket": 4, "kick_lock": 1}, enters=0.28),
        Slot("drums", Role.DRUMS, {"boom_bap_kit": 2, "pop_kit": 1.4, "trap_kit": 0.8,
                                   "funk_kit": 0.6}, {"": 1}, enters=0.24),
        Slot("guitar", Role.CHORDS, {"clean_guitar": 2, "jazz_guitar": 1, "nylon_guitar": 0.6,
                                     "wah_guitar": 0.4},
             {"double_stops": 2, "guitar_plucks": 1.4}, enters=0.46, chance=0.7),
        Slot("voices", Role.PAD,
             {"voice_oohs": 2, "warm_pad": 1.4, "string_machine": 0.7, "slow_strings": 0.8,
              "crystal_pad": 0.4},
             {"oohs": 2, "held_high": 0.8, "held": 0.8}, enters=0.42, chance=0.8),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1, "bongo_kit": 0.5},
             {"shaker_soft": 1.6, "shaker": 0.8, "congas": 0.6, "triangle": 0.4}, enters=0.52,
             chance=0.45),
        Slot("lead", Role.LEAD,
             {"soft_lead": 1.6, "muted_trumpet": 1.4, "alto_sax": 1.1, "flute": 1,
              "clean_guitar": 0.9, "soprano_sax": 0.6, "tenor_sax": 0.8, "vibraphone": 0.6,
              "harmonica": 0.5, "voice_oohs": 0.6},
             {"verse": 3, "run": 1.4, "slow": 0.8}, enters=0.44),
        Slot("horns", Role.CHORDS, {"horn_section": 1}, {"answers": 1}, enters=0.7, chance=0.3),
        Slot("counter", Role.COUNTER,
             {"flute": 0.8, "clean_guitar": 1, "vibraphone": 0.8, "celesta": 0.5, "cello": 0.6,
              "muted_trumpet": 0.7},
             {"answer": 2.4, "harmony": 1, "guide": 0.8}, enters=0.56, chance=0.55),
    ),
    forms=(
        Form("song", (
            part("intro", "A", 4, 0.3, drop="drums bass lead horns", keep=4),
            part("verse", "A", 8, 0.46, drop="horns counter", keep=6),
            part("verse", "A", 8, 0.52, keep=3),
            part("chorus", "B", 8, 0.66, keep=9),
            part("verse", "A", 8, 0.5, drop="horns", keep=4),
            part("chorus", "B", 8, 0.7, keep=4),
            part("bridge", "C", 8, 0.54, drop="percussion", keep=3),
            part("chorus", "B", 8, 0.76, keep=3),
            part("outro", "A", 4, 0.34, drop="horns percussion", keep=7),
        ), weight=1.4),
        Form("slow jam", (
            part("intro", "A", 4, 0.26, only="keys chords voices", keep=4),
            part("verse", "A", 8, 0.4, drop="lead horns", keep=6),
            part("verse", "A", 8, 0.5, keep=4),
            part("chorus", "B", 8, 0.62, keep=9),
            part("break", "A", 4, 0.3, only="keys voices lead", keep=2),
            part("chorus", "B", 8, 0.68, keep=4),
            part("bridge", "C", 8, 0.58, keep=2),
            part("chorus", "B", 8, 0.74, keep=3),
            part("outro", "B", 4, 0.34, drop="drums", keep=7),
        ), hints=("slow build",)),
        Form("jam on the vamp", (
            part("intro", "A", 4, 0.4, drop="lead horns", keep=3),
            part("A", "A", 8, 0.5, keep=9),
            part("B", "B", 8, 0.62, keep=6),
            part("A", "A", 8, 0.56, keep=4),
            part("solo", "C", 8, 0.64, keep=3),
            part("break", "A", 4, 0.36, only="drums bass", keep=2),
            part("B", "B", 8, 0.7, keep=3),
            part("outro", "A", 4, 0.38, keep=7),
        )),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.52, 0.6),
    swing_beats=0.25,
    timing_ms={"kick": (10, 6), "snare": (-4, 6), "clap": (-6, 5), "rim": (2, 6), "hat": (0, 3),
               "bass": (18, 6), "chords": (18, 8), "lead": (22, 8), "counter": (16, 8),
               "pad": (6, 4)},
    loose_ms=6.5,
    loose_velocity=0.08,
    fills="brush",
    fill_rate=0.45,
    break_rate=0.5,
    ring_seconds=3.6,
    endings={"ring": 2.0, "fade": 1.2, "tag": 0.6},
    ambience={"vinyl": 0.2, "rain": 0.05},
    bass_on_kick=0.4,
    reference=Reference((-7.8, -5.8), (12.5, 16.0), (0.4, 0.75)),
    mix=MixPreset(
        channels={
            "drums": Channel(-0.5, width=1.35, room_db=-19,
                             inserts=(HighShelf(6_500, -3.0), Drive(2.0),
                                      Compressor(-18, 3.0, 14, 90))),
            "bass": Channel(-0.5, width=0.0, inserts=(Compressor(-18, 2.5, 16, 120), Drive(2.0),
                                                     LowPass(2_400))),
            "keys": Channel(-2.8, pan=-0.08, width=1.5, room_db=-14, hall_db=-15,
                            inserts=(HighPass(120), Chorus(0.5, 2.4, 0.4),
                                     Tremolo(4.6, 0.28, True))),
            "chords": Channel(-4.0, pan=-0.1, width=1.3, room_db=-14, hall_db=-15,
                              inserts=(HighPass(130),)),
            "guitar": Channel(-7.0, pan=0.44, width=1.0, room_db=-14, hall_db=-15, delay_db=-16,
                              inserts=(HighPass(180), Compressor(-20, 2.5, 6, 80))),
            "horns": Channel(-6.0, pan=0.15, width=1.3, room_db=-12, hall_db=-13,
                             inserts=(HighPass(160),)),
            "voices": Channel(-8.5, width=1.6, hall_db=-9, inserts=(HighPass(200),
                                                                    LowPass(9_000))),
            "pad": Channel(-9.0, width=1.5, hall_db=-10, inserts=(HighPass(190),)),
            "lead": Channel(-2.0, pan=0.06, width=1.2, room_db=-14, hall_db=-11, delay_db=-14,
                            inserts=(HighPass(170),)),
            "counter": Channel(-6.5, pan=-0.38, hall_db=-11, delay_db=-14,
                               inserts=(HighPass(190),)),
            "arp": Channel(-7.5, pan=0.35, width=1.4, hall_db=-12, delay_db=-14),
            "percussion": Channel(-10.0, pan=-0.32, width=1.2, room_db=-15,
                                  inserts=(HighPass(220),)),
        },
        room=Reverb(0.5, 6.0, 240, 7_500),
        hall=Reverb(2.0, 24.0, 280, 6_000),
        delay=Delay(0.75, 0.3, 3_800),
        bus=(LowShelf(90, 2.5), HighShelf(4_500, -3.0), Compressor(-14, 1.8, 22, 140)),
        width=1.4,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Velvet", "Slow", "Honey", "Indigo", "Late", "Close", "Tender", "Violet", "Warm",
             "Satin", "Unspoken"),
            ("Hours", "Letter", "Silk", "Balcony", "Perfume", "Moonlight", "Voicemail", "Candle",
             "Sunday", "Orchid", "Pillow Talk"),
            ("After Midnight", "on Your Side", "in Low Light", "Past Two", "With the Window Open",
             "Before You Go", "at the Usual Place"),
        ),
        "ru": TitleWords(
            ("Бархатный/Бархатная/Бархатное/Бархатные", "Медовый/Медовая/Медовое/Медовые",
             "Поздний/Поздняя/Позднее/Поздние", "Нежный/Нежная/Нежное/Нежные",
             "Шёлковый/Шёлковая/Шёлковое/Шёлковые", "Лиловый/Лиловая/Лиловое/Лиловые"),
            ("вечер:m", "письмо:n", "свеча:f", "шёлк:m", "балкон:m", "духи:pl", "полночь:f",
             "орхидея:f", "признание:n", "тени:pl"),
            ("при низком свете", "после полуночи", "на твоей стороне", "у открытого окна",
             "пока ты здесь"),
        ),
    },
)  # fmt: skip
