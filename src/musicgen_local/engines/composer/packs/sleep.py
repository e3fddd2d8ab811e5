"""Sleep: tones so slow that nothing ever begins; for falling asleep and staying there.

No drums, no accents, no high transients. Chords last ten to thirty seconds and share tones with
their neighbours; voices come and go by themselves; the louder half of a piece is hardly louder.

Sources: Brian Eno's *Discreet Music* and *Music for Airports* for loops of unequal lengths, Max
Richter's *Sleep* and Marconi Union's *Weightless* for tempo, register and fall towards the end;
Dickson & Schubert, "How does music aid sleep?", *Sleep Medicine*, 2019, and Scarratt et al.,
"The audio features of sleep music", *PLOS ONE*, 2023 (slow, soft, acoustic or synthetic, no
beat). The spectrum's range lies below the human median: sleep records are dark, near brown noise.
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

# only for who asks for drums: a heart at rest
GROOVES = (
    Groove("heart at rest", {"kick": "o...............|g..............."}, (0.0, 0.5)),
    Groove("slow heart", {"kick": "o.......g......."}, (0.4, 1.0)),
)  # fmt: skip

COMPS = {
    "tide": Comp("sustain", "wide", strum_ms=900, length=1.08, velocity=0.46),
    "veil": Comp("sustain", "spread", strum_ms=1400, length=1.06, velocity=0.44),
    "drift": Comp("drift", "spread", strum_ms=0, length=1.15, velocity=0.44),
    "inhale": Comp("breath", "spread", strum_ms=0, length=1.04, velocity=0.45),
    "drops": Comp(
        "broken", "spread",
        orders=("0 -1 -1 -1 2 -1 -1 -1 1 -1 -1 -1 3 -1 -1 -1", "2 -1 -1 -1 -1 0 -1 -1",
                "1 -1 -1 3 -1 -1 -1 -1", "3 -1 -1 -1 -1 -1 1 -1"),
        step=1.0, length=2.6, velocity=0.4,
    ),
    "far_bells": Comp("bowls", "high", strum_ms=0, velocity=0.34),
}  # fmt: skip

# notes end a little early, so that at these tempi players of winds can breathe
LEADS = {
    "murmur": LeadManner(
        ("x---------------", "x-----------x---", "........x-------", "x-------x-------"),
        motif_bars=(2,), space=0.7, pickup=0.0, span=12, register=0.36, tensions=0.7,
        ornament=0.0, steps=2.0, velocity=0.42, legato=0.88, scale="pentatonic",
        phrases=("floating", "period"), shapes=("fall", "arch", "turn"),
    ),
    "lullaby": LeadManner(
        ("x-------x---x---", "x-----x-x-------", "x-------x-------", "x---x---x-------"),
        motif_bars=(2,), space=0.45, pickup=0.0, span=12, register=0.4, tensions=0.4,
        ornament=0.0, steps=1.9, velocity=0.42, legato=0.88, scale="pentatonic",
        phrases=("period",), shapes=("fall", "turn", "arch"),
    ),
    "counter": LeadManner(("x---------------",), register=0.34, velocity=0.4, tensions=0.7,
                          ornament=0.0),
}  # fmt: skip

PACK = Pack(
    name="sleep",
    title="Sleep and drone",
    summary="Dark, slow tones without a beat, for falling asleep and for the night.",
    source="Ambient music for the night: drones, loops of unequal lengths, pentatonic murmurs, "
    "chords that share most of their tones; nothing above the middle of the piano for long.",
    tempo_bpm=(44, 50, 58),
    energy=0.12,
    valence=0.1,
    modes={
        "dark": {"minor": 2, "dorian": 1.5, "phrygian": 0.3},
        "neutral": {"dorian": 1.2, "major": 2, "lydian": 1, "minor": 1},
        "bright": {"major": 2.5, "lydian": 2},
    },
    tonics=(0, 2, 3, 5, 7, 8, 9, 10),
    progressions={
        "dark": (
            *minor("i5 | isus2 | i5 | iadd9", "iadd9 | VImaj7/^1 | iadd9 | iv9/^1", "i9 | iv9",
                   "i5 | VII/^1 | VI/^1 | i5", "i11 | v7/^1", "iadd9 | i9 | iv9/^1 | i9"),
            *major("vi9 | IVmaj9/^6", "I5 | iv6/^1", "vi7 | iii7 | vi9 | IVmaj7"),
        ),
        "neutral": (
            *minor("i11 | VImaj9/^1", "iadd9 | IIImaj9 | iadd9 | VImaj9", "i9 | IV/^1",
                   "isus2 | VIImaj7/^1 | VImaj9 | isus2"),
            *major("Iadd9 | IVmaj9/^1", "Isus2 | Imaj9 | vi9 | Isus2",
                   "I5 | Isus2 | IVadd9/^1 | I5", "Imaj9 | vi9 | IVmaj9 | vi9", "IVmaj9 | Iadd9/3"),
        ),
        "bright": (
            *major("Imaj9 | IVmaj9", "Iadd9 | V9sus4/^1 | Iadd9 | IVadd9/^1", "I69 | IVmaj9/^1",
                   "Imaj9 | II/^1", "Isus2 | I69 | IVmaj9 | Iadd9",
                   "Iadd9 | iii7 | IVmaj9 | Iadd9"),
            *minor("IIImaj9 | VImaj9", "VImaj9 | IIIadd9/5 | VImaj9 | i11"),
        ),
    },
    cadences={
        "major": ("IVmaj9/^1 | Iadd9", "Isus2 | Iadd9", "vi9 | I5"),
        "minor": ("VImaj9/^1 | iadd9", "isus2 | i5", "iv9/^1 | iadd9"),
    },
    turnaround_rate=0.0,
    pedal_rate=0.45,
    substitutions={"suspension": 0.06},
    harmonic_rhythm={2: 2.0, 4: 1.6},
    beats_per_bar={4: 0.9, 3: 0.1},
    solo_manners=("drops", "left_hand_slow"),
    palette=(
        Slot("pad", Role.PAD,
             {"warm_pad": 3, "dark_pad": 0.9, "slow_strings": 1.2, "choir_pad": 0.9,
              "string_machine": 0.6, "glass_pad": 0.4},
             {"tide": 2, "veil": 2, "drift": 1.6, "inhale": 0.8}),
        Slot("drone", Role.DRONE, {"drone": 3, "dark_pad": 1}, {"": 1}, enters=0.03, chance=0.85),
        Slot("wash", Role.PAD, {"noise_wash": 1}, {"veil": 1}, enters=0.05, chance=0.65),
        Slot("voices", Role.CHORDS,
             {"choir_pad": 1.4, "voice_oohs": 0.9, "slow_strings": 1, "warm_pad": 1,
              "crystal_pad": 0.8},
             {"drift": 2.4, "inhale": 1, "veil": 0.8}, enters=0.1, chance=0.75),
        Slot("keys", Role.CHORDS,
             {"felt_piano": 2.4, "electric_piano": 1.4, "harp": 0.6, "singing_bowls": 0.9,
              "vibraphone": 0.6},
             {"drops": 3, "far_bells": 1.2}, enters=0.13, chance=0.7),
        Slot("lead", Role.LEAD,
             {"felt_piano": 1.6, "soft_lead": 1.2, "cello": 1, "french_horn": 0.5,
              "voice_oohs": 0.8, "clarinet": 0.5, "vibraphone": 0.6, "music_box": 0.3},
             {"murmur": 1.6, "lullaby": 1.6}, enters=0.16, chance=0.65),
        Slot("bass", Role.BASS, {"sub_bass": 2.4, "contrabass": 0.7}, {"sub": 1}, enters=0.12,
             chance=0.55),
    ),
    forms=(
        Form("falling", (
            part("intro", "A", 4, 0.1, drop="lead keys", keep=4),
            part("A", "A", 8, 0.15, keep=9),
            part("B", "B", 8, 0.17, keep=6),
            part("A", "A", 8, 0.15, keep=4),
            part("C", "C", 8, 0.12, drop="lead", keep=3),
            part("outro", "A", 8, 0.07, drop="lead keys", keep=7),
        ), weight=1.4),
        Form("one breath", (
            part("intro", "A", 8, 0.07, drop="lead keys", keep=4),
            part("A", "A", 8, 0.11, keep=9),
            part("B", "B", 8, 0.15, keep=6),
            part("C", "C", 8, 0.18, keep=3),
            part("B", "B", 8, 0.14, keep=3),
            part("outro", "A", 8, 0.08, drop="lead", keep=7),
        ), hints=("slow build",)),
        Form("still water", (
            part("A", "A", 8, 0.12, keep=9),
            part("B", "B", 8, 0.13, drop="lead", keep=6),
            part("A", "A", 8, 0.15, keep=4),
            part("B", "B", 8, 0.12, keep=3),
            part("outro", "A", 8, 0.08, drop="lead", keep=7),
        ), hints=("no intro",)),
    ),
    grooves=GROOVES,
    comps=COMPS,
    leads=LEADS,
    loose_ms=18.0,
    # nobody enters before the bar: what swells for seconds may come a little late, never early
    timing_ms={"drone": (40, 4), "pad": (44, 6), "chords": (44, 6), "bass": (42, 4),
               "counter": (44, 6), "lead": (46, 8)},
    loose_velocity=0.07,
    fills="none",
    break_rate=0.0,
    ring_seconds=4.5,
    endings={"ring": 2.0, "fade": 1.0},
    ambience={"rain": 0.06, "wind": 0.06, "waves": 0.06},
    mix=MixPreset(
        channels={
            "pad": Channel(-0.5, width=1.2, hall_db=-9, inserts=(HighPass(60), LowPass(6_500))),
            "drone": Channel(-3.5, width=1.2, hall_db=-13, inserts=(LowPass(2_200),)),
            "wash": Channel(-9.0, width=1.4, hall_db=-12, inserts=(LowPass(7_000),)),
            "voices": Channel(-3.5, pan=0.12, width=1.25, hall_db=-8,
                              inserts=(HighPass(110), LowPass(6_500), Chorus(0.12, 3.0, 0.3))),
            "keys": Channel(-6.5, pan=-0.16, width=1.3, hall_db=-6, delay_db=-15,
                            inserts=(HighPass(130), LowPass(7_000))),
            "chords": Channel(-5.0, width=1.3, hall_db=-8, inserts=(HighPass(110),
                                                                    LowPass(3_600))),
            "lead": Channel(-5.5, pan=0.08, hall_db=-6, delay_db=-16,
                            inserts=(HighPass(150), LowPass(5_500))),
            "counter": Channel(-8.0, pan=-0.2, width=1.3, hall_db=-8, inserts=(LowPass(3_600),)),
            "arp": Channel(-10.0, pan=-0.25, width=1.4, hall_db=-7,
                           inserts=(HighPass(200), LowPass(3_600), Tremolo(0.09, 0.4, True))),
            "bass": Channel(-11.0, width=0.0),
            "drums": Channel(-14.0, hall_db=-12, inserts=(LowPass(900),)),
            "percussion": Channel(-16.0, hall_db=-10, inserts=(LowPass(2_500),)),
        },
        room=Reverb(1.4, 14.0, 180, 4_500),
        hall=Reverb(6.5, 45.0, 140, 5_000),
        delay=Delay(3.0, 0.45, 2_200),
        bus=(HighShelf(7_000, -2.0),),
        width=1.1,
        master="subtle",
        ambience_level_lu={"waves": -19.0, "wind": -21.0, "rain": -18.0},
    ),
    titles={
        "en": TitleWords(
            ("Deep", "Heavy", "Slow", "Moonlit", "Soft", "Dim", "Long", "Sunken", "Warm", "Still"),
            ("Blanket", "Night", "Harbour", "Lantern", "Cradle", "Feather", "Undertow", "Dusk",
             "Pillow", "Winter", "Hush"),
            ("Before the Dream", "Under the Eaves", "at the Edge of Sleep", "Until Morning",
             "Beneath the Snow", "with the Lamp Out", "in the Long Dark"),
        ),
        "ru": TitleWords(
            ("Глубокий/Глубокая/Глубокое/Глубокие", "Мягкий/Мягкая/Мягкое/Мягкие",
             "Лунный/Лунная/Лунное/Лунные", "Долгий/Долгая/Долгое/Долгие",
             "Сонный/Сонная/Сонное/Сонные", "Тёплый/Тёплая/Тёплое/Тёплые"),
            ("ночь:f", "колыбель:f", "сон:m", "одеяло:n", "сумерки:pl", "гавань:f", "перо:n",
             "снег:m"),
            ("до утра", "под снегом", "на краю сна", "при погасшей лампе", "под крышей",
             "в долгой темноте"),
        ),
    },
    reference=Reference((-12.0, -8.4), (13.0, 17.0), (0.44, 0.85)),
)  # fmt: skip
