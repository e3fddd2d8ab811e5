"""Covers: copied into place, told of by the row, and the old one gone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.library import (
    FileKind,
    Library,
    Track,
    TrackFile,
    TrackStorage,
    add_track,
    new_track_id,
    purge_track,
    purge_tracks,
    remove_cover,
    replace_cover,
)

from .making import a_track, finish, start_python, write_files


@pytest.fixture
def track(library: Library, storage: TrackStorage) -> Track:
    with storage.stage() as staged:
        write_files(staged)
        return add_track(library, storage, staged, a_track())


def a_picture(folder: Path, content: bytes = b"picture") -> Path:
    path = folder / "upload.bin"
    path.write_bytes(content)
    return path


def cover_of(track: Track) -> TrackFile:
    [cover] = [file for file in track.files if file.kind is FileKind.COVER]
    return cover


def names_in(storage: TrackStorage, track: Track) -> set[str]:
    folder = storage.folder_of(track.id)
    return {f"{storage.name_of(track.id)}/{path.name}" for path in folder.iterdir()}


def test_a_cover_is_a_copy_and_the_row_knows_it(
    library: Library, storage: TrackStorage, track: Track, tmp_path: Path
) -> None:
    picture = a_picture(tmp_path)
    shown = replace_cover(library, storage, track.id, picture, "png")
    picture.unlink()
    cover = cover_of(shown)
    assert storage.path(cover.name).read_bytes() == b"picture"
    assert (cover.format, cover.bytes) == ("png", 7)
    assert cover.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert shown == library.get(track.id)
    assert shown.updated_at > track.updated_at
    assert [file for file in shown.files if file != cover] == list(track.files)
    assert library.check(storage).clean


def test_another_cover_takes_its_place_and_the_same_one_too(
    library: Library, storage: TrackStorage, track: Track, tmp_path: Path
) -> None:
    seen = set()
    for content in (b"one", b"two", b"two"):
        picture = a_picture(tmp_path, content)
        shown = replace_cover(library, storage, track.id, picture, "jpg")
        seen.add(cover_of(shown).name)
        assert storage.path(cover_of(shown).name).read_bytes() == content
        assert names_in(storage, track) == {file.name for file in shown.files}
    assert len(seen) == 3


def test_a_cover_can_be_taken_away(
    library: Library, storage: TrackStorage, track: Track, tmp_path: Path
) -> None:
    assert remove_cover(library, storage, track.id) == track
    replace_cover(library, storage, track.id, a_picture(tmp_path), "webp")
    assert remove_cover(library, storage, track.id).files == track.files
    assert names_in(storage, track) == {file.name for file in track.files}
    purge_track(library, storage, track.id)
    assert storage.track_ids() == set()


def test_a_track_that_isnt_there_gets_no_file(
    library: Library, storage: TrackStorage, track: Track, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        replace_cover(library, storage, new_track_id(), a_picture(tmp_path), "png")
    assert caught.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(UserError):
        remove_cover(library, storage, new_track_id())
    assert names_in(storage, track) == {file.name for file in track.files}


def test_when_the_row_is_refused_no_cover_stays(
    library: Library,
    storage: TrackStorage,
    track: Track,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when somebody purges the track just then."""
    really = storage.add_cover

    def add_and_purge(*order: object) -> TrackFile:
        cover = really(*order)  # type: ignore[arg-type]
        library.purge_all([track.id])
        return cover

    monkeypatch.setattr(storage, "add_cover", add_and_purge)
    with pytest.raises(UserError) as caught:
        replace_cover(library, storage, track.id, a_picture(tmp_path), "png")
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert names_in(storage, track) == {file.name for file in track.files}


def test_without_its_folder_a_track_gets_no_cover(
    library: Library, storage: TrackStorage, track: Track, tmp_path: Path
) -> None:
    storage.remove_track(track.id)
    with pytest.raises(MachineError) as caught:
        replace_cover(library, storage, track.id, a_picture(tmp_path), "png")
    assert caught.value.code is ErrorCode.NOT_WRITABLE
    assert library.get(track.id) == track
    assert not list((storage.root / ".staging").iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from musicgen_local.library import Library, TrackStorage, replace_cover
from musicgen_local.library import storage as rooms

where, url, root, track_id, picture = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "before the row":
    Library.set_cover = die
else:
    rooms.TrackStorage.remove_files = die
replace_cover(Library.open(url), TrackStorage(Path(root)), track_id, Path(picture), "png")
"""


@pytest.mark.parametrize(
    ("where", "shown"), [("before the row", b"old"), ("before the old file goes", b"new")]
)
def test_a_killed_process_leaves_one_cover_or_the_other(
    library: Library,
    storage: TrackStorage,
    url: str,
    track: Track,
    tmp_path: Path,
    where: str,
    shown: bytes,
) -> None:
    replace_cover(library, storage, track.id, a_picture(tmp_path, b"old"), "png")
    picture = a_picture(tmp_path, b"new")
    code, output = finish(start_python(KILLED, where, url, storage.root, track.id, picture))
    assert code == -9, output
    now = library.get(track.id)
    assert storage.path(cover_of(now).name).read_bytes() == shown
    assert library.check(storage).clean
    purge_tracks(library, storage, [track.id])  # with what the killed one left beside it
    assert storage.track_ids() == set()


def test_files_that_cant_go_keep_no_others_from_going(
    library: Library, storage: TrackStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = []
    for _ in range(3):
        with storage.stage() as staged:
            write_files(staged)
            added.append(add_track(library, storage, staged, a_track()).id)
    stuck = storage.folder_of(added[0])
    really = storage.remove_track

    def refuse_one(track_id: str) -> None:
        if track_id == added[0]:
            raise MachineError(ErrorCode.NOT_WRITABLE, "It is stuck.", recovery="Pull.")
        really(track_id)

    monkeypatch.setattr(storage, "remove_track", refuse_one)
    with pytest.raises(MachineError, match="stuck"):
        purge_tracks(library, storage, added)
    assert library.count() == 0
    assert storage.track_ids() == {added[0]}
    assert stuck.exists()
