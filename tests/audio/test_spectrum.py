from __future__ import annotations

import math

import numpy as np
import pytest

from musicgen_local.audio.spectrum import (
    crest_factor_db,
    dc_offset,
    onset_density,
    silence_spans,
    spectral_centroid_hz,
    spectral_tilt_db_per_octave,
    stereo_width,
)
from musicgen_local.audio.value import Audio

RATE = 44_100


def _coloured(seconds: float, db_per_octave: float) -> Audio:
    frames = round(seconds * RATE)
    white = np.fft.rfft(np.random.default_rng(3).standard_normal(frames))
    shape = np.maximum(np.fft.rfftfreq(frames), 1 / frames) ** (db_per_octave / 20 / math.log10(2))
    wave = np.fft.irfft(white * shape, frames)
    return Audio((wave / np.abs(wave).max())[None].astype(np.float32), RATE)


@pytest.mark.parametrize("slope", [0.0, -3.0, -6.0])
def test_the_tilt_of_coloured_noise_is_its_colour(slope: float) -> None:
    assert spectral_tilt_db_per_octave(_coloured(10, slope)) == pytest.approx(slope, abs=0.3)


def test_brighter_noise_has_a_higher_centroid() -> None:
    dark, bright = (spectral_centroid_hz(_coloured(2, slope)) for slope in (-6.0, 0.0))
    assert dark < 3000 < bright


def test_the_crest_of_a_sine_is_3_db() -> None:
    sine = np.sin(np.arange(RATE) * 0.1, dtype=np.float32)[None]
    assert crest_factor_db(Audio(sine, RATE)) == pytest.approx(3.01, abs=0.05)
    assert dc_offset(Audio(sine + np.float32(0.25), RATE)) == pytest.approx(0.25, abs=0.001)


def test_width_runs_from_mono_to_opposite() -> None:
    one, other = np.random.default_rng(3).standard_normal((2, RATE)).astype(np.float32) * 0.1
    assert stereo_width(Audio(one[None], RATE)) == 0
    assert stereo_width(Audio(np.stack((one, one)), RATE)) == 0
    assert stereo_width(Audio(np.stack((one, other)), RATE)) == pytest.approx(1, abs=0.05)
    assert stereo_width(Audio(np.stack((one, -one)), RATE)) == math.inf


def test_silences_are_found_where_they_are() -> None:
    wave = np.sin(np.arange(6 * RATE) * 0.1).astype(np.float32)
    wave[2 * RATE : round(3.5 * RATE)] *= 1e-4
    wave[5 * RATE : round(5.5 * RATE)] = 0
    spans = silence_spans(Audio(wave[None], RATE))
    assert len(spans) == 1
    assert spans[0] == pytest.approx((2.0, 3.5), abs=0.06)
    assert silence_spans(Audio(np.zeros((2, 0), dtype=np.float32), RATE)) == []


def _hits(per_second: int, rain: float, seed: int) -> Audio:
    """Eight seconds with short bursts of noise for seven, in rain."""
    dice = np.random.default_rng(seed)
    wave = np.zeros(8 * RATE)
    for hit in range(per_second * 7):
        start = round((hit / per_second + 0.05) * RATE)
        tail = np.exp(-np.arange(RATE // 8) / (0.02 * RATE))
        wave[start : start + len(tail)] += dice.standard_normal(len(tail)) * tail
    wave += rain * dice.standard_normal(len(wave))
    return Audio((0.3 * wave)[None].astype(np.float32), RATE)


@pytest.mark.parametrize("rain", [0.0, 0.05])
@pytest.mark.parametrize("per_second", [2, 8])
def test_onsets_are_counted_also_in_the_rain(per_second: int, rain: float) -> None:
    counts = [8 * onset_density(_hits(per_second, rain, seed)) for seed in range(5)]
    assert np.median(counts) == pytest.approx(7 * per_second, rel=0.1)
    # A burst's noisy tail may rise once more: a few counts too many, none too few.
    assert 7 * per_second <= min(counts) <= max(counts) <= 7 * per_second + 4


def test_rain_and_silence_have_no_onsets() -> None:
    assert onset_density(Audio(np.zeros((1, RATE), dtype=np.float32), RATE)) == 0
    rain = np.random.default_rng(3).standard_normal((1, 4 * RATE)).astype(np.float32) * 0.1
    assert onset_density(Audio(rain, RATE)) < 1
