"""Recipes of drums that came out of machines: dance floors, breaks, traps and consoles."""

from __future__ import annotations

from dataclasses import replace

from musicgen_local.engines.composer.sound.drums import hits
from musicgen_local.engines.composer.sound.drums.recipe import Metal, Noise, Recipe, Tone

KICKS = 3  # a choking group: a kick's tail ends where the next one begins

# Techno: a 909 into a mixer's red, and the hall behind it low-passed to a rumble.
KICK_TECHNO = Recipe(
    (
        Tone(49, 0.4, 0, 5.2, 0.017),
        Tone(98, 0.12, -8, 3.0, 0.014),
        hits.click(6_000, -4, 0.01),
        Tone(46, 0.5, -15, attack=0.11),
        Noise(34, 105, 0.42, -13, attack=0.13, velocity_db=3, width=0.0),
    ),
    0.0, choke=KICKS, drive=2.4,
)  # fmt: skip
# Trance: a long sweep with a snap on top, short below, to leave room for the bass.
KICK_TRANCE = Recipe(
    (
        Tone(52, 0.3, 0, 5.4, 0.017),
        Tone(170, 0.05, -8, 2.2, 0.012),
        hits.click(8_000, -5, 0.008),
    ),
    0.0, drive=2.0,
)  # fmt: skip
# The kick and snare of a break: recorded dry, tuned up, squashed.
KICK_BREAK = Recipe(
    (
        Tone(63, 0.2, 0, 1.8, 0.016),
        Tone(104, 0.11, -6, 0.7, 0.014),
        hits.click(5_200, -2, 0.012),
        Noise(120, 1_400, 0.05, -11, velocity_db=3),
    ),
    0.0, drive=2.2, crush_hz=32_000.0, crush_bits=12,
)  # fmt: skip
SNARE_BREAK = Recipe(
    (
        Tone(212, 0.11, 0, 0.35, 0.012),
        Tone(328, 0.08, -3, 0.25, 0.01),
        Tone(471, 0.05, -8),
        Noise(1_100, 10_000, 0.13, 3, velocity_db=12, velocity_octaves=1.6),
        Noise(3_500, 15_000, 0.06, 0, velocity_db=10),
        hits.click(8_000, -2),
    ),
    -0.5, 0.02, drive=1.8, crush_hz=36_000.0, crush_bits=12, velocity_db=26.0,
)  # fmt: skip
HAT_BREAK = Recipe(
    (Metal(470, 6_500, 0.055, 0, modes=60), Noise(7_000, 15_000, 0.035, -3, velocity_db=9)),
    -8.0, 0.14, hits.HATS, drive=0.8,
)  # fmt: skip
RIDE_BREAK = Recipe(
    (Metal(340, 2_600, 1.3, -3, modes=120), Tone(3_700, 0.3, -15), Noise(4_000, 11_000, 0.03, -4)),
    -9.0, -0.18, drive=0.7,
)  # fmt: skip
# Trap: the 808 bass is the kick's body; the drum itself is a knock.
KICK_TRAP = Recipe(
    (Tone(55, 0.24, 0, 4.0, 0.014), Tone(118, 0.07, -7, 2.0, 0.012), hits.click(5_500, -4, 0.01)),
    0.0, drive=2.2,
)  # fmt: skip
SNARE_TRAP = Recipe(
    (
        Tone(228, 0.11, 1, 0.8, 0.01),
        Tone(342, 0.07, -4, 0.5, 0.01),
        Noise(1_300, 8_500, 0.17, 2, velocity_db=8),
        Noise(4_000, 12_500, 0.09, -2, bursts=(0.0, 0.008)),
        hits.click(9_000, -3),
    ),
    -1.0, drive=1.6,
)  # fmt: skip
CLAP_808 = Recipe(
    (
        Noise(850, 3_600, 0.14, 3, bursts=(0.0, 0.0105, 0.0205, 0.031), width=0.5),
        Noise(1_500, 9_000, 0.1, -5, bursts=(0.0, 0.0105, 0.0205, 0.031), width=0.7),
        Noise(700, 3_000, 0.3, -13, width=0.9),
    ),
    -2.0, drive=1.4,
)  # fmt: skip
HAT_TRAP = Recipe((Metal(600, 8_200, 0.042, 0), Noise(9_000, 16_000, 0.03, -3)), -8.0, 0.1, 1)
HAT_TRAP_OPEN = Recipe((Metal(600, 7_400, 0.3, 0), Noise(8_500, 16_000, 0.2, -6)), -9.5, 0.1, 1)
# Boom bap: two records deep, through twelve bits at 26 kHz (the SP-1200's rate).
KICK_DUSTY = Recipe(
    (
        Tone(58, 0.28, 0, 1.3, 0.022),
        Tone(109, 0.13, -6, 0.7, 0.018),
        hits.click(3_000, -4, 0.014),
        Noise(70, 900, 0.11, -9, velocity_db=3),
    ),
    0.0, drive=2.4, lowpass_hz=4_200.0, crush_hz=26_040.0, crush_bits=10,
)  # fmt: skip
SNARE_DUSTY = Recipe(
    (
        Tone(176, 0.13, 0, 0.35, 0.014),
        Tone(262, 0.1, -3),
        Tone(389, 0.06, -8),
        Noise(900, 7_500, 0.15, 3, velocity_db=9),
        Noise(500, 3_000, 0.09, -4),
        hits.click(5_500, -2),
    ),
    -0.5, 0.03, drive=2.2, lowpass_hz=7_500.0, crush_hz=26_040.0, crush_bits=10,
)  # fmt: skip
HAT_DUSTY = replace(
    hits.HAT_JAZZ, lowpass_hz=9_500.0, crush_hz=26_040.0, crush_bits=10, gain_db=-4.0, pan=0.1
)
HAT_DUSTY_OPEN = replace(
    hits.HAT_JAZZ_OPEN, lowpass_hz=9_000.0, crush_hz=26_040.0, crush_bits=10, gain_db=-6.0, pan=0.1
)
SNARE_TRANCE = Recipe(
    (
        Tone(196, 0.13, 0, 0.9, 0.013),
        Tone(294, 0.09, -3, 0.6, 0.011),
        Noise(1_000, 8_500, 0.22, 3, width=0.8),
        Noise(4_200, 13_000, 0.12, -2, width=0.9),
        hits.click(8_500, -3),
    ),
    -1.0, drive=1.5,
)  # fmt: skip
HAT_909_OPEN = Recipe(
    (Metal(455, 7_200, 0.42, 0), Noise(8_000, 16_000, 0.34, -2, width=0.8)), -8.0, 0.12, hits.HATS
)


