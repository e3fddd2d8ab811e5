"""A longer MP3 from a short one, by writing the frames of its loop again.

With the bit reservoir off a frame owes nothing to those before it but what its decoder remembers:
half a window. Two copies of a loop whose length is a multiple of a frame's 1,152 samples come out
of the encoder as the same bytes, so more copies need no encoder. The formats of the frame header
and of the Xing/LAME header in the first frame: ISO 11172-3, 2.4.2.3, and the LAME project's
"MP3 Info Tag revision 1".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO

FRAME_SAMPLES = 1_152  # of MPEG-1, layer III; the lower rates of MPEG-2 have half
_KILOBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_PADDING_BIT = 0x02  # in the third byte of a header
_TOC_ENTRIES = 100
_WRITE_BYTES = 1 << 22


class NotTileable(Exception):
    """The encoded loop does not repeat; the message says what differs."""


@dataclass(frozen=True, slots=True)
class Mp3:
    """An MP3 file in its parts."""

    before: bytes  # ID3v2, if there is one
    info: bytes  # the frame with the Xing/LAME header
    frames: tuple[bytes, ...]
    after: bytes  # ID3v1 and the like
    frame_samples: int


def parse(data: bytes) -> Mp3:
    """The parts of a whole MP3 file.

    Raises:
        NotTileable: when it does not begin with a Xing/LAME header, or holds something else.
    """
    at = _id3_bytes(data)
    before = data[:at]
    frames: list[bytes] = []
    samples = 0
    while at + 4 <= len(data) and (found := _frame(data, at)) is not None:
        length, samples = found
        frames.append(data[at : at + length])
        at += length
    if not frames or _tag_place(frames[0]) is None:
        raise NotTileable("the file has no Xing header")
    return Mp3(before, frames[0], tuple(frames[1:]), data[at:], samples)


def repeated_from(mp3: Mp3, body_frames: int, first: int, last: int) -> int:
    """The first frame in `[first, last]` from which `body_frames` frames come twice the same.

    Raises:
        NotTileable: when there is none.
    """
    bare = [_bare(frame) for frame in mp3.frames]
    same = 0
    for at in range(first, min(last + body_frames, len(bare) - body_frames)):
        same = same + 1 if bare[at] == bare[at + body_frames] else 0
        if same == body_frames:
            return at + 1 - body_frames
    raise NotTileable("two copies of the loop came out of the encoder as different frames")


def write_longer(out: BinaryIO, mp3: Mp3, place: int, body_frames: int, times: int) -> int:
    """Write `mp3` with the `body_frames` frames from `place` on `times` times more; its bytes.

    The Xing/LAME header tells of the new length: frames, bytes, and where each hundredth begins.
    """
    body = mp3.frames[place : place + body_frames]
    head = mp3.frames[: place + body_frames]
    tail = mp3.frames[place + body_frames :]
    info = _info(mp3.info, [len(frame) for frame in head], [len(frame) for frame in body],
                 times, [len(frame) for frame in tail])  # fmt: skip
    for part in (mp3.before, info, b"".join(head)):
        out.write(part)
    for chunk in _again(b"".join(body), times):
        out.write(chunk)
    out.write(b"".join(tail))
    out.write(mp3.after)
    return out.tell()


def _again(body: bytes, times: int) -> Iterator[bytes]:
    """`body` `times` times, in pieces of some megabytes."""
    many = max(1, _WRITE_BYTES // max(len(body), 1))
    block = body * min(many, times)
    for _ in range(times // many):
        yield block
    yield body * (times % many)


def _id3_bytes(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if data[5] & 0x10 else 0)


def _frame(data: bytes, at: int) -> tuple[int, int] | None:
    """Bytes and samples of the frame that begins at `at`; None where no frame of layer III does."""
    if data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version = data[at + 1] >> 3 & 3
    third = data[at + 2]
    rates = _RATES.get(version)
    kilobits = _KILOBITS[1 if version == 3 else 2]
    if rates is None or third >> 4 in (0, 15) or third >> 2 & 3 == 3:
        return None
    samples = FRAME_SAMPLES if version == 3 else FRAME_SAMPLES // 2
    rate = rates[third >> 2 & 3]
    length = samples // 8 * kilobits[third >> 4] * 1000 // rate + (third >> 1 & 1)
    return (length, samples) if at + length <= len(data) else None


def _bare(frame: bytes) -> bytes:
    """The frame without its padding, a byte at its end that only fills the time."""
    third = frame[2]
    if third & _PADDING_BIT and frame[-1] == 0:
        return frame[:2] + bytes([third & ~_PADDING_BIT]) + frame[3:-1]
    return frame


def _tag_place(frame: bytes) -> int | None:
    """Where in the first frame the Xing/LAME header begins, behind the side information."""
    for place in (36, 21, 13):
        if frame[place : place + 4] in (b"Xing", b"Info"):
            return place
    return None


def _info(frame: bytes, head: list[int], body: list[int], times: int, tail: list[int]) -> bytes:
    """The first frame, telling of the longer file."""
    place = _tag_place(frame)
    assert place is not None
    changed = bytearray(frame)
    flags = int.from_bytes(frame[place + 4 : place + 8], "big")
    frames = len(head) + len(body) * times + len(tail)
    size = len(frame) + sum(head) + sum(body) * times + sum(tail)
    at = place + 8
    if flags & 1:
        changed[at : at + 4] = frames.to_bytes(4, "big")
        at += 4
    if flags & 2:
        changed[at : at + 4] = size.to_bytes(4, "big")
        at += 4
    if flags & 4:
        starts = _Starts(len(frame), head, body, times, tail)
        for entry in range(_TOC_ENTRIES):
            byte = starts.of(frames * entry // _TOC_ENTRIES)
            changed[at + entry] = min(255, byte * 256 // size)
        at += _TOC_ENTRIES
    if flags & 8:
        at += 4
    if bytes(changed[at : at + 4]) in (b"LAME", b"Lavf", b"Lavc"):
        changed[at + 28 : at + 32] = size.to_bytes(4, "big")  # of the music, with this frame
        changed[at + 34 : at + 36] = _crc16(bytes(changed[: at + 34])).to_bytes(2, "big")
    return bytes(changed)


class _Starts:
    """At which byte each frame of the longer file begins, without a list of them all."""

    def __init__(
        self, first: int, head: list[int], body: list[int], times: int, tail: list[int]
    ) -> None:
        self._head, self._body, self._tail = (
            [0, *accumulate(sizes)] for sizes in (head, body, tail)
        )
        self._first, self._times = first, times

    def of(self, frame: int) -> int:
        """The byte at which `frame` begins."""
        head, body = len(self._head) - 1, len(self._body) - 1
        if frame < head:
            return self._first + self._head[frame]
        time, within = divmod(frame - head, body)
        if time < self._times:
            return self._first + self._head[-1] + time * self._body[-1] + self._body[within]
        left = frame - head - self._times * body
        return self._first + self._head[-1] + self._times * self._body[-1] + self._tail[left]


def _crc16(data: bytes) -> int:
    """CRC-16 of the LAME header: polynomial 0x8005, reflected, from zero."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
