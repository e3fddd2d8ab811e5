"""Reels as files: tiled where the format and the sound allow it, encoded straight otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musicgen_local.audio.atomic import (
    discard,
    disk_errors,
    ensure_space,
    settle,
    temporary_name,
)
from musicgen_local.audio.encode import Encoder, TagSource
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.tags import Tags
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile import flac, m4a, mp3, opus, wav
from musicgen_local.loops.tile.pouring import pour
from musicgen_local.loops.tile.tiling import NotTileable, Tiling, Watch, gathered
from musicgen_local.progress import CancelToken

_LEAST_LOSSY_SECONDS = 6  # of a body: beyond what an encoder remembers
_LEAST_LOSSLESS_SECONDS = 1  # fewer, longer pieces are quicker to write
_TEMPLATE_FRAMES = 4_800
# How much of the time goes by before the long file is written.
_ENCODING_SHARE = {
    AudioFormat.WAV: 0.05,
    AudioFormat.FLAC: 0.1,
    AudioFormat.MP3: 0.5,
    AudioFormat.OPUS: 0.6,
    AudioFormat.M4A: 0.98,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a reel has to be for its format: its rate, and of how many frames its body is made.

    A body may also become one only when some of them are taken together; the fewer the better.
    """

    sample_rate: int
    frames: int


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its bytes, whether its loop was encoded once only, and if not, why."""

    bytes: int
    tiled: bool
    reason: str = ""  # a sentence for people


def step_of(audio_format: AudioFormat, sample_rate: int) -> Step | None:
    """The rate that a file of `sample_rate` will have, and the step of a body; None: never tiled.

    A reel of another rate than the step's is encoded straight, and resampled on the way.
    """
    if audio_format is AudioFormat.MP3:
        return Step(mp3.SAMPLE_RATE, mp3.FRAME_SAMPLES)
    if audio_format is AudioFormat.OPUS:
        return Step(opus.SAMPLE_RATE, opus.PACKET_FRAMES)
    if audio_format is AudioFormat.M4A:
        from musicgen_local.audio.encode_av import codec_rate

        return Step(codec_rate(audio_format, sample_rate), m4a.PACKET_FRAMES)
    return None if audio_format is AudioFormat.OGG else Step(sample_rate, 1)


def write_reel(
    reel: Reel,
    path: Path,
    audio_format: AudioFormat,
    *,
    tags: TagSource | None = None,
    bits: int = 24,
    progress: Callable[[float], None] | None = None,
    cancel: CancelToken | None = None,
) -> Written:
    """Write `reel` to `path`, tagged, exactly as long as it is; the loop is encoded once if it can.

    `bits` as in `Encoder`; `progress` hears fractions from 0 to 1 that never go back.

    Raises:
        MachineError: `DISK_FULL`, before the long file is begun where its size is known, or
            `NOT_WRITABLE`.
        Canceled: when `cancel` was set. Nothing is left then.
    """
    watch = Watch(progress, cancel)
    watch.at(0.0)
    if tags is not None and not isinstance(tags, Tags):
        tags = tags()
    try:
        tiling = _tiling(reel, path, audio_format, tags, bits, watch)
    except NotTileable as why:
        return _straight(reel, path, audio_format, tags, bits, watch, str(why))
    ensure_space(path.parent, tiling.size)
    share = watch.share(_ENCODING_SHARE[audio_format], 1.0)
    temporary = temporary_name(path)
    try:
        with disk_errors(path):
            written = pour(tiling.pieces(), temporary, lambda done: share(done / tiling.size))
            if written != tiling.size:
                raise AssertionError(f"{written} bytes were written of {tiling.size}")
            settle(temporary, path)
    finally:
        discard(temporary)
    return Written(written, True)


def _tiling(
    reel: Reel,
    path: Path,
    audio_format: AudioFormat,
    tags: Tags | None,
    bits: int,
    watch: Watch,
) -> Tiling:
    step = step_of(audio_format, reel.sample_rate)
    if step is None:
        raise NotTileable("A loop in Ogg Vorbis can't be repeated packet by packet.")
    if step.sample_rate != reel.sample_rate:
        raise NotTileable(
            f"It has {reel.sample_rate} samples a second, and the file {step.sample_rate}."
        )
    least = _LEAST_LOSSLESS_SECONDS if audio_format.lossless else _LEAST_LOSSY_SECONDS
    reel = gathered(reel, step.frames, least * reel.sample_rate)
    template = _template(reel, path, audio_format, tags, bits)
    share = watch.share(0.0, _ENCODING_SHARE[audio_format])
    if audio_format is AudioFormat.WAV:
        return wav.tile(reel, template, bits, share)
    if audio_format is AudioFormat.FLAC:
        return flac.tile(reel, template, bits, share)
    if audio_format is AudioFormat.MP3:
        return mp3.tile(reel, template, share)
    if audio_format is AudioFormat.OPUS:
        return opus.tile(reel, template, share)
    return m4a.tile(reel, template, share)


def _template(
    reel: Reel, path: Path, audio_format: AudioFormat, tags: Tags | None, bits: int
) -> bytes:
    """A short file with all that the long one has besides its sound; of WAV, no sound at all."""
    small = temporary_name(path)
    try:
        with Encoder(
            small, audio_format, sample_rate=reel.sample_rate, channels=reel.channels,
            tags=tags, bits=bits,
        ) as encoder:  # fmt: skip
            if audio_format is not AudioFormat.WAV:
                encoder.write(np.zeros((reel.channels, _TEMPLATE_FRAMES), np.float32))
        return small.read_bytes()
    finally:
        discard(small)


def _straight(
    reel: Reel,
    path: Path,
    audio_format: AudioFormat,
    tags: Tags | None,
    bits: int,
    watch: Watch,
    reason: str,
) -> Written:
    seconds = reel.frames / reel.sample_rate
    ensure_space(
        path.parent, estimate_bytes(audio_format, seconds, reel.sample_rate, reel.channels)
    )
    with Encoder(
        path, audio_format, sample_rate=reel.sample_rate, channels=reel.channels,
        tags=tags, bits=bits,
    ) as encoder:  # fmt: skip
        done = 0
        for block in reel.blocks():
            watch.at(done / max(reel.frames, 1))
            encoder.write(block)
            done += block.shape[1]
    watch.at(1.0)
    return Written(path.stat().st_size, False, reason)
