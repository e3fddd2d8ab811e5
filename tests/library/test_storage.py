"""Files of tracks: whole or not there, named by the id, and nothing outside ever touched."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.library import FileKind, TrackStorage, is_track_id, new_track_id
from musicgen_local.library.failures import disk_failure
from musicgen_local.library.storage import STAGING

from .making import write_files


def staging_of(storage: TrackStorage) -> list[Path]:
    return list((storage.root / STAGING).glob("*"))


def leads_outside(storage: TrackStorage, name: str) -> None:
    with pytest.raises(UserError) as caught:
        storage.path(name)
    assert caught.value.code is ErrorCode.VALIDATION


def test_a_committed_folder_is_in_its_place_whole(storage: TrackStorage) -> None:
    with storage.stage() as staged:
        assert is_track_id(staged.track_id)
        write_files(staged)
        files = staged.files()
        assert storage.track_ids() == set()
        staged.commit()
    assert storage.track_ids() == {staged.track_id}
    assert storage.folder_of(staged.track_id).is_dir()
    assert [(file.kind, file.format, file.label) for file in files] == [
        (FileKind.AUDIO, "wav", ""),
        (FileKind.STEM, "wav", "drums"),
    ]
    for file in files:
        content = storage.path(file.name).read_bytes()
        assert file.bytes == len(content)
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert storage.exists(file.name)
    assert staging_of(storage) == []


def test_what_is_not_committed_is_gone(storage: TrackStorage) -> None:
    with storage.stage() as staged:
        write_files(staged)
    assert storage.track_ids() == set()
    assert staging_of(storage) == []


def test_what_is_interrupted_is_gone(storage: TrackStorage) -> None:
    def make() -> None:
        with storage.stage() as staged:
            write_files(staged)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make()
    assert storage.track_ids() == set()
    assert staging_of(storage) == []


def test_scratch_stays_behind(storage: TrackStorage) -> None:
    with storage.stage() as staged:
        write_files(staged)
        (staged.folder / "spool").write_bytes(b"x")
        (staged.folder / "folder").mkdir()
        (staged.folder / "folder" / "deep").write_bytes(b"x")
        names = {Path(file.name).name for file in staged.files()}
        place = staged.commit()
    assert {path.name for path in place.iterdir()} == names


def test_a_file_that_was_planned_but_not_written_is_none(storage: TrackStorage) -> None:
    with storage.stage() as staged:
        staged.path(FileKind.MIDI, "mid")
        assert staged.files() == ()


def test_an_id_that_lies_there_is_not_overwritten(storage: TrackStorage) -> None:
    track_id = new_track_id()
    with storage.stage(track_id) as first:
        write_files(first, b"first")
        place = first.commit()
    with storage.stage(track_id) as second:
        write_files(second, b"second")
        with pytest.raises(UserError) as caught:
            second.commit()
    assert caught.value.code is ErrorCode.CONFLICT
    assert (place / f"{track_id}.wav").read_bytes() == b"first"
    assert staging_of(storage) == []


@given(labels=st.lists(st.text(max_size=300), unique=True, max_size=6))
def test_no_label_leads_out_of_the_folder_or_meets_another(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str]
) -> None:
    storage = TrackStorage(tmp_path_factory.mktemp("tracks"))
    with storage.stage() as staged:
        paths = [staged.path(FileKind.STEM, "wav", label) for label in labels]
        assert {path.parent for path in paths} <= {staged.folder}
        assert len({path.name.casefold() for path in paths}) == len(labels)
        assert all(path.name.startswith(staged.track_id) for path in paths)
        assert all(path.name.isascii() and len(path.name) < 100 for path in paths)


@pytest.mark.parametrize("format", ["", "../x", "WAV", "w v", "a" * 9])
def test_a_format_is_an_extension(storage: TrackStorage, format: str) -> None:
    with storage.stage() as staged, pytest.raises(ValueError, match="extension"):
        staged.path(FileKind.AUDIO, format)


@pytest.mark.parametrize("track_id", ["", "..", "../../etc", "a/b", "01M7YMMT0F85XVWK08VKBE08KR"])
def test_what_is_no_id_has_no_folder(storage: TrackStorage, track_id: str) -> None:
    for use in (storage.folder_of, storage.remove_track):
        with pytest.raises(UserError):
            use(track_id)
    if track_id:
        with pytest.raises(UserError), storage.stage(track_id):
            pass


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/../../x", "/etc/passwd", "a\\..\\x", "C:/x", "C:x", "a\0b", "//x/y"],
)
def test_a_name_that_leads_outside_is_refused(storage: TrackStorage, name: str) -> None:
    leads_outside(storage, name)
    assert not storage.exists(name)


def test_a_link_that_leads_outside_is_refused(storage: TrackStorage, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("kept")
    storage.root.mkdir()
    (storage.root / "link").symlink_to(outside, target_is_directory=True)
    leads_outside(storage, "link/precious")
    with pytest.raises(UserError):
        storage.remove_files(["link/precious"])
    assert (outside / "precious").read_text() == "kept"


def test_removal_takes_links_and_not_what_they_point_to(
    storage: TrackStorage, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("kept")
    with storage.stage() as staged:
        write_files(staged)
        place = staged.commit()
    (place / "file").symlink_to(outside / "precious")
    (place / "folder").symlink_to(outside, target_is_directory=True)
    storage.remove_files([f"{storage.name_of(staged.track_id)}/file"])
    assert not (place / "file").is_symlink()
    storage.remove_track(staged.track_id)
    assert not place.exists()

    linked = new_track_id()
    storage.folder_of(linked).parent.mkdir()
    storage.folder_of(linked).symlink_to(outside, target_is_directory=True)
    storage.remove_track(linked)
    assert storage.track_ids() == set()
    assert (outside / "precious").read_text() == "kept"


def test_one_bad_name_and_nothing_is_removed(storage: TrackStorage) -> None:
    with storage.stage() as staged:
        write_files(staged)
        files = staged.files()
        staged.commit()
    with pytest.raises(UserError):
        storage.remove_files([files[0].name, "../x"])
    assert storage.exists(files[0].name)
    storage.remove_files([files[0].name, files[0].name])
    assert not storage.exists(files[0].name)
    assert storage.exists(files[1].name)


def test_a_root_behind_a_link_works(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk", target_is_directory=True)
    storage = TrackStorage(tmp_path / "link" / "tracks")
    with storage.stage() as staged:
        write_files(staged)
        files = staged.files()
        staged.commit()
    assert storage.exists(files[0].name)


def test_the_sweep_takes_what_crashed_and_spares_what_works(storage: TrackStorage) -> None:
    an_hour_ago = time.time() - 3600
    with storage.stage() as working:
        write_files(working)
        os.utime(working.folder, (an_hour_ago, an_hour_ago))  # but its files were written just now
        crashed = storage.root / STAGING / "crashed"
        crashed.mkdir()
        (crashed / "half.wav").write_bytes(b"x")
        for path in (crashed / "half.wav", crashed):
            os.utime(path, (an_hour_ago, an_hour_ago))
        assert storage.sweep(older_than_seconds=600) == 1
        assert not crashed.exists()
        assert len(working.files()) == 2
    assert storage.sweep(older_than_seconds=600) == 0


def test_the_sweep_of_a_storage_that_was_never_used(storage: TrackStorage) -> None:
    assert storage.sweep(0) == 0
    assert storage.track_ids() == set()


def test_a_place_that_may_not_be_written(unprivileged_folder: Path) -> None:
    storage = TrackStorage(unprivileged_folder / "tracks")
    with storage.stage() as first:
        write_files(first)
        files = first.files()
        place = first.commit()
    with storage.stage() as second:
        write_files(second)
        storage.root.chmod(0o500)
        with pytest.raises(MachineError) as caught:
            second.commit()
        assert caught.value.code is ErrorCode.NOT_WRITABLE
        storage.root.chmod(0o700)
    assert storage.track_ids() == {first.track_id}
    assert staging_of(storage) == []

    place.chmod(0o500)
    with pytest.raises(MachineError) as caught:
        storage.remove_files([files[0].name])
    assert caught.value.code is ErrorCode.NOT_WRITABLE
    with pytest.raises(MachineError) as caught:
        storage.remove_track(first.track_id)
    assert caught.value.code is ErrorCode.NOT_WRITABLE


def test_a_full_disk_is_told_from_a_forbidden_one(tmp_path: Path) -> None:
    full = disk_failure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), tmp_path)
    forbidden = disk_failure(OSError(errno.EACCES, os.strerror(errno.EACCES)), tmp_path)
    assert (full.code, forbidden.code) == (ErrorCode.DISK_FULL, ErrorCode.NOT_WRITABLE)
