"""A walk is as long as asked, keeps its window, and nothing is heard where it jumps."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loop_tracks
from loop_tracks import SAMPLE_RATE, Samples, Truth
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.loops.graph import LEAST_SECONDS, JumpGraph
from musicgen_local.loops.jukebox import largest_window_seconds, usual_window_seconds, walk
from musicgen_local.loops.plan import LoopPlan
from musicgen_local.loops.render import render

STRUCK = ("8 bars", "3/4", "humanised")
PLAYED = (*STRUCK, "ambient")


def track(name: str) -> Truth:
    return loop_tracks.named(name, seed=3)


@cache
def graph(name: str) -> JumpGraph:
    return JumpGraph.of(track(name).samples, SAMPLE_RATE)


def returns(graph: JumpGraph, plan: LoopPlan) -> tuple[float, np.ndarray]:
    """The shortest time in seconds after which any cell starts again; how often each is played."""
    cells = graph.lines[:-1]
    middles = (cells + graph.lines[1:]) // 2
    last = np.full(cells.size, -np.inf)
    plays = np.zeros(cells.size, int)
    shortest, at = np.inf, 0
    for start, stop in ((one.start, one.stop) for one in plan.passages):
        heard = np.flatnonzero((middles >= start) & (middles < stop))
        begun = at + cells[heard] - start
        shortest = min(shortest, float((begun - last[heard]).min(initial=np.inf)))
        last[heard] = begun
        plays[heard] += 1
        at += stop - start
    return shortest * plan.stretch / SAMPLE_RATE, plays


@settings(max_examples=8, deadline=None)
@given(
    name=st.sampled_from(PLAYED),
    seed=st.integers(0, 2**32),
    seconds=st.floats(1, 2_000),
    part=st.floats(0.05, 1),
)
def test_no_cell_comes_again_within_the_window(
    name: str, seed: int, seconds: float, part: float
) -> None:
    total = round(seconds * SAMPLE_RATE)
    window = part * largest_window_seconds(graph(name))
    plan = walk(graph(name), total, window_seconds=window, seed=seed)
    assert plan.total_frames == total
    assert plan.passages[0].start == 0
    assert abs(plan.stretch - 1) <= 0.0025
    ends = plan.passages[-1].stop == graph(name).frames
    assert ends or plan.frames == total
    edges = {(jump.leave_frame, jump.arrive_frame) for jump in graph(name).jumps}
    assert all((one.stop, other.start) in edges for one, other in pairwise(plan.passages))
    least = round(LEAST_SECONDS * SAMPLE_RATE)
    assert all(passage.frames >= least for passage in plan.passages[:-1])
    shortest, _ = returns(graph(name), plan)
    assert shortest >= window


@pytest.mark.parametrize("name", PLAYED)
def test_hours_use_the_whole_recording(name: str) -> None:
    one = graph(name)
    plan = walk(one, 10 * 3_600 * SAMPLE_RATE, seed=5)
    shortest, plays = returns(one, plan)
    assert shortest >= usual_window_seconds(one)
    assert plan.passages[-1].stop == one.frames
    ways_in, ways_out = (jump.arrive for jump in one.jumps), (jump.leave for jump in one.jumps)
    inside = plays[min(ways_in) : max(ways_out)]
    assert np.median(inside) > 0.7 * inside.mean()
    assert (inside > 0).mean() > 0.95
    assert plan.frames / len(plan.passages) < 60 * SAMPLE_RATE, "it jumps, and does not just loop"


def test_the_same_seed_walks_the_same_way_and_another_another() -> None:
    total = 1_000 * SAMPLE_RATE
    first = walk(graph("8 bars"), total, seed=1)
    assert walk(graph("8 bars"), total, seed=1) == first
    assert walk(graph("8 bars"), total, seed=2) != first


@pytest.mark.parametrize("name", STRUCK)
def test_the_beat_goes_on_in_time(name: str) -> None:
    beat = {"8 bars": 60 / 90, "3/4": 60 / 142, "humanised": 60 / 104}[name] * SAMPLE_RATE
    lags = np.array([jump.arrive_frame - jump.leave_frame for jump in graph(name).jumps])
    off = np.abs(lags - np.round(lags / beat) * beat) / SAMPLE_RATE
    assert off.max() <= 0.005


@pytest.mark.parametrize("name", ["8 bars", "3/4"])
def test_jumps_keep_the_place_in_the_bar(name: str) -> None:
    bar = {"8 bars": 4 * 60 / 90, "3/4": 3 * 60 / 142}[name] * SAMPLE_RATE
    lags = np.array([jump.arrive_frame - jump.leave_frame for jump in graph(name).jumps]) / bar
    assert np.abs(lags - np.round(lags)).max() < 0.02


@pytest.mark.parametrize("name", PLAYED)
def test_nothing_is_heard_where_it_jumps(name: str) -> None:
    samples, one = track(name).samples, graph(name)
    plan = walk(one, 400 * SAMPLE_RATE, window_seconds=largest_window_seconds(one) / 4, seed=4)
    unstretched = LoopPlan(plan.passages, plan.crossfade_frames, plan.frames)
    sound = np.concatenate(list(render(samples, unstretched)), axis=1)
    assert sound.shape[1] == plan.frames
    at, seams = 0, 0
    wide = max(one.crossfade_frames // 2, round(0.2 * SAMPLE_RATE))
    for here, there in pairwise(plan.passages):
        at += here.frames
        if at + wide > sound.shape[1]:
            break
        heard = sound[:, at - wide : at + wide]
        sides = [samples[:, frame - wide : frame + wide] for frame in (here.stop, there.start)]
        usual = np.mean([np.mean(side**2) for side in sides])
        assert usual < 1e-7 or abs(10 * np.log10(np.mean(heard**2) / usual)) <= 0.8
        for measure in (steepest, treble):
            most = max(measure(side) for side in sides)
            assert measure(heard) <= 1.1 * most + 1e-6
        seams += 1
    assert seams >= 5


def steepest(samples: Samples) -> float:
    return float(np.abs(np.diff(samples, axis=1)).max())


def treble(samples: Samples) -> float:
    """The most power above 8 kHz in any 6 ms."""
    size = round(0.006 * SAMPLE_RATE)
    pieces = np.lib.stride_tricks.sliding_window_view(samples, size, axis=1)[:, :: size // 2]
    spectrum = np.abs(np.fft.rfft(pieces * np.hanning(size), axis=2)) ** 2
    return float(spectrum[:, :, round(8_000 * size / SAMPLE_RATE) :].sum(axis=(0, 2)).max())


def test_a_larger_window_than_is_possible_is_refused_with_what_is() -> None:
    largest = largest_window_seconds(graph("8 bars"))
    assert 70 < largest < track("8 bars").samples.shape[1] / SAMPLE_RATE
    with pytest.raises(UserError) as refusal:
        walk(graph("8 bars"), 600 * SAMPLE_RATE, window_seconds=largest + 1)
    assert refusal.value.code is ErrorCode.VALIDATION
    assert f"{largest:g} s" in refusal.value.recovery


def test_a_recording_in_which_nothing_is_alike_is_refused_with_a_way_out() -> None:
    other = loop_tracks.through_composed(47)
    lone = JumpGraph.of(other.samples, SAMPLE_RATE)
    with pytest.raises(UserError) as refusal:
        walk(lone, 600 * SAMPLE_RATE)
    assert refusal.value.code is ErrorCode.VALIDATION
    assert "crossfade" in refusal.value.recovery


@pytest.mark.parametrize("seconds", [0.5, 3, 20])
def test_silence_has_no_jumps_that_matter(seconds: float) -> None:
    quiet = JumpGraph.of(np.zeros((1, round(seconds * SAMPLE_RATE)), np.float32), SAMPLE_RATE)
    assert quiet.frames == round(seconds * SAMPLE_RATE)
    assert largest_window_seconds(quiet) <= seconds
