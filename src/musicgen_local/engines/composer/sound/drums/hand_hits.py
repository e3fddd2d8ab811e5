"""Recipes of drums that are struck by people: rooms, stages, streets."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.drums import hits
from musicgen_local.engines.composer.sound.drums.recipe import Metal, Noise, Recipe, Tone

# Metal: the beater's plastic is louder than the skin; nothing rings into the next sixteenth.
KICK_METAL = Recipe(
    (
        Tone(58, 0.16, 0, 1.2, 0.012),
        Tone(96, 0.08, -8, 0.6, 0.012),
        Tone(3_350, 0.012, -8),
        Noise(2_400, 8_500, 0.011, 4, width=0.0, velocity_octaves=1.4, velocity_db=8.0),
        Noise(60, 380, 0.07, -12, velocity_db=2),
    ),
    0.0, drive=1.9, velocity_db=20.0,
)  # fmt: skip
LEFT_FOOT = replace(
    KICK_METAL,
    parts=(
        Tone(60, 0.15, 0, 1.1, 0.012),
        Tone(99, 0.08, -8, 0.6, 0.012),
        Tone(3_180, 0.012, -9),
        Noise(2_200, 8_000, 0.011, 3, width=0.0, velocity_octaves=1.4, velocity_db=8.0),
        Noise(60, 380, 0.07, -12, velocity_db=2),
    ),
    gain_db=-0.8,
)
SNARE_METAL = Recipe(
    (
        Tone(205, 0.15, 0, 0.3, 0.012),
        Tone(312, 0.11, -3, 0.2, 0.01),
        Tone(446, 0.08, -6),
        Noise(1_000, 10_000, 0.2, 2, velocity_db=8),
        Noise(300, 5_000, 0.16, -5, hold=0.05, width=0.9),
        hits.click(8_000, -1),
    ),
    -1.0, 0.02, drive=1.7,
)  # fmt: skip
# Pop: a felt beater in a small booth, a fat snare with a clap laid over it.
KICK_POP = Recipe(
    (
        Tone(54, 0.3, 0, 2.6, 0.018),
        Tone(92, 0.12, -8, 0.8, 0.016),
        hits.click(4_600, -3, 0.012),
        Noise(70, 600, 0.08, -12, velocity_db=2),
    ),
    0.0, drive=1.7,
)  # fmt: skip
SNARE_POP = Recipe(
    (
        Tone(182, 0.17, 0, 0.4, 0.014),
        Tone(276, 0.11, -4, 0.3, 0.012),
        Noise(1_000, 9_500, 0.19, 2, velocity_db=8),
        Noise(900, 5_500, 0.13, -2, bursts=(0.0, 0.011, 0.021), width=0.9),
        hits.click(7_000, -3),
    ),
    -1.5, 0.02, drive=1.3,
)  # fmt: skip
# Disco: towels on the skins, a tape machine, a clap in the chamber.
KICK_DISCO = Recipe(
    (
        Tone(57, 0.24, 0, 1.0, 0.015),
        Tone(98, 0.1, -8, 0.5, 0.016),
        hits.click(3_600, -3, 0.012),
        Noise(60, 420, 0.09, -9, velocity_db=2),
    ),
    0.0, drive=1.6, lowpass_hz=6_500.0,
)  # fmt: skip
SNARE_DISCO = Recipe(
    (
        Tone(172, 0.12, 0, 0.25, 0.014),
        Tone(258, 0.08, -4),
        Noise(900, 8_000, 0.15, 2, velocity_db=8),
        Noise(2_500, 12_000, 0.07, -2),
        hits.click(5_500, -4),
    ),
    -1.5, 0.03, drive=1.3,
)  # fmt: skip
HAT_DISCO_OPEN = Recipe(
    (Metal(350, 5_000, 0.36, 0, modes=80), Noise(5_500, 14_000, 0.25, -4)), -8.0, 0.22, hits.HATS
)
# Funk: small, high and dry.
KICK_FUNK = Recipe(
    (
        Tone(61, 0.23, 0, 0.8, 0.014),
        Tone(101, 0.11, -7, 0.5, 0.016),
        Tone(158, 0.06, -9),
        hits.click(4_000, -2, 0.012),
        Noise(60, 500, 0.08, -10, velocity_db=2),
    ),
    0.0, drive=1.4,
)  # fmt: skip
SNARE_FUNK = Recipe(
    (
        Tone(232, 0.13, 0, 0.25, 0.012),
        Tone(355, 0.1, -3, 0.2, 0.01),
        Tone(510, 0.06, -8),
        Noise(1_300, 10_500, 0.15, 2, velocity_db=12, velocity_octaves=1.5),
        hits.click(7_500, -2),
    ),
    -1.5, 0.04, drive=1.2, velocity_db=32.0,
)  # fmt: skip
# Reggae: a dead kick, a snare tuned like a timbale, the rim.
KICK_REGGAE = Recipe(
    (
        Tone(52, 0.24, 0, 0.8, 0.026),
        Tone(86, 0.14, -5, 0.4, 0.02),
        hits.click(2_400, -7, 0.014),
        Noise(50, 300, 0.12, -10, velocity_db=2),
    ),
    0.0, drive=1.5, lowpass_hz=3_500.0,
)  # fmt: skip
SNARE_REGGAE = Recipe(
    (
        Tone(262, 0.22, 0, 0.12, 0.015),
        Tone(418, 0.15, -4, 0.1, 0.012),
        Tone(655, 0.08, -9),
        Noise(1_400, 9_000, 0.13, -1, velocity_db=9),
        hits.click(6_500, -3),
    ),
    -2.0, 0.03, drive=1.1,
)  # fmt: skip
# Country: brushes on the snare for the train, a felt kick.
KICK_COUNTRY = Recipe(
    (
        Tone(61, 0.24, 0, 0.6, 0.022),
        Tone(97, 0.13, -6),
        hits.click(2_600, -7, 0.014),
        Noise(55, 350, 0.1, -11, velocity_db=2),
    ),
    -0.5, drive=1.2, lowpass_hz=4_500.0,
)  # fmt: skip
BRUSH_TRAIN = Recipe(
    (
        Tone(198, 0.1, -6, 0.15, 0.012),
        Tone(307, 0.06, -10),
        Noise(1_500, 9_000, 0.085, 2, attack=0.003, velocity_db=11, velocity_octaves=1.4),
    ),
    -4.0, 0.04, velocity_db=34.0,
)  # fmt: skip

# Street and hand drums
SURDO = Recipe(
    (
        Tone(62, 0.75, 0, 0.22, 0.05, 0.002),
        Tone(97, 0.4, -9, 0.1, 0.03),
        Tone(141, 0.22, -13),
        Noise(60, 900, 0.05, -12, velocity_octaves=1.6),
    ),
    0.0, drive=1.0,
)  # fmt: skip
SURDO_MUTE = replace(
    SURDO,
    parts=(
        Tone(66, 0.16, 0, 0.2, 0.03, 0.002),
        Tone(103, 0.1, -7),
        Noise(80, 1_200, 0.04, -9, velocity_octaves=1.6),
    ),
    gain_db=-2.0,
)
CAIXA = Recipe(
    (
        Tone(272, 0.09, -2, 0.15, 0.01),
        Tone(420, 0.06, -7),
        Noise(1_800, 10_000, 0.11, 2, velocity_db=12, velocity_octaves=1.5),
        hits.click(7_000, -4),
    ),
    -4.0, -0.12, velocity_db=32.0,
)  # fmt: skip
STOMP = Recipe(
    (
        Tone(54, 0.22, 0, 0.5, 0.03, 0.002),
        Tone(83, 0.17, -4),
        Tone(128, 0.1, -9),
        Noise(70, 700, 0.09, -5, bursts=(0.0, 0.012), velocity_db=4),
        Noise(400, 2_600, 0.03, -13, velocity_octaves=1.4),
    ),
    0.0, drive=1.3,
)  # fmt: skip
HAND_CLAPS = Recipe(
    (
        Noise(900, 5_500, 0.07, 3, bursts=(0.0, 0.007, 0.016, 0.024, 0.037), width=0.95,
              velocity_octaves=0.9),
        Noise(500, 2_600, 0.16, -10, width=1.0),
    ),
    -3.0,
)  # fmt: skip
CAJON_BASS = Recipe(
    (
        Tone(67, 0.25, 0, 0.3, 0.022, 0.0015),
        Tone(109, 0.13, -7),
        Tone(188, 0.07, -11),
        Noise(90, 1_500, 0.035, -9, velocity_octaves=1.6),
    ),
    0.0, drive=1.0,
)  # fmt: skip
CAJON_SLAP = Recipe(
    (
        Tone(245, 0.06, -3),
        Tone(610, 0.04, -6),
        Noise(900, 7_500, 0.07, 2, velocity_db=9, velocity_octaves=1.5),
        Noise(3_000, 12_000, 0.04, -4),
    ),
    -3.0, 0.05,
)  # fmt: skip
FRAME_DRUM = Recipe(
    (
        Tone(59, 0.6, 0, 0.3, 0.05, 0.002),
        Tone(95, 0.34, -6),
        Tone(137, 0.2, -10),
        Noise(150, 2_200, 0.03, -9, velocity_octaves=1.6),
    ),
    0.0, drive=0.8,
)  # fmt: skip


def bongo(hz: float, pan: float, seconds: float = 0.16) -> Recipe:
    """A small tight skin: high modes, a nail's edge when struck hard."""
    return Recipe(
        (
            Tone(hz, seconds, 0, 0.06, 0.012),
            Tone(1.59 * hz, 0.55 * seconds, -6),
            Tone(2.3 * hz, 0.35 * seconds, -10),
            Noise(1_400, 7_000, 0.012, -3, velocity_octaves=1.8, velocity_db=10),
        ),
        -4.0, pan, velocity_db=32.0,
    )  # fmt: skip
