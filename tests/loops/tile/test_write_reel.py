"""A reel's file appears whole or not at all, and says so when its loop could not be repeated."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import read_tags
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile import write_reel
from musicgen_local.progress import CancelToken
from tiled import RATE, TAGS, a_reel, integers, lengths

TILED = [one for one in AudioFormat if one is not AudioFormat.OGG]
BODY = 5_760 * 16 * 2  # of whole packets of MP3 and of Opus, and with itself of M4A


@pytest.mark.parametrize("audio_format", TILED)
def test_progress_grows_to_one_and_tags_are_written(
    audio_format: AudioFormat, tmp_path: Path
) -> None:
    heard: list[float] = []
    path = tmp_path / f"long.{audio_format}"
    written = write_reel(
        a_reel(1_000, BODY, 500, 12), path, audio_format, tags=lambda: TAGS, progress=heard.append
    )
    assert written.tiled
    assert heard == sorted(heard)
    assert heard[0] == 0.0
    assert heard[-1] == 1.0
    assert len(set(heard)) > 3
    assert read_tags(path) == TAGS
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("audio_format", AudioFormat)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.9])
def test_a_stop_leaves_what_was_there(
    audio_format: AudioFormat, share: float, tmp_path: Path
) -> None:
    path = tmp_path / f"long.{audio_format}"
    path.write_bytes(b"the older one")
    cancel = CancelToken()

    def watch(fraction: float) -> None:
        if fraction >= share:
            cancel.cancel()

    with pytest.raises(Canceled):
        write_reel(
            a_reel(1_000, BODY, 500, 400 if share > 0.5 and audio_format in TILED else 12),
            path, audio_format, progress=watch, cancel=cancel,
        )  # fmt: skip
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"the older one"


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_disk_without_room_is_told_before_the_long_file_is_begun(
    audio_format: AudioFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reel = a_reel(1_000, BODY, 500, 12)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000))
    with pytest.raises(MachineError) as caught:
        write_reel(reel, tmp_path / f"long.{audio_format}", audio_format)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needed_bytes"] > 100_000
    assert list(tmp_path.iterdir()) == []


def test_the_room_that_is_asked_for_is_the_file_s_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reel = a_reel(1_000, BODY, 500, 12)
    for audio_format in TILED:
        path = tmp_path / f"long.{audio_format}"
        written = write_reel(reel, path, audio_format, tags=TAGS)
        monkeypatch.setattr(
            shutil, "disk_usage", lambda _, size=written.bytes: SimpleNamespace(free=size - 1)
        )
        with pytest.raises(MachineError) as caught:
            write_reel(reel, path, audio_format, tags=TAGS)
        assert caught.value.details["needed_bytes"] == written.bytes == path.stat().st_size
        monkeypatch.undo()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught:
        write_reel(a_reel(0, BODY, 0, 3), tmp_path / "no" / "long.wav", AudioFormat.WAV)
    assert caught.value.code is ErrorCode.NOT_WRITABLE


@pytest.mark.parametrize(
    ("audio_format", "reel", "reason"),
    [
        (AudioFormat.OGG, a_reel(1_000, BODY, 500, 3), "Ogg Vorbis"),
        (AudioFormat.MP3, a_reel(1_000, BODY + 1, 500, 3), "no multiple of the 1152"),
        (AudioFormat.OPUS, a_reel(1_000, BODY, 500, 2), "too few times"),
        (AudioFormat.FLAC, a_reel(1_000, 2_000, 500, 3), "too few times"),
        (AudioFormat.WAV, a_reel(1_000, 2_000, 500, 0), "Nothing repeats"),
    ],
    ids=str,
)
def test_what_can_t_be_repeated_is_encoded_straight_and_says_why(
    audio_format: AudioFormat, reel: Reel, reason: str, tmp_path: Path
) -> None:
    heard: list[float] = []
    path = tmp_path / f"long.{audio_format}"
    written = write_reel(reel, path, audio_format, tags=TAGS, progress=heard.append)
    assert not written.tiled
    assert reason in written.reason
    assert written.reason.endswith(".")
    assert written.bytes == path.stat().st_size
    found = lengths(path)
    found.pop("container")
    assert set(found.values()) == {reel.frames}
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert read_tags(path) == TAGS


def test_a_reel_of_another_rate_is_resampled_and_says_so(tmp_path: Path) -> None:
    reel = a_reel(1_000, BODY, 500, 3)
    slower = Reel(reel.head, reel.body, reel.tail, 3, 44_100)
    written = write_reel(slower, tmp_path / "long.opus", AudioFormat.OPUS)
    assert not written.tiled
    assert "44100" in written.reason
    assert lengths(tmp_path / "long.opus")["libsndfile"] == pytest.approx(
        reel.frames * RATE / 44_100, abs=1
    )


def test_a_flac_without_a_head_or_tail_is_its_body(tmp_path: Path) -> None:
    reel = a_reel(0, 60_000, 0, 4)
    assert write_reel(reel, tmp_path / "long.flac", AudioFormat.FLAC).tiled
    found = integers(tmp_path / "long.flac").reshape(4, 60_000, 2)
    assert (found == found[0]).all()
