"""Exports: one archive with readable names, whole or not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from musicgen_local import Studio
from musicgen_local.audio.decode import probe
from musicgen_local.audio.tags import read_tags
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.library import new_track_id
from musicgen_local.progress import CancelToken, Progress


def make(studio: Studio, title: str, **order: object) -> str:
    defaults: dict[str, object] = {"duration": 2, "engine": "pluck", "formats": ("wav",)}
    made = studio.generate("plucks", title=title, **(defaults | order))  # type: ignore[arg-type]
    return made.track.id


def test_files_are_taken_as_they_are_or_converted(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    track_id = make(studio, "Дождь / ночь", artist="Ада", seed=4)
    out = tmp_path / "new" / "mine.zip"
    made = studio.export_tracks([track_id], ["wav", "mp3", "flac"], out)
    names = ["Ада - Дождь ночь.wav", "Ада - Дождь ночь.mp3", "Ада - Дождь ночь.flac"]
    assert list(made.names) == names
    assert made.bytes == out.stat().st_size
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == names
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.flag_bits & 0x800, "the name is UTF-8, and says so"
        own = studio.audio_file_of(studio.show(track_id))
        assert archive.read(names[0]) == own.read_bytes()
        archive.extractall(tmp_path)
    for name in names:
        assert probe(tmp_path / name).duration_seconds == pytest.approx(2, abs=0.05)
        assert read_tags(tmp_path / name).seed == 4
    assert [path.name for path in out.parent.iterdir()] == ["mine.zip"]


def test_names_that_clash_are_numbered(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    ids = [make(studio, title) for title in ("Rain", "rain", "Rain", "Sun")]
    made = studio.export_tracks(ids, ["wav"], tmp_path / "a.zip")
    assert list(made.names) == ["Rain.wav", "rain (2).wav", "Rain (3).wav", "Sun.wav"]


def test_stems_and_notes_come_along_where_there_are_any(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    ids = [
        make(studio, "With", stems=True),
        make(studio, "Without"),
        make(studio, "Score", engine="composer", duration=6, midi=True),
    ]
    made = studio.export_tracks(ids, ["wav"], tmp_path / "a.zip", include=("stems", "midi"))
    assert list(made.names) == [
        "With.wav",
        "With (Stems)/strings.wav",
        "Without.wav",
        "Score.wav",
        "Score.mid",
    ]
    assert made.notices == ("2 of 3 tracks have no stems.", "2 of 3 tracks have no midi.")


def test_the_same_tracks_give_the_same_bytes(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    ids = [make(studio, "Rain")]
    first, second = (
        studio.export_tracks(ids, ["wav", "mp3"], tmp_path / name).path.read_bytes()
        for name in ("a.zip", "b.zip")
    )
    assert first == second


def test_a_stop_keeps_the_archive_of_before(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    ids = [make(studio, "Rain"), make(studio, "Sun")]
    out = tmp_path / "out" / "a.zip"
    studio.export_tracks(ids[:1], ["wav"], out)
    before = out.read_bytes()
    token = CancelToken()

    def stop(value: Progress) -> None:
        if value.fraction > 0:
            token.cancel()

    with pytest.raises(Canceled):
        studio.export_tracks(ids, ["wav", "mp3"], out, progress=stop, cancel=token)
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    ("ids", "formats", "include", "code", "field"),
    [
        ([], ["wav"], [], ErrorCode.VALIDATION, "track_ids"),
        ([new_track_id(0)], [], [], ErrorCode.VALIDATION, "format"),
        ([new_track_id(0)], ["wav"], ["cover"], ErrorCode.VALIDATION, "include"),
        ([new_track_id(0)], ["wav"], [], ErrorCode.NOT_FOUND, None),
    ],
    ids=["nothing", "no format", "no such extra", "no such track"],
)
def test_what_can_not_be_done_is_refused(
    tmp_path: Path,
    ids: list[str],
    formats: list[str],
    include: list[str],
    code: ErrorCode,
    field: str | None,
) -> None:
    with pytest.raises(UserError) as caught:
        Studio().export_tracks(ids, formats, tmp_path / "a.zip", include=include)
    assert caught.value.code is code
    assert caught.value.details.get("field") == field
    assert not (tmp_path / "a.zip").exists()


def test_a_track_whose_audio_is_gone_is_told(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    track_id = make(studio, "Rain")
    studio.audio_file_of(studio.show(track_id)).unlink()
    with pytest.raises(UserError) as caught:
        studio.export_tracks([track_id], ["wav"], tmp_path / "a.zip")
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert "Rain" in caught.value.message


def test_a_place_that_can_not_be_written_is_told(pluck_engine: str, tmp_path: Path) -> None:
    studio = Studio()
    track_id = make(studio, "Rain")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineError) as caught:
        studio.export_tracks([track_id], ["wav"], tmp_path / "file" / "a.zip")
    assert caught.value.code is ErrorCode.NOT_WRITABLE
