"""Country: bass and strum in two, a train under it, steel that slides between the lines.

The guitar plays a bass note, a strum, the fifth, a strum, and runs into the next chord; so does
the bass. Drums brush a train or knock a two-step. A Telecaster, a fiddle and a pedal steel answer
the singer by turns. Waltzes are one in six.

Sources: Malone, *Country Music, U.S.A.* (1968); Williams, *The Nashville Number System* (charts on
I, IV and V with II7 and VI7 as applied dominants); Maybelle Carter's and Luther Perkins' bass
runs; records of Hank Williams, Johnny Cash, Merle Haggard and Alison Krauss.
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
        "train",
        {"kick": "X.......X.......", "snare": "ogXgogXgogXgogXg", "hat_pedal": "....g.......g..."},
        (0.45, 1.0), weight=1.6,
        answer={"snare": "ogXgogXgogXxoxXx"},
    ),
    Groove(
        "two-step",
        {"kick": "X.......X.......", "rim": "....x.......x...", "hat": "x.o.x.o.x.o.x.o."},
        (0.3, 0.72),
        answer={"kick": "X.......X.....x."},
    ),
    Groove(
        "honky-tonk",
        {"kick": "X.......X.o.....", "snare": "....X.......X...", "hat": "x.o.x.o.x.o.x.o.",
         "hat_pedal": "....o.......o..."},
        (0.5, 0.9),
        answer={"snare": "....X.......X.xg"},
    ),
    Groove(
        "boots",
        {"kick": "X...x...X...x...", "snare": "..g.X.g...g.X.g.", "hat": "o.x.o.x.o.x.o.x."},
        (0.55, 1.0),
        answer={"snare": "..g.X.g...g.XxXx"},
    ),
    Groove(
        "country rock",
        {"kick": "X.....x.X.x.....", "snare": "....X.......X...", "ride": "x.o.x.o.x.o.x.o."},
        (0.66, 1.0),
        answer={"kick": "X.....x.X.x...x."},
    ),
    Groove(
        "ballad brushes",
        {"kick": "x.......x.......", "brush_swirl": "o...o...o...o...", "rim": "....o.......o..."},
        (0.15, 0.52),
    ),
    Groove("heel and toe", {"kick": "x.......o.......", "hat_pedal": "....o.......o..."},
           (0.0, 0.36)),
)  # fmt: skip

COMPS = {
    "boom_chick": Comp(
        "boom_chick", "strum", ("x---x---x---x---", "x---x-x-x---x-x-", "x---x---x---x-x-",
                                "x---x-x-x---x---"),
        strum_ms=20, length=0.7, velocity=0.6,
    ),
    "travis": Comp(
        "travis", "strum", ("..x...x...x...x.", "x.x...x.x.x...x.", "..x.x.x...x.x.x."),
        orders=("0 1", "0 1 0 2", "1 0"), strum_ms=6, velocity=0.58,
    ),
    "campfire": Comp(
        "strum", "strum", ("x---x-x-..x-x-x-", "x---x-x-x---x-x-", "x---x---x-x-x-x-"),
        strum_ms=26, velocity=0.56,
    ),
    "tele_chops": Comp(
        "hits", "triad", ("....x-......x-..", "..x-..x-..x-..x-", "....x-x-....x-x-"),
        length=0.5, strum_ms=8, velocity=0.56,
    ),
    "saloon": Comp(
        "hits", "close", ("....x-......x-..", "..x-x-..x-..x-x-", "x---x-x-..x-x---"),
        length=0.7, strum_ms=6, velocity=0.54,
    ),
    "banjo_roll": Comp(
        "broken", "close",
        orders=("0 2 3 1 2 3 0 3 0 2 3 1 2 3 1 3", "2 1 3 2 1 3 2 1 3 2 1 3 0 1 2 3",
                "0 1 3 2 1 3 0 3 1 2 3 0 1 3 2 3"),
        step=0.25, length=0.8, velocity=0.5,
    ),
    "steel_chords": Comp("sustain", "high", strum_ms=10, velocity=0.5),
    "steel_swell": Comp("hits", "high", ("x-------x-------", "....x-----------",
                                         "x-----------x---"),
                        strum_ms=8, velocity=0.5),
}  # fmt: skip

_SUNG = (
    "x---x-x-x-x-....", "x-x-x---x-x-....", "..x-x-x-x---x---", "x-----x-x-x-....",
    "x---x---x-x-x---", "x-x-x-x-x-------", "..x-x---x-x-....",
)  # fmt: skip

LEADS = {
    "sung": LeadManner(_SUNG, motif_bars=(1, 2), space=0.32, span=14, steps=2.0,
                       scale="pentatonic", tensions=0.25, ornament=0.22, velocity=0.68,
                       register=0.48,
                       shapes=("arch", "fall", "gap_fill", "wave", "turn"),
                       phrases=("period", "call", "song")),
    "chicken_picking": LeadManner(
        ("x-xxx-x-..x-x---", "xxx-xxx-x-x-....", "x-x-xxx-xxx-x---", "..xxx-x-xxx-x-x-",
         "x--xx-x-x--xx---"),
        motif_bars=(1, 2), space=0.34, span=18, steps=2.2, scale="blues", tensions=0.35,
        ornament=0.2, velocity=0.72, legato=0.7,
        shapes=("fall", "broken_chord", "turn", "wave"), phrases=("call", "riff"),
    ),
    "fiddle_tune": LeadManner(
        ("x-xxx-x-x-x-x-x-", "x-x-x-xxx-x-x---", "xxx-x-x-xxx-x-x-", "x-x-x-x-x---x---"),
        motif_bars=(2,), space=0.1, span=16, steps=1.9, tensions=0.2, ornament=0.1,
        velocity=0.68, register=0.48, shapes=("broken_chord", "wave", "arch"),
        phrases=("period", "song"),
    ),
    "weeping": LeadManner(
        ("x-------x-......", "x-----x-x---....", "....x---x-------", "x---------x-x---",
         "x---x-------...."),
        motif_bars=(2,), space=0.34, span=15, steps=2.3, tensions=0.4, ornament=0.45,
        velocity=0.66, phrases=("period", "call", "call"),
    ),
    "solo": LeadManner(
        ("x-xxx-x-xxx-x-x-", "xxx-xxx-x-x-x---", "x-x-xxx-x-xxx-x-"), motif_bars=(2,),
        space=0.14, span=19, register=0.6, scale="blues", tensions=0.35, ornament=0.2,
        velocity=0.76, legato=0.8,
        shapes=("fall", "broken_chord", "wave", "arch"), phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_SUNG, register=0.5, velocity=0.56, scale="pentatonic", ornament=0.25,
                          tensions=0.3),
}  # fmt: skip

PACK = Pack(
    name="country",
    source="Country from the Carter family to Nashville and Bakersfield: three chords and applied "
    "dominants, bass runs, train beats, steel and fiddle answers, honky-tonk piano, waltzes.",
    title="Country",
    summary="Boom-chick guitars, a brushed train, twang and sliding steel: an open road.",
    tempo_bpm=(80, 110, 140),
    energy=0.55,
    valence=0.45,
    modes={
        "dark": {"minor": 3, "dorian": 1.2},
        "neutral": {"major": 3.5, "mixolydian": 1, "minor": 0.6},
        "bright": {"major": 6, "mixolydian": 0.6},
    },
    tonics=(7, 2, 9, 0, 4, 5),
    beats_per_bar={4: 0.84, 3: 0.16},
    progressions={
        "dark": (
            *minor(
                "i | i | VII | i", "i | VI | III | VII", "i | iv | i | V", "i | VII | VI | V7",
                "i | III | VII | i", "VI | VII | i | i", "i | i | iv | i | i | VI | V7 | i",
            ),
            *major("vi | V | IV | I", "vi | IV | I | V", "I | iii | IV | iv | I | V | I | I"),
        ),
        "neutral": (
            *major(
                "I | I | IV | I | I | I | V7 | V7", "I | vi | IV | V7", "I | I7 | IV | iv",
                "I | V/3 | vi | IV", "vi | IV | I | V", "I | bVII | IV | I",
                "IV | I | V7 | I", "I | iii | IV | V",
            ),
            *minor("i | VII | III | IV", "i | III | VII | IV", "III | VII | i | VI"),
        ),
        "bright": (
            *major(
                "I | IV | V7 | I", "I | I | V7 | V7 | V7 | V7 | I | I",
                "I | I7 | IV | IV | I | V7 | I | V7", "I | VI7 | II7 | V7",
                "I | IV | I | V7 | I | IV | I V7 | I", "IV | V | I | vi",
                "I | V7 | I | IV | I | II7 | V7 | V7", "I | IV I | V7 | I",
            ),
            *minor("III | VI | III | VII", "III | VII | i | III", "i | VII | III | VII"),
        ),
    },
    cadences={
        "major": ("V7 | I", "II7 V7 | I", "IV V7 | I", "IV | I6"),
        "minor": ("V7 | i", "VI V7 | i", "VII | i"),
    },
    turnarounds={"major": ("V7", "IV V7", "II7 V7"), "minor": ("V7", "VII")},
    turnaround_rate=0.4,
    substitutions={"secondary_dominant": 0.08, "passing_diminished": 0.04, "suspension": 0.04},
    harmonic_rhythm={1: 4.0, 2: 0.7},
    palette=(
        Slot("guitar", Role.CHORDS, {"acoustic_guitar": 4, "twelve_string": 0.6,
                                     "clean_guitar": 0.5},
             {"boom_chick": 3.4, "travis": 1, "campfire": 1.2}, enters=0.0),
        Slot("bass", Role.BASS, {"electric_bass": 2, "upright_bass": 2.4, "picked_bass": 0.4},
             {"country_two": 4, "easy_two": 1.4}, enters=0.32),
        Slot("drums", Role.DRUMS, {"country_kit": 3, "brush_kit": 0.6, "rock_kit": 0.5},
             {"": 1}, enters=0.36),
        Slot("lead", Role.LEAD,
             {"clean_guitar": 2, "fiddle": 2, "steel_guitar": 1.6, "harmonica": 0.9,
              "mandolin": 0.7, "bright_piano": 0.3, "banjo": 0.4},
             {"sung": 3, "chicken_picking": 1.4, "fiddle_tune": 1.2, "weeping": 1.2}, enters=0.38),
        Slot("steel", Role.PAD, {"steel_guitar": 3, "rotary_organ": 0.6, "strings": 0.5},
             {"steel_chords": 1.4, "steel_swell": 1.6}, enters=0.5, chance=0.75),
        Slot("answers", Role.COUNTER,
             {"steel_guitar": 1.6, "fiddle": 1.4, "clean_guitar": 1.4, "harmonica": 0.7,
              "mandolin": 0.6, "bright_piano": 0.4},
             {"answer": 3, "harmony": 1.2, "guide": 0.5}, enters=0.48, chance=0.85),
        Slot("tele", Role.CHORDS, {"clean_guitar": 1.6, "muted_guitar": 1}, {"tele_chops": 1},
             enters=0.58, chance=0.55),
        Slot("piano", Role.CHORDS, {"bright_piano": 2, "piano": 1}, {"saloon": 1}, enters=0.6,
             chance=0.4),
        Slot("banjo", Role.ARP, {"banjo": 2, "mandolin": 0.5}, {"banjo_roll": 1}, enters=0.56,
             chance=0.42),
    ),
    forms=(
        Form("verse and chorus", (
            part("intro", "B", 4, 0.5, drop="lead", keep=4),
            part("verse", "A", 8, 0.46, keep=9),
            part("verse", "A", 8, 0.52, keep=4),
            part("chorus", "B", 8, 0.66, keep=8),
            part("verse", "A", 8, 0.54, keep=4),
            part("chorus", "B", 8, 0.7, keep=4),
            part("solo", "C", 8, 0.74, keep=5),
            part("chorus", "B", 8, 0.78, keep=4),
            part("outro", "B", 4, 0.52, keep=7),
        ), weight=1.4),
        Form("aaba", (
            part("intro", "A", 4, 0.42, drop="drums", keep=3),
            part("A", "A", 8, 0.48, keep=9),
            part("A", "A", 8, 0.54, keep=5),
            part("bridge", "B", 8, 0.62, keep=8),
            part("A", "A", 8, 0.58, keep=5),
            part("solo", "A", 8, 0.7, keep=4),
            part("bridge", "B", 8, 0.66, keep=3),
            part("A", "A", 8, 0.64, keep=4),
            part("outro", "A", 4, 0.46, keep=7),
        )),
        Form("story", (
            part("verse", "A", 8, 0.34, drop="drums", keep=6),
            part("verse", "A", 8, 0.46, keep=9),
            part("chorus", "B", 8, 0.62, keep=8),
            part("solo", "C", 8, 0.66, keep=4),
            part("verse", "A", 8, 0.52, keep=4),
            part("break", "A", 4, 0.28, only="guitar lead", keep=3),
            part("chorus", "B", 8, 0.74, keep=5),
            part("chorus", "B", 8, 0.8, keep=3),
            part("outro", "B", 4, 0.4, keep=7),
        ), weight=0.8, hints=("no intro", "slow build")),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    solo_manners=("stride", "left_hand"),
    swing=(0.5, 0.58),
    swing_beats=0.5,
    timing_ms={"snare": (2, 3), "rim": (3, 3), "kick": (0, 2), "hat": (0, 3), "chords": (0, 4),
               "lead": (8, 7), "counter": (8, 7), "bass": (-1, 3)},
    loose_ms=5.5,
    loose_velocity=0.08,
    fills="country",
    fill_rate=0.65,
    break_rate=0.35,
    ring_seconds=3.2,
    endings={"ring": 2, "tag": 2, "hit": 1},
    # Nashville records: dry, clear, mid-forward; louder than folk, calmer than pop
    reference=Reference(tilt_db_per_octave=(-7.0, -5.0), crest_db=(13.5, 17.0), width=(0.4, 0.72)),
    mix=MixPreset(
        channels={
            "drums": Channel(-2.0, width=1.6, room_db=-10,
                             inserts=(HighPass(38), HighShelf(6_000, -3.5),
                                      Drive(3.5), Compressor(-20, 3.5, 4, 90))),
            "bass": Channel(-2.5, width=0.0, room_db=-24,
                            inserts=(Peak(800, 2.0, 0.8), Compressor(-20, 3.0, 10, 110))),
            "guitar": Channel(-3.5, width=1.0, room_db=-14, double=True,
                              inserts=(HighPass(95), Peak(240, -2.0, 0.9))),
            "tele": Channel(-7.0, pan=0.45, width=0.9, room_db=-13,
                            inserts=(AmpSim(3.0, 0.7), HighPass(160))),
            "piano": Channel(-7.0, pan=0.3, width=1.3, room_db=-12, inserts=(HighPass(150),)),
            "chords": Channel(-5.0, pan=0.25, width=1.1, room_db=-13, inserts=(HighPass(120),)),
            "steel": Channel(-7.5, pan=0.34, width=1.2, room_db=-14, hall_db=-13,
                             inserts=(HighPass(200), HighShelf(5_000, -2.0))),
            "lead": Channel(-0.5, pan=0.06, width=1.2, room_db=-12, hall_db=-15, delay_db=-18,
                            inserts=(HighPass(170), Peak(2_800, -3.0, 0.8),
                                     HighShelf(6_000, -2.0))),
            "answers": Channel(-4.0, pan=-0.4, width=1.0, room_db=-13, hall_db=-15, delay_db=-20,
                               inserts=(HighPass(170),)),
            "counter": Channel(-4.5, pan=-0.4, room_db=-13, hall_db=-15,
                               inserts=(HighPass(170),)),
            "pad": Channel(-9.0, width=1.4, hall_db=-13, inserts=(HighPass(180),)),
            "banjo": Channel(-8.5, pan=0.5, width=0.9, room_db=-13, inserts=(HighPass(170),)),
            "arp": Channel(-8.5, pan=0.45, room_db=-13, inserts=(HighPass(170),)),
            "percussion": Channel(-10.0, pan=0.3, room_db=-14),
        },
        room=Reverb(0.6, 6.0, 200, 7_500),
        hall=Reverb(1.8, 20.0, 240, 7_000),
        delay=Delay(0.5, 0.18, 4_000),
        bus=(Peak(2_400, -1.5, 0.6), HighShelf(5_000, -3.0), Compressor(-15, 2.0, 10, 130)),
        width=1.4,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Dusty", "Lonesome", "Old", "Gravel", "Faded", "Sunday", "Honest", "Wide-Open",
             "Back-Road", "Tennessee", "Silver-Buckle", "Whippoorwill"),
            ("Pickup", "Boots", "Porch Swing", "Water Tower", "Rodeo", "Mile Marker", "Denim",
             "Fence Line", "Diner", "Saddle", "Screen Door", "Prairie"),
            ("Past the County Line", "in the Rearview", "by the Tracks", "After the Rodeo",
             "on a Friday Night", "Two Towns Over", "Under a Tin Roof"),
        ),
        "ru": TitleWords(
            ("Пыльный/Пыльная/Пыльное/Пыльные", "Старый/Старая/Старое/Старые",
             "Одинокий/Одинокая/Одинокое/Одинокие", "Дальний/Дальняя/Дальнее/Дальние",
             "Честный/Честная/Честное/Честные", "Воскресный/Воскресная/Воскресное/Воскресные"),
            ("дорога:f", "сапоги:pl", "ранчо:n", "крыльцо:n", "поезд:m", "прерия:f", "седло:n",
             "закат:m", "шляпа:f", "костёр:m"),
            ("за рекой", "у железной дороги", "после родео", "в пятницу вечером",
             "под жестяной крышей", "на краю прерии", "в зеркале заднего вида"),
        ),
    },
)  # fmt: skip
