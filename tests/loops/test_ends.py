"""What never comes back is joined where its ends are most alike, by a crossfade that fits."""

from __future__ import annotations

import numpy as np
import pytest

import loop_tracks
from loop_tracks import SAMPLE_RATE, Samples
from musicgen_local.loops.ends import crossfade_points
from musicgen_local.loops.values import LoopKind, LoopPoints


def drawn(name: str) -> Samples:
    return loop_tracks.named(name, seed=3).samples


def mono(samples: Samples) -> Samples:
    return np.asarray(samples.mean(axis=0), dtype=np.float32)


def held(points: LoopPoints, frames: int) -> None:
    """The crossfade lies within the recording and takes a third of the loop at most."""
    half = points.crossfade_frames // 2
    assert points.start_frame - half >= 0
    assert points.end_frame + half <= frames
    assert 0 < points.crossfade_frames <= points.frames / 3 + 1
    assert points.kind is LoopKind.NONE


@pytest.mark.parametrize("name", ["none", "ambient", "humanised", "3/4", "twice, fading"])
def test_most_of_a_recording_is_used_with_a_crossfade_of_seconds(name: str) -> None:
    heard = mono(drawn(name))
    points = crossfade_points(heard, SAMPLE_RATE)
    held(points, heard.size)
    assert points.frames >= 0.4 * heard.size
    assert 2 <= points.crossfade_frames / SAMPLE_RATE <= 8


@pytest.mark.parametrize(("name", "bar_seconds"), [("humanised", 240 / 104), ("8 bars", 240 / 90)])
def test_where_beats_are_struck_they_meet(name: str, bar_seconds: float) -> None:
    points = crossfade_points(mono(drawn(name)), SAMPLE_RATE)
    bars = points.seconds / bar_seconds
    assert abs(bars - round(bars)) * bar_seconds <= 0.005
    assert points.bars == round(bars)
    assert points.likeness > 0.7


def test_what_rises_and_falls_stays_outside() -> None:
    steady = mono(loop_tracks.through_composed(3).samples)
    lead = 6 * SAMPLE_RATE
    rise, fall = np.ones(steady.size, np.float32), np.ones(steady.size, np.float32)
    rise[:lead], fall[-lead:] = np.linspace(0, 1, lead) ** 2, np.linspace(1, 0, lead) ** 2
    silence = np.zeros(2 * SAMPLE_RATE, np.float32)
    heard = np.concatenate([silence, steady * rise * fall, silence])
    points = crossfade_points(heard, SAMPLE_RATE)
    held(points, heard.size)
    half = points.crossfade_frames // 2
    assert points.start_frame - half >= 2 * SAMPLE_RATE + lead / 4
    assert points.end_frame + half <= heard.size - 2 * SAMPLE_RATE - lead / 4


@pytest.mark.parametrize("name", ["none", "ambient"])
def test_both_sides_are_as_loud(name: str) -> None:
    samples = drawn(name)
    points = crossfade_points(mono(samples), SAMPLE_RATE)
    half = points.crossfade_frames // 2
    sides = [
        samples[:, frame - half : frame + half] for frame in (points.start_frame, points.end_frame)
    ]
    first, last = (10 * np.log10(np.mean(side**2)) for side in sides)
    assert abs(first - last) < 2.5


@pytest.mark.parametrize("seconds", [0.2, 1, 5, 9])
def test_short_recordings_and_silence_are_joined_too(seconds: float) -> None:
    dice = np.random.default_rng(1)
    frames = round(seconds * SAMPLE_RATE)
    for heard in (np.zeros(frames), 0.1 * dice.standard_normal(frames)):
        held(crossfade_points(np.asarray(heard, np.float32), SAMPLE_RATE), frames)
