"""Connections to the library's database: how they begin, how they wait for one another."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.failures import disk_failure

_WRITES = "musicgen_writes"
_to_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)


def parse_database_url(text: str) -> URL:
    """The URL of a library that outlives the process.

    Raises:
        UserError: `VALIDATION` when `text` isn't the URL of such a database.
    """
    try:
        url = make_url(text)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise _unusable("it isn't a database URL") from error
    if url.get_backend_name() == "sqlite" and sqlite_path(url) is None:
        raise _unusable("a library in memory is forgotten when the program ends")
    return url


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite database; None for another database or one in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def place_of(url: URL) -> str:
    """The database's name for a person: a path, or a URL without its password."""
    path = sqlite_path(url)
    return str(path) if path else url.render_as_string(hide_password=True)


def connect(url: URL, busy_timeout_seconds: float) -> Engine:
    """An engine whose SQLite connections check foreign keys and wait for one another.

    Raises:
        UserError: `VALIDATION` when the driver that the URL names isn't installed.
        MachineError: `NOT_WRITABLE` or `DISK_FULL` when the folder can't be made.
    """
    path = sqlite_path(url)
    if path is None:
        try:
            return create_engine(url, json_serializer=_to_json, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise _unusable(f"its driver {error.name} isn't installed") from error
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_failure(error, path.parent) from error
    engine = _sqlite_engine(url, busy_timeout_seconds)
    event.listen(engine, "connect", _prepare)
    return engine


def connect_to_migrate(url: URL, busy_timeout_seconds: float) -> Engine:
    """Like `connect`, but without foreign keys: a table that is rebuilt takes no row along."""
    if sqlite_path(url) is None:
        return create_engine(url, poolclass=NullPool)
    return _sqlite_engine(url, busy_timeout_seconds, poolclass=NullPool)


def writing(engine: Engine) -> Engine:
    """The same connections, for transactions that write.

    SQLite takes the write lock when such a transaction begins, where waiting for another writer
    works; a reader that turns writer later is refused at once instead.
    """
    return engine.execution_options(**{_WRITES: True})


def use_write_ahead_log(engine: Engine, busy_timeout_seconds: float) -> None:
    """Let readers read while a writer writes. The file remembers it.

    Of connections that make this change at the same time SQLite refuses some at once, without the
    wait that it grants elsewhere, so the wait is here.
    """
    deadline = time.monotonic() + busy_timeout_seconds
    while True:
        try:
            with closing(engine.raw_connection()) as connection:
                cursor = connection.cursor()
                if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                    cursor.execute("PRAGMA journal_mode = WAL").fetchone()
                return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _sqlite_engine(url: URL, busy_timeout_seconds: float, **options: Any) -> Engine:
    engine = create_engine(
        url,
        json_serializer=_to_json,
        connect_args={
            "timeout": busy_timeout_seconds,
            "isolation_level": None,  # transactions begin where `_begin` says, nowhere else
        },
        **options,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unusable(reason: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"The library's database can't be used: {reason}.",
        recovery="Set MGL_DATABASE_URL to a URL such as sqlite:////home/me/library.sqlite3, "
        "or unset it.",
        details={"field": "MGL_DATABASE_URL"},
    )
