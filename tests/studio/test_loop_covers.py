"""What is made from a recording shows its picture: the one in the file, and the library's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import soundfile

import loop_tracks
from musicgen_local import Studio
from musicgen_local.audio.covers import Cover
from musicgen_local.audio.tags import Tags, read_tags, write_tags
from musicgen_local.library import FileKind, Track, remove_cover, replace_cover
from musicgen_local.studio.looping.order import LoopOrder

COVER = Cover(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40 + b"\xff\xd9", "image/jpeg")
ONCE = LoopOrder(loop_only=True, formats=("mp3", "wav"))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "Night Bus.flac"
    samples = loop_tracks.short_loop().samples
    soundfile.write(path, samples.T, loop_tracks.SAMPLE_RATE, subtype="PCM_24")
    write_tags(path, Tags(artist="The Night", cover=COVER))
    return path


def pictures(studio: Studio, track: Track) -> list[bytes]:
    covers = [one for one in track.files if one.kind is FileKind.COVER]
    return [studio.storage.path(one.name).read_bytes() for one in covers]


def test_loops_masters_and_copies_of_a_file_carry_its_picture(
    recording: Path, tmp_path: Path
) -> None:
    studio = Studio()
    files = [
        *studio.files_of(studio.loop_track(recording, ONCE).track),
        *studio.files_of(studio.master_track(recording, formats=("m4a",)).track),
        *studio.convert(recording, formats=("opus",), out=tmp_path),
    ]
    assert sorted(file.suffix for file in files) == [".m4a", ".mp3", ".opus", ".wav"]
    for file in files:
        tags = read_tags(file)
        assert (tags.artist, tags.cover) == ("The Night", COVER)


def test_a_track_s_own_picture_goes_with_its_loops_and_masters(
    recording: Path, tmp_path: Path
) -> None:
    studio = Studio()
    picture = tmp_path / "mine.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n mine")
    parent = studio.loop_track(recording, ONCE).track
    parent = replace_cover(studio.library, studio.storage, parent.id, picture, "png")
    out = tmp_path / "out"
    made = studio.loop_track(parent.id, LoopOrder(times=2, formats=("flac",)), out=out)
    master = studio.master_track(parent.id, formats=("flac",)).track
    for child in (made.track, master):
        assert pictures(studio, child) == [picture.read_bytes()]
    assert [file.suffix for file in out.iterdir()] == [".flac"]
    assert [file.suffix for file in made.files] == [".flac"]
    remove_cover(studio.library, studio.storage, parent.id)  # each has a picture of its own
    assert pictures(studio, studio.library.get(made.track.id)) == [picture.read_bytes()]


def test_a_picture_that_somebody_took_away_stops_no_loop(recording: Path, tmp_path: Path) -> None:
    studio = Studio()
    picture = tmp_path / "mine.png"
    shutil.copyfile(recording, picture)
    parent = studio.loop_track(recording, ONCE).track
    parent = replace_cover(studio.library, studio.storage, parent.id, picture, "png")
    (cover,) = [one for one in parent.files if one.kind is FileKind.COVER]
    studio.storage.path(cover.name).unlink()
    track = studio.loop_track(parent.id, LoopOrder(times=2, formats=("wav",))).track
    assert pictures(studio, track) == []
