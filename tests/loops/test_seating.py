"""Loops at known bars get the crossfade that the sound there needs, and never click."""

from __future__ import annotations

import numpy as np

from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.seating import seated, with_room
from musicgen_local.loops.values import LoopKind, LoopPoints
from musicgen_local.loops.winding import Winder

RATE = 44_100
SECONDS = 20


def written(start: float, end: float, fade: float = 0.08) -> LoopPoints:
    first, last = round(start * RATE), round(end * RATE)
    return LoopPoints(
        first, last, RATE, LoopKind.WRITTEN, 0.0, 1.0, 1.0, last - first,
        crossfade_frames=round(fade * RATE),
    )  # fmt: skip


def pad(swell_seconds: float = 0.0) -> FloatArray:
    """A chord that never stops, and comes out of silence if it swells."""
    seconds = np.arange(SECONDS * RATE) / RATE
    tones = np.sin(2 * np.pi * np.outer((110.3, 164.9, 221.7), seconds)).sum(axis=0)
    rise = np.minimum(seconds / swell_seconds, 1) if swell_seconds else 1.0
    return np.repeat((0.2 * tones * rise)[None], 2, axis=0).astype(np.float32)


def strokes() -> FloatArray:
    """A beat every half second, the first at once."""
    dice = np.random.default_rng(4)
    sound = np.zeros((2, SECONDS * RATE), np.float32)
    fall = np.exp(-np.arange(RATE // 4) / (0.03 * RATE))
    for beat in range(2 * SECONDS - 1):
        at = beat * RATE // 2
        sound[:, at : at + fall.size] += (0.4 * dice.standard_normal((2, fall.size)) * fall).astype(
            np.float32
        )
    return sound


def seam_of(points: LoopPoints, sound: FloatArray, seconds: float) -> FloatArray:
    return Winder(sound, points, points.crossfade_frames).around_the_seam(seconds)


def test_a_loop_of_the_very_beginning_does_not_click() -> None:
    sound = pad()
    usual = float(np.abs(np.diff(sound, axis=1)).max())
    for points in (with_room(written(0, 16)), seated(written(0, 16), sound)):
        assert points.frames == 16 * RATE
        assert points.start_frame == points.crossfade_frames // 2 > 0
        assert np.abs(np.diff(seam_of(points, sound, 1), axis=1)).max() < 1.1 * usual
    cut = seam_of(written(0, 16, fade=0), sound, 1)
    assert np.abs(np.diff(cut, axis=1)).max() > 2 * usual


def test_what_swells_out_of_silence_gets_a_longer_crossfade() -> None:
    sound = pad(swell_seconds=2.0)
    short, long = with_room(written(0, 16)), seated(written(0, 16), sound)
    assert long.crossfade_frames > 1.0 * RATE
    levels = []
    for points in (short, long):
        seam = seam_of(points, sound, 3)
        levels.append([float(np.mean(part**2)) for part in np.split(seam, 12, axis=1)])
    falls = [10 * np.log10(np.array(level[:-1]) / np.array(level[1:])).max() for level in levels]
    assert falls[0] > 10 > 6 > falls[1]  # dB in half a second


def test_a_beat_keeps_the_short_crossfade() -> None:
    points = seated(written(2, 18), strokes())
    assert points == written(2, 18)


def test_a_loop_near_the_recordings_end_takes_what_there_is() -> None:
    sound = pad(swell_seconds=2.0)
    points = seated(written(0, SECONDS - 0.3), sound)
    assert points.end_frame + points.crossfade_frames // 2 <= sound.shape[1]
    assert seated(written(0, SECONDS - 0.03), sound) == written(0, SECONDS - 0.03)
