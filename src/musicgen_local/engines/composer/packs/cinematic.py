"""Cinematic: strings, horns and drums that grow to one summit, and the quiet after it.

Sources: S. Adler, *The Study of Orchestration* (2002), for ranges and doublings; the string
ostinatos and slow summits of Hans Zimmer's scores (*Inception*, 2010).
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    HighPass,
    HighShelf,
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
    Groove("march", {"kick": "X.......x.......", "snare": "....o..gg...o.gg",
           "tom_low": "x..x..x.x..x..x."},
           (0.55, 1.0), answer={"snare": "....o..gg.ooxoxx"}),
    Groove("thunder", {"kick": "X.....x.X.......", "tom_low": "x.oox.oox.oox.oo",
           "tom_mid": "......o.......o."},
           (0.7, 1.0), answer={"tom_mid": "..........x.x.x."}),
    Groove("pulse", {"kick": "x.......o.......", "tom_low": "o..o..o.o..o..o."}, (0.4, 0.8)),
    Groove("far drums", {"kick": "x...............", "tom_low": "........o......."}, (0.0, 0.5)),
)  # fmt: skip

COMPS = {
    "chorale": Comp("sustain", "choir", strum_ms=0, length=1.0, velocity=0.56),
    "ostinato": Comp("pulse", "close", step=0.5, length=0.62, strum_ms=0, velocity=0.54),
    "sixteenth_ostinato": Comp(
        "broken", "triad", orders=("0 1 2 1", "0 2 1 2", "0 0 1 2",
        "0 1 0 2"), step=0.25, length=0.35,
        velocity=0.54,
    ),
    "spiccato": Comp(
        "hits", "triad", ("x.x.xxx.x.x.xxx.", "x..x..x.x..x..x.", "x.xxx.xxx.xxx.xx"), length=0.6,
        strum_ms=0, velocity=0.56,
    ),
    "swell": Comp("hits", "wide", ("x---------------",
    "x-------x-------"), strum_ms=20, length=1.02,
                  velocity=0.52),
    "felt": Comp("left_hand", "close", orders=("0 1 2 3", "0 1 2 1",
    "0 2 1 3"), step=1.0, velocity=0.5),
}  # fmt: skip

_THEMES = (
    "x-------x---x---", "x-----x-x-------", "x---x---x-------", "x-----x-x---x---",
    "x-------x-----x-", "x---x-x-x-------",
)  # fmt: skip

LEADS = {
    "theme": LeadManner(_THEMES, motif_bars=(2,), space=0.26, span=18, steps=2.6, tensions=0.35,
                        ornament=0.0, velocity=0.7, legato=1.0,
                        shapes=("gap_fill", "arch", "rise", "fall", "turn", "broken_chord"),
                        phrases=("period", "sentence", "song")),
    "lament": LeadManner(
        ("x-----------x-x-", "x-------x---x---", "x---x-----------", "....x-x-x-------"),
        motif_bars=(2,), space=0.2, span=16, steps=2.3, tensions=0.6, ornament=0.06, velocity=0.62,
        legato=1.02, shapes=("fall", "arch", "turn", "gap_fill"), phrases=("period", "song"),
    ),
    "counter": LeadManner(("x-------x-------", "x---x---x-------"), register=0.5, velocity=0.6,
                          tensions=0.4, ornament=0.0, legato=1.0),
}  # fmt: skip

PACK = Pack(
    name="cinematic",
    title="Cinematic",
    summary="Orchestra, choir and big drums that grow from a whisper to an epic close.",
    source="Film and trailer scoring: aeolian and chromatic-mediant progressions, string ostinati, "
    "horn themes in fifths and sixths, drums in long crescendos; late-romantic voice leading.",
    tempo_bpm=(66, 88, 126),
    energy=0.55,
    valence=-0.15,
    modes={
        "dark": {"minor": 4, "phrygian": 0.7},
        "neutral": {"minor": 2.5, "dorian": 1.2, "mixolydian": 0.4},
        "bright": {"major": 3, "lydian": 1.2, "mixolydian": 0.8},
    },
    tonics=(0, 2, 3, 4, 5, 7, 9, 10),
    progressions={
        "dark": (
            *minor("i | VI | iv | V", "i | bII | i | V", "i | VI | III | VII", "i | iv | i/3 | V",
                   "i | #iiio7 | iv | V", "i | vi | i | VI", "i | VI | iv | bII",
                   "i | i7/7 | VI | V7"),
            *major("vi | IV | ii | III", "I | bVI | iv | I"),
        ),
        "neutral": (
            *minor("i | VI | III | VII", "VI | VII | i | i", "i | VII | VI | VII",
                   "i | III | VII | iv",
                   "VI | III/3 | iv | i", "i | v | VI | VII"),
            *major("vi | IV | I | V", "I | iii | vi | IV", "I | bVII | IV | I",
                   "I | bVI | bVII | I"),
        ),
        "bright": (
            *major("I | V/3 | vi | IV", "I | IV/^1 | V/^1 | I", "IV | V | vi | I/3",
                   "I | II/^1 | IV | I",
                   "I | bVII | IV | V", "I | iii | IV | Vsus4 V"),
            *minor("VI | VII | III | i", "III | VII | i | VI", "VI | III | VII | i"),
        ),
    },
    cadences={
        "major": ("IV Vsus4 | I", "iv | I", "bVI bVII | I", "IV V | I"),
        "minor": ("iv V | i", "VI VII | i", "bII V | i", "iv | iadd9"),
    },
    turnarounds={"major": ("Vsus4 V", "V"), "minor": ("Vsus4 V", "V")},
    turnaround_rate=0.4,
    pedal_rate=0.35,
    substitutions={"suspension": 0.14, "inversion": 0.16, "modal_mixture": 0.1, "extension": 0.05,
                   "secondary_dominant": 0.04},
    harmonic_rhythm={1: 4.0, 2: 1.2},
    beats_per_bar={4: 0.85, 3: 0.15},
    solo_manners=("felt", "left_hand_slow"),
    palette=(
        Slot("strings", Role.PAD, {"strings": 3, "slow_strings": 2, "tremolo_strings": 0.6},
             {"chorale": 3, "swell": 1}),
        Slot("ostinato",
             Role.CHORDS, {"strings": 2, "pizzicato_strings": 1.4, "piano": 1, "harp": 0.7,
                                       "felt_piano": 0.8},
             {"ostinato": 2, "sixteenth_ostinato": 2, "spiccato": 2}, enters=0.38),
        Slot("bass", Role.BASS, {"contrabass": 3, "tuba": 0.8, "sub_bass": 0.6},
             {"sustained": 2.5, "pedal": 0.8, "root_fifth": 0.6}, enters=0.3),
        Slot("lead",
             Role.LEAD, {"french_horn": 2.4, "violin": 1.6, "cello": 1.6, "trumpet": 0.9,
                         "oboe": 0.8,
                                 "flute": 0.7, "piano": 0.8, "clarinet": 0.5},
             {"theme": 3, "lament": 1}, enters=0.34),
        Slot("choir", Role.COUNTER, {"choir": 2, "french_horn": 1, "cello": 1, "strings": 0.8},
             {"guide": 2, "harmony": 1}, enters=0.6, chance=0.8),
        Slot("theme", Role.COUNTER,
             {"french_horn": 1.2, "strings": 1.5, "trumpet": 0.8, "trombone": 0.6}, {"double": 1},
             enters=0.72, chance=0.85),
        Slot("brass", Role.CHORDS, {"brass": 1}, {"chorale": 2, "swell": 1}, enters=0.74,
             chance=0.8),
        Slot("drums", Role.DRUMS, {"orchestral_percussion": 1}, {"": 1}, enters=0.55),
        Slot("taiko",
             Role.PERCUSSION, {"taiko": 2, "timpani": 1.4}, {"": 1}, enters=0.66, chance=0.85),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}, enters=0.3),
    ),
    forms=(
        Form("ascent", (
            part("intro", "A", 4, 0.2, only="strings pad ostinato transitions", keep=4),
            part("A", "A", 8, 0.38, keep=9),
            part("A", "A", 8, 0.52, keep=4),
            part("B", "B", 8, 0.68, keep=6),
            part("break", "C", 4, 0.26, drop="drums percussion", keep=2),
            part("A", "A", 8, 0.76, keep=4),
            part("B", "B", 8, 0.95, keep=5),
            part("outro", "A", 4, 0.24, drop="drums percussion", keep=7),
        ), hints=("slow build",), weight=1.5),
        Form("three scenes", (
            part("intro", "A", 4, 0.24, keep=3, drop="lead"),
            part("A", "A", 8, 0.44, keep=9),
            part("B", "B", 8, 0.6, keep=6),
            part("break", "C", 8, 0.3, drop="drums percussion", keep=3),
            part("B", "B", 8, 0.8, keep=4),
            part("A", "A", 8, 0.9, keep=4),
            part("outro", "A", 4, 0.28, drop="drums", keep=7),
        )),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=9.0,
    loose_velocity=0.07,
    timing_ms={"pad": (-12, 4), "lead": (4, 5), "chords": (0, 4)},
    fills="drums",
    fill_rate=0.8,
    break_rate=0.35,
    ring_seconds=4.5,
    endings={"ring": 2.0, "hit": 1.5, "roll": 1.0},
    # The soundtracks that the default ranges come from, with more percussion at the top.
    reference=Reference((-8.0, -5.2), (14.5, 17.8), (0.44, 0.79)),
    mix=MixPreset(
        channels={
            "pad": Channel(-3.0, width=1.3, hall_db=-10),
            "chords": Channel(-4.0, pan=-0.15, width=1.2, hall_db=-12, inserts=(HighPass(90),)),
            "brass": Channel(-3.5, pan=0.2, width=1.0, hall_db=-10),
            "bass": Channel(-3.5, pan=0.1, width=0.4, hall_db=-15, inserts=(LowShelf(90, 1.5),)),
            "lead": Channel(0.0, pan=0.05, hall_db=-10, inserts=(HighPass(90),)),
            "counter": Channel(-4.0, pan=-0.2, width=1.3, hall_db=-9, inserts=(HighPass(110),)),
            "drums": Channel(-2.5, width=1.2, hall_db=-11, inserts=(HighShelf(5_000, -2.5),)),
            "percussion": Channel(-2.5, width=1.1, hall_db=-10),
            "arp": Channel(-7.0, pan=0.3, hall_db=-11),
            "transitions": Channel(-8.0, width=1.4, hall_db=-10),
        },
        room=Reverb(1.1, 12.0, 150, 7_000),
        hall=Reverb(3.2, 32.0, 160, 6_500),
        bus=(HighShelf(6_500, -3.5),),
        width=1.15,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Last", "Iron", "Rising", "Fallen", "Distant", "Burning", "Ancient", "First",
             "Silent", "Endless"),
            ("Banner", "Crossing", "Kingdom", "Winter", "Ember", "Horizon", "Oath", "Fortress",
             "Tide",
             "Ascent", "Frontier"),
            ("Beyond the Wall", "at the World's Edge", "Before the Battle", "of the North",
             "Under Two Moons", "Among the Ruins"),
        ),
        "ru": TitleWords(
            ("Последний/Последняя/Последнее/Последние", "Железный/Железная/Железное/Железные",
             "Древний/Древняя/Древнее/Древние", "Далёкий/Далёкая/Далёкое/Далёкие",
             "Пылающий/Пылающая/Пылающее/Пылающие"),
            ("рубеж:m", "клятва:f", "зима:f", "королевство:n", "берег:m", "знамя:n",
             "восхождение:n", "врата:pl"),
            ("на краю мира", "перед битвой", "среди руин", "за стеной", "под двумя лунами"),
        ),
    },
)  # fmt: skip
