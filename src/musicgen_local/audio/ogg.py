"""Ogg pages: give a stream a fixed serial number, so that the same audio is the same bytes.

Page layout and checksum: RFC 3533, section 6.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_SERIAL = 0x4D474C00
_HEADER_BYTES = 27
_BIT_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def fix_serial_number(path: Path) -> None:
    """Rewrite the serial number and checksum of each page of the single stream in `path`.

    Raises:
        ValueError: when the file is not a run of Ogg pages.
    """
    with path.open("rb+") as file:
        while header := file.read(_HEADER_BYTES):
            if len(header) < _HEADER_BYTES or header[:4] != b"OggS":
                raise ValueError("not an Ogg page")
            segments = file.read(header[26])
            body = file.read(sum(segments))
            page = bytearray(header + segments + body)
            struct.pack_into("<I", page, 14, _SERIAL)
            struct.pack_into("<I", page, 22, 0)
            struct.pack_into("<I", page, 22, checksum(bytes(page)))
            file.seek(-len(page), 1)
            file.write(page)


def checksum(page: bytes) -> int:
    """CRC-32 of a page whose checksum field is zero: polynomial 0x04C11DB7, nothing inverted.

    zlib's CRC has the same polynomial with the bits the other way round and both ends inverted.
    """
    mirrored = zlib.crc32(page.translate(_BIT_REVERSED), 0xFFFF_FFFF) ^ 0xFFFF_FFFF
    return int(f"{mirrored:032b}"[::-1], 2)
