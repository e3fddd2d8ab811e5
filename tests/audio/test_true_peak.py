from __future__ import annotations

import math

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.audio.true_peak import TruePeakDetector, TruePeakMeter

RATE = 48_000


def _peak_dbtp(signal: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    meter = TruePeakMeter(RATE, signal.shape[0])
    meter.add(signal)
    return meter.peak_dbtp


def _faded_sine(
    hz: float, phase_degrees: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Full scale 0.5, faded so that no jump rings."""
    time = np.arange(4800)
    wave = 0.5 * np.sin(2 * math.pi * hz * time / RATE + math.radians(phase_degrees))
    return (wave * np.hanning(4800) ** 0.25)[None].astype(np.float32)


@pytest.mark.parametrize(
    ("hz", "phase"), [(RATE / 4, 0), (RATE / 4, 45), (RATE / 6, 60), (RATE / 8, 67.5), (997, 0)]
)
def test_a_sine_reads_its_amplitude_wherever_its_samples_fall(hz: float, phase: float) -> None:
    """EBU Tech 3341, cases 15 to 18: within +0.2 and -0.4 dB."""
    assert -0.4 <= _peak_dbtp(_faded_sine(hz, phase)) + 6.02 <= 0.2


def test_the_samples_of_a_quarter_rate_sine_hide_3_db() -> None:
    wave = _faded_sine(RATE / 4, 45)
    hidden = _peak_dbtp(wave) - 20 * math.log10(float(np.abs(wave).max()))
    assert hidden == pytest.approx(3.01, abs=0.1)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_it_agrees_with_a_much_longer_interpolator(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(4000)
    music = np.convolve(noise, np.hanning(5), "same") * np.hanning(4000)
    signal = (0.2 * music)[None].astype(np.float32)
    dense = soxr.resample(signal[0].astype(np.float64), RATE, 16 * RATE, quality="VHQ")
    assert _peak_dbtp(signal) == pytest.approx(20 * math.log10(np.abs(dense).max()), abs=0.2)


def test_streaming_finds_the_peak_at_every_cut_and_at_the_very_end() -> None:
    wave = _faded_sine(RATE / 4, 45)[:, :2400]
    whole = _peak_dbtp(wave)
    for cut in (1, 1199, 2390, 2399):
        meter = TruePeakMeter(RATE, 1)
        meter.add(wave[:, :cut])
        meter.add(wave[:, cut:])
        assert meter.peak_dbtp == pytest.approx(whole, abs=1e-5)
    last = np.zeros((1, 500), dtype=np.float32)
    last[0, -1] = 1.0
    assert _peak_dbtp(last) == pytest.approx(0.0, abs=1e-5)


def test_each_peak_belongs_to_its_frame_after_the_latency() -> None:
    block = np.zeros((2, 200), dtype=np.float32)
    block[1, 50] = 0.7
    peaks = TruePeakDetector(2).process(block)
    assert int(np.argmax(peaks)) == 50 + TruePeakDetector.latency
    assert float(peaks.max()) == pytest.approx(0.7)


@given(seed=st.integers(0, 1000), floor=st.floats(0.05, 3.0))
@settings(max_examples=20, deadline=None)
def test_peaks_above_the_floor_are_the_same_and_none_below_passes_it(
    seed: int, floor: float
) -> None:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((2, 6000)) * np.repeat(10 ** rng.uniform(-2, 0, 20), 300)
    block = noise.astype(np.float32)
    exact = TruePeakDetector(2).process(block)
    quick = TruePeakDetector(2).process(block, floor)
    assert np.array_equal(quick[exact > floor], exact[exact > floor])
    assert (quick <= exact).all()
