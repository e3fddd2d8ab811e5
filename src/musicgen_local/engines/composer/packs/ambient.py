"""Ambient: slow chords without hurry, drones, bells far away.

Sources: B. Eno, *Ambient 1: Music for Airports* (1978): tones in cycles of unequal length, no
beat; the long pads and drones of Stars of the Lid.
"""

from __future__ import annotations

from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
    Delay,
    HighPass,
    HighShelf,
    LowPass,
    MixPreset,
    Reverb,
    Tremolo,
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
    Groove("heartbeat", {"kick": "o.......g.......", "shaker": "..g...g...g...g?"}, (0.0, 0.6)),
    Groove("slow pulse", {"kick": "x.......o.......", "rim": "............o...",
                          "shaker": "g.o.g.o.g.o.g.o."}, (0.5, 1.0)),
)  # fmt: skip

COMPS = {
    "clouds": Comp("sustain", "wide", strum_ms=180, length=1.05, velocity=0.5),
    "haze": Comp("sustain", "spread", strum_ms=260, length=1.08, velocity=0.46),
    "swells": Comp("hits", "spread", ("x---------------", "x-------x-------"), strum_ms=120,
                   length=1.1, velocity=0.48),
    "drops": Comp(
        "broken", "spread", orders=("0 -1 2 -1 1 -1 3 -1", "0 -1 -1 3 -1 2 -1 -1",
                                    "1 -1 3 -1 -1 2 -1 0"),
        step=1.0, length=1.6, velocity=0.46,
    ),
    "ripples": Comp("broken", "high", orders=("0 1 2 1", "0 2 1 2",
    "2 1 0 1"), step=0.5, length=1.5,
                    velocity=0.4),
}  # fmt: skip

