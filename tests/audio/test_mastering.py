from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from musicgen_local.audio.loudness import measure
from musicgen_local.audio.mastering.chain import ToneChain
from musicgen_local.audio.mastering.limiter import Limiter, LimiterGain, limit_of
from musicgen_local.audio.mastering.multiband import Multiband
from musicgen_local.audio.mastering.output import LoudnessRide
from musicgen_local.audio.mastering.run import MasteringReport, MasteringRun
from musicgen_local.audio.mastering.settings import (
    MASTER_PRESETS,
    MULTIBAND,
    CompressorBand,
    MasterSettings,
)
from musicgen_local.audio.spectrum import crest_factor_db
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.audio.value import Audio
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress

RATE = 44_100
Samples = NDArray[np.float32]


def _band(seconds: float, seed: int = 0, level: float = 0.2) -> Samples:
    """A little band: kick, noise hats, a chord left and right of the middle; [2, frames]."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    kick = np.sin(2 * np.pi * 55 * time) * np.exp(-((time * 2) % 1) * 9)
    hats = rng.standard_normal(len(time)) * np.exp(-((time * 4) % 1) * 25) * 0.3
    chord = [sum(np.sin(2 * np.pi * hz * time + seed) for hz in (220, 277.2, 329.6 * detune)) * 0.2
             for detune in (1.0, 1.003)]  # fmt: skip
    mix = np.array([kick + hats + chord[0], kick + 0.8 * hats + chord[1]])
    return (level * mix).astype(np.float32)


def _cut(samples: Samples, size: int = 20_000) -> Iterator[Samples]:
    for start in range(0, samples.shape[1], size):
        yield samples[:, start : start + size]


def _run(samples: Samples, folder: Path, *, size: int = 20_000, **settings: Any) -> MasteringRun:
    return MasteringRun(
        _cut(samples, size),
        sample_rate=RATE,
        settings=MasterSettings(**settings),
        spool_dir=folder,
    )


def _master(samples: Samples, folder: Path, **settings: Any) -> tuple[Samples, MasteringReport]:
    run = _run(samples, folder, **settings)
    return np.concatenate(list(run), axis=1), run.report


@pytest.mark.parametrize("preset", MASTER_PRESETS)
@pytest.mark.parametrize("level", [0.02, 0.9])
def test_every_preset_lands_on_its_loudness_below_its_ceiling(
    preset: str, level: float, tmp_path: Path
) -> None:
    mastered, report = _master(_band(12, level=level), tmp_path, preset=preset)
    found = measure(_cut(mastered), RATE, 2)
    wanted = MASTER_PRESETS[preset]
    assert found.integrated_lufs == pytest.approx(wanted.target_lufs, abs=0.5)
    assert found.true_peak_dbtp <= wanted.ceiling_dbtp
    assert report.integrated_lufs == pytest.approx(found.integrated_lufs, abs=0.01)
    assert report.true_peak_dbtp == pytest.approx(found.true_peak_dbtp, abs=0.01)
    assert not report.silent
    assert list(tmp_path.iterdir()) == []


def test_target_and_ceiling_may_be_ones_own(tmp_path: Path) -> None:
    _, report = _master(_band(8), tmp_path, preset="balanced", target_lufs=-16.0, ceiling_dbtp=-2.0)
    assert report.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert report.true_peak_dbtp <= -2


def test_hard_transients_stay_below_the_ceiling(tmp_path: Path) -> None:
    """Clicks, a square wave and full-band noise: the worst a limiter meets."""
    rng = np.random.default_rng(4)
    wave = _band(8, level=0.2)
    wave[:, ::11_025] += 3.0
    wave[:, RATE : 2 * RATE] += 0.2 * np.sign(np.sin(np.arange(RATE) * 0.05)).astype(np.float32)
    wave[:, 3 * RATE : 3 * RATE + 5000] += rng.standard_normal((2, 5000)).astype(np.float32) * 0.5
    mastered, report = _master(wave, tmp_path, preset="balanced", ceiling_dbtp=-1.0)
    assert report.max_limiter_reduction_db > 3
    assert measure(_cut(mastered), RATE, 2).true_peak_dbtp <= -1.0


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(frames=st.integers(1, 70_000), size=st.integers(1, 70_000), channels=st.sampled_from([1, 2]))
def test_as_many_frames_come_out_as_go_in(
    frames: int, size: int, channels: int, tmp_path: Path
) -> None:
    samples = _band(2)[:channels, :frames]
    run = _run(samples, tmp_path, size=max(size, frames // 50), preset="balanced")
    mastered = np.concatenate(list(run), axis=1)
    assert mastered.shape == samples.shape
    assert run.report.frames == frames
    assert np.isfinite(mastered).all()


def test_the_music_stays_in_its_place_in_time(tmp_path: Path) -> None:
    music = _band(6)
    mastered, _ = _master(music, tmp_path, preset="subtle")
    before, after = music.sum(axis=0, dtype=np.float64), mastered.sum(axis=0, dtype=np.float64)
    spectrum = np.fft.rfft(after) * np.conj(np.fft.rfft(before))
    phases = spectrum / (np.abs(spectrum) + 1e-9)
    lag = int(np.argmax(np.fft.irfft(phases)))
    assert min(lag, len(before) - lag) <= 1


def test_the_same_music_is_the_same_bytes_however_it_is_cut(tmp_path: Path) -> None:
    music = _band(5)
    first = np.concatenate(list(_run(music, tmp_path, size=5_000)), axis=1)
    again = np.concatenate(list(_run(music, tmp_path, size=33_333)), axis=1)
    assert np.array_equal(first, again)


def test_silence_stays_silence(tmp_path: Path) -> None:
    mastered, report = _master(np.zeros((2, 2 * RATE), dtype=np.float32), tmp_path)
    assert not mastered.any()
    assert report.silent
    assert report.gain_db == 0
    assert report.integrated_lufs == -math.inf


def test_a_whisper_is_not_blown_up_without_end(tmp_path: Path) -> None:
    _, report = _master(_band(4, level=1e-3), tmp_path)
    assert report.gain_capped
    assert report.gain_db <= 48


def test_an_offset_is_taken_out(tmp_path: Path) -> None:
    mastered, _ = _master(_band(6) + np.float32(0.2), tmp_path, preset="subtle")
    assert abs(float(mastered[:, RATE:].mean())) < 1e-3


@pytest.mark.parametrize(("hz", "least_db"), [(30, 40), (60, 22), (90, 10)])
def test_the_bass_becomes_mono(hz: float, least_db: float) -> None:
    tone = (0.3 * np.sin(2 * np.pi * hz * np.arange(2 * RATE) / RATE)).astype(np.float32)
    out = ToneChain(MASTER_PRESETS["loud"], RATE).process(np.stack((tone, -tone)))[:, RATE:]
    assert 20 * math.log10(0.3 / float(np.abs(out).max())) > least_db


def test_behind_the_spool_the_loudness_is_held(tmp_path: Path) -> None:
    """A stream whose level drops after the measured part comes back towards the target."""
    music = _band(240, level=0.2)[:, : 240 * RATE]
    music[:, 20 * RATE :] *= 10 ** (-1.5 / 20)
    run = MasteringRun(
        _cut(music),
        sample_rate=RATE,
        settings=MasterSettings("subtle"),
        spool_dir=tmp_path,
        spool_seconds=15,
    )
    frames = 0
    for block in run:
        frames += block.shape[1]
        steps = np.abs(np.diff(block, axis=1)).max()
        assert steps < 1.0
    assert frames == music.shape[1]
    assert run.report.integrated_lufs == pytest.approx(-14, abs=0.5)
    assert run.report.true_peak_dbtp <= -1


def test_the_ride_is_slow_and_bounded() -> None:
    ride = LoudnessRide(-14, RATE)
    first = ride.gains(RATE, -30.0)
    assert 20 * math.log10(float(first[-1])) == pytest.approx(0.02, abs=0.001)
    for _ in range(300):
        last = ride.gains(RATE, -30.0)
    assert 20 * math.log10(float(last[-1])) == pytest.approx(2.0, abs=0.001)
    assert ride.gains(10, -math.inf).dtype == np.float32


def test_bands_at_rest_sum_to_a_flat_response() -> None:
    idle = [CompressorBand(band.high_hz, 60, 2, 5, 50) for band in MULTIBAND]
    impulse = np.zeros((2, 1 << 15), dtype=np.float32)
    impulse[:, 0] = 1
    for rate, bands in ((44_100, idle), (48_000, idle), (11_025, idle), (44_100, idle[:2])):
        response = np.abs(np.fft.rfft(Multiband(bands, rate).process(impulse)[0].astype(float)))
        assert np.abs(20 * np.log10(response)).max() < 0.01


@pytest.mark.parametrize("band", MULTIBAND)
@pytest.mark.parametrize("over_db", [-12.0, 6.0, 12.0])
def test_what_passes_the_threshold_is_reduced_by_the_ratio(
    band: CompressorBand, over_db: float
) -> None:
    level = 10 ** ((band.threshold_db + over_db) / 20)
    tone = level * np.sin(2 * np.pi * 700 * np.arange(RATE) / RATE)
    block = np.repeat(tone[None], 2, axis=0).astype(np.float32)
    out = Multiband([band], RATE).process(block)[:, RATE // 2 :]
    reduction = -20 * math.log10(float(np.abs(out).max()) / level)
    assert reduction == pytest.approx(max(over_db, 0) * (1 - 1 / band.ratio), abs=0.6)


def test_a_loud_bass_leaves_the_treble_alone() -> None:
    time = np.arange(RATE) / RATE
    bass, treble = 0.6 * np.sin(2 * np.pi * 60 * time), 0.02 * np.sin(2 * np.pi * 9000 * time)
    block = np.repeat((bass + treble)[None], 2, axis=0).astype(np.float32)
    out = Multiband(MULTIBAND, RATE).process(block)[0, RATE // 2 :].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(out)) / (len(out) / 2)
    assert spectrum[9000 // 2] == pytest.approx(0.02, rel=0.03)
    assert spectrum[60 // 2] < 0.35


def test_compression_moves_both_sides_together() -> None:
    block = _band(2, level=0.9)
    block[1] = 0.25 * block[0]
    out = Multiband(MULTIBAND, RATE).process(block)
    assert np.allclose(out[1], 0.25 * out[0], atol=1e-5)


def test_width_widens_the_side_and_leaves_the_middle() -> None:
    time = np.arange(RATE) / RATE
    middle, side = 0.2 * np.sin(2 * np.pi * 500 * time), 0.1 * np.sin(2 * np.pi * 900 * time)
    out = ToneChain(MASTER_PRESETS["subtle"], RATE).process(
        np.array([middle + side, middle - side], dtype=np.float32)
    )[:, RATE // 2 :]
    assert np.abs(out[0] - out[1]).max() / 2 == pytest.approx(0.1 * 1.05, rel=0.01)
    assert np.abs(out[0] + out[1]).max() / 2 == pytest.approx(0.2, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 4000), max_size=5),
    seed=st.integers(0, 10_000),
    density=st.sampled_from([0.001, 0.02, 0.5]),
)
def test_the_limiters_gain_is_low_enough_in_time_and_never_jumps(
    cuts: list[int], seed: int, density: float
) -> None:
    rng = np.random.default_rng(seed)
    peaks = rng.uniform(0, 1, 4000) + 8 * (rng.uniform(size=4000) < density) * rng.uniform(
        size=4000
    )
    limiter = LimiterGain(RATE)
    padded = np.pad(peaks, (0, limiter.latency)).astype(np.float32)
    parts = [limiter.process(part) for part in np.split(padded, sorted(cuts))]
    gains = np.concatenate(parts)
    assert (gains[limiter.latency :] * peaks.astype(np.float32)).max() <= 1.0 + 1e-5
    assert np.abs(np.diff(gains)).max() < 0.02
    assert 0 < gains.min() <= gains.max() <= 1


def test_what_needs_no_limiting_passes_untouched() -> None:
    quiet = _band(1, level=0.1)
    limiter = Limiter(-1.0, RATE, 2)
    out = np.concatenate((limiter.process(quiet), limiter.flush()), axis=1)
    assert np.array_equal(out[:, limiter.latency :], quiet)
    assert limiter.max_reduction_db == 0


def test_the_limiter_lets_go_within_its_release() -> None:
    wave = np.full((1, RATE), 0.5, dtype=np.float32)
    wave[0, 5000] = 2.0
    limiter = Limiter(0.0, RATE, 1)
    out = np.concatenate((limiter.process(wave), limiter.flush()), axis=1)[:, limiter.latency :]
    assert float(out[0, 4000]) == pytest.approx(0.5)
    assert float(out[0, 5000 + 2205]) < 0.45
    assert float(out[0, 5000 + 5 * 4410]) == pytest.approx(0.5, abs=0.005)
    meter = TruePeakMeter(RATE, 1)
    meter.add(out)
    assert meter.peak <= 1.0
    assert limit_of(0.0) < 1.0


def test_cancelling_stops_and_leaves_no_spool(tmp_path: Path) -> None:
    cancel = CancelToken()
    run = MasteringRun(
        _cut(_band(6)),
        sample_rate=RATE,
        settings=MasterSettings(),
        spool_dir=tmp_path,
        cancel=cancel,
    )
    blocks = iter(run)
    next(blocks)
    cancel.cancel()
    with pytest.raises(Canceled):
        list(blocks)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError, match="report"):
        _ = run.report


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    run = MasteringRun(
        _cut(_band(8)),
        sample_rate=RATE,
        settings=MasterSettings(),
        spool_dir=tmp_path,
        on_progress=told.append,
    )
    list(run)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert fractions[0] < 0.1
    assert 0.9 < fractions[-1] <= 1


def test_unusable_input_and_places_are_refused(tmp_path: Path) -> None:
    broken = _band(1)
    broken[0, 100] = np.nan
    for samples in (broken, np.zeros((2, 0), dtype=np.float32)):
        with pytest.raises(UserError) as caught:
            list(_run(samples, tmp_path))
        assert caught.value.code is ErrorCode.INVALID_AUDIO
    with pytest.raises(MachineError) as nowhere:
        list(_run(_band(1), tmp_path / "missing"))
    assert nowhere.value.code is ErrorCode.NOT_WRITABLE


@pytest.mark.parametrize(
    "wrong", [{"preset": "loudest"}, {"target_lufs": 3.0}, {"ceiling_dbtp": 1.0}]
)
def test_settings_out_of_range_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(UserError) as caught:
        MasterSettings(**wrong)  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"] == next(iter(wrong))


@pytest.mark.parametrize("most_crest_db", [10.0, 12.0, 20.0])
def test_peaks_are_kept_as_short_as_the_genre_has_them(
    tmp_path: Path, most_crest_db: float
) -> None:
    rng = np.random.default_rng(3)
    clicks = np.zeros((2, 12 * RATE), np.float32)
    clicks[:, :: RATE // 3] = 0.9  # three a second, far above the noise under them
    music = clicks + 0.05 * rng.standard_normal(clicks.shape).astype(np.float32)
    settings = MasterSettings("subtle", most_crest_db=most_crest_db)
    run = MasteringRun([music], sample_rate=RATE, settings=settings, spool_dir=tmp_path)
    mastered = Audio(np.concatenate(list(run), axis=1), RATE)

    free = MasteringRun(
        [music], sample_rate=RATE, settings=MasterSettings("subtle"), spool_dir=tmp_path
    )
    natural = crest_factor_db(Audio(np.concatenate(list(free), axis=1), RATE))
    wanted = max(most_crest_db, natural - 4.3)  # 4 dB off the peaks, and no more
    assert crest_factor_db(mastered) <= min(wanted, natural) + 0.4
    assert abs(run.report.integrated_lufs - -14.0) < 0.5
    assert run.report.true_peak_dbtp <= -1.0 + 0.05
