"""Opening a library: quick when all is well, and a way out when it isn't."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.library import Library, TrackQuery, TrackStorage, new_track_id

from .making import a_track, finish, start_python


def refusal(url: str) -> MusicGenError:
    with pytest.raises(MusicGenError) as caught:
        Library.open(url, busy_timeout_seconds=0.2)
    assert caught.value.recovery
    assert "Traceback" not in caught.value.message
    return caught.value


def test_a_library_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "Музыка 100%" / "library.sqlite3"
    with Library.open(f"sqlite:///{path}") as library:
        track = library.add(new_track_id(), a_track())
    with Library.open(f"sqlite:///{path}") as library:
        assert library.list().items == (track,)


def test_readers_and_writers_do_not_wait_for_one_another(library: Library, url: str) -> None:
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM tracks")
        assert library.list().items == ()
        assert library.count() == 0
        other.execute("ROLLBACK")


def test_an_up_to_date_library_opens_without_the_migrations(library: Library, url: str) -> None:
    code = (
        "import sys; from musicgen_local.library import Library; "
        "Library.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    )
    assert finish(start_python(code, url)) == (0, "False\n")


def test_values_and_ids_come_without_a_database() -> None:
    code = (
        "import sys; from musicgen_local.library import Track, TrackQuery, new_track_id; "
        "print('sqlalchemy' in sys.modules)"
    )
    assert finish(start_python(code)) == (0, "False\n")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "oracle9://x/y",
        "postgresql+nodriver://x/y",
    ],
)
def test_a_url_that_is_none_is_refused(url: str) -> None:
    error = refusal(url)
    assert isinstance(error, UserError)
    assert error.code is ErrorCode.VALIDATION


def test_a_driver_that_is_missing_is_named_and_no_password_shown() -> None:
    error = refusal("postgresql+asyncpg://anna:secret@localhost/music")
    assert error.code is ErrorCode.VALIDATION
    assert "asyncpg" in error.message
    assert "secret" not in error.message + error.recovery + str(error.details)


@pytest.mark.parametrize(
    "content", [b"this is no database, " * 400, b"SQLite format 3\0" + b"\xff" * 8000]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(content)
    error = refusal(f"sqlite:///{path}")
    assert error.code is ErrorCode.INTERNAL
    assert str(path) in error.message
    assert path.read_bytes() == content


def test_a_damaged_library(library: Library, url: str) -> None:
    for number in range(200):
        library.add(new_track_id(), a_track(f"{number} " * 100))
    library.close()
    path = Path(url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(MachineError) as caught, Library.open(url) as damaged:
        damaged.list(TrackQuery(search="199"))  # noticed here at the latest
    assert caught.value.code is ErrorCode.INTERNAL
    assert caught.value.recovery


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    assert refusal(f"sqlite:///{tmp_path}").code is ErrorCode.NOT_WRITABLE


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(f"sqlite:///{tmp_path / 'file' / 'l.sqlite3'}").code is ErrorCode.NOT_WRITABLE


def test_a_folder_that_may_not_be_written(unprivileged_folder: Path) -> None:
    unprivileged_folder.chmod(0o500)
    error = refusal(f"sqlite:///{unprivileged_folder / 'library.sqlite3'}")
    assert error.code is ErrorCode.NOT_WRITABLE
    error = refusal(f"sqlite:///{unprivileged_folder / 'more' / 'library.sqlite3'}")
    assert error.code is ErrorCode.NOT_WRITABLE
    storage = TrackStorage(unprivileged_folder / "tracks")
    with pytest.raises(MachineError) as caught, storage.stage():
        pass
    assert caught.value.code is ErrorCode.NOT_WRITABLE


def test_a_file_that_may_not_be_written(unprivileged_folder: Path) -> None:
    path = unprivileged_folder / "library.sqlite3"
    url = f"sqlite:///{path}"
    with Library.open(url) as library:
        track = library.add(new_track_id(), a_track())
    path.chmod(0o400)
    with pytest.raises(MachineError) as caught, Library.open(url) as library:
        library.delete(track.id)  # noticed here at the latest
    assert caught.value.code is ErrorCode.NOT_WRITABLE


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert refusal(f"sqlite:///{path}").code is ErrorCode.CONFLICT
    assert path.read_bytes() == before


def test_a_library_that_is_held_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        started = time.perf_counter()
        assert refusal(f"sqlite:///{path}").code is ErrorCode.CONFLICT
        assert time.perf_counter() - started >= 0.2
        other.execute("ROLLBACK")
    with Library.open(f"sqlite:///{path}") as library:
        assert library.count() == 0


def test_a_reader_of_the_old_kind_is_waited_for(library: Library, url: str) -> None:
    """A backup tool that reads a library without a log keeps it from getting one, for a while."""
    library.close()
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM tracks").fetchone()
        done = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        done.start()
        started = time.perf_counter()
        with Library.open(url) as opened:
            assert opened.count() == 0
        assert time.perf_counter() - started > 0.25
        done.join()
    with closing(sqlite3.connect(path)) as fresh:
        assert fresh.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_writer_gives_up_after_a_while(url: str, library: Library) -> None:
    path = url.removeprefix("sqlite:///")
    with (
        Library.open(url, busy_timeout_seconds=0.2) as impatient,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError) as caught:
            impatient.add(new_track_id(), a_track())
        assert caught.value.code is ErrorCode.CONFLICT
        other.execute("ROLLBACK")
        impatient.add(new_track_id(), a_track())
    assert library.count() == 1


def test_a_full_disk_is_said_to_be_full(library: Library) -> None:
    """SQLite reports a full disk and a full quota of pages alike."""
    with library._sessions._reading.connect() as connection:  # the next one to be used, too
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
    with pytest.raises(MachineError) as caught:
        library.add(new_track_id(), a_track(prompt="x" * 1_000_000))
    assert caught.value.code is ErrorCode.DISK_FULL
    assert library.count() == 0
