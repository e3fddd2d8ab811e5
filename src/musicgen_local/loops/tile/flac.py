"""A long FLAC file from its three parts, each encoded once.

A frame of FLAC owes nothing to the others; only its header says where it stands. So the body's
frames are written again with new numbers and checksums. Blocks at the joints are shorter, hence a
stream of variable block size, whose frames are numbered by samples: RFC 9639, sections 8.2 and 9.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.blocks import BLOCK_FRAMES
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.crc import FLAC_FRAME, FLAC_HEADER
from musicgen_local.loops.tile.tiling import PIECE_BYTES, NotTileable, cut

_LEAST_BLOCK = 16  # of any but the last frame
_MOST_SAMPLES = 1 << 36
_FIXED_BYTES = 4  # of a header: sync code, sizes, rate, channels
_FOOTER_BYTES = 2
_LARGEST_NUMBER = (7, 11, 16, 21, 26, 31, 36)  # bits that a number of 1, 2 ... bytes holds
_STREAMINFO = slice(8, 42)  # of the file: behind "fLaC" and the block's own header


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame but for its number and its checksums."""

    fixed: bytes  # the header's first four bytes
    extra: bytes  # the header's last bytes, for odd sizes and rates
    rest: bytes  # the coded samples
    rest_sum: int  # what they alone add to the frame's checksum
    samples: int


