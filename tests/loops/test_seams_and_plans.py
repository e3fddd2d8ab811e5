"""A plan is as long as it says, plays what it says, and its seams keep the power."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.loops.plan import LoopPlan, Passage, fill, repeat
from musicgen_local.loops.render import render
from musicgen_local.loops.seam import gains, joined
from musicgen_local.loops.values import LoopKind, LoopPoints

RATE = 8_000


def points(start: int, end: int) -> LoopPoints:
    return LoopPoints(start, end, RATE, LoopKind.EXACT, 1.0, 1.0, 1.0, end - start)


def played(source: np.ndarray, plan: LoopPlan) -> np.ndarray:
    return np.concatenate(list(render(source, plan)), axis=1)


@given(
    total=st.integers(1_000, 400_000),
    start=st.integers(0, 30_000),
    period=st.integers(2_000, 30_000),
    rest=st.integers(0, 20_000),
    crossfade=st.integers(0, 4_000),
    fades=st.tuples(st.integers(0, 3_000), st.integers(0, 3_000)),
)
def test_any_length_is_exact(
    total: int, start: int, period: int, rest: int, crossfade: int, fades: tuple[int, int]
) -> None:
    source = np.ones((1, start + period + rest), np.float32)
    plan = fill(
        points(start, start + period),
        source.shape[1],
        total,
        crossfade_frames=crossfade,
        fade_in_frames=fades[0],
        fade_out_frames=fades[1],
    )
    assert plan.total_frames == total
    assert played(source, plan).shape == (1, total)
    assert abs(plan.stretch - 1) <= 0.0025


def test_an_exact_loop_is_the_recording_again_and_again() -> None:
    dice = np.random.default_rng(1)
    intro, body, ending = (dice.uniform(-1, 1, (2, n)).astype(np.float32) for n in (900, 5_000, 70))
    source = np.concatenate([intro, body, body, ending], axis=1)
    plan = repeat(points(900 + 300, 900 + 5_300), 7, source.shape[1], 200)
    expected = np.concatenate([intro, *[body] * 8, ending], axis=1)
    np.testing.assert_allclose(played(source, plan), expected, atol=2e-7)


def test_the_ending_comes_in_time_by_a_stretch_that_nobody_hears() -> None:
    source = np.zeros((1, 100_000), np.float32)
    source[0, 99_000] = 1.0  # the last stroke
    asked = 60 * RATE * 60
    plan = fill(points(10_000, 50_000), 100_000, asked)
    assert plan.stretch != 1
    sound = played(source, plan)
    assert sound.shape[1] == asked
    assert asked - int(np.abs(sound[0]).argmax()) == pytest.approx(1_000, abs=4)


def test_without_room_for_the_ending_the_loop_is_cut_where_it_should_end() -> None:
    source = np.arange(50_000, dtype=np.float32)[None, :]
    plan = fill(points(10_000, 50_000), 50_000, 70_000)
    assert plan.stretch == 1
    sound = played(source, plan)
    assert sound[0, -1] == 29_999


@given(alike=st.floats(0, 1), frames=st.integers(2, 4_000))
def test_the_law_keeps_the_power_of_sides_that_are_so_much_alike(alike: float, frames: int) -> None:
    a, b = (gain.astype(np.float64) for gain in gains(frames, alike))
    power = a * a + b * b + 2 * alike * a * b
    np.testing.assert_allclose(power, 1, atol=1e-5)


@pytest.mark.parametrize("alike", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_a_crossfade_keeps_the_loudness(alike: float) -> None:
    dice = np.random.default_rng(7)
    n = RATE * 4
    going, other = dice.standard_normal((2, 2, n)).astype(np.float32)
    coming = np.asarray(alike * going + (1 - alike**2) ** 0.5 * other, dtype=np.float32)
    sound = joined(going, coming)
    for piece in np.split(sound, 8, axis=1):
        assert 10 * np.log10(np.mean(piece**2)) == pytest.approx(0, abs=0.5)


def test_fades_rise_and_fall() -> None:
    source = np.ones((1, 60_000), np.float32)
    plan = LoopPlan((Passage(0, 60_000),), 0, 60_000, fade_in_frames=8_000, fade_out_frames=16_000)
    sound = played(source, plan)[0]
    assert sound[0] < 1e-3
    assert sound[-1] < 1e-3
    assert (np.diff(sound[:8_000]) >= -1e-7).all()
    assert (sound[8_000:44_000] == 1).all()
    assert (np.diff(sound[44_000:]) <= 1e-7).all()
