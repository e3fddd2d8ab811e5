"""Walks a database from revision to revision, after putting a copy of it aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, func, inspect, select

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.database import connect_to_migrate, place_of, sqlite_path, writing
from musicgen_local.library.failures import damaged, disk_failure
from musicgen_local.library.schema import LIBRARY, Lineage, current_revision

_MIGRATION_LOCK = 7_310_114  # any number that nothing else on the server locks


def alembic_config(lineage: Lineage = LIBRARY) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(lineage.scripts).replace("%", "%%"))
    return config


def upgrade(url: URL, busy_timeout_seconds: float, lineage: Lineage = LIBRARY) -> Path | None:
    """Bring the database at `url` to the lineage's head; all of it or nothing.

    Returns the copy made of an older SQLite database before it was touched, else None. Of two
    processes that come at the same time the second waits and finds the work done.

    Raises:
        UserError: `CONFLICT` when the database is of a newer version or of another program.
        MachineError: `DISK_FULL` or `NOT_WRITABLE` when the copy can't be made.
    """
    with _locked(url, busy_timeout_seconds) as connection:
        # Asked again: now nobody else can move it.
        revision = current_revision(connection, lineage)
        if revision == lineage.head:
            return None
        backup = None
        if revision is None:
            if lineage.alone:
                _require_empty(connection, url)
        else:
            _require_known(revision, url, lineage)
            backup = _back_up(url, revision, lineage)
        config = alembic_config(lineage)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _require_whole(connection, url)
        return backup


def downgrade(url: URL, revision: str, busy_timeout_seconds: float = 5.0) -> None:
    """Take the database back to an older revision; what that one can't hold is lost."""
    with _locked(url, busy_timeout_seconds) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


@contextmanager
def _locked(url: URL, busy_timeout_seconds: float) -> Iterator[Connection]:
    engine = connect_to_migrate(url, busy_timeout_seconds)
    try:
        with writing(engine).begin() as connection:
            if connection.dialect.name == "postgresql":  # SQLite has its write lock already
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            yield connection
    finally:
        engine.dispose()


def _require_empty(connection: Connection, url: URL) -> None:
    tables = inspect(connection).get_table_names()
    foreign = {name for name in tables if not name.startswith(("alembic_version", "jobs"))}
    if foreign:
        raise UserError(
            ErrorCode.CONFLICT,
            f"{place_of(url)} is a database of another program.",
            recovery="Set MGL_DATABASE_URL to a database of its own for the library.",
            details={"database": place_of(url)},
        )


def _require_known(revision: str, url: URL, lineage: Lineage) -> None:
    try:
        ScriptDirectory.from_config(alembic_config(lineage)).get_revision(revision)
    except CommandError as error:
        raise UserError(
            ErrorCode.CONFLICT,
            f"The {lineage.name} {place_of(url)} was written by a newer version "
            f"(revision {revision}).",
            recovery=f"Update MusicGen Local, or put back the backup that lies beside the "
            f"{lineage.name}.",
            details={"database": place_of(url), "revision": revision},
        ) from error


def _require_whole(connection: Connection, url: URL) -> None:
    """Foreign keys were not watched while tables were rebuilt; look at them all once."""
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise damaged(place_of(url), f"a row of {broken[0]} points to nothing")


def _back_up(url: URL, revision: str, lineage: Lineage) -> Path | None:
    """Copy a SQLite database beside itself; a server's database has backups of its own."""
    path = sqlite_path(url)
    if path is None:
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    backup = path.with_name(f"{path.name}.before-{lineage.head}-from-{revision}-{moment}")
    unfinished = backup.with_name(backup.name + ".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
        unfinished.replace(backup)
    except OSError as error:
        raise disk_failure(error, path.parent) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return backup
