"""AAC, Opus and FLAC through FFmpeg's libraries."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from musicgen_local.audio.formats import (
    AAC_BITS_PER_SECOND,
    OPUS_BITS_PER_SECOND,
    AudioFormat,
)
from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray


@dataclass(frozen=True, slots=True)
class _Codec:
    name: str
    container: str
    sample_format: str
    bits_per_second: int | None
    rates: frozenset[int] | None  # None: any
    fallback_rate: int = 48_000
    muxer_options: Mapping[str, str] = field(default_factory=dict)  # `{rate}` is filled in
    options: Mapping[str, str] = field(default_factory=dict)


_AAC_RATES = frozenset(
    {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000}
)

_CODECS = {
    AudioFormat.M4A: _Codec(
        "aac", "ipod", "fltp", AAC_BITS_PER_SECOND, _AAC_RATES,
        # The edit list says the length in the movie's units: milliseconds would cut samples off.
        muxer_options={"movflags": "+faststart", "movie_timescale": "{rate}"},
        # No noise that each decoder makes up: the same packets are to sound the same again.
        options={"aac_pns": "0"},
    ),
    AudioFormat.OPUS: _Codec("libopus", "opus", "flt", OPUS_BITS_PER_SECOND, frozenset({48_000})),
    AudioFormat.FLAC: _Codec("flac", "flac", "s32", None, None),
}  # fmt: skip


class AvWriter:
    """Blocks into one file of an FFmpeg codec; the file is complete after `close`."""

    def __init__(
        self,
        path: Path,
        audio_format: AudioFormat,
        *,
        sample_rate: int,
        channels: int,
        bits: int = 24,
    ) -> None:
        codec = _CODECS[audio_format]
        rate = codec_rate(audio_format, sample_rate)
        self._resample = (
            ResampleStream(sample_rate, rate, channels, "VHQ") if rate != sample_rate else None
        )
        self._feed = _Feed(codec, rate, channels, Quantiser(bits))
        # Bit-exact: no dates, no version strings, no random serial numbers.
        self._container = av.open(
            str(path),
            "w",
            format=codec.container,
            options={
                "fflags": "+bitexact",
                **{name: value.format(rate=rate) for name, value in codec.muxer_options.items()},
            },
        )
        try:
            self._stream = self._container.add_stream(
                codec.name,
                rate=rate,
                options={"flags": "+bitexact", **codec.options},
                layout=self._feed.layout,
            )
            self._feed.apply(self._stream.codec_context)
        except BaseException:
            self._container.close()
            raise

    def write(self, block: FloatArray) -> None:
        """Append `block` [channels, frames] at the rate the writer was opened with."""
        self._encode(self._resample.process(block) if self._resample else block)

    def close(self) -> None:
        """Encode what waits, complete the file and close it."""
        try:
            if self._resample:
                self._encode(self._resample.flush())
            self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def abandon(self) -> None:
        """Close what is open without completing the file."""
        with suppress(av.FFmpegError, OSError):  # the failure that led here is the one to tell
            self._container.close()

    def _encode(self, block: FloatArray) -> None:
        if block.shape[1]:
            self._container.mux(self._stream.encode(self._feed.frame(block)))


class PacketEncoder:
    """The bare packets of Opus, AAC or FLAC, for who writes the file: those of `AvWriter`.

    `quantiser` is for FLAC, where several encoders go on with one dither.

    Raises:
        ValueError: when the codec has no such rate (`codec_rate`).
    """

    def __init__(
        self,
        audio_format: AudioFormat,
        *,
        sample_rate: int,
        channels: int,
        quantiser: Quantiser | None = None,
    ) -> None:
        codec = _CODECS[audio_format]
        if codec_rate(audio_format, sample_rate) != sample_rate:
            raise ValueError(f"{codec.name} has no rate of {sample_rate} Hz")
        self._feed = _Feed(codec, sample_rate, channels, quantiser or Quantiser(24))
        context = av.CodecContext.create(codec.name, "w")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate = sample_rate
        context.layout = self._feed.layout
        context.options = {"flags": "+bitexact", **codec.options}
        self._feed.apply(context)
        context.open()
        self._context = context

    def encode(self, block: FloatArray) -> list[bytes]:
        """The packets that are complete with `block` [channels, frames] appended."""
        if not block.shape[1]:
            return []
        return [bytes(packet) for packet in self._context.encode(self._feed.frame(block))]

    def finish(self) -> list[bytes]:
        """Those that were held back; the last call."""
        return [bytes(packet) for packet in self._context.encode(None) if packet.size]


def codec_rate(audio_format: AudioFormat, sample_rate: int) -> int:
    """The rate that a file of AAC, Opus or FLAC will have for audio of `sample_rate`."""
    codec = _CODECS[audio_format]
    if codec.rates is None or sample_rate in codec.rates:
        return sample_rate
    return codec.fallback_rate


class _Feed:
    """Blocks as the frames that a codec takes, one after the other."""

    def __init__(self, codec: _Codec, rate: int, channels: int, quantiser: Quantiser) -> None:
        self.layout = "mono" if channels == 1 else "stereo"
        self._codec = codec
        self._rate = rate
        self._channels = channels
        self._quantiser = quantiser if codec.name == "flac" else None
        self._format = (
            "s16" if self._quantiser and self._quantiser.bits == 16 else codec.sample_format
        )
        self._frames = 0

    def apply(self, context: AudioCodecContext) -> None:
        """Set the sample format and the bit rate."""
        context.format = self._format
        if self._codec.bits_per_second is not None:
            context.bit_rate = self._codec.bits_per_second * self._channels // 2

    def frame(self, block: FloatArray) -> AudioFrame:
        """`block` [channels, frames] as the next frame."""
        frame = AudioFrame.from_ndarray(
            self._samples(block), format=self._format, layout=self.layout
        )
        frame.sample_rate = self._rate
        frame.pts = self._frames
        self._frames += block.shape[1]
        return frame

    def _samples(self, block: FloatArray) -> np.ndarray[Any, Any]:
        if self._quantiser is not None:
            integers = self._quantiser.integers(block)
            if self._quantiser.bits == 16:
                return integers.astype(np.int16).reshape(1, -1)
            return np.left_shift(integers, 8).reshape(1, -1)
        clipped = np.clip(block, -1.0, 1.0, dtype=np.float32)
        if self._format == "fltp":
            return np.ascontiguousarray(clipped)
        return np.ascontiguousarray(clipped.T).reshape(1, -1)
