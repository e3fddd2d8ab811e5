"""Decoding: any common audio file as float32 blocks, streamed.

WAV, FLAC, AIFF and Ogg go through libsndfile, everything else through FFmpeg's libraries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from musicgen_local.audio.atomic import no_such_file
from musicgen_local.audio.blocks import BLOCK_FRAMES, join, rechunk, with_channels
from musicgen_local.audio.resample import resample_blocks
from musicgen_local.audio.value import MAX_CHANNELS, Audio, FloatArray
from musicgen_local.errors import ErrorCode, UserError

_SNDFILE_FORMATS = frozenset({"WAV", "WAVEX", "RF64", "W64", "FLAC", "AIFF", "OGG"})


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """What a file's header says, before anything is decoded."""

    sample_rate: int
    channels: int
    duration_seconds: float  # of a broken header possibly only near the truth
    frames: int | None  # exact, or None where only decoding can tell
    format: str  # "wav", "flac", "mp3", ... : the container
    codec: str


def probe(path: Path) -> AudioInfo:
    """What the audio file at `path` is.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when it can't be read as audio.
    """
    header = _sndfile_header(path)
    if header is not None:
        return AudioInfo(
            header.samplerate, header.channels, header.frames / header.samplerate,
            header.frames, _container_name(header.format), header.subtype.lower(),
        )  # fmt: skip
    from musicgen_local.audio.decode_av import AvReader

    with closing(AvReader(path)) as reader:
        return AudioInfo(
            reader.sample_rate, reader.source_channels, reader.duration_seconds,
            None, reader.container_name, reader.codec,
        )  # fmt: skip


def decode_blocks(
    path: Path,
    sample_rate: int | None = None,
    channels: int | None = None,
    block_frames: int = BLOCK_FRAMES,
) -> Iterator[FloatArray]:
    """The audio of the file at `path` in blocks of `block_frames` frames, the last shorter.

    `sample_rate` (Hz) and `channels` (1 or 2) convert; more than two channels always become two.

    Raises:
        UserError: `NOT_FOUND`, or `INVALID_AUDIO` when it can't be read, holds no audio, or holds
            values that are no numbers; possibly only after some blocks.
    """
    header = _sndfile_header(path)
    # libsndfile has no mix-down, and reads Opus at a third of the speed.
    if header is not None and header.channels <= MAX_CHANNELS and header.subtype != "OPUS":
        rate, have = header.samplerate, header.channels
        blocks = _sndfile_blocks(path, block_frames)
    else:
        from musicgen_local.audio.decode_av import AvReader

        reader = AvReader(path)
        rate, have = reader.sample_rate, reader.channels
        blocks = reader.blocks()
    if channels is not None and channels != have:
        blocks = _with_channels(blocks, channels)
        have = channels
    if sample_rate is not None and sample_rate != rate:
        blocks = resample_blocks(blocks, rate, sample_rate, have)
    return _checked(path, rechunk(blocks, block_frames))


def read_audio(path: Path, sample_rate: int | None = None, channels: int | None = None) -> Audio:
    """The whole file in memory: for short pieces. Arguments and errors as `decode_blocks`."""
    rate = probe(path).sample_rate if sample_rate is None else sample_rate
    return join(decode_blocks(path, sample_rate, channels), rate)


def invalid_audio(path: Path, why: str) -> UserError:
    """The error of a file that is no audio we can read."""
    return UserError(
        ErrorCode.INVALID_AUDIO,
        f"'{path.name}' can't be read as audio: {why}.",
        recovery="Use a complete WAV, FLAC, AIFF, OGG, MP3, Opus or M4A file.",
        details={"path": str(path)},
    )


def _sndfile_header(path: Path) -> soundfile._SoundFileInfo | None:
    """The header, if this is a file that libsndfile reads best."""
    if not path.is_file():
        raise no_such_file(path)
    try:
        header = soundfile.info(str(path))
    except soundfile.LibsndfileError:
        return None
    return header if header.format in _SNDFILE_FORMATS else None


def _container_name(sndfile_name: str) -> str:
    name = sndfile_name.lower()
    return "wav" if name in ("wavex", "rf64") else name


def _sndfile_blocks(path: Path, block_frames: int) -> Iterator[FloatArray]:
    with soundfile.SoundFile(str(path)) as file:
        while True:
            try:
                block = file.read(block_frames, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise invalid_audio(path, str(error.error_string).rstrip(".")) from error
            if not len(block):
                return
            yield np.ascontiguousarray(block.T)


def _with_channels(blocks: Iterable[FloatArray], channels: int) -> Iterator[FloatArray]:
    for block in blocks:
        yield with_channels(block, channels)


def _checked(path: Path, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
    empty = True
    for block in blocks:
        if not np.isfinite(block).all():
            raise invalid_audio(path, "it holds values that are no numbers")
        empty = False
        yield block
    if empty:
        raise invalid_audio(path, "it holds no audio")
