"""WAV files: written in one go at any length, and their chunks read and replaced.

Beyond 4 GiB a plain RIFF header can't say how long the file is. As EBU Tech 3306 recommends, room
for a `ds64` chunk is reserved as `JUNK`, and the file becomes RF64 only when it has to.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LARGEST_RIFF = 0xFFFF_FFFF
_DS64_BYTES = 28
_FMT_BYTES = 16
_INTEGER_PCM, _IEEE_FLOAT = 1, 3
_HEADER_BYTES = 12 + (8 + _DS64_BYTES) + (8 + _FMT_BYTES) + 8
_WRITE_BUFFER = 1 << 20


class WavWriter:
    """Packed PCM bytes into `path` (32 bits are floats); `close` completes the header."""

    def __init__(
        self,
        path: Path,
        *,
        sample_rate: int,
        channels: int,
        bits: int,
        largest_riff: int = LARGEST_RIFF,
    ) -> None:
        self._sample_rate, self._channels, self._bits = sample_rate, channels, bits
        self._largest_riff = largest_riff
        self._data_bytes = 0
        self._file = path.open("wb", buffering=_WRITE_BUFFER)
        self._file.write(bytes(_HEADER_BYTES))

    def write(self, data: bytes) -> None:
        """Append whole frames."""
        self._file.write(data)
        self._data_bytes += len(data)

    def close(self) -> None:
        """Complete the header and close the file."""
        if self._file.closed:
            return
        with self._file as file:
            if self._data_bytes % 2:
                file.write(b"\0")
            file.seek(0)
            file.write(
                wav_header(
                    self._data_bytes, sample_rate=self._sample_rate, channels=self._channels,
                    bits=self._bits, largest_riff=self._largest_riff,
                )
            )  # fmt: skip

    def abandon(self) -> None:
        """Close the file as it is; it is not a WAVE file then."""
        with suppress(OSError):  # of what was still buffered
            self._file.close()


def wav_header(
    data_bytes: int,
    *,
    sample_rate: int,
    channels: int,
    bits: int,
    bytes_after: int = 0,
    largest_riff: int = LARGEST_RIFF,
) -> bytes:
    """All of a WAVE file before its `data_bytes` of audio, which are padded to an even number.

    `bytes_after` are those of the chunks behind the audio.
    """
    frame_bytes = channels * bits // 8
    riff_bytes = _HEADER_BYTES - 8 + data_bytes + data_bytes % 2 + bytes_after
    large = riff_bytes > largest_riff
    reserved = _ds64(riff_bytes, data_bytes, data_bytes // frame_bytes)
    tag = _IEEE_FLOAT if bits == 32 else _INTEGER_PCM
    return b"".join(
        (
            b"RF64" if large else b"RIFF",
            struct.pack("<I", 0xFFFF_FFFF if large else riff_bytes),
            b"WAVE",
            b"ds64" if large else b"JUNK",
            struct.pack("<I", _DS64_BYTES),
            reserved if large else bytes(_DS64_BYTES),
            b"fmt ",
            struct.pack(
                "<IHHIIHH", _FMT_BYTES, tag, channels, sample_rate, sample_rate * frame_bytes,
                frame_bytes, bits,
            ),
            b"data",
            struct.pack("<I", 0xFFFF_FFFF if large else data_bytes),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk's four letters, where its payload starts, and its payload's bytes."""

    name: bytes
    start: int
    size: int

    @property
    def stop(self) -> int:
        """Where the next chunk starts: payloads of odd size are padded."""
        return self.start + self.size + self.size % 2


