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


class Fingerprint:
    """The hashes of a file, as its bytes pass by; git's own only for a file known by that."""

    def __init__(self, file: AssetFile) -> None:
        self._sha256 = hashlib.sha256()
        self._git: hashlib._Hash | None = None
        if file.git_sha1 is not None:
            header = f"blob {file.size_bytes}\0".encode("ascii")
            self._git = hashlib.sha1(header, usedforsecurity=False)

    def update(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self._sha256.update(chunk)
        if self._git is not None:
            self._git.update(chunk)

    @property
    def sha256(self) -> str:
        """SHA-256 of what has passed, in hex."""
        return self._sha256.hexdigest()

    @property
    def git_sha1(self) -> str | None:
        """Git's hash of what has passed, in hex, where the file is known by it."""
        return self._git.hexdigest() if self._git is not None else None


class Staging:
    """Files on their way in, each checked by size and hash before it is among them.

    `hashes` has the SHA-256 of each file that is in, by its name: what the receipt will say.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def missing(self, files: Sequence[AssetFile]) -> list[AssetFile]:
        """Those of `files` that have not come in yet."""
        return [file for file in files if file.name not in self.hashes]

    def write(self, file: AssetFile, source: Readable, cancel: CancelToken) -> None:
        """Copy `source` in as `file`.

        Raises:
            ProviderFailedError: when it is not the file the catalogue means.
        """
        target = self._target(file)
        fingerprint = Fingerprint(file)
        size = 0
        with target.open("wb") as out:
            while chunk := source.read(CHUNK_BYTES):
                cancel.raise_if_canceled()
                fingerprint.update(chunk)
                size += len(chunk)
                if size > file.size_bytes:
                    break
                out.write(chunk)
            flush_to_disk(out)
        self._accept(file, size, fingerprint)

    def adopt(self, file: AssetFile, path: Path, fingerprint: Fingerprint) -> None:
        """Move the finished download `path`, already hashed while it came in, in as `file`.

        Raises:
            ProviderFailedError: when it is not the file the catalogue means.
        """
        target = self._target(file)
        size = path.stat().st_size
        path.replace(target)
        self._accept(file, size, fingerprint)

    def link(self, file: AssetFile, path: Path, cancel: CancelToken) -> None:
        """Let `path`, which others keep too, stand in for `file`: a second name of the same bytes.

        It is read through first. Where the file system knows no second names it is copied.

        Raises:
            ProviderFailedError: when it is not the file the catalogue means.
        """
        real = path.resolve()
        fingerprint = Fingerprint(file)
        with real.open("rb") as source:
            while chunk := source.read(CHUNK_BYTES):
                cancel.raise_if_canceled()
                fingerprint.update(chunk)
        check_identity(file, real.stat().st_size, fingerprint)
        try:
            os.link(real, self._target(file))
        except OSError:  # another disk, or one that knows no links
            with real.open("rb") as source:
                self.write(file, source, cancel)
        else:
            self._accept(file, real.stat().st_size, fingerprint)

    def _target(self, file: AssetFile) -> Path:
        target = self.folder.joinpath(*file.name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _accept(self, file: AssetFile, size: int, fingerprint: Fingerprint) -> None:
        try:
            check_identity(file, size, fingerprint)
        except ProviderFailedError:
            self._target(file).unlink(missing_ok=True)
            raise
        self.hashes[file.name] = fingerprint.sha256


def check_identity(file: AssetFile, size: int, fingerprint: Fingerprint) -> None:
    """Raise ProviderFailedError unless size and hashes are those of `file`."""
    if size != file.size_bytes:
        amount = "more than" if size > file.size_bytes else f"{size:,} bytes instead of"
        raise ProviderFailedError(f"{file.name} has {amount} {file.size_bytes:,} bytes")
    if file.sha256 not in (None, fingerprint.sha256):
        raise ProviderFailedError(f"{file.name} has the right size but other contents (SHA-256)")
    if file.git_sha1 != fingerprint.git_sha1:
        raise ProviderFailedError(f"{file.name} has the right size but other contents (git hash)")


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
