"""Recipes of drums and percussion."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.drums.recipe import Metal, Noise, Recipe, Tone

HATS, CYMBALS = 1, 0


def click(high_hz: float, gain_db: float, seconds: float = 0.008) -> Noise:
    """The beater's or stick's first contact."""
    return Noise(
        0.25 * high_hz, high_hz, seconds, gain_db, width=0.0, velocity_octaves=1.8, velocity_db=14.0
    )


# Kicks
KICK_808 = Recipe(
    (Tone(47, 1.5, 0, 1.4, 0.012), Tone(94, 0.25, -16), click(2_500, -14)), 0.0, drive=1.2
)
KICK_909 = Recipe(
    (Tone(50, 0.42, 0, 4.2, 0.022), click(5_000, -5, 0.012), Tone(100, 0.1, -8, 2.0, 0.015)),
    0.0,
    drive=1.6,
)
KICK_HOUSE = Recipe(
    (Tone(49, 0.5, 0, 5.0, 0.02), click(4_200, -8, 0.01), Tone(98, 0.14, -10, 2.5, 0.018)),
    0.0,
    drive=1.9,
)
KICK_ACOUSTIC = Recipe(
    (Tone(56, 0.32, 0, 0.9, 0.022), Tone(84, 0.2, -7, 0.5, 0.02), Tone(131, 0.1, -10), Tone(182,
    0.07, -14),
     click(3_800, -4, 0.014), Noise(60, 420, 0.16, -9, velocity_db=2)),
    0.0, drive=1.1,
)  # fmt: skip
KICK_LOFI = Recipe(
    (Tone(57, 0.3, 0, 1.6, 0.02), Tone(112, 0.12, -9, 0.8, 0.02), click(2_200, -7, 0.012),
    Noise(60, 700, 0.1, -13)),
    0.0, drive=2.0, lowpass_hz=2_800.0, crush_hz=22_050.0, crush_bits=11,
)  # fmt: skip
KICK_SYNTHWAVE = Recipe(
    (Tone(53, 0.36, 0, 3.0, 0.026), click(4_800, -4, 0.014), Noise(200, 3_000, 0.09, -14),
    Tone(160, 0.05, -9)),
    0.0, drive=1.8,
)  # fmt: skip
KICK_SOFT = Recipe(
    (Tone(54, 0.34, 0, 0.7, 0.03, 0.003), Tone(92, 0.14, -11), Noise(50, 300, 0.12, -14)),
    -1.0,
    lowpass_hz=1_400.0,
)
KICK_JAZZ = Recipe(
    (
        Tone(66, 0.42, 0, 0.35, 0.03, 0.0015),
        Tone(118, 0.24, -5),
        Tone(176, 0.15, -10),
        click(2_000, -10, 0.015),
    ),
    -2.0,
)
BOOM = Recipe(
    (Tone(43, 1.9, 0, 0.5, 0.05, 0.003), Tone(69, 1.2, -5), Tone(94, 0.7, -9), Tone(121, 0.5, -13),
     Noise(35, 380, 0.7, -10, attack=0.003), click(900, -9, 0.03)),
    1.0,
)  # fmt: skip

# Snares: two or three skin modes, the wires' hiss, the stick
SNARE_ACOUSTIC = Recipe(
    (Tone(188, 0.16, 0, 0.25, 0.015), Tone(287, 0.11, -4, 0.2, 0.012), Tone(398, 0.08, -8),
    Tone(530, 0.05, -11),
     Noise(900, 8_500, 0.24, 1, velocity_db=8), Noise(2_500, 14_000, 0.1, -3), click(6_000, -4)),
    -2.0, 0.04, drive=0.9,
)  # fmt: skip
SNARE_GATED = Recipe(
    (Tone(182, 0.2, 0, 0.5, 0.02), Tone(271, 0.14, -5), Noise(500, 7_500, 0.09, 2, hold=0.19,
    width=0.9),
     Noise(1_500, 11_000, 0.12, 0), click(6_500, -3)),
    -1.0, drive=1.4,
)  # fmt: skip
SNARE_LOFI = Recipe(
    (Tone(194, 0.14, 0, 0.3, 0.015), Tone(301, 0.09, -5), Noise(800, 5_500, 0.17, 1),
    click(4_000, -5)),
    -3.0, 0.05, drive=1.6, lowpass_hz=5_200.0, crush_hz=22_050.0, crush_bits=10,
)  # fmt: skip
SNARE_808 = Recipe(
    (
        Tone(181, 0.16, 0, 0.12, 0.01),
        Tone(331, 0.11, -3),
        Noise(1_400, 9_500, 0.17, -1),
        click(5_000, -8),
    ),
    -2.0,
    drive=0.8,
)
SNARE_909 = Recipe(
    (Tone(186, 0.15, 0, 0.9, 0.014), Tone(276, 0.1, -3, 0.6, 0.012), Noise(1_000, 9_000, 0.26,
    1), Noise(3_500, 15_000, 0.12, -2)),
    -2.0, drive=1.2,
)  # fmt: skip
SNARE_TRAP = replace(SNARE_909, parts=(*SNARE_909.parts, Tone(410, 0.07, -4)), lowpass_hz=13_000.0)
BRUSH_TAP = Recipe(
    (Tone(205, 0.12, -8), Tone(318, 0.08, -12), Noise(1_300, 7_500, 0.15, 0, attack=0.004)),
    -6.0,
    0.05,
)
BRUSH_SWEEP = Recipe((Noise(1_000, 6_500, 0.42, 0, attack=0.13, velocity_db=3),), -2.0, -0.08)
RIM = Recipe(
    (Tone(1_720, 0.05, 0), Tone(830, 0.06, -3), Tone(2_650, 0.03, -8), click(7_000, -6)), -7.0, 0.08
)
RIM_LOFI = replace(RIM, lowpass_hz=4_200.0, crush_hz=22_050.0, crush_bits=10)
STICK = Recipe(
    (Tone(480, 0.09, 0), Tone(1_150, 0.06, -3), Tone(2_300, 0.04, -8), click(5_000, -4)), -7.0, 0.06
)
CLAP = Recipe(
    (Noise(750, 6_500, 0.16, 2, bursts=(0.0, 0.0095, 0.0195, 0.0285), width=0.8,
    velocity_octaves=0.7),
     Noise(600, 3_500, 0.35, -15, width=1.0)),
    -3.0, drive=1.1,
)  # fmt: skip
CLAP_LOFI = replace(CLAP, lowpass_hz=4_800.0, crush_hz=22_050.0, crush_bits=10)
SNAP = Recipe(
    (Noise(1_400, 5_000, 0.07, 0, bursts=(0.0, 0.011), width=0.4), Tone(1_650, 0.03, -9)), -8.0
)

# Hats and cymbals
HAT = Recipe(
    (Metal(410, 7_000, 0.075, 0), Noise(7_500, 15_000, 0.045, -4, velocity_db=8)), -8.0, 0.18, HATS
)
HAT_PEDAL = Recipe(
    (Metal(410, 5_500, 0.1, -3, attack=0.002), Noise(4_000, 11_000, 0.06, -3, attack=0.003)),
    -10.0,
    0.18,
    HATS,
)
HAT_OPEN = Recipe((Metal(410, 6_200, 0.62, 0), Noise(7_000, 15_000, 0.4, -5)), -9.5, 0.18, HATS)
HAT_808 = Recipe((Metal(540, 7_500, 0.06, 0),), -8.0, 0.12, HATS)
HAT_808_OPEN = Recipe((Metal(540, 7_000, 0.45, 0),), -9.5, 0.12, HATS)
HAT_LOFI = replace(HAT, lowpass_hz=8_500.0, crush_hz=24_000.0, crush_bits=10, gain_db=-2.0)
HAT_LOFI_OPEN = replace(
    HAT_OPEN, lowpass_hz=8_000.0, crush_hz=24_000.0, crush_bits=10, gain_db=-4.0
)
HAT_JAZZ = Recipe(
    (Metal(360, 5_200, 0.11, 0, modes=70), Noise(5_500, 13_000, 0.06, -6)), -8.0, 0.2, HATS
)
HAT_JAZZ_OPEN = Recipe(
    (Metal(360, 4_200, 0.9, 0, modes=90), Noise(5_500, 13_000, 0.4, -9)), -10.0, 0.2, HATS
)
RIDE = Recipe(
    (Metal(310, 1_600, 2.4, -5, modes=120), Tone(3_350, 0.5, -15), Tone(4_980, 0.4, -18),
    Noise(3_000, 9_000, 0.03, -6)),
    -8.0, -0.22,
)  # fmt: skip
RIDE_BELL = Recipe(
    (
        Tone(1_060, 1.6, -6),
        Tone(2_710, 1.1, -7),
        Tone(4_150, 0.7, -10),
        Metal(310, 3_500, 1.8, -9, modes=90),
    ),
    -11.0,
    -0.22,
)
CRASH = Recipe(
    (
        Metal(260, 600, 2.6, 0, modes=160, attack=0.004),
        Noise(2_500, 14_000, 1.1, -4, attack=0.002, width=0.9),
    ),
    -6.0,
    -0.3,
)
CRASH_TWO = replace(
    CRASH,
    parts=(
        Metal(310, 800, 2.1, 0, modes=150, attack=0.003),
        Noise(3_000, 15_000, 0.9, -4, width=0.9),
    ),
    pan=0.32,
)
SPLASH = Recipe(
    (Metal(420, 2_800, 1.0, 0, modes=120, attack=0.002), Noise(4_000, 15_000, 0.4, -4)), -11.0, 0.25
)
CHINA = Recipe(
    (Metal(230, 1_100, 1.5, 0, modes=6, attack=0.003), Noise(1_800, 12_000, 0.8, -2)), -11.0, -0.35
)
SWELL = Recipe(
    (
        Metal(260, 1_200, 2.2, 0, modes=160, attack=0.9),
        Noise(2_500, 13_000, 1.6, -4, attack=1.0, width=0.9),
    ),
    -9.0,
)


def tom(hz: float, pan: float, seconds: float = 0.45) -> Recipe:
    """A tom of this pitch: skin modes of a circular membrane, falling a little."""
    return Recipe(
        (Tone(hz, seconds, 0, 0.3, 0.04), Tone(1.59 * hz, 0.45 * seconds, -8, 0.2, 0.03),
        Tone(2.14 * hz, 0.3 * seconds, -13),
         Noise(2 * hz, 16 * hz, 0.06, -10), click(3_500, -9, 0.01)),
        -2.5, pan, drive=0.9,
    )  # fmt: skip


def electric_tom(hz: float, pan: float) -> Recipe:
    """A Simmons-like tom: a falling oscillator and a puff of noise."""
    return Recipe(
        (Tone(hz, 0.5, 0, 1.3, 0.09), Noise(2 * hz, 14 * hz, 0.14, -8), click(4_000, -7)),
        -2.0,
        pan,
        drive=1.5,
    )


def conga(hz: float, pan: float, seconds: float = 0.22) -> Recipe:
    """A hand drum."""
    return Recipe(
        (Tone(hz, seconds, 0, 0.08, 0.02), Tone(1.62 * hz, 0.5 * seconds, -9), Tone(2.3 * hz,
        0.3 * seconds, -13),
         Noise(700, 4_000, 0.018, -7, velocity_octaves=1.6)),
        -5.0, pan,
    )  # fmt: skip


CONGA_MUTE = Recipe(
    (Tone(230, 0.07, 0), Tone(390, 0.05, -7), Noise(900, 4_500, 0.025, -2)), -6.0, 0.2
)
TIMBALE = Recipe(
    (Tone(320, 0.3, 0, 0.1), Tone(530, 0.22, -6), Tone(830, 0.15, -9), click(6_000, -6)), -5.0, -0.2
)
COWBELL = Recipe(
    (Tone(562, 0.3, 0, square=0.8), Tone(845, 0.26, -1, square=0.8), click(5_000, -10)), -11.0, 0.15
)
AGOGO = Recipe(
    (Tone(905, 0.34, 0, square=0.3), Tone(1_370, 0.22, -7), Tone(2_950, 0.12, -12)), -11.0, -0.15
)
AGOGO_LOW = replace(
    AGOGO, parts=(Tone(672, 0.38, 0, square=0.3), Tone(1_020, 0.24, -7), Tone(2_200, 0.13, -12))
)
CLAVES = Recipe((Tone(2_480, 0.07, 0), Tone(4_100, 0.03, -12), click(8_000, -10, 0.004)), -9.0, 0.2)
WOODBLOCK = Recipe(
    (Tone(930, 0.08, 0), Tone(1_620, 0.05, -5), Tone(2_900, 0.03, -10), click(5_000, -8)),
    -8.0,
    -0.18,
)
WOODBLOCK_LOW = replace(
    WOODBLOCK,
    parts=(Tone(640, 0.1, 0), Tone(1_150, 0.06, -5), Tone(2_050, 0.04, -10), click(4_000, -8)),
)
SHAKER = Recipe((Noise(4_500, 11_000, 0.075, 0, attack=0.022, width=0.3),), -5.0, 0.25)
MARACAS = Recipe((Noise(5_500, 13_000, 0.045, 0, attack=0.008, width=0.3),), -5.0, -0.25)
CABASA = Recipe((Noise(3_800, 10_000, 0.1, 0, attack=0.014, width=0.4),), -5.0, 0.22)
TAMBOURINE = Recipe(
    (
        Metal(760, 5_500, 0.2, 0, modes=60),
        Noise(6_000, 14_000, 0.1, -3, bursts=(0.0, 0.017)),
        Tone(310, 0.05, -16),
    ),
    -7.0,
    -0.24,
)
TRIANGLE = Recipe(
    (Tone(4_120, 2.2, 0), Tone(5_480, 1.8, -4), Tone(7_930, 1.2, -7), Tone(10_700, 0.8, -11)),
    -13.0,
    0.28,
)
TRIANGLE_MUTE = replace(
    TRIANGLE, parts=(Tone(4_120, 0.12, 0), Tone(5_480, 0.1, -4), Tone(7_930, 0.07, -7))
)
GUIRO = Recipe(
    (Noise(2_000, 7_000, 0.12, 0, bursts=tuple(0.011 * i for i in range(12)), width=0.2),),
    -14.0,
    0.2,
)
VIBRASLAP = Recipe(
    (
        Noise(2_500, 6_000, 0.4, 0, bursts=tuple(0.021 * i for i in range(14)), width=0.3),
        Tone(2_450, 0.5, -12),
    ),
    -14.0,
)
