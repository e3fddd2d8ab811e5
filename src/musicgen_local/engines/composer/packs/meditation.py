"""Meditation: bowls, a drone and chords that breathe; a melody now and then, never a beat.

Two bars are one breath. At the pack's tempi a breath lasts seven to eleven seconds, about six a
minute, the pace at which heart rate and breath resonate.

Sources: singing-bowl and tanpura practice (tonic and fifth renewed without end), new-age records
since the 1970s (Iasos, Deuter, Paul Horn's flute in great rooms); Lehrer & Gevirtz, "Heart rate
variability biofeedback: how and why does it work?", *Frontiers in Psychology*, 2014, for the
pace. The spectrum's range: darker than the human median, with air left for bowls and flutes.
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

# only for who asks for drums: a frame drum far away
GROOVES = (
    Groove("frame drum", {"kick": "o...............|g.......o......."}, (0.0, 0.5)),
    Groove("walking drum", {"kick": "o.......g.......", "shaker": "....g.......g..."}, (0.4, 1.0)),
)  # fmt: skip

COMPS = {
    "breath": Comp("breath", "spread", strum_ms=0, length=1.0, velocity=0.48),
    "breath_wide": Comp("breath", "wide", strum_ms=0, length=1.02, velocity=0.46),
    "bowls": Comp("bowls", "fifths", strum_ms=0, velocity=0.5),
    "high_bowls": Comp("bowls", "high", strum_ms=0, velocity=0.4),
    "haze": Comp("sustain", "spread", strum_ms=800, length=1.06, velocity=0.46),
    "drift": Comp("drift", "spread", strum_ms=0, length=1.1, velocity=0.44),
    "strings_of_harp": Comp(
        "broken", "spread",
        orders=("0 1 2 3 -1 -1 -1 -1", "0 2 1 3 -1 -1 -1 -1", "0 -1 1 -1 2 -1 3 -1",
                "0 1 2 -1 3 -1 -1 -1"),
        step=0.5, length=2.4, velocity=0.42,
    ),
    "tanpura": Comp("broken", "fifths", orders=("1 2 2 0", "1 2 2 0"), step=1.0, length=2.0,
                    velocity=0.42),
}  # fmt: skip

# notes end a little early, so that at these tempi players of winds can breathe
LEADS = {
    "flute": LeadManner(
        ("x-------x-x-----", "x---x-x---------", "x-----x-x-------", "..x-x-----------",
         "x-----------x-x-"),
        motif_bars=(2,), space=0.55, pickup=0.15, span=14, register=0.42, tensions=0.6,
        ornament=0.22, steps=2.2, velocity=0.5, legato=0.88, scale="pentatonic",
        phrases=("floating", "call"), shapes=("fall", "arch", "turn", "gap_fill"),
    ),
    "bells": LeadManner(
        ("x-------x-------", "x---x-----------", "....x-------x---", "x---------------"),
        motif_bars=(2,), space=0.6, pickup=0.0, span=14, register=0.5, tensions=0.8, ornament=0.0,
        steps=2.6, velocity=0.42, legato=0.88, scale="pentatonic", phrases=("floating", "period"),
        shapes=("arch", "fall", "gap_fill", "broken_chord"),
    ),
    "chant": LeadManner(
        ("x-------x---x---", "x---x---x-------", "x-----------x---"),
        motif_bars=(2,), space=0.45, pickup=0.0, span=9, register=0.4, tensions=0.3, ornament=0.05,
        steps=1.6, velocity=0.46, legato=0.88, phrases=("period", "floating"),
        shapes=("turn", "insist", "arch"),
    ),
    "counter": LeadManner(("x---------------",), register=0.4, velocity=0.42, tensions=0.6,
                          ornament=0.0, scale="pentatonic"),
}  # fmt: skip

PACK = Pack(
    name="meditation",
    title="Meditation",
    summary="Singing bowls, drones and breathing chords at six breaths a minute.",
    source="Bowls and tanpura, new-age flutes and harps: one tonic that stays, open fifths, modes "
    "without leading notes, phrases as long as a breath.",
    tempo_bpm=(46, 52, 64),
    energy=0.16,
    valence=0.25,
    modes={
        "dark": {"minor": 1.5, "dorian": 2, "phrygian": 0.6},
        "neutral": {"dorian": 1.6, "major": 1.6, "mixolydian": 1.2, "lydian": 0.8},
        "bright": {"major": 2, "lydian": 1.6, "mixolydian": 1},
    },
    tonics=(0, 1, 2, 4, 5, 7, 9),
    progressions={
        "dark": (
            *minor("i5 | isus2 | i5 | VII/^1", "iadd9 | iv/^1 | iadd9 | isus2", "i11 | VII9sus4/^1",
                   "iadd9 | VImaj7/^1 | VII/^1 | iadd9", "isus2 | v7/^1 | iv9/^1 | isus2",
                   "i5 | bIImaj7/^1 | i5 | iadd9"),
            *major("vi9 | V/^6 | vi9 | IVmaj7/^6", "I5 | iv6/^1 | I5 | Isus2"),
        ),
        "neutral": (
            *minor("isus2 | IV/^1 | isus2 | VII/^1", "iadd9 | IIImaj9 | IV/^1 | iadd9",
                   "i11 | IVadd9/^1", "iadd9 | v7 | IV | iadd9"),
            *major("I5 | Isus2 | bVII/^1 | I5", "Iadd9 | ii7/^1 | Iadd9 | V9sus4/^1",
                   "Isus2 | IVadd9/^1 | Isus2 | vi9", "Iadd9 | v7/^1 | IVmaj9/^1 | Iadd9",
                   "Imaj9 | vi9 | ii9/^1 | Isus2"),
        ),
        "bright": (
            *major("Iadd9 | II/^1 | Iadd9 | Isus2", "I69 | IVmaj9/^1 | I69 | V9sus4/^1",
                   "Iadd9 | IVadd9/^1 | vi9 | Iadd9/3", "Imaj9 | V/^1 | IVmaj9/^1 | Iadd9",
                   "Iadd9 | iii7 | vi9 | IVmaj9", "Isus2 | I69 | IVadd9/^1 | Iadd9"),
            *minor("IIIadd9 | VII | IIIadd9 | VImaj9", "VImaj9 | VII | IIIadd9 | isus2"),
        ),
    },
    cadences={
        "major": ("V9sus4/^1 | Iadd9", "IVadd9/^1 | Iadd9", "Isus2 | I5"),
        "minor": ("VII/^1 | iadd9", "iv/^1 | iadd9", "isus2 | i5"),
    },
    turnaround_rate=0.0,
    pedal_rate=0.5,
    substitutions={"suspension": 0.05},
    harmonic_rhythm={2: 3.0, 4: 1.2},
    beats_per_bar={4: 1.0},
    solo_manners=("strings_of_harp", "left_hand_slow"),
    palette=(
        Slot("bowls", Role.CHORDS, {"singing_bowls": 4, "bells": 0.6, "vibraphone": 0.3},
             {"bowls": 2.4, "high_bowls": 1}),
        Slot("drone", Role.DRONE, {"drone": 3, "dark_pad": 0.8, "string_machine": 0.4}, {"": 1},
             enters=0.03, chance=0.85),
        Slot("pad", Role.PAD,
             {"warm_pad": 2.4, "choir_pad": 1.2, "slow_strings": 1, "crystal_pad": 0.9,
              "glass_pad": 1, "choir": 0.4},
             {"breath": 3, "breath_wide": 1.6, "haze": 1, "drift": 0.8}, enters=0.03),
        Slot("strings", Role.CHORDS, {"harp": 1.6, "koto": 0.8, "nylon_guitar": 0.9, "sitar": 0.6,
                                      "felt_piano": 1.2, "kalimba": 0.5},
             {"strings_of_harp": 2, "tanpura": 0.8}, enters=0.17, chance=0.7),
        Slot("lead", Role.LEAD,
             {"shakuhachi": 1.6, "pan_flute": 1.2, "flute": 1, "voice_oohs": 0.8, "celesta": 0.6,
              "kalimba": 0.7, "koto": 0.6, "cello": 0.6, "felt_piano": 0.7, "clarinet": 0.4},
             {"flute": 2.4, "bells": 1.2, "chant": 0.8}, enters=0.19, chance=0.9),
        Slot("voices", Role.COUNTER, {"choir": 1, "voice_oohs": 1.2, "cello": 0.6,
                                      "slow_strings": 0.8},
             {"guide": 1}, enters=0.24, chance=0.5),
        Slot("bass", Role.BASS, {"sub_bass": 1, "contrabass": 1}, {"sub": 1}, enters=0.2,
             chance=0.4),
    ),
    forms=(
        Form("sitting", (
            part("intro", "A", 4, 0.1, only="bowls drone pad", keep=4),
            part("A", "A", 8, 0.17, keep=9),
            part("B", "B", 8, 0.23, keep=6),
            part("A", "A", 8, 0.21, keep=4),
            part("break", "C", 4, 0.12, drop="lead counter", keep=2),
            part("B", "B", 8, 0.23, keep=3),
            part("outro", "A", 8, 0.1, drop="lead", keep=7),
        ), weight=1.3),
        Form("one path", (
            part("intro", "A", 4, 0.1, only="bowls drone pad", keep=4),
            part("A", "A", 8, 0.14, keep=9),
            part("B", "B", 8, 0.2, keep=6),
            part("C", "C", 8, 0.26, keep=4),
            part("A", "A", 8, 0.18, keep=4),
            part("outro", "A", 8, 0.1, drop="lead", keep=7),
        ), hints=("slow build",)),
        Form("three bells", (
            part("A", "A", 8, 0.15, keep=9),
            part("B", "B", 8, 0.22, keep=6),
            part("C", "C", 8, 0.18, keep=4),
            part("B", "B", 8, 0.24, keep=3),
            part("outro", "A", 8, 0.1, drop="lead", keep=7),
        ), hints=("no intro",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=18.0,
    # nobody enters before the bar: what swells for seconds may come a little late, never early
    timing_ms={"drone": (40, 4), "pad": (44, 6), "chords": (44, 6), "bass": (42, 4),
               "counter": (44, 6), "lead": (46, 8)},
    loose_velocity=0.09,
    fills="none",
    break_rate=0.0,
    ring_seconds=4.5,
    endings={"ring": 1.0},
    ambience={"forest": 0.08, "waves": 0.06, "wind": 0.05},
    mix=MixPreset(
        channels={
            "bowls": Channel(-7.0, pan=-0.1, width=1.5, hall_db=-7),
            "drone": Channel(-7.0, width=1.3, hall_db=-13, inserts=(LowPass(3_000),)),
            "pad": Channel(-1.5, width=1.3, hall_db=-9, inserts=(HighPass(75), LowPass(8_000))),
            "strings": Channel(-8.0, pan=0.26, width=1.2, hall_db=-8, delay_db=-16,
                               inserts=(HighPass(110), LowPass(6_500))),
            "chords": Channel(-4.5, width=1.3, hall_db=-9, inserts=(HighPass(110),
                                                                    LowPass(6_500))),
            "lead": Channel(-4.5, pan=0.05, hall_db=-6, delay_db=-15,
                            inserts=(HighPass(170), LowPass(7_000))),
            "counter": Channel(-8.0, pan=-0.22, width=1.4, hall_db=-7,
                               inserts=(HighPass(120), Chorus(0.2, 3.0, 0.25))),
            "arp": Channel(-9.0, pan=-0.25, width=1.4, hall_db=-7,
                           inserts=(HighPass(200), Tremolo(0.1, 0.4, True))),
            "bass": Channel(-12.0, width=0.0),
            "drums": Channel(-10.0, hall_db=-10, inserts=(LowPass(2_500),)),
            "percussion": Channel(-12.0, pan=0.3, hall_db=-9, inserts=(LowPass(6_000),)),
        },
        room=Reverb(1.3, 14.0, 180, 5_500),
        hall=Reverb(6.0, 42.0, 160, 5_000),
        delay=Delay(2.0, 0.45, 3_000),
        bus=(HighShelf(7_000, -2.0),),
        width=1.12,
        master="subtle",
        ambience_level_lu={"waves": -19.0, "wind": -21.0, "forest": -20.0, "rain": -19.0},
    ),
    titles={
        "en": TitleWords(
            ("Open", "Inner", "Clear", "Quiet", "Wide", "Morning", "Patient", "Gentle", "Empty",
             "Steady"),
            ("Breath", "Bowl", "Stillness", "Lotus", "Path", "Mountain", "Hands", "Circle",
             "Stone Garden", "Water", "Threshold"),
            ("Between Two Breaths", "at the Temple Gate", "Before Sunrise", "Without Hurry",
             "Under the Cedar", "on a Clear Lake", "by the Stone Garden"),
        ),
        "ru": TitleWords(
            ("Ясный/Ясная/Ясное/Ясные", "Тихий/Тихая/Тихое/Тихие",
             "Внутренний/Внутренняя/Внутреннее/Внутренние", "Ровный/Ровная/Ровное/Ровные",
             "Утренний/Утренняя/Утреннее/Утренние", "Открытый/Открытая/Открытое/Открытые"),
            ("дыхание:n", "покой:m", "лотос:m", "тропа:f", "чаша:f", "круг:m", "вода:f",
             "ладони:pl", "гора:f"),
            ("между вдохами", "до восхода", "без спешки", "под кедром", "у ворот храма",
             "на ясном озере"),
        ),
    },
    reference=Reference((-10.2, -6.6), (13.5, 17.5), (0.44, 0.82)),
)  # fmt: skip