class Run:
    """Frames in a row, which can be written with the numbers of any place in the stream."""

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames
        self.starts = np.cumsum([0, *(frame.samples for frame in frames)], dtype=np.int64)
        self.samples = int(self.starts[-1])
        self._rest = sum(
            _FIXED_BYTES + len(frame.extra) + 1 + len(frame.rest) + _FOOTER_BYTES
            for frame in frames
        )

    def lengths(self, first: int) -> NDArray[np.int64]:
        """Of the number of each frame, when the first stands at sample `first`, in bytes."""
        numbers = self.starts[:-1] + first
        return 1 + np.searchsorted(1 << np.array(_LARGEST_NUMBER), numbers, side="right")

    def size(self, first: int, times: int = 1) -> int:
        """Bytes of the run `times` times in a row from sample `first` on."""
        return sum(
            many * (self._rest + int(self.lengths(at).sum()))
            for at, many in self._alike(first, times)
        )

    def pieces(self, first: int, times: int = 1) -> Iterator[bytes | memoryview]:
        """Those bytes; each piece is valid until the next one is asked for."""
        for at, many in self._alike(first, times):
            stencil = _Stencil(self, self.lengths(at))
            together = min(max(1, PIECE_BYTES // max(stencil.size, 1)), many)
            stencil.repeat(together)
            for done in range(0, many, together):
                copies = min(together, many - done)
                firsts = at + (done + np.arange(copies, dtype=np.int64)) * self.samples
                yield from cut(stencil.filled(firsts))

    def _alike(self, first: int, times: int) -> Iterator[tuple[int, int]]:
        """Where numbers grow no longer: the first sample of copies of one layout, how many."""
        done = 0
        while done < times and self.frames:
            at = first + done * self.samples
            lengths = self.lengths(at)
            many = 1
            if lengths[0] == lengths[-1]:
                limit = 1 << _LARGEST_NUMBER[int(lengths[0]) - 1]
                many = max(1, (limit - 1 - int(self.starts[-2]) - at) // self.samples + 1)
            many = min(many, times - done)
            yield at, many
            done += many


class _Stencil:
    """A run's bytes with room for numbers of given lengths, to be filled in place."""

    def __init__(self, run: Run, lengths: NDArray[np.int64]) -> None:
        self._run = run
        parts: list[bytes] = []
        at = 0
        extras = max(len(frame.extra) for frame in run.frames)
        width = _FIXED_BYTES + int(lengths.max()) + extras
        # Headers end in the same column: zeros in front change no checksum.
        headers = np.zeros((len(run.frames), width), np.uint8)
        places: list[tuple[int, int, int, int, int, int]] = []  # of a byte of a number
        ends: list[tuple[int, int]] = []  # where the header's sum stands, and the frame's
        for row, (frame, length) in enumerate(zip(run.frames, lengths.tolist(), strict=True)):
            header = frame.fixed + bytes(length) + frame.extra
            column = width - len(header)
            headers[row, column:] = np.frombuffer(header, np.uint8)
            for byte in range(length):
                shift = 6 * (length - 1 - byte)
                mark = 0x80 if byte else (0x00, 0xC0, 0xE0, 0xF0, 0xF8, 0xFC, 0xFE)[length - 1]
                mask = 0x3F if byte else 0x7F if length == 1 else 0x7F >> length
                place = _FIXED_BYTES + byte
                places.append((row, column + place, at + place, shift, mask, mark))
            parts += [header, b"\0", frame.rest, bytes(_FOOTER_BYTES)]
            end = at + len(header) + 1 + len(frame.rest)
            ends.append((at + len(header), end))
            at = end + _FOOTER_BYTES
        self.size = at
        self._bytes = np.frombuffer(b"".join(parts), np.uint8)[None, :].copy()
        self._headers = headers
        rows = np.array(places, np.int64).T
        self._row, self._column, self._place, self._shift, self._mask, self._mark = rows
        self._header_end, self._end = np.array(ends, np.int64).T
        self._rest_bytes = np.array([len(frame.rest) for frame in run.frames], np.int64)
        self._rest_sums = np.array([frame.rest_sum for frame in run.frames], np.uint32)

    def repeat(self, copies: int) -> None:
        """Make room for `copies` of the run side by side."""
        self._bytes = np.tile(self._bytes, (copies, 1))

    def filled(self, firsts: NDArray[np.int64]) -> memoryview:
        """The run once for each of `firsts`, the sample that its first frame begins with."""
        numbers = firsts[:, None] + self._run.starts[None, :-1]
        values = (numbers[:, self._row] >> self._shift & self._mask | self._mark).astype(np.uint8)
        headers = np.broadcast_to(self._headers, (len(firsts), *self._headers.shape)).copy()
        headers[:, self._row, self._column] = values
        eights = FLAC_HEADER.of_rows(headers)
        whole = np.concatenate([headers, eights[..., None].astype(np.uint8)], axis=2)
        sums = FLAC_FRAME.shifted(FLAC_FRAME.of_rows(whole), self._rest_bytes) ^ self._rest_sums
        out = self._bytes[: len(firsts)]
        out[:, self._place] = values
        out[:, self._header_end] = eights
        out[:, self._end] = sums >> np.uint32(8)
        out[:, self._end + 1] = sums & 0xFF
        return out.reshape(-1).data


@dataclass(frozen=True, slots=True)
class FlacTiling:
    """Metadata, then the frames of head, body and tail."""

    before: bytes
    head: Run
    body: Run
    times: int
    tail: Run

    @property
    def size(self) -> int:
        """Bytes of the file."""
        body_at, tail_at = self._places()
        return (
            len(self.before) + self.head.size(0) + self.body.size(body_at, self.times)
            + self.tail.size(tail_at)
        )  # fmt: skip

    def pieces(self) -> Iterator[bytes | memoryview]:
        """All of it in order."""
        body_at, tail_at = self._places()
        yield self.before
        yield from self.head.pieces(0)
        yield from self.body.pieces(body_at, self.times)
        yield from self.tail.pieces(tail_at)

    def _places(self) -> tuple[int, int]:
        return self.head.samples, self.head.samples + self.times * self.body.samples


def tile(reel: Reel, template: bytes, bits: int, watch: Callable[[float], None]) -> FlacTiling:
    """`reel` with the metadata of `template`, a FLAC file of the same rate, channels and bits.

    `reel.body` has at least some blocks' length. 16 bits are dithered once, so the body repeats
    bit for bit.

    Raises:
        NotTileable: beyond the 2^36 samples that a FLAC file can count.
    """
    if reel.frames >= _MOST_SAMPLES:
        raise NotTileable("It is longer than a FLAC file can say.")
    reel = _with_a_long_head(reel)
    quantiser = Quantiser(bits)
    runs = []
    parts = (reel.head, reel.body, reel.tail)
    whole = sum(part.shape[1] for part in parts)
    done = 0
    for part in parts:
        runs.append(Run(_encoded(part, reel.sample_rate, quantiser)))
        done += part.shape[1]
        watch(done / whole)
    head, body, tail = runs
    sizes = [frame.samples for frame in head.frames + body.frames + tail.frames[:-1]]
    before = _metadata(template, reel.frames, min(sizes), max(sizes))
    return FlacTiling(before, head, body, reel.times, tail)


def _with_a_long_head(reel: Reel) -> Reel:
    """A head of a few samples takes one body with it: short blocks may stand at the end only."""
    if not 0 < reel.head.shape[1] < _LEAST_BLOCK:
        return reel
    head = np.concatenate([reel.head, reel.body], axis=1)
    return Reel(head, reel.body, reel.tail, reel.times - 1, reel.sample_rate)


def _encoded(part: FloatArray, sample_rate: int, quantiser: Quantiser) -> list[Frame]:
    from musicgen_local.audio.encode_av import PacketEncoder

    frames: list[Frame] = []
    for start, stop in _spans(part.shape[1]):
        encoder = PacketEncoder(
            AudioFormat.FLAC, sample_rate=sample_rate, channels=part.shape[0],
            quantiser=quantiser,
        )  # fmt: skip
        packets: list[bytes] = []
        for at in range(start, stop, BLOCK_FRAMES):
            packets += encoder.encode(part[:, at : min(at + BLOCK_FRAMES, stop)])
        frames += map(parsed, packets + encoder.finish())
    return frames


def _spans(frames: int) -> list[tuple[int, int]]:
    """One encoder for all, or a second one for the last samples that are no block by themselves."""
    # Blocks have a multiple of 64 samples, so neither end is too short then.
    too_short = frames > _LEAST_BLOCK and 0 < frames % 64 < _LEAST_BLOCK
    cut_at = frames - _LEAST_BLOCK if too_short else frames
    spans = [(0, cut_at), (cut_at, frames)]
    return [span for span in spans if span[1] > span[0]]


def parsed(packet: bytes) -> Frame:
    """A frame as an encoder wrote it, marked as one of a stream of variable block size.

    Raises:
        NotTileable: when its checksum is not that of its bytes.
    """
    number_bytes = 1 if packet[4] < 0x80 else 8 - (packet[4] ^ 0xFF).bit_length()
    size_code, rate_code = packet[2] >> 4, packet[2] & 15
    extra_at = _FIXED_BYTES + number_bytes
    size_bytes = {6: 1, 7: 2}.get(size_code, 0)
    end = extra_at + size_bytes + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if FLAC_HEADER.of(packet[:end]) != packet[end]:
        raise NotTileable("The encoder's frames are not what was expected.")
    if size_bytes:
        samples = int.from_bytes(packet[extra_at : extra_at + size_bytes], "big") + 1
    elif size_code == 1:
        samples = 192
    else:
        samples = 576 << (size_code - 2) if size_code < 6 else 256 << (size_code - 8)
    rest = packet[end + 1 : -_FOOTER_BYTES]
    header_sum = np.array([FLAC_FRAME.of(packet[: end + 1])], np.uint32)
    stored = int.from_bytes(packet[-_FOOTER_BYTES:], "big")
    rest_sum = stored ^ int(FLAC_FRAME.shifted(header_sum, len(rest))[0])
    fixed = bytes([packet[0], packet[1] | 1, packet[2], packet[3]])
    return Frame(fixed, packet[extra_at:end], rest, rest_sum, samples)


def _metadata(template: bytes, frames: int, least_block: int, largest_block: int) -> bytes:
    """All of `template` before its first frame, telling of the longer stream."""
    at, last = 4, False
    while not last:
        last = bool(template[at] & 0x80)
        at += 4 + int.from_bytes(template[at + 1 : at + 4], "big")
    changed = bytearray(template[:at])
    info = bytearray(changed[_STREAMINFO])
    info[0:2] = max(least_block, _LEAST_BLOCK).to_bytes(2, "big")
    info[2:4] = max(largest_block, _LEAST_BLOCK).to_bytes(2, "big")
    info[4:10] = bytes(6)  # the sizes of frames: not known
    info[13] = info[13] & 0xF0 | frames >> 32
    info[14:18] = (frames & 0xFFFF_FFFF).to_bytes(4, "big")
    info[18:34] = bytes(16)  # the MD5 of the samples: not known
    changed[_STREAMINFO] = info
    return bytes(changed)