LEADS = {
    "distant": LeadManner(
        ("x---------------", "x-------x-------", "....x-----------", "x-----------x---",
         "........x-------"),
        motif_bars=(2,), space=0.55, pickup=0.1, span=15, register=0.5, tensions=0.9, ornament=0.05,
        steps=2.8, velocity=0.52, legato=1.05, phrases=("floating", "call"),
        shapes=("arch", "fall", "gap_fill", "rise", "turn"),
    ),
    "bells": LeadManner(
        ("x---x---........", "x-----x---x---..", "....x---x---....", "x-x---x-----...."),
        motif_bars=(1, 2), space=0.58, pickup=0.1, span=16, register=0.5, tensions=0.9,
        ornament=0.0,
        steps=2.6, velocity=0.46, legato=1.3, scale="pentatonic",
        phrases=("floating", "call", "period"),
    ),
    "counter": LeadManner(("x---------------",), register=0.4, velocity=0.44, tensions=0.9,
                          ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="ambient",
    title="Ambient",
    summary="Slow pads, drones and sparse tones without a beat; for calm, for space, for thought.",
    source="Ambient and space music since the 1970s: long loops of unequal things, open fifths, "
    "lydian and suspended chords that never press, one bell where a tune might be.",
    tempo_bpm=(50, 60, 76),
    energy=0.2,
    valence=0.1,
    modes={
        "dark": {"minor": 3, "phrygian": 1, "dorian": 1},
        "neutral": {"dorian": 1.5, "minor": 1, "major": 1.5, "lydian": 1},
        "bright": {"major": 2, "lydian": 2.5, "mixolydian": 0.5},
    },
    progressions={
        "dark": (
            *minor("i9 | i9 | VImaj7 | VImaj7", "iadd9 | iv9 | iadd9 | VImaj7",
                   "i5 | VImaj7/^1 | iv9 | i5",
                   "isus2 | v7 | VImaj9 | iv9", "i9 | VIImaj7/^1 | VImaj9 | i9",
                   "iv9 | i9 | v7 | i9"),
            *major("vi9 | IVmaj9 | vi9 | iii7", "IVmaj9 | iv6 | Iadd9 | vi9"),
        ),
        "neutral": (
            *minor("i11 | VImaj9 | IIIadd9 | VII9sus4", "i9 | IV/^1 | i9 | VImaj9",
                   "VImaj9 | i9 | IIImaj7 | v7",
                   "iadd9 | IIImaj9 | iv9 | VImaj9", "i9 | v7 | VImaj9 | IIIadd9"),
            *major("Iadd9 | vi9 | IVmaj9 | Vsus4", "IVmaj9 | Iadd9/3 | ii9 | vi9",
                   "Isus2 | IVmaj9/^1 | vi9 | IVmaj9",
                   "Imaj9 | iii7 | IVmaj9 | IVmaj9", "vi9 | IVmaj9 | Iadd9 | V9sus4"),
        ),
        "bright": (
            *major("Imaj9 | IVmaj9 | Imaj9 | IVmaj9", "Iadd9 | IVadd9/^1 | Iadd9 | Vsus4/^1",
                   "IVmaj9 | Imaj9/3 | IVmaj9 | V9sus4", "Imaj9 | V9sus4 | IVmaj9 | Iadd9",
                   "Imaj9 | vi9 | ii9 | IVmaj9", "IVmaj9 | vi9 | Iadd9 | V9sus4"),
            *minor("IIImaj9 | VImaj9 | IIImaj9 | i9", "VImaj9 | IIIadd9 | VII9sus4 | i9"),
        ),
    },
    cadences={
        "major": ("IVmaj9 | Iadd9", "V9sus4 | Imaj9", "iv6 | Iadd9"),
        "minor": ("VImaj9 | iadd9", "iv9 | iadd9", "VII9sus4 | i9"),
    },
    turnaround_rate=0.0,
    pedal_rate=0.3,
    substitutions={"extension": 0.1, "suspension": 0.1, "inversion": 0.1},
    harmonic_rhythm={1: 1.2, 2: 3.0},
    beats_per_bar={4: 0.85, 3: 0.15},
    solo_manners=("left_hand_slow", "drops"),
    palette=(
        Slot("pad", Role.PAD, {"warm_pad": 3, "glass_pad": 1.6, "choir_pad": 1.2, "dark_pad": 1,
                               "slow_strings": 0.9},
             {"clouds": 3, "haze": 2, "swells": 1}),
        Slot("drone", Role.DRONE, {"drone": 3, "dark_pad": 1}, {"": 1}, enters=0.08, chance=0.7),
        Slot("keys",
             Role.CHORDS, {"felt_piano": 2, "electric_piano": 1.5, "harp": 0.9, "glass_pad": 0.8,
                                   "clean_guitar": 0.9},
             {"drops": 3, "ripples": 1, "swells": 1}, enters=0.2, chance=0.85),
        Slot("lead", Role.LEAD, {"bells": 1.6, "felt_piano": 1.4, "soft_lead": 1, "celesta": 0.8,
                                 "flute": 0.7, "cello": 0.8, "clean_guitar": 0.7, "shakuhachi": 0.6,
                                 "kalimba": 0.6, "french_horn": 0.4},
             {"distant": 2, "bells": 1.6}, enters=0.22),
        Slot("arp", Role.ARP, {"synth_pluck": 1.4, "harp": 0.8, "music_box": 0.7, "marimba": 0.6},
             {"arp_slow": 2, "arp_sparkle": 2, "arp_eighths": 0.8}, enters=0.3, chance=0.5),
        Slot("bass", Role.BASS, {"sub_bass": 2, "contrabass": 0.8, "synth_bass": 0.5},
             {"sub": 3, "sustained": 0.6}, enters=0.26, chance=0.6),
        Slot("choir", Role.COUNTER, {"voice_oohs": 1, "choir": 1, "slow_strings": 1, "cello": 0.6},
             {"guide": 1}, enters=0.36, chance=0.45),
    ),
    forms=(
        Form("tide", (
            part("intro", "A", 4, 0.1, drop="lead arp", keep=4),
            part("A", "A", 8, 0.2, keep=9),
            part("A", "A", 8, 0.28, keep=4),
            part("B", "B", 8, 0.36, keep=6),
            part("break", "B", 4, 0.12, drop="lead keys", keep=2),
            part("A", "A", 8, 0.26, keep=3),
            part("outro", "A", 4, 0.1, drop="lead arp", keep=7),
        )),
        Form("slow bloom", (
            part("intro", "A", 4, 0.08, drop="lead keys", keep=4),
            part("A", "A", 8, 0.16, keep=9),
            part("B", "B", 8, 0.26, keep=6),
            part("A", "A", 8, 0.34, keep=4),
            part("C", "C", 8, 0.4, keep=3),
            part("outro", "A", 8, 0.12, drop="arp", keep=7),
        ), hints=("slow build",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=18.0,
    loose_velocity=0.1,
    fills="none",
    break_rate=0.0,
    ring_seconds=4.5,
    ambience={"wind": 0.15},
    # No drums hold the top up (spectra fall faster the less percussion there is: Elowsson
    # & Friberg 2017), and width is what pads are for.
    reference=Reference((-11.2, -7.8), (13.0, 17.0), (0.52, 0.95)),
    mix=MixPreset(
        channels={
            "pad": Channel(-1.0, width=1.6, hall_db=-10, inserts=(HighPass(70), LowPass(7_500))),
            "drone": Channel(-6.0, width=1.3, hall_db=-12, inserts=(LowPass(2_500),)),
            "chords": Channel(-3.5, width=1.3, hall_db=-8, delay_db=-16, inserts=(HighPass(120),)),
            "lead": Channel(-3.0, pan=0.1, hall_db=-7, delay_db=-14, inserts=(HighPass(180),)),
            "arp": Channel(-8.0, pan=-0.25, width=1.4, hall_db=-8, delay_db=-12,
                           inserts=(HighPass(240), Tremolo(0.23, 0.5, True))),
            "counter": Channel(-8.0, pan=-0.2, width=1.4, hall_db=-8, inserts=(Chorus(0.3, 3.0,
                                                                                      0.3),)),
            "bass": Channel(-5.0, width=0.0),
            "drums": Channel(-9.0, hall_db=-12, inserts=(LowPass(6_000),)),
            "percussion": Channel(-12.0, pan=0.3, hall_db=-12),
        },
        room=Reverb(1.2, 12.0, 200, 6_000),
        hall=Reverb(5.5, 40.0, 200, 5_500),
        delay=Delay(1.5, 0.5, 3_500),
        bus=(HighShelf(5_000, 1.0),),
        width=1.25,
        master="subtle",
        ambience_level_lu={"waves": -18.0, "wind": -20.0, "rain": -18.0, "forest": -19.0},
    ),
    titles={
        "en": TitleWords(
            ("Distant", "Slow", "Pale", "Weightless", "Deep", "Silent", "Northern", "Hollow",
             "Drifting",
             "Far"),
            ("Light", "Tide", "Meridian", "Clouds", "Orbit", "Lake", "Horizon", "Mist", "Snowfield",
             "Aurora", "Breath"),
            ("Below the Surface", "at First Light", "Beyond the Pines", "Without Weather",
             "on a Quiet Planet", "After the Storm"),
        ),
        "ru": TitleWords(
            ("Далёкий/Далёкая/Далёкое/Далёкие", "Тихий/Тихая/Тихое/Тихие",
             "Северный/Северная/Северное/Северные", "Медленный/Медленная/Медленное/Медленные",
             "Глубокий/Глубокая/Глубокое/Глубокие"),
            ("свет:m", "озеро:n", "туман:m", "горизонт:m", "сияние:n", "облака:pl", "даль:f",
             "дыхание:n"),
            ("за соснами", "на рассвете", "под водой", "после грозы", "без ветра"),
        ),
    },
)  # fmt: skip
