"""A long M4A file whose table of chunks points at the same bytes again and again.

The samples' table still says the size of each packet, four bytes, so ten hours take some megabytes
and are written at once. Boxes: ISO 14496-12, section 8; the priming of 1,024 samples that the edit
list skips: Apple's QuickTime File Format, appendix G.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from musicgen_local.audio.formats import AudioFormat
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.splice import Spliced, spliced
from musicgen_local.loops.tile.tiling import NotTileable, Parts

PACKET_FRAMES = 1024
_PRIMING_FRAMES = 1024
# A packet hands half a window on to the next, and nothing else: one that comes again is enough.
_RUN_PACKETS = 1
_CHUNK_PACKETS = 48  # a second of sound
_LARGEST = 0xFFFF_FFFF
_HEADER_BYTES = 8
_NESTED = frozenset({b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl"})

_Change = Callable[[bytes], bytes]


def tile(reel: Reel, template: bytes, watch: Callable[[float], None]) -> Parts:
    """`reel`, with a body of whole packets, with all but the audio of `template`.

    Raises:
        NotTileable: when the encoder does not come to repeat itself, or the 2^32 samples are
            exceeded that the header counts.
    """
    from musicgen_local.audio.encode_av import PacketEncoder

    duration = reel.frames + _PRIMING_FRAMES
    if duration > _LARGEST:
        raise NotTileable("It is longer than a plain M4A file can say.")
    encoder = PacketEncoder(AudioFormat.M4A, sample_rate=reel.sample_rate, channels=reel.channels)
    stream = spliced(encoder, reel, PACKET_FRAMES, _RUN_PACKETS, watch)
    last = duration - (stream.packets - 1) * PACKET_FRAMES
    if not 0 < last <= PACKET_FRAMES:
        raise NotTileable("The encoder's packets are not what was expected.")
    sizes, offsets, per_chunk = _tables(stream)
    changes: dict[bytes, _Change] = {
        # The edit list counts in the movie's units: those of the sound make it exact.
        b"mvhd": lambda box: _put(_put(box, 12, reel.sample_rate), 16, reel.frames),
        b"tkhd": lambda box: _put(box, 20, reel.frames),
        b"elst": lambda box: _put(box, 8, reel.frames),
        b"mdhd": lambda box: _put(box, 16, duration),
        b"sbgp": lambda box: _put(box, 12, stream.packets),
        b"stts": lambda _: _table([(stream.packets - 1, PACKET_FRAMES), (1, last)]),
        b"stsc": lambda _: _table(_runs(per_chunk)),
        b"stsz": lambda _: struct.pack(">III", 0, 0, len(sizes)) + sizes.astype(">u4").tobytes(),
        b"stco": lambda _: _offsets(offsets),
    }
    boxes = dict(_boxes(template))
    start = b"ftyp", boxes[b"ftyp"]
    around = len(_box(*start)) + len(_changed(b"moov", boxes[b"moov"], changes)) + _HEADER_BYTES
    changes[b"stco"] = lambda _: _offsets(offsets + around)
    sound = b"".join((*stream.before, *stream.body, *stream.after))
    head = _box(*start) + _changed(b"moov", boxes[b"moov"], changes)
    return Parts(head + _box(b"mdat", sound), b"", 0, b"")


def _tables(
    stream: Spliced,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Bytes of each packet; where each chunk begins in the sound's bytes; how many it has."""
    sizes, offsets, per_chunk = [], [], []
    at = 0
    for packets, times in ((stream.before, 1), (stream.body, stream.times), (stream.after, 1)):
        lengths = [len(packet) for packet in packets]
        starts = list(accumulate(lengths, initial=at))
        firsts = range(0, len(packets), _CHUNK_PACKETS)
        many = [min(_CHUNK_PACKETS, len(packets) - first) for first in firsts]
        sizes.append(np.tile(np.array(lengths, np.int64), times))
        offsets.append(np.tile(np.array([starts[first] for first in firsts], np.int64), times))
        per_chunk.append(np.tile(np.array(many, np.int64), times))
        at += sum(lengths)
    return np.concatenate(sizes), np.concatenate(offsets), np.concatenate(per_chunk)


def _runs(per_chunk: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """From which chunk on (counted from one) there are how many packets, of description one."""
    changes = np.flatnonzero(np.diff(per_chunk, prepend=-1))
    return [(int(place) + 1, int(per_chunk[place]), 1) for place in changes]


def _table(rows: Sequence[tuple[int, ...]]) -> bytes:
    return struct.pack(">II", 0, len(rows)) + np.array(rows, ">u4").tobytes()


def _offsets(offsets: NDArray[np.int64]) -> bytes:
    return struct.pack(">II", 0, len(offsets)) + offsets.astype(">u4").tobytes()


def _put(box: bytes, at: int, value: int) -> bytes:
    return box[:at] + struct.pack(">I", value) + box[at + 4 :]


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while at + _HEADER_BYTES <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        found.append((name, data[at + _HEADER_BYTES : at + size]))
        at += size
    return found


def _box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", len(payload) + _HEADER_BYTES, name) + payload


def _changed(name: bytes, payload: bytes, changes: Mapping[bytes, _Change]) -> bytes:
    if name in changes:
        return _box(name, changes[name](payload))
    if name not in _NESTED:
        return _box(name, payload)
    return _box(name, b"".join(_changed(*inner, changes) for inner in _boxes(payload)))
