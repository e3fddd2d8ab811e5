"""MP3 from several encoders at once: frame for frame what one alone would write.

With the bit reservoir off, which at 320 kbit/s is worth a decibel, a frame owes nothing to those
before it but what its encoder remembers of them. So the stream is cut into segments; each has an
encoder of its own that starts some frames early, and the packets of those frames are dropped.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet

from musicgen_local.audio.formats import MP3_BITS_PER_SECOND
from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray

MP3_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
_FALLBACK_RATE = 48_000
_LOW_RATE = 32_000  # below it layer III has at most 160 kbit/s
_LOW_RATE_BITS_PER_SECOND = 160_000

# LAME's scale runs from 0 (slow) to 9. The bands that come out worst are as good at 5 as at 3, in
# four fifths of the time; 7 takes half of it and leaves them 4 to 6 dB noisier.
_LAME_LEVEL = "5"

# A constant bit rate pads some frames by a byte, in a pattern that repeats every 49 frames at the
# rates that are no whole bytes (44,100 = 900 * 49): encoders that start on it agree about it.
SEGMENT_FRAMES = 6 * 49
# Most of an encoder's memory fades within ten frames; the threshold of hearing that LAME lets
# follow the loudness takes the longest.
_WARM_UP_FRAMES = 24
_LOOK_AHEAD_FRAMES = 4  # what an encoder holds back until it has seen what follows
_WORKERS = min(os.cpu_count() or 1, 4)
_SKIP: Final = (
    "skip_samples"  # side data: samples to skip in front (4 bytes), at the end (4), why (2)
)


class Mp3Writer:
    """Blocks into one MP3 file; the file is complete after `close`.

    A few seconds of samples per core wait or are being encoded, never more.
    """

    def __init__(self, path: Path, *, sample_rate: int, channels: int) -> None:
        rate = sample_rate if sample_rate in MP3_RATES else _FALLBACK_RATE
        self._resample = (
            ResampleStream(sample_rate, rate, channels, "VHQ") if rate != sample_rate else None
        )
        self._settings = _Settings(rate, channels)
        # Bit-exact: no dates, no version strings.
        self._container = av.open(str(path), "w", format="mp3", options={"fflags": "+bitexact"})
        try:
            # This encoder gets no audio: its header tells the muxer delay, rate and frame size.
            self._stream = self._container.add_stream("libmp3lame", rate=rate)
            self._settings.apply(self._stream.codec_context)
            self._frame_samples = self._settings.opened().frame_size
        except BaseException:
            self._container.close()
            raise
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="encode-mp3-segment")
        self._stopped = threading.Event()
        self._encoding: deque[Future[list[Packet[AudioStream]]]] = deque()
        self._waiting: list[FloatArray] = []  # samples from the start of the next segment on
        self._samples_waiting = 0
        self._segments = 0

    def write(self, block: FloatArray) -> None:
        """Append `block` [channels, frames] at the rate the writer was opened with."""
        self._take(self._resample.process(block) if self._resample else block)

    def close(self) -> None:
        """Encode what waits, complete the file and close it."""
        try:
            if self._resample:
                self._take(self._resample.flush())
            self._encode(self._joined(), last=True)
            while self._encoding:
                self._mux_oldest(last=len(self._encoding) == 1)
        finally:
            self._stop()
            self._container.close()

    def abandon(self) -> None:
        """Stop, and close what is open without completing the file."""
        self._stop()
        with suppress(av.FFmpegError, OSError):  # the failure that led here is the one to tell
            self._container.close()

    def _take(self, block: FloatArray) -> None:
        if block.shape[1]:
            self._waiting.append(block)
            self._samples_waiting += block.shape[1]
        step = SEGMENT_FRAMES * self._frame_samples
        whole = step + (_WARM_UP_FRAMES + _LOOK_AHEAD_FRAMES) * self._frame_samples
        if self._samples_waiting < whole:
            return
        samples = self._joined()
        while samples.shape[1] >= whole:
            self._encode(samples[:, :whole], last=False)
            samples = samples[:, step:]
        self._waiting = [samples.copy()]
        self._samples_waiting = samples.shape[1]

    def _joined(self) -> FloatArray:
        empty = np.zeros((self._settings.channels, 0), dtype=np.float32)
        return np.concatenate([empty, *self._waiting], axis=1)

    def _encode(self, samples: FloatArray, *, last: bool) -> None:
        """Start a segment's encoder; wait for the oldest when all workers have one to go on."""
        segment = Segment(
            samples,
            self._segments * SEGMENT_FRAMES * self._frame_samples,
            _WARM_UP_FRAMES if self._segments else 0,
            None if last else SEGMENT_FRAMES + _WARM_UP_FRAMES,
        )
        self._segments += 1
        if len(self._encoding) > _WORKERS:
            self._mux_oldest()
        work = partial(_packets, self._settings, segment, self._frame_samples, self._stopped)
        self._encoding.append(self._pool.submit(work))

    def _mux_oldest(self, *, last: bool = False) -> None:
        packets = self._encoding.popleft().result()
        if last and len(packets) > 1:
            _put_padding_last(*packets[-2:])
        for packet in packets:
            packet.stream = self._stream
            self._container.mux(packet)

    def _stop(self) -> None:
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Settings:
    rate: int
    channels: int

    @property
    def layout(self) -> str:
        return "mono" if self.channels == 1 else "stereo"

    def apply(self, context: AudioCodecContext) -> None:
        stereo = _LOW_RATE_BITS_PER_SECOND if self.rate < _LOW_RATE else MP3_BITS_PER_SECOND
        context.sample_rate = self.rate
        context.layout = self.layout
        context.format = "fltp"
        context.bit_rate = stereo * self.channels // 2
        context.options = {
            "flags": "+bitexact",
            "reservoir": "0",
            "compression_level": _LAME_LEVEL,
        }

    def opened(self) -> AudioCodecContext:
        context = av.CodecContext.create("libmp3lame", "w")
        assert isinstance(context, AudioCodecContext)
        self.apply(context)
        context.open()
        return context


