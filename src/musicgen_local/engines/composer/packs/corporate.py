"""Corporate: the bright, even background of presentations, product films and podcasts.

One pulse in eighths from the first bar (muted guitar, piano or plucks), four chords that never
darken for long, and players who join every eight bars until claps, bells and strings are there.
It leaves room for a voice: little between 1 and 3 kHz that insists, few long notes on top.

Sources: stock-music practice since about 2008 ("uplifting corporate", "inspiring background"):
delayed muted guitars after U2 and Coldplay, four-chord loops, stomps and claps, layered builds
with a drop to piano two thirds in; Tagg, *Music's Meanings*, on the four-chord loop. The
spectrum's and crest's ranges are those of light pop.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
    Delay,
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

GROOVES = (
    Groove("four and claps", {"kick": "x...x...x...x...", "clap": "....x.......x...",
                              "hat": "..o...o...o...o."},
           (0.55, 1.0), answer={"hat_open": "..............o."}),
    Groove("light pop", {"kick": "x.......x.x.....", "snare": "....x.......x...",
                         "hat": "o.o.o.o.o.o.o.o."},
           (0.5, 0.95), answer={"kick": "x.......x.x...x."}),
    Groove("stomp", {"kick": "x.......x.......", "clap": "....X.......X...",
                     "tambourine": "o.g.o.g.o.g.o.g."},
           (0.45, 0.9)),
    Groove("lift", {"kick": "x..x..x.x..x....", "snare": "....x.......x...",
                    "hat": "o.o.o.o.o.o.o.o.", "tambourine": "..g...g...g...g."},
           (0.65, 1.0), answer={"snare": "....x.......x.oo"}),
    Groove("half open", {"kick": "x.........x.....", "rim": "........x.......",
                         "shaker": "o.g.o.g.o.g.o.g."}, (0.3, 0.6)),
    Groove("kick alone", {"kick": "x...o...x...o...", "shaker": "g.g.g.g.g.g.g.g."}, (0.0, 0.5)),
)  # fmt: skip

COMPS = {
    "palm": Comp("broken", "guitar",
                 orders=("0 2 1 2 3 2 1 2", "0 1 2 1 3 1 2 1", "0 2 3 2 0 2 3 2",
                         "0 0 2 0 3 0 2 0"),
                 step=0.5, length=0.36, strum_ms=0, velocity=0.58),
    "palm_chords": Comp("pulse", "triad", step=0.5, length=0.42, strum_ms=6, velocity=0.54),
    "piano_eighths": Comp("pulse", "close", step=0.5, length=0.86, strum_ms=4, velocity=0.5),
    "piano_hits": Comp("hits", "close",
                       ("x-----x-----x---", "x-------x-------", "x---x---x---x---",
                        "x-----x-x---x---"),
                       length=0.96, strum_ms=6, velocity=0.56),
    "piano_broken": Comp("broken", "spread",
                         orders=("0 1 2 3 2 1 2 1", "0 2 1 3 2 3 1 2", "0 1 3 2 3 1 2 1"),
                         step=0.5, length=1.4, velocity=0.52),
    "island": Comp("strum", "strum", ("x---x-x-..x-x-x-", "x---x-xxx---x-xx", "x-x-x-x-x-x-x-x-"),
                   length=0.8, strum_ms=16, velocity=0.52),
    "swell": Comp("sustain", "wide", strum_ms=10, length=1.02, velocity=0.5),
}  # fmt: skip

_BRIGHT = (
    "x---x---x-x-----", "x-----x-x-------", "..x-x-x-x-------", "x-x-x---x---....",
    "x-------x-x-x---", "x---x-x-....x-x-",
)  # fmt: skip

LEADS = {
    "hook": LeadManner(_BRIGHT, motif_bars=(1, 2), space=0.34, span=13, register=0.56, steps=2.0,
                       tensions=0.4, ornament=0.0, legato=0.96, velocity=0.62,
                       scale="pentatonic", phrases=("riff", "period", "sentence"),
                       shapes=("turn", "arch", "insist", "fall", "gap_fill")),
    "bells": LeadManner(
        ("x---x---x---....", "x-x-x-------....", "x-------x-------", "....x-x-x-------"),
        motif_bars=(1, 2), space=0.42, span=13, register=0.52, steps=2.4, tensions=0.6,
        ornament=0.0, legato=1.2, velocity=0.56, scale="pentatonic", phrases=("riff", "call"),
        shapes=("broken_chord", "turn", "arch"),
    ),
    "rising": LeadManner(
        ("x-------x-------", "x-----x-x-------", "x-------x---x---"), motif_bars=(2,), space=0.24,
        span=15, register=0.56, steps=2.2, tensions=0.4, ornament=0.0, legato=1.0, velocity=0.62,
        phrases=("period", "song"), shapes=("rise", "arch", "gap_fill"),
    ),
    "counter": LeadManner(("x-------x-------", "x-----x-x-------"), register=0.5, velocity=0.54,
                          ornament=0.0, tensions=0.4),
}  # fmt: skip

PACK = Pack(
    name="corporate",
    title="Corporate background",
    summary="Bright, even and unobtrusive: for presentations, product films and podcasts.",
    source="Stock music of the 2010s: eighth-note pulses with delay, four-chord loops in major, "
    "layers that build to claps, bells and strings.",
    tempo_bpm=(100, 116, 128),
    energy=0.52,
    valence=0.65,
    modes={
        "dark": {"minor": 2, "dorian": 1.5, "major": 1.5},
        "neutral": {"major": 4, "mixolydian": 0.6, "minor": 0.8},
        "bright": {"major": 6, "lydian": 0.8},
    },
    tonics=(0, 2, 4, 5, 7, 9, 10),
    progressions={
        "dark": (
            *minor("i | VII | VI | VII", "VI | III | VII | i", "iadd9 | VImaj7 | III | VII",
                   "i | III | VII | VI"),
            *major("vi | I/3 | IV | V", "vi7 | IVadd9 | Iadd9 | Vsus4", "IV | vi | V | V/3"),
        ),
        "neutral": (
            *minor("VI | VII | III | i7", "III | VII | i | VI", "VImaj7 | VII | i7 | IIIadd9"),
            *major("I | V | vi7 | IVadd9", "Iadd9 | iii7 | IV | Vsus4 V", "vi7 | V | IVadd9 | I/3",
                   "IVadd9 | I/3 | V | vi7", "ii7 | IV | I | V", "I | Vsus4 | IV | IV"),
        ),
        "bright": (
            *major("I | V/3 | vi7 | IVadd9", "Iadd9 | IVadd9 | vi7 | Vsus4", "IV | V | vi | I/3",
                   "I | I/3 | IVadd9 | V", "IVadd9 | Iadd9 | V | vi7", "Iadd9 | Iadd9 | IVmaj7 | V",
                   "I | ii7 | vi7 | IV", "vi7 | IV | I | V/3"),
            *minor("III | VI | VII | III", "VI | III | VII | IV"),
        ),
    },
    cadences={
        "major": ("IV V | I", "IVadd9 | Iadd9", "Vsus4 V | Iadd9", "IV | I"),
        "minor": ("VI VII | i", "VI VII | III | i", "VII | iadd9"),
    },
    turnarounds={"major": ("Vsus4", "V", "IV V"), "minor": ("VII", "V7sus4")},
    turnaround_rate=0.3,
    substitutions={"suspension": 0.1, "inversion": 0.14, "extension": 0.1},
    harmonic_rhythm={1: 2.0, 2: 2.0},
    solo_manners=("piano_broken", "left_hand"),
    palette=(
        Slot("guitar", Role.CHORDS,
             {"muted_guitar": 3, "clean_guitar": 1.4, "acoustic_guitar": 0.8, "marimba": 0.8},
             {"palm": 3, "palm_chords": 1.2}),
        Slot("piano", Role.CHORDS, {"piano": 2.4, "bright_piano": 1.2, "felt_piano": 0.9,
                                    "electric_piano": 0.6},
             {"piano_hits": 2, "piano_broken": 1.6, "piano_eighths": 1}, enters=0.28),
        Slot("bass", Role.BASS, {"electric_bass": 2.4, "picked_bass": 1, "synth_bass": 0.8},
             {"eighths": 1.6, "pushed": 1.2, "kick_lock": 2, "sustained": 0.8}, enters=0.4),
        Slot("drums", Role.DRUMS, {"pop_kit": 3, "folk_percussion": 0.8}, {"": 1}, enters=0.44),
        Slot("pad", Role.PAD, {"warm_pad": 2, "slow_strings": 1.4, "crystal_pad": 0.7,
                               "strings": 0.8},
             {"held_wide": 2, "held_high": 1, "swell": 1}, enters=0.38, chance=0.9),
        Slot("lead", Role.LEAD,
             {"glockenspiel": 1.2, "bells": 1, "piano": 1.4, "clean_guitar": 1.2, "soft_lead": 0.9,
              "marimba": 0.6, "celesta": 0.7, "ukulele": 0.5, "violin": 0.6, "music_box": 0.4},
             {"hook": 2.4, "bells": 1.4, "rising": 1.2}, enters=0.46, chance=0.92),
        Slot("pluck", Role.ARP, {"synth_pluck": 1.6, "marimba": 0.8, "pizzicato_strings": 1,
                                 "harp": 0.5, "trance_pluck": 0.4},
             {"arp_eighths": 1.4, "arp_gated": 0.7, "arp_sparkle": 1},
             enters=0.56, chance=0.65),
        Slot("ukulele", Role.CHORDS, {"ukulele": 1.2, "acoustic_guitar": 1}, {"island": 1},
             enters=0.58, chance=0.35),
        Slot("strings", Role.COUNTER, {"strings": 1.6, "slow_strings": 1, "cello": 0.8,
                                       "french_horn": 0.5},
             {"guide": 2, "harmony": 0.5}, enters=0.64, chance=0.65),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1, "folk_percussion": 0.6},
             {"shaker": 1, "tambourine": 1}, enters=0.62, chance=0.5),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}, enters=0.36,
             chance=0.8),
    ),
    forms=(
        Form("presentation", (
            part("intro", "A", 4, 0.3, only="guitar pad", keep=5),
            part("A", "A", 8, 0.42, drop="lead", keep=6),
            part("A", "A", 8, 0.54, keep=9),
            part("B", "B", 8, 0.66, keep=6),
            part("break", "C", 4, 0.34, drop="drums bass percussion", keep=3),
            part("B", "B", 8, 0.74, keep=4),
            part("A", "A", 8, 0.62, keep=2),
            part("outro", "A", 4, 0.32, drop="drums percussion arp", keep=7),
        ), weight=1.5),
        Form("product", (
            part("intro", "A", 4, 0.34, only="piano pad", keep=4),
            part("A", "A", 8, 0.5, keep=9),
            part("B", "B", 8, 0.62, keep=6),
            part("A", "A", 8, 0.58, keep=4),
            part("break", "B", 8, 0.36, drop="drums percussion", keep=3),
            part("B", "B", 8, 0.76, keep=4),
            part("outro", "A", 4, 0.36, drop="drums", keep=7),
        )),
        Form("long rise", (
            part("intro", "A", 8, 0.26, only="guitar piano", keep=4),
            part("A", "A", 8, 0.38, drop="lead", keep=3),
            part("A", "A", 8, 0.5, keep=9),
            part("B", "B", 8, 0.6, keep=6),
            part("B", "B", 8, 0.72, keep=3),
            part("C", "C", 8, 0.8, keep=2),
            part("outro", "A", 4, 0.3, drop="drums percussion", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=4.0,
    loose_velocity=0.06,
    timing_ms={"snare": (2, 3), "clap": (4, 3), "chords": (0, 3), "lead": (4, 4)},
    fills="kit",
    fill_rate=0.5,
    break_rate=0.5,
    ring_seconds=3.2,
    endings={"ring": 2.0, "hit": 1.4, "fade": 0.3},
    mix=MixPreset(
        channels={
            "guitar": Channel(-2.0, pan=-0.3, width=1.2, room_db=-18, delay_db=-11,
                              inserts=(HighPass(130), Peak(2_200, -1.5, 0.8))),
            "piano": Channel(-2.5, pan=0.16, width=1.2, room_db=-16, hall_db=-17,
                             inserts=(HighPass(110),)),
            "ukulele": Channel(-7.0, pan=0.45, room_db=-16, inserts=(HighPass(200),)),
            "chords": Channel(-2.5, width=1.15, room_db=-16, hall_db=-17, inserts=(HighPass(120),)),
            "bass": Channel(-2.0, width=0.0, inserts=(Compressor(-20, 3.0, 10, 120),)),
            "drums": Channel(-1.0, width=1.3, room_db=-16,
                             inserts=(Compressor(-18, 2.5, 12, 110),)),
            "percussion": Channel(-9.0, pan=0.35, room_db=-17, inserts=(HighPass(250),)),
            "pad": Channel(-8.0, width=1.5, hall_db=-11, sidechain_db=1.5,
                           inserts=(HighPass(150), LowPass(8_000))),
            "lead": Channel(-1.5, pan=0.05, width=1.2, hall_db=-12, delay_db=-14,
                            inserts=(HighPass(180), Peak(2_400, -1.5, 0.8))),
            "arp": Channel(-7.0, pan=0.38, width=1.4, hall_db=-13, delay_db=-12,
                           inserts=(HighPass(220),)),
            "counter": Channel(-6.0, pan=-0.18, width=1.4, hall_db=-11, inserts=(HighPass(130),)),
            "transitions": Channel(-11.0, width=1.4, hall_db=-12),
        },
        room=Reverb(0.6, 6.0, 220, 8_000),
        hall=Reverb(2.2, 24.0, 230, 7_000),
        delay=Delay(0.75, 0.38, 4_500),
        bus=(Compressor(-16, 2.4, 8, 120), HighShelf(8_000, -1.0)),
        width=1.25,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Bright", "Forward", "Open", "Clear", "Shared", "Early", "Simple", "Better", "New",
             "Rising"),
            ("Horizon", "Milestone", "Blueprint", "Launch", "Momentum", "Office", "Morning",
             "Handshake", "Outlook", "Idea", "Skyline"),
            ("at Nine", "by Design", "from Day One", "on the Top Floor", "for the Whole Team",
             "Step by Step", "in Plain Sight"),
        ),
        "ru": TitleWords(
            ("Новый/Новая/Новое/Новые", "Ясный/Ясная/Ясное/Ясные",
             "Светлый/Светлая/Светлое/Светлые", "Общий/Общая/Общее/Общие",
             "Ранний/Ранняя/Раннее/Ранние", "Открытый/Открытая/Открытое/Открытые"),
            ("горизонт:m", "утро:n", "запуск:m", "команда:f", "идея:f", "шаг:m", "планы:pl",
             "высота:f", "начало:n"),
            ("с первого дня", "шаг за шагом", "на верхнем этаже", "для всей команды",
             "к девяти утра", "без лишних слов"),
        ),
    },
    reference=Reference((-6.6, -4.6), (12.5, 15.5), (0.42, 0.74)),
    bass_on_kick=0.45,
)  # fmt: skip
