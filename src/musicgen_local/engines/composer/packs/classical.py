"""Classical: a string quartet of about 1780 to 1830, four voices that talk and sing.

Functional harmony in inversions, eight-bar periods, textures that change with every phrase:
chorale, pulsing middle voices, broken chords, walking bass, imitation, question and answer.

Sources: the quartets of Haydn (op. 33, op. 76), Mozart (K. 387-465), early Beethoven (op. 18) and
Schubert for forms and textures; Aldwell & Schachter, *Harmony and Voice Leading*; Gjerdingen,
*Music in the Galant Style*, for the basses (romanesca, lament, pedal openings). A quartet has
nothing below the cello's C (65 Hz), so a line through its spectrum from 60 Hz falls less than one
through a band's, though its treble falls faster; the crest factor is that of uncompressed chamber
recordings, a little above the human ranges.
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

# a quartet has no drums; whoever asks for them gets a small orchestra's
GROOVES = (
    Groove("far timpani", {"kick": "x...............", "tom_low": "........o......."}, (0.0, 0.6)),
    Groove("march", {"kick": "x.......x.......", "snare": "....o..g....o.gg"}, (0.55, 1.0)),
)  # fmt: skip

COMPS = {
    "second": Comp("quartet_second", "close", strum_ms=0, velocity=0.54),
    "inner": Comp("quartet_viola", "close", strum_ms=0, velocity=0.54),
    "low": Comp("quartet_cello", "close", strum_ms=0, velocity=0.58),
    "alberti": Comp("broken", "close", orders=("0 2 1 2", "0 2 1 2", "0 1 2 1"), step=0.5,
                    velocity=0.5),
    "continuo": Comp("hits", "close", ("x-------x-------", "x---x---x---x---"), strum_ms=18,
                     velocity=0.5),
}  # fmt: skip

LEADS = {
    "cantabile": LeadManner(
        ("x-----x-x---x---", "x---x---x-x-x-x-", "x-------x---x-x-", "x---x-x-x-------",
         "x-----x-x-x-x---", "x---x---x-------"),
        motif_bars=(1, 2), space=0.16, span=17, register=0.68, steps=2.2, tensions=0.2,
        ornament=0.0, legato=0.98, velocity=0.68, phrases=("period", "sentence", "song"),
        shapes=("arch", "fall", "gap_fill", "turn", "rise"),
    ),
    "allegro": LeadManner(
        ("x-x-x-x-x---x---", "x---x-x-x-x-x-x-", "xxx-x-x-x---....", "x---xxx-x-x-x---",
         "x-x-x---x-x-x---", "x--xx-x-x---x-x-", "x-x-xxxxx---x---"),
        motif_bars=(1, 2), space=0.18, span=19, register=0.7, steps=2.4, tensions=0.15,
        ornament=0.0, legato=0.86, velocity=0.7, phrases=("sentence", "period", "call"),
        shapes=("broken_chord", "arch", "gap_fill", "turn", "fall", "insist"),
    ),
    "dance": LeadManner(
        ("x---x---x---x-x-", "x-x-x---x---x---", "x-----x-x---x---", "x---x-x-x-x-x---",
         "x---x---x-x-x---"),
        motif_bars=(2,), space=0.14, span=16, register=0.68, tensions=0.15, ornament=0.0,
        legato=0.84, velocity=0.68, phrases=("period", "sentence"),
        shapes=("broken_chord", "turn", "arch", "fall"),
    ),
    "adagio": LeadManner(
        ("x-------x-----x-", "x-----------x-x-", "x---x-------x---", "x-------x---x---",
         "x-----x-x-------"),
        motif_bars=(2,), space=0.14, span=18, register=0.68, steps=2.5, tensions=0.35, ornament=0.0,
        legato=1.0, velocity=0.64, phrases=("period", "song", "sentence"),
        shapes=("arch", "fall", "gap_fill", "turn"),
    ),
    "counter": LeadManner(
        ("x-------x-------", "x---x---x-------"), register=0.5, velocity=0.56, tensions=0.2,
        ornament=0.0, legato=0.96,
    ),
}  # fmt: skip

PACK = Pack(
    name="classical",
    title="Classical string quartet",
    summary="Two violins, viola and cello in four real voices, for reading, dinner and stage.",
    source="String quartets of the classical period: periods and sentences over functional "
    "harmony in inversions, galant basses, textures that change with the phrase.",
    tempo_bpm=(66, 98, 134),
    energy=0.45,
    valence=0.15,
    modes={"dark": {"minor": 1}, "neutral": {"major": 2, "minor": 1.4}, "bright": {"major": 1}},
    tonics=(0, 2, 3, 4, 5, 7, 9, 10),
    progressions={
        "dark": (
            *minor(
                "i | v/3 | iv/3 | V", "i | V7/3 | i | iv/3 | i/5 | iiø7/3 | V7 | i",
                "i | i/3 | iv | V7 | VI | iiø7/3 | V7 | i", "i | bII/3 | V7 | i",
                "i | #viio7 | i/3 | iv | iiø7/3 | V7 | VI | V7", "i | V7/iv | iv | V7/3",
                "iv | i/3 | iiø7/3 | V7",
            ),
            *major("vi | ii/3 | III | vi | IV | ii/3 | V7 | I", "I | V7/vi | vi | iv"),
        ),
        "neutral": (
            *minor(
                "i | iv | VII | III | VI | iiø7/3 | V7 | i", "i | VII | III | V7/3",
                "i | V/3 | i | V7 | i | iv | V7 | i", "VI | III/3 | iv | V7",
            ),
            *major(
                "I | vi | ii/3 | V7", "I | V7/ii | ii | V7/V | V | V7/3 | I | V7",
                "IV | I/3 | V7/3 | I | ii7/3 | V7 | vi | V7", "I | viio/3 | I/3 | V7/3",
                "I | V/3 | vi | iii | IV | I/3 | ii/3 | V7",
            ),
        ),
        "bright": (
            *major(
                "I | V7/3 | I | IV | I/3 | ii7/3 | V7 | I", "I | IV/^1 | V7/^1 | I",
                "I | ii/3 | V7 | I/3", "I | I/3 | IV | ii/3 | I/5 | V7 | vi | V7",
                "I | V7 | V7/3 | I | IV | I/5 | V7 | I", "I | IV | V7/V | V",
                "I V/3 | vi I/3 | IV I/5 | V7",
            ),
            *minor("III | VI | iv | V7", "i | VII/3 | III | VI | iv/3 | V | i | V7"),
        ),
    },
    cadences={
        "major": ("ii7/3 V7 | I", "I/5 V7 | I", "IV V7 | I", "ii/3 I/5 V7 | I"),
        "minor": ("iiø7/3 V7 | i", "i/5 V7 | i", "iv V7 | i", "iv i/5 V7 | i", "iiø7/3 V7 | I"),
    },
    turnarounds={"major": ("V7", "ii/3 V7", "I/5 V7"), "minor": ("V7", "iiø7/3 V7", "i/5 V7")},
    turnaround_rate=0.5,
    substitutions={"inversion": 0.12, "secondary_dominant": 0.08, "suspension": 0.05,
                   "passing_diminished": 0.04},
    harmonic_rhythm={1: 5.0, 2: 0.7},
    beats_per_bar={4: 0.62, 3: 0.38},
    solo_manners=("alberti", "left_hand", "left_hand_slow"),
    palette=(
        Slot("violin", Role.LEAD, {"violin": 1},
             {"cantabile": 2.4, "allegro": 2, "dance": 1.4, "adagio": 1}),
        Slot("violin 2", Role.CHORDS, {"violin_2": 1}, {"second": 1}),
        Slot("viola", Role.CHORDS, {"viola": 1}, {"inner": 1}),
        Slot("cello", Role.CHORDS, {"cello": 1}, {"low": 1}),
        # only when asked for: a piano quintet
        Slot("keys", Role.CHORDS, {"piano": 1, "harpsichord": 1}, {"alberti": 2, "continuo": 1},
             chance=0.0),
    ),
    forms=(
        Form("sonata", (
            part("A", "A", 8, 0.5, keep=9),
            part("bridge", "B", 8, 0.62, keep=5),
            part("C", "C", 8, 0.4, keep=6),
            part("development", "D", 8, 0.76, keep=3),
            part("A", "A", 8, 0.56, keep=6),
            part("C", "C", 8, 0.46, keep=3),
            part("outro", "A", 4, 0.5, keep=7),
        ), weight=1.2),
        Form("minuet and trio", (
            part("A", "A", 8, 0.48, keep=9),
            part("B", "B", 8, 0.58, keep=6),
            part("A", "A", 8, 0.54, keep=4),
            part("trio", "C", 8, 0.3, keep=5),
            part("D", "D", 8, 0.4, keep=2),
            part("A", "A", 8, 0.56, keep=4),
            part("outro", "B", 4, 0.5, keep=7),
        )),
        Form("rondo", (
            part("A", "A", 8, 0.54, keep=9),
            part("B", "B", 8, 0.44, keep=6),
            part("A", "A", 8, 0.6, keep=4),
            part("C", "C", 8, 0.72, keep=4),
            part("A", "A", 8, 0.58, keep=4),
            part("B", "B", 8, 0.5, keep=2),
            part("outro", "A", 4, 0.52, keep=7),
        )),
        Form("slow movement", (
            part("A", "A", 8, 0.22, keep=9),
            part("B", "B", 8, 0.36, keep=6),
            part("A", "A", 8, 0.3, keep=4),
            part("C", "C", 8, 0.54, keep=4),
            part("A", "A", 8, 0.34, keep=4),
            part("outro", "B", 4, 0.2, keep=7),
        ), hints=("slow build",)),
        Form("variations", (
            part("A", "A", 8, 0.34, keep=9),
            part("A", "A", 8, 0.46, keep=5),
            part("minore", "B", 8, 0.38, keep=6),
            part("A", "A", 8, 0.6, keep=4),
            part("C", "C", 8, 0.44, keep=2),
            part("A", "A", 8, 0.7, keep=3),
            part("outro", "A", 4, 0.5, keep=7),
        ), weight=0.8),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=10.0,
    loose_velocity=0.07,
    timing_ms={"lead": (-3, 3), "chords": (3, 4)},
    fills="none",
    break_rate=0.0,
    ring_seconds=3.4,
    endings={"ring": 3.0, "hit": 1.0, "tag": 0.6},
    mix=MixPreset(
        channels={
            "violin": Channel(0.0, pan=-0.5, room_db=-13, hall_db=-14, inserts=(HighPass(150),)),
            "violin 2": Channel(-3.0, pan=-0.22, room_db=-13, hall_db=-14,
                                inserts=(HighPass(150),)),
            "viola": Channel(-3.2, pan=0.26, room_db=-13, hall_db=-14, inserts=(HighPass(100),)),
            "cello": Channel(-2.0, pan=0.5, room_db=-13, hall_db=-15, inserts=(HighPass(45),)),
            "keys": Channel(-4.0, width=1.2, room_db=-14, hall_db=-14),
            "lead": Channel(0.0, pan=-0.4, room_db=-13, hall_db=-14, inserts=(HighPass(110),)),
            "chords": Channel(-3.0, width=1.1, room_db=-13, hall_db=-14),
            "counter": Channel(-3.5, pan=0.25, room_db=-13, hall_db=-14),
            "bass": Channel(-3.0, pan=0.3, room_db=-15, hall_db=-16),
            "pad": Channel(-9.0, width=1.3, hall_db=-12),
            "arp": Channel(-6.0, pan=0.25, hall_db=-14),
            "drums": Channel(-8.0, hall_db=-12),
            "percussion": Channel(-9.0, hall_db=-12),
        },
        room=Reverb(0.8, 9.0, 140, 7_500),
        hall=Reverb(2.0, 22.0, 170, 6_800),
        bus=(HighShelf(9_000, -1.0),),
        width=1.25,
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("First", "Second", "Little", "Morning", "Winter", "Hunting", "Parting", "Quiet",
             "Rustic", "Late"),
            ("Quartet", "Minuet", "Serenade", "Rondo", "Divertimento", "Andante", "Romance",
             "Canzonetta", "Allegretto", "Intermezzo"),
            ("for Four Friends", "at the Orangery", "in the Old Style", "by Candlelight",
             "for a Name Day", "in the Garden Room", "Before the Journey"),
        ),
        "ru": TitleWords(
            ("Первый/Первая/Первое/Первые", "Маленький/Маленькая/Маленькое/Маленькие",
             "Утренний/Утренняя/Утреннее/Утренние", "Зимний/Зимняя/Зимнее/Зимние",
             "Прощальный/Прощальная/Прощальное/Прощальные", "Тихий/Тихая/Тихое/Тихие"),
            ("квартет:m", "менуэт:m", "серенада:f", "рондо:n", "дивертисмент:m", "анданте:n",
             "романс:m", "канцонетта:f", "интермеццо:n"),
            ("для четырёх друзей", "в старом стиле", "при свечах", "в оранжерее",
             "ко дню именин", "перед дорогой"),
        ),
    },
    reference=Reference((-6.8, -4.4), (14.0, 18.5), (0.36, 0.7)),
)  # fmt: skip