@dataclass(frozen=True, slots=True)
class Segment:
    """What one encoder gets, and which of the packets that it puts out are kept."""

    samples: FloatArray
    start: int  # of `samples` in the stream
    first_packet: int
    stop_packet: int | None  # None: the stream's last segment, kept to its end


def encode_segments(
    segments: Iterable[Segment],
    *,
    sample_rate: int,
    channels: int,
    watch: Callable[[int], None],
) -> list[list[bytes]]:
    """The bare frames of each segment, from several encoders at once.

    `watch` hears of how many segments are encoded; what it raises ends the work.

    Raises:
        ValueError: when layer III has no such rate.
    """
    if sample_rate not in MP3_RATES:
        raise ValueError(f"layer III has no rate of {sample_rate} Hz")
    settings = _Settings(sample_rate, channels)
    frame_samples = settings.opened().frame_size
    stopped = threading.Event()
    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="encode-mp3-segment")
    try:
        encoding = [
            pool.submit(_packets, settings, segment, frame_samples, stopped) for segment in segments
        ]
        done: list[list[bytes]] = []
        for each in encoding:
            done.append([bytes(packet) for packet in each.result()])
            watch(len(done))
        return done
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def _packets(
    settings: _Settings, segment: Segment, frame_samples: int, stopped: threading.Event
) -> list[Packet[AudioStream]]:
    """The packets of a segment; the encoder works without Python's lock."""
    context = settings.opened()
    packets: list[Packet[AudioStream]] = []
    step = SEGMENT_FRAMES * frame_samples // 8
    for start in range(0, segment.samples.shape[1], step):
        if stopped.is_set():
            return []
        clipped = np.clip(segment.samples[:, start : start + step], -1.0, 1.0, dtype=np.float32)
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(clipped), format="fltp", layout=settings.layout
        )
        frame.sample_rate = settings.rate
        frame.pts = segment.start + start
        packets += context.encode(frame)
    if segment.stop_packet is None:
        packets += context.encode(None)
    return packets[segment.first_packet : segment.stop_packet]


def _put_padding_last(before: Packet[AudioStream], last: Packet[AudioStream]) -> None:
    """Padding that begins in the last packet but one: the muxer looks at the last one only."""
    if before.has_sidedata(_SKIP) and last.has_sidedata(_SKIP):
        skip = last.get_sidedata(_SKIP)
        begun, ended = (bytes(one)[4:8] for one in (before.get_sidedata(_SKIP), skip))
        padding = int.from_bytes(begun, "little") + int.from_bytes(ended, "little")
        skip.update(bytes(skip)[:4] + padding.to_bytes(4, "little") + bytes(skip)[8:])
        last.set_sidedata(skip)
