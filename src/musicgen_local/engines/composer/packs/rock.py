"""Rock: two guitars, bass, drums; verses that hold back and choruses that do not.

Sources: C. Doll, *Hearing Harmony* (2017), and T. de Clercq and D. Temperley, "A corpus analysis of
rock harmony" (Popular Music 30, 2011): I, IV, V and bVII, plagal motion, loops of four bars.
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
        "straight",
        {"kick": "X.......X.x.....", "snare": "....X.......X...", "hat": "x.o.x.o.x.o.x.o."},
        (0.35, 0.85),
        answer={"kick": "X.....x.X.x....."},
    ),
    Groove(
        "driving",
        {"kick": "X..x....X.x...x.", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
        (0.5, 0.95),
        answer={"hat_open": "..............x.", "snare": "....X..g....X..."},
    ),
    Groove(
        "chorus ride",
        {"kick": "X.....x.X.x.....", "snare": "....X.......X...", "ride": "X.x.X.x.X.x.X.x."},
        (0.68, 1.0),
        answer={"kick": "X.....x.X.x...x."},
    ),
    Groove(
        "crash ride",
        {"kick": "X.x...x.X.x...x.", "snare": "....X.......X...", "hat_open": "X...X...X...X..."},
        (0.75, 1.0),
        answer={"snare": "....X.......X.xx"},
    ),
    Groove(
        "tom verse",
        {"kick": "X.......X.......", "snare": "....x.......x...", "tom_low": "x.x...x.x.x...x.",
         "tom_mid": "......o.......o."},
        (0.4, 0.75),
    ),
    Groove("half time", {"kick": "X.....x...x.....", "snare": "....X.......X...",
           "hat": "x...x...x...x..."},
           (0.25, 0.55), answer={"kick": "X.....x...x...x."}),
    Groove("sticks", {"kick": "x.......x.......", "rim": "....x.......x...",
           "hat": "o.o.o.o.o.o.o.o."},
           (0.0, 0.4)),
)  # fmt: skip

COMPS = {
    "riff": Comp(
        "power", "power",
        ("x---x-x-..x-x---", "x-x-..x-x---x-x-", "x---..x-x-x-x---", "x-x-x-x---x-x---",
         "x-----x-x---x-x-", "x-x-x-x-x-x-x---"),
        strum_ms=8, velocity=0.76,
    ),
    "open_power": Comp(
        "power", "power", ("x---------------", "x-------x-------", "x-----x---------",
        "x-----x---x-----"),
        strum_ms=10, length=1.0, velocity=0.74,
    ),
    "chug": Comp("power", "power", ("x-x-x-x-x-x-x-x-", "x---x-x-x-x-x-x-",
    "x-x-x---x-x-x---"), strum_ms=6,
                 velocity=0.74),
    "clean_arp": Comp(
        "broken", "guitar", orders=("0 1 2 3 2 1 2 1", "0 2 1 3 2 3 1 2",
        "0 1 3 2 1 3 2 1"), velocity=0.58,
    ),
    "strummed_open": Comp(
        "strum", "strum", ("x---x-x-..x-x-x-", "x-x-x-x-x-x-x-x-", "x---x-x-x---x-x-",
        "x-----x-x-x-x---"),
        strum_ms=24, velocity=0.64,
    ),
    "organ": Comp("sustain", "close", strum_ms=0, velocity=0.52),
}  # fmt: skip

_LINES = (
    "x---x-x-x---....", "x-x-x---x-x-----", "..x-x-x-x-------", "x-----x-x-x-x---",
    "x-x-..x-x---x---", "x---x---x-x-----", "x-x-x-x-x-------",
)  # fmt: skip

LEADS = {
    "anthem": LeadManner(_LINES, space=0.24, span=15, steps=2.2, tensions=0.25, scale="pentatonic",
                         ornament=0.16, velocity=0.76, phrases=("period", "riff", "sentence",
                                                                "song")),
    "licks": LeadManner(
        ("x-xxx-x-x---....", "..x-xxx-x-x-x---", "xxx-x---xxx-x---", "x---....x-xxx-x-"),
        space=0.4, span=17, scale="blues", tensions=0.3, ornament=0.26, velocity=0.76,
        shapes=("fall", "turn", "wave", "gap_fill"), phrases=("call", "riff"),
    ),
    "solo": LeadManner(
        ("xxx-x-x-xxx-x---", "x-xxxxx-x-x-x---", "x-x-xxxxx---x-x-", "xxxxx-x-xxxx----"),
        motif_bars=(2,), space=0.14, span=20, register=0.66, scale="pentatonic", tensions=0.3,
        ornament=0.24, steps=2.4, velocity=0.82, phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_LINES, register=0.5, velocity=0.6, scale="pentatonic", ornament=0.1,
                          tensions=0.2),
}  # fmt: skip

PACK = Pack(
    name="rock",
    title="Rock",
    summary="Guitars, bass and live drums in verses and choruses, from a ballad to an anthem.",
    source="Rock from the garage to the stadium: power-chord riffs, I-bVII-IV and aeolian "
    "progressions, eighth-note bass, backbeat with kick syncopation, verse and chorus dynamics.",
    tempo_bpm=(92, 122, 158),
    energy=0.66,
    valence=0.0,
    modes={
        "dark": {"minor": 3, "dorian": 1, "phrygian": 0.4},
        "neutral": {"minor": 2, "mixolydian": 1.2, "dorian": 0.8},
        "bright": {"major": 3, "mixolydian": 1.4},
    },
    tonics=(4, 9, 2, 7, 0, 11, 5, 6),
    progressions={
        "dark": (
            *minor("i | VI | VII | i", "i | VII | VI | V", "i | i | VI | VII", "i | iv | VI | V",
                   "i | III | VII | VI", "i | bII | VII | i", "i i | III IV | i i | VI VII"),
            *major("vi | IV | V | vi", "vi | V | IV | III"),
        ),
        "neutral": (
            *minor("i | III | VII | IV", "i | VII | IV | i", "VI | VII | i | i",
                   "i | VI | III | VII",
                   "i | v | VI | VII", "iv | VI | i | VII"),
            *major("I | bVII | IV | I", "vi | IV | I | V", "I | bIII | IV | I", "I | V | bVII | IV",
                   "I | I | bVII | IV"),
        ),
        "bright": (
            *major("I | V | vi | IV", "I | IV | I | V", "I | IV | V | IV", "IV | I | V | vi",
                   "I | bVII | IV | V", "I | iii | IV | V", "I V | vi IV | I V | IV"),
            *minor("III | VII | IV | i", "VI | III | VII | i"),
        ),
    },
    cadences={
        "major": ("IV V | I", "bVII IV | I", "IV | I"),
        "minor": ("VI VII | i", "iv V | i", "VII | i"),
    },
    turnarounds={"major": ("V", "IV V"), "minor": ("VI VII", "V")},
    turnaround_rate=0.35,
    substitutions={"suspension": 0.08, "inversion": 0.05},
    harmonic_rhythm={1: 4.0, 2: 0.6},
    palette=(
        Slot("drums", Role.DRUMS, {"rock_kit": 1}, {"": 1}, enters=0.25),
        Slot("bass", Role.BASS, {"picked_bass": 2, "electric_bass": 2},
             {"eighths": 3, "kick_lock": 2, "pushed": 1}, enters=0.28),
        Slot("clean guitar", Role.CHORDS,
             {"clean_guitar": 2.5, "acoustic_guitar": 1.5, "muted_guitar": 0.5},
             {"clean_arp": 2, "strummed_open": 1.6}, enters=0.0),
        Slot("guitars", Role.CHORDS, {"distorted_guitar": 1},
             {"riff": 3, "open_power": 2, "chug": 1.4}, enters=0.5),
        Slot("lead", Role.LEAD,
             {"distorted_guitar": 3, "clean_guitar": 1, "organ": 0.4, "harmonica": 0.2},
             {"anthem": 3, "licks": 1.4}, enters=0.55, names={"distorted_guitar": "lead guitar"}),
        Slot("organ", Role.PAD, {"organ": 1.5, "strings": 0.5, "warm_pad": 0.5}, {"organ": 1},
             enters=0.62, chance=0.45),
    ),
    forms=(
        Form("verse chorus", (
            part("intro", "A", 4, 0.5, drop="lead", keep=4),
            part("verse", "A", 8, 0.5, drop="guitars lead", keep=5),
            part("verse", "A", 8, 0.6, keep=6),
            part("chorus", "B", 8, 0.84, keep=9),
            part("verse", "A", 8, 0.62, keep=4),
            part("chorus", "B", 8, 0.88, keep=4),
            part("solo", "C", 8, 0.86, keep=3),
            part("break", "A", 4, 0.36, drop="guitars lead", keep=2),
            part("chorus", "B", 8, 0.94, keep=4),
            part("outro", "B", 4, 0.7, keep=7),
        )),
        Form("riff song", (
            part("intro", "A", 4, 0.66, drop="lead", keep=4),
            part("verse", "A", 8, 0.62, keep=9),
            part("chorus", "B", 8, 0.8, keep=7),
            part("intro", "A", 4, 0.68, drop="lead", keep=2),
            part("verse", "A", 8, 0.66, keep=4),
            part("chorus", "B", 8, 0.86, keep=4),
            part("bridge", "C", 8, 0.46, drop="guitars", keep=3),
            part("chorus", "B", 8, 0.95, keep=3),
            part("outro", "A", 4, 0.66, keep=7),
        )),
        Form("slow burn", (
            part("intro", "A", 8, 0.3, drop="guitars lead drums", keep=4),
            part("verse", "A", 8, 0.42, drop="guitars", keep=6),
            part("verse", "A", 8, 0.55, drop="guitars", keep=4),
            part("chorus", "B", 8, 0.82, keep=9),
            part("solo", "C", 8, 0.88, keep=4),
            part("chorus", "B", 8, 0.96, keep=4),
            part("outro", "A", 4, 0.4, drop="guitars", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    timing_ms={"snare": (5, 4), "kick": (-2, 2), "hat": (-3, 2), "chords": (-3, 4), "lead": (4, 6),
               "bass": (0, 3)},
    loose_ms=5.0,
    loose_velocity=0.07,
    fills="kit",
    fill_rate=0.85,
    ring_seconds=3.6,
    endings={"hit": 2.0, "stabs": 1.5, "roll": 1.5, "cold": 1.0, "ring": 1.5},
    # Cymbals and distortion fill the top; doubled guitars make the width; records are loud.
    reference=Reference((-6.3, -4.5), (11.4, 15.2), (0.38, 0.76)),
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.5, room_db=-10,
                             inserts=(HighShelf(6_500, -4.0), Compressor(-16, 3.0, 12, 80))),
            "bass": Channel(-2.5, width=0.0, inserts=(Drive(5.0), Peak(900, 2.0, 0.8))),
            "clean guitar": Channel(-5.0, pan=-0.4, width=0.9, room_db=-16, hall_db=-20,
                                    inserts=(HighPass(110),)),
            "guitars": Channel(-3.0, width=1.0, room_db=-19, double=True,
                               inserts=(AmpSim(24.0, 0.4), HighPass(85))),
            "chords": Channel(-4.0, width=1.0, room_db=-17, inserts=(HighPass(100),)),
            "lead": Channel(-1.5, pan=0.06, room_db=-17, hall_db=-18, delay_db=-18,
                            inserts=(HighPass(140),)),
            "pad": Channel(-9.0, pan=0.25, width=1.2, hall_db=-18, inserts=(HighPass(150),)),
            "counter": Channel(-6.0, pan=0.35, hall_db=-18, inserts=(HighPass(140),)),
            "arp": Channel(-7.0, pan=-0.3, hall_db=-18),
            "percussion": Channel(-9.0, pan=0.4, room_db=-16),
        },
        room=Reverb(0.7, 6.0, 200, 8_000),
        hall=Reverb(1.8, 18.0, 240, 7_000),
        delay=Delay(0.75, 0.3, 4_000),
        bus=(HighShelf(6_500, -2.5), Compressor(-12, 2.0, 20, 110)),
        width=1.25,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Broken", "Rusted", "Loud", "Wild", "Burnt", "Restless", "Long", "Concrete",
             "Crooked", "Red"),
            ("Engine", "Highway", "Matches", "Garage", "Thunder", "Wolves", "Sirens", "Avenue",
             "Anthem",
             "Gravel", "Sparks"),
            ("at Full Volume", "Out of Town", "on the Wire", "Before the Storm", "in Drop D"),
        ),
        "ru": TitleWords(
            ("Громкий/Громкая/Громкое/Громкие", "Ржавый/Ржавая/Ржавое/Ржавые",
             "Дикий/Дикая/Дикое/Дикие",
             "Красный/Красная/Красное/Красные", "Разбитый/Разбитая/Разбитое/Разбитые"),
            ("мотор:m", "дорога:f", "гроза:f", "гараж:m", "искры:pl", "волки:pl", "шоссе:n",
             "спички:pl"),
            ("на полную громкость", "перед грозой", "за чертой города", "на проводах"),
        ),
    },
)  # fmt: skip
