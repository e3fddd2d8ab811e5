"""Beds of ambience: any frames, any order, never the same twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import fft
from sounding import RATE, centroid_hz, rms

from musicgen_local.engines.composer.instruments import AMBIENCES
from musicgen_local.engines.composer.sound.ambience.bed import BLOCK_HOP, CELL, Motion
from musicgen_local.engines.composer.sound.band import open_ambience
from musicgen_local.errors import ErrorCode, UserError

SECONDS = 120
SIX_HOURS = 6 * 3600 * RATE


@pytest.fixture(scope="module")
def minutes() -> dict[str, np.ndarray]:
    """Two minutes of every bed."""
    return {kind: open_ambience(kind, 5).render(0, SECONDS * RATE) for kind in AMBIENCES}


@pytest.mark.parametrize("kind", AMBIENCES)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_frames_do_not_depend_on_how_they_are_asked_for(kind: str, data: st.DataObject) -> None:
    bed = open_ambience(kind, 11)
    start = data.draw(st.sampled_from([0, 7, BLOCK_HOP - 1, CELL, 3 * CELL + 5, SIX_HOURS]))
    frames = data.draw(st.integers(1, 40_000))
    cut = data.draw(st.integers(0, frames))
    whole = bed.render(start, frames)
    parts = np.concatenate([bed.render(start, cut), bed.render(start + cut, frames - cut)], axis=1)
    assert whole.shape == (2, frames)
    assert np.allclose(whole, parts, atol=1e-6)


@pytest.mark.parametrize("kind", AMBIENCES)
def test_a_bed_is_level_clean_and_wide(kind: str, minutes: dict[str, np.ndarray]) -> None:
    heard = minutes[kind]
    assert np.isfinite(heard).all()
    assert 20 * np.log10(rms(heard)) == pytest.approx(-20, abs=2.5)
    assert np.abs(heard).max() < 1.6
    assert abs(float(heard.mean())) < 2e-3
    assert np.corrcoef(heard)[0, 1] < 0.85
    seconds = heard.reshape(2, SECONDS, RATE)
    loudness = 10 * np.log10(np.mean(np.square(seconds, dtype=np.float64), axis=(0, 2)))
    assert loudness.min() > -42  # no holes


def autocorrelation(values: np.ndarray, lags: int) -> np.ndarray:
    """Of a series against itself `lags` later and earlier, 1 at lag 0, each over what overlaps."""
    size = fft.next_fast_len(len(values) + lags, real=True)
    centered = values - values.mean(dtype=np.float64).astype(values.dtype)
    found = fft.irfft(np.square(np.abs(fft.rfft(centered, size))), size)[:lags]
    found /= len(values) - np.arange(lags)
    return np.asarray(found / found[0])


@pytest.mark.parametrize("kind", AMBIENCES)
def test_a_bed_never_plays_the_same_noise_again(kind: str, minutes: dict[str, np.ndarray]) -> None:
    for side in minutes[kind]:
        again = autocorrelation(side, 90 * RATE)
        assert np.abs(again[RATE // 2 :]).max() < 0.06


@pytest.mark.parametrize("kind", AMBIENCES)
def test_a_bed_has_no_rhythm_that_comes_round(kind: str, minutes: dict[str, np.ndarray]) -> None:
    """Nor does its loudness: what swells and falls (waves, cars, a record's turn) keeps no time."""
    hop, slow = RATE // 20, 161
    power = np.square(minutes[kind], dtype=np.float64)
    power = power[:, : power.shape[1] // hop * hop].reshape(2, -1, hop)
    loudness = 10 * np.log10(power.mean(axis=(0, 2)))
    # Gusts of several seconds are like themselves for as long: only what is quicker counts.
    drift = np.convolve(np.pad(loudness, slow // 2, mode="edge"), np.ones(slow) / slow, "valid")
    again = autocorrelation(loudness - drift, 60 * 20)
    assert again[int(1.7 * 20) :].max() < 0.5
    # The test hears a loop where there is one: ten seconds again and again.
    looped = np.tile((loudness - drift)[:200], 12)
    assert autocorrelation(looped, 60 * 20)[int(1.7 * 20) :].max() > 0.9


def test_seeds_give_different_beds_and_the_same_seed_the_same() -> None:
    for kind in AMBIENCES:
        one, again, other = (open_ambience(kind, seed).render(0, 20_000) for seed in (1, 1, 2))
        assert one.tobytes() == again.tobytes()
        assert abs(np.corrcoef(one[0], other[0])[0, 1]) < 0.5


def test_places_sound_like_themselves(minutes: dict[str, np.ndarray]) -> None:
    tone = {kind: centroid_hz(heard) for kind, heard in minutes.items()}
    assert tone["city"] < tone["rain"]
    assert tone["wind"] < tone["forest"]
    assert tone["cafe"] < tone["rain"]
    crest = {kind: np.abs(heard).max() / rms(heard) for kind, heard in minutes.items()}
    assert crest["vinyl"] > 1.3 * crest["wind"] or crest["vinyl"] > 8
    waves = minutes["waves"].reshape(2, SECONDS, RATE)
    swell = np.sqrt(np.mean(np.square(waves), axis=(0, 2)))
    assert swell.max() > 3 * swell.min()


def test_motion_is_smooth_and_bounded() -> None:
    motion = Motion(3)
    values = np.array([motion(1, 0.01 * i, 2.0) for i in range(5_000)])
    assert np.abs(values).max() <= 1
    assert values.std() > 0.3
    assert np.abs(np.diff(values)).max() < 0.03


def test_an_unknown_ambience_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        open_ambience("volcano", 1)
    assert caught.value.code is ErrorCode.NOT_FOUND
