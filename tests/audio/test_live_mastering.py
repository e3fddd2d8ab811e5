"""The master of what has no end: one loudness, slow hands, no peak over the ceiling."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.mastering.live import FORECAST_SECONDS, LiveGain, LiveMaster
from musicgen_local.audio.true_peak import TruePeakMeter

RATE = 44_100
FloatArray = NDArray[np.float32]


def _noise(level_db: float, seed: int) -> FloatArray:
    """A second of noise."""
    noise = np.random.default_rng(seed).standard_normal((2, RATE), dtype=np.float32)
    return np.float32(10 ** (level_db / 20)) * noise


def _lufs(audio: FloatArray) -> float:
    meter = LoudnessMeter(RATE, 2)
    meter.add(audio)
    return meter.integrated_lufs


# Quiet, loud, quiet: as intro, chorus and break of a piece are.
LEVELS = [-31.0] * 25 + [-24.0] * 50 + [-28.0] * 30 + [-23.0] * 55
OFFSET_LU = _lufs(_noise(0.0, 1))


def _forecast(second: int, error_lu: float) -> list[float]:
    window = LEVELS[second : second + FORECAST_SECONDS + 2]
    return [level + OFFSET_LU + error_lu for level in window]


@pytest.mark.parametrize("error_lu", [0.0, 1.0, -1.0])
def test_every_minute_has_the_target_though_the_forecast_errs(error_lu: float) -> None:
    master = LiveMaster(-14.0, -1.0, RATE)
    out = [
        master.process(_noise(level, second), _forecast(second, error_lu))
        for second, level in enumerate(LEVELS)
    ]
    audio = np.concatenate([*out, master.flush()], axis=1)
    assert audio.shape[1] == len(LEVELS) * RATE
    peak = TruePeakMeter(RATE, 2)
    peak.add(audio)
    assert peak.peak_dbtp <= -1.0
    # a wrong forecast takes a while to be seen through
    for second in range(0 if error_lu == 0.0 else 40, len(LEVELS) - 60, 5):
        minute = audio[:, second * RATE : (second + 60) * RATE]
        assert _lufs(minute) == pytest.approx(-14.0, abs=1.0)


def test_the_gain_moves_less_than_half_a_decibel_a_second() -> None:
    gain = LiveGain(-14.0, RATE)
    steps = [np.copysign(np.float32(1.0), _noise(0.0, second)) for second in range(len(LEVELS))]
    ones = [
        gain.process(np.float32(10 ** (level / 20)) * step, _forecast(second, 0.0))
        / (np.float32(10 ** (level / 20)) * step)
        for second, (level, step) in enumerate(zip(LEVELS, steps, strict=True))
    ]
    curve = 20 * np.log10(np.concatenate(ones, axis=1)[0, ::100])
    moves = np.diff(curve) * RATE / 100
    assert np.abs(moves).max() < 0.5
    assert np.ptp(curve) > 2


def test_silence_moves_nothing() -> None:
    gain = LiveGain(-14.0, RATE)
    gain.process(_noise(-20.0, 1), [-20.0 + OFFSET_LU] * 14)
    silent = np.zeros((2, RATE), dtype=np.float32)
    for _ in range(30):
        assert not gain.process(silent, [-np.inf] * 14).any()
    after = gain.process(_noise(-20.0, 2), [-20.0 + OFFSET_LU] * 14)
    assert _lufs(after) == pytest.approx(-14.0, abs=3.0)
