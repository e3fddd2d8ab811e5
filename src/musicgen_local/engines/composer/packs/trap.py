"""Trap: half-time drums, rolling hats, an 808 that is kick and bass at once, a dark loop above.

Atlanta's sound since the 2000s and what came of it: drill, cloud rap, phonk's cousins. The bar is
counted at 120-160 bpm and felt at half of it: one snare, on three. The hats speak in eighths and
break into triplets, 32nds and sextuplets; the 808 follows the kick and slides; the melody is two
bars of a minor key that go round, most often on bells, piano, flute or strings.

Sources: records of T.I., Gucci Mane, Zaytoven, Lex Luger, Southside and Metro Boomin; Burton,
*Posthuman Rap* (2017), on trap's sound. The spectrum of charting records falls by about 5 dB per
octave (Pestana et al., *Spectral Characteristics of Popular Commercial Recordings 1950-2010*, AES
2013): the reference is reasoned from that. An 808 lies mostly below the 60 Hz where tilt begins.
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

# counted double: the snare is on three; the rolls between the eighths of the hats are a player's
GROOVES = (
    Groove(
        "atlanta",
        {"kick": "X.....x.......x.|X.....x....x....", "snare": "........X.......",
         "clap": "........x.......", "hat": "x.o.x.o.x.o.x.o."},
        (0.5, 1.0),
        answer={"kick": "X.....x...x.x...", "snare": "........X......g"},
        weight=1.4,
    ),
    Groove(
        "rattle",
        {"kick": "X..x......x.....|X..x.......x..x.", "clap": "........X.......",
         "snare": ".......gX.......", "hat": "x.x.x.x.x.x.x.x."},
        (0.62, 1.0),
        answer={"hat_open": "..............x."},
    ),
    Groove(
        "southside",
        {"kick": "X.....X.....x...|X.....X...x.....", "snare": "........X.......",
         "hat": "x.x.o.x.x.x.o.x.", "rim": "......o.........|...........o..o."},
        (0.55, 1.0),
        answer={"kick": "X.....X.....x.xx", "snare": "........X.....gg"},
    ),
    Groove(
        "drill",
        {"kick": "X......x........|X.....x....x....", "snare": "........X.......|........X....X..",
         "hat": "x..x..x.x..x..x.", "rim": ".............o.."},
        (0.5, 1.0),
        answer={"hat": "x..x..x.x.xxx.xx"},
        weight=0.6,
    ),
    Groove(
        "memphis",
        {"kick": "X.......x.x.....|X.....x...x.....", "clap": "........X.......",
         "cowbell": "x.o..x..x..o..x.|x.o..x..o.x.x...", "hat": "x.o.x.o.x.o.x.o."},
        (0.5, 0.95),
        answer={"cowbell": "x.o..x..x.xxx.x."},
        weight=0.7,
    ),
    Groove(
        "open road",
        {"kick": "X.............x.|X.....x.........", "snare": "........X.......",
         "hat": "x.o.x.o.x.o.x.o.", "hat_open": "......o.........|................"},
        (0.35, 0.85),
        answer={"kick": "X.....x......x.."},
    ),
    Groove(
        "cloud",
        {"kick": "x...............|x.....x.........", "rim": "........x.......",
         "hat": "o...o...o...o.g."},
        (0.2, 0.6),
        answer={"hat": "o...o...o.g.o.gg"},
    ),
    Groove(
        "ticking",
        {"kick": "x...............", "hat": "o...g...o...g...", "rim": "........o......."},
        (0.0, 0.4),
        answer={"hat": "o...g...o...g.gg"},
    ),
)  # fmt: skip

COMPS = {
    "loop": Comp(
        "broken", "triad",
        orders=("0 2 3 2 1 2 3 2", "3 2 1 0 3 2 1 2", "0 -1 2 3 -1 2 4 3", "4 3 2 -1 3 2 1 -1",
                "0 2 -1 3 2 -1 1 2", "3 -1 2 3 -1 1 2 -1"),
        velocity=0.58,
    ),
    "sparse_loop": Comp(
        "broken", "triad", orders=("0 2 3 -1", "3 2 1 2", "0 3 2 3", "2 -1 3 1"), step=1.0,
        velocity=0.56,
    ),
    "low_piano": Comp(
        "hits", "triad",
        ("x-------x-------", "x-----x---------", "x---------x-x---", "x--x--x---------"),
        strum_ms=10, velocity=0.6,
    ),
    "stabs": Comp(
        "hits", "stab", ("x-......x-......", "x--x--..........", "x-....x-..x-....",
                         "x-x-........x-.."),
        length=0.7, strum_ms=0, velocity=0.7,
    ),
    "bells": Comp(
        "broken", "high",
        orders=("2 1 0 -1 2 1 0 1", "0 1 2 -1 1 2 -1 1", "2 -1 1 2 -1 0 1 -1",
                "0 -1 2 -1 1 -1 2 3"),
        length=0.9, velocity=0.54,
    ),
    "plucks": Comp(
        "broken", "triad",
        orders=("0 -1 -1 1 -1 -1 2 -1 0 -1 -1 2 -1 1 -1 -1", "2 -1 1 -1 0 -1 -1 1",
                "0 -1 1 -1 -1 2 -1 1 -1 -1 0 -1 2 -1 -1 -1"),
        step=0.25, length=0.8, velocity=0.55,
    ),
    "veil": Comp("sustain", "choir", strum_ms=0, velocity=0.5),
}  # fmt: skip

_HOOKS = (
    "x---x-x-x---....", "x-x-x---x-x-x---", "..x-x-x---x-----", "x--x--x---x-x---",
    "x-----x-x--x--x-", "x-xx-xx-x---", "x-xx-xx-xxx-", "x--x--xxx---", "x---..x-x-x-x---",
)  # fmt: skip

LEADS = {
    "hook": LeadManner(_HOOKS, motif_bars=(2,), space=0.22, span=13, tensions=0.25, ornament=0.1,
                       shapes=("turn", "wave", "fall", "insist", "gap_fill"),
                       phrases=("riff", "call", "riff"), velocity=0.66),
    "autotuned": LeadManner(
        ("x-x-x-x-x---....", "xx-xx-x-x---", "x-x-x---..x-x---", "..x-xxx-x---...."),
        space=0.3, span=12, scale="pentatonic", tensions=0.3, ornament=0.24, velocity=0.64,
        shapes=("insist", "fall", "turn"), phrases=("call", "riff", "period"),
    ),
    "lament": LeadManner(
        ("x-------x-x-----", "x-----x-x-------", "x---x-------x---"), space=0.28, span=15,
        tensions=0.5, ornament=0.16, velocity=0.6, shapes=("fall", "arch", "gap_fill"),
        phrases=("call", "floating", "period"),
    ),
    "counter": LeadManner(("x-......x-......", "..x-......x-....", "x-------x---x---"),
                          register=0.5, velocity=0.5, tensions=0.4, ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="trap",
    title="Trap",
    summary="Half-time drums with rolling hats, a sliding 808 and a dark two-bar loop: for rap, "
    "edits and sports.",
    source="Trap of Atlanta and after, 2003 to today: 808 and kick as one, snare on three at "
    "double tempo, hats in eighths, triplets and 32nds; aeolian, phrygian, harmonic-minor loops.",
    tempo_bpm=(122, 140, 158),
    energy=0.66,
    valence=-0.4,
    modes={
        "dark": {"minor": 4, "phrygian": 1.4},
        "neutral": {"minor": 4, "dorian": 0.6, "phrygian": 0.5},
        "bright": {"major": 2, "minor": 2, "mixolydian": 0.4},
    },
    tonics=(0, 1, 2, 3, 4, 5, 6, 9, 10, 11),
    progressions={
        "dark": (
            *minor("i | i | VI | V", "i | i | bII | i", "i | VI | iv | V", "i | iv | i | V",
                   "i | i | v | VI", "i | bII | i | VII", "i | VI | i | bII", "iv | i | V | i"),
            *major("vi | III | IV | vi", "vi | vi | IV | III"),
        ),
        "neutral": (
            *minor("i | VI | III | VII", "VI | VII | i | i", "i | VII | VI | VII",
                   "i | iv | VI | v", "iv7 | VImaj7 | i | i", "i | III | iv | VI",
                   "VImaj7 | v7 | i | i"),
            *major("vi | IV | iii | vi", "IVmaj7 | iii7 | vi | vi", "ii7 | vi | IV | vi"),
        ),
        "bright": (
            *major("IVmaj7 | V | vi | iii7", "vi | IV | I | V", "IVmaj7 | I | V | vi",
                   "I | iii | vi | IV", "IVmaj9 | iii7 | ii7 | vi7"),
            *minor("III | VII | i | VI", "VImaj7 | III | VII | i", "i | III | VII | VI"),
        ),
    },
    cadences={
        "major": ("IV | I", "IVmaj7 V | I", "iv | I"),
        "minor": ("VI V | i", "iv | i", "bII | i", "VI VII | i"),
    },
    turnarounds={"major": ("V", "iii7"), "minor": ("V", "bII", "VII")},
    turnaround_rate=0.2,
    substitutions={"suspension": 0.04, "extension": 0.05},
    harmonic_rhythm={1: 3.0, 2: 1.6},
    palette=(
        Slot("drums", Role.DRUMS, {"trap_kit": 4, "808_kit": 1}, {"": 1}, enters=0.26),
        Slot("bass", Role.BASS, {"808_bass": 1}, {"trap_808": 1}, enters=0.4),
        Slot("keys", Role.CHORDS,
             {"piano": 2.4, "felt_piano": 1.2, "nylon_guitar": 1.2, "electric_piano": 0.8,
              "harp": 0.6, "pizzicato_strings": 0.7, "clean_guitar": 0.8},
             {"loop": 3, "sparse_loop": 1.2, "low_piano": 1.4}, enters=0.0),
        Slot("bells", Role.ARP,
             {"bells": 2.4, "music_box": 1, "celesta": 0.8, "kalimba": 0.6, "synth_pluck": 1.2,
              "glockenspiel": 0.5, "trance_pluck": 0.4},
             {"bells": 2, "plucks": 1.4}, enters=0.34, chance=0.6),
        Slot("lead", Role.LEAD,
             {"flute": 1.8, "soft_lead": 1.5, "square_lead": 0.7, "pan_flute": 0.8, "violin": 0.6,
              "saw_lead": 0.7, "muted_trumpet": 0.4, "koto": 0.5, "whistle": 0.4},
             {"hook": 3, "autotuned": 1.4, "lament": 1}, enters=0.5),
        Slot("pad", Role.PAD,
             {"dark_pad": 2, "choir_pad": 1.6, "slow_strings": 1.2, "voice_oohs": 0.9, "choir": 0.9,
              "crystal_pad": 0.6, "warm_pad": 0.7},
             {"veil": 2, "held_high": 0.8, "held": 0.8}, enters=0.3, chance=0.85),
        Slot("brass", Role.CHORDS, {"brass": 1.2, "horn_section": 0.8, "stab": 1},
             {"stabs": 1}, enters=0.76, chance=0.34),
        Slot("counter", Role.COUNTER,
             {"voice_oohs": 1, "cello": 0.8, "celesta": 0.8, "glass_pad": 0.5, "clean_guitar": 0.7},
             {"answer": 2, "guide": 1}, enters=0.72, chance=0.4),
        Slot("hat rolls", Role.PERCUSSION, {"trap_kit": 1},
             {"rolls_even": 2, "rolls_triplet": 2, "rolls_busy": 1.4, "rolls_stutter": 1.4,
              "rolls_sparse": 0.8}, enters=0.42, same_as="drums"),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("hook first", (
            part("intro", "A", 4, 0.28, drop="drums percussion bass lead", keep=4),
            part("chorus", "A", 8, 0.82, keep=9),
            part("verse", "B", 8, 0.6, drop="lead brass counter", keep=6),
            part("verse", "B", 8, 0.68, drop="lead", keep=3),
            part("chorus", "A", 8, 0.86, keep=5),
            part("break", "C", 4, 0.32, drop="drums percussion bass", keep=2),
            part("verse", "B", 8, 0.66, drop="bells arp", keep=2),
            part("chorus", "A", 8, 0.92, keep=4),
            part("outro", "A", 4, 0.36, drop="drums percussion lead brass", keep=7),
        ), weight=1.3),
        Form("drop", (
            part("intro", "A", 4, 0.26, only="keys chords pad transitions", keep=4),
            part("build", "A", 4, 0.48, drop="bass lead", keep=5),
            part("drop", "A", 8, 0.88, keep=9),
            part("verse", "B", 8, 0.6, drop="lead brass", keep=6),
            part("break", "A", 4, 0.34, only="pad lead bells arp transitions", keep=3),
            part("build", "A", 4, 0.52, drop="bass lead", keep=2),
            part("drop", "A", 8, 0.95, keep=5),
            part("bridge", "C", 8, 0.56, drop="brass bells", keep=2),
            part("drop", "A", 8, 0.9, keep=2),
            part("outro", "A", 4, 0.34, drop="drums percussion brass", keep=7),
        ), hints=("drop",)),
        Form("slow reveal", (
            part("intro", "A", 8, 0.25, drop="drums percussion bass bells", keep=4),
            part("verse", "A", 8, 0.46, drop="lead brass", keep=6),
            part("verse", "A", 8, 0.58, drop="brass", keep=3),
            part("chorus", "B", 8, 0.84, keep=9),
            part("verse", "A", 8, 0.62, drop="brass", keep=3),
            part("chorus", "B", 8, 0.94, keep=5),
            part("outro", "A", 4, 0.3, drop="drums percussion bass lead", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    timing_ms={"hat": (0, 2), "snare": (4, 3), "clap": (6, 4), "chords": (6, 4), "lead": (10, 6),
               "arp": (4, 4)},
    loose_ms=2.0,
    loose_velocity=0.06,
    sweeps=True,
    fills="trap",
    fill_rate=0.6,
    break_rate=0.75,
    pedal_rate=0.2,
    ring_seconds=3.2,
    endings={"ring": 2.0, "cold": 1.0, "fade": 0.6},
    ambience={"vinyl": 0.12, "rain": 0.06},
    bass_on_kick=0.6,
    reference=Reference((-6.4, -4.5), (10.8, 14.6), (0.35, 0.7)),
    mix=MixPreset(
        channels={
            "drums": Channel(-2.5, width=1.4, room_db=-22,
                             inserts=(HighShelf(5_000, -6.0), Drive(4.0),
                                      Compressor(-16, 3.0, 6, 70))),
            "bass": Channel(0.0, width=0.0, inserts=(Drive(7.0), Peak(110, 3.5, 0.8),
                                                     LowPass(3_200))),
            "chords": Channel(-6.0, pan=-0.14, width=1.6, room_db=-14, hall_db=-11, delay_db=-16,
                              inserts=(HighPass(170),), sidechain_db=2.0),
            "brass": Channel(-6.0, width=1.3, room_db=-12, hall_db=-14,
                             inserts=(HighPass(160), Drive(4.0))),
            "pad": Channel(-9.0, width=1.5, hall_db=-8, inserts=(HighPass(220),),
                           sidechain_db=3.0),
            "lead": Channel(-4.5, pan=0.06, width=1.3, room_db=-14, hall_db=-10, delay_db=-11,
                            inserts=(HighPass(220),)),
            "arp": Channel(-8.0, pan=0.28, width=1.5, hall_db=-10, delay_db=-12,
                           inserts=(HighPass(300),)),
            "counter": Channel(-9.0, pan=-0.4, hall_db=-9, delay_db=-13,
                               inserts=(HighPass(220),)),
            "hat rolls": Channel(-13.5, pan=0.12, inserts=(HighPass(400),)),
            "percussion": Channel(-9.0, pan=0.35, room_db=-16, inserts=(HighPass(250),)),
            "transitions": Channel(-10.0, width=1.5, hall_db=-12, inserts=(HighPass(60),)),
        },
        room=Reverb(0.4, 4.0, 300, 8_000),
        hall=Reverb(2.6, 28.0, 320, 6_500),
        delay=Delay(0.75, 0.36, 4_500),
        bus=(LowShelf(95, 2.0), HighShelf(4_000, -4.0), Drive(5.0), Compressor(-17, 3.0, 5, 90)),
        width=1.3,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Cold", "Black", "Midnight", "Triple", "Heavy", "Chrome", "Silent", "Lowkey", "Ghost",
             "Northside", "Frozen", "Double"),
            ("Diamond", "Stairwell", "Phantom", "Skyline", "Smoke", "Bankroll", "Cobra", "Elevator",
             "Headlights", "Fortress", "Voltage", "Vault"),
            ("on Zone Six", "at the Tower", "After Curfew", "With the Lights Off",
             "on the Ninth Floor", "Behind Tinted Glass", "Until Morning"),
        ),
        "ru": TitleWords(
            ("Холодный/Холодная/Холодное/Холодные", "Чёрный/Чёрная/Чёрное/Чёрные",
             "Полночный/Полночная/Полночное/Полночные", "Тяжёлый/Тяжёлая/Тяжёлое/Тяжёлые",
             "Хромовый/Хромовая/Хромовое/Хромовые", "Немой/Немая/Немое/Немые"),
            ("подъезд:m", "дым:m", "башня:f", "высота:f", "стекло:n", "фары:pl", "лифт:m",
             "алмаз:m", "район:m", "сейф:m"),
            ("на девятом этаже", "после отбоя", "за тонировкой", "без света", "до утра",
             "на окраине"),
        ),
    },
)  # fmt: skip
