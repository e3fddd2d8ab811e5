"""A loop-ready piece played twice in a row: the seam can't be told from the inside."""

from __future__ import annotations

import numpy as np
import pytest
from mixing_pieces import RATE, STEADY_VOICES, VOICES, FloatArray, Rain, level_db, piece, whole

from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.preset import (
    Channel,
    Chorus,
    Compressor,
    Delay,
    MixPreset,
    Reverb,
    Tape,
    Tremolo,
)
from musicgen_local.engines.composer.plan import AmbienceLayer

LONG_TAILS = MixPreset(
    channels={
        "bass": Channel(-3.0, inserts=(Tremolo(3.1, 0.4),)),
        "pad": Channel(-6.0, hall_db=-3.0, inserts=(Chorus(),), sidechain_db=6.0),
        "lead": Channel(-6.0, hall_db=-6.0, delay_db=-6.0),
    },
    hall=Reverb(3.5, 20.0),
    delay=Delay(0.75, 0.5),
    bus=(Compressor(-24.0, 2.0),),
    tape=Tape(),
)


def loop(*bars: int, voices: object = STEADY_VOICES, rain: bool = False) -> FloatArray:
    ambience = (AmbienceLayer(kind="rain", level_lu=-10.0),) if rain else ()
    made = piece(*bars, tempo_bpm=101.7, loop_ready=True, ambience=ambience)
    mixdown = Mixdown(
        made.plan,
        made.compose,
        voices,  # type: ignore[arg-type]
        LONG_TAILS,
        ambience=[Rain()] if rain else [],
    )
    mix, _ = whole(mixdown)
    assert mix.shape[1] == round(sum(bars) * 4 * 60 / 101.7 * RATE)
    return mix


def spectral_flux(audio: FloatArray, centre: int) -> float:
    """How much the spectrum changes over `centre`, 23 ms against 23 ms."""
    span = 1_024
    before = np.abs(np.fft.rfft(audio[0, centre - span : centre] * np.hanning(span)))
    after = np.abs(np.fft.rfft(audio[0, centre : centre + span] * np.hanning(span)))
    return float(np.sum(np.maximum(after - before, 0.0)))


@pytest.mark.parametrize("bars", [(8, 4), (1,), (3,)])
def test_the_seam_is_as_smooth_as_the_inside(bars: tuple[int, ...]) -> None:
    once = loop(*bars)
    twice = np.concatenate([once, once], axis=1)
    seam = once.shape[1]
    curvature = np.max(np.abs(np.diff(twice, n=2, axis=1)), axis=0)
    assert np.max(curvature[seam - 3 : seam + 2]) < np.percentile(curvature, 99.9)
    bar = round(4 * 60 / 101.7 * RATE)
    inside = [spectral_flux(twice, seam + k * bar) for k in range(1, sum(bars))]
    if inside:
        assert spectral_flux(twice, seam) < 1.5 * max(inside)


def test_the_tail_of_the_end_already_sounds_at_the_start() -> None:
    once = loop(8)
    assert level_db(once[:, :400]) > level_db(once) - 30  # before the first hit has grown
    twice_played = loop(8, 8)  # the same bars again: a steady state, as a loop would be
    assert level_db(once[:, : RATE // 2]) == pytest.approx(
        level_db(twice_played[:, : RATE // 2]), abs=0.5
    )


def test_the_pre_roll_plays_the_very_notes_of_the_end() -> None:
    """Seeded voices too: what rings into the start is what the last bars really played."""
    once = loop(4, voices=VOICES)
    again = loop(4, voices=VOICES)
    np.testing.assert_array_equal(once, again)
    twice = np.concatenate([once, once], axis=1)
    curvature = np.max(np.abs(np.diff(twice, n=2, axis=1)), axis=0)
    seam = once.shape[1]
    assert np.max(curvature[seam - 3 : seam + 2]) < np.percentile(curvature, 99.9)


def test_the_ambience_runs_over_the_seam_at_its_level() -> None:
    once = loop(6, rain=True)
    dry = loop(6)
    rain = once - dry
    level = [level_db(rain[:, k * RATE : (k + 1) * RATE]) for k in range(13)]
    assert max(level) - min(level) < 2.5
