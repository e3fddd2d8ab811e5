"""Disco: four on the floor with an open hat between, octave basses, scratched guitar, strings.

The dance music of 1973-1982 played by bands: a live drummer's kick on every beat and open hat on
every off-beat, a bass that jumps octaves or dances in sixteenths, guitars that scratch, electric
piano and clavinet, congas and tambourine, horns that punch and violins that rush up into phrases;
verses, choruses, and a break in which everything goes but drums and percussion.

Sources: Lawrence, *Love Saves the Day* (2003), and Shapiro, *Turn the Beat Around* (2005), on
Philadelphia's rhythm section, Earl Young's off-beat hat and the break; the records of Philadelphia
International, Salsoul and Chic (1973-1980) for tempi of 110-126, ii-V and circle-of-fifth vamps;
Pestana et al., "Spectral Characteristics of Popular Commercial Recordings 1950-2010" (AES 135,
2013): masters of the seventies are darker and more dynamic than later ones, hence a tilt of -4.8 to
-6.6 and a crest of 12-15.5 dB.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
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

_FOUR = "X...X...X...X..."
_PEA_SOUP = "..x...x...x...x."

GROOVES = (
    Groove(
        "philadelphia",
        {"kick": _FOUR, "snare": "....X.......X...", "hat_open": _PEA_SOUP,
         "hat": "x..ox..ox..ox..o"},
        (0.45, 1.0),
        answer={"snare": "....X.......X..g", "hat": "x..ox..ox..oxoxo"},
        weight=1.5,
    ),
    Groove(
        "sixteenths",
        {"kick": _FOUR, "snare": "....X..g.g..X...", "hat": "xo.oxo.oxo.oxo.o",
         "hat_open": _PEA_SOUP},
        (0.55, 1.0),
        answer={"snare": "....X..g.g..X.gg"},
        weight=1.2,
    ),
    Groove(
        "clapping",
        {"kick": _FOUR, "snare": "....x.......x...", "clap": "....X.......X...",
         "hat_open": _PEA_SOUP, "tambourine": "g.o.g.o.g.o.g.o."},
        (0.65, 1.0),
        answer={"clap": "....X.......X.x."},
        weight=1.2,
    ),
    Groove(
        "latin",
        {"kick": _FOUR, "snare": "....x.......x...", "hat_open": "..o...o...o...o.",
         "cowbell": "x.o.x.oxx.o.x.oo", "conga_high": "...x......x....."},
        (0.55, 1.0),
        answer={"conga_low": "......x......xx."},
    ),
    Groove(
        "ride",
        {"kick": _FOUR, "snare": "....X.......X...", "ride": "o.xoo.xoo.xoo.xo",
         "hat_pedal": "..o...o...o...o.", "tambourine": "....x.......x..."},
        (0.75, 1.0),
        answer={"snare": "....X..g....X.xx"},
    ),
    Groove(
        "tight",
        {"kick": "x...x...x...x...", "rim": "....x.......x...", "hat": "o.xoo.xoo.xoo.xo",
         "hat_open": "..............o."},
        (0.3, 0.65),
        answer={"rim": "....x..o....x..."},
    ),
    Groove("walk in", {"kick": "x...x...x...x...", "hat_open": "..o...o...o...o."}, (0.2, 0.5)),
    Groove("percussion", {"shaker": "o.x.o.x.o.x.o.x.", "rim": "....o.......o..."}, (0.0, 0.3)),
)  # fmt: skip

COMPS = {
    "chank": Comp(
        "chank", "stab",
        ("..x...x...x...x.", "..xx..x...xx..x.", "x.xx.xx...xx.x..", "..x..xx...x..xx.",
         "x..x..x.x..x..x.", "....x..x....x.xx"),
        length=0.62, strum_ms=8, velocity=0.62,
    ),
    "piano_octaves": Comp(
        "hits", "close",
        ("x-.x-.x-..x-..x.", "x---..x-x---..x-", "..x-..x-..x-..x-", "x-..x-..x-.x-.x-"),
        length=0.85, strum_ms=5, velocity=0.6,
    ),
    "rhodes": Comp("hits", "rootless", ("x-----x---------", "x--x----..x-----", "x-----x-..x---x-"),
                   length=0.95, strum_ms=10, velocity=0.56),
    "clav": Comp("chank", "triad", ("x..x.xx.x..x.x..", "x.x..xx...x.xx..", "..xx.x....xx.x.x"),
                 length=0.55, strum_ms=0, velocity=0.6),
    "string_runs": Comp("string_runs", "high", strum_ms=0, velocity=0.56),
    "string_bed": Comp("sustain", "spread", strum_ms=4, velocity=0.5),
    "horn_punches": Comp(
        "hits", "stab",
        ("x.......x..x....", "......x.x-......", "..x.x...........", "x..x............",
         "............x.x.", "x-----..........", "..........x.x.x."),
        length=0.75, strum_ms=0, velocity=0.64,
    ),
}  # fmt: skip

LEADS = {
    "sung": LeadManner(
        ("x-x-x---x-x-....", "..x-x-x-x---....", "x--x--x-x---x---", "..x-x-x---x-x---",
         "x---x-x-..x-x---", "....x-x-x-x-x---"),
        motif_bars=(1, 2), space=0.24, span=14, tensions=0.55, ornament=0.14,
        phrases=("period", "song", "call"), velocity=0.72,
    ),
    "hook": LeadManner(
        ("x..x..x-x-..x---", "x-x-..x-x-..x-x-", "..x-x-x.x-......", "x..xx-..x..xx-..",
         "x-..x.x-x-------"),
        motif_bars=(1, 2), space=0.24, span=13, scale="pentatonic", tensions=0.45, ornament=0.1,
        phrases=("riff", "call", "period"), velocity=0.72,
    ),
    "solo": LeadManner(
        ("x-x-x-x-x---x-x-", "xxx-x-x-x-x-....", "x--x--x-xxx-x---", "..x-xxx-x-x-x---"),
        space=0.16, span=19, steps=2.4, tensions=0.6, ornament=0.2, scale="pentatonic",
        phrases=("period", "sentence", "song"), velocity=0.74,
    ),
    "counter": LeadManner(("x-------x---x---", "..x-x---........"), register=0.55, velocity=0.5,
                          ornament=0.03),
}  # fmt: skip

PACK = Pack(
    name="disco",
    source="Philadelphia, New York and Munich disco of 1973-1982: off-beat open hats, octave and "
    "sixteenth-note basses, guitar scratches, string runs, ii-V vamps and circles of fifths.",
    tempo_bpm=(110, 118, 126),
    energy=0.68,
    valence=0.55,
    modes={
        "dark": {"minor": 3, "dorian": 1.4},
        "neutral": {"minor": 2, "dorian": 2, "major": 0.8},
        "bright": {"major": 3, "mixolydian": 1, "dorian": 1.6},
    },
    progressions={
        "dark": (
            *minor("i7 | iv7 | VII9 | IIImaj7 | VImaj7 | iiø7 | V7 | i7", "i7 | VII | VImaj7 | V7",
                   "i9 | i9 | iv9 | V7#9", "i7 | i7 | iv7 | iv7", "i | VI | iv | V7",
                   "iv7 | VII9 | i7 | i7"),
            *major("vi7 | ii7 | V9 | Imaj7 | IVmaj7 | iiø7 | V7/vi | vi7",
                   "vi7 | V | IVmaj7 | V7/vi"),
        ),
        "neutral": (
            *minor("i9 | IV9", "i7 | VImaj7 | VII | i7", "VImaj7 | VII9 | i9 | i9",
                   "iv9 | v7 | VImaj7 | VII9sus4", "i9 | v7 | iv9 | v7", "i7 | IIImaj7 | iv7 | v7"),
            *major("ii9 | V13", "vi7 | ii9 | V9sus4 | Imaj7", "IVmaj7 | iii7 | ii9 | V9sus4",
                   "Imaj7 | vi7 | IVmaj7 | V9sus4"),
        ),
        "bright": (
            *major("Imaj7 | iii7 | IVmaj7 | V9sus4", "Imaj9 | ii9 V13 | Imaj9 | ii9 V13",
                   "IVmaj7 | V | iii7 | vi7 | ii9 | V9sus4 | Imaj7 | I9",
                   "I | vi7 | ii7 | V7", "Imaj7 | Imaj7 | ii9 | V13", "IV | V | iii7 | vi7",
                   "bVIImaj7 | IVmaj7 | Imaj7 | Imaj7"),
            *minor("i9 | IV13 | i9 | IV13", "IIImaj7 | VII | i7 | VImaj7",
                   "VImaj7 | VII | IIImaj7 | i7",
                   "i7 | VII | IV9 | VImaj7"),
        ),
    },
    cadences={
        "major": ("ii9 V13 | Imaj9", "IVmaj7 V9sus4 | Imaj7", "bVIImaj7 | Imaj9"),
        "minor": ("iv7 V7 | i7", "VImaj7 VII | i9", "iiø7 V7 | i7"),
    },
    turnarounds={"major": ("V9sus4 V13", "ii9 V13"), "minor": ("V7", "iiø7 V7")},
    turnaround_rate=0.35,
    substitutions={"extension": 0.1, "suspension": 0.08, "passing_diminished": 0.04,
                   "inversion": 0.04},
    harmonic_rhythm={1: 3.0, 2: 1.0},
    palette=(
        Slot("drums", Role.DRUMS, {"disco_kit": 5, "funk_kit": 0.8}, {"": 1}, enters=0.1),
        Slot("bass", Role.BASS, {"electric_bass": 3, "picked_bass": 1.2, "slap_bass": 1.2,
                                 "synth_bass": 1},
             {"disco_octaves": 3, "disco_line": 2.6, "octaves": 0.6}, enters=0.3),
        Slot("guitar", Role.CHORDS, {"clean_guitar": 2.4, "wah_guitar": 1.6, "muted_guitar": 1},
             {"chank": 1}, enters=0.4),
        Slot("keys", Role.CHORDS, {"electric_piano": 2, "piano": 1.8, "clavinet": 1.2,
                                   "poly_synth": 0.5},
             {"piano_octaves": 2, "rhodes": 1.8, "clav": 0.8}, enters=0.2),
        Slot("strings", Role.PAD, {"strings": 2.4, "string_machine": 1.6},
             {"string_runs": 3, "string_bed": 1, "held_high": 0.7}, enters=0.46),
        Slot("percussion", Role.PERCUSSION,
             {"latin_percussion": 2, "soft_percussion": 1, "bongo_kit": 1},
             {"congas": 3, "tambourine": 1.2, "bongos": 1.2, "shaker": 0.6}, enters=0.3,
             chance=0.9),
        Slot("horns", Role.CHORDS, {"horn_section": 3, "brass": 1}, {"horn_punches": 1},
             enters=0.64, chance=0.7),
        Slot("lead", Role.LEAD, {"voice_oohs": 1, "flute": 1.2, "tenor_sax": 1, "soft_lead": 1.2,
                                 "trumpet": 0.8, "saw_lead": 0.7, "alto_sax": 0.7,
                                 "fm_electric_piano": 0.4, "vibraphone": 0.5},
             {"sung": 3, "hook": 2.4}, enters=0.55),
        Slot("counter", Role.COUNTER, {"string_machine": 1, "flute": 0.8, "trombone": 0.8,
                                       "french_horn": 0.6, "vibraphone": 0.6},
             {"answer": 1.6, "guide": 1, "harmony": 1}, enters=0.74, chance=0.45),
        Slot("arp", Role.ARP, {"synth_pluck": 1, "clavinet": 0.6, "square_lead": 0.5},
             {"arp_ostinato": 1.4, "arp_up": 1, "arp_synth": 1}, enters=0.7, chance=0.25),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}, chance=0.35),
    ),
    forms=(
        Form("single", (
            part("intro", "A", 8, 0.46, drop="lead counter horns", keep=4),
            part("verse", "A", 8, 0.6, drop="horns arp", keep=5),
            part("chorus", "B", 8, 0.82, keep=9),
            part("verse", "A", 8, 0.66, keep=4),
            part("chorus", "B", 8, 0.86, keep=5),
            part("break", "A", 4, 0.44, only="drums percussion bass guitar", keep=4),
            part("solo", "B", 8, 0.78, drop="counter", keep=2),
            part("chorus", "B", 8, 0.92, keep=4),
            part("outro", "B", 8, 0.6, drop="counter", keep=7),
        ), weight=1.5),
        Form("twelve inch", (
            part("intro", "A", 8, 0.36, only="drums percussion transitions", keep=4),
            part("A", "A", 8, 0.52, only="drums percussion bass guitar transitions", keep=4),
            part("verse", "A", 8, 0.64, drop="horns", keep=5),
            part("chorus", "B", 8, 0.84, keep=9),
            part("break", "C", 8, 0.4, only="drums percussion bass transitions", keep=5),
            part("build", "C", 4, 0.6, drop="lead", keep=3),
            part("chorus", "B", 8, 0.92, keep=6),
            part("verse", "A", 8, 0.7, keep=2),
            part("outro", "A", 8, 0.5, drop="lead counter horns", keep=7),
        ), weight=1.2, hints=("drop",)),
        Form("strings first", (
            part("intro", "B", 4, 0.4, only="keys strings transitions", keep=4),
            part("A", "A", 8, 0.58, drop="lead horns", keep=5),
            part("verse", "A", 8, 0.66, keep=4),
            part("chorus", "B", 8, 0.82, keep=9),
            part("bridge", "C", 8, 0.56, drop="horns", keep=4),
            part("chorus", "B", 8, 0.92, keep=6),
            part("outro", "A", 8, 0.5, drop="lead horns", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.5, 0.53),
    swing_beats=0.25,
    timing_ms={"snare": (3, 3), "hat_open": (0, 3), "tambourine": (4, 3), "chords": (2, 3),
               "bass": (1, 3), "lead": (5, 4)},
    loose_ms=4.0,
    loose_velocity=0.07,
    fills="disco",
    fill_rate=0.75,
    break_rate=0.4,
    ring_seconds=3.0,
    endings={"ring": 1.6, "hit": 1.4, "fade": 1.6, "tag": 0.6},
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.3, room_db=-17,
                             inserts=(HighShelf(7_500, -2.0), Compressor(-16, 2.5, 12, 100))),
            "bass": Channel(-1.0, width=0.0,
                            inserts=(Drive(3.0), Compressor(-18, 3.0, 12, 120)), sidechain_db=1.5),
            "guitar": Channel(-6.5, pan=-0.5, room_db=-16, inserts=(HighPass(220), Chorus(0.5, 1.6,
                                                                                          0.3))),
            "keys": Channel(-4.5, pan=0.3, width=1.3, room_db=-15, hall_db=-18,
                            inserts=(HighPass(140),)),
            "chords": Channel(-5.0, pan=0.2, room_db=-15, inserts=(HighPass(150),)),
            "strings": Channel(-4.5, width=1.7, room_db=-14, hall_db=-10,
                               inserts=(HighPass(220), Peak(3_000, -1.5, 0.8))),
            "pad": Channel(-6.0, width=1.6, hall_db=-11, inserts=(HighPass(200),)),
            "horns": Channel(-5.0, pan=0.4, width=1.3, room_db=-14, hall_db=-14,
                             inserts=(HighPass(160),)),
            "lead": Channel(-1.5, room_db=-15, hall_db=-12, delay_db=-17,
                            inserts=(HighPass(180), Compressor(-18, 2.0, 15, 150))),
            "counter": Channel(-6.5, pan=-0.3, hall_db=-13, inserts=(HighPass(200),)),
            "arp": Channel(-8.0, pan=0.5, delay_db=-15, inserts=(HighPass(220),)),
            "percussion": Channel(-6.5, pan=0.45, width=1.3, room_db=-15,
                                  inserts=(HighPass(200),)),
            "transitions": Channel(-12.0, width=1.4, hall_db=-13, inserts=(HighPass(60),)),
        },
        room=Reverb(0.6, 8.0, 240, 7_000),
        hall=Reverb(2.0, 24.0, 260, 6_500),
        delay=Delay(0.5, 0.28, 4_500),
        bus=(Drive(3.5), HighShelf(8_500, -2.5), Compressor(-14, 2.0, 20, 140)),
        width=1.4,
    ),
    titles={
        "en": TitleWords(
            ("Golden", "Satin", "Spinning", "Saturday", "Glittering", "Loose", "Double", "Sweet",
             "Mirror", "Scarlet", "Higher"),
            ("Fever Line", "Carousel", "Spotlight", "Heels", "Celebration", "Boulevard", "Sparkle",
             "Turntable", "Parade", "Lights", "Sequins"),
            ("on the Dance Floor", "Under the Mirror Ball", "All Night", "at the Paradise",
             "in Silver Shoes", "Till the Lights Come Up"),
        ),
        "ru": TitleWords(
            ("Золотой/Золотая/Золотое/Золотые", "Зеркальный/Зеркальная/Зеркальное/Зеркальные",
             "Субботний/Субботняя/Субботнее/Субботние", "Атласный/Атласная/Атласное/Атласные",
             "Блестящий/Блестящая/Блестящее/Блестящие", "Сладкий/Сладкая/Сладкое/Сладкие"),
            ("шар:m", "карусель:f", "вечер:m", "бульвар:m", "сияние:n", "парад:m", "туфли:pl",
             "огни:pl", "пластинка:f"),
            ("под зеркальным шаром", "до самого утра", "на танцполе", "в серебряных туфлях",
             "на всю ночь"),
        ),
    },
    title="Disco",
    summary="Seventies dance-floor band: off-beat hats, octave bass, scratching guitar, string "
    "runs and horns.",
    reference=Reference((-6.6, -4.8), (12.0, 15.8), (0.38, 0.8)),
    bass_on_kick=0.35,
)  # fmt: skip
