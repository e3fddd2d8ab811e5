"""A loop wound to a length: exact in frames, the recording in what it plays, in whole frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.loops.reel import Reel
from musicgen_local.loops.values import LoopKind, LoopPoints
from musicgen_local.loops.winding import MOST_STRETCH, Winder, Wish

RATE = 8_000


def points(start: int, end: int) -> LoopPoints:
    return LoopPoints(start, end, RATE, LoopKind.EXACT, 1.0, 1.0, 1.0, end - start)


def noise(frames: int, seed: int = 1, channels: int = 2) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return dice.uniform(-0.5, 0.5, (channels, frames)).astype(np.float32)


def recording(intro: int, body: int, ending: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Intro, twice the body, and an ending; smooth, so that it survives resampling."""
    parts = [noise(length, seed) for seed, length in enumerate((intro, body, ending), 1)]
    kernel = np.hanning(12) / np.hanning(12).sum()
    parts = [
        np.stack([np.convolve(one, kernel, "same") for one in part]).astype(np.float32)
        for part in parts
    ]
    return np.concatenate([parts[0], parts[1], parts[1], parts[2]], axis=1), parts


def heard(reel: Reel) -> np.ndarray:
    return np.concatenate(list(reel.blocks()), axis=1)


@settings(max_examples=60, deadline=None)
@given(
    tenths=st.integers(90, 6_000),
    start=st.integers(0, 9_000),
    period=st.integers(12_000, 40_000),
    rest=st.integers(0, 20_000),
    crossfade=st.integers(0, 4_000),
    fades=st.tuples(st.floats(0, 20), st.none() | st.floats(0, 20)),
    codec=st.sampled_from([(RATE, 1), (RATE, 1_024), (12_000, 960), (12_000, 1_152)]),
)
def test_any_length_is_exact_and_the_body_fills_whole_frames(
    tenths: int,
    start: int,
    period: int,
    rest: int,
    crossfade: int,
    fades: tuple[float, float | None],
    codec: tuple[int, int],
) -> None:
    rate, step = codec
    source = noise(start + period + rest, channels=1)
    wish = Wish(tenths / 10, None, *fades)
    wound = Winder(source, points(start, start + period), crossfade).wind(wish, rate, step)
    assert wound.reel.frames == round(tenths / 10 * rate)
    assert heard(wound.reel).shape == (1, wound.reel.frames)
    if wound.reel.times:
        assert wound.reel.body.shape[1] % step == 0
    if wound.own_ending:
        assert abs(wound.stretch - 1) <= MOST_STRETCH


@given(times=st.integers(1, 40))
def test_an_exact_loop_is_the_recording_again_and_again(times: int) -> None:
    source, (intro, body, ending) = recording(900, 15_000, 7_000)
    winder = Winder(source, points(900 + 300, 900 + 15_300), 200)
    wound = winder.wind(Wish(times=times), RATE, 1)
    expected = np.concatenate([intro, *[body] * (times + 1), ending], axis=1)
    assert (wound.own_ending, wound.stretch) == (True, 1.0)
    np.testing.assert_allclose(heard(wound.reel), expected, atol=2e-7)


@pytest.mark.parametrize(("rate", "step"), [(RATE, 1_024), (12_000, 960), (12_000, 1_152)])
@pytest.mark.parametrize("seconds", [60.0, 213.7])
def test_what_repeats_sounds_as_if_all_of_it_had_been_resampled(
    rate: int, step: int, seconds: float
) -> None:
    source, (intro, body, ending) = recording(5_000, 26_500, 9_000)
    winder = Winder(source, points(7_000, 33_500), 100)
    wound = winder.wind(Wish(seconds), rate, step)
    assert wound.own_ending
    assert wound.reel.times >= 1
    more = round(wound.periods - (source.shape[1] / 26_500))
    plain = np.concatenate([intro, *[body] * (more + 2), ending], axis=1)
    straight = soxr.resample(plain.T, RATE, rate * wound.stretch, "VHQ").T
    got = heard(wound.reel)
    count = min(straight.shape[1], got.shape[1]) - 200
    np.testing.assert_allclose(got[:, :count], straight[:, :count], atol=2e-3)
    assert np.abs(got[:, straight.shape[1] + 200 :]).max(initial=0) == 0


