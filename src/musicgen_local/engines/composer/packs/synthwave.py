"""Synthwave: gated drums, rolling bass, wide saws, a lead over the motorway at night.

Sources: Kavinsky, *OutRun* (2013), and the scores of John Carpenter and Tangerine Dream around
1980: gated snares, octave and eighth-note basses, minor keys with VI and VII.
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
        "motorway",
        {"kick": "X.......X.......", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
        (0.4, 1.0),
        answer={"kick": "X.......X.X....."},
    ),
    Groove(
        "arcade",
        {"kick": "X...X...X...X...", "snare": "....X.......X...", "hat": "xoxoxoxoxoxoxoxo",
         "hat_open": "..............o."},
        (0.6, 1.0),
        answer={"snare": "....X.......X.x."},
    ),
    Groove(
        "chase",
        {"kick": "X..X..X.X..X....", "snare": "....X.......X...", "hat": "x.xxx.xxx.xxx.xx",
         "clap": "....o.......o..."},
        (0.65, 1.0),
        answer={"kick": "X..X..X.X..X..X."},
    ),
    Groove(
        "offbeat",
        {"kick": "X...X...X...X...", "snare": "....X.......X...", "hat_open": "..x...x...x...x."},
        (0.55, 0.95),
        answer={"tom_high": "............x...", "tom_mid": "..............x."},
    ),
    Groove("night", {"kick": "x.........x.....", "snare": "....x.......x...",
           "hat": "o.o.o.o.o.o.o.o."},
           (0.25, 0.6)),
    Groove("pulse", {"kick": "x.......x.......", "hat": "..o...o...o...o."}, (0.0, 0.4)),
)  # fmt: skip

COMPS = {
    "wide_chords": Comp("sustain", "spread", strum_ms=0, velocity=0.58),
    "stabs": Comp("hits", "stab", ("x--x--x-x--x--x-", "x-..x-..x-x-..x-", "x-----x-....x-x-",
                                   "..x-..x-..x-..x-"),
                  length=0.8, strum_ms=0, velocity=0.62),
    "pushes": Comp("hits", "close", ("x-----x---------", "x-----x-----x---", "x-----------x-x-"),
                   length=0.98, strum_ms=0, velocity=0.6),
}  # fmt: skip

_LINES = (
    "x-----x-x---x---", "x---x-x-x-------", "x-x-x---x-----x-", "x--x--x-x-------",
    "..x-x-x-x---x---", "x-----x-----x---", "x-x-..x-x---x---",
)  # fmt: skip

LEADS = {
    "soaring": LeadManner(_LINES, space=0.18, span=17, steps=2.4, tensions=0.45, ornament=0.14,
                          phrases=("period", "sentence", "song"), velocity=0.74),
    "arcade": LeadManner(
        ("x-x-x-x-x---x---", "xxx-x-x-x-x-x---", "x-x-xxx-x---....", "x-xxx-x-x-xxx---"),
        motif_bars=(1,), space=0.22, span=17, steps=2.3, tensions=0.35, ornament=0.06,
        shapes=("broken_chord", "wave", "arch", "turn"), phrases=("riff", "sentence", "period"),
    ),
    "counter": LeadManner(_LINES, register=0.45, velocity=0.56, ornament=0.04, tensions=0.4),
}  # fmt: skip

PACK = Pack(
    name="synthwave",
    title="Synthwave",
    summary="Gated drums, pulsing basses, wide analogue synths and neon leads of the eighties.",
    source="Film and arcade synthesizers of the 1980s and their revival: aeolian VI-VII-i, "
    "gated backbeats, sixteenth-note basses, arpeggios, portamento leads.",
    tempo_bpm=(84, 102, 122),
    energy=0.6,
    valence=0.0,
    modes={
        "dark": {"minor": 4, "phrygian": 0.6},
        "neutral": {"minor": 3, "dorian": 1.5},
        "bright": {"major": 2.5, "mixolydian": 1, "lydian": 0.4},
    },
    progressions={
        "dark": (
            *minor("i | i | VI | VII", "i | VI | iv | v", "i | iv | VI | V", "VI | VI | i | i",
                   "i | VII | VI | VI", "i | III | iv | VI", "i | i | VI | iv"),
            *major("vi | vi | IV | V", "vi | IV | ii | iii"),
        ),
        "neutral": (
            *minor("VI | VII | i | i", "i | VI | III | VII", "i | VII | iv | VI",
                   "VImaj7 | VII | v7 | i",
                   "iv | VI | i | VII", "VI | III | VII | i"),
            *major("vi | IV | I | V", "IV | V | vi | I/3", "I | V/3 | vi | IV",
                   "ii7 | IV | vi | V"),
        ),
        "bright": (
            *major("I | V | vi | IV", "IV | I | V | vi", "Iadd9 | IVadd9 | vi | V",
                   "I | iii | IV | V",
                   "IVmaj7 | V | iii7 | vi", "I | bVII | IV | I"),
            *minor("III | VII | i | VI", "VI | III | VII | iv", "VI | VII | III | i"),
        ),
    },
    cadences={
        "major": ("IV V | I", "IV | Iadd9", "bVII | I"),
        "minor": ("VI VII | i", "iv V | i", "VI | i"),
    },
    turnarounds={"major": ("Vsus4 V",), "minor": ("Vsus4 V", "V")},
    turnaround_rate=0.25,
    pedal_rate=0.3,
    substitutions={"suspension": 0.1, "inversion": 0.08, "extension": 0.08},
    harmonic_rhythm={1: 4.0, 2: 1.0},
    palette=(
        Slot("drums", Role.DRUMS, {"synthwave_kit": 1}, {"": 1}, enters=0.3),
        Slot("bass", Role.BASS, {"synth_bass": 4, "acid_bass": 0.6, "picked_bass": 0.5},
             {"rolling": 3, "eighths": 1.5, "octaves": 1.3}, enters=0.25),
        Slot("pad", Role.PAD, {"warm_pad": 2, "choir_pad": 1, "strings": 0.8, "glass_pad": 0.8},
             {"wide_chords": 2, "held_wide": 1}, enters=0.0),
        Slot("keys", Role.CHORDS, {"poly_synth": 3, "supersaw": 1.5, "fm_electric_piano": 1},
             {"pushes": 1.5, "stabs": 1.5, "wide_chords": 1}, enters=0.45),
        Slot("arp", Role.ARP, {"synth_pluck": 2, "square_lead": 1, "poly_synth": 0.6},
             {"arp_synth": 2, "arp_up": 1.5, "arp_updown": 1, "arp_gated": 1}, enters=0.36,
             chance=0.85),
        Slot("lead",
             Role.LEAD, {"saw_lead": 2.5, "soft_lead": 1, "square_lead": 1,
                         "fm_electric_piano": 0.5,
                                 "tenor_sax": 0.4, "clean_guitar": 0.4},
             {"soaring": 3, "arcade": 1.2}, enters=0.56),
        Slot("counter",
             Role.COUNTER, {"bells": 1, "soft_lead": 1, "square_lead": 0.7, "strings": 0.6},
             {"answer": 1.5, "harmony": 1, "guide": 1}, enters=0.72, chance=0.5),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}),
    ),
    forms=(
        Form("night drive", (
            part("intro", "A", 8, 0.34, only="pad arp bass transitions", keep=4),
            part("A", "A", 8, 0.55, drop="lead", keep=4),
            part("A", "A", 8, 0.64, keep=9),
            part("B", "B", 8, 0.82, keep=7),
            part("A", "A", 8, 0.66, keep=4),
            part("B", "B", 8, 0.86, keep=4),
            part("break", "C", 8, 0.36, drop="drums", keep=3),
            part("B", "B", 8, 0.92, keep=3),
            part("outro", "A", 8, 0.4, drop="lead counter", keep=7),
        )),
        Form("boss level", (
            part("intro", "A", 4, 0.42, only="arp bass pad transitions", keep=4),
            part("A", "A", 8, 0.66, keep=9),
            part("B", "B", 8, 0.8, keep=6),
            part("break", "C", 4, 0.4, drop="drums lead", keep=2),
            part("build", "C", 4, 0.6, drop="lead", keep=2),
            part("A", "A", 8, 0.74, keep=4),
            part("B", "B", 8, 0.9, keep=4),
            part("outro", "B", 4, 0.5, drop="counter", keep=7),
        )),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=1.5,
    loose_velocity=0.05,
    sweeps=True,
    fills="gated",
    fill_rate=0.75,
    ring_seconds=3.6,
    endings={"ring": 2.0, "fade": 1.2, "hit": 0.8},
    # Gated drums and bright saws, chorus on everything that is not the bass.
    reference=Reference((-6.3, -4.5), (12.0, 16.6), (0.4, 0.8)),
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.4, room_db=-12,
                             inserts=(HighShelf(6_000, -6.0), Compressor(-15, 2.5, 10, 90))),
            "bass": Channel(-2.0, width=0.0, inserts=(Drive(4.0), LowPass(3_800)),
                            sidechain_db=4.0),
            "pad": Channel(-6.5, width=1.6, hall_db=-14, inserts=(HighPass(160), Chorus(0.4, 3.0,
                                                                                        0.5)),
                           sidechain_db=5.0),
            "chords": Channel(-4.0, width=1.4, hall_db=-17, inserts=(HighPass(150), Chorus(0.7,
                                                                                           2.4,
                                                                                           0.4)),
                              sidechain_db=3.0),
            "arp": Channel(-6.5, pan=0.25, width=1.3, hall_db=-19, delay_db=-13,
                           inserts=(HighPass(220),),
                           sidechain_db=2.0),
            "lead": Channel(-1.5, hall_db=-14, delay_db=-13, inserts=(HighPass(180), Chorus(0.5,
                                                                                            1.6,
                                                                                            0.25))),
            "counter": Channel(-6.0, pan=-0.3, hall_db=-15, delay_db=-14, inserts=(HighPass(200),)),
            "transitions": Channel(-9.0, width=1.5, hall_db=-12),
            "percussion": Channel(-8.0, pan=0.3, room_db=-16),
        },
        room=Reverb(0.8, 2.0, 220, 7_500),
        hall=Reverb(2.6, 26.0, 240, 7_000),
        delay=Delay(0.75, 0.42, 4_500),
        sidechain_release_beats=0.5,
        bus=(HighShelf(6_500, -3.0), Compressor(-13, 1.8, 20, 130)),
        width=1.15,
    ),
    titles={
        "en": TitleWords(
            ("Neon", "Chrome", "Midnight", "Crimson", "Electric", "Lost", "Digital", "Turbo",
             "Violet",
             "Phantom"),
            ("Highway", "Arcade", "Horizon", "Skyline", "Vector", "Pursuit", "Mirage", "Cassette",
             "Overdrive", "Satellite"),
            ("After Dark", "at Two A.M.", "on Sunset Pier", "in Grid Nine", "Beyond the City"),
        ),
        "ru": TitleWords(
            ("Неоновый/Неоновая/Неоновое/Неоновые", "Полночный/Полночная/Полночное/Полночные",
             "Цифровой/Цифровая/Цифровое/Цифровые", "Багровый/Багровая/Багровое/Багровые",
             "Потерянный/Потерянная/Потерянное/Потерянные"),
            ("горизонт:m", "трасса:f", "спутник:m", "мираж:m", "город:m", "сигнал:m", "погоня:f",
             "огни:pl"),
            ("после заката", "в два часа ночи", "за городом", "на пустой трассе"),
        ),
    },
)  # fmt: skip
