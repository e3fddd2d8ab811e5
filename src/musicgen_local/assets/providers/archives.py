"""Reads packages (Debian, npm, wheels, plain archives), taking only what is asked for.

Members are found by name and size and written under names of our own, so that no path inside an
archive ever touches the disk.
"""

from __future__ import annotations

import io
import lzma
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, BinaryIO, cast

from musicgen_local.assets.asset import AssetFile, ProviderFailedError
from musicgen_local.assets.staging import Staging
from musicgen_local.progress import CancelToken

ARCHIVE_SUFFIXES = (".deb", ".tgz", ".tar.gz", ".tar.xz", ".tar", ".whl", ".zip")

_AR_MAGIC = b"!<arch>\n"
_AR_HEADER_BYTES = 60


def extract_files(
    archive: Path, files: Sequence[AssetFile], into: Staging, cancel: CancelToken
) -> None:
    """Put every one of `files` that `archive` holds into `into`.

    Raises:
        ProviderFailedError: when the archive is damaged, of no known kind, or holds a file of the
            right name and size with other contents.
    """
    try:
        with archive.open("rb") as stream:
            magic = stream.read(len(_AR_MAGIC))
            stream.seek(0)
            if magic == _AR_MAGIC:
                _extract_deb(archive, stream, files, into, cancel)
            elif magic[:4] == b"PK\x03\x04":
                _extract_zip(stream, files, into, cancel)
            else:
                _extract_tar(_Slice(stream, archive.stat().st_size, cancel), files, into, cancel)
    except (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError) as error:
        raise ProviderFailedError(f"the package {archive.name} is damaged: {error}") from error


def _extract_tar(
    stream: io.RawIOBase, files: Sequence[AssetFile], into: Staging, cancel: CancelToken
) -> None:
    wanted = {(file.base_name, file.size_bytes): file for file in files}
    with tarfile.open(fileobj=cast("IO[bytes]", io.BufferedReader(stream)), mode="r|*") as tar:
        for member in tar:
            cancel.raise_if_canceled()
            key = (member.name.rpartition("/")[2], member.size)
            if key not in wanted or not member.isreg():
                continue
            source = tar.extractfile(member)
            if source is not None:
                into.write(wanted.pop(key), source, cancel)
            if not wanted:
                return


def _extract_zip(
    stream: BinaryIO, files: Sequence[AssetFile], into: Staging, cancel: CancelToken
) -> None:
    wanted = {(file.base_name, file.size_bytes): file for file in files}
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            cancel.raise_if_canceled()
            file = wanted.pop((member.filename.rpartition("/")[2], member.file_size), None)
            if file is not None:
                with archive.open(member) as source:
                    into.write(file, source, cancel)


def _extract_deb(
    path: Path,
    stream: BinaryIO,
    files: Sequence[AssetFile],
    into: Staging,
    cancel: CancelToken,
) -> None:
    name, data = _open_data_member(stream, cancel)
    if name.endswith(".zst"):
        _extract_deb_by_dpkg(path, files, into, cancel)
    else:
        _extract_tar(data, files, into, cancel)


def _extract_deb_by_dpkg(
    path: Path, files: Sequence[AssetFile], into: Staging, cancel: CancelToken
) -> None:
    """Zstandard is not in every Python's library yet; the packages that use it come with dpkg."""
    if shutil.which("dpkg-deb") is None:
        raise ProviderFailedError(f"{path.name} is packed with Zstandard and dpkg-deb is missing")
    command = ["dpkg-deb", "--fsys-tarfile", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            _extract_tar(_Slice(process.stdout, None, cancel), files, into, cancel)
        finally:
            process.kill()


def _open_data_member(stream: BinaryIO, cancel: CancelToken) -> tuple[str, io.RawIOBase]:
    """The `data.tar.*` member of a Debian package (deb(5): an `ar` archive of three members)."""
    stream.seek(len(_AR_MAGIC))
    while len(header := stream.read(_AR_HEADER_BYTES)) == _AR_HEADER_BYTES:
        name = header[:16].decode("ascii", "replace").strip().rstrip("/")
        digits = header[48:58].strip()
        if header[58:60] != b"`\n" or not digits.isdigit():
            break
        size = int(digits)
        if name.startswith("data.tar"):
            return name, _Slice(stream, size, cancel)
        stream.seek(size + size % 2, io.SEEK_CUR)  # members start at even offsets
    raise tarfile.ReadError("it has no data member")


class _Slice(io.RawIOBase):
    """The next `size` bytes of a stream (all, if None) as a stream that a stop interrupts."""

    def __init__(self, stream: IO[bytes], size: int | None, cancel: CancelToken) -> None:
        self._stream = stream
        self._left = size
        self._cancel = cancel

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        self._cancel.raise_if_canceled()
        view = memoryview(cast("bytearray", buffer))
        chunk = self._stream.read(len(view) if self._left is None else min(len(view), self._left))
        view[: len(chunk)] = chunk
        if self._left is not None:
            self._left -= len(chunk)
        return len(chunk)
