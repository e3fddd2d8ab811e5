"""Pictures to send: small files that are what they say, or claim to be huge."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction

import av
import numpy as np


def png(width: int, height: int, *, empty: bool = False) -> bytes:
    """A PNG file of so many pixels; `empty` leaves all of them out."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    row = b"" if empty else b"\0" + bytes(place % 256 for place in range(3 * width))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height, 1))
        + chunk(b"IEND", b"")
    )


def encoded(width: int, height: int, codec: str) -> bytes:
    """A picture as FFmpeg's encoder `codec` writes it: `mjpeg`, `libwebp`."""
    context = av.CodecContext.create(codec, "w")
    context.width, context.height = width, height
    context.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    context.time_base = Fraction(1, 25)
    picture = np.full((height, width, 3), 90, dtype=np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=context.pix_fmt)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])
