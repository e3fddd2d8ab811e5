"""Encoders whose bytes can be sent at once: to a pipe, or to a radio server."""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import Protocol

import av
import numpy as np
from av.audio.frame import AudioFrame

from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray

_PCM_BITS = 16
_UNKNOWN_BYTES = 0xFFFF_FFFF  # how long it will be, nobody knows
_OPUS_RATE = 48_000
_PAGE_MICROSECONDS = 400_000  # of Ogg; the library's own default is a second


class LiveFormat(StrEnum):
    """What a stream of bytes may be."""

    WAV = "wav"  # 16 bit, with a header that leaves the length open
    RAW = "raw"  # the same samples alone: s16le, 2 channels
    MP3 = "mp3"
    OPUS = "opus"  # in Ogg

    @property
    def mime_type(self) -> str:
        """For HTTP `Content-Type`."""
        return _MIME_TYPES[self]


_MIME_TYPES = {
    LiveFormat.WAV: "audio/wav",
    LiveFormat.RAW: "application/octet-stream",
    LiveFormat.MP3: "audio/mpeg",
    LiveFormat.OPUS: "application/ogg",
}


class LiveEncoder(Protocol):
    """Blocks in, bytes out."""

    def start(self) -> bytes:
        """What stands before the first block."""
        ...

    def encode(self, block: FloatArray) -> bytes:
        """The bytes that are ready after `block` [2, frames]."""
        ...

    def finish(self) -> bytes:
        """The rest."""
        ...


def live_encoder(
    live_format: LiveFormat, sample_rate: int, *, kilobits: int, title: str = ""
) -> LiveEncoder:
    """An encoder of stereo audio; `kilobits` a second matter to MP3 and Opus, `title` to Opus."""
    if live_format in (LiveFormat.WAV, LiveFormat.RAW):
        return _PcmEncoder(sample_rate, header=live_format is LiveFormat.WAV)
    return _AvEncoder(live_format, sample_rate, kilobits, title)


class _PcmEncoder:
    def __init__(self, sample_rate: int, *, header: bool) -> None:
        self._rate = sample_rate
        self._header = header
        self._quantiser = Quantiser(_PCM_BITS)

    def start(self) -> bytes:
        frame_bytes = 2 * _PCM_BITS // 8
        return b"" if not self._header else struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", _UNKNOWN_BYTES, b"WAVE", b"fmt ", 16, 1, 2, self._rate,
            self._rate * frame_bytes, frame_bytes, _PCM_BITS, b"data", _UNKNOWN_BYTES,
        )  # fmt: skip

    def encode(self, block: FloatArray) -> bytes:
        return self._quantiser.little_endian(block)

    def finish(self) -> bytes:
        return b""


class _Tap:
    """What FFmpeg writes to; it can't seek, so nothing is ever corrected behind."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


class _AvEncoder:
    def __init__(
        self, live_format: LiveFormat, sample_rate: int, kilobits: int, title: str
    ) -> None:
        opus = live_format is LiveFormat.OPUS
        self._rate = _OPUS_RATE if opus else sample_rate
        self._resample = (
            ResampleStream(sample_rate, self._rate, 2, "VHQ") if self._rate != sample_rate else None
        )
        self._format = "flt" if opus else "fltp"
        self._tap = _Tap()
        options = {"flush_packets": "1", "fflags": "+bitexact"}
        if opus:
            options["page_duration"] = str(_PAGE_MICROSECONDS)
        else:
            options |= {"write_xing": "0", "id3v2_version": "0"}
        self._container = av.open(
            self._tap, "w", format="opus" if opus else "mp3", options=options, buffer_size=4096
        )
        self._stream = self._container.add_stream(
            "libopus" if opus else "libmp3lame", rate=self._rate, layout="stereo"
        )
        self._stream.codec_context.format = self._format
        self._stream.bit_rate = 1000 * kilobits
        if opus and title:
            self._stream.metadata["title"] = title
        self._frames = 0

    def start(self) -> bytes:
        self._container.start_encoding()
        return self._tap.take()

    def encode(self, block: FloatArray) -> bytes:
        self._encode(self._resample.process(block) if self._resample else block)
        return self._tap.take()

    def finish(self) -> bytes:
        if self._resample:
            self._encode(self._resample.flush())
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._tap.take()

    def _encode(self, block: FloatArray) -> None:
        if not block.shape[1]:
            return
        clipped = np.clip(block, -1.0, 1.0, dtype=np.float32)
        packed = clipped if self._format == "fltp" else clipped.T.reshape(1, -1)
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(packed), format=self._format, layout="stereo"
        )
        frame.sample_rate = self._rate
        frame.pts = self._frames
        self._frames += block.shape[1]
        self._container.mux(self._stream.encode(frame))
