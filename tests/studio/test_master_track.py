"""Mastering into the library: a new track beside its parent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicgen_local import Studio
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.loudness import measure
from musicgen_local.audio.tags import AI_DISCLOSURE, read_tags
from musicgen_local.errors import Canceled, ErrorCode, UserError
from musicgen_local.library import new_track_id
from musicgen_local.progress import CancelToken, Progress


def test_a_master_measures_as_asked_and_knows_its_parent(pluck_engine: str) -> None:
    studio = Studio()
    parent = studio.generate(
        "plucks", duration=8, engine=pluck_engine, seed=3, artist="Ada", formats=("wav",)
    ).track
    seen: list[Progress] = []
    made = studio.master_track(
        parent.id, preset="loud", target_lufs=-12, formats=("wav", "flac"), progress=seen.append
    )
    track = made.track
    assert track.title == "A Scale (Master)"
    assert track.parent_id == parent.id
    assert (track.artist, track.genre, track.tempo_bpm) == ("Ada", "folk", 240)
    assert (track.engine, track.seed, track.prompt) == ("", None, "plucks")
    assert [file.format for file in track.files] == ["wav", "flac"]
    assert track.duration_seconds == 8
    assert track.params["master"] == "loud"
    assert track.params["input_lufs"] == pytest.approx(parent.loudness_lufs, abs=0.1)
    audio = read_audio(studio.audio_file_of(track))
    assert audio.frames == 8 * 22_050
    measured = measure([audio.samples], audio.sample_rate, 2)
    assert measured.integrated_lufs == pytest.approx(-12, abs=0.5)
    assert track.loudness_lufs == pytest.approx(measured.integrated_lufs, abs=0.1)
    assert measured.true_peak_dbtp <= -0.1 + 0.05
    tags = read_tags(studio.audio_file_of(track))
    assert (tags.title, tags.artist, tags.ai_disclosure) == (track.title, "Ada", AI_DISCLOSURE)
    assert (tags.seed, tags.engine) == (3, "pluck"), "where the music came from stays known"
    fractions = [value.fraction for value in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert studio.check_library().clean


def test_a_file_is_called_as_its_owner_says(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    file = tmp_path / "take 7.aiff"
    soundfile.write(file, rng.uniform(-0.1, 0.1, (48_000, 1)), 48_000)
    studio = Studio()
    named = studio.master_track(file, title="Rain", formats=("wav",)).track
    assert (named.title, named.parent_id) == ("Rain (Master)", None)
    unnamed = studio.master_track(file, formats=("wav",)).track
    assert unnamed.title == "take 7 (Master)"
    assert (unnamed.channels, unnamed.sample_rate) == (2, 48_000)
    assert read_tags(studio.audio_file_of(named)).ai_disclosure == "", "nobody knows that it is"


def test_silence_is_mastered_without_a_number(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "quiet.wav", np.zeros((48_000, 2)), 48_000)
    track = Studio().master_track(tmp_path / "quiet.wav", formats=("wav",)).track
    assert track.loudness_lufs is None
    assert track.params["input_lufs"] is None


def test_a_stop_leaves_nothing(pluck_engine: str) -> None:
    studio = Studio()
    parent = studio.generate("plucks", duration=60, engine=pluck_engine, formats=("wav",)).track
    token = CancelToken()

    def stop(value: Progress) -> None:
        if value.fraction > 0.3:
            token.cancel()

    with pytest.raises(Canceled):
        studio.master_track(parent.id, progress=stop, cancel=token)
    assert [track.id for track in studio.list_tracks().items] == [parent.id]
    assert studio.check_library().clean
    assert not list((studio.settings.tracks_dir / ".staging").iterdir())


def test_the_same_reserved_id_is_made_once(pluck_engine: str) -> None:
    studio, track_id = Studio(), new_track_id()
    parent = studio.generate("plucks", duration=2, engine=pluck_engine).track
    first = studio.master_track(parent.id, formats=("wav",), track_id=track_id).track
    assert first.id == track_id
    assert studio.master_track(parent.id, formats=("wav",), track_id=track_id).track == first
    assert studio.library.count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"preset": "louder"}, ErrorCode.VALIDATION),
        ({"target_lufs": 0.0}, ErrorCode.VALIDATION),
        ({"formats": ("aiff",)}, ErrorCode.VALIDATION),
        ({"source": new_track_id(0)}, ErrorCode.NOT_FOUND),
        ({"source": Path("/nowhere/at all.wav")}, ErrorCode.NOT_FOUND),
    ],
    ids=["preset", "target", "format", "track", "file"],
)
def test_what_can_not_be_done_is_refused(change: dict[str, object], code: ErrorCode) -> None:
    arguments = {"source": Path("/nowhere/at all.wav")} | change
    with pytest.raises(UserError) as caught:
        Studio().master_track(**arguments)  # type: ignore[arg-type]
    assert caught.value.code is code
