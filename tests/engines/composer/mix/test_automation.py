"""Sweeps move smoothly, join across sections, and leave no trace when they rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from mixing_pieces import RATE, FloatArray, level_db, piece

from musicgen_local.engines.composer.mix.automation import Automation, Moves, SweepFilter
from musicgen_local.engines.composer.mix.curves import placement
from musicgen_local.engines.composer.mix.sidechain import Sidechain, duck
from musicgen_local.engines.composer.mix.timeline import GRID, Timeline
from musicgen_local.engines.composer.score import Sweep

TEMPO = 120.0


def moves_over(sweeps: Mapping[int, tuple[Sweep, ...]], chunk_seconds: float) -> list[Moves]:
    made = piece(4, 4, 4, tempo_bpm=TEMPO)
    timeline = Timeline(made.plan, RATE, chunk_seconds)
    automation = Automation("pad", RATE, timeline.frames_per_beat)
    return [
        automation.moves(chunk, sweeps.get(-1 if chunk.section is None else chunk.section, ()))
        for chunk in timeline.chunks()
    ]


def test_a_layer_without_sweeps_costs_nothing() -> None:
    other = (Sweep("lead", "gain_db", ((0.0, -12.0),)),)
    assert all(moves == Moves() for moves in moves_over({1: other}, 6.0))


def test_a_gain_sweep_follows_its_points_and_joins_the_next_section() -> None:
    fall = (Sweep("pad", "gain_db", ((0.0, 0.0), (16.0, -12.0))),)
    first, second, third, tail = moves_over({1: fall}, 8.0)
    assert first.gain is None
    assert second.gain is not None
    middle = second.gain[len(second.gain) // 2]
    assert 20 * np.log10(middle) == pytest.approx(-6.0, abs=0.05)
    assert 20 * np.log10(second.gain[-1]) == pytest.approx(-12.0, abs=0.05)
    assert third.gain is not None
    assert third.gain[0] == pytest.approx(second.gain[-1], abs=1e-6)
    assert np.max(np.abs(np.diff(third.gain))) < 0.15  # walked, not jumped
    assert third.gain[-1] == pytest.approx(1.0, abs=1e-4)
    assert tail.gain is None


def test_curves_do_not_hear_where_chunks_are_cut() -> None:
    sweeps = {
        0: (Sweep("pad", "lowpass_hz", ((0.0, 300.0), (16.0, 9_000.0))),),
        2: (Sweep("pad", "highpass_hz", ((4.0, 40.0), (16.0, 900.0))),),
    }

    def corners(chunk_seconds: float) -> list[float]:
        rows: list[float] = []
        for moves in moves_over(sweeps, chunk_seconds):
            if moves.lowpass_hz is not None:
                rows.extend(moves.lowpass_hz[:-1])
        return rows

    coarse, fine = corners(8.0), corners(2.0)
    shortest = min(len(coarse), len(fine))
    np.testing.assert_allclose(coarse[:shortest], fine[:shortest], rtol=1e-6)


def noise(frames: int) -> FloatArray:
    return np.random.default_rng(3).standard_normal((2, frames), dtype=np.float32)


def test_the_moving_low_pass_closes() -> None:
    frames = 64 * 1_000
    points = frames // GRID + 1
    moves = Moves(
        lowpass_hz=np.geomspace(20_000, 200, points),
        highpass_hz=np.full(points, 10.0),
        filtered=np.ones(points),
    )
    audio = noise(frames)
    SweepFilter(RATE).process(audio, moves)
    assert level_db(audio[:, :2_000]) > -1.0
    assert level_db(audio[:, -2_000:]) < -15.0


def test_a_filter_that_moves_makes_no_zipper() -> None:
    """A tone under a sweep that leaves it alone keeps a clean spectrum."""
    frames = 64 * 1_200
    points = frames // GRID + 1
    tone = np.sin(2 * np.pi * 440 * np.arange(frames) / RATE)
    audio = np.stack([tone, tone]).astype(np.float32)
    moves = Moves(
        lowpass_hz=np.geomspace(2_000, 12_000, points),
        highpass_hz=np.full(points, 10.0),
        filtered=np.ones(points),
    )
    SweepFilter(RATE).process(audio, moves)
    power = np.abs(np.fft.rfft(audio[0] * np.blackman(frames))) ** 2
    hz = np.fft.rfftfreq(frames, 1 / RATE)
    assert 10 * np.log10(np.sum(power[hz > 600]) / np.sum(power)) < -75


def test_the_kick_presses_fast_and_lets_go_in_time() -> None:
    chain = Sidechain(0.25, RATE)
    kicks = np.array([1_000, 23_050], dtype=np.int64)
    pressed = chain.press(0, 44_096, kicks, np.array([0.9, 0.3]))
    assert pressed is not None
    seconds = (np.arange(len(pressed)) * GRID - 1_000) / RATE
    assert np.all(pressed[seconds < 0] == 0)
    assert np.max(pressed[(seconds > 0.003) & (seconds < 0.006)]) > 0.98
    assert np.all(pressed[(seconds > 0.26) & (seconds < 0.49)] == 0)
    softer = np.max(pressed[seconds > 0.5])
    assert softer == pytest.approx(0.5, abs=0.03)
    curve = duck(pressed, 9.0)
    assert 20 * np.log10(curve.min()) == pytest.approx(-9.0, abs=0.2)


def test_a_kick_at_a_chunk_end_presses_on_into_the_next() -> None:
    kicks, strong = np.array([44_000], dtype=np.int64), np.array([0.9])
    whole = Sidechain(0.25, RATE).press(0, 2 * 44_096, kicks, strong)
    chain = Sidechain(0.25, RATE)
    first = chain.press(0, 44_096, kicks, strong)
    second = chain.press(44_096, 44_096, kicks[:0], strong[:0])
    assert whole is not None
    assert first is not None
    assert second is not None
    np.testing.assert_allclose(np.concatenate([first[:-1], second]), whole)
    assert chain.press(88_192, 44_096, kicks[:0], strong[:0]) is None


@pytest.mark.parametrize("pan", [-1.0, -0.4, 0.0, 0.3, 1.0])
def test_panning_keeps_the_power_of_a_mono_source(pan: float) -> None:
    left, right = placement(pan, 1.0) @ np.array([1.0, 1.0])
    assert left**2 + right**2 == pytest.approx(2.0)
    assert np.sign(round(right - left, 9)) == np.sign(pan)
    if abs(pan) == 1.0:
        assert min(abs(left), abs(right)) < 1e-12


def test_width_scales_the_sides_alone() -> None:
    narrow = placement(0.0, 0.0) @ np.array([[1.0, 1.0], [1.0, -1.0]])
    assert narrow == pytest.approx(np.array([[1.0, 0.0], [1.0, 0.0]]))
    wide = placement(0.0, 2.0) @ np.array([1.0, -1.0])
    assert wide == pytest.approx(np.array([2.0, -2.0]))
