"""Signals after EBU Tech 3341 and 3342, and agreement with another implementation."""

from __future__ import annotations

import math

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from musicgen_local.audio.filters import Biquad
from musicgen_local.audio.loudness import LoudnessMeter, k_weighting, measure

RATE = 48_000


def sine(hz: float, dbfs: float, seconds: float, rate: int = RATE) -> NDArray[np.float32]:
    """Stereo, [2, frames]; `dbfs` is the peak."""
    wave = 10 ** (dbfs / 20) * np.sin(2 * math.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(wave[None], 2, axis=0).astype(np.float32)


def _meter(signal: NDArray[np.float32], rate: int = RATE) -> LoudnessMeter:
    meter = LoudnessMeter(rate, signal.shape[0])
    for start in range(0, signal.shape[1], 40_000):
        meter.add(signal[:, start : start + 40_000])
    return meter


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_stereo_sine_of_1_khz_is_as_loud_as_its_peak_says(rate: int, level: float) -> None:
    """Tech 3341, cases 1 and 2."""
    meter = _meter(sine(1000, level, 6, rate), rate)
    assert meter.integrated_lufs == pytest.approx(level, abs=0.1)
    assert meter.momentary_max_lufs == pytest.approx(level, abs=0.1)
    assert meter.short_term_max_lufs == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize(
    "parts",
    [
        [(-36, 10), (-23, 60), (-36, 10)],  # case 3
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],  # case 4
        [(-26, 20), (-20, 20.1), (-26, 20)],  # case 5
    ],
)
def test_quiet_passages_are_gated(parts: list[tuple[float, float]]) -> None:
    signal = np.concatenate([sine(1000, level, seconds) for level, seconds in parts], axis=1)
    assert _meter(signal).integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "range_lu"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
)
def test_the_loudness_range_of_tech_3342(levels: tuple[float, ...], range_lu: float) -> None:
    signal = np.concatenate([sine(1000, level, 20) for level in levels], axis=1)
    assert _meter(signal).loudness_range_lu == pytest.approx(range_lu, abs=1.0)


def test_the_printed_coefficients_come_out_at_48_khz() -> None:
    """ITU-R BS.1770-5, tables 1 and 2."""
    shelf = Biquad(
        1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585
    )
    low_cut = Biquad(1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)
    for ours, printed in zip(k_weighting(RATE), (shelf, low_cut), strict=True):
        for name in ("b0", "b1", "b2", "a1", "a2"):
            assert getattr(ours, name) == pytest.approx(getattr(printed, name), abs=1e-7)


# The same noises each time: now and then a block lies on a gate, in one meter and not in the other.
@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 1000),
    rate=st.sampled_from([32_000, 44_100, 48_000]),
    channels=st.sampled_from([1, 2]),
)
def test_it_agrees_with_pyloudnorm_on_noise_of_changing_level(
    seed: int, rate: int, channels: int
) -> None:
    rng = np.random.default_rng(seed)
    level = np.repeat(10 ** (rng.uniform(-45, -5, 8) / 20), rate)
    noise = (rng.standard_normal((channels, 8 * rate)) * level * 0.3).astype(np.float32)
    other = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(
        noise.T.astype(np.float64)
    )
    assert _meter(noise, rate).integrated_lufs == pytest.approx(other, abs=0.1)


@given(cuts=st.lists(st.integers(0, 60_000), max_size=5))
@settings(max_examples=20, deadline=None)
def test_where_blocks_are_cut_changes_nothing(cuts: list[int]) -> None:
    noise = np.random.default_rng(5).standard_normal((2, 60_000)).astype(np.float32) * 0.1
    meter = LoudnessMeter(44_100, 2)
    for part in np.split(noise, sorted(cuts), axis=1):
        meter.add(part)
    assert meter.integrated_lufs == pytest.approx(_meter(noise, 44_100).integrated_lufs, abs=1e-4)


def test_silence_and_a_blink_have_no_loudness() -> None:
    silent = measure([np.zeros((2, RATE), dtype=np.float32)], RATE, 2)
    assert silent.integrated_lufs == -math.inf
    assert silent.true_peak_dbtp == -math.inf
    assert silent.range_lu == 0
    assert _meter(sine(1000, -20, 0.3)).integrated_lufs == -math.inf


def test_measuring_hours_takes_no_memory() -> None:
    """The state after an hour holds as many numbers as after a second."""
    meter = LoudnessMeter(8000, 1)
    block = np.random.default_rng(1).standard_normal((1, 80_000)).astype(np.float32) * 0.1
    sizes = []
    for _ in range(2):
        meter.add(block)
        sizes.append(len(meter._gated._recent))
    assert sizes[0] == sizes[1] < 30
