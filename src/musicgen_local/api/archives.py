"""A ZIP that is made while it is sent: never whole in memory, never on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_CHUNK_BYTES = 256 * 1024
_FILE_MODE = 0o644 << 16
_OLDEST_YEAR = 1980  # that a ZIP can tell


class _Drain:
    """Takes what `ZipFile` writes and gives it away at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def stream_zip(entries: Sequence[tuple[str, Path]], moment: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP with `entries` (name in the archive, file), stored, each of any size.

    `moment` is written as the time of each, so that the same files give the same bytes.

    Raises:
        OSError: while it is iterated, when a file can't be read any more.
    """
    drain = _Drain()
    with ZipFile(drain, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]  # any writer will do
        for name, path in entries:
            about = ZipInfo(name, _moment(moment))
            about.external_attr = _FILE_MODE
            about.file_size = path.stat().st_size  # tells `open` whether ZIP64 is needed
            with path.open("rb") as source, archive.open(about, "w") as target:
                while chunk := source.read(_CHUNK_BYTES):
                    target.write(chunk)
                    yield drain.taken()
    yield drain.taken()


def _moment(moment: datetime) -> tuple[int, int, int, int, int, int]:
    year = max(moment.year, _OLDEST_YEAR)
    return (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
