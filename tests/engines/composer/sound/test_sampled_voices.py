"""Instruments that play recordings, from a SoundFont written for the test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from making_soundfont import RECORDED_RATE, write_soundfont
from sounding import RATE, centroid_hz, cents_off, peak_db, play, rms

from musicgen_local.engines.composer.sound.band import Sounds, open_voice
from musicgen_local.engines.composer.sound.modulators import DEFAULT, Modulator, bend, override
from musicgen_local.engines.composer.sound.soundfont import SoundFont
from musicgen_local.errors import ErrorCode, MachineError


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_soundfont(tmp_path_factory.mktemp("sounds") / "tiny.sf2")


def test_presets_and_recordings_are_read(font: Path) -> None:
    opened = SoundFont(font)
    soft, loud = opened.preset(0, 0)
    assert soft.velocities == (0, 63)
    assert loud.velocities == (64, 127)
    recording = opened.recording(loud.sample)
    assert recording.sample_rate == RECORDED_RATE
    assert recording.pitch == 60
    assert recording.loop_end == len(recording.data)
    assert opened.preset(0, 99) == ()
    assert len(opened.preset(128, 16)) == 2


def test_acoustic_instruments_take_the_font_and_others_their_own_tone(font: Path) -> None:
    sounds = Sounds(soundfont=font)
    assert open_voice("piano", sounds).source == "soundfont"
    assert open_voice("electric_piano", sounds).source == "synth"
    # The font has no such preset: the product's own synthesis stands in, and says so.
    assert open_voice("trumpet", sounds).source == "synth"
    assert open_voice("rock_kit", sounds).source == "soundfont"


@pytest.mark.parametrize("pitch", [40.0, 60.0, 77.0])
def test_a_recording_is_played_in_tune_at_any_pitch(font: Path, pitch: float) -> None:
    heard = play(open_voice("piano", Sounds(font)), (0.0, 2.0, pitch, 0.8))
    assert abs(cents_off(heard[:, 3_000:80_000], pitch)) < 2.5


def test_the_level_is_set_and_velocity_changes_level_and_tone(font: Path) -> None:
    voice = open_voice("piano", Sounds(font))
    assert peak_db(play(voice, (0.0, 1.0, 65.0, 0.8))) == pytest.approx(-12, abs=0.5)
    soft, hard = (play(voice, (0.0, 1.0, 60.0, v)) for v in (0.55, 1.0))  # the same recording
    assert rms(hard) > 2 * rms(soft)
    assert centroid_hz(hard) > 1.02 * centroid_hz(soft)
    other = play(voice, (0.0, 1.0, 60.0, 0.45))  # the soft layer
    assert centroid_hz(other) < 0.8 * centroid_hz(soft)


def test_a_loop_sounds_as_long_as_the_note_and_the_release_is_complete(font: Path) -> None:
    voice = open_voice("alto_sax", Sounds(font))
    heard = play(voice, (0.0, 6.0, 62.0, 0.8))
    assert rms(heard[:, 5 * RATE : 6 * RATE]) > 0.3 * rms(heard[:, 2 * RATE : 3 * RATE])
    assert heard.shape[1] > 6.2 * RATE
    assert np.abs(heard[:, -8:]).max() < 1e-5
    assert rms(heard[:, -400:]) < 0.01 * rms(heard)


def test_onsets_fall_on_their_frame(font: Path) -> None:
    voice = open_voice("piano", Sounds(font))
    for start in (0.1, 0.100_05, 0.333_33):
        heard = play(voice, (start, 0.5, 60.0, 0.9))
        first = int(np.argmax(np.abs(heard).max(axis=0) > 0))
        assert 0 <= first - round(start * RATE) <= 3


def test_threads_do_not_change_a_byte(font: Path) -> None:
    voice = open_voice("piano", Sounds(font))
    notes = [(0.1 * i, 0.4, 50.0 + i, 0.5) for i in range(12)]
    alone = play(voice, *notes, seed=3).tobytes()
    with ThreadPoolExecutor(2) as pool:
        again = pool.map(lambda _: play(voice, *notes, seed=3).tobytes(), range(4))
        assert set(again) == {alone}


def test_drums_ring_on_and_exclusive_ones_stop_each_other(font: Path) -> None:
    voice = open_voice("rock_kit", Sounds(font))
    short = play(voice, (0.0, 0.01, 36.0, 0.9))
    assert short.shape[1] > 0.3 * RATE  # the note's length does not cut a drum
    open_hat = play(voice, (0.0, 0.1, 46.0, 0.9))
    choked = play(voice, (0.0, 0.1, 46.0, 0.9), (0.05, 0.1, 42.0, 0.02))
    late = slice(int(0.15 * RATE), int(0.2 * RATE))
    assert rms(choked[:, late]) < 0.2 * rms(open_hat[:, late])


def test_a_broken_font_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"RIFF\0\0\0\0not a font at all")
    for path in (broken, tmp_path / "missing.sf2"):
        with pytest.raises(MachineError) as caught:
            open_voice("piano", Sounds(soundfont=path))
        assert caught.value.code is ErrorCode.ASSET_CORRUPT


def test_a_modulator_bends_by_velocity_and_the_later_one_wins() -> None:
    to_filter = Modulator(source=2, target=8, amount=-1_200, control=0)
    stronger = Modulator(source=2, target=8, amount=2_540, control=0)
    (kept,) = override([to_filter], [stronger])
    assert bend({8: 5_000, 48: 0}, [DEFAULT, kept], 60, 127)[8] == 5_000 + 2_540
    assert bend({8: 5_000, 48: 0}, [DEFAULT, kept], 60, 1)[8] == 5_000 + 20
    # The common law of level belongs to the player; what a zone does beyond it is kept.
    assert bend({48: 100}, [DEFAULT], 60, 40)[48] == 100
    assert bend({48: 100}, [], 60, 40)[48] < 100
