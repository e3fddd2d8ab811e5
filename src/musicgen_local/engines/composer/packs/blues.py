"""Blues: twelve bars, three lines, three chords, all of them dominant sevenths; a shuffle under it.

A strophe is eight bars of call ("I7 IV7 I7 I7 | IV7 IV7 I7 I7") and four bars of answer ("V7 IV7
I7 V7"): the three lines of its lyrics. A form is two strophes that come round, an introduction
from the five chord, and a tag that says the last line again. The charts below write four bars
between two `|` (`harmonic_rhythm` is 4); openings and answers are kept equal in number and start
on chords of their own, so that themes A, E, G take an opening and B, F, H an answer.

Written eighths are played as triplets: with the swing of 2:1 a sixteenth off the beat falls on
the second third of it, which is how the slow 12/8 patterns are written.

Sources: Oliver, *The Story of the Blues* (1969); Titon, *Early Downhome Blues* (1977), on the AAB
strophe; Sokolow, *Blues Guitar*; Levine, *The Jazz Theory Book*, on quick change, #IV diminished
and the turnaround; records of Muddy Waters, T-Bone Walker, Jimmy Reed, B. B. King ("The Thrill Is
Gone" for the minor form).
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
    LowPass,
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
    Part,
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
        "shuffle",
        {"kick": "X...o...X...o...", "snare": "....X.g.....X.g.", "hat": "x.o.x.o.x.o.x.o."},
        (0.36, 0.85), weight=1.3,
        answer={"kick": "X...o...X.x.o...", "snare": "....X.g...g.X.xg"},
    ),
    Groove(
        "texas shuffle",
        {"kick": "X...x...X...x...", "snare": "g.o.X.o.g.o.X.o.", "ride": "X.o.X.o.X.o.X.o."},
        (0.56, 1.0),
        answer={"snare": "g.o.X.o.g.o.XxX."},
    ),
    Groove(
        "backbeat shuffle",
        {"kick": "X.....x.X.....x.|X.....x.X.x.....", "snare": "....X.......X...",
         "ride": "x.o.x.o.x.o.x.o.", "hat_pedal": "....o.......o..."},
        (0.5, 0.95),
    ),
    Groove(
        "slow twelve-eight",
        {"kick": "X.....o.X.g.....|X.....o.X.....g.", "snare": "....X.......X...",
         "hat": "xoo.xoo.xoo.xoo."},
        (0.28, 0.66),
        answer={"snare": "....X.......XgX."},
    ),
    Groove(
        "roadhouse",
        {"kick": "X...x.x.X...x.x.", "snare": "....X.......X.g.", "hat_open": "x...x...x...x...",
         "hat": "..o...o...o...o."},
        (0.66, 1.0),
        answer={"snare": "....X.g.X.g.XxX."},
    ),
    Groove(
        "rim and hat",
        {"kick": "x.......o.......", "rim": "....x.......x...", "hat": "o.g.o.g.o.g.o.g."},
        (0.1, 0.46),
    ),
    Groove("foot stomp", {"kick": "x...o...x...o...", "hat_pedal": "....o.......o..."},
           (0.0, 0.34)),
)  # fmt: skip

COMPS = {
    "boogie": Comp("boogie", "power", strum_ms=5, length=0.85, velocity=0.66),
    "chops": Comp(
        "hits", "shell", ("....x-......x-..", "..x-..x-..x-..x-", "x-....x-....x-..",
                          "....x-x-....x-..", "....x---....x-x-"),
        length=0.62, strum_ms=10, velocity=0.58,
    ),
    "charleston": Comp(
        "hits", "rootless", ("x---..x-........", "x---..x-..x-....", "..x-..x---......",
                             "x-....x---..x-..", "x---......x-x-.."),
        length=0.85, strum_ms=10, velocity=0.58,
    ),
    "triplets": Comp(
        "hits", "close", ("x-x-x-x-x-x-x-x-", "xxx.xxx.xxx.xxx.", "x---xxx.x---xxx."),
        length=0.7, strum_ms=6, velocity=0.52,
    ),
    "slow_drag": Comp(
        "hits", "drop2", ("x-------x---x---", "x---------x-x---", "x-----x-x-------"),
        length=0.95, strum_ms=26, velocity=0.56,
    ),
    "organ_held": Comp("sustain", "rootless", strum_ms=0, velocity=0.5),
    "organ_swell": Comp("hits", "rootless", ("x-----------x-x-", "....x-----------",
                                             "x-------x-------"),
                        strum_ms=0, velocity=0.52),
    "horn_stabs": Comp(
        "hits", "close", ("x-......x-......", "......x-x-------", "..x-x-..........",
                          "x-----x-........"),
        length=0.7, strum_ms=0, velocity=0.6,
    ),
    "picked": Comp("travis", "strum", ("..x...x...x...x.", "x.x...x...x.x...", "..x.x.x...x.x.x."),
                   orders=("0 1", "0 1 0 2", "1 0"), strum_ms=10, velocity=0.6),
}  # fmt: skip

# two beats of call, two for the answer
_CALLS = (
    "..x-x-x-x-......", "x---x-x-........", "..x-x-xxx---....", "x-x-x---........",
    "x-x---x-x-......", "x-xxx-x-........", "x-----x-x-......", "..x-xxx-x-......",
    "x-x-x-x-x-......",
)  # fmt: skip

LEADS = {
    "call": LeadManner(_CALLS, motif_bars=(2,), space=0.42, span=14, steps=2.0, scale="blues",
                       tensions=0.55, ornament=0.34, velocity=0.72, register=0.56,
                       shapes=("fall", "turn", "insist", "wave", "arch"),
                       phrases=("call", "call", "riff")),
    "riffs": LeadManner(
        ("x-x-..x-x-......", "x-x-x-x-........", "..x-x-x-x-......", "x---x-x-x-......"),
        motif_bars=(1,), space=0.3, span=12, scale="blues", tensions=0.55, ornament=0.2,
        velocity=0.72, shapes=("insist", "turn", "fall", "wave"), phrases=("riff", "call"),
    ),
    "crying": LeadManner(
        ("x-------x-......", "....x-----x-....", "x-----x-x-......", "..x-x-------....",
         "x---------......"),
        motif_bars=(2,), space=0.4, span=16, steps=2.4, scale="blues", tensions=0.6,
        ornament=0.5, velocity=0.72, phrases=("call",),
    ),
    "solo": LeadManner(
        ("xxx.x-x-xxx.....", "x-x-xxx.x-......", "xxx.xxx.x-x-x---", "..x-xxx.xxx.....",
         "x---..x-xxx.x---", "xxx.xxx.x-......", "..x-x-xxx.x-x-.."),
        motif_bars=(2,), space=0.22, span=19, register=0.62, scale="blues", tensions=0.55,
        ornament=0.32, steps=2.2, velocity=0.8,
        shapes=("fall", "wave", "turn", "gap_fill", "broken_chord"),
        phrases=("call", "call", "riff"),
    ),
    "counter": LeadManner(_CALLS, register=0.46, velocity=0.58, scale="blues", ornament=0.2,
                          tensions=0.55),
}  # fmt: skip


def _strophe(
    name: str, themes: str, energy: float, keep: tuple[int, int], *, drop: str = ""
) -> tuple[Part, Part]:
    """Twelve bars: eight of call on the first theme, four of answer on the second.

    The answer is the cheaper one to lose: what follows an unanswered call is the tag, which
    answers it. Longer pieces repeat the strophes of a form in turn.
    """
    return (
        part(name, themes[0], 8, energy, drop=drop, keep=keep[0]),
        part(name, themes[1], 4, energy, drop=drop, keep=keep[1]),
    )


PACK = Pack(
    name="blues",
    source="Twelve-bar blues from the Delta to Chicago and Texas: quick change and slow change, "
    "turnarounds, the minor form with bVI7 V7, shuffles at 2:1, boogie basses, call and response.",
    title="Blues",
    summary="Twelve bars of call and response over a shuffle: guitars that bend, a harp, a piano.",
    tempo_bpm=(58, 92, 132),
    energy=0.54,
    valence=0.0,
    modes={
        "dark": {"minor": 3, "dorian": 1.5},
        "neutral": {"mixolydian": 4, "dorian": 0.6, "minor": 0.5},
        "bright": {"mixolydian": 4, "major": 1},
    },
    tonics=(4, 9, 7, 0, 10, 2, 5),
    # openings first, then as many answers
    progressions={
        "dark": (
            *minor(
                "i7 i7 i7 i7 | iv7 iv7 i7 i7", "i7 iv7 i7 i7 | iv7 iv7 i7 i7",
                "i7 iv9 i9 i9 | iv9 iv9 i7 i7",
                "VI7 V7 i7 V7#9", "VI9 V7alt i9 V7alt", "VI7 VI7 V7 V7 i7 VI7 iiø7 V7#9",
            ),
            *major(
                "I7 I7 I7 I7 | IV7 iv7 I7 I7", "I7 IV7 I7 I7 | IV9 #ivo7 I7 VI7",
                "V7 iv7 I7 V7#9", "V7 V7 IV7 iv7 I7 bVI7 I7 V7",
            ),
        ),
        "neutral": (
            *major(
                "I7 I7 I7 I7 | IV7 IV7 I7 I7", "I7 IV7 I7 I7 | IV7 IV7 I7 I7",
                "I7 IV7 I7 I7 | IV7 #ivo7 I7 VI7", "I7 IV9 I9 I9 | IV9 IV9 I9 I9",
                "V7 IV7 I7 V7", "V7 V7 IV7 #ivo7 I7 I7 I7 V7", "V7 IV9 I9 V9",
                "V7 V7 IV7 IV7 I7 VI7 bVI7 V7",
            ),
            *minor("i7 i7 i7 i7 | iv7 iv7 i7 i7/7", "i7 iv7 i7 i9 | iv9 iv7 i7 i7",
                   "V7#9 iv7 i7 V7", "V7#9 iv9 i9 V7alt"),
        ),
        "bright": (
            *major(
                "I7 IV7 I6 I7 | IV7 IV7 I6 I7", "I7 IV9 I7 I7 | IV9 #ivo7 I7 VI9",
                "I7 I7 I7 I7 | IV9 IV9 I7 I7",
                "V7 IV7 I6 V7", "V7 IV9 I7 V9", "V7 V7 IV7 IV7 I7 VI7 II7 V7",
            ),
            *minor("i7 IV7 i7 i7 | IV7 IV7 i7 i7", "i7 i7 i7 i7 | IV9 IV7 i7 i7",
                   "V7#9 IV7 i7 V7#9", "V7 IV9 i7 V7"),
        ),
    },
    cadences={
        "major": ("I7 V7 | I7", "IV7 #ivo7 | I7", "I7 bII9 | I9", "V7 IV7 | I7"),
        "minor": ("VI7 V7 | i7", "i7 V7#9 | i9", "iv7 V7 | i7"),
    },
    turnaround_rate=0.0,  # the answers bring their own
    harmonic_rhythm={4: 1.0},
    swing=(0.63, 0.667),
    swing_beats=0.5,
    palette=(
        Slot("guitar", Role.CHORDS, {"clean_guitar": 2.2, "jazz_guitar": 1.6,
                                     "muted_guitar": 0.5, "acoustic_guitar": 1.1},
             {"boogie": 3, "chops": 1.6, "slow_drag": 0.8, "picked": 0.7}, enters=0.0),
        Slot("bass", Role.BASS, {"electric_bass": 2.4, "upright_bass": 2, "picked_bass": 0.6},
             {"boogie": 4, "box": 1.4, "walking": 1.6, "two_feel": 0.4}, enters=0.34),
        Slot("drums", Role.DRUMS, {"jazz_kit": 1.6, "rock_kit": 1, "boom_bap_kit": 0.2},
             {"": 1}, enters=0.26),
        Slot("lead", Role.LEAD,
             {"clean_guitar": 2, "lead_guitar": 1.4, "harmonica": 1.8, "jazz_guitar": 1,
              "tenor_sax": 0.8, "wah_guitar": 0.3, "piano": 0.5, "acoustic_guitar": 0.5},
             {"call": 4, "riffs": 1.4, "crying": 1.4}, enters=0.3),
        Slot("piano", Role.CHORDS, {"bright_piano": 1.5, "piano": 2, "electric_piano": 0.5},
             {"charleston": 2.4, "triplets": 1.4, "slow_drag": 0.8}, enters=0.46, chance=0.66),
        Slot("organ", Role.PAD, {"rotary_organ": 2, "organ": 1.2},
             {"organ_held": 1.4, "organ_swell": 1.2}, enters=0.5, chance=0.42),
        Slot("second voice", Role.COUNTER,
             {"harmonica": 1.4, "tenor_sax": 1, "clean_guitar": 0.8, "trumpet": 0.5,
              "lead_guitar": 0.5, "alto_sax": 0.5},
             {"answer": 3, "guide": 0.4, "harmony": 0.4}, enters=0.42, chance=0.7),
        Slot("horns", Role.CHORDS, {"horn_section": 2, "brass": 1}, {"horn_stabs": 1},
             enters=0.7, chance=0.25),
    ),
    forms=(
        Form("song and solo", (
            part("intro", "B", 4, 0.42, drop="lead", keep=1),
            *_strophe("verse", "AB", 0.47, (9, 9)),
            *_strophe("solo", "EF", 0.7, (3, 1)),
            part("outro", "B", 4, 0.52, keep=3),
        ), weight=1.4),
        Form("two songs", (
            *_strophe("verse", "AB", 0.44, (9, 9)),
            *_strophe("verse", "GH", 0.64, (3, 1)),
            part("outro", "B", 4, 0.52, keep=3),
        ), hints=("no intro",)),
        Form("solo first", (
            *_strophe("solo", "EF", 0.68, (3, 2)),
            *_strophe("verse", "AB", 0.5, (9, 9)),
            part("outro", "B", 4, 0.56, keep=1),
        ), weight=0.8),
        Form("alone, then the band", (
            part("intro", "B", 4, 0.2, only="guitar", keep=1),
            *_strophe("verse", "AB", 0.44, (9, 9), drop="horns pad"),
            *_strophe("solo", "EF", 0.7, (3, 1)),
            part("outro", "B", 4, 0.36, keep=3),
        ), weight=0.8, hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    solo_manners=("stride", "left_hand_slow"),
    timing_ms={"snare": (6, 4), "rim": (6, 4), "hat": (2, 3), "ride": (0, 3), "kick": (0, 3),
               "lead": (22, 9), "counter": (18, 8), "chords": (6, 5), "bass": (2, 4)},
    loose_ms=7.5,
    loose_velocity=0.1,
    fills="blues",
    fill_rate=0.7,
    break_rate=0.35,
    ring_seconds=3.6,
    endings={"tag": 2, "ring": 2, "hit": 1},
    # small-room band recordings: dynamic, dark on top
    reference=Reference(tilt_db_per_octave=(-7.6, -5.4), crest_db=(13.5, 17.5), width=(0.3, 0.6)),
    ambience={"vinyl": 0.12},
    mix=MixPreset(
        channels={
            "drums": Channel(-1.5, width=1.6, room_db=-8,
                             inserts=(HighPass(38), HighShelf(6_500, -4.5),
                                      Compressor(-19, 3.0, 10, 100))),
            "bass": Channel(-2.0, width=0.0, room_db=-24,
                            inserts=(Drive(3.0), Peak(700, 1.5, 0.8))),
            "guitar": Channel(-4.0, pan=-0.42, width=1.1, room_db=-8, hall_db=-20,
                              inserts=(AmpSim(7.0, 0.45), HighPass(90))),
            "piano": Channel(-6.0, pan=0.4, width=1.4, room_db=-10, inserts=(HighPass(130),)),
            "chords": Channel(-5.0, pan=-0.2, width=1.1, room_db=-10, inserts=(HighPass(110),)),
            "horns": Channel(-7.5, pan=0.2, width=1.3, room_db=-9, inserts=(HighPass(150),)),
            "lead": Channel(0.0, pan=0.08, width=1.0, room_db=-9, hall_db=-15, delay_db=-18,
                            inserts=(HighPass(140), Peak(480, 2.5, 0.8), Peak(2_600, -4.0, 0.8),
                                     Drive(4.0), HighShelf(5_000, -3.0))),
            "lead guitar": Channel(0.0, pan=0.06, room_db=-9, hall_db=-16, delay_db=-20,
                                   inserts=(AmpSim(9.0, 0.5), HighPass(140))),
            "second voice": Channel(-4.5, pan=0.36, room_db=-9, hall_db=-17,
                                    inserts=(HighPass(150), Drive(4.0))),
            "counter": Channel(-5.0, pan=0.36, room_db=-9, hall_db=-17,
                               inserts=(HighPass(150),)),
            "organ": Channel(-9.5, pan=0.2, width=1.4, room_db=-12,
                             inserts=(HighPass(160), LowPass(6_000), Tremolo(6.2, 0.25, True))),
            "pad": Channel(-10.0, pan=0.2, width=1.3, room_db=-12, inserts=(HighPass(160),)),
            "arp": Channel(-9.0, pan=0.3, room_db=-14),
            "percussion": Channel(-10.0, pan=0.3, room_db=-14),
        },
        room=Reverb(0.8, 8.0, 180, 6_500),
        hall=Reverb(1.8, 20.0, 220, 6_000),
        delay=Delay(0.5, 0.2, 3_200),
        bus=(Peak(2_000, -2.0, 0.6), HighShelf(4_500, -4.0), Drive(1.5),
             Compressor(-14, 1.8, 20, 160)),
        width=1.4,
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("Lowdown", "Two-Dollar", "Rusty", "Long-Gone", "Empty", "Whiskey", "Barefoot", "Mean",
             "Saturday", "Muddy", "Second-Hand", "Worn-Out"),
            ("Suitcase", "Crossroads", "Freight Train", "Porch", "Levee", "Jukebox", "Hound",
             "Landlord", "Telephone", "Mailman", "Shoes", "Kitchen"),
            ("Blues", "Down the Line", "at the Depot", "Since Monday", "in My Pocket",
             "Before Daybreak", "on Highway Nine", "After the Flood"),
        ),
        "ru": TitleWords(
            ("Долгий/Долгая/Долгое/Долгие", "Пустой/Пустая/Пустое/Пустые",
             "Ржавый/Ржавая/Ржавое/Ржавые", "Старый/Старая/Старое/Старые",
             "Хмурый/Хмурая/Хмурое/Хмурые", "Босой/Босая/Босое/Босые"),
            ("чемодан:m", "перекрёсток:m", "поезд:m", "крыльцо:n", "дорога:f", "понедельник:m",
             "башмаки:pl", "река:f", "бензоколонка:f", "письмо:n"),
            ("на рассвете", "после потопа", "у вокзала", "на девятом шоссе", "в кармане пусто",
             "с самого понедельника"),
        ),
    },
)  # fmt: skip
