"""Pop: a hook in the first half minute, verses that hold back, a chorus that everybody opens for.

Between 84 and 128 bpm; drums that are half kit, half machine; four-bar loops whose chords often
start away from home; bass in dotted pushes; a pre-chorus that lifts, a bridge that leaves.

Sources: Seabrook, *The Song Machine* (2015), on the hook and the track-and-hook way of writing;
de Clercq & Temperley, *A corpus analysis of rock harmony* (2011), on IV, V, vi and bVII; the royal
road (IV V iii vi) of J-pop; records from ABBA to Max Martin's and Carly Rae Jepsen's.
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

GROOVES = (
    Groove(
        "radio",
        {"kick": "X.....x.X.x.....", "snare": "....X.......X...", "hat": "x.o.x.o.x.o.x.o."},
        (0.42, 0.8),
        answer={"kick": "X.....x.X.x...x.", "hat_open": "..............x."},
    ),
    Groove(
        "dance chorus",
        {"kick": "X...X...X...X...", "snare": "....X.......X...", "clap": "....x.......x...",
         "hat_open": "..x...x...x...x.", "hat": "x.o.x.o.x.o.x.o."},
        (0.68, 1.0), weight=1.2,
        answer={"snare": "....X.......X.gx"},
    ),
    Groove(
        "dotted",
        {"kick": "X..x..x...x.....|X..x..x...x..x..", "snare": "....X.......X...",
         "clap": "....o.......o...", "hat": "x.x.x.x.x.x.x.x."},
        (0.5, 0.95),
        answer={"snare": "....X.......X..x"},
    ),
    Groove(
        "four and claps",
        {"kick": "X...X...X...X.x.", "clap": "....X.......X...", "hat": "o.x.o.x.o.x.o.x.",
         "shaker": "g.o.g.o.g.o.g.o."},
        (0.55, 0.92),
    ),
    Groove(
        "anthem",
        {"kick": "X.....x.X.x...x.", "snare": "....X.......X...", "clap": "....X.......X...",
         "ride": "x.x.x.x.x.x.x.x.", "tambourine": "g.o.g.o.g.o.g.o."},
        (0.74, 1.0),
        answer={"kick": "X.....x.X.x.x.x."},
    ),
    Groove(
        "sixteen hats",
        {"kick": "X......xX.x.....", "snare": "....X.......X...", "hat": "xgogxgogxgogxgoo"},
        (0.5, 0.85),
        answer={"hat_open": "..............x.", "kick": "X......xX.x..x.."},
    ),
    Groove(
        "half-time verse",
        {"kick": "X.....x...x.....", "clap": "........X.......", "hat": "x.x.x.x.x.x.xxx."},
        (0.3, 0.62),
        answer={"hat": "x.x.xxx.x.x.x.xx"},
    ),
    Groove(
        "snaps",
        {"kick": "x.......x.x.....", "rim": "....x.......x...", "shaker": "g.o.g.o.g.o.g.o."},
        (0.15, 0.5),
    ),
    Groove("heartbeat", {"kick": "x.o.....x.o.....", "hat": "....g.......g..."}, (0.0, 0.36)),
)  # fmt: skip

COMPS = {
    "pop_piano": Comp(
        "hits", "close",
        ("x---x---x---x---", "x-----x-----x---", "x--x--x---x--x--", "x-----x-x-------",
         "x---x-x---x-x---"),
        length=0.92, strum_ms=6, velocity=0.62,
    ),
    "pushed": Comp(
        "hits", "close", ("x-----x---------", "x--x--x---------", "x-------x-----x-",
                          "x-----x-----x---"),
        strum_ms=8, velocity=0.6,
    ),
    "pluck_line": Comp(
        "broken", "triad",
        orders=("0 2 1 2 0 2 1 2", "2 1 0 1 2 1 0 1", "0 1 2 1 0 2 1 2", "0 -1 2 1 -1 2 0 -1"),
        step=0.5, length=0.5, velocity=0.56,
    ),
    "funk_mutes": Comp(
        "hits", "triad", ("..x-..x-..x-x-..", "x-.x..x-..x-....", "..x-.x..x-..x-..",
                          "x...x-.x..x-..x-"),
        length=0.6, strum_ms=8, velocity=0.58,
    ),
    "strummed_pop": Comp(
        "strum", "strum", ("x---x-x-..x-x-x-", "x---x-x-x-x-x-x-", "x-----x-..x-x---",
                           "x-x-x-xx..xxx-x-"),
        strum_ms=18, velocity=0.58,
    ),
    "wall": Comp("sustain", "spread", strum_ms=0, velocity=0.56),
    "chopped": Comp(
        "hits", "stab", ("x-.x-.x-.x-.x-x-", "x-x-..x-x-x-..x-", "x--x--x--x--x-x-"),
        length=0.75, strum_ms=0, velocity=0.56,
    ),
    "broken_keys": Comp(
        "broken", "close", orders=("0 2 1 2 3 2 1 2", "0 1 2 3 2 1 2 1", "3 2 1 0 1 2 3 2"),
        velocity=0.54,
    ),
}  # fmt: skip

_VOCAL = (
    "x-x-x-x-x---....", "..x-x-x-x-x-x---", "x--x--x-x-------", "x-x---x-x-x-....",
    "..x-x---x-x-x---", "x--x--x---x-x---", "....x-x-x-x-x-x-", "x-x-xx--x-x-x---",
)  # fmt: skip

LEADS = {
    "vocal": LeadManner(_VOCAL, motif_bars=(1, 2), space=0.26, span=13, steps=1.8, tensions=0.4,
                        ornament=0.12, velocity=0.7, register=0.56,
                        shapes=("insist", "turn", "arch", "fall", "wave"),
                        phrases=("period", "riff", "sentence", "song")),
    "hook": LeadManner(
        ("x--x--x-x--x--x-", "x-x-..x-x-..x-x-", "x-.x-.x-x-x-....", "x-x-x-..x-x-x-..",
         "x--x--x---x-x-x-"),
        motif_bars=(1,), space=0.16, span=13, steps=2.0, scale="pentatonic", tensions=0.35,
        ornament=0.05, velocity=0.72, phrases=("riff", "period"),
    ),
    "long_notes": LeadManner(
        ("x-----------x---", "x-------x-------", "....x---------x-", "x-----x-x-------"),
        motif_bars=(2,), space=0.2, span=14, steps=2.2, tensions=0.5, ornament=0.16,
        velocity=0.68, phrases=("period", "song"),
    ),
    "solo": LeadManner(
        ("x-x-xxx-x-x-x---", "x-xxx-x-x-xxx-x-", "..x-x-xxx-x-x---"), motif_bars=(2,),
        space=0.16, span=18, register=0.62, scale="pentatonic", tensions=0.4, ornament=0.18,
        velocity=0.74, phrases=("sentence", "song"),
    ),
    "counter": LeadManner(_VOCAL, register=0.5, velocity=0.54, tensions=0.4, ornament=0.04,
                          scale="pentatonic"),
}  # fmt: skip

PACK = Pack(
    name="pop",
    source="Radio pop of five decades: loops that avoid the tonic, pre-choruses on ii and IV, "
    "borrowed iv and bVII, dotted pushes in bass and keys, claps with the snare, repeated-note "
    "melodies whose hook opens upwards.",
    title="Pop",
    summary="Verses, a lift, and a chorus with a hook: bright, tight, made to be hummed.",
    tempo_bpm=(84, 110, 128),
    energy=0.62,
    valence=0.45,
    modes={
        "dark": {"minor": 3, "dorian": 0.8},
        "neutral": {"major": 2.5, "minor": 2, "dorian": 0.5, "mixolydian": 0.4},
        "bright": {"major": 5, "mixolydian": 0.6, "lydian": 0.3},
    },
    progressions={
        "dark": (
            *minor(
                "i | VI | III | VII", "VI | VII | i | i", "i | iv | VI | V", "i | VII | VI | VII",
                "iv | i | VI | VII", "VI | iv | i | V7", "i | v | VI | iv",
            ),
            *major("vi | iii | IV | iv", "vi | IV | ii | V", "ii | vi | IV | V/3"),
        ),
        "neutral": (
            *minor("i | III | VII | iv", "VI | III | VII | i", "i7 | IV | VI | VII",
                   "III | VII | i | VI", "iv | VII | III | VI"),
            *major(
                "vi | IV | I | V", "IVmaj7 | V | iii7 | vi", "IV | I | V | vi",
                "ii7 | IV | I | V", "I | iii | vi | IV", "vi | V/3 | I | IV",
                "IVmaj7 | iii7 | vi7 | V", "I | V/3 | bVII | IV",
            ),
        ),
        "bright": (
            *major(
                "I | V | vi | IV", "IV | V | vi | I/3", "I | vi | IV | V", "I | IV | vi | V",
                "IVmaj7 | V | iii7 | vi7 | ii7 | V | I | I7",
                "I | V/3 | vi | iii | IV | I/3 | ii | V",
                "I | IV | I | V", "IV | I/3 | ii | V", "I | ii7 | IV | I", "I | iii | IV | iv",
            ),
            *minor("VI | VII | III | i", "III | VII | iv | VI", "i | III | iv | VI"),
        ),
    },
    cadences={
        "major": ("IV V | I", "iv | I", "IV | I", "ii7 V | I"),
        "minor": ("VI VII | i", "iv V | i", "iv | i"),
    },
    turnarounds={"major": ("V", "IV V", "Vsus4 V"), "minor": ("VII", "VI VII", "V")},
    turnaround_rate=0.4,
    substitutions={"suspension": 0.08, "inversion": 0.1, "modal_mixture": 0.04,
                   "extension": 0.05},
    harmonic_rhythm={1: 5.0, 2: 0.5},
    pedal_rate=0.15,
    palette=(
        Slot("drums", Role.DRUMS, {"pop_kit": 1}, {"": 1}, enters=0.3),
        Slot("bass", Role.BASS, {"synth_bass": 2, "electric_bass": 2.4, "sub_bass": 0.8,
                                 "fm_bass": 0.6},
             {"pop_figure": 3, "kick_lock": 2, "eighths": 1, "octaves": 0.6, "pushed": 0.8},
             enters=0.42),
        Slot("keys", Role.CHORDS, {"piano": 2.4, "electric_piano": 1.2, "fm_electric_piano": 0.8,
                                   "poly_synth": 1.2, "bright_piano": 0.8},
             {"pop_piano": 2.4, "pushed": 1.6, "broken_keys": 1.2}, enters=0.0),
        Slot("guitar", Role.CHORDS, {"muted_guitar": 2.2, "clean_guitar": 1.6,
                                     "acoustic_guitar": 1.4, "twelve_string": 0.4},
             {"pluck_line": 2, "strummed_pop": 1.4, "funk_mutes": 1.2}, enters=0.48, chance=0.8),
        Slot("chorus synth", Role.PAD, {"supersaw": 1.5, "poly_synth": 1.4, "string_machine": 1,
                                        "strings": 0.7},
             {"wall": 2, "chopped": 1.2}, enters=0.7),
        Slot("lead", Role.LEAD,
             {"soft_lead": 1.6, "synth_pluck": 1.4, "saw_lead": 1, "piano": 0.8,
              "clean_guitar": 0.8, "voice_oohs": 0.8, "bells": 0.5, "pulse_lead": 0.4,
              "violin": 0.3, "kalimba": 0.4},
             {"vocal": 3, "hook": 2, "long_notes": 0.8}, enters=0.44),
        Slot("pad", Role.PAD, {"warm_pad": 2, "glass_pad": 1.2, "voice_oohs": 0.8,
                               "string_machine": 0.6},
             {"held_wide": 2, "held_high": 1}, enters=0.36, chance=0.7),
        Slot("counter", Role.COUNTER,
             {"synth_pluck": 1.2, "bells": 1, "clean_guitar": 0.8, "celesta": 0.6, "strings": 0.5,
              "soft_lead": 0.8},
             {"answer": 2, "guide": 1, "harmony": 0.7}, enters=0.66, chance=0.65),
        Slot("arp", Role.ARP, {"synth_pluck": 1.4, "poly_synth": 0.6, "trance_pluck": 0.4},
             {"arp_gated": 1.4, "arp_eighths": 1.2, "arp_synth": 1}, enters=0.72, chance=0.4),
        Slot("percussion", Role.PERCUSSION, {"soft_percussion": 1},
             {"shaker": 2, "tambourine": 1.4, "congas": 0.3}, enters=0.6, chance=0.6),
        Slot("transitions", Role.TRANSITIONS, {"transitions": 1}, {"": 1}, enters=0.3,
             chance=0.75),
    ),
    forms=(
        Form("verse pre chorus", (
            part("intro", "B", 4, 0.46, drop="drums bass", keep=4),
            part("verse", "A", 8, 0.5, drop="counter arp", keep=6),
            part("pre-chorus", "C", 4, 0.6, keep=5),
            part("chorus", "B", 8, 0.82, keep=9),
            part("verse", "A", 8, 0.56, keep=4),
            part("pre-chorus", "C", 4, 0.64, keep=3),
            part("chorus", "B", 8, 0.86, keep=4),
            part("bridge", "D", 8, 0.42, drop="drums", keep=4),
            part("chorus", "B", 8, 0.92, keep=5),
            part("outro", "B", 4, 0.5, drop="lead", keep=7),
        ), weight=1.4),
        Form("hook first", (
            part("chorus", "B", 4, 0.7, drop="drums", keep=5),
            part("verse", "A", 8, 0.5, keep=6),
            part("pre-chorus", "C", 4, 0.62, keep=5),
            part("chorus", "B", 8, 0.84, keep=9),
            part("post-chorus", "E", 4, 0.88, keep=3),
            part("verse", "A", 8, 0.54, keep=4),
            part("pre-chorus", "C", 4, 0.64, keep=3),
            part("chorus", "B", 8, 0.88, keep=5),
            part("break", "A", 4, 0.34, only="keys pad lead", keep=3),
            part("chorus", "B", 8, 0.94, keep=4),
            part("outro", "B", 4, 0.55, keep=7),
        ), hints=("no intro",)),
        Form("dance pop", (
            part("intro", "A", 4, 0.4, drop="lead counter", keep=4),
            part("verse", "A", 8, 0.52, drop="arp", keep=6),
            part("build", "C", 4, 0.64, drop="counter", keep=6),
            part("drop", "B", 8, 0.88, keep=9),
            part("verse", "A", 8, 0.56, keep=4),
            part("build", "C", 4, 0.68, drop="counter", keep=4),
            part("drop", "B", 8, 0.94, keep=5),
            part("bridge", "D", 4, 0.36, drop="drums bass", keep=3),
            part("drop", "B", 8, 0.96, keep=4),
            part("outro", "A", 4, 0.46, drop="lead", keep=7),
        ), weight=0.8, hints=("drop",)),
        Form("slow burner", (
            part("intro", "A", 4, 0.26, only="keys pad", keep=4),
            part("verse", "A", 8, 0.36, drop="drums", keep=6),
            part("chorus", "B", 8, 0.6, keep=9),
            part("verse", "A", 8, 0.5, keep=5),
            part("chorus", "B", 8, 0.78, keep=5),
            part("bridge", "C", 8, 0.54, keep=4),
            part("chorus", "B", 8, 0.92, keep=5),
            part("outro", "A", 4, 0.32, drop="drums", keep=7),
        ), weight=0.7, hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    solo_manners=("left_hand", "left_hand_slow"),
    swing=(0.5, 0.53),
    swing_beats=0.25,
    timing_ms={"snare": (3, 3), "clap": (6, 4), "kick": (0, 1), "hat": (-1, 2), "chords": (2, 4),
               "lead": (6, 6), "bass": (0, 3)},
    loose_ms=3.5,
    loose_velocity=0.06,
    sweeps=True,
    fills="kit",
    fill_rate=0.75,
    break_rate=0.6,
    ring_seconds=3.2,
    endings={"ring": 2, "hit": 1.4, "tag": 1, "cold": 0.8},
    # dense, loud and flat as charts are, with a little more room than they keep
    reference=Reference(tilt_db_per_octave=(-6.4, -4.6), crest_db=(11.0, 15.0), width=(0.44, 0.8)),
    bass_on_kick=0.35,
    mix=MixPreset(
        channels={
            "drums": Channel(0.0, width=1.3, room_db=-16,
                             inserts=(Peak(350, -2.0, 0.9), HighShelf(8_000, -1.5),
                                      Drive(4.0), Compressor(-19, 4.0, 3, 80))),
            "bass": Channel(-2.5, width=0.0, sidechain_db=3.0,
                            inserts=(Peak(800, 1.5, 0.8), Compressor(-20, 3.0, 12, 110))),
            "keys": Channel(-4.0, pan=-0.12, width=1.3, room_db=-15, hall_db=-18,
                            inserts=(HighPass(140), Peak(300, -1.5, 0.8))),
            "guitar": Channel(-7.5, width=1.0, room_db=-15, delay_db=-18, double=True,
                              inserts=(HighPass(170), Chorus(0.5, 1.8, 0.3))),
            "chords": Channel(-5.0, width=1.2, room_db=-15, inserts=(HighPass(130),)),
            "chorus synth": Channel(-6.0, width=1.6, hall_db=-15, sidechain_db=4.0,
                                    inserts=(HighPass(200),)),
            "lead": Channel(-0.5, pan=0.0, width=1.0, room_db=-17, hall_db=-14, delay_db=-15,
                            inserts=(HighPass(180), Compressor(-20, 2.5, 8, 120))),
            "pad": Channel(-10.0, width=1.6, hall_db=-12, sidechain_db=3.0,
                           inserts=(HighPass(220), LowPass(9_000))),
            "counter": Channel(-6.5, pan=-0.38, hall_db=-14, delay_db=-14,
                               inserts=(HighPass(240),)),
            "arp": Channel(-9.0, pan=0.3, width=1.5, hall_db=-15, delay_db=-14,
                           inserts=(HighPass(300),)),
            "percussion": Channel(-10.0, pan=0.35, width=1.3, room_db=-17),
            "transitions": Channel(-9.0, width=1.5, hall_db=-12),
        },
        room=Reverb(0.55, 8.0, 220, 8_500),
        hall=Reverb(2.0, 26.0, 260, 7_500),
        delay=Delay(0.75, 0.32, 5_000),
        sidechain_release_beats=0.4,
        bus=(Compressor(-15, 2.6, 8, 110),),
        width=1.35,
        master="loud",
    ),
    titles={
        "en": TitleWords(
            ("Electric", "Neon", "Sunday", "Golden", "Paper", "Honest", "Midnight", "Brand-New",
             "Weekend", "Candy", "Borrowed", "Brighter"),
            ("Hearts", "Summer", "Postcards", "Skyline", "Sparkle", "Crush", "Headlights",
             "Confetti", "Daydream", "Jacket", "Balloons", "Echoes"),
            ("on Repeat", "Till Morning", "in Technicolor", "at the Crosswalk", "for the Weekend",
             "Without You", "by the Vending Machine", "All Over Again"),
        ),
        "ru": TitleWords(
            ("Золотой/Золотая/Золотое/Золотые", "Яркий/Яркая/Яркое/Яркие",
             "Летний/Летняя/Летнее/Летние", "Новый/Новая/Новое/Новые",
             "Неоновый/Неоновая/Неоновое/Неоновые", "Бумажный/Бумажная/Бумажное/Бумажные"),
            ("сердце:n", "лето:n", "открытки:pl", "мечта:f", "огни:pl", "билет:m", "улыбка:f",
             "воскресенье:n", "танец:m", "куртка:f"),
            ("на повторе", "до утра", "на выходные", "без тебя", "у светофора", "ещё раз",
             "в цвете"),
        ),
    },
)  # fmt: skip
