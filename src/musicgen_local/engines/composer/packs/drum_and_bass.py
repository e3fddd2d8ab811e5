"""Drum and bass: fast broken drums with the backbeat on two and four, half-time bass and chords.

At 170-177 beats a minute the drums run and everything else walks: breaks cut into a kick on one
and before the third beat and a half, snares on two and four, ghost strokes around them; basses of
long detuned or plain low tones; chords that last two bars; melodies that breathe at half the pace.
Rolling, liquid and darker manners share the form of long intros, a drop, a break and a second drop.

Sources: Reynolds, *Energy Flash* (1998), and Snoman, *Dance Music Manual* (2004), on tempi of
165-178, the two-step beat and the reese; Butler, *Unlocking the Groove* (2006), on breakbeats; the
funk breaks of 1969-1973 for where ghost strokes lie; Pestana et al., "Spectral Characteristics of
Popular Commercial Recordings 1950-2010" (AES 135, 2013) and Elowsson & Friberg (AES 142, 2017):
dense percussion flattens the spectrum, -4.3 to -6; masters of the genre have a crest of 9.5-13.5.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
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

_TWO_STEP = "X.........X....."
_BACKBEAT = "....X.......X..."

GROOVES = (
    Groove(
        "two step",
        {"kick": _TWO_STEP, "snare": "....X..g.g..X..g", "hat": "x.o.x.o.x.o.x.o."},
        (0.45, 1.0),
        answer={"kick": "X.........X..o..", "snare": "....X..g.g..X.go"},
        weight=1.5,
    ),
    Groove(
        "chopped",
        {"kick": "X.X.......XX....", "snare": "....X..g.g..X..g", "ride": "x.x.x.x.x.x.x.x."},
        (0.6, 1.0),
        answer={"kick": "X.X.......X.....", "snare": "....X..o.o..X.gg",
                "hat_open": "..........x....."},
    ),
    Groove(
        "rolling",
        {"kick": _TWO_STEP, "snare": "....X.g..g.gX.g.", "hat": "xgogxgogxgogxgog",
         "shaker": "o.g.o.g.o.g.o.g."},
        (0.55, 1.0),
        answer={"snare": "....X.g..g.gX.gx", "kick": "X.....?...X....."},
        weight=1.2,
    ),
    Groove(
        "tambourine",
        {"kick": "X.....x...X.....", "snare": "....X..g....X..g", "tambourine": "o.x.o.x.o.x.o.x.",
         "hat": "x...x...x...x..."},
        (0.5, 0.95),
        answer={"snare": "....X..g..g.X..o"},
    ),
    Groove(
        "liquid",
        {"kick": _TWO_STEP, "snare": _BACKBEAT, "rim": ".......o.o.....g",
         "shaker": "x.ogx.ogx.ogx.og", "hat_open": "..............o."},
        (0.4, 0.85),
        answer={"rim": ".......o.o..g..o"},
        weight=1.2,
    ),
    Groove(
        "ride",
        {"kick": "X.........X.....", "snare": "....X..g.g..X...", "ride": "X.x.x.x.X.x.x.x.",
         "hat": "..g...g...g...g."},
        (0.75, 1.0),
        answer={"snare": "....X..g.g..X.xo", "kick": "X.......X.X....."},
        weight=1.2,
    ),
    Groove(
        "half time",
        {"kick": "X.........o.....", "snare": "........X.......", "hat": "o.g.o.g.o.g.o.g."},
        (0.22, 0.5),
        answer={"snare": "........X......g"},
    ),
    Groove("hats and rim", {"hat": "o.g.o.g.o.g.o.g.", "rim": "....o.......o...",
                            "kick": "x..............."},
           (0.15, 0.45)),
    Groove("dust", {"shaker": "g.o.g.o.g.o.g.og", "rim": "....g.......g..g"}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "liquid_keys": Comp(
        "hits", "rootless",
        ("x---------------", "x-----------x---", "..x-------------", "x-----x---------",
         "......x---------"),
        length=0.97, strum_ms=8, velocity=0.58,
    ),
    "rave_stab": Comp(
        "sampled", "stab",
        ("x..x..x.........", "..x...x.........", "x.....x...x.....", "......x..x......",
         "x..x....x..x....", "..........x..x.."),
        length=0.8, strum_ms=0, velocity=0.66,
    ),
    "echo_stab": Comp("sampled", "close", ("..x.............", "......x.........",
                                           "x..........x...."),
                      length=0.9, strum_ms=0, velocity=0.6),
    "atmosphere": Comp("sustain", "wide", strum_ms=0, velocity=0.5),
    "piano_half": Comp("broken", "close", orders=("0 1 2 3 4 3 2 1", "0 2 1 3 2 4 3 2"), step=1.0,
                       velocity=0.54),
}  # fmt: skip

LEADS = {
    "soul": LeadManner(  # at half the drums' pace: a bar here is half a bar to the singer
        ("x-----------x---", "x-------x-------", "....x---x---x---", "x---x-------....",
         "x-----x---------", "........x---x---"),
        motif_bars=(2,), space=0.3, span=14, scale="pentatonic", tensions=0.6, ornament=0.16,
        phrases=("period", "call", "song"), velocity=0.68,
    ),
    "riff": LeadManner(
        ("x..x..x-....x-..", "..x..x..x-......", "x-..x-..x..x....", "x..x..x..x......",
         "x.....x..x..x---"),
        motif_bars=(1, 2), space=0.3, span=12, scale="pentatonic", tensions=0.4, ornament=0.05,
        phrases=("riff", "call"), shapes=("insist", "turn", "wave", "fall"), legato=0.8,
        velocity=0.66,
    ),
    "dark_call": LeadManner(
        ("x-------x---....", "x-----x-........", "..x-----........", "x---------------"),
        motif_bars=(2,), space=0.42, span=10, tensions=0.5, ornament=0.3,
        phrases=("call", "riff"), shapes=("fall", "insist", "turn", "arch"), velocity=0.66,
    ),
    "counter": LeadManner(("x---------------", "....x-------x---"), register=0.5, velocity=0.46,
                          scale="pentatonic", ornament=0.05),
}  # fmt: skip

PACK = Pack(
    name="drum_and_bass",
    source="British drum and bass from 1994 on, liquid, rolling and dark: cut funk breaks at 174, "
    "reese and sub basses, half-time chords, rave stabs, two drops.",
    tempo_bpm=(168, 174, 177),
    energy=0.78,
    valence=-0.1,
    modes={
        "dark": {"minor": 3, "phrygian": 1.4},
        "neutral": {"minor": 3, "dorian": 1.6},
        "bright": {"major": 1.6, "dorian": 1.4, "lydian": 0.6, "mixolydian": 0.6},
    },
    progressions={
        "dark": (
            *minor("i | i | VI | VI", "i7 | i7 | bIImaj7 | i7", "i | i | iv | v",
                   "i5 | i5 | i5 | VI5",
                   "i7 | VImaj7 | iv7 | v7", "i | VII | VI | VI", "i7 | i7 | iv7 | iv7"),
            *major("vi7 | vi7 | IVmaj7 | iii7", "vi | vi | ii | iii"),
        ),
        "neutral": (
            *minor("i7 | VImaj9 | iv7 | v7", "VImaj9 | v7 | i7 | i7", "i7 | IIImaj9 | VImaj9 | VII",
                   "iv7 | i7 | VImaj9 | VII9sus4", "i7 | i7 | IV9 | IV9", "i7 | v7 | VImaj7 | iv7",
                   "i7 | iv7 | VImaj9 | VImaj9"),
            *major("vi7 | IVmaj9 | Imaj9 | V9sus4", "ii7 | IVmaj9 | vi7 | V9sus4",
                   "IVmaj9 | iii7 | vi7 | vi7"),
        ),
        "bright": (
            *major("Imaj9 | IVmaj9", "IVmaj9 | V9sus4 | vi7 | Imaj9/3",
                   "Imaj9 | iii7 | IVmaj9 | iv6",
                   "ii9 | V9sus4 | Imaj9 | vi7", "Imaj7 | vi7 | IVmaj9 | V13sus4"),
            *minor("IIImaj9 | VImaj9 | i7 | VII9sus4", "VImaj9 | VII9sus4 | IIImaj9 | i7",
                   "i7 | IV9 | VImaj9 | VII9sus4", "iv7 | VII9sus4 | IIImaj9 | VImaj9"),
        ),
    },
    cadences={
        "major": ("IVmaj9 V9sus4 | Imaj9", "iv6 | Imaj9", "ii9 | Imaj9"),
        "minor": ("VImaj7 VII | i9", "iv9 | i9", "iv7 v7 | i"),
    },
    turnarounds={"major": ("V9sus4",), "minor": ("v7", "VII9sus4")},
    turnaround_rate=0.12,
    pedal_rate=0.2,
    substitutions={"suspension": 0.06},
    harmonic_rhythm={1: 0.8, 2: 3.0},
    palette=(
        Slot("drums", Role.DRUMS, {"dnb_kit": 5, "boom_bap_kit": 0.4}, {"": 1}, enters=0.15),
        Slot("bass", Role.BASS, {"reese_bass": 3, "sub_bass": 2, "fm_bass": 1, "synth_bass": 0.6,
                                 "808_bass": 0.5},
             {"reese": 2.6, "roller": 3}, enters=0.4),
        Slot("pad", Role.PAD, {"warm_pad": 1.4, "string_machine": 1.2, "dark_pad": 1.2,
                               "choir_pad": 0.8, "crystal_pad": 0.8, "strings": 0.6},
             {"atmosphere": 2, "held_wide": 1, "held_high": 0.6}, enters=0.1),
        Slot("keys", Role.CHORDS, {"electric_piano": 2, "piano": 1.6, "stab": 1.6,
                                   "poly_synth": 1, "vibraphone": 0.5, "rotary_organ": 0.5},
             {"liquid_keys": 2.4, "rave_stab": 1.6, "echo_stab": 1.2, "piano_half": 0.8},
             enters=0.28),
        Slot("percussion", Role.PERCUSSION,
             {"latin_percussion": 1, "soft_percussion": 1, "bongo_kit": 1},
             {"shaker": 1, "bongos": 1.2, "congas": 1.2, "tambourine": 0.6}, enters=0.62,
             chance=0.55),
        Slot("lead", Role.LEAD, {"soft_lead": 1.4, "voice_oohs": 1, "flute": 0.8, "saw_lead": 1,
                                 "hoover_lead": 1.2, "synth_pluck": 1, "tenor_sax": 0.6,
                                 "square_lead": 0.6, "muted_trumpet": 0.5},
             {"soul": 2.6, "riff": 2, "dark_call": 1.2}, enters=0.6),
        Slot("arp", Role.ARP, {"trance_pluck": 1, "synth_pluck": 1.4, "bells": 0.8,
                               "marimba": 0.6},
             {"arp_gated": 1.2, "arp_eighths": 1.6, "arp_sparkle": 1.4}, enters=0.5, chance=0.55),
        Slot("counter", Role.COUNTER, {"string_machine": 1, "strings": 1, "bells": 0.7},
             {"guide": 1.6, "answer": 1}, enters=0.74, chance=0.4),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("two drops", (
            part("intro", "A", 8, 0.3, only="pad keys arp transitions", keep=4),
            part("intro", "A", 8, 0.42, only="drums pad keys percussion transitions", keep=3),
            part("build", "A", 4, 0.6, drop="bass lead", keep=5),
            part("drop", "B", 8, 0.88, keep=9),
            part("drop", "B", 8, 0.9, keep=4),
            part("B", "B", 8, 0.8, drop="arp", keep=3),
            part("break", "A", 8, 0.28, only="pad keys lead arp transitions", keep=5),
            part("build", "C", 4, 0.6, drop="bass", keep=4),
            part("drop", "B", 8, 0.95, keep=6),
            part("drop", "B", 8, 0.92, keep=3),
            part("outro", "A", 8, 0.4, only="drums pad keys arp transitions", keep=7),
        ), weight=1.6, hints=("drop",)),
        Form("liquid", (
            part("intro", "A", 8, 0.26, only="pad keys arp transitions", keep=5),
            part("A", "A", 8, 0.5, drop="lead counter", keep=4),
            part("A", "A", 8, 0.74, keep=9),
            part("A", "A", 8, 0.78, keep=3),
            part("B", "B", 8, 0.84, keep=7),
            part("B", "B", 8, 0.88, keep=3),
            part("break", "C", 8, 0.3, only="pad keys lead transitions", keep=5),
            part("A", "A", 8, 0.78, keep=4),
            part("B", "B", 8, 0.92, keep=5),
            part("outro", "A", 8, 0.4, drop="lead counter arp percussion", keep=7),
        ), weight=1.2),
        Form("long intro", (
            part("intro", "A", 8, 0.2, only="pad transitions keys", keep=4),
            part("intro", "A", 8, 0.4, only="drums pad keys percussion transitions", keep=4),
            part("A", "A", 8, 0.58, drop="lead arp", keep=4),
            part("build", "B", 4, 0.62, drop="bass lead", keep=3),
            part("drop", "B", 8, 0.9, keep=9),
            part("drop", "B", 8, 0.92, keep=3),
            part("break", "C", 8, 0.32, drop="drums bass", keep=5),
            part("drop", "B", 8, 0.96, keep=5),
            part("drop", "B", 8, 0.93, keep=3),
            part("outro", "A", 8, 0.42, only="drums pad bass transitions", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    swing=(0.5, 0.55),
    swing_beats=0.25,
    timing_ms={"snare": (0, 2), "shaker": (2, 2), "lead": (4, 4), "chords": (3, 3)},
    loose_ms=1.4,
    loose_velocity=0.06,
    sweeps=True,
    fills="dnb",
    fill_rate=0.8,
    break_rate=0.6,
    ring_seconds=3.4,
    endings={"ring": 2.0, "hit": 1.2, "fade": 0.6},
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.25, room_db=-18,
                             inserts=(Drive(7.0), HighShelf(8_000, -2.0),
                                      Compressor(-17, 3.0, 6, 70))),
            "bass": Channel(-1.5, width=0.0, inserts=(Drive(5.0), LowPass(3_500)),
                            sidechain_db=5.0),
            "pad": Channel(-9.0, width=1.6, hall_db=-9, inserts=(HighPass(190),),
                           sidechain_db=3.0),
            "keys": Channel(-4.5, width=1.4, room_db=-15, hall_db=-13, delay_db=-14,
                            inserts=(HighPass(170),), sidechain_db=2.0),
            "chords": Channel(-5.5, width=1.3, room_db=-14, hall_db=-14, inserts=(HighPass(170),),
                              sidechain_db=2.0),
            "lead": Channel(-3.5, width=1.3, hall_db=-11, delay_db=-11, inserts=(HighPass(200),)),
            "arp": Channel(-8.5, pan=0.3, width=1.4, hall_db=-13, delay_db=-12,
                           inserts=(HighPass(230),)),
            "counter": Channel(-8.0, pan=-0.25, width=1.3, hall_db=-12,
                               inserts=(HighPass(200),)),
            "percussion": Channel(-8.5, pan=-0.3, width=1.3, room_db=-15,
                                  inserts=(HighPass(240),)),
            "transitions": Channel(-9.0, width=1.5, hall_db=-11, inserts=(HighPass(60),)),
        },
        room=Reverb(0.5, 3.0, 260, 8_000),
        hall=Reverb(2.8, 24.0, 280, 7_000),
        delay=Delay(1.5, 0.4, 4_800),
        sidechain_release_beats=0.35,
        bus=(Peak(300, -1.0, 0.8), Drive(7.0), HighShelf(9_000, -2.0),
             Compressor(-15, 2.4, 12, 80)),
        width=1.45,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Fractured", "Liquid", "Restless", "Second", "Midnight", "Broken", "Urban", "Rapid",
             "Silent", "Deeper", "Overcast"),
            ("Motion", "Cascade", "Junction", "Reflex", "Pursuit", "Rainfall", "Static", "Voltage",
             "Drift", "Overpass", "Signal"),
            ("at Platform Six", "Under the Flyover", "Past the River", "on the Ring Road",
             "After the Storm", "in Fast Rain"),
        ),
        "ru": TitleWords(
            ("Быстрый/Быстрая/Быстрое/Быстрые", "Сломанный/Сломанная/Сломанное/Сломанные",
             "Жидкий/Жидкая/Жидкое/Жидкие", "Беспокойный/Беспокойная/Беспокойное/Беспокойные",
             "Городской/Городская/Городское/Городские", "Второй/Вторая/Второе/Вторые"),
            ("рефлекс:m", "погоня:f", "напряжение:n", "ливень:m", "развязка:f", "разряд:m",
             "движение:n", "провода:pl"),
            ("под эстакадой", "за рекой", "на кольцевой", "после грозы", "на шестой платформе"),
        ),
    },
    title="Drum and bass",
    summary="Fast broken beats at 174 with deep half-time bass: liquid chords or dark rollers, "
    "built around two drops.",
    reference=Reference((-6.2, -4.3), (9.5, 13.8), (0.35, 0.78)),
    bass_on_kick=0.15,
)  # fmt: skip
