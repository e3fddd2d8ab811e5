"""Each effect does what its name says, measured; and none hears where blocks are cut."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from mixing_pieces import RATE, FloatArray, level_db

from musicgen_local.engines.composer.mix.inserts import Chain
from musicgen_local.engines.composer.mix.preset import (
    AmpSim,
    Bitcrush,
    Chorus,
    Compressor,
    Drive,
    Effect,
    HighPass,
    HighShelf,
    LowPass,
    LowShelf,
    Peak,
    Tape,
    Tremolo,
)
from musicgen_local.engines.composer.mix.tape import TapeMachine

SECOND = 44_096  # on the control grid
EFFECTS: tuple[Effect, ...] = (
    HighPass(120), LowPass(4_000), Peak(900, 4.0), LowShelf(200, -6.0), HighShelf(5_000, 3.0),
    Drive(9.0), AmpSim(24.0), Chorus(), Tremolo(4.3, 0.6), Tremolo(0.9, 0.8, pan=True),
    Compressor(-24.0, 4.0), Bitcrush(10.0, 12_000.0),
)  # fmt: skip


def tone(hz: float, amplitude: float = 0.25, frames: int = SECOND) -> FloatArray:
    wave = amplitude * np.sin(2 * np.pi * hz * np.arange(frames) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


def noise(frames: int = SECOND, level: float = 0.1) -> FloatArray:
    return np.float32(level) * np.random.default_rng(1).standard_normal((2, frames), np.float32)


def through(effects: tuple[Effect, ...], audio: FloatArray) -> FloatArray:
    out = audio.copy()
    Chain(effects, RATE).process(out, 0)
    return out


def partial_db(audio: FloatArray, hz: float) -> float:
    """Level of one frequency in the second half of a signal, dB."""
    half = audio[0, audio.shape[1] // 2 :].astype(np.float64)
    window = np.blackman(len(half))
    turn = np.exp(-2j * np.pi * hz * np.arange(len(half)) / RATE)
    return float(20 * np.log10(2 * abs(np.sum(half * window * turn)) / np.sum(window) + 1e-12))


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: type(effect).__name__)
def test_an_effect_does_not_hear_where_chunks_are_cut(effect: Effect) -> None:
    audio = noise()
    whole = through((effect,), audio)
    chain, pieces = Chain((effect,), RATE), audio.copy()
    for start, end in ((0, 6_400), (6_400, 6_464), (6_464, 30_016), (30_016, SECOND)):
        part = pieces[:, start:end].copy()
        chain.process(part, start)
        pieces[:, start:end] = part
    assert np.all(np.isfinite(whole))
    np.testing.assert_allclose(pieces, whole, atol=2e-6)
    assert not np.allclose(whole, audio, atol=1e-3)


@pytest.mark.parametrize(
    ("effect", "hz", "gain_db"),
    [
        (HighPass(200), 200.0, -3.0),
        (HighPass(200), 50.0, -24.0),
        (LowPass(2_000), 2_000.0, -3.0),
        (Peak(1_000, 5.0), 1_000.0, 5.0),
        (LowShelf(300, -4.0), 40.0, -4.0),
        (HighShelf(3_000, 6.0), 15_000.0, 6.0),
    ],
)
def test_filters_have_the_gain_they_promise(effect: Effect, hz: float, gain_db: float) -> None:
    audio = tone(hz)
    assert partial_db(through((effect,), audio), hz) - partial_db(audio, hz) == pytest.approx(
        gain_db, abs=0.35
    )


def test_drive_adds_odd_harmonics_and_keeps_the_level() -> None:
    clean = tone(500.0)
    driven = through((Drive(12.0),), clean)
    assert level_db(driven[:, 1_000:]) == pytest.approx(level_db(clean), abs=1.5)
    assert -30 < partial_db(driven, 1_500.0) - partial_db(driven, 500.0) < -8
    assert partial_db(driven, 1_000.0) < -80


def test_the_oversampled_curve_keeps_its_images_down() -> None:
    # The 5th harmonic of 7 kHz is 35 kHz: without oversampling it would land on 9.1 kHz.
    driven = through((Drive(12.0),), tone(7_000.0))
    folded = partial_db(driven, RATE - 35_000.0)
    plain = tone(7_000.0) * np.float32(10 ** (12 / 20))
    naive = partial_db(plain / np.sqrt(1 + plain**2), RATE - 35_000.0)
    assert folded < naive - 25


def test_the_amplifier_rolls_off_like_a_cabinet() -> None:
    played = through((AmpSim(24.0),), noise())
    spectrum = np.abs(np.fft.rfft(played[0, 4_096:])) ** 2
    hz = np.fft.rfftfreq(played.shape[1] - 4_096, 1 / RATE)

    def band(low: float, high: float) -> float:
        return float(10 * np.log10(np.mean(spectrum[(hz > low) & (hz < high)])))

    assert band(1_500, 3_500) - band(9_000, 14_000) > 20
    assert band(1_500, 3_500) - band(20, 50) > 12


def test_the_compressor_holds_back_what_is_above_its_threshold() -> None:
    effect = Compressor(-20.0, 4.0, attack_ms=5.0, release_ms=60.0)
    loud = through((effect,), tone(400.0, amplitude=1.0))  # a sine at full scale reads 0 dB
    assert partial_db(loud, 400.0) == pytest.approx(-15.0, abs=0.4)
    soft = tone(400.0, amplitude=0.03)
    np.testing.assert_allclose(through((effect,), soft), soft, atol=1e-6)


def test_the_compressor_lets_an_attack_through_before_it_acts() -> None:
    audio = tone(1_000.0, amplitude=0.9)
    out = through((Compressor(-30.0, 8.0, attack_ms=30.0),), audio)
    assert np.max(np.abs(out[:, :220])) > 2.5 * np.max(np.abs(out[:, -2_000:]))


def test_the_chorus_widens_a_mono_source_without_lifting_it() -> None:
    audio = noise()
    audio[1] = audio[0]
    wide = through((Chorus(),), audio)
    assert np.corrcoef(wide[0], wide[1])[0, 1] < 0.8
    assert level_db(wide) == pytest.approx(level_db(audio), abs=0.6)


def test_the_panning_tremolo_keeps_the_power() -> None:
    audio = tone(300.0)
    moved = through((Tremolo(2.0, 1.0, pan=True),), audio).astype(np.float64)
    before = np.sum(np.square(audio.astype(np.float64)), axis=0)
    np.testing.assert_allclose(np.sum(np.square(moved), axis=0), before, atol=2e-4)
    share = np.convolve(moved[0] ** 2, np.ones(441) / 441, "same") / np.mean(before)
    assert share.max() > 0.9
    assert share[2_000:-2_000].min() < 0.1


def test_the_bitcrusher_holds_and_rounds() -> None:
    out = through((Bitcrush(8.0, 11_025.0),), noise())
    assert np.all(out * 128 == np.rint(out * 128))
    changes = np.flatnonzero(np.any(np.diff(out, axis=1) != 0, axis=0)) + 1
    assert np.all(changes % 4 == 0)


def test_tape_swings_the_pitch_by_what_was_asked() -> None:
    frames = 8 * SECOND
    tape = Tape(wow_cents=12.0, flutter_cents=0.0, drive_db=0.0, lowpass_hz=15_000.0)
    audio = tone(1_000.0, frames=frames)
    out = TapeMachine(tape, RATE).process(audio, 0)
    assert out.shape == audio.shape
    spectrum = np.fft.fft(out[0].astype(np.float64))
    spectrum[frames // 2 :] = 0.0
    spectrum[: frames // 100] = 0.0
    phase = np.unwrap(np.angle(np.fft.ifft(spectrum)))[8_000:-8_000]
    hz = np.diff(phase) * RATE / (2 * np.pi)
    cents = 1200 * np.log2(np.convolve(hz, np.ones(512) / 512, "valid") / 1_000.0)
    assert np.max(np.abs(cents)) == pytest.approx(12.0, rel=0.2)
    assert abs(np.mean(cents)) < 1.5


def test_tape_does_not_hear_where_chunks_are_cut() -> None:
    audio = noise()
    whole = TapeMachine(Tape(), RATE).process(audio, 0)
    machine = TapeMachine(Tape(), RATE)
    cuts = (0, 640, 20_032, SECOND)
    parts = [machine.process(audio[:, a:b], a) for a, b in pairwise(cuts)]
    np.testing.assert_allclose(np.concatenate(parts, axis=1), whole, atol=2e-6)
