"""Files and rows stay in step, also when a process dies between them."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import (
    FileKind,
    Library,
    MissingFile,
    NewTrack,
    Track,
    TrackStorage,
    add_track,
    new_track_id,
    purge_track,
)

from .making import a_track, finish, start_python, write_files


def filed(library: Library, storage: TrackStorage, new: NewTrack) -> Track:
    with storage.stage() as staged:
        write_files(staged)
        return add_track(library, storage, staged, new)


def test_a_track_and_its_files(library: Library, storage: TrackStorage) -> None:
    track = filed(library, storage, a_track())
    assert library.get(track.id) == track
    assert [file.label for file in track.files] == ["", "drums"]
    assert all(storage.exists(file.name) for file in track.files)
    assert library.check(storage).clean


def test_when_the_row_is_refused_no_file_stays(library: Library, storage: TrackStorage) -> None:
    with pytest.raises(UserError):
        filed(library, storage, a_track(parent_id=new_track_id()))
    assert library.count() == 0
    assert storage.track_ids() == set()
    assert library.check(storage).clean


def test_an_id_that_lies_there_keeps_its_files(library: Library, storage: TrackStorage) -> None:
    track = filed(library, storage, a_track())
    with storage.stage(track.id) as staged:
        write_files(staged, b"another")
        with pytest.raises(UserError) as caught:
            add_track(library, storage, staged, a_track())
    assert caught.value.code is ErrorCode.CONFLICT
    assert storage.path(track.files[0].name).read_bytes() == b"RIFF"


@pytest.mark.parametrize("row_is_in", [False, True])
def test_an_interruption_never_takes_the_files_of_a_row(
    library: Library, storage: TrackStorage, monkeypatch: pytest.MonkeyPatch, row_is_in: bool
) -> None:
    add = Library.add

    def interrupted(self: Library, *arguments: object) -> Track:
        if row_is_in:
            add(self, *arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        filed(library, storage, a_track())
    assert library.count() == row_is_in
    assert len(storage.track_ids()) == row_is_in
    assert library.check(storage).clean


def test_purging_removes_row_and_files(library: Library, storage: TrackStorage) -> None:
    kept, gone = (filed(library, storage, a_track(title)) for title in ("kept", "gone"))
    purge_track(library, storage, gone.id)
    assert not library.contains(gone.id)
    assert storage.track_ids() == {kept.id}
    assert library.check(storage).clean
    with pytest.raises(UserError):
        purge_track(library, storage, gone.id)


def test_the_check_names_what_is_missing(library: Library, storage: TrackStorage) -> None:
    track = filed(library, storage, a_track())
    storage.path(track.files[1].name).unlink()
    check = library.check(storage)
    assert not check.clean
    assert check.orphans == ()
    assert check.missing == (MissingFile(track.id, track.files[1].name),)


CRASHING = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from musicgen_local.library import FileKind, Library, NewTrack, TrackStorage, add_track
from musicgen_local.library import filing, storage as rooms

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

where, url, root = sys.argv[1:]
library, storage = Library.open(url), TrackStorage(Path(root))
match where:
    case "before the rename":
        rooms.TrackStorage.place = die
    case "before the row":
        Library.add = die
    case "before the commit":
        event.listen(library._sessions._reading, "commit", die)
    case "before the files go":
        rooms.TrackStorage.remove_files = die
with storage.stage() as staged:
    path = staged.path(FileKind.AUDIO, "wav")
    path.write_bytes(b"half")
    if where == "while writing":
        die()
    path.write_bytes(b"whole")
    new = NewTrack(title="x", duration_seconds=1, sample_rate=44100, channels=2)
    track = add_track(library, storage, staged, new)
if where == "before the files go":
    filing.purge_track(library, storage, track.id)
die()
"""


@pytest.mark.parametrize(
    ("where", "rows", "folders", "leftovers"),
    [
        ("while writing", 0, 0, 1),
        ("before the rename", 0, 0, 1),
        ("before the row", 0, 1, 0),
        ("before the commit", 0, 1, 0),
        ("before the files go", 0, 1, 0),
        ("after all", 1, 1, 0),
    ],
)
def test_a_killed_process_leaves_at_worst_an_orphan(
    url: str, storage: TrackStorage, where: str, rows: int, folders: int, leftovers: int
) -> None:
    with Library.open(url) as library:
        before = filed(library, storage, a_track("before"))
    code, output = finish(start_python(CRASHING, where, url, storage.root))
    assert code == -signal.SIGKILL, output

    with Library.open(url) as library:
        assert library.count() == 1 + rows
        found = storage.track_ids() - {before.id}
        assert len(found) == folders
        check = library.check(storage)
        assert check.missing == ()
        assert check.orphans == (() if rows else tuple(found))
        for track_id in found:
            content = storage.path(f"{storage.name_of(track_id)}/{track_id}.wav").read_bytes()
            assert content == b"whole"
        assert storage.sweep(older_than_seconds=0) == leftovers

        for orphan in check.orphans:  # the way out that the check offers
            storage.remove_track(orphan)
        assert library.check(storage).clean
        filed(library, storage, a_track("after"))
        assert library.count() == 2 + rows


def test_files_are_named_by_the_id_alone(library: Library, storage: TrackStorage) -> None:
    with storage.stage() as staged:
        staged.path(FileKind.STEM, "wav", "../../Голос: Анна").write_bytes(b"x")
        track = add_track(library, storage, staged, a_track("../../etc/passwd"))
    [file] = track.files
    assert file.label == "../../Голос: Анна"
    path = storage.path(file.name)
    assert path.parent == storage.folder_of(track.id)
    assert path.name.startswith(track.id)
    assert path.name.isascii()
    assert path.resolve().is_relative_to(Path(storage.root).resolve())
