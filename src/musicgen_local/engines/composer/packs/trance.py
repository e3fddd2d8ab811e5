"""Trance: bass between the kicks, gated and plucked chords, one great melody after a long break.

Uplifting and progressive trance from the middle of the 1990s on: 132-142 beats a minute, open hats
off the beat, bass on the sixteenths that the kick leaves free, minor progressions of four long
chords that circle without a dominant, supersaws, and a form whose heart is a break without drums in
which the theme appears, a roll, and the theme again over everything.

Sources: Snoman, *Dance Music Manual* (2004), chapter on trance: tempi of 135-150, off-beat bass,
breaks and 16-bar builds; Butler, *Unlocking the Groove* (2006), on forms by adding and withdrawing
layers; the uplifting records of 1997-2003 for VI-VII-i loops; Pestana et al., "Spectral
Characteristics of Popular Commercial Recordings 1950-2010" (AES 135, 2013): about -5 dB per octave;
supersaws and hats keep it at -4.3 to -6, wide, with a crest of 10-14 dB.
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

_FOUR = "X...X...X...X..."

GROOVES = (
    Groove(
        "uplifting",
        {"kick": _FOUR, "clap": "....x.......x...", "hat_open": "..X...X...X...X.",
         "hat": "o.ogo.ogo.ogo.og"},
        (0.55, 1.0),
        answer={"clap": "....x.......x..o"},
        weight=1.4,
    ),
    Groove(
        "driving",
        {"kick": _FOUR, "snare": "....x.......x...", "hat_open": "..x...x...x...x.",
         "shaker": "xogoxogoxogoxogo", "ride": "..o...o...o...o."},
        (0.65, 1.0),
        answer={"snare": "....x.......x.gx"},
    ),
    Groove(
        "ride",
        {"kick": _FOUR, "clap": "....X.......X...", "hat_open": "..x...x...x...x.",
         "ride": "x.x.x.x.x.x.x.x."},
        (0.78, 1.0),
        answer={"clap": "....X.......X.xx"},
        weight=1.2,
    ),
    Groove(
        "progressive",
        {"kick": _FOUR, "clap": "....o.......o...", "hat": "..x...x...x...x.",
         "rim": "...o......o..o..", "shaker": "g.o.g.o.g.o.g.o."},
        (0.4, 0.75),
        answer={"rim": "...o..o...o..o.."},
    ),
    Groove(
        "congas",
        {"kick": _FOUR, "clap": "....x.......x...", "hat_open": "..x...x...x...x.",
         "bongo_high": "x..o..x...x..o..", "bongo_low": "......o.......oo"},
        (0.5, 0.9),
        answer={"bongo_high": "x..o..x..xx..o.x"},
    ),
    Groove("steady", {"kick": _FOUR, "hat_open": "..x...x...x...x."}, (0.25, 0.6),
           answer={"hat": "............g.go"}),
    Groove("first", {"kick": _FOUR, "hat": "..o...o...o...o.", "shaker": "g.g.g.g.g.g.g.g."},
           (0.15, 0.5)),
    Groove("air", {"shaker": "g.g.g.g.g.g.g.g.", "hat": "..g...g...g...g."}, (0.0, 0.25)),
)  # fmt: skip

COMPS = {
    "gate": Comp(
        "hits", "spread",
        ("x.xx.xx.x.xx.xx.", "xx.xx.x.xx.xx.x.", "x.xxx.xxx.xxx.xx", "x..x..x.x..x..x.",
         "x.x.xx.xx.x.xx.x", "..x...x...x...x."),
        length=0.72, strum_ms=0, velocity=0.58,
    ),
    "anthem": Comp("hits", "wide", ("x-----x-----x---", "x--x--x--x--x-x-", "x---------------",
                                    "x-----------x-x-", "x-x-x-x-x-x-x-x-"),
                   length=0.92, strum_ms=0, velocity=0.64),
    "plucked": Comp("hits", "stab", ("x..x..x..x..x.x.", "x.x..x.x..x.x..x", "x..x..x.x..x..x.",
                                     "..x.x..x..x.x..x"),
                    length=0.6, strum_ms=0, velocity=0.6),
    "swell": Comp("sustain", "spread", strum_ms=0, velocity=0.55),
    "piano_break": Comp("broken", "close",
                        orders=("0 1 2 3 2 1 2 3", "0 2 1 3 2 3 1 2", "0 1 2 3 4 3 2 1"),
                        velocity=0.56),
}  # fmt: skip

LEADS = {
    "anthem": LeadManner(
        ("x-----x-----x---", "x--x--x--x--x-x-", "x-----x-x-----x-", "x---x--x--x-x---",
         "x-------x--x--x-", "x--x--x-----x-x-", "x-----x-----x-x-"),
        motif_bars=(2,), space=0.1, span=16, steps=2.3, tensions=0.45, ornament=0.03,
        phrases=("period", "sentence", "song"), shapes=("arch", "wave", "gap_fill", "fall", "rise"),
        velocity=0.76,
    ),
    "pluck_riff": LeadManner(
        ("x.xx.xx.x.xx.xx.", "xx.xx.x.xx.xx.x.", "x..x..x.x..x..x.", "x.x.x..x.x.x.x..",
         "x.xxx.x.x.xxx.x."),
        motif_bars=(1, 2), space=0.12, span=17, steps=2.4, tensions=0.4, ornament=0.0,
        phrases=("riff", "sentence"), shapes=("broken_chord", "wave", "turn", "arch"), legato=0.7,
        velocity=0.68,
    ),
    "breath": LeadManner(
        ("x-------x---x---", "x-----------x---", "x-----x---------", "x---x---x-------"),
        motif_bars=(2,), space=0.2, span=14, tensions=0.55, ornament=0.06,
        phrases=("period", "song"), velocity=0.66,
    ),
    "counter": LeadManner(("x-------x-------", "..x-----x---x---"), register=0.5, velocity=0.5,
                          ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="trance",
    source="Uplifting and progressive trance from 1995 on: bass between the kicks, gated "
    "supersaws, long minor loops, a break that shows the theme and a drop that carries it.",
    tempo_bpm=(128, 137, 145),
    energy=0.78,
    valence=0.2,
    modes={
        "dark": {"minor": 4, "phrygian": 0.8},
        "neutral": {"minor": 4, "dorian": 1},
        "bright": {"major": 2.2, "minor": 1.2, "lydian": 0.6, "mixolydian": 0.6},
    },
    progressions={
        "dark": (
            *minor("i | i | VI | VII", "i | VI | iv | v", "i | VII | VI | v", "i | i | iv | VI",
                   "VI | iv | i | i", "i | v/3 | VI | iv", "i | bII | i | VII"),
            *major("vi | IV | ii | iii", "vi | vi | IV | iii", "ii | vi | IV | iii"),
        ),
        "neutral": (
            *minor("VI | VII | i | i", "i | VI | III | VII", "iv | VI | i | VII",
                   "VI | VII | v | i", "i | III | VII | iv", "i | VII/3 | VI | VII",
                   "VImaj7 | VII | i | III/3"),
            *major("vi | IV | I | V", "IV | V | vi | iii", "vi | V/3 | I | IV",
                   "ii | IV | vi | V"),
        ),
        "bright": (
            *major("I | V | vi | IV", "IV | V | vi | I/3", "IV | I/3 | V | vi",
                   "Iadd9 | V/3 | vi | IVadd9", "IVmaj7 | V | I | vi", "I | IV | vi | V"),
            *minor("III | VII | i | VI", "VI | III | VII | i", "VI | VII | III | i",
                   "i | VI | VII | III"),
        ),
    },
    cadences={
        "major": ("IV V | I", "IV | Iadd9", "V | I"),
        "minor": ("VI VII | i", "iv VII | i", "VI | i"),
    },
    turnarounds={"major": ("Vsus4 V", "V"), "minor": ("VII", "Vsus4 V")},
    turnaround_rate=0.15,
    pedal_rate=0.25,
    substitutions={"suspension": 0.06, "inversion": 0.08},
    harmonic_rhythm={1: 1.5, 2: 3.0},
    palette=(
        Slot("drums", Role.DRUMS, {"trance_kit": 5, "house_kit": 0.4}, {"": 1}, enters=0.15),
        Slot("bass", Role.BASS, {"rolling_bass": 4, "synth_bass": 1.4, "sub_bass": 0.5},
             {"between_kicks": 5, "offbeat": 0.8}, enters=0.4),
        Slot("pad", Role.PAD, {"warm_pad": 1.4, "string_machine": 1.4, "choir_pad": 1.2,
                               "crystal_pad": 1, "strings": 0.8, "glass_pad": 0.6},
             {"swell": 2, "held_wide": 1, "held_high": 0.6}, enters=0.1),
        Slot("keys", Role.CHORDS, {"supersaw": 3.4, "poly_synth": 1, "stab": 0.8, "piano": 0.5},
             {"gate": 2.6, "anthem": 2, "plucked": 1}, enters=0.46),
        Slot("arp", Role.ARP, {"trance_pluck": 3, "synth_pluck": 1.2, "square_lead": 0.5},
             {"arp_up": 1.4, "arp_updown": 1.4, "arp_gated": 1.6, "arp_synth": 1.4,
              "arp_ostinato": 1},
             enters=0.36, chance=0.9),
        Slot("lead", Role.LEAD, {"supersaw": 2, "saw_lead": 2, "trance_pluck": 1.4,
                                 "soft_lead": 0.8, "piano": 0.7, "hoover_lead": 0.5},
             {"anthem": 4, "pluck_riff": 1.6, "breath": 0.8}, enters=0.3),
        Slot("counter", Role.COUNTER, {"string_machine": 1, "bells": 0.8, "soft_lead": 0.8,
                                       "voice_oohs": 0.7},
             {"guide": 1.6, "harmony": 1, "answer": 0.8}, enters=0.74, chance=0.5),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1, "bongo_kit": 0.7},
             {"shaker": 1.4, "bongos": 1, "tambourine": 1}, enters=0.66, chance=0.5),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("uplifting", (
            part("intro", "A", 8, 0.42, only="drums percussion arp transitions", keep=5),
            part("A", "A", 8, 0.62, only="drums bass arp percussion pad transitions", keep=5),
            part("A", "A", 8, 0.7, drop="lead counter", keep=3),
            part("break", "B", 8, 0.34, only="pad lead arp counter transitions", keep=5),
            part("build", "B", 4, 0.64, drop="bass lead", keep=5),
            part("drop", "B", 8, 0.92, keep=9),
            part("drop", "B", 8, 0.96, keep=4),
            part("A", "A", 8, 0.72, drop="lead", keep=2),
            part("outro", "A", 8, 0.46, only="drums bass pad transitions", keep=7),
        ), weight=1.6, hints=("drop",)),
        Form("two summits", (
            part("intro", "A", 8, 0.44, only="drums bass transitions arp", keep=5),
            part("A", "A", 8, 0.66, drop="lead counter", keep=5),
            part("build", "B", 4, 0.6, drop="bass lead", keep=3),
            part("drop", "B", 8, 0.86, keep=9),
            part("break", "C", 8, 0.32, only="pad lead keys transitions", keep=4),
            part("build", "C", 8, 0.62, drop="bass", keep=4),
            part("drop", "B", 8, 0.95, keep=6),
            part("drop", "B", 8, 0.9, keep=2),
            part("outro", "A", 8, 0.45, only="drums bass arp transitions", keep=7),
        ), hints=("drop",)),
        Form("sunrise", (
            part("intro", "A", 8, 0.2, only="pad arp transitions", keep=4),
            part("A", "A", 8, 0.48, drop="lead keys counter", keep=4),
            part("A", "A", 8, 0.64, drop="lead counter", keep=5),
            part("B", "B", 8, 0.8, keep=9),
            part("break", "B", 8, 0.3, only="pad lead transitions", keep=4),
            part("build", "B", 4, 0.62, drop="bass", keep=3),
            part("B", "B", 8, 0.94, keep=6),
            part("outro", "A", 8, 0.42, drop="lead counter keys", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=0.8,
    loose_velocity=0.04,
    sweeps=True,
    fills="clap",
    fill_rate=0.8,
    break_rate=0.75,
    ring_seconds=3.8,
    endings={"ring": 2.0, "hit": 1.0, "fade": 0.6},
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.3, room_db=-20,
                             inserts=(Drive(7.0), Compressor(-16, 2.8, 8, 80))),
            "bass": Channel(-2.0, width=0.0, inserts=(Drive(4.0), LowPass(4_500)),
                            sidechain_db=4.0),
            "pad": Channel(-8.0, width=1.6, hall_db=-9, inserts=(HighPass(190), Chorus(0.4, 2.6)),
                           sidechain_db=7.0),
            "keys": Channel(-3.5, width=1.5, hall_db=-13, delay_db=-16,
                            inserts=(HighPass(170), Peak(400, -2.0, 0.9)), sidechain_db=5.0),
            "chords": Channel(-5.0, width=1.3, hall_db=-14, inserts=(HighPass(170),),
                              sidechain_db=4.0),
            "arp": Channel(-6.0, pan=0.15, width=1.5, hall_db=-15, delay_db=-11,
                           inserts=(HighPass(230),), sidechain_db=3.0),
            "lead": Channel(-2.0, width=1.5, hall_db=-11, delay_db=-11,
                            inserts=(HighPass(200), Drive(2.0)), sidechain_db=2.5),
            "counter": Channel(-7.0, pan=-0.25, width=1.3, hall_db=-12, delay_db=-14,
                               inserts=(HighPass(220),), sidechain_db=3.0),
            "percussion": Channel(-9.0, pan=-0.3, width=1.2, room_db=-17,
                                  inserts=(HighPass(240),)),
            "transitions": Channel(-8.0, width=1.5, hall_db=-11, inserts=(HighPass(60),)),
        },
        room=Reverb(0.5, 5.0, 280, 8_500),
        hall=Reverb(3.2, 28.0, 300, 8_000),
        delay=Delay(0.75, 0.45, 5_500),
        sidechain_release_beats=0.5,
        bus=(Peak(280, -1.5, 0.8), Drive(6.0), HighShelf(8_000, -2.5),
             Compressor(-14, 2.2, 15, 100)),
        width=1.4,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Higher", "Radiant", "Northern", "Weightless", "Crystal", "Distant", "Boundless",
             "Solar", "Rising", "Silver", "Luminous"),
            ("Meridian", "Ascent", "Horizon", "Aurora", "Orbit", "Daybreak", "Equinox", "Voyage",
             "Altitude", "Beacon", "Gravity"),
            ("Above the Clouds", "at First Light", "Beyond the Sea", "on the Last Wave",
             "Over the Coast", "Before Sunrise"),
        ),
        "ru": TitleWords(
            ("Далёкий/Далёкая/Далёкое/Далёкие", "Северный/Северная/Северное/Северные",
             "Хрустальный/Хрустальная/Хрустальное/Хрустальные",
             "Солнечный/Солнечная/Солнечное/Солнечные", "Невесомый/Невесомая/Невесомое/Невесомые",
             "Высокий/Высокая/Высокое/Высокие"),
            ("горизонт:m", "меридиан:m", "орбита:f", "рассвет:m", "сияние:n", "высота:f", "маяк:m",
             "небеса:pl"),
            ("над облаками", "на рассвете", "за морем", "над побережьем", "выше ветра"),
        ),
    },
    title="Trance",
    summary="Uplifting melodies over a bass that rolls between the kicks: long breaks, big "
    "supersaws, wide and bright.",
    reference=Reference((-6.2, -4.3), (10.0, 14.2), (0.42, 0.86)),
)  # fmt: skip
