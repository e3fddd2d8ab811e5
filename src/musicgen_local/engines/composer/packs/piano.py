"""Piano: one player, two hands, and room around the notes; strings may come near.

Sources: E. Satie, *Gymnopédies* (1888), and C. Debussy, *Préludes* I (1910): left hands that
rock and float; L. Einaudi, *Una mattina* (2004), for the present manner.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    HighPass,
    HighShelf,
    MixPreset,
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
    Groove("brushes", {"brush_swirl": "o.......o.......", "brush_tap": "....g.......g..."}, (0.0,
                                                                                             0.7),
           kits=("brush_kit",)),
    Groove("sticks", {"kick": "o.......g.......", "rim": "....o.......o..."}, (0.0, 0.6)),
    Groove("soft pulse", {"kick": "x.......o.......", "rim": "....o.......o...",
                          "shaker": "g.o.g.o.g.o.g.o."}, (0.5, 1.0)),
)  # fmt: skip

COMPS = {
    "flowing": Comp(
        "left_hand", "close",
        orders=("0 1 2 3 2 1 2 1", "0 1 2 3 4 3 2 1", "0 1 3 2 3 1 2 1", "0 2 1 3 1 2 1 2"),
        velocity=0.5,
    ),
    "rocking": Comp("left_hand", "close", orders=("0 1 2 1", "0 2 1 2", "0 1 2 3"), step=0.5,
                    velocity=0.5),
    "quarters": Comp("left_hand", "close", orders=("0 1 2 3", "0 2 3 2", "0 1 2 1"), step=1.0,
                     velocity=0.5),
    "sixteenths": Comp(
        "left_hand", "close",
        orders=("0 1 2 3 4 3 2 1", "0 1 2 1 3 1 2 1", "0 2 1 2 3 2 1 2"), step=0.25, velocity=0.46,
    ),
    "long_bass": Comp("left_hand", "close", orders=("0 1 2 -1", "0 -1 2 1", "0 1 -1 3"), step=1.0,
                      velocity=0.5),
    "waltz": Comp("boom_chuck", "close", length=0.9, strum_ms=8, velocity=0.5),
    "chorale": Comp("hits", "choir", ("x-------x-------", "x---------------", "x-------x---x---"),
                    strum_ms=14, velocity=0.52),
}  # fmt: skip

_SONG = (
    "x---x-x-x-------", "x-----x-x---x---", "..x-x-x-x---x---", "x---x---x-x-x---",
    "x-----x-x-------", "x-x-x-----x-x---", "x---x---x-------", "x-x-x---x---....",
)  # fmt: skip

LEADS = {
    "song": LeadManner(_SONG, space=0.16, span=17, register=0.55, tensions=0.45, ornament=0.0,
                       steps=2.3, velocity=0.64, phrases=("period", "sentence", "song")),
    "sparse": LeadManner(
        ("x-------x-------", "x-----x-x-------", "....x---x-------", "x-------....x---"),
        motif_bars=(2,), space=0.3, span=16, register=0.58, tensions=0.6, ornament=0.0, steps=2.6,
        velocity=0.58, phrases=("period", "floating", "song"),
    ),
    "running": LeadManner(
        ("x-x-x-x-x---x---", "x-x-x-x-x-x-x-x-", "..x-x-x-x-x-x---", "x---x-x-x-x-x-x-"),
        space=0.12, span=19, register=0.56, tensions=0.4, ornament=0.0, steps=2.3, velocity=0.6,
        shapes=("broken_chord", "arch", "fall", "wave", "gap_fill"), phrases=("sentence", "period"),
    ),
    "counter": LeadManner(("x-------x-------", "x---------------"), register=0.5, velocity=0.5,
                          tensions=0.4, ornament=0.0, scale="mode"),
}  # fmt: skip

_PIANOS = {"piano": 3, "felt_piano": 3}

PACK = Pack(
    name="piano",
    title="Solo piano",
    summary="Neoclassical piano with a singing right hand; sometimes a cello or strings beside it.",
    source="Contemporary solo piano and its ancestors: nocturne and prelude left hands (root, "
    "fifth, tenth), song-like right hands, pop and film progressions with suspensions.",
    tempo_bpm=(58, 80, 116),
    energy=0.35,
    valence=0.0,
    modes={
        "dark": {"minor": 4, "dorian": 0.6, "phrygian": 0.3},
        "neutral": {"minor": 2, "major": 2, "dorian": 0.8},
        "bright": {"major": 4, "lydian": 0.8},
    },
    progressions={
        "dark": (
            *minor(
                "i | VI | III | VII", "i | iv | VI | V7", "i | v/3 | VI | iv", "VI | VII | i | i",
                "i | VI | iv | V7", "iv | i/3 | iiø7 | V7", "i | VII | VI | V7",
                "i7 | i7/7 | VImaj7 | V7sus4 V7",
            ),
            *major("vi | IV | I | V/3", "vi | iii | IV | iv"),
        ),
        "neutral": (
            *minor("iadd9 | VI | III | VII", "VImaj7 | III | VII | i", "i | III | VII | iv",
                   "VI | III/5 | iv | VII", "iv | VII | III | VI", "i7 | IIImaj7 | VImaj7 | VII"),
            *major("vi | IV | I | V", "I | iii | vi | IV", "IV | I/3 | ii7 | V7sus4 V",
                   "vi7 | IVmaj7 | Iadd9 | Vsus4 V",
                   "I | V/3 | vi | iii | IV | I/3 | ii7 | V7sus4"),
        ),
        "bright": (
            *major("Iadd9 | V/3 | vi7 | IVadd9", "IV | V | iii7 | vi", "I | IV | I/3 | V7sus4",
                   "Iadd9 | IVadd9 | vi7 | V", "IVmaj7 | I/3 | Vsus4 | vi7",
                   "I | V/3 | IV/^6 | IV | I/3 | ii7 | V7sus4 | V"),
            *minor("III | VII | i | VI", "VI | III | VII | i"),
        ),
    },
    cadences={
        "major": ("ii7 V7sus4 | Iadd9", "IV | Iadd9", "iv | I", "IVmaj7 V | I"),
        "minor": ("iv V7 | i", "VI iv | iadd9", "iv | i", "iiø7 V7 | iadd9"),
    },
    turnarounds={"major": ("V7sus4", "V7"), "minor": ("V7", "V7sus4")},
    turnaround_rate=0.4,
    substitutions={"suspension": 0.14, "inversion": 0.22, "extension": 0.14, "relative": 0.08,
                   "modal_mixture": 0.1, "secondary_dominant": 0.06},
    harmonic_rhythm={1: 4.0, 2: 0.8},
    beats_per_bar={4: 0.72, 3: 0.28},
    solo_manners=("flowing", "rocking", "quarters", "long_bass"),
    palette=(
        Slot("left hand", Role.CHORDS, _PIANOS,
             {"flowing": 3, "rocking": 2, "quarters": 1.2, "sixteenths": 0.8, "long_bass": 1}),
        Slot("right hand", Role.LEAD, _PIANOS, {"song": 3, "sparse": 1.6, "running": 1.2},
             enters=0.22, same_as="left hand"),
        Slot("inner voice", Role.COUNTER, _PIANOS, {"harmony": 1}, enters=0.5, chance=0.5,
             same_as="left hand"),
        Slot("strings", Role.PAD, {"slow_strings": 2, "strings": 1, "warm_pad": 0.6},
             {"choir_pad": 1, "held_wide": 1}, enters=0.5, chance=0.5),
        Slot("cello",
             Role.COUNTER, {"cello": 2, "violin": 1, "viola": 0.7}, {"guide": 1}, enters=0.55,
             chance=0.35),
    ),
    forms=(
        Form("nocturne", (
            part("intro", "A", 4, 0.22, drop="lead", keep=3),
            part("A", "A", 8, 0.34, keep=9),
            part("A", "A", 8, 0.42, keep=5),
            part("B", "B", 8, 0.56, keep=6),
            part("A", "A", 8, 0.46, keep=4),
            part("bridge", "C", 8, 0.62, keep=2),
            part("B", "B", 8, 0.6, keep=3),
            part("outro", "A", 4, 0.24, keep=7),
        )),
        Form("prelude", (
            part("A", "A", 8, 0.32, keep=9),
            part("B", "B", 8, 0.46, keep=6),
            part("A", "A", 8, 0.52, keep=5),
            part("B", "B", 8, 0.66, keep=4),
            part("break", "C", 4, 0.26, keep=2),
            part("A", "A", 8, 0.44, keep=3),
            part("outro", "A", 4, 0.22, keep=7),
        ), hints=("no intro",)),
        Form("arc", (
            part("intro", "A", 4, 0.2, drop="lead", keep=3),
            part("A", "A", 8, 0.32, keep=9),
            part("B", "B", 8, 0.44, keep=6),
            part("A", "A", 8, 0.54, keep=4),
            part("B", "B", 8, 0.68, keep=5),
            part("C", "C", 8, 0.74, keep=2),
            part("outro", "A", 8, 0.26, keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=11.0,
    loose_velocity=0.1,
    timing_ms={"lead": (-6, 4), "chords": (6, 5)},
    fills="none",
    break_rate=0.0,
    ring_seconds=4.5,
    # One instrument whose energy lies under 2 kHz, hardly compressed, two microphones.
    reference=Reference((-10.4, -7.2), (14.5, 18.0), (0.38, 0.72)),
    mix=MixPreset(
        channels={
            "chords": Channel(-2.5, width=1.1, room_db=-18, hall_db=-15),
            "lead": Channel(0.0, width=1.05, room_db=-18, hall_db=-14),
            "inner voice": Channel(-6.0, width=1.05, room_db=-18, hall_db=-14),
            "counter": Channel(-5.0, pan=-0.25, hall_db=-12, inserts=(HighPass(90),)),
            "pad": Channel(-9.0, width=1.4, hall_db=-11, inserts=(HighPass(140),)),
            "bass": Channel(-6.0, width=0.2, hall_db=-20),
            "drums": Channel(-9.0, hall_db=-16),
            "percussion": Channel(-11.0, hall_db=-16),
            "arp": Channel(-6.0, pan=0.2, hall_db=-13),
        },
        room=Reverb(0.9, 10.0, 160, 6_500),
        hall=Reverb(2.8, 28.0, 200, 6_000),
        bus=(HighShelf(9_000, -1.5),),
        width=1.05,
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("Unsent", "Quiet", "White", "Slow", "First", "Winter", "Still", "Small", "Open",
             "Pale"),
            ("Letter", "Rooms", "Snow", "Garden", "Hours", "Harbour", "Shoreline", "Lullaby",
             "Sparrow",
             "Linen", "Afternoon"),
            ("for Two Hands", "in Late November", "Before You Wake", "by the Window",
             "After the Guests",
             "Near the Sea"),
        ),
        "ru": TitleWords(
            ("Тихий/Тихая/Тихое/Тихие", "Белый/Белая/Белое/Белые", "Первый/Первая/Первое/Первые",
             "Зимний/Зимняя/Зимнее/Зимние",
             "Неотправленный/Неотправленная/Неотправленное/Неотправленные"),
            ("письмо:n", "сад:m", "снег:m", "комната:f", "колыбельная:f", "берег:m", "часы:pl"),
            ("в конце ноября", "у окна", "перед рассветом", "для двух рук", "у моря"),
        ),
    },
)  # fmt: skip