def _console(noise: Noise, *tones: Tone, gain_db: float, rate_hz: float) -> Recipe:
    """A shift register read at `rate_hz`, in the four bits of a console's volume."""
    return Recipe(
        (replace(noise, width=0.0), *tones),
        gain_db,
        crush_hz=rate_hz,
        crush_bits=5,
        velocity_db=24.0,
    )


# A triangle dropped through two octaves is the kick; one shift register, at a higher or lower
# clock, is everything else (nesdev.org, "APU Noise").
CHIP_KICK = Recipe(
    (Tone(54, 0.24, 0, 3.2, 0.018, attack=0.001), Noise(60, 2_500, 0.02, -12, width=0.0)),
    0.0, drive=1.3, crush_hz=22_050.0, crush_bits=9,
)  # fmt: skip
CHIP_SNARE = _console(
    Noise(300, 9_000, 0.13, 3, velocity_octaves=2.0), Tone(215, 0.05, -6, 1.2, 0.02),
    gain_db=-2.0, rate_hz=14_700.0,
)  # fmt: skip
CHIP_HAT = replace(
    _console(Noise(6_000, 15_000, 0.035, 3), gain_db=-7.0, rate_hz=44_100.0), choke=hits.HATS
)
CHIP_HAT_OPEN = replace(
    _console(Noise(5_500, 15_000, 0.22, 2), gain_db=-8.0, rate_hz=44_100.0), choke=hits.HATS
)
CHIP_CLAP = _console(
    Noise(700, 6_000, 0.09, 2, bursts=(0.0, 0.016, 0.033)), gain_db=-4.0, rate_hz=11_025.0
)
CHIP_CRASH = _console(Noise(900, 13_000, 0.8, 1), gain_db=-7.0, rate_hz=29_400.0)
CHIP_RIM = _console(Noise(2_000, 9_000, 0.02, 2), gain_db=-6.0, rate_hz=7_350.0)


def chip_tom(hz: float) -> Recipe:
    """A falling triangle."""
    return Recipe(
        (Tone(hz, 0.22, 0, 1.2, 0.09, attack=0.001),), -3.0, crush_hz=22_050.0, crush_bits=5
    )
