"""A long MP3 from its three parts, by writing the frames of its loop again.

With the bit reservoir off a frame owes nothing to those before it but what encoder and decoder
remember, which is little. So each part is encoded once, between what comes before it and after it;
the loop leads into its own start. The Xing/LAME header in the first frame: the LAME project's
"MP3 Info Tag revision 1".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.crc import MP3_MUSIC
from musicgen_local.loops.tile.splice import Spliced
from musicgen_local.loops.tile.tiling import TOO_FEW, NotTileable, Parts

if TYPE_CHECKING:
    from musicgen_local.audio.encode_mp3 import Segment

SAMPLE_RATE = 48_000  # here all frames of a bit rate have as many bytes; at 44.1 kHz they differ
FRAME_SAMPLES = 1_152
# Frames that an encoder hears before those that count; more where its memory has not faded yet.
_WARM_UPS = (24, 96)
_LOOK_AHEAD_FRAMES = 4
_AROUND_FRAMES = 2  # the loop's first, encoded again behind its last
_TAIL_REACH_FRAMES = 8  # how long before it begins the tail may be felt
_SEGMENT_FRAMES = 625  # what one encoder gets
_DELAY = 576  # of the encoder, as the header says it
_TOC_ENTRIES = 100


def tile(reel: Reel, template: bytes, watch: Callable[[float], None]) -> Parts:
    """`reel`, at 48 kHz with a body of whole frames, with the tags of `template`.

    Raises:
        NotTileable: when the loop comes once only, or its end does not lead into its start.
    """
    if reel.times < 2:
        raise NotTileable(TOO_FEW)
    tags, info, after = _parts(template)
    for warm_up in _WARM_UPS:
        stream = _Spans.of(reel, warm_up).encoded(reel, watch)
        if stream is not None:
            info = _told(info, stream, reel.frames)
            before = b"".join((tags, info, *stream.before))
            ending = b"".join((*stream.after, after))
            return Parts(before, b"".join(stream.body), stream.times, ending)
    raise NotTileable("The encoder made other frames of the loop's start behind its end.")


@dataclass(frozen=True, slots=True)
class _Spans:
    """The frames of head, loop and tail in a reel of two bodies."""

    warm_up: int
    first: int  # frame of the loop, which is one body long: behind all that the head reaches
    period: int
    last: int  # the first frame that the tail may reach

    @classmethod
    def of(cls, reel: Reel, warm_up: int) -> _Spans:
        before = reel.head.shape[1]
        return cls(
            warm_up,
            before // FRAME_SAMPLES + 1 + warm_up,
            reel.body.shape[1] // FRAME_SAMPLES,
            (before + 2 * reel.body.shape[1]) // FRAME_SAMPLES - _TAIL_REACH_FRAMES,
        )

    def encoded(self, reel: Reel, watch: Callable[[float], None]) -> Spliced | None:
        """The reel's frames; None when the loop's end does not lead into its start."""
        from musicgen_local.audio.encode_mp3 import encode_segments

        round_about = self.first + self.period
        whole = reel.short(2).frames // FRAME_SAMPLES
        head = _split(0, self.first)
        loop = _split(self.first, round_about)
        loop[-1] = loop[-1][0], round_about + _AROUND_FRAMES
        tail: list[tuple[int, int | None]] = [*_split(self.last, whole - _LOOK_AHEAD_FRAMES)]
        tail[-1] = tail[-1][0], None
        segments = [self._segment(reel, start, stop) for start, stop in (*head, *loop, *tail)]
        frames = encode_segments(
            segments,
            sample_rate=SAMPLE_RATE,
            channels=reel.channels,
            watch=lambda done: watch(done / len(segments)),
        )
        begun, ended = len(head), len(head) + len(loop)
        before, body, ending = (
            [frame for part in parts for frame in part]
            for parts in (frames[:begun], frames[begun:ended], frames[ended:])
        )
        if body[self.period :] != body[:_AROUND_FRAMES]:
            return None
        body = body[: self.period]
        return Spliced(before, body, reel.times - 1, body[: self.last - round_about] + ending)

    def _segment(self, reel: Reel, start: int, stop: int | None) -> Segment:
        from musicgen_local.audio.encode_mp3 import Segment

        early = min(start, self.warm_up)
        at = (start - early) * FRAME_SAMPLES
        two = reel.short(2)
        end = two.frames if stop is None else (stop + _LOOK_AHEAD_FRAMES) * FRAME_SAMPLES
        kept = None if stop is None else early + stop - start
        return Segment(two.between(at, end), at, early, kept)


def _split(start: int, stop: int) -> list[tuple[int, int]]:
    """Spans of like length, one at least, that make up the frames from `start` to `stop`."""
    many = max(1, ceil((stop - start) / _SEGMENT_FRAMES))
    edges = [start + max(stop - start, 0) * edge // many for edge in range(many + 1)]
    return list(pairwise(edges))


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Of a file of few frames: the tags in front, the frame with the header, the tags behind."""
    at = 0
    if data[:3] == b"ID3":
        for byte in data[6:10]:
            at = at << 7 | byte & 0x7F
        at += 10
    info = data[at : at + _frame_bytes(data[at : at + 4])]
    end = at
    while data[end : end + 2] == info[:2]:
        end += _frame_bytes(data[end : end + 4])
    return data[:at], info, data[end:]


_KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def _frame_bytes(header: bytes) -> int:
    """Of MPEG-1, layer III at 48 kHz, where nothing is padded."""
    return FRAME_SAMPLES // 8 * _KILOBITS[header[2] >> 4] * 1000 // SAMPLE_RATE


def _told(info: bytes, stream: Spliced, samples: int) -> bytes:
    """The first frame, telling of the long file: its frames, bytes, places, end and checksums.

    Raises:
        NotTileable: when the frames are of more than one length.
    """
    lengths = {len(frame) for part in (stream.before, stream.body, stream.after) for frame in part}
    place = max(info.find(b"Info"), info.find(b"Xing"))
    padding = stream.packets * FRAME_SAMPLES - _DELAY - samples
    if len(lengths) > 1 or place < 0 or not 0 <= padding < 1 << 12:
        raise NotTileable("The encoder's frames are not what was expected.")
    length = lengths.pop()
    size = len(info) + stream.packets * length
    starts = [len(info) + stream.packets * entry // _TOC_ENTRIES * length for entry in range(100)]
    music, _ = MP3_MUSIC.joined(
        [
            _sum(stream.before),
            MP3_MUSIC.repeated(_sum(stream.body), stream.times),
            _sum(stream.after),
        ]
    )
    changed = bytearray(info)
    at = place + 8  # behind the four flags, all of which are set
    changed[at : at + 4] = stream.packets.to_bytes(4, "big")
    changed[at + 4 : at + 8] = size.to_bytes(4, "big")
    changed[at + 8 : at + 8 + _TOC_ENTRIES] = bytes(start * 256 // size for start in starts)
    at += 8 + _TOC_ENTRIES + 4  # the encoder's own header, behind its quality
    changed[at + 21 : at + 24] = (_DELAY << 12 | padding).to_bytes(3, "big")
    changed[at + 28 : at + 32] = size.to_bytes(4, "big")
    changed[at + 32 : at + 34] = music.to_bytes(2, "big")
    changed[at + 34 : at + 36] = MP3_MUSIC.of(bytes(changed[: at + 34])).to_bytes(2, "big")
    return bytes(changed)


def _sum(frames: list[bytes]) -> tuple[int, int]:
    sums = MP3_MUSIC.of_blocks(frames)
    return MP3_MUSIC.joined([(int(one), len(each)) for one, each in zip(sums, frames, strict=True)])
