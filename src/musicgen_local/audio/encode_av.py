"""AAC, Opus and FLAC through FFmpeg's libraries."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
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
    muxer_options: Mapping[str, str] = field(default_factory=dict)


_AAC_RATES = frozenset(
    {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000}
)

_CODECS = {
    AudioFormat.M4A: _Codec(
        "aac", "ipod", "fltp", AAC_BITS_PER_SECOND, _AAC_RATES,
        muxer_options={"movflags": "+faststart"},
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
        rate = sample_rate
        if codec.rates is not None and sample_rate not in codec.rates:
            rate = codec.fallback_rate
        self._resample = (
            ResampleStream(sample_rate, rate, channels, "VHQ") if rate != sample_rate else None
        )
        self._rate = rate
        self._layout = "mono" if channels == 1 else "stereo"
        self._quantiser = Quantiser(bits) if codec.name == "flac" else None
        self._sample_format = "s16" if codec.name == "flac" and bits == 16 else codec.sample_format
        # Bit-exact: no dates, no version strings, no random serial numbers.
        self._container = av.open(
            str(path),
            "w",
            format=codec.container,
            options={"fflags": "+bitexact", **codec.muxer_options},
        )
        try:
            self._stream = self._container.add_stream(
                codec.name, rate=rate, options={"flags": "+bitexact"}, layout=self._layout
            )
            self._stream.codec_context.format = self._sample_format
            if codec.bits_per_second is not None:
                self._stream.bit_rate = codec.bits_per_second * channels // 2
        except BaseException:
            self._container.close()
            raise
        self._frames = 0

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
        if not block.shape[1]:
            return
        frame = AudioFrame.from_ndarray(
            self._samples(block), format=self._sample_format, layout=self._layout
        )
        frame.sample_rate = self._rate
        frame.pts = self._frames
        self._frames += block.shape[1]
        self._container.mux(self._stream.encode(frame))

    def _samples(self, block: FloatArray) -> np.ndarray[Any, Any]:
        if self._quantiser is not None:
            integers = self._quantiser.integers(block)
            if self._quantiser.bits == 16:
                return integers.astype(np.int16).reshape(1, -1)
            return np.left_shift(integers, 8).reshape(1, -1)
        clipped = np.clip(block, -1.0, 1.0, dtype=np.float32)
        if self._sample_format == "fltp":
            return np.ascontiguousarray(clipped)
        return np.ascontiguousarray(clipped.T).reshape(1, -1)
