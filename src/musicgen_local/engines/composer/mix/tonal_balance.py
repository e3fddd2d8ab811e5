"""The desk's last look at the whole: a gentle tilt and width towards records of the genre.

Before the first frame all layers are heard together as they will be mixed and mastered; where their
spectrum falls faster or slower than the genre's records, or their stereo image is narrower or
wider, one smooth filter and one side gain lead the mix (and every stem alike) back to the nearer
edge of the genre's range. Well inside the range nothing is done. The plan's brightness tilts on
top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from musicgen_local.audio.filters import Biquad, BiquadCascade
from musicgen_local.audio.spectrum import spectral_tilt_db_per_octave, stereo_width
from musicgen_local.audio.value import Audio
from musicgen_local.engines.composer.mix.curves import FloatArray

MOST_TILT_DB = 4.0  # at either end of the spectrum, for the sake of the genre
BRIGHTNESS_DB = 4.0  # at either end, for a brightness of 0 or 1
WIDTH_FACTORS = (0.7, 1.5)
_PIVOTS_HZ = (250.0, 4_000.0)  # two gentle steps that together lean around 1 kHz
_LOWEST_HZ, _THIRDS = 60.0, 22  # where the tilt of a spectrum is measured, see `audio.spectrum`
_INSIDE = 0.3  # how far inside its edges a range is aimed at, as a share: mastering moves a mix


class Reference(Protocol):
    """Ranges that finished records of a genre lie in."""

    @property
    def tilt_db_per_octave(self) -> tuple[float, float]:
        """Steepest and flattest fall of the spectrum, 60 Hz to 12 kHz."""
        ...

    @property
    def width(self) -> tuple[float, float]:
        """Narrowest and widest ratio of side to mid."""
        ...


@dataclass(frozen=True, slots=True)
class TonalBalance:
    """What the last stage does, and what it was decided on."""

    tilt_db: float = 0.0  # gain at the top of the spectrum; the bottom moves the other way
    width: float = 1.0  # side gain above the mono bass
    expected_tilt_db_per_octave: float = math.nan  # before it, of the finished record; nan: unheard
    expected_width: float = math.nan  # once tilted


NEUTRAL = TonalBalance()


def find_balance(
    expected: FloatArray | None, sample_rate: int, reference: Reference | None, brightness: float
) -> TonalBalance:
    """The correction for a mix that is `expected` (float32 [2, frames]) to sound like this.

    Without an expectation or a reference, and for silence, only `brightness` (0-1) counts.
    """
    bright_db = 2.0 * BRIGHTNESS_DB * (brightness - 0.5)
    if expected is None or reference is None or not expected.any():
        return TonalBalance(tilt_db=bright_db)
    tilt = spectral_tilt_db_per_octave(Audio(expected, sample_rate))
    leaning_db = _leaning(tilt, reference, sample_rate)
    # The middle lies deeper than the sides: what tilts the spectrum changes the width, too.
    tilted = BiquadCascade(tilt_sections(leaning_db, sample_rate)).process(expected)
    width = stereo_width(Audio(tilted, sample_rate))
    factor = 1.0
    if 0.0 < width < math.inf:
        low, high = WIDTH_FACTORS
        factor = min(max(_into(width, reference.width) / width, low), high)
    return TonalBalance(leaning_db + bright_db, factor, tilt, width)


def _leaning(tilt: float, reference: Reference, sample_rate: int) -> float:
    if not math.isfinite(tilt):
        return 0.0
    missing = _into(tilt, reference.tilt_db_per_octave) - tilt
    gain_db = missing / tilt_per_db(sample_rate)
    return min(max(gain_db, -MOST_TILT_DB), MOST_TILT_DB)


def _into(value: float, bounds: tuple[float, float]) -> float:
    """The value itself well inside the bounds, or else a little within the nearer one."""
    low, high = bounds
    margin = _INSIDE * (high - low)
    return min(max(value, low + margin), high - margin)


def tilt_sections(gain_db: float, sample_rate: int) -> tuple[Biquad, ...]:
    """Two first-order shelves: -`gain_db` at the bottom, 0 near 1 kHz, +`gain_db` at the top.

    Each is (a s + w) / (s + a w) through the bilinear transform, a = 10^(gain_db / 40).
    """
    a = 10.0 ** (0.5 * gain_db / 20.0)
    sections = []
    for pivot_hz in _PIVOTS_HZ:
        k = math.tan(math.pi * pivot_hz / sample_rate)
        scale = 1.0 + a * k
        sections.append(Biquad((a + k) / scale, (k - a) / scale, 0.0, (a * k - 1.0) / scale, 0.0))
    return tuple(sections)


def tilt_per_db(sample_rate: int) -> float:
    """dB per octave that the measured tilt of any mix changes by for each dB of the filter's gain.

    The measure is a straight line through band levels in dB, to which a filter's own levels add.
    """
    centers = _LOWEST_HZ * 2.0 ** ((np.arange(_THIRDS) + 0.5) / 3.0)
    sections = tilt_sections(1.0, sample_rate)
    levels = [
        sum(20.0 * math.log10(abs(s.response(float(hz), sample_rate))) for s in sections)
        for hz in centers
    ]
    return float(np.polyfit(np.log2(centers), levels, 1)[0])