def test_the_ending_comes_in_time_or_the_loop_fades() -> None:
    source, _ = recording(5_000, 80_000, 9_000)
    winder = Winder(source, points(5_000, 85_000))
    in_time = (source.shape[1] + 20 * 80_000) / RATE
    assert winder.wind(Wish(in_time + 3), RATE, 1).own_ending
    short = winder.wind(Wish(source.shape[1] / RATE + 8), RATE, 1)  # no stretch is enough
    assert (short.own_ending, short.faded_out_seconds, short.stretch) == (False, 5.0, 1.0)
    stopped = winder.wind(Wish(source.shape[1] / RATE + 8, fade_out_seconds=0.0), RATE, 1)
    assert np.abs(heard(stopped.reel)[:, -200:]).max() > 0.05
    asked = winder.wind(Wish(in_time, fade_out_seconds=30.0), RATE, 1)
    assert not asked.own_ending
    sound = heard(asked.reel)
    assert np.abs(sound[:, -40:]).max() < 0.01
    level = [float(np.mean(part**2)) for part in np.array_split(sound[:, -30 * RATE :], 10, axis=1)]
    assert level == sorted(level, reverse=True)


def test_a_loop_that_is_counted_fades_over_its_ending_where_that_is_asked_for() -> None:
    source, _ = recording(900, 15_000, 12_000)
    winder = Winder(source, points(1_200, 16_200), 200)
    plain, faded = (
        winder.wind(Wish(times=3, fade_out_seconds=seconds), RATE, 1) for seconds in (None, 1.0)
    )
    assert (plain.faded_out_seconds, faded.faded_out_seconds) == (0.0, 1.0)
    own, falling = heard(plain.reel), heard(faded.reel)
    assert own.shape == falling.shape
    np.testing.assert_array_equal(own[:, :-RATE], falling[:, :-RATE])
    assert np.abs(own[:, -100:]).max() > 0.05
    assert np.abs(falling[:, -100:]).max() < 0.01


def test_a_length_below_the_loop_is_refused() -> None:
    source, _ = recording(8_000, 40_000, 4_000)
    with pytest.raises(ValueError, match="fit"):
        Winder(source, points(8_000, 48_000)).wind(Wish(5.9), RATE, 1)


@pytest.mark.parametrize("crossfade", [0, 400])
def test_one_period_alone_begins_at_the_loop_and_leads_into_itself(crossfade: int) -> None:
    source, (_, body, _) = recording(900, 15_000, 7_000)
    reel = Winder(source, points(1_200, 16_200), crossfade).period(RATE, 1)
    assert (reel.frames, reel.times) == (15_000, 1)
    np.testing.assert_allclose(reel.body, np.roll(body, -300, axis=1), atol=2e-7)


def test_the_seam_is_heard_in_the_middle_of_its_surroundings() -> None:
    source, (_, body, _) = recording(900, 15_000, 7_000)
    around = Winder(source, points(1_200, 16_200), 400).around_the_seam(4.0)
    assert around.shape == (2, 16_200 + 32_000)  # the recording has but two seconds before it
    np.testing.assert_allclose(around[:, 16_200:31_200], np.roll(body, -300, axis=1), atol=2e-7)


def test_long_recordings_lie_in_files_that_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musicgen_local.loops.winding._MOST_BYTES_IN_MEMORY", 1_000)
    source, _ = recording(900, 15_000, 7_000)
    loop = points(1_200, 16_200)
    filed = Winder(source, loop, 200, folder=tmp_path).wind(Wish(90), RATE, 1_024)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    plain = Winder(source, loop, 200).wind(Wish(90), RATE, 1_024)
    np.testing.assert_array_equal(heard(filed.reel), heard(plain.reel))
