"""Hip hop: drums from dusty breaks, a loop of soul or jazz, a bass that sits under the kick.

Two halves of one family. Boom bap (New York, late 1980s and 1990s): 86-98 bpm, a heavy backbeat,
sixteenths swung by the sampler's clock, short loops of two and four chords, chopped. The modern
half: straighter, darker, sub bass, sparser drums with room for a voice.

Sources: Duinker & Martin, *In Search of the Golden Age Hip-Hop Sound (1986-1996)* (Empirical
Musicology Review, 2017); D'Errico, *Off the Grid: Instrumental Hip-Hop and Experimentalism after
the Golden Age* (Cambridge Companion to Hip-Hop, 2015); Charnas, *Dilla Time* (2022); records of DJ
Premier, Pete Rock, Large Professor, J Dilla, 9th Wonder, Alchemist. The spectrum of charting
records falls by about 5 dB per octave (Pestana et al., AES 2013); dust and bass steepen it.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Bitcrush,
    Channel,
    Compressor,
    Delay,
    Drive,
    HighPass,
    HighShelf,
    LowPass,
    LowShelf,
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
    Groove(
        "boom bap",
        {"kick": "X..x......x.....|X..x...x..x.....", "snare": "....X.......X...",
         "hat": "x.o.x.o.x.o.x.o."},
        (0.4, 1.0),
        answer={"hat_open": "..............o.", "snare": "....X..g.g..X..g"},
        weight=1.5,
    ),
    Groove(
        "premier",
        {"kick": "X.x.......x.....|X.x....x..x...x.", "snare": "....X.......X...",
         "hat": "x.x.x.x.x.x.x.x."},
        (0.45, 1.0),
        answer={"kick": "X.x.......xx....", "snare": "....X.......X.g."},
    ),
    Groove(
        "break",
        {"kick": "X.X.......XX....|X.X.......x.x...", "snare": "....X..g.g..X..g",
         "hat": "x.x.x.x.x.x.x.x.", "hat_open": "................|..............x."},
        (0.6, 1.0),
        answer={"snare": "....X..g.g..X.gx"},
    ),
    Groove(
        "ghosted",
        {"kick": "X.....x.x.......|X.....xx......x.", "snare": "....X..g.g.gX..g",
         "hat": "x.o.x.o.x.o.x.oo", "ride": "................|..............o."},
        (0.5, 0.95),
        answer={"kick": "X.....x.x....x.."},
    ),
    Groove(
        "crate",
        {"kick": "X......x..x.....|X..x......x..x..", "snare": "....X.......X...",
         "hat": "xgo.xgo.xgo.xgo.", "tambourine": "....o.......o..."},
        (0.5, 1.0),
        answer={"snare": "....X.......X..x"},
    ),
    Groove(
        "sleeper",
        {"kick": "X.........x..x..|x.....x...x.....", "snare": "....X.......X..?",
         "hat": "x.x.o.x.x.o.x.x."},
        (0.35, 0.85),
        answer={"kick": "X.x.......x....."},
    ),
    Groove(
        "new school",
        {"kick": "X.....x.......x.|X..x..x.........", "clap": "....X.......X...",
         "hat": "x.xxx.x.x.x.xxx.|x.x.x.xxx.x.xxxx", "rim": "..........o....."},
        (0.5, 1.0),
        answer={"kick": "X.....x...x...xx", "hat_open": "..............x."},
    ),
    Groove(
        "half time",
        {"kick": "X.....x.......x.|X..x......x.....", "snare": "........X.......",
         "hat": "x.o.x.o.x.o.x.o.|x.o.x.o.x.o.xxxx"},
        (0.45, 0.95), weight=0.5, kits=("trap_kit", "808_kit"),
        answer={"snare": "........X......g"},
    ),
    Groove(
        "rim shots",
        {"kick": "x.....x...x.....|x.......x.x.....", "rim": "....x.......x...",
         "hat": "o.x.o.x.o.x.o.x.", "shaker": "g.g.g.g.g.g.g.g."},
        (0.2, 0.6),
        answer={"rim": "....x..o....x..o"},
    ),
    Groove(
        "hats and dust", {"kick": "x.........o.....", "hat": "o.g.o.g.o.g.o.g.",
                          "rim": "............o..."},
        (0.0, 0.35),
    ),
)  # fmt: skip

COMPS = {
    "chops": Comp(
        "hits", "close",
        ("x--x--x-....x-x-", "x--x--..x-x-..x-", "x-x---x-x---x-..", "x-----x-..x-x-..",
         "..x---x-x-----x-", "x--x----x--x----"),
        length=0.85, strum_ms=8, velocity=0.64,
    ),
    "loop": Comp(
        "hits", "rootless", ("x---------------", "x-------x-------", "x---------x-----",
                             "x-----x---------"),
        strum_ms=18, velocity=0.6,
    ),
    "two_note": Comp(
        "broken", "close",
        orders=("0 -1 2 3 -1 2 1 -1", "3 2 -1 1 0 -1 2 -1", "0 2 3 -1 0 2 -1 1",
                "-1 3 2 -1 3 2 1 0"),
        velocity=0.6,
    ),
    "piano_figure": Comp(
        "broken", "drop2",
        orders=("0 -1 -1 2 -1 -1 3 -1 0 -1 2 -1 3 -1 2 -1",
                "3 -1 -1 3 -1 -1 2 -1 -1 -1 2 -1 0 -1 1 -1",
                "0 -1 3 -1 -1 2 -1 1 0 -1 3 -1 -1 -1 2 -1"),
        step=0.25, length=1.2, velocity=0.6,
    ),
    "stabs": Comp(
        "hits", "stab", ("x-..............", "x-....x-........", "......x-......x-",
                         "x--x-...........", "..........x--x--"),
        length=0.8, strum_ms=0, velocity=0.72,
    ),
    "string_bed": Comp("sustain", "spread", strum_ms=4, velocity=0.54),
}  # fmt: skip

_PHRASES_OF_A_SAMPLE = (
    "x---x-x-....x-x-", "..x-x---x-x-....", "x-----x-x---....", "x-x-x---..x-x---",
    "....x-x-x-----x-", "x--x--x-....x---", "x-xxx---....x-x-", "..x--x--x-x-....",
)  # fmt: skip

LEADS = {
    "sample": LeadManner(_PHRASES_OF_A_SAMPLE, motif_bars=(1, 2), space=0.3, span=13,
                         scale="pentatonic", tensions=0.5, ornament=0.14, velocity=0.66,
                         shapes=("turn", "wave", "fall", "gap_fill", "insist"),
                         phrases=("riff", "call", "riff")),
    "horn_line": LeadManner(
        ("x-x-x-----x-x---", "..x-x-x-x---....", "x---..x-x-x-----", "xxx-----..x-x---"),
        space=0.36, span=15, scale="blues", tensions=0.6, ornament=0.18, velocity=0.68,
        shapes=("fall", "turn", "gap_fill", "arch"), phrases=("call", "period"),
    ),
    "night": LeadManner(
        ("x-------x-x-----", "x-----x---x-----", "..x---x-x-------"), space=0.34, span=14,
        tensions=0.6, ornament=0.14, velocity=0.6, phrases=("call", "floating", "period"),
    ),
    "counter": LeadManner(_PHRASES_OF_A_SAMPLE, register=0.46, velocity=0.54, ornament=0.05,
                          tensions=0.6),
}  # fmt: skip

PACK = Pack(
    name="hip_hop",
    title="Hip hop",
    summary="Head-nodding drums, a chopped loop of soul or jazz and a deep bass: beats to rap or "
    "to work over.",
    source="Boom bap of the late 1980s and 1990s and its heirs: break-beat drums with swung "
    "sixteenths, two- and four-bar loops from soul, jazz and film music, a round bass, horn stabs.",
    tempo_bpm=(80, 91, 102),
    energy=0.6,
    valence=-0.1,
    modes={
        "dark": {"minor": 4, "dorian": 1, "phrygian": 0.4},
        "neutral": {"minor": 2.4, "dorian": 2, "major": 0.8},
        "bright": {"major": 2.4, "mixolydian": 1, "dorian": 1},
    },
    progressions={
        "dark": (
            *minor("i7 | i7 | VImaj7 | v7", "i9 | iv9", "i | bII | i | V7",
                   "i7 | VI7 | iiø7 | V7b9", "i | i7/7 | VImaj7 | V7", "iv9 | i9 | iv9 | V7alt",
                   "i7 | i7 | i7 | bIImaj7"),
            *major("vi7 | iii7 | IVmaj7 | iv6", "vi9 | vi9 | ii9 | III7"),
        ),
        "neutral": (
            *minor("i9 | IV9", "i9 | VII13 | VImaj9 | VII13", "VImaj7 | v7 | i7 | i7",
                   "i7 | IIImaj7 | iv7 | v7", "iv9 | VII9 | IIImaj9 | VImaj9",
                   "i9 | i9 | iv9 | VII9", "i9 | VImaj9"),
            *major("ii9 | V13 | iii7 | VI7b9", "IVmaj7 | iii7 | vi9 | vi9", "Imaj9 | iv6",
                   "ii9 | iii7"),
        ),
        "bright": (
            *major("Imaj9 | vi9 | ii9 | V13", "IVmaj9 | iii7 | ii9 | Imaj9", "I9 | IV9",
                   "Imaj7 | IVmaj7", "IVmaj9 V13 | iii7 vi9", "Imaj9 iii7 | IVmaj9 V9sus4",
                   "ii9 V13 | Imaj9 VI7b9"),
            *minor("IIImaj9 | VImaj9 | iv9 | VII13", "i9 | IV13", "VImaj9 | VII9 | IIImaj9 | i9"),
        ),
    },
    cadences={
        "major": ("ii9 V13 | Imaj9", "iv6 | Imaj9", "IVmaj9 | I69"),
        "minor": ("iv9 | i9", "VImaj7 V7b9 | i9", "bIImaj7 | i9", "iv9 v7 | i9"),
    },
    turnarounds={"major": ("V9sus4", "ii9 V13"), "minor": ("V7b9", "v7", "bII9")},
    turnaround_rate=0.22,
    substitutions={"extension": 0.12, "tritone": 0.1, "modal_mixture": 0.06, "suspension": 0.05},
    harmonic_rhythm={1: 4.0, 2: 1.0},
    palette=(
        Slot("drums", Role.DRUMS, {"boom_bap_kit": 4, "trap_kit": 0.9, "lofi_kit": 0.6}, {"": 1},
             enters=0.27),
        Slot("bass", Role.BASS,
             {"electric_bass": 2.2, "upright_bass": 1.8, "sub_bass": 1.6, "synth_bass": 0.7,
              "fretless_bass": 0.5},
             {"kick_lock": 3, "pocket": 2, "root_fifth": 0.5}, enters=0.32),
        Slot("keys", Role.CHORDS,
             {"electric_piano": 2.4, "piano": 2.2, "clean_guitar": 1, "vibraphone": 0.8,
              "rotary_organ": 0.8, "harpsichord": 0.4, "nylon_guitar": 0.6, "jazz_guitar": 0.8},
             {"chops": 3, "loop": 2, "two_note": 1.4, "piano_figure": 1.4}, enters=0.0),
        Slot("strings", Role.PAD,
             {"strings": 1.6, "slow_strings": 1.2, "string_machine": 1, "voice_oohs": 0.8,
              "warm_pad": 1, "choir": 0.5},
             {"string_bed": 2, "held_high": 1, "held": 0.8}, enters=0.42, chance=0.7),
        Slot("horns", Role.CHORDS, {"horn_section": 2, "brass": 1}, {"stabs": 1}, enters=0.66,
             chance=0.45),
        Slot("lead", Role.LEAD,
             {"flute": 1.6, "muted_trumpet": 1.4, "vibraphone": 1, "alto_sax": 0.9, "trumpet": 0.8,
              "electric_piano": 0.8, "jazz_guitar": 0.9, "soft_lead": 0.7, "violin": 0.5,
              "harp": 0.4, "rotary_organ": 0.5, "bells": 0.5},
             {"sample": 3, "horn_line": 1.4, "night": 1}, enters=0.48),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1},
             {"shaker": 1.4, "tambourine": 1, "congas": 0.8, "cowbell": 0.4}, enters=0.6,
             chance=0.4),
        Slot("counter", Role.COUNTER,
             {"celesta": 0.8, "clean_guitar": 1, "flute": 0.8, "cello": 0.7, "trombone": 0.7,
              "vibraphone": 0.7},
             {"answer": 2.4, "guide": 1}, enters=0.58, chance=0.45),
    ),
    forms=(
        Form("sixteen and hook", (
            part("intro", "A", 4, 0.3, drop="drums bass lead horns", keep=4),
            part("verse", "A", 8, 0.56, drop="lead horns", keep=6),
            part("verse", "A", 8, 0.62, drop="horns", keep=4),
            part("chorus", "B", 8, 0.76, keep=9),
            part("verse", "A", 8, 0.6, drop="strings", keep=4),
            part("verse", "A", 8, 0.66, keep=2),
            part("chorus", "B", 8, 0.8, keep=5),
            part("break", "A", 4, 0.34, only="bass drums", keep=2),
            part("chorus", "B", 8, 0.82, keep=3),
            part("outro", "A", 4, 0.36, drop="lead horns", keep=7),
        ), weight=1.4),
        Form("beat tape", (
            part("intro", "A", 2, 0.3, only="keys chords", keep=3),
            part("A", "A", 8, 0.6, drop="lead", keep=6),
            part("A", "A", 8, 0.68, keep=9),
            part("B", "B", 8, 0.74, keep=6),
            part("break", "A", 4, 0.36, only="drums bass percussion", keep=3),
            part("A", "A", 8, 0.7, keep=4),
            part("B", "B", 8, 0.78, keep=3),
            part("outro", "A", 4, 0.34, drop="drums lead", keep=7),
        )),
        Form("long intro", (
            part("intro", "A", 8, 0.28, drop="drums bass horns", keep=4),
            part("verse", "A", 8, 0.5, drop="horns lead", keep=6),
            part("chorus", "B", 8, 0.7, keep=9),
            part("verse", "A", 8, 0.62, drop="horns", keep=4),
            part("bridge", "C", 8, 0.5, drop="drums", keep=3),
            part("chorus", "B", 8, 0.84, keep=5),
            part("outro", "A", 4, 0.3, drop="lead horns", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.52, 0.61),
    swing_beats=0.25,
    timing_ms={"snare": (8, 6), "clap": (4, 5), "rim": (10, 6), "hat": (3, 4), "kick": (0, 3),
               "chords": (8, 6), "lead": (14, 8), "counter": (12, 6), "bass": (8, 5)},
    loose_ms=4.5,
    loose_velocity=0.08,
    fills="boom_bap",
    fill_rate=0.4,
    break_rate=0.7,
    ring_seconds=3.0,
    endings={"ring": 1.6, "fade": 1.4, "cold": 0.8},
    ambience={"vinyl": 0.55},
    bass_on_kick=0.35,
    reference=Reference((-7.0, -5.0), (11.5, 15.4), (0.3, 0.65)),
    mix=MixPreset(
        channels={
            "drums": Channel(-0.6, width=1.5, room_db=-20,
                             inserts=(Bitcrush(13.0, 32_000), HighShelf(5_000, -6.0), Drive(4.0),
                                      Compressor(-17, 3.5, 14, 80))),
            "bass": Channel(0.0, width=0.0, inserts=(Drive(3.0), LowPass(2_200))),
            "chords": Channel(-3.5, pan=-0.1, width=1.3, room_db=-13, hall_db=-18, delay_db=-20,
                              inserts=(HighPass(150), Drive(3.0), LowPass(7_500))),
            "horns": Channel(-5.0, pan=0.22, width=1.2, room_db=-11, hall_db=-17,
                             inserts=(HighPass(150), Drive(3.0))),
            "pad": Channel(-8.5, width=1.5, hall_db=-12, inserts=(HighPass(200), LowPass(8_000))),
            "lead": Channel(-3.0, pan=0.1, width=1.2, room_db=-12, hall_db=-14, delay_db=-14,
                            inserts=(HighPass(160), LowPass(8_000))),
            "counter": Channel(-7.0, pan=-0.42, hall_db=-13, delay_db=-14,
                               inserts=(HighPass(220),)),
            "arp": Channel(-7.0, pan=0.35, width=1.3, hall_db=-13, delay_db=-14),
            "percussion": Channel(-10.0, pan=0.36, room_db=-16, inserts=(HighPass(200),)),
        },
        room=Reverb(0.5, 5.0, 260, 7_000),
        hall=Reverb(1.7, 20.0, 280, 5_500),
        delay=Delay(0.75, 0.3, 3_500),
        bus=(LowShelf(95, 3.0), HighShelf(4_000, -4.0), Drive(3.5), Compressor(-16, 2.5, 6, 110)),
        width=1.35,
        master="loud",
        ambience_level_lu={"vinyl": -26.0},
    ),
    titles={
        "en": TitleWords(
            ("Dusty", "Heavy", "Second", "Uptown", "Brick", "Corner", "Late", "Gold", "Loose",
             "Raw", "Concrete", "Hand-Me-Down"),
            ("Cipher", "Crate", "Turnstile", "Stoop", "Bodega", "Token", "Payphone", "Rooftop",
             "Cassette", "Headnod", "Hydrant", "Marquee"),
            ("on the A Train", "at Prospect", "After the Needle Drops", "From the Fire Escape",
             "in Ninety-Four", "Under the Overpass", "by the Record Shop"),
        ),
        "ru": TitleWords(
            ("Пыльный/Пыльная/Пыльное/Пыльные", "Уличный/Уличная/Уличное/Уличные",
             "Поздний/Поздняя/Позднее/Поздние", "Кирпичный/Кирпичная/Кирпичное/Кирпичные",
             "Золотой/Золотая/Золотое/Золотые", "Старый/Старая/Старое/Старые"),
            ("двор:m", "кассета:f", "крыша:f", "квартал:m", "пластинки:pl", "таксофон:m",
             "окно:n", "метро:n", "угол:m", "лестница:f"),
            ("под эстакадой", "у музыкального ларька", "в девяносто четвёртом", "после уроков",
             "на пожарной лестнице", "до последнего поезда"),
        ),
    },
)  # fmt: skip
