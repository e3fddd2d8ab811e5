"""A long Ogg Opus file: the packets of a loop on pages with new numbers.

A page's granule position counts samples at 48 kHz, the encoder's pre-skip among them, and the last
page's says where the sound ends within its last packet: RFC 3533, section 6, RFC 7845, section 4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.formats import AudioFormat
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.chained import chained
from musicgen_local.loops.tile.crc import OGG_PAGE
from musicgen_local.loops.tile.splice import Spliced, spliced
from musicgen_local.loops.tile.tiling import PIECE_BYTES, NotTileable, cut

SAMPLE_RATE = 48_000
PACKET_FRAMES = 960
# Half of what a decoder remembers of a band's energy is gone after a packet (RFC 6716, 4.3.2.1):
# after fifty nothing that a float could hold is left.
_RUN_PACKETS = 50
_PAGE_PACKETS = 50
_PAGE_SEGMENTS = 255
_HEADER = struct.Struct("<4sBBqIIIB")  # capture, version, flags, granule, serial, number, sum
_GRANULE, _NUMBER, _SUM = slice(6, 14), slice(18, 22), slice(22, 26)
_LAST = 4  # flag of the stream's last page
_HEADER_PACKETS = 2


class Pages:
    """Packets on pages in a row, for any place in the stream."""

    def __init__(self, packets: list[bytes], serial: int, *, last_flags: int = 0) -> None:
        self.packets = len(packets)
        pages: list[bytes] = []
        ends: list[int] = []  # packets up to each page's end
        done = 0
        for group in _grouped(packets):
            done += len(group)
            flags = last_flags if done == len(packets) else 0
            pages.append(_page(group, serial, flags))
            ends.append(done)
        self.count = len(pages)
        self.size = sum(map(len, pages))
        self._data = np.frombuffer(b"".join(pages), np.uint8)
        self._starts = np.cumsum([0, *map(len, pages)], dtype=np.int64)[:-1]
        self._ends = np.array(ends, np.int64)
        self._rest_bytes = np.array([len(page) - _HEADER.size for page in pages], np.int64)
        self._rest_sums = OGG_PAGE.of_blocks([page[_HEADER.size :] for page in pages])

    def pieces(
        self, packets_before: int, pages_before: int, times: int = 1, end: int | None = None
    ) -> Iterator[memoryview]:
        """The pages `times` times; `end` is the granule position that the very last one says."""
        if not self.count:
            return
        together = min(max(1, PIECE_BYTES // self.size), times)
        out = np.tile(self._data, (together, 1))
        headers = self._starts[:, None] + np.arange(_HEADER.size)
        for done in range(0, times, together):
            copies = min(together, times - done)
            copy = np.arange(done, done + copies, dtype=np.int64)[:, None]
            granules = (packets_before + copy * self.packets + self._ends) * PACKET_FRAMES
            if end is not None:
                granules[-1, -1] = end
            numbers = pages_before + copy * self.count + np.arange(self.count)
            rows = out[:copies]
            filled = rows[:, headers]
            filled[..., _GRANULE] = _little_endian(granules, "<i8")
            filled[..., _NUMBER] = _little_endian(numbers, "<u4")
            filled[..., _SUM] = 0
            sums = OGG_PAGE.shifted(OGG_PAGE.of_rows(filled), self._rest_bytes) ^ self._rest_sums
            filled[..., _SUM] = _little_endian(sums, "<u4")
            rows[:, headers] = filled
            yield from cut(rows.reshape(-1).data)


@dataclass(frozen=True, slots=True)
class OpusTiling:
    """The pages of the headers, then those of head, body and tail."""

    headers: bytes
    header_pages: int
    head: Pages
    body: Pages
    times: int
    tail: Pages
    end: int  # granule position

    @property
    def size(self) -> int:
        """Bytes of the file."""
        pages = self.head.size + self.body.size * self.times + self.tail.size
        return len(self.headers) + pages

    def pieces(self) -> Iterator[bytes | memoryview]:
        """All of it in order."""
        packets, pages = self.head.packets, self.header_pages + self.head.count
        yield self.headers
        yield from self.head.pieces(0, self.header_pages)
        yield from self.body.pieces(packets, pages, self.times)
        packets += self.body.packets * self.times
        pages += self.body.count * self.times
        yield from self.tail.pieces(packets, pages, end=self.end)


def tile(reel: Reel, template: bytes, watch: Callable[[float], None]) -> OpusTiling:
    """`reel`, at 48 kHz with a body of whole packets, with the headers of `template`.

    Raises:
        NotTileable: when the encoder does not come to repeat itself.
    """
    from musicgen_local.audio.encode_av import PacketEncoder

    def encoder() -> PacketEncoder:
        return PacketEncoder(AudioFormat.OPUS, sample_rate=SAMPLE_RATE, channels=reel.channels)

    stream: Spliced | None = chained(encoder, reel, PACKET_FRAMES, _RUN_PACKETS, watch)
    if stream is None:  # its memory is longer than most: one encoder, until it repeats itself
        stream = spliced(encoder(), reel, PACKET_FRAMES, _RUN_PACKETS, watch)
    headers, count, serial, pre_skip = _headers(template)
    end = pre_skip + reel.frames
    if not 0 < end - (stream.packets - 1) * PACKET_FRAMES <= PACKET_FRAMES:
        raise NotTileable("The encoder's packets are not what was expected.")
    return OpusTiling(
        headers, count, Pages(stream.before, serial), Pages(stream.body, serial), stream.times,
        Pages(stream.after, serial, last_flags=_LAST), end,
    )  # fmt: skip


def _grouped(packets: list[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    segments = 0
    for packet in packets:
        needed = len(packet) // 255 + 1
        if len(group) == _PAGE_PACKETS or segments + needed > _PAGE_SEGMENTS:
            yield group
            group, segments = [], 0
        group.append(packet)
        segments += needed
    if group:
        yield group


def _page(packets: list[bytes], serial: int, flags: int) -> bytes:
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    header = _HEADER.pack(b"OggS", 0, flags, 0, serial, 0, 0, len(lacing))
    return b"".join((header, lacing, *packets))


def _headers(template: bytes) -> tuple[bytes, int, int, int]:
    """The pages before the first of audio, their number, the serial number, the pre-skip."""
    at = pages = packets = 0
    while packets < _HEADER_PACKETS:
        segments = template[at + _HEADER.size : at + _HEADER.size + template[at + 26]]
        packets += sum(size < 255 for size in segments)
        at += _HEADER.size + len(segments) + sum(segments)
        pages += 1
    serial = int.from_bytes(template[14:18], "little")
    pre_skip = int.from_bytes(template[template.index(b"OpusHead") + 10 :][:2], "little")
    return template[:at], pages, serial, pre_skip


def _little_endian(values: NDArray[np.generic], kind: str) -> NDArray[np.uint8]:
    packed = np.ascontiguousarray(values.astype(kind))
    return packed.view(np.uint8).reshape(*packed.shape, -1)
