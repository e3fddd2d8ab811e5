"""The last stage of the desk leads a mix to its genre's range, gently, and stems with it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from mixing_pieces import RATE, STEADY_VOICES, FloatArray, Rain, piece, whole

from musicgen_local.audio.filters import BiquadCascade
from musicgen_local.audio.spectrum import (
    spectral_centroid_hz,
    spectral_tilt_db_per_octave,
    stereo_width,
)
from musicgen_local.audio.value import Audio
from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.preset import Channel, MixPreset
from musicgen_local.engines.composer.mix.tonal_balance import (
    BRIGHTNESS_DB,
    MOST_TILT_DB,
    NEUTRAL,
    WIDTH_FACTORS,
    find_balance,
    tilt_per_db,
    tilt_sections,
)
from musicgen_local.engines.composer.packs.base import Reference
from musicgen_local.engines.composer.plan import AmbienceLayer

PRESET = MixPreset(
    channels={
        "drums": Channel(0.0, room_db=-16.0),
        "bass": Channel(-2.0, sidechain_db=6.0),
        "pad": Channel(-6.0, width=1.3, hall_db=-8.0),
        "lead": Channel(-4.0, pan=0.35, delay_db=-10.0),
    },
    master="subtle",
)


def noise(tilt: float, width: float, seconds: float = 6.0) -> FloatArray:
    """Noise with a spectrum falling by `tilt` dB per octave and this ratio of side to mid."""
    frames = int(seconds * RATE)
    parts = np.random.default_rng(5).standard_normal((2, frames))
    f = np.maximum(np.fft.rfftfreq(frames, 1 / RATE), 20.0)
    parts = np.fft.irfft(np.fft.rfft(parts) * 10 ** (tilt * np.log2(f / 1_000) / 20), frames)
    middle, side = parts / parts.std(axis=1, keepdims=True)
    return (0.05 * np.stack([middle + width * side, middle - width * side])).astype(np.float32)


def heard(audio: FloatArray) -> Audio:
    return Audio(audio, RATE)


def test_the_filter_leans_around_one_kilohertz_and_is_nothing_at_zero() -> None:
    points = np.geomspace(20, 20_000, 60)
    for gain_db in (-4.0, 1.5, 4.0):
        sections = tilt_sections(gain_db, RATE)
        response = [
            sum(20 * math.log10(abs(s.response(hz, RATE))) for s in sections)
            for hz in (*points, 1_000.0)
        ]
        curve, middle = np.array(response[:-1]), response[-1]
        assert np.all(np.sign(gain_db) * np.diff(curve) > 0)
        assert curve[0] == pytest.approx(-gain_db, abs=0.1)
        assert curve[-1] == pytest.approx(gain_db, abs=0.1)
        assert abs(middle) < 0.2
    for section in tilt_sections(0.0, RATE):
        assert section.response(300.0, RATE) == pytest.approx(1.0)


@pytest.mark.parametrize("gain_db", [-4.0, 2.5])
def test_the_measured_tilt_moves_by_what_was_reckoned(gain_db: float) -> None:
    plain = noise(-5.0, 0.5)
    leaned = BiquadCascade(tilt_sections(gain_db, RATE)).process(plain)
    moved = spectral_tilt_db_per_octave(heard(leaned)) - spectral_tilt_db_per_octave(heard(plain))
    assert moved == pytest.approx(gain_db * tilt_per_db(RATE), abs=0.05)


def test_inside_its_range_a_mix_is_left_alone() -> None:
    reference = Reference(tilt_db_per_octave=(-6.5, -4.5), width=(0.4, 0.7))
    found = find_balance(noise(-5.5, 0.5), RATE, reference, 0.5)
    assert (found.tilt_db, found.width) == (NEUTRAL.tilt_db, NEUTRAL.width)
    assert found.expected_tilt_db_per_octave == pytest.approx(-5.5, abs=0.2)
    assert found.expected_width == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("tilt", "width"), [(-4.2, 0.35), (-7.2, 0.8)])
def test_outside_it_is_led_into_the_range(tilt: float, width: float) -> None:
    reference = Reference(tilt_db_per_octave=(-6.5, -5.0), width=(0.45, 0.65))
    plain = noise(tilt, width)
    found = find_balance(plain, RATE, reference, 0.5)
    leaned = BiquadCascade(tilt_sections(found.tilt_db, RATE)).process(plain)
    middle, side = leaned[0] + leaned[1], found.width * (leaned[0] - leaned[1])
    done = heard(0.5 * np.stack([middle + side, middle - side]).astype(np.float32))
    assert -6.5 <= spectral_tilt_db_per_octave(done) <= -5.0
    assert 0.45 <= stereo_width(done) <= 0.65


def test_the_correction_stays_gentle_and_silence_has_none() -> None:
    reference = Reference(tilt_db_per_octave=(-6.5, -5.0), width=(0.45, 0.65))
    bright = find_balance(noise(-0.5, 0.05), RATE, reference, 0.5)
    dark = find_balance(noise(-13.0, 2.0), RATE, reference, 0.5)
    assert (bright.tilt_db, dark.tilt_db) == (-MOST_TILT_DB, MOST_TILT_DB)
    assert (dark.width, bright.width) == WIDTH_FACTORS
    nothing = np.zeros((2, RATE), np.float32)
    assert find_balance(nothing, RATE, reference, 0.5) == NEUTRAL
    mono = np.repeat(noise(-5.5, 0.0)[:1], 2, axis=0)
    assert find_balance(mono, RATE, reference, 0.5).width == 1.0
    assert find_balance(None, RATE, None, 1.0).tilt_db == BRIGHTNESS_DB


def test_a_mix_comes_out_with_the_balance_that_its_genre_wants() -> None:
    made = piece(4, 4)
    plain, _ = whole(Mixdown(made.plan, made.compose, STEADY_VOICES, PRESET))
    before = spectral_tilt_db_per_octave(heard(plain))
    wide = stereo_width(heard(plain))
    asked = Reference(
        tilt_db_per_octave=(before - 1.1, before - 0.5), width=(1.15 * wide, 1.35 * wide)
    )
    mixdown = Mixdown(made.plan, made.compose, STEADY_VOICES, PRESET, reference=asked)
    mix, _ = whole(mixdown)
    facts = mixdown.facts.balance
    # The forecast rests on a few seconds: it is near, not exact.
    assert facts.expected_tilt_db_per_octave == pytest.approx(before, abs=0.5)
    assert facts.tilt_db < -1.0
    after = spectral_tilt_db_per_octave(heard(mix))
    assert after - before == pytest.approx(facts.tilt_db * tilt_per_db(RATE), abs=0.1)
    assert 1.05 * wide < stereo_width(heard(mix)) < 1.45 * wide


def test_stems_lean_with_the_mix_and_threads_change_nothing() -> None:
    made = piece(4, 3, ambience=(AmbienceLayer(kind="rain", level_lu=-14.0),))
    plan = made.plan.model_copy(update={"brightness": 0.7})
    reference = Reference(tilt_db_per_octave=(-12.0, -11.0), width=(0.8, 0.9))

    def perform(threads: int) -> tuple[FloatArray, dict[str, FloatArray]]:
        return whole(
            Mixdown(
                plan, made.compose, STEADY_VOICES, PRESET, reference=reference,
                ambience=[Rain()], stems=True, threads=threads,
            )
        )  # fmt: skip

    mix, stems = perform(1)
    np.testing.assert_allclose(sum(stems.values()), mix, atol=2e-6)
    assert perform(3)[0].tobytes() == mix.tobytes()


def test_every_step_of_brightness_raises_the_spectrum() -> None:
    made = piece(2)
    centroids = []
    for step in range(11):
        plan = made.plan.model_copy(update={"brightness": step / 10})
        mix, _ = whole(Mixdown(plan, made.compose, STEADY_VOICES, PRESET))
        centroids.append(spectral_centroid_hz(heard(mix)))
    assert all(b > 1.02 * a for a, b in pairwise(centroids))
    plain, _ = whole(Mixdown(made.plan, made.compose, STEADY_VOICES, PRESET))
    assert spectral_centroid_hz(heard(plain)) == centroids[5]
