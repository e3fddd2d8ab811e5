"""The folder an installation is gathered in: only files that proved to be the right ones get in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from musicgen_local.assets.asset import AssetFile, ProviderFailedError
from musicgen_local.progress import CancelToken

CHUNK_BYTES = 1 << 20


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Staging:
    """Files on their way in, each checked by size and SHA-256 while it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._present: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def missing(self, files: Sequence[AssetFile]) -> list[AssetFile]:
        """Those of `files` that have not come in yet."""
        return [file for file in files if file.name not in self._present]

    def write(self, file: AssetFile, source: Readable, cancel: CancelToken) -> None:
        """Copy `source` in as `file`.

        Raises:
            ProviderFailedError: when it is not the file the catalogue means.
        """
        target = self._target(file)
        digest = hashlib.sha256()
        size = 0
        with target.open("wb") as out:
            while chunk := source.read(CHUNK_BYTES):
                cancel.raise_if_canceled()
                digest.update(chunk)
                size += len(chunk)
                if size > file.size_bytes:
                    break
                out.write(chunk)
            flush_to_disk(out)
        self._accept(file, size, digest.hexdigest())

    def adopt(self, file: AssetFile, path: Path, sha256: str) -> None:
        """Move the finished download `path`, already hashed while it came in, in as `file`.

        Raises:
            ProviderFailedError: when it is not the file the catalogue means.
        """
        target = self._target(file)
        size = path.stat().st_size
        path.replace(target)
        self._accept(file, size, sha256)

    def _target(self, file: AssetFile) -> Path:
        target = self.folder.joinpath(*file.name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _accept(self, file: AssetFile, size: int, sha256: str) -> None:
        try:
            check_identity(file, size, sha256)
        except ProviderFailedError:
            self._target(file).unlink(missing_ok=True)
            raise
        self._present.add(file.name)


def check_identity(file: AssetFile, size: int, sha256: str) -> None:
    """Raise ProviderFailedError unless `size` and `sha256` are those of `file`."""
    if size != file.size_bytes:
        amount = "more than" if size > file.size_bytes else f"{size:,} bytes instead of"
        raise ProviderFailedError(f"{file.name} has {amount} {file.size_bytes:,} bytes")
    if sha256 != file.sha256:
        raise ProviderFailedError(f"{file.name} has the right size but other contents (SHA-256)")


def flush_to_disk(out: BinaryIO) -> None:
    """Make sure that a rename which follows can't outlive the contents in a power cut."""
    out.flush()
    os.fsync(out.fileno())


def hash_file(path: Path, cancel: CancelToken, seen: Callable[[int], None] | None = None) -> str:
    """SHA-256 of the file in hex; `seen` is told how many bytes each step has read."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            cancel.raise_if_canceled()
            digest.update(chunk)
            if seen is not None:
                seen(len(chunk))
    return digest.hexdigest()
