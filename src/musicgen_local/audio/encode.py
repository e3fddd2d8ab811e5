"""Encoders: blocks become finished, tagged files that appear whole or not at all."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from musicgen_local.audio.atomic import (
    discard,
    disk_errors,
    ensure_space,
    settle,
    temporary_name,
)
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.riff import WavWriter
from musicgen_local.audio.tags import Tags, write_tags
from musicgen_local.audio.value import FloatArray
from musicgen_local.progress import CancelToken

# Slow enough to deserve a thread of their own; the others keep up with any producer.
_THREADED = frozenset({AudioFormat.MP3, AudioFormat.OPUS, AudioFormat.M4A, AudioFormat.OGG})
_WAITING_BLOCKS = 4

# What a piece is called is sometimes known only when it has ended: then a function is asked, once
# for each file, possibly from another thread, when all of its audio is encoded.
TagSource = Tags | Callable[[], Tags]


class _Writer(Protocol):
    def write(self, block: FloatArray) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


class Encoder:
    """One file in the making: `with Encoder(...) as encoder: encoder.write(block)`.

    The file takes its name when the `with` block ends well; after an exception nothing is left.
    `bits` (16 or 24) matters to WAV and FLAC, 16 is dithered, and 32 makes a WAV of floats.
    The same blocks, tags and arguments give the same bytes.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`, from any of its methods.
    """

    def __init__(
        self,
        path: Path,
        audio_format: AudioFormat,
        *,
        sample_rate: int,
        channels: int,
        tags: TagSource | None = None,
        bits: int = 24,
    ) -> None:
        self.path = path
        self.audio_format = audio_format
        self._sample_rate = sample_rate
        self._channels = channels
        self._tags = tags
        self._bits = bits
        self._finished = False

    def __enter__(self) -> Self:
        self._temporary = temporary_name(self.path)
        try:
            with disk_errors(self.path):
                self._writer = self._open(self._temporary)
        except BaseException:
            discard(self._temporary)
            raise
        return self

    def write(self, block: FloatArray) -> None:
        """Append `block`, float32 [channels, frames].

        Raises:
            ValueError: when it has another number of channels than the file.
        """
        if block.ndim != 2 or block.shape[0] != self._channels:
            raise ValueError(f"expected [{self._channels}, frames], got {block.shape}")
        if block.shape[1]:
            with disk_errors(self.path):
                self._writer.write(block)

    def finish(self) -> None:
        """Complete and tag the file under its temporary name; leaving `with` does it otherwise."""
        if self._finished:
            return
        with disk_errors(self.path):
            self._writer.close()
            if self._tags is not None:
                tags = self._tags if isinstance(self._tags, Tags) else self._tags()
                write_tags(self._temporary, tags, self.audio_format)
        self._finished = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.finish()
                with disk_errors(self.path):
                    settle(self._temporary, self.path)
        finally:  # after a success there is nothing to abandon or to discard
            self._writer.abandon()
            discard(self._temporary)

    def _open(self, path: Path) -> _Writer:
        rate, channels = self._sample_rate, self._channels
        if self.audio_format is AudioFormat.WAV:
            return _PcmWriter(path, rate, channels, self._bits)
        if self.audio_format is AudioFormat.OGG:
            from musicgen_local.audio.encode_vorbis import VorbisWriter

            return VorbisWriter(path, sample_rate=rate, channels=channels)
        if self.audio_format is AudioFormat.MP3:
            from musicgen_local.audio.encode_mp3 import Mp3Writer

            return Mp3Writer(path, sample_rate=rate, channels=channels)
        from musicgen_local.audio.encode_av import AvWriter

        return AvWriter(
            path, self.audio_format, sample_rate=rate, channels=channels, bits=self._bits
        )


class _PcmWriter:
    def __init__(self, path: Path, sample_rate: int, channels: int, bits: int) -> None:
        self._quantiser = Quantiser(bits)
        self._wav = WavWriter(path, sample_rate=sample_rate, channels=channels, bits=bits)

    def write(self, block: FloatArray) -> None:
        self._wav.write(self._quantiser.little_endian(block))

    def close(self) -> None:
        self._wav.close()

    def abandon(self) -> None:
        self._wav.abandon()


class ThreadedEncoder:
    """An `Encoder` that works in a thread of its own, a few blocks behind.

    A failure there is raised by the next `write`, or on leaving; leaving waits for the thread.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._blocks: queue.Queue[FloatArray | None] = queue.Queue(_WAITING_BLOCKS)
        self._failure: BaseException | None = None
        self._failed = threading.Event()
        self._thread = threading.Thread(
            target=self._work, name=f"encode-{encoder.audio_format}", daemon=True
        )

    def __enter__(self) -> Self:
        self._encoder.__enter__()
        try:
            self._thread.start()
        except BaseException as error:
            self._encoder.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def write(self, block: FloatArray) -> None:
        """Hand over `block`; it must not be changed any more."""
        self._raise_failure()
        self._blocks.put(block)  # never for ever: the thread empties the queue even after a failure

    def finish(self) -> None:
        """Wait until everything is encoded, and complete the file under its temporary name."""
        self._stop()
        self._raise_failure()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None:
            self._failed.set()  # what still waits is not worth encoding
        self._stop()
        failure = error or self._failure
        self._encoder.__exit__(type(failure) if failure else None, failure, traceback)
        if error is None:
            self._raise_failure()

    def _stop(self) -> None:
        if self._thread.is_alive():
            self._blocks.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (block := self._blocks.get()) is not None:
            if not self._failed.is_set():
                self._attempt(partial(self._encoder.write, block))
        if not self._failed.is_set():
            self._attempt(self._encoder.finish)

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except BaseException as failure:  # carried to the thread that can tell the person
            self._failure = failure
            self._failed.set()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure


_Encoding = Encoder | ThreadedEncoder


def encode_all(
    blocks: Iterable[FloatArray],
    targets: Mapping[AudioFormat, Path],
    sample_rate: int,
    channels: int,
    *,
    tags: TagSource | None = None,
    bits: int = 24,
    expected_seconds: float | None = None,
    cancel: CancelToken | None = None,
) -> list[Path]:
    """Encode `blocks` to every target in one pass; the paths, in the order of `targets`.

    Slow formats work in threads beside the producer of the blocks. With `expected_seconds` the
    room on the disk is checked first. No file takes its name before all of them are complete.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
        Canceled: when `cancel` was set.
    """
    if expected_seconds is not None:
        for folder, needed in _needs(targets, expected_seconds, sample_rate, channels).items():
            ensure_space(folder, needed)
    with ExitStack() as stack:
        encoders: list[_Encoding] = []
        for audio_format, path in targets.items():
            encoder = Encoder(
                path, audio_format, sample_rate=sample_rate, channels=channels,
                tags=tags, bits=bits,
            )  # fmt: skip
            if audio_format in _THREADED:
                encoders.append(stack.enter_context(ThreadedEncoder(encoder)))
            else:
                encoders.append(stack.enter_context(encoder))
        for block in blocks:
            if cancel is not None:
                cancel.raise_if_canceled()
            steady = np.array(block, dtype=np.float32, order="C")  # the producer may reuse its own
            for each in encoders:
                each.write(steady)
        for each in encoders:
            each.finish()
    return list(targets.values())


def _needs(
    targets: Mapping[AudioFormat, Path], seconds: float, sample_rate: int, channels: int
) -> dict[Path, int]:
    needs: dict[Path, int] = {}
    for audio_format, path in targets.items():
        size = estimate_bytes(audio_format, seconds, sample_rate, channels)
        needs[path.parent] = needs.get(path.parent, 0) + size
    return needs
