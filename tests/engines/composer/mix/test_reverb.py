"""Rooms decay in the time asked for, thicken quickly, ring on no note, and spread wide."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from mixing_pieces import RATE, FloatArray
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from musicgen_local.engines.composer.mix.echo import EchoReturn
from musicgen_local.engines.composer.mix.preset import Delay, Reverb
from musicgen_local.engines.composer.mix.reverb import ReverbReturn

ROOMS = (Reverb(0.6, 6.0), Reverb(1.2, 10.0), Reverb(2.2, 24.0), Reverb(5.0, 30.0))


def impulse(seconds: float) -> FloatArray:
    audio = np.zeros((2, int(seconds * RATE) // 64 * 64), dtype=np.float32)
    audio[:, 0] = 1.0
    return audio


def response(reverb: Reverb) -> FloatArray:
    return ReverbReturn(reverb, RATE).process(impulse(1.2 * reverb.decay_seconds + 0.4), 0)


def decay_seconds(audio: NDArray[np.float32], low: float, high: float) -> float:
    """RT60 of an octave by Schroeder's backward integration, from -5 to -35 dB (ISO 3382)."""
    band = sosfilt(butter(3, (low, high), "bandpass", fs=RATE, output="sos"), audio)
    energy = np.cumsum(np.square(band)[::-1])[::-1]
    level = 10 * np.log10(energy / energy[0] + 1e-15)
    return float(2 * (np.argmax(level < -35) - np.argmax(level < -5)) / RATE)


@pytest.mark.parametrize("reverb", ROOMS, ids=lambda room: f"{room.decay_seconds}s")
def test_the_decay_time_is_what_was_asked(reverb: Reverb) -> None:
    for channel in response(reverb):
        measured = decay_seconds(channel, 354, 1_414)
        assert measured == pytest.approx(reverb.decay_seconds, rel=0.15)
        assert decay_seconds(channel, 3_000, 6_000) < 0.8 * measured


@pytest.mark.parametrize("reverb", ROOMS, ids=lambda room: f"{room.decay_seconds}s")
def test_echoes_thicken_into_noise(reverb: Reverb) -> None:
    # Normalised echo density (Abel and Huang, AES 121, 2006): 1 for Gaussian noise.
    tail = response(reverb)[0]
    window = round(0.02 * RATE)
    stretch = tail[round(0.25 * RATE) :][:window]
    density = np.mean(np.abs(stretch) > np.std(stretch)) / 0.3173
    assert 0.85 < density < 1.15


@pytest.mark.parametrize("reverb", ROOMS[1:], ids=lambda room: f"{room.decay_seconds}s")
def test_no_note_rings_out_of_the_tail(reverb: Reverb) -> None:
    """Late spectrum against its own smoothing: a mode that rings stands far above its neighbours.

    For Gaussian noise, bins follow an exponential law: the largest of 2,000 lies near 8.8 dB above
    the mean, hardly ever above 13.
    """
    tail = response(reverb)[0].astype(np.float64)
    start = round(0.45 * reverb.decay_seconds * RATE)
    late = tail[start : start + round(0.3 * reverb.decay_seconds * RATE)]
    power = np.abs(np.fft.rfft(late * np.hanning(len(late)))) ** 2
    hz = np.fft.rfftfreq(len(late), 1 / RATE)
    inside = (hz > 300) & (hz < 4_000)
    width = max(9, round(200 / hz[1]))
    smooth = np.convolve(power, np.ones(width) / width, mode="same")
    assert np.max(10 * np.log10(power[inside] / smooth[inside])) < 12.5


@pytest.mark.parametrize("reverb", ROOMS, ids=lambda room: f"{room.decay_seconds}s")
def test_the_return_is_wide_and_limited_in_band(reverb: Reverb) -> None:
    wet = response(reverb)
    late = wet[:, round(0.1 * RATE) :]
    assert abs(np.corrcoef(late[0], late[1])[0, 1]) < 0.2
    assert abs(10 * np.log10(np.sum(wet[0] ** 2) / np.sum(wet[1] ** 2))) < 2.0
    power = np.abs(np.fft.rfft(wet[0])) ** 2
    hz = np.fft.rfftfreq(wet.shape[1], 1 / RATE)
    middle = np.mean(power[(hz > 400) & (hz < 3_000)])
    assert np.mean(power[hz > 11_500]) < 1e-5 * middle
    assert np.mean(power[(hz > 20) & (hz < 60)]) < 1e-1 * middle


def test_the_first_sound_comes_after_the_predelay() -> None:
    wet = response(Reverb(1.0, predelay_ms=40.0))
    first = np.argmax(np.abs(wet[0]) > 0.02 * np.max(np.abs(wet[0]))) / RATE
    assert 0.039 < first < 0.043


def test_a_reverb_does_not_hear_where_chunks_are_cut() -> None:
    audio = np.random.default_rng(2).standard_normal((2, 64 * 900), dtype=np.float32)
    whole = ReverbReturn(ROOMS[2], RATE).process(audio, 0)
    reverb = ReverbReturn(ROOMS[2], RATE)
    cuts = (0, 64, 64 * 130, 64 * 131, 64 * 700, 64 * 900)
    parts = [reverb.process(audio[:, a:b], a) for a, b in pairwise(cuts)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


def test_echoes_cross_over_in_time_and_darken() -> None:
    beat = 0.5
    audio = impulse(3.0)
    wet = EchoReturn(Delay(beats=0.75, feedback=0.5), beat, RATE).process(audio, 0)
    step = round(0.75 * beat * RATE)
    energy = [
        [float(np.sum(channel[k * step : k * step + 2_000] ** 2)) for k in range(6)]
        for channel in wet
    ]
    left, right = energy
    assert left[0] == right[0] == 0.0
    assert [left[1] > 100 * right[1], right[2] > 100 * left[2], left[3] > 100 * right[3]] == [
        True,
        True,
        True,
    ]
    assert left[1] > right[2] > left[3] > right[4] > 0

    def centroid(start: int) -> float:
        power = np.abs(np.fft.rfft(wet.sum(axis=0)[start : start + 2_000])) ** 2
        return float(np.sum(power * np.arange(len(power))) / np.sum(power))

    assert centroid(3 * step) < 0.9 * centroid(step)
