"""From an old revision to the newest one, with a copy put aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.library import Library, TrackQuery, new_track_id
from musicgen_local.library.migrations import runner
from musicgen_local.library.models import WIDE_INDEXES, Base
from musicgen_local.library.schema import HEAD
from servers import PostgresServer

from .making import a_track


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def backups_of(url: str) -> list[Path]:
    return sorted(path_of(url).parent.glob("library.sqlite3.before-*"))


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.fixture
def old_url(url: str) -> str:
    """A library of revision 0001 that holds one track."""
    with Library.open(url) as library:
        library.add(new_track_id(), a_track("Kept"))
    runner.downgrade(make_url(url), "0001")
    assert revision_of(path_of(url)) == "0001"
    return url


def test_the_constant_is_the_newest_script() -> None:
    assert ScriptDirectory.from_config(runner.alembic_config()).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_models(library: Library, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_going_back_to_nothing_and_up_again(library: Library, url: str) -> None:
    library.close()
    runner.downgrade(make_url(url), "base")
    with closing(sqlite3.connect(path_of(url))) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("alembic_version",)]
    with Library.open(url) as again:
        assert again.count() == 0


def test_an_old_library_is_copied_and_brought_up_to_date(old_url: str) -> None:
    with Library.open(old_url) as library:
        assert [track.title for track in library.list().items] == ["Kept"]
    assert revision_of(path_of(old_url)) == HEAD
    [backup] = backups_of(old_url)
    assert revision_of(backup) == "0001"
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT title FROM tracks").fetchall() == [("Kept",)]


def test_the_copy_holds_what_the_log_still_held(old_url: str) -> None:
    """With write-ahead logging the newest rows may lie beside the file, not in it."""
    with closing(sqlite3.connect(path_of(old_url), isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("UPDATE tracks SET title = 'In the log'")
        Library.open(old_url).close()
    [backup] = backups_of(old_url)
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT title FROM tracks").fetchall() == [("In the log",)]


def test_a_new_library_and_an_up_to_date_one_are_not_copied(url: str) -> None:
    for _ in range(2):
        Library.open(url).close()
    assert backups_of(url) == []


def test_the_copy_can_be_put_back(old_url: str) -> None:
    with Library.open(old_url) as library:
        library.purge_all([library.resolve("last").id])
    [backup] = backups_of(old_url)
    backup.replace(path_of(old_url))
    with Library.open(old_url) as library:
        assert library.resolve("last").title == "Kept"


def test_a_migration_that_fails_changes_nothing(
    old_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("it broke at the end")

    monkeypatch.setattr(runner, "_require_whole", fails)
    with pytest.raises(MachineError):
        Library.open(old_url)
    assert revision_of(path_of(old_url)) == "0001"
    monkeypatch.undo()
    with Library.open(old_url) as library:
        assert library.resolve("last").title == "Kept"


def test_a_library_of_a_newer_version_is_left_alone(library: Library, url: str) -> None:
    library.close()
    with closing(sqlite3.connect(path_of(url))) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(UserError) as caught:
        Library.open(url)
    assert caught.value.code is ErrorCode.CONFLICT
    assert "newer" in caught.value.message
    assert "Update" in caught.value.recovery
    assert revision_of(path_of(url)) == "9999"


def test_a_row_that_points_to_nothing_stops_the_migration(old_url: str) -> None:
    with closing(sqlite3.connect(path_of(old_url))) as database:
        database.execute("UPDATE tracks SET parent_id = 'nobody'")
        database.commit()
    with pytest.raises(MachineError) as caught:
        Library.open(old_url)
    assert caught.value.code is ErrorCode.INTERNAL
    assert revision_of(path_of(old_url)) == "0001"


def test_what_lists_ask_for_is_made_of_what_an_old_library_holds(url: str) -> None:
    with Library.open(url) as library:
        sung = a_track("Sung", lyrics="[00:01.00]Тихая ВОДА", tags=("night", "вода"))
        kept, gone = (library.add(new_track_id(), one).id for one in (sung, a_track(tags=("x",))))
        library.delete(gone)
    runner.downgrade(make_url(url), "0002")
    with closing(sqlite3.connect(path_of(url))) as database, database:
        database.execute("UPDATE tracks SET search_text = 'sung'")
    with Library.open(url) as library:
        assert [track.id for track in library.list(TrackQuery(search="тихая")).items] == [kept]
        assert [track.id for track in library.list(TrackQuery(tags=("вода",))).items] == [kept]
        assert library.count(TrackQuery(tags=("x",))) == 0
        assert library.count(TrackQuery(tags=("x",), trashed=True)) == 1
        track = library.get(kept)
        assert (track.rating, track.favorite, track.tags) == (None, False, ("night", "вода"))


def test_postgresql_goes_back_and_up_again_too(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    with Library.open(url) as library:
        library.add(new_track_id(), a_track(lyrics="Тихая вода", tags=("a",)))
    runner.downgrade(make_url(url), "0002")
    with Library.open(url) as library:
        [track] = library.list(TrackQuery(search="тихая", tags=("a",))).items
        assert not track.favorite
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        missing = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert {(kind, found.name) for kind, found in missing} == {
        ("add_index", name)
        for name in WIDE_INDEXES  # which only SQLite has
    }
