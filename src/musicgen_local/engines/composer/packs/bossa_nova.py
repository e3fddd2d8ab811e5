"""Bossa nova: a nylon guitar and a whisper of drums, jazz chords over the samba's two beats.

Sources: the recordings of João Gilberto, Antônio Carlos Jobim and Stan Getz, 1958 to 1965, for
tempo, band and harmony; Faria, *The Brazilian Guitar Book*, and Faria & Korman, *Inside the
Brazilian Rhythm Section*, for guitar rhythms, the clave on the rim and the surdo in bass and
kick. Bars are counted in four, so that eighths here are the sixteenths of the written 2/4. The
spectrum's range is that of acoustic jazz: softer on top than pop, little below 60 Hz.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Compressor,
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

# two bars of eighths: the clave of the bossa is the samba's, its last stroke half a beat late
_THREE_TWO = "x..x..x.|..x..x.."
_TWO_THREE = "..x..x..|x..x..x."
_LATE = "x..x..x.|...x..x."

GROOVES = (
    Groove(
        "three two",
        {"rim": _THREE_TWO, "kick": "o..go..g", "hat": "xoxoxoxo", "hat_pedal": "..o...o."},
        (0.3, 0.85), steps_per_beat=2, weight=2.0,
        answer={"rim": _THREE_TWO},
    ),
    Groove(
        "two three",
        {"rim": _TWO_THREE, "kick": "o..go..g", "hat": "xoxoxoxo", "hat_pedal": "..o...o."},
        (0.3, 0.85), steps_per_beat=2, weight=1.5,
    ),
    Groove(
        "late stroke",
        {"rim": _LATE, "kick": "o..xo..x", "hat": "oxoxoxox"},
        (0.35, 0.8), steps_per_beat=2,
    ),
    Groove(
        "ride and rim",
        {"rim": _THREE_TWO, "kick": "x..xx..x", "ride": "xoxoxoxo", "hat_pedal": "..x...x."},
        (0.6, 1.0), steps_per_beat=2,
        answer={"rim": "..x..x.x", "hat_open": "......o."},
    ),
    Groove(
        "partido",
        {"rim": ".x.x..x.|.x.xx.x.", "kick": "x..xx..x", "hat": "xoxoxoxo", "snare": ".......g"},
        (0.65, 1.0), steps_per_beat=2,
    ),
    Groove(
        "whisper",
        {"rim": "o..o..o.|..o..o..", "kick": "g...o...", "shaker": "ogogogog"},
        (0.0, 0.4), steps_per_beat=2,
    ),
    Groove(
        "brushed",
        {"brush_swirl": "o...o...", "rim": "o..o..o.|..o..o..", "kick": "o..go..g",
         "hat_pedal": "..o...o."},
        (0.0, 0.6), steps_per_beat=2, weight=2.0, kits=("brush_kit",),
    ),
    Groove(
        "sticks and skins",
        {"claves": _THREE_TWO, "kick": "g..oX..o", "shaker": "xoxoxoxo",
         "conga_high": "......x.", "conga_mute": "o..o.o.."},
        (0.3, 1.0), steps_per_beat=2, weight=2.0, kits=("latin_percussion",),
        answer={"conga_low": "......xx"},
    ),
)  # fmt: skip

COMPS = {
    "batida": Comp(
        "batida", "guitar",
        ("x-.x-.x-|..x-.x--", "..x-.x--|x-.x-.x-", "x-x-.x--|.x-x-.x-", "x-.x-.x-|.x.x-.xx",
         "x--x--x-|..x--x-x"),
        length=0.82, strum_ms=5, velocity=0.58,
    ),
    "batida_soft": Comp(
        "batida", "guitar",
        ("x--x----|..x--x--", "x-----x-|..x-----", "x--x--x-|..x-----", "..x--x--|x-----x-"),
        length=0.9, strum_ms=9, velocity=0.54,
    ),
    "piano_answers": Comp(
        "hits", "rootless",
        ("...x-.x-", "..x--x--", ".....x--", "x--x----", "...x----", "......x-"),
        length=0.8, strum_ms=8, velocity=0.5,
    ),
    "held_keys": Comp("hits", "rootless", ("x-------", "x-----x-", "...x----"), strum_ms=16,
                      velocity=0.5),
}  # fmt: skip

_SONG = (
    "x--x-x--", ".x-xx-x-", "x-x--x--", "..x-x-x-", "x--x--x-", ".x.xx---", "x-xxx-x-", "...xx-x-",
    "x--xx---",
)  # fmt: skip

LEADS = {
    "sung": LeadManner(_SONG, motif_bars=(1, 2), space=0.24, span=14, register=0.56, steps=1.8,
                       tensions=0.95, ornament=0.06, legato=0.92, velocity=0.62,
                       shapes=("insist", "turn", "fall", "wave", "arch", "gap_fill"),
                       phrases=("song", "period", "sentence")),
    "one_note": LeadManner(
        ("x-xx-x-x", ".x-xx-x-", "x--x-xx-", "..xx-x-x"), motif_bars=(2,), space=0.26, span=12,
        register=0.56, steps=1.5, tensions=1.0, ornament=0.0, legato=0.7, velocity=0.6,
        shapes=("insist", "turn", "insist"), phrases=("period", "riff", "sentence"),
    ),
    "long": LeadManner(
        ("x-------", "x---x-x-", ".x------", "x-----x-", "..x-x---"), motif_bars=(2,), space=0.2,
        span=16, register=0.58, steps=2.2, tensions=1.0, ornament=0.1, velocity=0.6,
        phrases=("song", "period"),
    ),
    "solo": LeadManner(
        (".xxx-xx-", "x-xx.xx-", "xx-xxx--", ".x-xxxx-", "x-x-xxx-"), motif_bars=(2,), space=0.24,
        span=19, register=0.6, tensions=0.9, ornament=0.05, steps=2.2,
        shapes=("fall", "arch", "broken_chord", "wave"), phrases=("sentence", "song", "call"),
    ),
    "counter": LeadManner(_SONG, register=0.45, velocity=0.5, tensions=0.9, ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="bossa_nova",
    title="Bossa nova",
    summary="Nylon guitar, rim clave and soft jazz chords for a late afternoon.",
    source="Rio de Janeiro, about 1958 to 1965: the guitar's batida, a clave on the rim, bass and "
    "kick as the samba's surdo, melodies that lean on ninths and hardly raise their voice.",
    tempo_bpm=(108, 128, 148),
    energy=0.42,
    valence=0.3,
    modes={
        "dark": {"minor": 3, "dorian": 1},
        "neutral": {"major": 2.4, "minor": 1.4, "dorian": 0.8},
        "bright": {"major": 5, "lydian": 0.6},
    },
    tonics=(0, 2, 3, 4, 5, 7, 9, 10),
    progressions={
        "dark": (
            *minor(
                "i9 | iiø7 V7b9 | i9 | iiø7 V7b9", "i69 | iv9 | iiø7 V7b9 | i69",
                "i9 | V7b9/3 | v7 | I7b9 | iv9 | iv6 | i9 | iiø7 V7b13", "i9 | bII9 | i9 | bII9",
                "i9 | i9/7 | VImaj9 | V7b13",
                "iv9 | VII13 | IIImaj9 | VImaj9 | iiø7 | V7b9 | i9 | i69",
                "i69 | bVI9 | iiø7 | V7alt",
            ),
            *major("iii7 | bIIIdim7 | ii9 | iv6", "vi9 | III7b9 | ii9 | V7b9"),
        ),
        "neutral": (
            *minor(
                "i9 | IV13 | VII13 | IIImaj9", "VImaj9 | V7b13 | i9 | IV9",
                "i9 | iv9 VII13 | IIImaj9 VImaj9 | iiø7 V7b9",
                "iv9 | VII9 | IIImaj9 | V7b9",
            ),
            *major(
                "II9 | bvio7 | v9 I13 | IVmaj9 | iv9 bVII13 | iii7 VI7b13 | II9 | ii9 V13",
                "Imaj9 | #io7 | ii9 | bII9", "iii7 | bIII9 | ii9 | bII9",
                "Imaj9 | iv9 bVII13 | Imaj9 | VI7b13",
                "Imaj9 | bVI9 | v9 I13 | IVmaj9 | iv6 | iii7 VI7b9 | II9 | ii9 V13",
                "ii9 | V13 | bIIImaj9 | bVImaj9",
            ),
        ),
        "bright": (
            *major(
                "Imaj9 | II9 | ii9 | bII9",
                "Imaj9 | Imaj9 | II13 | II13 | ii9 | bII9 | Imaj9 | bII9",
                "I69 | vi9 | ii9 | V13", "Imaj9 | ii9 | iii7 | ii9 V13",
                "IVmaj9 | iii7 VI7b9 | ii9 V13 | I69", "Imaj9 | I69 | IVmaj9 | iv6",
                "Imaj9 vi9 | ii9 V13 | iii7 bIII9 | ii9 bII9",
            ),
            *minor("IIImaj9 | VII13 | i9 | IV13", "IIImaj9 | iv9 VII13 | IIImaj9 | V7b9"),
        ),
    },
    cadences={
        "major": ("ii9 V13 | I69", "ii9 bII9 | Imaj9", "iv9 bVII13 | Imaj9", "bII9 | I69"),
        "minor": ("iiø7 V7b9 | i69", "bII9 | i9", "iiø7 V7b13 | i69"),
    },
    turnarounds={
        "major": ("ii9 V13", "bII9", "VI7b9 V13", "bIII9 bII9"),
        "minor": ("iiø7 V7b9", "bII9", "V7b13"),
    },
    turnaround_rate=0.75,
    substitutions={"tritone": 0.2, "two_five": 0.08, "extension": 0.2, "passing_diminished": 0.14,
                   "modal_mixture": 0.12, "secondary_dominant": 0.06, "inversion": 0.06},
    harmonic_rhythm={1: 1.6, 2: 1.0},
    solo_manners=("piano_answers", "held_keys"),
    palette=(
        Slot("guitar", Role.CHORDS, {"nylon_guitar": 1}, {"batida": 3.0, "batida_soft": 1.2}),
        Slot("bass", Role.BASS, {"upright_bass": 3, "fretless_bass": 0.7, "electric_bass": 0.8},
             {"bossa": 1}, enters=0.3),
        Slot("drums", Role.DRUMS, {"jazz_kit": 2, "brush_kit": 1.6, "latin_percussion": 1.2},
             {"": 1}, enters=0.34),
        Slot("lead", Role.LEAD,
             {"tenor_sax": 2, "flute": 2, "piano": 1.2, "vibraphone": 1, "nylon_guitar": 0.8,
              "muted_trumpet": 0.9, "clarinet": 0.7, "alto_sax": 0.9, "voice_oohs": 0.9,
              "harmonica": 0.5, "trombone": 0.4, "jazz_guitar": 0.6},
             {"sung": 3, "one_note": 1.2, "long": 1.4}, enters=0.36),
        Slot("keys", Role.CHORDS, {"piano": 2, "electric_piano": 1.4, "vibraphone": 0.7},
             {"piano_answers": 2.2, "held_keys": 1}, enters=0.5, chance=0.7),
        Slot("percussion", Role.PERCUSSION, {"latin_percussion": 1, "soft_percussion": 1},
             {"shaker": 2, "shaker_soft": 1.5, "triangle": 0.5}, enters=0.52, chance=0.6),
        Slot("strings", Role.PAD, {"slow_strings": 2, "strings": 1, "warm_pad": 0.4},
             {"held_high": 1.4, "held_wide": 1}, enters=0.56, chance=0.4),
        Slot("counter", Role.COUNTER,
             {"flute": 1, "clarinet": 0.8, "vibraphone": 0.8, "trombone": 0.6, "voice_oohs": 0.7},
             {"answer": 2, "guide": 1.2, "harmony": 0.6}, enters=0.58, chance=0.5),
    ),
    forms=(
        Form("aaba", (
            part("intro", "A", 4, 0.3, only="guitar bass percussion", keep=4),
            part("A", "A", 8, 0.42, keep=9),
            part("A", "A", 8, 0.5, keep=5),
            part("bridge", "B", 8, 0.58, keep=6),
            part("A", "A", 8, 0.52, keep=5),
            part("solo", "C", 8, 0.6, keep=3),
            part("bridge", "B", 8, 0.62, keep=2),
            part("A", "A", 8, 0.54, keep=3),
            part("outro", "A", 4, 0.36, keep=7),
        ), weight=1.5),
        Form("song and answer", (
            part("intro", "B", 4, 0.32, drop="lead counter", keep=3),
            part("A", "A", 8, 0.44, keep=9),
            part("B", "B", 8, 0.54, keep=6),
            part("A", "A", 8, 0.5, keep=4),
            part("B", "B", 8, 0.62, keep=3),
            part("break", "C", 4, 0.34, drop="drums percussion", keep=2),
            part("A", "A", 8, 0.56, keep=3),
            part("outro", "B", 4, 0.36, keep=7),
        )),
        Form("alone at first", (
            part("intro", "A", 8, 0.28, only="guitar", keep=4),
            part("A", "A", 8, 0.4, drop="keys", keep=9),
            part("B", "B", 8, 0.52, keep=6),
            part("solo", "C", 8, 0.6, keep=3),
            part("A", "A", 8, 0.56, keep=5),
            part("B", "B", 8, 0.6, keep=2),
            part("outro", "A", 4, 0.3, drop="drums", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    timing_ms={"lead": (14, 8), "chords": (-2, 4), "bass": (2, 3), "rim": (3, 3), "hat": (0, 3)},
    loose_ms=5.5,
    loose_velocity=0.09,
    fills="latin",
    fill_rate=0.35,
    break_rate=0.1,
    ring_seconds=3.2,
    endings={"ring": 2.0, "tag": 1.5, "fade": 0.6},
    ambience={"waves": 0.05, "cafe": 0.06},
    mix=MixPreset(
        channels={
            "guitar": Channel(-1.5, pan=-0.34, width=1.25, room_db=-11, hall_db=-18,
                              inserts=(HighPass(85), Peak(220, -1.5, 1.0))),
            "chords": Channel(-2.5, pan=-0.2, width=1.1, room_db=-12, hall_db=-19,
                              inserts=(HighPass(90),)),
            "keys": Channel(-5.5, pan=0.34, width=1.2, room_db=-12, hall_db=-17,
                            inserts=(HighPass(140),)),
            "bass": Channel(-2.5, width=0.2, room_db=-24,
                            inserts=(HighPass(42), Peak(90, -2.0, 0.8), Peak(750, 1.5, 0.8))),
            "drums": Channel(-5.0, width=1.5, room_db=-12,
                             inserts=(HighPass(55), HighShelf(8_000, -3.0))),
            "percussion": Channel(-9.0, pan=0.35, width=1.2, room_db=-14,
                                  inserts=(LowPass(10_000),)),
            "lead": Channel(0.0, pan=0.06, width=1.1, room_db=-12, hall_db=-14,
                            inserts=(HighPass(120),)),
            "counter": Channel(-5.0, pan=0.3, room_db=-12, hall_db=-14, inserts=(HighPass(150),)),
            "pad": Channel(-10.0, width=1.4, hall_db=-12, inserts=(HighPass(180),)),
            "arp": Channel(-8.0, pan=0.3, room_db=-14),
        },
        room=Reverb(0.7, 8.0, 180, 7_000),
        hall=Reverb(1.8, 20.0, 220, 6_500),
        bus=(HighShelf(9_000, -1.0), Compressor(-15, 1.7, 18, 180)),
        width=1.5,
        master="subtle",
        ambience_level_lu={"waves": -22.0, "cafe": -24.0},
    ),
    titles={
        "en": TitleWords(
            ("Barefoot", "Slow", "Golden", "Gentle", "Lazy", "Little", "Salt", "Quiet", "Southern",
             "Last"),
            ("Promenade", "Hammock", "Terrace", "Umbrella", "Sandal", "Seagull", "Veranda",
             "Afternoon", "Boardwalk", "Guitar", "Breeze"),
            ("by the Lagoon", "at Five O'Clock", "Under the Awning", "After the Swim",
             "on the Hillside", "in Late February", "for Two Chairs"),
        ),
        "ru": TitleWords(
            ("Золотой/Золотая/Золотое/Золотые", "Ленивый/Ленивая/Ленивое/Ленивые",
             "Нежный/Нежная/Нежное/Нежные", "Южный/Южная/Южное/Южные",
             "Солёный/Солёная/Солёное/Солёные", "Последний/Последняя/Последнее/Последние"),
            ("терраса:f", "гамак:m", "набережная:f", "бриз:m", "гитара:f", "полдень:m",
             "побережье:n", "чайка:f", "сандалии:pl"),
            ("у лагуны", "под навесом", "в пять часов", "после купания", "на склоне холма",
             "в конце февраля"),
        ),
    },
    reference=Reference((-7.4, -5.2), (14.2, 17.5), (0.36, 0.68)),
    bass_on_kick=0.6,
)  # fmt: skip
