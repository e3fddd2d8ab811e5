"""Lo-fi: slow, swung, warm; jazz chords behind a late snare.

Sources: J Dilla, *Donuts* (2006), and Nujabes, *Modal Soul* (2005): late snares, sampled ninth
chords, loops of four bars; D. Charnas, *Dilla Time* (2022), on where the snare falls.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
    Compressor,
    Delay,
    HighPass,
    LowPass,
    MixPreset,
    Reverb,
    Tape,
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
        "dusty",
        {"kick": "x.....?...x.....|x......x..x.....", "snare": "....X.......X...",
         "hat": "x.o.x.o.x.o.x.o."},
        (0.35, 0.8),
        answer={"kick": "x......x..x..?..", "snare": "....X..g....X..g"},
    ),
    Groove(
        "boom bap",
        {"kick": "x..x......x.....|x..x...x..x.....", "snare": "....X..g.g..X...",
         "hat": "x.o.x.o.x.o.x.oo"},
        (0.5, 1.0),
        answer={"hat_open": "..............o.", "snare": "....X..g.g..X.g."},
    ),
    Groove(
        "stumble",
        {"kick": "x.........x..x..|x.....x...x.....", "snare": "....X.......X..?",
         "hat": "x.x.o.x.x.o.x.x."},
        (0.35, 0.9),
        answer={"kick": "x.x.......x....."},
    ),
    Groove(
        "late train",
        {"kick": "x......x........|x......x.x......", "snare": "....x.......x...",
         "rim": "..........?....?", "hat": "o.x.o.x.o.x.o.x?", "shaker": "g.g.g.g.g.g.g.g."},
        (0.3, 0.75),
        answer={"hat_open": "......o........."},
    ),
    Groove(
        "sixteenths",
        {"kick": "x.....x...x.....|x.....x..x......", "snare": "....X.......X...",
         "hat": "xgogxgogxgogxgoo"},
        (0.6, 1.0),
        answer={"snare": "....X..g....X.gx"},
    ),
    Groove(
        "rim and brush",
        {"kick": "x.........o.....", "rim": "....x.......x...", "hat": "o...o.o.o...o.o."},
        (0.0, 0.45),
        answer={"rim": "....x.......x..g"},
    ),
    Groove(
        "heartbeat",
        {"kick": "x.o.......x.....", "rim": "....x.......x...", "shaker": "g.o.g.o.g.o.g.o."},
        (0.0, 0.5),
    ),
)  # fmt: skip

COMPS = {
    "lazy": Comp(
        "hits", "rootless",
        ("x-------..x-----", "x-----x---------", "x---------x-----", "x---..x---x-----",
         "x-----..x-----..", "..x-----..x-----", "x--x------x-----"),
        strum_ms=22, velocity=0.6,
    ),
    "soft_held": Comp("sustain", "rootless", strum_ms=34, velocity=0.56),
    "rolled": Comp(
        "hits", "drop2", ("x---------------", "x-------x-------", "x-----------x---"),
        strum_ms=70, velocity=0.58,
    ),
    "plucked": Comp(
        "broken", "guitar",
        orders=("0 1 2 3 2 1 2 -1", "0 2 1 3 -1 2 3 1", "0 -1 2 3 1 -1 2 3"), velocity=0.56,
    ),
    "chops": Comp(
        "hits", "rootless", ("x-..x-..x-..x-x-", "..x-..x-..x-..x-", "x-x-....x-x-...."),
        length=0.7, strum_ms=10, velocity=0.55,
    ),
}  # fmt: skip

_CELLS = (
    "..x-x---x---....", "x---..x-x-------", "....x-x-x---x---", "x-x-----..x-x---",
    "......x-x-x-----", "x--x--x---......", "..x-x-x-----x---", "x-----x-x---....",
)  # fmt: skip

LEADS = {
    "humming": LeadManner(_CELLS, space=0.34, span=14, scale="pentatonic", tensions=0.6,
                          ornament=0.14, velocity=0.66,
                          phrases=("period", "call", "song")),
    "noodling": LeadManner(
        ("x-x-x---..x-x---", "..xxx---x-x-....", "x---xxx-....x-x-", "..x-xxx-x-------"),
        space=0.4, span=15, scale="blues", tensions=0.6, ornament=0.2, velocity=0.64,
        shapes=("fall", "wave", "turn", "gap_fill"), phrases=("call", "sentence"),
    ),
    "bells": LeadManner(
        ("x---x---x-------", "x-x-----x-x-----", "....x---x---x---", "x-----x-----x---"),
        space=0.3, span=14, register=0.5, tensions=0.8, ornament=0.0, velocity=0.58,
        phrases=("period", "call", "floating"),
    ),
    "counter": LeadManner(_CELLS, register=0.45, velocity=0.54, ornament=0.05, tensions=0.7),
}  # fmt: skip

PACK = Pack(
    name="lofi",
    title="Lo-fi hip hop",
    summary="Dusty, late drums under soul-jazz chords, tape and vinyl; for study and work.",
    source="Beat tapes of the 2000s and 2010s: sampled soul-jazz harmony (ninths, ii-V, minor "
    "plagal turns) over boom-bap drums at half their speed, played late and recorded to tape.",
    tempo_bpm=(66, 78, 92),
    energy=0.4,
    valence=0.05,
    modes={
        "dark": {"minor": 3, "dorian": 2},
        "neutral": {"dorian": 2, "minor": 1.5, "major": 2.5},
        "bright": {"major": 4, "lydian": 1, "mixolydian": 0.5},
    },
    progressions={
        "dark": (
            *minor(
                "i9 | iv9 | VImaj7 | V7b13", "VImaj9 | v7 | i9 | i9", "iv9 | v7 | i9 | VImaj7",
                "i9 | VImaj9 | iiø7 | V7b9", "i9 | i9/7 | VImaj9 | iv9",
                "iv9 | VII13 | i9 | VImaj7",
            ),
            *major("vi9 | iii7 | IVmaj9 | iv6", "IVmaj9 | iv6 | iii7 | vi9"),
        ),
        "neutral": (
            *minor(
                "i9 | iv9 | VII13 | IIImaj9", "VImaj9 | VII9 | i9 | i9",
                "iv9 | VII9 | IIImaj9 | VImaj7", "i9 | v7 | iv9 | VII9sus4",
                "VImaj9 | iv9 | i9 | v7", "i11 | VImaj9 | IIImaj7 | VII9sus4",
            ),
            *major(
                "ii9 | V13 | Imaj9 | vi9", "IVmaj7 | iii7 | vi9 | vi9",
                "IVmaj9 | V9sus4 | iii7 | vi9",
                "Imaj9 | iii7 | IVmaj9 | iv6", "vi9 | ii9 | V9sus4 | Imaj9",
                "IVmaj9 iii7 | ii9 V13 | Imaj9 | Imaj9",
            ),
        ),
        "bright": (
            *major(
                "Imaj9 | vi9 | ii9 | V13", "IVmaj9 | iii7 | ii9 | Imaj9",
                "Imaj9 | V9sus4/5 | IVmaj9 | V9sus4", "ii9 | V9sus4 | Imaj9 | IVmaj9",
                "Imaj9 | IVmaj9 | iii7 vi9 | ii9 V13", "IVmaj9 | Imaj9 | ii9 | V13sus4",
            ),
            *minor("IIImaj9 | VII9 | i9 | VImaj9", "VImaj9 | IIImaj9 | VII9sus4 | i9"),
        ),
    },
    cadences={
        "major": ("ii9 V13 | Imaj9", "iv6 | Imaj9", "ii9 bII7#11 | I69", "IVmaj9 V9sus4 | Imaj9"),
        "minor": ("iv9 | i9", "iiø7 V7b9 | i9", "VImaj9 VII9sus4 | i9", "iv9 v7 | i11"),
    },
    turnarounds={"major": ("V9sus4", "ii9 V13", "bII9"), "minor": ("V7b9", "iiø7 V7alt", "bII9")},
    turnaround_rate=0.45,
    substitutions={"extension": 0.15, "secondary_dominant": 0.08, "tritone": 0.2,
                   "modal_mixture": 0.12, "suspension": 0.1, "passing_diminished": 0.08,
                   "two_five": 0.06, "inversion": 0.06},
    harmonic_rhythm={1: 4.0, 2: 1.0},
    palette=(
        Slot("keys", Role.CHORDS,
             {"electric_piano": 4, "felt_piano": 2.5, "fm_electric_piano": 1.2, "jazz_guitar": 1.2},
             {"lazy": 4, "soft_held": 1, "rolled": 1.5, "plucked": 1, "chops": 0.8}),
        Slot("bass", Role.BASS, {"electric_bass": 3, "upright_bass": 2, "sub_bass": 1.2},
             {"kick_lock": 3, "root_fifth": 1.5, "sustained": 1}, enters=0.3),
        Slot("drums", Role.DRUMS, {"lofi_kit": 1}, {"": 1}, enters=0.27),
        Slot("lead", Role.LEAD,
             {"vibraphone": 1.4, "jazz_guitar": 1.5, "felt_piano": 1.4, "muted_trumpet": 1,
              "flute": 0.8, "tenor_sax": 1, "kalimba": 0.8, "soft_lead": 0.9, "music_box": 0.6,
              "clean_guitar": 0.8, "bells": 0.5},
             {"humming": 3, "noodling": 1.6, "bells": 1.4}, enters=0.4),
        Slot("pad", Role.PAD,
             {"warm_pad": 3, "slow_strings": 1.5, "voice_oohs": 0.8, "glass_pad": 0.8},
             {"held_wide": 2, "held": 1, "held_high": 0.6}, enters=0.45, chance=0.7),
        Slot("counter", Role.COUNTER,
             {"celesta": 1, "clean_guitar": 1, "music_box": 0.7, "felt_piano": 0.8, "flute": 0.6,
              "nylon_guitar": 1},
             {"answer": 2, "guide": 1}, enters=0.5, chance=0.5),
    ),
    forms=(
        Form("tape loop", (
            part("intro", "A", 4, 0.28, drop="drums bass lead", keep=4),
            part("A", "A", 8, 0.45, drop="lead", keep=3),
            part("A", "A", 8, 0.55, keep=9),
            part("B", "B", 8, 0.62, keep=6),
            part("break", "A", 4, 0.3, drop="drums", keep=2),
            part("A", "A", 8, 0.6, keep=5),
            part("B", "B", 8, 0.66, keep=3),
            part("outro", "A", 4, 0.3, drop="counter", keep=7),
        )),
        Form("window", (
            part("intro", "A", 4, 0.3, drop="bass drums", keep=4),
            part("A", "A", 8, 0.5, keep=9),
            part("B", "B", 8, 0.58, keep=6),
            part("A", "A", 8, 0.6, keep=5),
            part("bridge", "C", 8, 0.42, drop="drums", keep=3),
            part("A", "A", 8, 0.62, keep=4),
            part("outro", "A", 4, 0.32, drop="lead", keep=7),
        )),
        Form("slow morning", (
            part("intro", "A", 8, 0.28, drop="drums", keep=3),
            part("A", "A", 8, 0.42, keep=9),
            part("A", "A", 8, 0.55, keep=5),
            part("B", "B", 8, 0.6, keep=6),
            part("B", "B", 8, 0.66, keep=2),
            part("A", "A", 8, 0.48, keep=4),
            part("outro", "A", 4, 0.25, drop="drums lead", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.54, 0.62),
    swing_beats=0.25,
    timing_ms={"snare": (22, 8), "rim": (20, 8), "hat": (7, 5), "kick": (0, 3), "chords": (12, 6),
               "lead": (18, 8), "counter": (14, 8), "bass": (6, 5)},
    loose_ms=6.0,
    loose_velocity=0.08,
    fill_rate=0.5,
    break_rate=0.6,
    fills="brush",
    ring_seconds=3.6,
    endings={"ring": 2.0, "fade": 1.5},
    ambience={"vinyl": 0.85},
    # Sampled, filtered, on tape: the top is rolled off, the snare keeps its peak, the
    # stereo image is that of old vinyl.
    reference=Reference((-7.8, -5.9), (13.2, 16.5), (0.36, 0.7)),
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.4, room_db=-15,
                             inserts=(LowPass(8_500), Compressor(-22, 3.0, 8, 90))),
            "bass": Channel(-2.0, width=0.0, inserts=(LowPass(2_600),)),
            "chords": Channel(-2.5, pan=-0.12, width=1.4, room_db=-10, hall_db=-15,
                              inserts=(HighPass(110), Chorus(0.5, 2.6, 0.5),
                                       Tremolo(3.2, 0.3, True))),
            "pad": Channel(-9.0, width=1.2, hall_db=-9, inserts=(HighPass(180), LowPass(5_000))),
            "lead": Channel(-2.0, pan=0.14, width=1.4, room_db=-11, hall_db=-12, delay_db=-16,
                            inserts=(HighPass(160), LowPass(7_000))),
            "counter": Channel(-6.0, pan=-0.4, hall_db=-12, delay_db=-14,
                               inserts=(HighPass(200),)),
            "arp": Channel(-7.0, pan=0.35, width=1.4, hall_db=-12, delay_db=-14),
            "percussion": Channel(-8.0, pan=0.3, room_db=-18),
        },
        room=Reverb(0.7, 8.0, 250, 6_000),
        hall=Reverb(2.0, 22.0, 260, 5_500),
        delay=Delay(0.75, 0.3, 3_500),
        tape=Tape(),
        width=1.3,
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("Late", "Quiet", "Amber", "Dusty", "Slow", "Paper", "Soft", "Sleepy", "Faded", "Warm",
             "Blue", "Half-Remembered"),
            ("Tape", "Window", "Tram", "Notebook", "Kettle", "Lamp", "Sunday", "Corridor",
             "Cassette",
             "Sweater", "Staircase", "Postcard", "Balcony"),
            ("After Class", "at the Corner Shop", "Before the Rain", "on the Last Tram",
             "in a Borrowed Coat", "by the Radiator", "Past Midnight", "on the Third Floor"),
        ),
        "ru": TitleWords(
            ("Поздний/Поздняя/Позднее/Поздние", "Тихий/Тихая/Тихое/Тихие",
             "Тёплый/Тёплая/Тёплое/Тёплые",
             "Пыльный/Пыльная/Пыльное/Пыльные", "Сонный/Сонная/Сонное/Сонные",
             "Медленный/Медленная/Медленное/Медленные"),
            ("трамвай:m", "окно:n", "кассета:f", "воскресенье:n", "лампа:f", "тетрадь:f",
             "балкон:m",
             "чай:m", "открытки:pl", "лестница:f"),
            ("после занятий", "перед дождём", "на последнем трамвае", "у батареи", "за полночь",
             "на третьем этаже", "в чужом пальто"),
        ),
    },
)  # fmt: skip
