"""House: four to the floor, off-beat hats, minor-seventh stabs, and a filter that opens.

Sources: M. Butler, *Unlocking the Groove* (2006): four to the floor, layers that enter every
eight bars; records of Frankie Knuckles and Larry Heard for chords, basses and organs.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
    Delay,
    Drive,
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

_FOUR = "X...X...X...X..."

GROOVES = (
    Groove(
        "classic",
        {"kick": _FOUR, "clap": "....x.......x...", "hat_open": "..x...x...x...x.",
         "hat": "o.o.o.o.o.o.o.o?"},
        (0.45, 1.0),
        answer={"clap": "....x.......x..g", "kick": "X...X...X...X..?"},
    ),
    Groove(
        "shuffled",
        {"kick": _FOUR, "clap": "....x.......x...", "hat_open": "..x...x...x...x.",
         "shaker": "ogxogoxgogxogoxo", "rim": "...x......x....."},
        (0.55, 1.0),
        answer={"rim": "...x..x...x..x.."},
    ),
    Groove(
        "garage",
        {"kick": "X...X...X...X.o.", "snare": "....x.......x..g", "hat_open": "..x...x...x...x.",
         "hat": "xgogxgogxgogxgoo", "tambourine": "....o.......o..."},
        (0.6, 1.0),
        answer={"snare": "....x..g....x.gx"},
    ),
    Groove(
        "deep",
        {"kick": _FOUR, "rim": "....x..o....x...", "hat_open": "..o...o...o...o.",
         "shaker": "g.o.g.o.g.o.g.og"},
        (0.3, 0.75),
        answer={"rim": "....x..o..x.x..o"},
    ),
    Groove(
        "ride",
        {"kick": _FOUR, "clap": "....X.......X...", "hat_open": "..x...x...x...x.",
         "ride": "x.o.x.o.x.o.x.o.", "snare": ".......g..g....."},
        (0.75, 1.0),
        answer={"clap": "....X.......X.xx"},
    ),
    Groove("bare", {"kick": _FOUR, "hat": "..o...o...o...o."}, (0.15, 0.5),
           answer={"hat": "..o...o...o..oo."}),
    Groove("hands only", {"shaker": "g.o.g.o.g.o.g.o.", "rim": "....o.......o..."}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "stabs": Comp(
        "hits", "stab",
        ("..x...x...x...x.", "..x..x....x..x..", "x..x..x...x..x..", "x..x....x..x....",
         "..x...x..x....x.", "...x..x....x..x."),
        length=0.85, strum_ms=0, velocity=0.66,
    ),
    "piano_house": Comp(
        "hits", "close",
        ("x..x..x.x..x..x.", "x-.x-.x-..x-.x-.", "x-x..x-..x-..x-.", "..x-..x-..x-x-x."),
        length=0.9, strum_ms=4, velocity=0.68,
    ),
    "organ_pump": Comp("hits", "triad", ("..x-..x-..x-..x-", "x..x..x..x..x.x."), length=0.75,
                       strum_ms=0, velocity=0.6),
    "wash": Comp("sustain", "spread", strum_ms=0, velocity=0.52),
}  # fmt: skip

LEADS = {
    "hook": LeadManner(
        ("x..x..x-..x-....", "x-..x-x-....x-x-", "..x-x-..x---....", "x..x..x-x-..x---",
         "x-x-..x-....x---"),
        motif_bars=(1, 2), space=0.3, span=14, scale="pentatonic", tensions=0.6, ornament=0.04,
        phrases=("riff", "period", "call"), velocity=0.7,
    ),
    "vocal": LeadManner(
        ("..x-x-x---......", "x---x-x-..x---..", "....x-x-x---x---"), space=0.34, span=13,
        tensions=0.5, ornament=0.2, phrases=("call", "period"), velocity=0.66,
    ),
    "counter": LeadManner(("x-..x-..x---....", "..x-..x-..x-...."), register=0.5, velocity=0.5,
                          scale="pentatonic", ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="house",
    title="House",
    summary="Four to the floor, off-beat hats, organ and stabs, builds and drops; for dancing.",
    source="Chicago, New York and Paris house: drum-machine rows, minor-seventh loops of two and "
    "four chords, piano stabs on pushed sixteenths, bass between the kicks, filters over builds.",
    tempo_bpm=(118, 124, 130),
    energy=0.68,
    valence=0.2,
    modes={
        "dark": {"minor": 3, "phrygian": 0.5, "dorian": 1},
        "neutral": {"minor": 2, "dorian": 2},
        "bright": {"major": 2, "mixolydian": 0.7, "dorian": 1.6},
    },
    progressions={
        "dark": (
            *minor("i7 | i7 | VImaj7 | v7", "i7 | iv7 | i7 | v7", "i9 | VImaj7",
                   "i7 | VII | VImaj7 | v7",
                   "iv9 | i9 | v7 | i9", "i7 | i7 | iv7 | VImaj7 v7"),
            *major("vi7 | IVmaj7 | vi7 | iii7", "vi9 | vi9 | ii9 | iii7"),
        ),
        "neutral": (
            *minor("i9 | iv9 | VIImaj7 | v7",
                   "VImaj7 | VII | i9 | i9",
                   "i9 | IIImaj7 | VImaj9 | v7",
                   "iv9 | v7 | i9 | i9", "i9 | v7 | iv9 | VImaj7", "VImaj9 | i9 | VII9sus4 | v7"),
            *major("IVmaj9 | iii7 | vi9 | vi9", "ii9 | iii7 | IVmaj9 | V9sus4"),
        ),
        "bright": (
            *major("Imaj9 | vi9 | ii9 | V9sus4", "IVmaj9 | V9sus4 | iii7 | vi7",
                   "Imaj7 | iii7 | IVmaj7 | V9sus4", "IVmaj7 | Imaj7/3 | ii9 | V9sus4",
                   "vi9 | V9sus4 | IVmaj9 | IVmaj9"),
            *minor("IIImaj9 | VII | i9 | VImaj9", "i9 | IV9 | i9 | IV9",
                   "VImaj9 | VII | IIImaj9 | i9",
                   "i9 | VII | IV9 | VImaj7"),
        ),
    },
    cadences={
        "major": ("IVmaj9 | Imaj9", "ii9 V9sus4 | Imaj9"),
        "minor": ("VImaj7 VII | i9", "iv9 v7 | i9", "iv9 | i9"),
    },
    turnarounds={"major": ("V9sus4",), "minor": ("v7", "V7")},
    turnaround_rate=0.12,
    substitutions={"extension": 0.1, "suspension": 0.05},
    harmonic_rhythm={1: 3.0, 2: 1.2},
    palette=(
        Slot("drums", Role.DRUMS, {"house_kit": 4, "808_kit": 1}, {"": 1}, enters=0.1),
        Slot("bass",
             Role.BASS, {"synth_bass": 3, "sub_bass": 1, "acid_bass": 0.8, "electric_bass": 0.8},
             {"offbeat": 2, "groove": 3, "octaves": 1.2, "sub": 0.5}, enters=0.45),
        Slot("keys", Role.CHORDS,
             {"piano": 1.6, "organ": 1.2, "electric_piano": 1.4, "poly_synth": 1.6, "supersaw": 0.8,
              "synth_pluck": 0.8},
             {"stabs": 3, "piano_house": 2, "organ_pump": 1}, enters=0.35),
        Slot("pad", Role.PAD, {"warm_pad": 2, "strings": 1, "choir_pad": 0.8, "glass_pad": 1},
             {"wash": 2, "held_wide": 1}, enters=0.3, chance=0.85),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1},
             {"congas": 2, "shaker": 1.5, "bongos": 1, "tambourine": 0.7}, enters=0.52,
             chance=0.75),
        Slot("lead",
             Role.LEAD, {"synth_pluck": 2, "soft_lead": 1.6, "saw_lead": 1, "square_lead": 0.7,
                                 "bells": 0.6, "flute": 0.4},
             {"hook": 3, "vocal": 1.4}, enters=0.66),
        Slot("arp",
             Role.ARP, {"synth_pluck": 2, "square_lead": 0.8, "marimba": 0.7, "poly_synth": 0.7},
             {"arp_gated": 2, "arp_synth": 1.5, "arp_updown": 1}, enters=0.74, chance=0.6),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("club", (
            part("intro", "A", 8, 0.38, only="drums percussion pad transitions", keep=4),
            part("A", "A", 8, 0.55, drop="lead", keep=5),
            part("build", "A", 8, 0.6, drop="arp lead", keep=3),
            part("drop", "B", 8, 0.86, keep=9),
            part("drop", "B", 8, 0.9, keep=4),
            part("break", "C", 8, 0.34, drop="drums bass", keep=3),
            part("build", "C", 8, 0.58, drop="bass", keep=3),
            part("drop", "B", 8, 0.94, keep=5),
            part("drop", "B", 8, 0.88, keep=2),
            part("outro", "A", 8, 0.42, only="drums bass pad transitions", keep=7),
        ), weight=1.4, hints=("drop",)),
        Form("song", (
            part("intro", "A", 8, 0.4, only="keys chords drums pad transitions", keep=4),
            part("A", "A", 8, 0.6, drop="lead arp", keep=6),
            part("A", "A", 8, 0.7, keep=4),
            part("B", "B", 8, 0.85, keep=9),
            part("break", "C", 8, 0.36, drop="drums", keep=3),
            part("A", "A", 8, 0.72, keep=3),
            part("B", "B", 8, 0.88, keep=5),
            part("B", "B", 8, 0.92, keep=3),
            part("outro", "A", 8, 0.45, drop="lead arp", keep=7),
        )),
        Form("journey", (
            part("intro", "A", 8, 0.3, only="pad keys chords percussion transitions", keep=4),
            part("A", "A", 8, 0.5, drop="lead", keep=5),
            part("A", "A", 8, 0.62, drop="arp", keep=4),
            part("build", "B", 8, 0.66, drop="bass lead", keep=3),
            part("B", "B", 8, 0.84, keep=9),
            part("break", "B", 8, 0.38, only="pad keys chords lead transitions", keep=3),
            part("drop", "B", 8, 0.92, keep=5),
            part("A", "A", 8, 0.7, keep=2),
            part("outro", "A", 8, 0.4, drop="lead arp keys", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.5, 0.56),
    swing_beats=0.25,
    timing_ms={"clap": (4, 4), "hat_open": (0, 3), "shaker": (3, 3), "chords": (2, 3)},
    loose_ms=1.6,
    loose_velocity=0.05,
    sweeps=True,
    fills="clap",
    fill_rate=0.85,
    break_rate=0.7,
    pedal_rate=0.15,
    ring_seconds=3.6,
    endings={"ring": 2.0, "fade": 1.2, "hit": 0.8},
    # Kick and hats at both ends: flatter than any soundtrack; loud, so little crest; a mono
    # core under wide chords.
    reference=Reference((-6.4, -4.6), (10.8, 14.6), (0.32, 0.68)),
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.4, room_db=-18, inserts=(Compressor(-14, 2.5, 8, 80),)),
            "bass": Channel(-2.0, width=0.0, inserts=(Drive(3.0),), sidechain_db=7.0),
            "chords": Channel(-3.5, width=1.4, room_db=-13, hall_db=-15, delay_db=-18,
                              inserts=(HighPass(140),), sidechain_db=4.0),
            "pad": Channel(-8.0, width=1.3, hall_db=-9, inserts=(HighPass(180),),
                           sidechain_db=8.0),
            "lead": Channel(-2.5, width=1.5, room_db=-14, hall_db=-12, delay_db=-12,
                            inserts=(HighPass(180),), sidechain_db=2.0),
            "arp": Channel(-7.0, pan=0.25, width=1.3, hall_db=-18, delay_db=-14,
                           inserts=(HighPass(220),), sidechain_db=4.0),
            "percussion": Channel(-7.0, pan=-0.25, width=1.2, room_db=-16,
                                  inserts=(HighPass(200),)),
            "counter": Channel(-6.0, pan=0.3, hall_db=-17, delay_db=-16, inserts=(HighPass(180),)),
            "transitions": Channel(-9.0, width=1.5, hall_db=-14, inserts=(HighPass(60),)),
        },
        room=Reverb(0.5, 5.0, 260, 8_000),
        hall=Reverb(2.2, 24.0, 280, 7_500),
        delay=Delay(0.75, 0.38, 5_000),
        sidechain_release_beats=0.45,
        bus=(HighShelf(8_000, -1.5), Compressor(-12, 1.8, 20, 120),),
        width=1.3,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Open", "Second", "Neon", "Endless", "Electric", "Warm", "Midnight", "Mirrored",
             "Loose",
             "Golden"),
            ("Floor", "Signal", "Basement", "Ceiling", "Carousel", "Heatwave", "Terrace",
             "Turnstile",
             "Glow", "Sunrise"),
            ("After Four", "on Level Two", "Before Sunrise", "in Stereo", "Under the Bridge"),
        ),
        "ru": TitleWords(
            ("Ночной/Ночная/Ночное/Ночные", "Тёплый/Тёплая/Тёплое/Тёплые",
             "Неоновый/Неоновая/Неоновое/Неоновые",
             "Бесконечный/Бесконечная/Бесконечное/Бесконечные"),
            ("сигнал:m", "терраса:f", "рассвет:m", "зеркало:n", "огни:pl", "подвал:m"),
            ("до рассвета", "после четырёх", "под мостом", "на втором этаже"),
        ),
    },
)  # fmt: skip
