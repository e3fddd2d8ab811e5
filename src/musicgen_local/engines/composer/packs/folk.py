"""Folk: wood, wire and breath; a guitar that picks its own bass, a tune that goes round.

Songs of verse and refrain, instrumental tunes of two eight-bar strains, rounds that come home
again; in four and in three; major, Mixolydian, Dorian. Drums are feet, hands and a tambourine.

Sources: Bronson, *The Ballad as Song* (1969), and Sharp, *English Folk Song* (1907), on modes and
strains; Breathnach, *Folk Music and Dances of Ireland* (1971), on AABB tunes; Travis picking and
Carter-family strumming; records from Nick Drake to
Fleet Foxes for the modern palette.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
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
        "stomp and clap",
        {"kick": "X.......X.......", "clap": "....X.......X...", "tambourine": "..o...o...o...o."},
        (0.55, 1.0), weight=1.2,
        answer={"clap": "....X.......X.x."},
    ),
    Groove(
        "stomp on four",
        {"kick": "X...x...X...x...", "tambourine": "g.o.X.o.g.o.X.o."},
        (0.5, 0.95),
        answer={"clap": "............x.x."},
    ),
    Groove(
        "brushed train",
        {"kick": "x.......x.......", "snare": "g.o.x.o.g.o.x.oo"},
        (0.42, 0.82),
        answer={"snare": "g.o.x.o.g.oox.oo"},
    ),
    Groove(
        "frame drum",
        {"low_kick": "X.....x...X...o.", "shaker": "g.o.g.o.g.o.g.o."},
        (0.36, 0.76),
        answer={"low_kick": "X.....x...X.x.x."},
    ),
    Groove(
        "reel",
        {"low_kick": "X.o.x.o.X.o.x.oo", "tambourine": "....x.......x..."},
        (0.62, 1.0),
        answer={"low_kick": "X.oox.o.X.ooxxox"},
    ),
    Groove(
        "foot and shaker",
        {"kick": "x.......o.......", "shaker": "g.g.o.g.g.g.o.g."},
        (0.16, 0.56),
    ),
    Groove("one foot", {"kick": "x.......g......."}, (0.0, 0.4)),
)  # fmt: skip

COMPS = {
    "travis": Comp(
        "travis", "strum",
        ("..x...x...x...x.", "x.x...x.x.x...x.", "..x.x.x...x.x.x.", "x.....x.x.x...x.",
         "..x...x.x.x...x.", "x.x.x.x.x.x.x.x."),
        orders=("0 1", "0 1 0 2", "1 0 2 0", "0 2 1"), strum_ms=6, velocity=0.56,
    ),
    "boom_strum": Comp(
        "boom_chick", "strum", ("x---x---x---x---", "x---x-x-x---x-x-", "x---x---x---x-x-"),
        strum_ms=24, length=0.8, velocity=0.56,
    ),
    "open_strum": Comp(
        "strum", "strum", ("x---x-x-..x-x-x-", "x---x-x-x---x-x-", "x---x---x-x-x-x-",
                           "x-----x-x---x-x-"),
        strum_ms=32, velocity=0.54,
    ),
    "arpeggio_air": Comp(
        "broken", "strum", orders=("0 2 3 4 3 2 3 2", "0 3 2 4 3 2 4 3", "0 2 4 3 1 3 4 2"),
        velocity=0.54,
    ),
    "chop": Comp(
        "hits", "close", ("....x-......x-..", "..x-..x-..x-..x-", "....x-x-....x-..",
                          "..x-..x-..x-x-x-"),
        length=0.55, strum_ms=14, velocity=0.54,
    ),
    "tremolando": Comp("pulse", "triad", step=0.25, length=0.9, strum_ms=0, velocity=0.42),
    "drone_fifths": Comp("sustain", "fifths", strum_ms=0, velocity=0.46),
}  # fmt: skip

_AIR = (
    "x---x-x-x---x---", "x-----x-x---x---", "x---x---x-x-x---", "x-x-x---x-------",
    "x---x-x-x-------", "x-------x-x-x---", "..x-x---x-x-x---",
)  # fmt: skip

LEADS = {
    "air": LeadManner(_AIR, motif_bars=(2,), space=0.2, span=14, steps=2.1, tensions=0.2,
                      ornament=0.16, velocity=0.66, register=0.48,
                      shapes=("arch", "wave", "gap_fill", "fall"),
                      phrases=("period", "song", "sentence")),
    "strain": LeadManner(
        ("x-x-x-x-x-x-x-x-", "x---x-x-x-x-x-x-", "x-xxx-x-x-x-x---", "x-x-x-x-x---x---",
         "x--xx-x-x--xx-x-"),
        motif_bars=(2,), space=0.05, span=15, steps=1.9, tensions=0.15, ornament=0.08,
        velocity=0.68, register=0.45, shapes=("broken_chord", "wave", "arch", "turn"),
        phrases=("period", "song"),
    ),
    "reel": LeadManner(
        ("x-xxx-xxx-xxx-xx", "xxx-xxx-x-xxx-x-", "x-xxxxx-x-xxx---", "xxxxx-x-xxx-x-x-"),
        motif_bars=(2,), space=0.04, span=15, steps=1.8, tensions=0.15, ornament=0.04,
        velocity=0.66, register=0.45, shapes=("broken_chord", "wave", "turn", "arch"),
        phrases=("period", "song"),
    ),
    "voice": LeadManner(
        ("x-x-x-x-x---....", "x---x-x-x-x-....", "..x-x-x-x---x---", "x-x---x-x-------",
         "x---x---x-x-...."),
        motif_bars=(1, 2), space=0.3, span=12, steps=1.8, scale="pentatonic", tensions=0.2,
        ornament=0.12, velocity=0.64, register=0.46, phrases=("period", "call", "song"),
    ),
    "solo": LeadManner(
        ("x-x-x-x-x-xxx-x-", "x-xxx-x-x-x-x-x-", "x-x-x-xxx-x-x---"), motif_bars=(2,),
        space=0.1, span=17, tensions=0.2, ornament=0.14, velocity=0.7,
        phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_AIR, register=0.46, velocity=0.52, ornament=0.06, tensions=0.2),
}  # fmt: skip

PACK = Pack(
    name="folk",
    source="Anglo-Celtic and American folk: modal tunes over two to four chords, the flat seventh "
    "as second chord, drones, strains of eight bars played twice, thumb-and-finger guitar.",
    title="Folk, acoustic",
    summary="Picked guitar, fiddle, whistle and stamping feet: songs and tunes round a table.",
    tempo_bpm=(76, 102, 132),
    energy=0.44,
    valence=0.25,
    modes={
        "dark": {"minor": 2, "dorian": 3},
        "neutral": {"major": 2, "mixolydian": 1.8, "dorian": 1.8, "minor": 0.8},
        "bright": {"major": 4, "mixolydian": 1.8},
    },
    tonics=(7, 2, 0, 9, 4, 5),
    beats_per_bar={4: 0.7, 3: 0.3},
    progressions={
        "dark": (
            *minor(
                "i | VII | i | VII", "i | i | VII | i", "i | IV | i | VII", "i | v | VI | VII",
                "i | III | VII | i", "VI | VII | i | i", "i | VII | VI | v",
                "i | i | VII | VII | i | III | VII | i",
            ),
            *major("vi | iii | IV | vi", "vi | IV | I | iii", "ii | vi | IV | vi"),
        ),
        "neutral": (
            *minor("i | III | VII | IV", "i | VII | III | IV", "i | IV | VII | i",
                   "III | VII | i | i", "i | VII | IV | i"),
            *major(
                "I | bVII | I | IV", "I | IV | bVII | I", "I | V/3 | vi | IV", "I | iii | IV | I",
                "vi | IV | I | V", "I | ii | IV | I", "I | I | bVII | IV | I | bVII | IV | I",
                "Iadd9 | IVmaj7 | Iadd9 | V",
            ),
        ),
        "bright": (
            *major(
                "I | IV | I | V", "I | I | IV | V | I | IV | V | I", "I | V | vi | IV",
                "I | IV | V | I", "I | V | IV | I", "I I/3 | IV | V | I", "IV | I | V | I",
                "I | vi | IV | V | I | vi | V | I",
            ),
            *minor("III | VII | i | VII", "III | i | VI | VII", "i | III | IV | VII"),
        ),
    },
    cadences={
        "major": ("IV V | I", "IV | I", "V | I", "bVII IV | I"),
        "minor": ("VII | i", "VI VII | i", "IV | i", "v | i"),
    },
    turnarounds={"major": ("V", "IV V", "Vsus4 V"), "minor": ("VII", "VI VII")},
    turnaround_rate=0.3,
    substitutions={"suspension": 0.07, "inversion": 0.08, "relative": 0.05},
    pedal_rate=0.3,
    harmonic_rhythm={1: 5.0, 2: 0.8},
    palette=(
        Slot("guitar", Role.CHORDS, {"acoustic_guitar": 4, "nylon_guitar": 1.2,
                                     "twelve_string": 1},
             {"travis": 3.4, "arpeggio_air": 1.2, "boom_strum": 1.2, "open_strum": 1.4},
             enters=0.0),
        Slot("second strings", Role.CHORDS,
             {"mandolin": 2, "banjo": 1.2, "ukulele": 0.9, "twelve_string": 1, "accordion": 0.7,
              "harp": 0.5},
             {"chop": 1.6, "open_strum": 1, "arpeggio_air": 1, "tremolando": 0.3},
             enters=0.5, chance=0.7),
        Slot("bass", Role.BASS, {"upright_bass": 3, "fretless_bass": 0.6, "electric_bass": 0.4},
             {"easy_two": 2, "country_two": 1.6, "sustained": 1}, enters=0.4, chance=0.9),
        Slot("drums", Role.DRUMS, {"folk_percussion": 3, "bongo_kit": 0.7, "brush_kit": 0.4},
             {"": 1}, enters=0.46, chance=0.85),
        Slot("lead", Role.LEAD,
             {"fiddle": 2.2, "whistle": 1.4, "flute": 0.7, "harmonica": 1, "accordion": 0.7,
              "mandolin": 0.9, "banjo": 0.4, "acoustic_guitar": 0.7, "clarinet": 0.3,
              "cello": 0.3},
             {"air": 3, "voice": 1.6, "strain": 1.8, "reel": 0.5}, enters=0.3),
        Slot("counter", Role.COUNTER,
             {"cello": 1, "viola": 0.6, "fiddle": 1, "flute": 0.7, "accordion": 0.5,
              "acoustic_guitar": 0.7, "harmonica": 0.5},
             {"harmony": 2, "guide": 1.4}, enters=0.52, chance=0.75),
        Slot("pad", Role.PAD, {"accordion": 1, "voice_oohs": 1, "strings": 0.6},
             {"drone_fifths": 1.2, "held": 1, "choir_pad": 0.8}, enters=0.56, chance=0.5),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1},
             {"tambourine": 1.4, "brushed_shaker": 1.4}, enters=0.62, chance=0.4),
    ),
    forms=(
        Form("song", (
            part("intro", "A", 4, 0.28, only="guitar", keep=4),
            part("verse", "A", 8, 0.4, keep=9),
            part("verse", "A", 8, 0.48, keep=4),
            part("chorus", "B", 8, 0.6, keep=8),
            part("verse", "A", 8, 0.5, keep=4),
            part("chorus", "B", 8, 0.66, keep=4),
            part("bridge", "C", 8, 0.36, drop="drums", keep=4),
            part("chorus", "B", 8, 0.72, keep=4),
            part("outro", "A", 4, 0.3, drop="drums", keep=7),
        ), weight=1.3),
        Form("two strains", (
            part("intro", "A", 4, 0.3, drop="lead drums", keep=3),
            part("A", "A", 8, 0.48, keep=9),
            part("A", "A", 8, 0.54, keep=5),
            part("B", "B", 8, 0.6, keep=8),
            part("B", "B", 8, 0.66, keep=4),
            part("A", "A", 8, 0.6, keep=4),
            part("B", "B", 8, 0.7, keep=3),
            part("A", "C", 8, 0.7, keep=3),
            part("B", "D", 8, 0.76, keep=3),
            part("outro", "A", 4, 0.5, keep=7),
        ), weight=1.0),
        Form("round", (
            part("A", "A", 8, 0.4, keep=9),
            part("B", "B", 8, 0.52, keep=7),
            part("A", "A", 8, 0.5, keep=5),
            part("C", "C", 8, 0.62, keep=6),
            part("A", "A", 8, 0.58, keep=4),
            part("B", "B", 8, 0.66, keep=3),
            part("break", "A", 4, 0.24, only="guitar lead", keep=3),
            part("A", "A", 8, 0.6, keep=4),
            part("outro", "A", 4, 0.34, keep=7),
        ), weight=0.8, hints=("no intro",)),
        Form("round the fire", (
            part("intro", "A", 4, 0.2, only="guitar", keep=4),
            part("verse", "A", 8, 0.3, drop="drums", keep=9),
            part("verse", "A", 8, 0.4, drop="drums", keep=5),
            part("chorus", "B", 8, 0.56, keep=8),
            part("verse", "A", 8, 0.6, keep=5),
            part("chorus", "B", 8, 0.74, keep=5),
            part("chorus", "B", 8, 0.82, keep=4),
            part("outro", "A", 4, 0.26, only="guitar pad", keep=7),
        ), weight=0.8, hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    solo_manners=("left_hand", "left_hand_slow"),
    swing=(0.5, 0.56),
    swing_beats=0.5,
    timing_ms={"kick": (2, 4), "clap": (8, 6), "tambourine": (2, 5), "chords": (0, 5),
               "lead": (8, 8), "counter": (10, 8), "bass": (3, 5)},
    loose_ms=8.0,
    loose_velocity=0.1,
    fills="folk",
    fill_rate=0.45,
    break_rate=0.2,
    ring_seconds=3.4,
    endings={"ring": 3, "tag": 1.4, "hit": 0.6},
    # acoustic recordings close to the human medians; guitars keep the lows light
    reference=Reference(tilt_db_per_octave=(-7.4, -5.4), crest_db=(14.5, 18.0), width=(0.4, 0.75)),
    mix=MixPreset(
        channels={
            "drums": Channel(-6.5, width=1.5, room_db=-8,
                             inserts=(HighPass(48), HighShelf(6_500, -3.0),
                                      Compressor(-20, 2.5, 12, 110))),
            "bass": Channel(-5.0, width=0.2, room_db=-20, inserts=(Peak(800, 1.5, 0.8),)),
            "guitar": Channel(-1.5, pan=-0.22, width=1.3, room_db=-12, hall_db=-20,
                              inserts=(HighPass(75), Peak(220, -1.5, 0.9))),
            "second strings": Channel(-6.5, pan=0.42, width=1.1, room_db=-11, hall_db=-19,
                                      inserts=(HighPass(140),)),
            "chords": Channel(-4.0, pan=0.2, width=1.1, room_db=-12, inserts=(HighPass(110),)),
            "lead": Channel(-0.5, pan=0.1, width=1.1, room_db=-11, hall_db=-14,
                            inserts=(HighPass(160), HighShelf(7_000, -2.0))),
            "counter": Channel(-5.5, pan=-0.4, width=1.1, room_db=-11, hall_db=-14,
                               inserts=(HighPass(150),)),
            "pad": Channel(-9.5, width=1.5, room_db=-14, hall_db=-12, inserts=(HighPass(180),)),
            "arp": Channel(-7.0, pan=0.3, room_db=-12),
            "percussion": Channel(-10.0, pan=0.35, room_db=-11),
        },
        room=Reverb(0.7, 8.0, 180, 7_500),
        hall=Reverb(1.9, 20.0, 220, 7_000),
        bus=(Peak(2_200, -1.5, 0.6), HighShelf(5_000, -3.5), Compressor(-16, 1.6, 25, 180)),
        width=1.4,
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("Wandering", "Crooked", "Silver", "Barley", "Northern", "Winding", "Blackthorn",
             "Homespun", "Early", "Weathered", "Salt", "Gentle"),
            ("River", "Lantern", "Miller", "Orchard", "Ferry", "Hearth", "Sparrow", "Harvest",
             "Fiddler", "Meadow", "Kettle", "Milestone"),
            ("over the Hill", "by the Mill", "at First Frost", "Before the Fair",
             "on the Old Road", "Beneath the Rowan", "When the Boats Come In"),
        ),
        "ru": TitleWords(
            ("Тихий/Тихая/Тихое/Тихие", "Дальний/Дальняя/Дальнее/Дальние",
             "Серебряный/Серебряная/Серебряное/Серебряные", "Ранний/Ранняя/Раннее/Ранние",
             "Полевой/Полевая/Полевое/Полевые", "Северный/Северная/Северное/Северные"),
            ("река:f", "тропа:f", "мельница:f", "костёр:m", "журавли:pl", "поле:n", "сад:m",
             "ярмарка:f", "паром:m", "рябина:f"),
            ("за холмом", "у старой мельницы", "до первых морозов", "на старой дороге",
             "под рябиной", "перед ярмаркой", "когда вернутся лодки"),
        ),
    },
)  # fmt: skip
