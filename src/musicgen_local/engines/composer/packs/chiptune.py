"""Chiptune: the music of an eight-bit console: two pulses, a triangle and a noise channel.

Four voices and no more: chords are broken faster than the ear counts them, the triangle is the
bass, drums are bursts of noise, one at a time, under a sampled kick. Melodies carry everything.

Sources: the 2A03 sound chip of the Famicom/NES (two pulse channels with four duty cycles, one
triangle, one noise, one for short samples; ticks at 60 Hz) and the soundtracks written for it by
Koji Kondo, Manami Matsumae, Takashi Tateishi and Hirokazu Tanaka, 1985 to 1993; Collins, *Game
Sound*, ch. 2. A pulse wave falls 6 dB per octave and drums are white: the spectrum's range is
flatter than that of bands, the crest factor a little lower, for pulses hardly have peaks, and the
width narrow.
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

# one noise at a time, for that channel has one voice; the kick is the sample channel's
GROOVES = (
    Groove("overworld", {"kick": "x.......x.......", "snare": "....X.......X...",
                         "hat": "..o...o...o...oo"},
           (0.35, 0.72), answer={"snare": "....X.......X.x.", "hat": "..o...o...o....."}),
    Groove("runner", {"kick": "x..x....x.x.....", "snare": "....X.......X...",
                      "hat": ".o...oo..o.o.o.o"},
           (0.62, 1.0), answer={"snare": "....X..x....X.xx", "hat": ".o...oo..o.o.o.."}),
    Groove("march", {"kick": "x...x...x...x...", "snare": "..x...x...x...xx"},
           (0.5, 0.76), weight=0.8),
    Groove("boss", {"kick": "x.x...x.x.x...x.", "snare": "....X.......X...",
                    "hat": ".o.o...o.o.o...o"},
           (0.76, 1.0), answer={"snare": "....X.......XxXx", "hat": ".o.o...o.o.o...."}),
    Groove("gallop", {"kick": "x.xx....x.xx....", "snare": "....X.......X...",
                      "hat": "......o.......oo"}, (0.7, 1.0)),
    Groove("menu", {"kick": "x.......o.......", "hat": "....o...g...o.g."}, (0.0, 0.5)),
    Groove("cave", {"kick": "x.....o.........", "snare": "............o...",
                    "hat": "...g.......g...."}, (0.0, 0.55)),
)  # fmt: skip

_QUICK = (
    "x-x-x-x-x---x---",
    "x-xxx-x-x-x-x---",
    "x--x--x-x--x--x-",
    "x-x-..x-x-x-..x-",
    "xxx-x-x-xxx-x---",
    "x---x-x-x-xxx-x-",
    "x-x-x-xxx-x-x-x-",
)
_BOLD = (
    "x---x-x-x-------", "x-----x-x---x---", "x--x--x-x-------", "x---x---x-x-x-x-",
    "x-----xxx---x---", "..x-x-x-x---x-x-",
)  # fmt: skip

LEADS = {
    "hero": LeadManner(_BOLD, motif_bars=(1, 2), space=0.14, span=19, register=0.6, steps=2.5,
                       tensions=0.3, ornament=0.06, legato=0.9, velocity=0.74,
                       shapes=("broken_chord", "arch", "rise", "gap_fill", "fall"),
                       phrases=("period", "sentence", "riff")),
    "runner": LeadManner(_QUICK, motif_bars=(1, 2), space=0.14, span=19, register=0.62, steps=2.2,
                         tensions=0.3, ornament=0.04, legato=0.82, velocity=0.74,
                         shapes=("wave", "broken_chord", "turn", "arch", "gap_fill"),
                         phrases=("riff", "sentence", "period")),
    "bounce": LeadManner(
        ("x-.xx-.xx---x-.x", "x..xx-..x-.xx---", "x-..x-.xx-..x---", "x-.xx-x-x-.xx-x-"),
        motif_bars=(1, 2), space=0.18, span=16, register=0.6, steps=2.2, tensions=0.3,
        ornament=0.08, legato=0.72, velocity=0.74, phrases=("call", "period", "riff"),
        shapes=("turn", "wave", "broken_chord", "insist", "fall"),
    ),
    "ballad": LeadManner(
        ("x-------x---x---", "x-----x-x-------", "x---x---x-x-x---", "..x-x-x-x-------"),
        motif_bars=(2,), space=0.2, span=17, register=0.58, steps=2.4, tensions=0.5, ornament=0.1,
        legato=0.96, velocity=0.7, phrases=("period", "song"),
    ),
    "counter": LeadManner(_BOLD, register=0.48, velocity=0.6, ornament=0.0),
}  # fmt: skip

COMPS = {
    "two_notes": Comp("broken", "triad", orders=("0 2 1 2", "0 1 2 1"), step=0.25, length=0.34,
                      strum_ms=0, velocity=0.54),
}  # fmt: skip

PACK = Pack(
    name="chiptune",
    title="Chiptune",
    summary="Eight-bit game music: two pulses, a triangle, noise, and a tune you keep.",
    source="Console music of the 1980s: modal rock and march harmony in short loops, broken chords "
    "at frame rate, triangle basses in octaves, melodies of arpeggios and runs.",
    tempo_bpm=(112, 142, 176),
    energy=0.68,
    valence=0.35,
    modes={
        "dark": {"minor": 4, "phrygian": 1, "dorian": 0.8},
        "neutral": {"minor": 2, "dorian": 1.2, "major": 2, "mixolydian": 1.2},
        "bright": {"major": 4, "mixolydian": 1.2, "lydian": 1},
    },
    progressions={
        "dark": (
            *minor("i | bII | i | VII", "i | VI | iv | V7", "i | i | VI | VII", "i | VII | VI | V",
                   "i | #iiio7 | iv | V7", "iv | i | bII | V7", "i | iv | VI bII | V"),
            *major("vi | IV | bVII | III7", "I | bVI | iv | V7"),
        ),
        "neutral": (
            *minor("i | III | VII | IV", "i | VII | IV | i", "VI | VII | i | i",
                   "iv | VII | III | VI", "i | VI | III | VII | i | VI | iv | V7"),
            *major("I | bVII | IV | I", "I | bIII | IV | bVI", "vi | IV | I | V",
                   "I | II | IV | I", "I | v | IV | bVII"),
        ),
        "bright": (
            *major("I | bVI bVII | I | V", "I IV | V I | IV II7 | V7", "I | V/3 | vi | IV",
                   "I | I7/7 | IV/3 | iv/3", "IV | V | iii | vi | ii | V | I | I7",
                   "I | bVII | bVI | V7", "I | IV | ii | V7"),
            *minor("III | VII | i | VI", "VI | VII | III | IV"),
        ),
    },
    cadences={
        "major": ("bVI bVII | I", "IV V | I", "ii V7 | I", "bVII | I"),
        "minor": ("VI VII | i", "iv V7 | i", "bII V7 | i", "VII | i"),
    },
    turnarounds={"major": ("V7", "bVII", "IV V"), "minor": ("V7", "VII", "bII")},
    turnaround_rate=0.45,
    substitutions={"secondary_dominant": 0.08, "suspension": 0.05, "relative": 0.06,
                   "passing_diminished": 0.05, "modal_mixture": 0.06},
    harmonic_rhythm={1: 4.0, 2: 0.8},
    beats_per_bar={4: 0.92, 3: 0.08},
    solo_manners=("two_notes", "left_hand"),
    palette=(
        Slot("pulse 2", Role.ARP, {"pulse_arp": 1},
             {"arp_chip": 3, "arp_chip_wide": 1.6, "arp_chip_sixteenths": 1.6, "arp_synth": 0.6},
             enters=0.56),
        Slot("triangle", Role.BASS, {"triangle_bass": 1},
             {"octaves": 2, "eighths": 1.4, "rolling": 1, "groove": 1.2, "root_fifth": 0.8,
              "walking": 0.6, "kick_lock": 1}, enters=0.25, octave_shift=1),
        Slot("noise", Role.DRUMS, {"chip_noise_kit": 1}, {"": 1}, enters=0.35),
        Slot("pulse 1", Role.LEAD, {"pulse_lead": 3, "square_lead": 1},
             {"hero": 2.4, "runner": 2, "bounce": 1.4, "ballad": 0.8}, enters=0.3),
    ),
    forms=(
        Form("stage", (
            part("intro", "A", 4, 0.46, drop="lead", keep=4),
            part("A", "A", 8, 0.66, keep=9),
            part("B", "B", 8, 0.74, keep=6),
            part("A", "A", 8, 0.72, keep=4),
            part("C", "C", 8, 0.82, keep=4),
            part("B", "B", 8, 0.78, keep=3),
            part("outro", "A", 4, 0.5, keep=7),
        ), weight=1.4),
        Form("boss", (
            part("intro", "C", 2, 0.6, drop="drums lead", keep=3),
            part("A", "A", 8, 0.78, keep=9),
            part("A", "A", 8, 0.82, keep=4),
            part("B", "B", 8, 0.9, keep=6),
            part("break", "C", 4, 0.42, drop="drums", keep=3),
            part("A", "A", 8, 0.92, keep=4),
            part("outro", "B", 4, 0.56, keep=7),
        )),
        Form("world map", (
            part("A", "A", 8, 0.5, keep=9),
            part("B", "B", 8, 0.62, keep=6),
            part("A", "A", 8, 0.6, keep=4),
            part("bridge", "C", 8, 0.44, drop="drums", keep=3),
            part("B", "B", 8, 0.72, keep=3),
            part("outro", "A", 4, 0.46, keep=7),
        ), hints=("no intro",)),
        Form("power up", (
            part("intro", "A", 4, 0.34, only="bass", keep=4),
            part("A", "A", 8, 0.52, drop="drums", keep=3),
            part("A", "A", 8, 0.66, keep=9),
            part("B", "B", 8, 0.78, keep=6),
            part("C", "C", 8, 0.88, keep=3),
            part("outro", "A", 4, 0.5, keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=0.4,
    loose_velocity=0.03,
    fills="chip",
    fill_rate=0.75,
    break_rate=0.35,
    ring_seconds=3.2,
    endings={"hit": 2.0, "ring": 1.4, "tag": 0.8},
    mix=MixPreset(
        channels={
            "lead": Channel(0.0, pan=-0.18, room_db=-20, delay_db=-15, inserts=(HighPass(120),)),
            "arp": Channel(-3.5, pan=0.55, room_db=-20, delay_db=-20,
                           inserts=(HighPass(160), HighShelf(7_000, -2.0))),
            "bass": Channel(-3.0, width=0.0, inserts=(HighPass(50), Compressor(-20, 3.0, 8, 90))),
            "drums": Channel(-4.5, width=1.3, room_db=-22,
                             inserts=(HighPass(70), Compressor(-24, 5.0, 1, 60))),
            "counter": Channel(-3.0, pan=0.34, room_db=-24, inserts=(HighPass(140),)),
            "chords": Channel(-4.0, pan=0.25, room_db=-22, inserts=(HighPass(140),)),
            "pad": Channel(-9.0, width=1.2, room_db=-20, inserts=(LowPass(9_000),)),
            "percussion": Channel(-8.0, pan=-0.3),
        },
        room=Reverb(0.35, 3.0, 300, 9_000),
        hall=Reverb(1.0, 12.0, 260, 8_000),
        delay=Delay(0.75, 0.25, 6_000),
        bus=(Compressor(-18, 3.0, 4, 80),),
        width=1.5,
        master="balanced",
    ),
    titles={
        "en": TitleWords(
            ("Pixel", "Turbo", "Secret", "Lost", "Hidden", "Infinite", "Tiny", "Electric", "Final",
             "Eight-Bit"),
            ("Castle", "Quest", "Level", "Cartridge", "Dragon", "Starship", "Dungeon", "Robot",
             "Treasure", "Moon Base", "Password"),
            ("of World Three", "on One Life", "Beyond the Warp", "at the Bonus Stage",
             "in the Water Level", "Before the Boss", "with No Continues"),
        ),
        "ru": TitleWords(
            ("Пиксельный/Пиксельная/Пиксельное/Пиксельные",
             "Секретный/Секретная/Секретное/Секретные", "Последний/Последняя/Последнее/Последние",
             "Бесконечный/Бесконечная/Бесконечное/Бесконечные",
             "Маленький/Маленькая/Маленькое/Маленькие", "Скрытый/Скрытая/Скрытое/Скрытые"),
            ("замок:m", "уровень:m", "картридж:m", "дракон:m", "робот:m", "ракета:f",
             "подземелье:n", "сокровища:pl", "крепость:f"),
            ("из третьего мира", "на одной жизни", "перед боссом", "на бонусном этапе",
             "под водой", "без продолжений"),
        ),
    },
    reference=Reference((-6.0, -3.4), (12.0, 15.8), (0.14, 0.46)),
    bass_on_kick=0.4,
)  # fmt: skip
