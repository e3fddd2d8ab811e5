"""A plan plays what it says; seams keep the power; fades rise and fall."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.loops.fades import fade_in_place, faded
from musicgen_local.loops.plan import LoopPlan, Passage
from musicgen_local.loops.render import render
from musicgen_local.loops.seam import gains, joined

RATE = 8_000


def played(source: np.ndarray, plan: LoopPlan) -> np.ndarray:
    return np.concatenate(list(render(source, plan)), axis=1)


@given(
    passages=st.lists(
        st.tuples(st.integers(500, 20_000), st.integers(1_000, 9_000)), min_size=1, max_size=8
    ),
    crossfade=st.integers(0, 400),
)
def test_a_plan_is_as_long_as_its_passages(passages: list[tuple[int, int]], crossfade: int) -> None:
    source = np.random.default_rng(1).uniform(-1, 1, (2, 30_000)).astype(np.float32)
    steps = tuple(Passage(start, start + length) for start, length in passages)
    total = sum(step.frames for step in steps)
    sound = played(source, LoopPlan(steps, crossfade - crossfade % 2, total))
    assert sound.shape == (2, total)
    at = 0
    for step in steps:  # away from the seams the recording plays as it is
        middle = slice(at + 200, at + step.frames - 200)
        np.testing.assert_array_equal(
            sound[:, middle], source[:, step.start + 200 : step.stop - 200]
        )
        at += step.frames


def test_a_long_crossfade_keeps_the_loudness_where_likeness_comes_and_goes() -> None:
    dice = np.random.default_rng(8)
    n = 48_000
    going, other = dice.standard_normal((2, 2, 6 * n)).astype(np.float32)
    coming = other.copy()
    coming[:, n : 3 * n] = going[:, n : 3 * n]  # the same, then strangers, then opposites
    coming[:, 4 * n : 5 * n] = -0.3 * going[:, 4 * n : 5 * n] + 0.91**0.5 * other[:, 4 * n : 5 * n]
    sound = joined(going, coming)
    for piece in np.split(sound, 12, axis=1):
        assert 10 * np.log10(np.mean(piece**2)) == pytest.approx(0, abs=0.5)


def test_no_crossfade_of_a_plan_goes_over_the_ceiling() -> None:
    source = np.random.default_rng(2).uniform(-1, 1, (2, 30_000)).astype(np.float32)
    plan = LoopPlan((Passage(0, 9_000), Passage(15_040, 30_000)), 2_000, 23_960)
    assert np.abs(played(source, plan)).max() > 1.2
    held = np.concatenate(list(render(source, plan, ceiling=1.0)), axis=1)
    assert np.abs(held).max() <= 1.0
    np.testing.assert_array_equal(held[:, :8_000], source[:, :8_000])


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


def test_a_seam_that_would_be_too_loud_dips() -> None:
    time = np.arange(RATE)
    going = 0.8 * np.sin(2 * np.pi * 250 / RATE * time)[None, :].astype(np.float32)
    coming = 0.8 * np.sin(2 * np.pi * 190 / RATE * time)[None, :].astype(np.float32)
    assert np.abs(joined(going, coming)).max() > 1.0
    held = joined(going, coming, ceiling=0.85)
    assert np.abs(held).max() <= 0.85 + 1e-6
    free = joined(going, coming)
    np.testing.assert_allclose(held[:, :4], free[:, :4], atol=1e-3)  # it meets what is around it
    np.testing.assert_allclose(held[:, -4:], free[:, -4:], atol=1e-3)
    assert np.abs(held - free).max() > 0.1


@given(
    frames=st.integers(1, 5_000),
    rise=st.integers(0, 6_000),
    fall=st.integers(0, 6_000),
    block=st.integers(1, 2_000),
)
def test_fades_are_the_same_in_blocks_and_in_place(
    frames: int, rise: int, fall: int, block: int
) -> None:
    rise, fall = min(rise, frames), min(fall, frames)
    whole = np.ones((1, frames), np.float32)
    blocks = (whole[:, at : at + block] for at in range(0, frames, block))
    streamed = np.concatenate(list(faded(blocks, frames, rise, fall)), axis=1)
    fade_in_place(whole, rise, fall)
    np.testing.assert_allclose(streamed, whole, atol=1e-6)
    if rise + fall < frames:
        assert (whole[0, rise : frames - fall] == 1).all()
    assert (np.diff(whole[0, : max(rise - fall, 0)]) >= 0).all()


def test_fades_rise_and_fall() -> None:
    source = np.ones((1, 60_000), np.float32)
    plan = LoopPlan((Passage(0, 60_000),), 0, 60_000, fade_in_frames=8_000, fade_out_frames=16_000)
    sound = played(source, plan)[0]
    assert sound[0] < 1e-3
    assert sound[-1] < 1e-3
    assert (np.diff(sound[:8_000]) >= -1e-7).all()
    assert (sound[8_000:44_000] == 1).all()
    assert (np.diff(sound[44_000:]) <= 1e-7).all()
