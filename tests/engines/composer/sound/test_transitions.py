"""The gestures between sections."""

from __future__ import annotations

import numpy as np
import pytest
from sounding import RATE, centroid_hz, play, rms, share_between

from musicgen_local.engines.composer.sound.band import Sounds, open_voice


def gesture(key: float, seconds: float = 2.0, velocity: float = 0.8) -> np.ndarray:
    return play(open_voice("transitions", Sounds()), (0.0, seconds, key, velocity))


def halves(audio: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return audio[:, : RATE // 2], audio[:, int(1.4 * RATE) : int(1.9 * RATE)]


@pytest.mark.parametrize("key", range(36, 85))
def test_every_key_makes_a_clean_gesture(key: int) -> None:
    heard = gesture(float(key), 1.0)
    assert np.isfinite(heard).all()
    assert -30 < 20 * np.log10(np.abs(heard).max()) < -3
    assert np.abs(heard[:, -4:]).max() < 2e-3


def test_rising_gestures_grow_brighten_and_end_with_the_note() -> None:
    for key in (38.0, 44.0):
        heard = gesture(key)
        early, late = halves(heard)
        assert rms(late) > 2 * rms(early)
        assert centroid_hz(late) > 1.3 * centroid_hz(early)
        assert heard.shape[1] < 2.2 * RATE


def test_a_downlifter_falls() -> None:
    early, late = halves(gesture(40.0))
    assert rms(late) < 0.7 * rms(early)
    assert centroid_hz(late) < 0.6 * centroid_hz(early)


def test_an_impact_is_low_and_has_a_tail() -> None:
    heard = gesture(36.0, 0.2)
    assert share_between(heard, 20, 200) > 0.5
    assert heard.shape[1] > 1.5 * RATE


def test_a_reverse_cymbal_grows_into_the_end_of_its_note() -> None:
    heard = gesture(42.0)
    assert rms(heard[:, int(1.7 * RATE) : 2 * RATE]) > 3 * rms(heard[:, :RATE])
    assert rms(heard[:, 2 * RATE + 32 :]) < 1e-4


def test_a_sub_drop_falls_in_pitch() -> None:
    early, late = halves(gesture(46.0))
    assert share_between(early, 55, 110) > 0.5
    assert share_between(late, 20, 45) > 0.5