def read_chunks(file: BinaryIO) -> list[Chunk]:
    """The chunks of a RIFF or RF64 WAVE file, in order.

    Raises:
        ValueError: when `file` is no WAVE file.
    """
    file.seek(0, 2)
    file_bytes = file.tell()
    file.seek(0)
    header = file.read(12)
    if len(header) < 12 or header[:4] not in (b"RIFF", b"RF64") or header[8:] != b"WAVE":
        raise ValueError("this is no WAVE file")
    chunks: list[Chunk] = []
    long_data_bytes: int | None = None
    position = 12
    while position + 8 <= file_bytes:
        file.seek(position)
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"ds64":
            long_data_bytes = struct.unpack("<QQ", file.read(16))[1]
        if name == b"data" and size == 0xFFFF_FFFF and long_data_bytes is not None:
            size = long_data_bytes
        chunk = Chunk(name, position + 8, min(size, file_bytes - position - 8))
        chunks.append(chunk)
        position = chunk.stop
    return chunks


def replace_chunks(
    path: Path,
    payloads: Mapping[bytes, bytes],
    *,
    stale: set[bytes],
    largest_riff: int = LARGEST_RIFF,
) -> None:
    """Put `payloads` at the end of a WAVE file instead of the chunks named in `stale`.

    The audio is not moved: stale chunks before it become `JUNK`, those after it are cut off. A file
    that grows beyond `largest_riff` becomes RF64.

    Raises:
        ValueError: when the file is no WAVE file, or would have to become RF64 and has no room for
            its header; nothing is changed then.
    """
    added = b"".join(
        name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
        for name, payload in payloads.items()
    )
    with path.open("rb+") as file:
        chunks = read_chunks(file)
        old = [chunk for chunk in chunks if _is_stale(file, chunk, stale)]
        end = max((chunk.stop for chunk in chunks if chunk not in old), default=0)
        header = _new_header(file, chunks, end + len(added) - 8, largest_riff)
        for chunk in old:
            file.seek(chunk.start - 8)
            file.write(b"JUNK")
        file.seek(0, 2)
        if file.tell() < end:  # an odd last payload that nobody padded
            file.write(b"\0")
        file.truncate(end)
        file.seek(end)
        file.write(added)
        for place, data in header:
            file.seek(place)
            file.write(data)


def _is_stale(file: BinaryIO, chunk: Chunk, stale: set[bytes]) -> bool:
    if chunk.name == b"LIST":  # lists of other kinds (cue labels) are none of ours
        file.seek(chunk.start)
        return b"LIST" in stale and file.read(4) == b"INFO"
    return chunk.name in stale


def _new_header(
    file: BinaryIO, chunks: list[Chunk], riff_bytes: int, largest_riff: int
) -> list[tuple[int, bytes]]:
    """What has to be written where, so that the header says `riff_bytes`."""
    file.seek(0)
    first = chunks[0] if chunks else None
    if file.read(4) == b"RF64":
        ds64 = next((chunk for chunk in chunks if chunk.name == b"ds64"), None)
        if ds64 is None:
            raise ValueError("its RF64 header is not complete")
        return [(ds64.start, struct.pack("<Q", riff_bytes))]
    if riff_bytes <= largest_riff:
        return [(4, struct.pack("<I", riff_bytes))]
    data = next((chunk for chunk in chunks if chunk.name == b"data"), None)
    form = next((chunk for chunk in chunks if chunk.name == b"fmt "), None)
    room = first is not None and first.name == b"JUNK" and first.size >= _DS64_BYTES
    if first is None or data is None or form is None or not room:
        raise ValueError("a plain WAVE file of this size has no room for more chunks")
    file.seek(form.start + 12)
    frame_bytes = max(1, int.from_bytes(file.read(2), "little"))
    return [
        (0, b"RF64" + struct.pack("<I", 0xFFFF_FFFF)),
        (first.start - 8, b"ds64"),
        (first.start, _ds64(riff_bytes, data.size, data.size // frame_bytes)),
        (data.start - 4, struct.pack("<I", 0xFFFF_FFFF)),
    ]


def _ds64(riff_bytes: int, data_bytes: int, frames: int) -> bytes:
    return struct.pack("<QQQI", riff_bytes, data_bytes, frames, 0)
