"""Loops are found where they are, to the sample, and nowhere else."""

from __future__ import annotations

import io
from functools import cache

import av
import numpy as np
import pytest
from numpy.typing import NDArray

import loop_tracks
from loop_tracks import SAMPLE_RATE, Truth
from musicgen_local.loops.find import find_loops
from musicgen_local.loops.values import LoopKind, LoopPoints

EXACT = ("4 bars", "8 bars", "16 bars", "3/4", "odd tempo", "ambient", "twice, fading", "hiss")
NEAR = ("humanised", "varied lead", "drift")


def drawn(name: str) -> Truth:
    return loop_tracks.named(name, seed=3)


def through_mp3(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """What 128 kbit/s leave of a recording."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="stereo")
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "stereo")
        frame.sample_rate = SAMPLE_RATE
        for one in (frame, None):
            container.mux(stream.encode(one))
    file.seek(0)
    with av.open(file) as container:
        return np.concatenate([one.to_ndarray() for one in container.decode(audio=0)], axis=1)


def mono(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(samples.mean(axis=0), dtype=np.float32)


@cache
def loops(name: str) -> list[LoopPoints]:
    """What is found in a track, which several tests look at."""
    return find_loops(mono(drawn(name).samples), SAMPLE_RATE)


@pytest.mark.parametrize("name", EXACT)
def test_an_exact_period_is_found_to_the_sample(name: str) -> None:
    track = drawn(name)
    best = loops(name)[0]
    assert best.frames == track.period_frames
    assert best.kind is LoopKind.EXACT
    left = track.samples[:, best.start_frame - 400 : best.start_frame + 400]
    right = track.samples[:, best.end_frame - 400 : best.end_frame + 400]
    hiss = 0.01 if name == "hiss" else 2e-3  # of the recording itself; fading changes it, too
    assert np.abs(left - right).max() < 5 * hiss


@pytest.mark.parametrize("name", ["4 bars", "twice, fading"])
def test_a_codec_does_not_move_it(name: str) -> None:
    track = drawn(name)
    assert track.period_frames
    best = find_loops(mono(through_mp3(track.samples)), SAMPLE_RATE)[0]
    assert best.frames % track.period_frames == 0  # the period, or several of it
    assert best.kind in (LoopKind.EXACT, LoopKind.NEAR)


@pytest.mark.parametrize("name", NEAR)
def test_what_comes_again_differently_is_found_on_the_beat(name: str) -> None:
    track = drawn(name)
    assert track.period_frames
    best = loops(name)[0]
    assert best.kind in (LoopKind.NEAR, LoopKind.ALIKE)
    assert abs(best.frames - track.lag_at(best.start_frame)) <= 0.005 * SAMPLE_RATE


def test_where_nothing_comes_back_nothing_is_found() -> None:
    for seed in range(2):
        track = loop_tracks.through_composed(seed + 40)
        assert find_loops(mono(track.samples), SAMPLE_RATE) == []


@pytest.mark.parametrize(
    ("name", "beats", "tempo_bpm", "beats_per_bar"),
    [
        ("8 bars", 32, 90, 4),
        ("16 bars", 64, 128, 4),
        ("3/4", 36, 142, 3),
        ("odd tempo", 32, 93.7, 4),
        ("humanised", 32, 104, 4),
    ],
)
def test_beats_and_bars_are_counted(
    name: str, beats: int, tempo_bpm: float, beats_per_bar: int
) -> None:
    best = loops(name)[0]
    assert best.beats == beats
    assert best.tempo_bpm == pytest.approx(tempo_bpm, abs=0.01)
    assert best.beats_per_bar in (beats_per_bar, 0)  # certain and right, or not certain
    assert best.bars in (beats // beats_per_bar, 0)


def test_bars_are_counted_where_chords_tell_them() -> None:
    for name, bars in (("8 bars", 8), ("16 bars", 16), ("3/4", 12)):
        assert loops(name)[0].bars == bars


def test_what_is_not_struck_has_no_beats() -> None:
    best = loops("ambient")[0]
    assert (best.beats, best.bars, best.tempo_bpm) == (0, 0, 0.0)


@pytest.mark.parametrize(("bars", "times"), [(6, 2), (6, 4), (1, 6)])
def test_a_whole_section_is_worth_more_than_a_vamp_that_comes_more_often(
    bars: int, times: int
) -> None:
    track = loop_tracks.behind_a_vamp(5, bars, times)
    best = find_loops(mono(track.samples), SAMPLE_RATE)[0]
    assert best.frames == track.period_frames
    assert best.start_frame >= bars * times * 2 * SAMPLE_RATE  # a bar lasts two seconds


def test_silence_has_no_loop() -> None:
    assert find_loops(np.zeros(20 * SAMPLE_RATE, np.float32), SAMPLE_RATE) == []


def held_chords(seed: int) -> tuple[NDArray[np.float32], float]:
    """Half a minute of chords from bar to bar over a beat that is never twice the same; its beat.

    A tone that is held is like itself at many lags, on the beat or off it.
    """
    dice = np.random.default_rng(seed)
    beat_seconds = 60 / 123
    seconds = np.arange(30 * SAMPLE_RATE) / SAMPLE_RATE
    chords = [(110, 165, 220), (98, 147, 196), (87.3, 131, 175), (98, 147, 247)]
    sound = np.zeros(seconds.size)
    bars = (seconds / (4 * beat_seconds)).astype(int)
    for bar in range(bars[-1] + 1):
        for hertz in chords[dice.integers(4)]:
            sound += np.where(bars == bar, 0.3 * np.sin(2 * np.pi * hertz * seconds), 0)
    fall = np.exp(-np.arange(SAMPLE_RATE // 8) / (0.02 * SAMPLE_RATE))
    for beat in range(int(seconds[-1] / beat_seconds) - 1):
        at = round((beat + 0.02) * beat_seconds * SAMPLE_RATE)
        sound[at : at + fall.size] += 0.25 * dice.standard_normal(fall.size) * fall
    return (0.5 * sound).astype(np.float32), beat_seconds


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_a_held_note_makes_no_loop_off_the_beat(seed: int) -> None:
    sound, beat_seconds = held_chords(seed)
    near = [one for one in find_loops(sound, SAMPLE_RATE) if one.kind is LoopKind.NEAR]
    assert near
    for points in near:
        beats = points.seconds / beat_seconds
        assert abs(beats - round(beats)) * beat_seconds < 0.012
