"""What a database or a disk complains of, said so that a person can act on it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    StatementError,
)

from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError

_DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def database_failures(place: str) -> Iterator[None]:
    """Turn what the database at `place` raises into an error with a way out.

    Raises:
        MachineError: `CONFLICT` when another program holds the database for too long,
            `NOT_WRITABLE`, `DISK_FULL`, or `INTERNAL` when it is damaged or can't be reached.
        UserError: `CONFLICT` for an id that is taken, `VALIDATION` for what can't be stored.
    """
    try:
        yield
    except IntegrityError as error:
        raise UserError(
            ErrorCode.CONFLICT,
            f"What the library holds doesn't allow this: {_short(error.orig)}.",
            recovery="Give each track and each file a name of its own, and every text a value.",
        ) from error
    except (DataError, InterfaceError, ProgrammingError) as error:
        raise _unfit(error.orig) from error
    except DBAPIError as error:
        raise _from_database(error, place) from error
    except sqlite3.Error as error:
        raise _from_sqlite(error, place) from error
    except StatementError as error:
        raise _unfit(error.orig) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise _unfit(error) from error


def disk_failure(error: OSError, folder: Path) -> MachineError:
    """The error to raise when a file under `folder` can't be written, moved or removed."""
    if error.errno in _DISK_IS_FULL:
        return MachineError(
            ErrorCode.DISK_FULL,
            f"The disk that holds {folder} is full.",
            recovery="Free some space, or set MGL_DATA_DIR to a folder on another disk.",
            details={"path": str(folder)},
        )
    return MachineError(
        ErrorCode.NOT_WRITABLE,
        f"{folder} can't be written: {error.strerror or error}.",
        recovery="Correct the folder's permissions, or set MGL_DATA_DIR to another folder.",
        details={"path": str(folder)},
    )


def damaged(place: str, reason: str) -> MachineError:
    """The error to raise when the database is there but isn't sound."""
    return MachineError(
        ErrorCode.INTERNAL,
        f"The library {place} is damaged or isn't a library: {reason}.",
        recovery="Move that file away and put a backup in its place; backups lie beside it, named "
        "*.before-*. Without the file a new, empty library is made; the audio files stay.",
        details={"database": place},
    )


def _unfit(reason: BaseException | None) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"The library can't store a value: {_short(reason)}.",
        recovery="Use text without broken characters, numbers below 2**63, and JSON values.",
    )


def _from_database(error: DBAPIError, place: str) -> MusicGenError:
    if isinstance(error.orig, sqlite3.Error):
        return _from_sqlite(error.orig, place)
    return MachineError(
        ErrorCode.INTERNAL,
        f"The library {place} doesn't answer: {_short(error.orig)}.",
        recovery="Check that the database server runs and that MGL_DATABASE_URL is right.",
        details={"database": place},
    )


def _from_sqlite(error: sqlite3.Error, place: str) -> MusicGenError:
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    details = {"database": place}
    match primary:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return MachineError(
                ErrorCode.CONFLICT,
                f"Another program is using the library {place} and doesn't let go.",
                recovery="Wait until it is done, or close it, and try again.",
                details=details,
            )
        case sqlite3.SQLITE_FULL:
            return MachineError(
                ErrorCode.DISK_FULL,
                f"The disk that holds the library {place} is full.",
                recovery="Free some space, or set MGL_DATA_DIR to a folder on another disk.",
                details=details,
            )
        case (
            sqlite3.SQLITE_CANTOPEN
            | sqlite3.SQLITE_READONLY
            | sqlite3.SQLITE_PERM
            | sqlite3.SQLITE_IOERR
        ):
            return MachineError(
                ErrorCode.NOT_WRITABLE,
                f"The library {place} can't be opened for writing: {_short(error)}.",
                recovery="Check that it is a file, not a folder, and that you may write to it and "
                "to the folder it lies in; or set MGL_DATABASE_URL to another place.",
                details=details,
            )
        case _:
            return damaged(place, _short(error))


def _short(error: BaseException | None) -> str:
    return str(error).splitlines()[0][:200].rstrip(".") if error and str(error) else "no reason"
