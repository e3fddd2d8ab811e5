"""Jazz: a small group in swing: walking bass, ride cymbal, rootless comping, a horn in front.

Sources: M. Levine, *The Jazz Theory Book* (1995): ii-V, rhythm changes, rootless voicings;
E. Friedland, *Building Walking Bass Lines* (1995); Friberg and Sundström, "Swing ratios and
ensemble timing" (Music Perception 19, 2002): swing narrows as the tempo rises.
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

# eighths: the swing of the plan makes them long and short
GROOVES = (
    Groove(
        "medium swing",
        {"ride": "x.Xox.Xo", "hat_pedal": "..x...x.", "kick": "g.g.g.g.",
         "snare": "...g....|.....g.?|...?....|.g.....g"},
        (0.35, 1.0), steps_per_beat=2,
        answer={"snare": "...g.g.o", "kick": "g.g.g..o"},
    ),
    Groove(
        "up and open",
        {"ride": "X.xoX.xo", "hat_pedal": "..x...x.", "kick": "g.g.g.g.|g..og.g.",
         "snare": "..?....g|...g..?.|.g...?..|....?..g", "ride_bell": "........|......?."},
        (0.55, 1.0), steps_per_beat=2,
        answer={"snare": ".g.o..go"},
    ),
    Groove(
        "broken ride",
        {"ride": "x..xx.x.|x.x..xxo", "hat_pedal": "..x...x.", "kick": "g...g..?",
         "snare": ".?...g..|...g...."},
        (0.3, 0.8), steps_per_beat=2,
        answer={"snare": "...o..g."},
    ),
    Groove(
        "two beat brushes",
        {"brush_swirl": "o.o.o.o.", "brush_tap": "..x...xg", "hat_pedal": "..x...x.",
         "kick": "o...g..."},
        (0.0, 0.62), steps_per_beat=2, weight=2.0, kits=("brush_kit",),
        answer={"brush_tap": "..x.g.xg"},
    ),
    Groove(
        "ballad brushes",
        {"brush_swirl": "x...x...", "brush_tap": "..g...o.", "hat_pedal": "..o...o.",
         "kick": "g......."},
        (0.0, 0.4), steps_per_beat=2, kits=("brush_kit",),
    ),
    Groove(
        "soft ride",
        {"ride": "o.xgo.xg", "hat_pedal": "..o...o.", "kick": "g...g...", "rim": "......?."},
        (0.0, 0.45), steps_per_beat=2,
    ),
)  # fmt: skip

COMPS = {
    "charleston": Comp(
        "hits", "rootless",
        ("x-.x-...", "..x-.x-.", ".x-...x-", "x--...x-", "...x-...", "x-...x-.", ".x..x-..",
         "..x--...", "x--x--..", "...x--x-"),
        length=0.85, strum_ms=6, velocity=0.58,
    ),
    "sparse": Comp(
        "hits", "rootless", ("x---....", "...x----", "..x---..", "x--x----", ".....x--"),
        strum_ms=10, velocity=0.56,
    ),
    "four_to_the_bar": Comp("hits", "shell", ("x-x-x-x-",), length=0.6, strum_ms=14, velocity=0.5),
    "vibes_held": Comp("hits", "drop2", ("x-------", "x---x---", "...x----"), strum_ms=8,
                       velocity=0.52),
}  # fmt: skip

_LINES = (
    ".x-xx-..", "x-xx-x--", ".xx-x-..", "xxxx.x--", "..xx-x--", ".xxxxx-.", "x--xx-x-", "xx-x-xx-",
    ".x.xx---", "x-x-xxx.",
)  # fmt: skip
_BALLAD = ("x---x-x-", "x--xx---", ".x-xx---", "x-----xx", "x-xx----")

LEADS = {
    "horn": LeadManner(_LINES, space=0.26, span=17, register=0.62, tensions=0.85, ornament=0.1,
                       steps=2.0,
                       shapes=("arch", "fall", "gap_fill", "broken_chord", "turn", "rise"),
                       phrases=("song", "period", "call", "sentence")),
    "bop": LeadManner(
        ("xxxxxx-.", ".xxxxxxx", "xx-xxxx-", "x-xxxxx.", ".xx-xxx-"),
        space=0.3, span=19, register=0.64, tensions=0.9, ornament=0.06, steps=2.3,
        shapes=("fall", "arch", "broken_chord", "wave"), phrases=("call", "sentence", "song"),
    ),
    "riffs": LeadManner(
        (".x.x-...", "x.xx-...", "..xx.x--", "x-.xx-.."),
        motif_bars=(1,), space=0.3, span=13, scale="blues", tensions=0.7, ornament=0.16,
        shapes=("insist", "turn", "wave", "fall"), phrases=("riff", "call"),
    ),
    "ballad": LeadManner(_BALLAD, motif_bars=(2,), space=0.2, span=16, tensions=0.9, ornament=0.14,
                         velocity=0.64, phrases=("song", "period")),
    "solo": LeadManner(
        ("xxxxxx-.", ".xxxxxxx", "xx-xxxx-", "x-xxxxx.", ".xx-xxx-", "xxxx.xx-", ".xxxx---"),
        motif_bars=(2,), space=0.22, span=21, register=0.66, tensions=0.9, ornament=0.06,
        steps=2.5,
        shapes=("fall", "arch", "broken_chord", "wave", "rise"), phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_LINES, register=0.45, velocity=0.58, tensions=0.9, ornament=0.04),
}  # fmt: skip

PACK = Pack(
    name="jazz",
    title="Jazz",
    summary="A small group that swings: walking bass, ride, comping piano, horns that solo.",
    source="Small-group swing and cool jazz, 1940s to 1960s: ii-V cycles, rhythm changes, minor "
    "ii-V, modal vamps; comping rhythms from big-band and trio practice (Levine; Crook).",
    tempo_bpm=(84, 124, 176),
    energy=0.5,
    valence=0.2,
    modes={
        "dark": {"minor": 3, "dorian": 2},
        "neutral": {"major": 2.5, "dorian": 1.5, "minor": 1.5},
        "bright": {"major": 5, "mixolydian": 0.6},
    },
    tonics=(0, 1, 3, 5, 7, 8, 10, 2),
    progressions={
        "dark": (
            *minor(
                "i69 | iiø7 V7b9 | i69 | V7alt", "i9 | iv9 | iiø7 | V7alt",
                "iiø7 | V7b9 | i69 | i69",
                "iv9 | VII13 | IIImaj9 | VImaj9 | iiø7 | V7b9 | i69 | i69",
                "i9 | VI13 | iiø7 | V7b13",
                "i69 | i69 | iv9 | iv9 | VI13 | V7alt | i69 | iiø7 V7b9",
            ),
            *major("iii7 VI7b9 | ii9 V7b9 | Imaj9 | IVmaj9", "ii9 | iv9 bVII13 | iii7 | VI7b13"),
        ),
        "neutral": (
            *minor(
                "i11 | i11 | bIImaj9 | i11", "i9 | i9 | iv9 | iv9 | i9 | i9 | iiø7 V7alt | i69",
                "i9 | IV13 | i9 | IV13", "VImaj9 | V7alt | i69 | i69",
            ),
            *major(
                "ii9 | V13 | Imaj9 | vi9", "Imaj9 | iv9 bVII13 | Imaj9 | VI7b9",
                "iii7 | VI7b13 | ii9 | V13", "Imaj9 | bIIImaj7 | bVImaj7 | bII9",
                "ii9 | V13 | Imaj9 | IVmaj9 | viiø7 | III7b9 | vi9 | VI7b9",
                "Imaj9 | #io7 | ii9 | V13",
            ),
        ),
        "bright": (
            *major(
                "I69 VI7b9 | ii9 V13 | iii7 VI7b9 | ii9 V13",
                "Imaj9 vi9 | ii9 V13 | Imaj9 vi9 | ii9 V13",
                "Imaj9 | VI7b9 | II9 | ii9 V13",
                "I69 | I69 | II9 | II9 | ii9 | V13 | I69 | ii9 V13",
                "I13 | IV9 | I13 | v9 I13 | IV9 | #ivo7 | I13 VI7b9 | ii9 V13",
                "Imaj9 | IVmaj9 | iii7 vi9 | ii9 V13",
            ),
            *minor("i69 | IV13 | i69 | VII13 IIImaj9",
                   "i9 | iv9 VII13 | IIImaj9 VImaj9 | iiø7 V7b9"),
        ),
    },
    cadences={
        "major": ("ii9 V13 | I69", "ii9 bII9 | Imaj9", "iv9 bVII13 | I69", "ii9 V7alt | Imaj9#11"),
        "minor": ("iiø7 V7alt | i69", "iiø7 V7b9 | i69", "bII9 V7b9 | i9", "iv9 V7alt | i69"),
    },
    turnarounds={
        "major": ("ii9 V13", "VI7b9 V13", "bII9", "V13b9", "bVI9 V13"),
        "minor": ("iiø7 V7alt", "V7b9", "VI9 V7alt"),
    },
    turnaround_rate=0.85,
    substitutions={"tritone": 0.22, "two_five": 0.1, "secondary_dominant": 0.1, "extension": 0.2,
                   "passing_diminished": 0.12, "backdoor": 0.12, "suspension": 0.06,
                   "modal_mixture": 0.08},
    palette=(
        Slot("keys", Role.CHORDS, {"piano": 4, "jazz_guitar": 1.5, "electric_piano": 0.7,
                                    "vibraphone": 0.8},
             {"charleston": 4, "sparse": 2}, enters=0.0),
        Slot("bass", Role.BASS, {"upright_bass": 1}, {"walking": 4, "two_feel": 1}),
        Slot("drums", Role.DRUMS, {"jazz_kit": 2, "brush_kit": 1.2}, {"": 1}, enters=0.25),
        Slot("lead", Role.LEAD,
             {"tenor_sax": 2.2, "trumpet": 1.6, "alto_sax": 1.5, "muted_trumpet": 1.2,
              "vibraphone": 1, "clarinet": 0.9, "piano": 1, "jazz_guitar": 1.2, "flute": 0.5,
              "trombone": 0.7},
             {"horn": 4, "bop": 1.4, "riffs": 1, "ballad": 0.8}, enters=0.3),
        Slot("guitar", Role.CHORDS, {"jazz_guitar": 1}, {"four_to_the_bar": 1}, enters=0.6,
             chance=0.3),
        Slot("second horn", Role.COUNTER,
             {"trombone": 1, "alto_sax": 1, "trumpet": 0.8, "tenor_sax": 1, "vibraphone": 0.7},
             {"harmony": 2, "answer": 1.5, "guide": 1}, enters=0.6, chance=0.6),
    ),
    forms=(
        Form("aaba", (
            part("intro", "A", 4, 0.35, drop="lead counter", keep=3),
            part("A", "A", 8, 0.5, keep=9),
            part("A", "A", 8, 0.55, keep=5),
            part("bridge", "B", 8, 0.62, keep=6),
            part("A", "A", 8, 0.6, keep=5),
            part("solo", "C", 8, 0.66, keep=3),
            part("solo", "C", 8, 0.75, keep=2),
            part("bridge", "B", 8, 0.68, keep=2),
            part("A", "A", 8, 0.64, keep=4),
            part("outro", "A", 4, 0.42, keep=7),
        )),
        Form("trio talk", (
            part("intro", "A", 4, 0.3, only="keys bass chords", keep=3),
            part("A", "A", 8, 0.48, keep=9),
            part("B", "B", 8, 0.58, keep=6),
            part("A", "A", 8, 0.6, keep=4),
            part("solo", "C", 8, 0.7, keep=3),
            part("break", "A", 4, 0.35, drop="drums lead", keep=2),
            part("B", "B", 8, 0.64, keep=3),
            part("A", "A", 8, 0.62, keep=4),
            part("outro", "A", 4, 0.4, keep=7),
        )),
        Form("head and solos", (
            part("A", "A", 8, 0.52, keep=9),
            part("A", "A", 8, 0.58, keep=4),
            part("B", "B", 8, 0.62, keep=6),
            part("solo", "C", 8, 0.66, keep=3),
            part("solo", "C", 8, 0.74, keep=2),
            part("A", "A", 8, 0.62, keep=5),
            part("outro", "A", 4, 0.4, keep=7),
        ), hints=("no intro",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    solo_manners=("stride", "left_hand_slow"),
    beats_per_bar={4: 0.9, 3: 0.1},
    swing=(0.57, 0.67),
    swing_falls_with_tempo=True,
    swing_beats=0.5,
    timing_ms={"ride": (-3, 3), "hat_pedal": (0, 2), "lead": (16, 8), "counter": (14, 6),
               "chords": (4, 5), "bass": (-4, 3), "snare": (3, 4)},
    loose_ms=7.0,
    loose_velocity=0.1,
    fills="jazz",
    fill_rate=0.6,
    break_rate=0.15,
    ring_seconds=3.6,
    endings={"tag": 2.0, "ring": 2.0},
    # Brushes and cymbals in a room, no limiter to speak of, a combo that stands close.
    reference=Reference((-7.2, -4.9), (14.2, 17.5), (0.28, 0.62)),
    mix=MixPreset(
        channels={
            "drums": Channel(-2.0, width=1.6, room_db=-9,
                             inserts=(HighPass(40), HighShelf(6_000, -6.5),
                                      Compressor(-20, 3.0, 6, 110))),
            "bass": Channel(-1.5, width=0.3, room_db=-22, inserts=(Peak(800, 1.5, 0.8),)),
            "chords": Channel(-3.5, pan=-0.3, width=1.4, room_db=-9, hall_db=-18,
                              inserts=(HighPass(90),)),
            "guitar": Channel(-8.0, pan=0.4, width=1.0, room_db=-9, inserts=(HighPass(120),)),
            "lead": Channel(0.0, pan=0.08, width=1.3, room_db=-9, hall_db=-14,
                            inserts=(HighPass(110),)),
            "counter": Channel(-4.0, pan=0.4, room_db=-9, hall_db=-15, inserts=(HighPass(110),)),
            "pad": Channel(-10.0, width=1.3, hall_db=-16),
            "arp": Channel(-8.0, pan=0.3, room_db=-14),
            "percussion": Channel(-9.0, pan=-0.3, room_db=-14),
        },
        room=Reverb(0.8, 9.0, 180, 7_000),
        hall=Reverb(1.7, 20.0, 220, 6_500),
        width=1.45,
        bus=(HighShelf(6_500, -3.5), Compressor(-15, 1.8, 15, 180)),
        master="subtle",
    ),
    titles={
        "en": TitleWords(
            ("Blue", "Crooked", "Silver", "Second", "Velvet", "Uptown", "Slow", "Sidelong", "Smoky",
             "Left-Handed", "Easy", "Half-Past"),
            ("Avenue", "Umbrella", "Cigar Box", "Matinee", "Parade", "Doorman", "Detour", "Alibi",
             "Overcoat", "Elevator", "Sidewalk", "Encore"),
            ("at Eleven", "on Canal Street", "for Two", "Before Closing", "in the Back Room",
             "at the Green Door", "Around Ten"),
        ),
        "ru": TitleWords(
            ("Синий/Синяя/Синее/Синие", "Бархатный/Бархатная/Бархатное/Бархатные",
             "Серебряный/Серебряная/Серебряное/Серебряные", "Ночной/Ночная/Ночное/Ночные",
             "Дымный/Дымная/Дымное/Дымные"),
            ("зонт:m", "проспект:m", "прогулка:f", "пальто:n", "лифт:m", "афиша:f", "вечер:m",
             "антракт:m", "кафе:n"),
            ("на двоих", "перед закрытием", "в одиннадцать", "у зелёной двери", "в задней комнате"),
        ),
    },
)  # fmt: skip
