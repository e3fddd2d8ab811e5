"""Loops: exact to the sample, smooth at the joins, never louder than they may be."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local import Studio
from musicgen_local.audio.decode import probe, read_audio
from musicgen_local.audio.loudness import measure
from musicgen_local.audio.tags import AI_DISCLOSURE, read_tags
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.library import Track, new_track_id
from musicgen_local.progress import CancelToken, Progress
from musicgen_local.studio.loop import in_words, looped_blocks
from musicgen_local.studio.orders import LoopOrder

RATE = 8_000


def a_recording(
    path: Path, seconds: float = 4.0, level: float = 0.5, channels: int = 2, rate: int = RATE
) -> Path:
    """Pink-ish noise, by which no two stretches are alike."""
    rng = np.random.default_rng(1)
    noise = rng.uniform(-level, level, (round(seconds * rate), channels))
    soundfile.write(path, noise, rate, subtype="FLOAT")
    return path


def samples_of(track: Track) -> np.ndarray[Any, np.dtype[np.float32]]:
    studio = Studio()
    return read_audio(studio.audio_file_of(track)).samples


def plain(seconds: float = 60.0, **changes: Any) -> LoopOrder:
    asked: dict[str, Any] = {
        "crossfade_seconds": 0.0,
        "fade_out_seconds": 0.0,
        "formats": ("wav",),
    }
    return LoopOrder(seconds, **(asked | changes))


@given(
    frames=st.integers(2, 400),
    share=st.floats(0, 0.5),
    total=st.integers(1, 2_000),
    channels=st.integers(1, 2),
)
def test_the_joins_repeat_at_equal_power(
    frames: int, share: float, total: int, channels: int
) -> None:
    source = np.random.default_rng(frames).uniform(-1, 1, (channels, frames)).astype(np.float32)
    crossfade = int(share * frames)
    looped = np.concatenate(list(looped_blocks(source, crossfade, total)), axis=1)
    assert looped.shape == (channels, total)
    turn = (np.arange(crossfade) + 0.5) / max(crossfade, 1) * np.pi / 2
    expected = np.zeros((channels, total + frames))
    for start in range(0, total, frames - crossfade):
        gain = np.ones(frames)
        if start:
            gain[:crossfade] = np.sin(turn)
        gain[frames - crossfade :] *= np.cos(turn)
        expected[:, start : start + frames] += source * gain
    np.testing.assert_allclose(looped, expected[:, :total], atol=1e-5)


def test_without_a_crossfade_the_source_comes_back_bit_by_bit(tmp_path: Path) -> None:
    source = a_recording(tmp_path / "rain.wav", seconds=7.3)
    track = Studio().loop_track(source, plain(61)).track
    looped = samples_of(track)
    assert looped.shape == (2, 61 * RATE)
    once = read_audio(source).samples
    again = np.tile(once, 9)[:, : 61 * RATE]
    np.testing.assert_allclose(looped, again, atol=2**-23)


def test_fades_go_in_and_out(tmp_path: Path) -> None:
    source = tmp_path / "dc.wav"
    soundfile.write(source, np.full((RATE * 5, 1), 0.25), RATE, subtype="FLOAT")
    order = plain(fade_in_seconds=2.0, fade_out_seconds=4.0)
    track = Studio().loop_track(source, order).track
    [mono] = samples_of(track)
    assert track.channels == 1
    assert abs(mono[0]) < 1e-3
    assert abs(mono[-1]) < 1e-3
    assert np.all(np.diff(mono[: 2 * RATE]) >= 0)
    assert np.all(np.diff(mono[-4 * RATE :]) <= 0)
    np.testing.assert_allclose(mono[2 * RATE : -4 * RATE], 0.25, atol=1e-6)


def test_a_join_that_would_be_too_loud_is_held(tmp_path: Path) -> None:
    source = tmp_path / "tone.wav"
    time = np.arange(RATE * 4) / RATE
    soundfile.write(source, 0.85 * np.sin(2 * np.pi * 250 * time), RATE, subtype="FLOAT")
    # Start and end are the same tone in phase: at equal power they add up to 1.2.
    track = Studio().loop_track(source, plain(crossfade_seconds=1.0)).track
    audio = read_audio(Studio().audio_file_of(track))
    measured = measure([audio.samples], RATE, 1)
    assert measured.true_peak_dbtp < 0
    assert track.true_peak_dbtp == pytest.approx(measured.true_peak_dbtp, abs=0.1)
    assert track.loudness_lufs == pytest.approx(measured.integrated_lufs, abs=0.1)
    middle = audio.samples[0, RATE // 2 : 2 * RATE]
    np.testing.assert_allclose(middle, 0.85 * np.sin(2 * np.pi * 250 * time[RATE // 2 : 2 * RATE]),
                               atol=1e-6)  # fmt: skip


def test_a_library_track_hands_down_what_it_is(pluck_engine: str) -> None:
    studio = Studio()
    parent = studio.generate(
        "plucks", duration=5, engine=pluck_engine, artist="Ada", seed=8, formats=("mp3", "wav")
    ).track
    track = studio.loop_track(parent.id, LoopOrder(60.0, formats=("opus",))).track
    assert track.title == "A Scale (Loop 1m)"
    assert (track.parent_id, track.artist, track.genre) == (parent.id, "Ada", "folk")
    assert (track.engine, track.prompt, track.tempo_bpm) == ("", "plucks", 240)
    assert track.duration_seconds == 60
    tags = read_tags(studio.audio_file_of(track))
    assert (tags.title, tags.ai_disclosure) == (track.title, AI_DISCLOSURE)
    assert probe(studio.audio_file_of(track)).duration_seconds == pytest.approx(60, abs=0.1)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(60, "1m"), (90, "1m 30s"), (3_600, "1h 0m"), (5_400, "1h 30m"), (36_000, "10h 0m")],
)
def test_the_title_tells_the_length(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_progress_grows_and_ends_when_the_track_is_there(tmp_path: Path) -> None:
    seen: list[Progress] = []
    source = a_recording(tmp_path / "rain.wav")
    Studio().loop_track(source, LoopOrder(120.0), progress=seen.append)
    fractions = [value.fraction for value in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert [value.stage.value for value in seen][:1] == ["analyzing"]
    assert {value.stage.value for value in seen} == {"analyzing", "rendering", "exporting"}


@pytest.mark.parametrize("at_fraction", [0.05, 0.5])
def test_a_stop_leaves_nothing(tmp_path: Path, at_fraction: float) -> None:
    token = CancelToken()

    def stop(value: Progress) -> None:
        if value.fraction >= at_fraction:
            token.cancel()

    studio = Studio()
    with pytest.raises(Canceled):
        studio.loop_track(
            a_recording(tmp_path / "rain.wav"), LoopOrder(600.0), progress=stop, cancel=token
        )
    assert [path for path in studio.settings.tracks_dir.rglob("*") if path.is_file()] == []
    assert studio.list_tracks().items == ()


def test_the_same_reserved_id_is_made_once(tmp_path: Path) -> None:
    studio, track_id = Studio(), new_track_id()
    source = a_recording(tmp_path / "rain.wav")
    first = studio.loop_track(source, plain(), track_id=track_id).track
    assert first.id == track_id
    source.unlink()
    assert studio.loop_track(source, plain(), track_id=track_id).track == first


def test_what_is_too_short_or_no_audio_is_refused(tmp_path: Path) -> None:
    studio = Studio()
    with pytest.raises(UserError) as caught:
        studio.loop_track(a_recording(tmp_path / "click.wav", seconds=0.5), plain())
    assert caught.value.code is ErrorCode.INVALID_AUDIO
    (tmp_path / "not.wav").write_text("no audio at all")
    with pytest.raises(UserError) as caught:
        studio.loop_track(tmp_path / "not.wav", plain())
    assert caught.value.code is ErrorCode.INVALID_AUDIO
    assert studio.list_tracks().items == ()


def test_a_full_disk_is_found_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_recording(tmp_path / "rain.wav")
    free = SimpleNamespace(total=9, used=9, free=2_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(MachineError) as caught:
        Studio().loop_track(source, plain(36_000))
    assert caught.value.code is ErrorCode.DISK_FULL


def test_an_hour_takes_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    import tracemalloc

    studio = Studio()
    source = a_recording(tmp_path / "rain.wav", seconds=30)
    studio.loop_track(source, plain(60))
    highest = []
    for seconds in (60, 3_600):
        tracemalloc.start()
        track = studio.loop_track(source, plain(seconds)).track
        highest.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        with wave.open(str(studio.audio_file_of(track))) as file:
            assert file.getnframes() == seconds * RATE
    assert highest[1] < highest[0] * 1.5
