"""Files that appear whole or not at all, and disk failures in words a person can act on."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from musicgen_local.errors import ErrorCode, MachineError, UserError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_WRITABLE = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENOENT,
    errno.ENAMETOOLONG,
}  # fmt: skip


def temporary_name(target: Path) -> Path:
    """A name of its own in the folder of `target`, hidden, and marked as unfinished."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")


def settle(temporary: Path, target: Path) -> None:
    """Make sure `temporary` is on the disk, then give it the name `target` in one step."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    if os.name == "posix":  # the rename itself must reach the disk too
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def discard(temporary: Path) -> None:
    """Delete what was written so far, if anything; where the folder is wrong there is nothing."""
    with suppress(OSError):
        temporary.unlink()


@contextmanager
def disk_errors(target: Path) -> Iterator[None]:
    """Turn the disk failures of the work inside into `MachineError`s; others pass unchanged."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(target.parent) from error
        if error.errno in _NOT_WRITABLE:
            raise MachineError(
                ErrorCode.NOT_WRITABLE,
                f"Can't write '{target}': {os.strerror(error.errno)}.",
                recovery="Choose a folder that exists and that you may write to.",
                details={"path": str(target)},
            ) from error
        raise


def disk_full(folder: Path, needed_bytes: int | None = None) -> MachineError:
    """The error of a full disk; `needed_bytes` when known."""
    needed = "" if needed_bytes is None else f": {_megabytes(needed_bytes)} are needed"
    return MachineError(
        ErrorCode.DISK_FULL,
        f"There is not enough room in '{folder}'{needed}.",
        recovery="Free some space, choose another folder, or a shorter piece or smaller format.",
        details={"path": str(folder), "needed_bytes": needed_bytes},
    )


def no_such_file(path: Path) -> UserError:
    """The error of a path that leads to no file."""
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no file '{path}'.",
        recovery="Check the path for a typing mistake.",
        details={"path": str(path)},
    )


def ensure_space(folder: Path, needed_bytes: int) -> None:
    """Look before writing: is there room for `needed_bytes` where `folder` is, or will be?

    Raises:
        MachineError: `DISK_FULL` when there is not.
    """
    existing = folder.absolute()
    while not existing.exists():
        existing = existing.parent
    if shutil.disk_usage(existing).free < needed_bytes:
        raise disk_full(folder, needed_bytes)


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size / 1e6, 0.1):.1f} MB"
