"""How large a picture is, by its header alone, before anything is decoded."""

from __future__ import annotations

import struct
from typing import BinaryIO

_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0-15; the others are tables
_LONELY_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})  # without a length
_MOST_SEGMENTS = 1_000


def size_of_picture(file: BinaryIO, format: str) -> tuple[int, int] | None:
    """Width and height in pixels of a `png`, `jpg` or `webp`; None when its header is no such."""
    try:
        size = {"png": _png, "jpg": _jpeg, "webp": _webp}[format](file)
    except (struct.error, IndexError):
        return None
    return size if size is not None and min(size) > 0 else None


def _png(file: BinaryIO) -> tuple[int, int] | None:
    """The IHDR chunk, which comes first (PNG specification, section 11.2.1)."""
    header = file.read(24)
    return struct.unpack(">II", header[16:24]) if header[12:16] == b"IHDR" else None


def _jpeg(file: BinaryIO) -> tuple[int, int] | None:
    """The first frame header (ITU-T T.81, section B.2.2)."""
    file.seek(2)
    for _ in range(_MOST_SEGMENTS):
        if file.read(1) != b"\xff":
            return None
        marker = file.read(1)[0]
        while marker == 0xFF:
            marker = file.read(1)[0]
        if marker in _LONELY_MARKERS:
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        file.seek(max(length - 2, 0), 1)
    return None


def _webp(file: BinaryIO) -> tuple[int, int] | None:
    """The first chunk after the RIFF header (RFC 9649, sections 2.5 to 2.7)."""
    header = file.read(30)
    kind = header[12:16]
    if kind == b"VP8X":
        return _three_bytes(header[24:27]) + 1, _three_bytes(header[27:30]) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", header[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", header[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three_bytes(data: bytes) -> int:
    if len(data) != 3:
        raise IndexError
    return int.from_bytes(data, "little")
