"""Metal: the riff first, muted low strings locked to two feet on the kick, a lead over the top.

Tempos of 90 to 200 bpm from doom to thrash; minor, Phrygian and the tritone; gallops, sixteenths
on the double kick, half-time breakdowns, twin leads in thirds, a solo before the last chorus.

Sources: Walser, *Running with the Devil* (1993), on modes, power chords and virtuoso leads;
Pieslak, *Re-casting Metal* (2007), on riff and metre; Mynett, *Metal Music Manual* (2017), on
guitars, bass and kick as one instrument and on its mixes; records of Iron Maiden (gallop, twin
leads), Metallica (down-picked chugs), Pantera (half-time grooves), In Flames (melodic tremolo).
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    AmpSim,
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
        "gallop",
        {"kick": "X.xxx.xxX.xxx.xx", "snare": "....X.......X...", "hat": "x...x...x...x..."},
        (0.72, 1.0), weight=1.4,
        answer={"snare": "....X.......X.XX"},
    ),
    Groove(
        "double kick",
        {"kick": "X.x.x.x.X.x.x.x.", "low_kick": ".x.x.x.x.x.x.x.x", "snare": "....X.......X...",
         "ride": "X.x.X.x.X.x.X.x."},
        (0.8, 1.0), weight=1.4,
        answer={"snare": "....X.......X..X", "crash": "x...............",
                "ride": "..x.X.x.X.x.X.x."},
    ),
    Groove(
        "thrash beat",
        {"kick": "X...x...X...x...", "snare": "..X...X...X...X.", "hat": "x.x.x.x.x.x.x.x."},
        (0.86, 1.0), weight=0.7,
    ),
    Groove(
        "blast",
        {"kick": "x.x.x.x.x.x.x.x.", "snare": ".x.x.x.x.x.x.x.x", "ride": "X.x.X.x.X.x.X.x."},
        (0.95, 1.0), weight=0.35,
    ),
    Groove(
        "foot bursts",
        {"kick": "X.x...x.X.x.x.x.|X.x...x.x.x.x.x.",
         "low_kick": "...x.........x.x|...x.....x.x.x.x",
         "snare": "....X.......X...", "crash": "x.......x......."},
        (0.7, 1.0),
        answer={"snare": "....X.......XxXx"},
    ),
    Groove(
        "reverse gallop",
        {"kick": "XxX.xxx.XxX.xxx.", "snare": "....X.......X...", "hat_open": "x...x...x...x..."},
        (0.68, 0.94),
    ),
    Groove(
        "heavy eighths",
        {"kick": "X.x...x.X.x...x.", "snare": "....X.......X...", "hat_open": "x...x...x...x..."},
        (0.62, 0.88),
        answer={"kick": "X.x...x.X.x.x.x.", "low_kick": "...........x.x.x"},
    ),
    Groove(
        "breakdown",
        {"kick": "X..X..X...X.X...|X..X..X.X.....XX", "snare": "........X.......",
         "hat_open": "X...X...X...X..."},
        (0.48, 0.68), weight=4.0,
        answer={"low_kick": ".............x.x"},
    ),
    Groove(
        "half-time stomp",
        {"kick": "X.....x...x...x.|X.....xx..x.....", "snare": "........X.......",
         "ride_bell": "x...x...x...x..."},
        (0.38, 0.66),
    ),
    Groove(
        "tom ritual",
        {"kick": "X.......X.......", "tom_low": "X..x..x.X..x..x.", "tom_mid": "......o.......xo"},
        (0.25, 0.55),
    ),
    Groove("far drum", {"kick": "x...............", "ride_bell": "o.......o......."}, (0.0, 0.4)),
)  # fmt: skip

COMPS = {
    "chug": Comp("chug", "power", strum_ms=4, velocity=0.82),
    "riff_chords": Comp("riff_chords", "power", strum_ms=6, length=0.96, velocity=0.84),
    "ringing": Comp(
        "power", "power", ("x---------------", "x-------x-------", "x-----------x---",
                           "x-----x-----x---"),
        strum_ms=8, length=1.0, velocity=0.82,
    ),
    "tremolo": Comp("tremolo", "power", strum_ms=0, velocity=0.74),
    "clean_arp": Comp(
        "broken", "guitar",
        orders=("0 1 2 3 2 1 2 1", "0 2 3 2 1 2 3 2", "0 1 3 2 0 1 3 1", "0 3 2 1 2 3 1 2"),
        velocity=0.54,
    ),
    "slow_arp": Comp("broken", "guitar", orders=("0 1 2 3", "0 2 1 3"), step=1.0, velocity=0.54),
    "choir_wall": Comp("sustain", "choir", strum_ms=0, velocity=0.55),
    "staccato": Comp("hits", "close", ("x-..x-..x-..x-x-", "x-x-..x-x-x-..x-"), length=0.6,
                     strum_ms=0, velocity=0.58),
}  # fmt: skip

_LINES = (
    "x---x-x-x-x-x---", "x-----x-x---x---", "x-x-x-x-x-------", "x---x---x-x-x-x-",
    "x-----x-----x---", "x-xxx-x-x---x---", "x-------x-x-x-x-",
)  # fmt: skip

LEADS = {
    "twin": LeadManner(_LINES, motif_bars=(2,), space=0.16, span=16, steps=2.1, tensions=0.25,
                       ornament=0.12, register=0.6, velocity=0.8,
                       shapes=("arch", "wave", "gap_fill", "rise", "fall"),
                       phrases=("period", "sentence", "song")),
    "wail": LeadManner(
        ("x-----------x---", "x-------x-------", "..x-x-----------", "x-----------x-x-"),
        space=0.3, span=17, steps=2.6, scale="pentatonic", tensions=0.3, ornament=0.4,
        register=0.66, velocity=0.8, phrases=("period", "call"),
    ),
    "theme": LeadManner(
        ("x-x-x-x-x-x-x-x-", "x-xxx-xxx-x-x---", "xxx-xxx-x-x-x-x-", "x-x-xxx-x-x-x-x-"),
        motif_bars=(1, 2), space=0.12, span=17, steps=2.0, tensions=0.2, ornament=0.04,
        velocity=0.78, phrases=("riff", "sentence", "period"),
    ),
    "solo": LeadManner(
        ("xxxxxxxxxxxxx---", "xxxxxxxxxxxxxxxx", "x-xxxxxxx-xxxxxx", "xxxxx---xxxxxxx-",
         "x-----xxxxxxxxxx"),
        motif_bars=(2,), space=0.08, span=24, register=0.68, tensions=0.3, ornament=0.14,
        steps=1.9, velocity=0.84,
        shapes=("fall", "rise", "wave", "broken_chord", "arch"), phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_LINES, register=0.5, velocity=0.62, ornament=0.06, tensions=0.2),
}  # fmt: skip

PACK = Pack(
    name="metal",
    source="Heavy metal from the gallop to the breakdown: riffs on a muted low string, Phrygian "
    "and tritone moves, harmonic-minor dominants, choruses of open chords, twin leads in thirds.",
    title="Metal",
    summary="Palm-muted riffs locked to a double kick, twin lead guitars, breakdowns: for force.",
    tempo_bpm=(92, 146, 196),
    energy=0.84,
    valence=-0.55,
    modes={
        "dark": {"minor": 3, "phrygian": 2.2, "dorian": 0.3},
        "neutral": {"minor": 3, "dorian": 1, "phrygian": 0.8},
        "bright": {"minor": 2, "major": 1.6, "mixolydian": 0.6},
    },
    tonics=(4, 9, 6, 7, 5),  # a bass of four strings still lies an octave below the guitars
    progressions={
        "dark": (
            *minor(
                "i | i | bII | i", "i | i | bV5 | iv", "i | bII i | VI | bII",
                "i | VI | iv | bII", "i | i | i | bII bV5", "i | VII | VI | V",
                "iv | bII | i | V", "i | i | III bII | i", "VI | bII | i | i",
            ),
            *major("vi | bVII | IV | III", "vi | IV | bVII | III7", "I5 | bII5 | I5 | bVII5"),
        ),
        "neutral": (
            *minor(
                "i | VI | VII | i", "i | VI | III | VII", "i | VII | VI | VII",
                "i | i | VI VII | i", "VI | VII | i | V", "i | iv | VII | III",
                "iv | VI | i | VII", "i III | VII IV | i III | VI VII",
            ),
            *major("vi | IV | V | iii", "I | bVII | bVI | bVII", "vi | V | IV | V"),
        ),
        "bright": (
            *minor("i | VII | III | VI", "VI | III | VII | i", "i | VI | III | V",
                   "VI | VII | III | i"),
            *major("I | V | vi | IV", "vi | IV | I | V", "I | IV | vi | V", "IV | V | vi | iii",
                   "I | V/3 | vi | iii | IV | I | ii | V"),
        ),
    },
    cadences={
        "major": ("IV V | I", "bVI bVII | I", "V | I"),
        "minor": ("VI VII | i", "bII | i", "iv V | i", "VI V | i"),
    },
    turnarounds={"major": ("V", "IV V"), "minor": ("VI VII", "V", "bII")},
    turnaround_rate=0.3,
    pedal_rate=0.3,
    harmonic_rhythm={1: 3.0, 2: 1.0},
    palette=(
        Slot("drums", Role.DRUMS, {"metal_kit": 1}, {"": 1}, enters=0.22),
        Slot("bass", Role.BASS, {"picked_bass": 3, "electric_bass": 1},
             {"riff_bass": 1}, enters=0.36),
        Slot("chugs", Role.CHORDS, {"palm_muted_guitar": 1}, {"chug": 1}, enters=0.46,
             octave_shift=-1),
        Slot("guitars", Role.CHORDS, {"distorted_guitar": 1},
             {"riff_chords": 4, "ringing": 1.6, "tremolo": 0.9}, enters=0.4, octave_shift=-1),
        Slot("clean", Role.CHORDS, {"clean_guitar": 3, "acoustic_guitar": 1.4,
                                           "nylon_guitar": 0.6},
             {"clean_arp": 3, "slow_arp": 1}, enters=0.0),
        Slot("lead", Role.LEAD, {"lead_guitar": 1},
             {"twin": 3, "wail": 1.2, "theme": 1.5}, enters=0.62, names={"lead_guitar": "lead"}),
        Slot("second lead", Role.COUNTER, {"lead_guitar": 3, "violin": 0.3},
             {"harmony": 3, "double": 0.6}, enters=0.82),
        Slot("choir", Role.PAD, {"choir": 1.4, "strings": 1.2, "church_organ": 0.5,
                                 "dark_pad": 0.6},
             {"choir_wall": 2, "held_wide": 1.4}, enters=0.7, chance=0.45),
    ),
    forms=(
        Form("riff and chorus", (
            part("intro", "A", 4, 0.74, drop="lead counter clean", keep=4),
            part("verse", "A", 8, 0.8, drop="lead counter clean", keep=9),
            part("pre-chorus", "C", 4, 0.7, drop="lead counter clean", keep=3),
            part("chorus", "B", 8, 0.92, drop="clean", keep=8),
            part("verse", "A", 8, 0.82, drop="lead counter clean", keep=4),
            part("chorus", "B", 8, 0.94, drop="clean", keep=4),
            part("breakdown", "D", 8, 0.62, drop="lead counter clean pad", keep=6),
            part("solo", "C", 8, 0.96, drop="clean counter", keep=5),
            part("chorus", "B", 8, 0.98, drop="clean", keep=4),
            part("outro", "A", 4, 0.84, drop="clean", keep=7),
        )),
        Form("from silence", (
            part("intro", "A", 8, 0.3, only="clean lead pad", keep=6),
            part("verse", "A", 4, 0.76, drop="lead counter clean", keep=4),
            part("verse", "A", 8, 0.8, drop="counter clean", keep=9),
            part("chorus", "B", 8, 0.92, drop="clean", keep=8),
            part("bridge", "C", 8, 0.4, drop="chugs counter", keep=5),
            part("solo", "D", 8, 0.95, drop="clean", keep=5),
            part("breakdown", "E", 4, 0.64, drop="lead counter clean", keep=3),
            part("chorus", "B", 8, 0.98, drop="clean", keep=5),
            part("outro", "A", 4, 0.44, drop="chugs", keep=7),
        ), hints=("slow build",)),
        Form("charge", (
            part("intro", "B", 4, 0.86, drop="clean", keep=4),
            part("verse", "A", 8, 0.84, drop="lead counter clean", keep=9),
            part("chorus", "B", 8, 0.94, drop="clean", keep=8),
            part("verse", "A", 8, 0.86, drop="lead counter clean", keep=5),
            part("chorus", "B", 8, 0.95, drop="clean", keep=4),
            part("solo", "C", 8, 0.97, drop="clean", keep=6),
            part("breakdown", "D", 8, 0.6, drop="lead counter clean", keep=6),
            part("chorus", "B", 8, 1.0, drop="clean", keep=4),
            part("outro", "B", 4, 0.88, drop="clean", keep=7),
        ), hints=("no intro", "drop")),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    timing_ms={"snare": (2, 2), "kick": (-1, 1), "hat": (-2, 2), "chords": (-1, 2),
               "lead": (3, 5), "bass": (0, 2)},
    loose_ms=2.5,
    loose_velocity=0.05,
    fills="metal",
    fill_rate=0.9,
    break_rate=0.6,
    ring_seconds=3.4,
    endings={"hit": 3, "cold": 2, "ring": 1},
    # loud masters (crest 9 to 13 dB before -14 LUFS playback) with flat, bright guitars
    reference=Reference(tilt_db_per_octave=(-6.6, -4.4), crest_db=(11.0, 15.0), width=(0.45, 0.85)),
    bass_on_kick=0.55,
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.4, room_db=-14,
                             inserts=(Peak(60, 2.0, 1.2), Peak(400, -3.5, 0.9), Peak(4_000, 2.0),
                                      HighShelf(7_000, -4.5), Drive(4.0),
                                      Compressor(-19, 5.0, 3, 70))),
            "bass": Channel(-3.0, width=0.0,
                            inserts=(Drive(8.0), Peak(250, -2.5, 0.9), Peak(1_200, 2.5, 0.8),
                                     Compressor(-18, 4.0, 6, 90))),
            "chugs": Channel(-2.5, width=1.0, room_db=-26, double=True,
                             inserts=(AmpSim(20.0, 0.45), HighPass(75), Peak(300, -2.0, 0.9))),
            "guitars": Channel(-2.5, width=1.0, room_db=-24, double=True,
                               inserts=(AmpSim(24.0, 0.45), HighPass(85), Peak(350, -2.0, 0.9))),
            "clean": Channel(-5.0, pan=-0.3, width=1.2, room_db=-16, hall_db=-12,
                                    delay_db=-18, inserts=(HighPass(120),)),
            "chords": Channel(-4.0, width=1.0, room_db=-20, inserts=(HighPass(90),)),
            "lead": Channel(-1.5, pan=-0.08, room_db=-20, hall_db=-15, delay_db=-15,
                            inserts=(AmpSim(16.0, 0.6), HighPass(160), Peak(2_400, 1.5))),
            "second lead": Channel(-4.0, pan=0.34, room_db=-20, hall_db=-15, delay_db=-18,
                                   inserts=(AmpSim(16.0, 0.6), HighPass(160))),
            "counter": Channel(-5.0, pan=0.34, room_db=-20, hall_db=-15,
                               inserts=(HighPass(160),)),
            "pad": Channel(-9.5, width=1.5, hall_db=-12, inserts=(HighPass(220),)),
            "arp": Channel(-8.0, pan=0.3, hall_db=-16),
            "percussion": Channel(-10.0, pan=-0.3, room_db=-18),
        },
        room=Reverb(0.5, 4.0, 250, 8_000),
        hall=Reverb(2.2, 22.0, 280, 7_000),
        delay=Delay(0.75, 0.3, 4_200),
        bus=(LowShelf(100, 1.5), HighShelf(4_500, -2.0), Compressor(-13, 2.6, 10, 90)),
        width=1.2,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Iron", "Black", "Ashen", "Hollow", "Burning", "Frozen", "Crowned", "Broken",
             "Endless", "Blind", "Nameless", "Northern"),
            ("Throne", "Hammer", "Vultures", "Furnace", "Oath", "Siege", "Plague", "Colossus",
             "Gallows", "Serpent", "Warhorse", "Crown", "Ruin"),
            ("Below the Mountain", "of the Drowned City", "at the World's End", "in Chains",
             "Against the Sun", "Beyond the Wall", "by Torchlight"),
        ),
        "ru": TitleWords(
            ("Железный/Железная/Железное/Железные", "Чёрный/Чёрная/Чёрное/Чёрные",
             "Пепельный/Пепельная/Пепельное/Пепельные", "Слепой/Слепая/Слепое/Слепые",
             "Ледяной/Ледяная/Ледяное/Ледяные", "Последний/Последняя/Последнее/Последние"),
            ("молот:m", "трон:m", "клятва:f", "осада:f", "вороны:pl", "пламя:n", "цепи:pl",
             "корона:f", "войско:n", "зверь:m"),
            ("под горой", "на краю света", "против солнца", "за стеной", "при свете факелов",
             "затонувшего города"),
        ),
    },
)  # fmt: skip
