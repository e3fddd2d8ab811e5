"""Loops: a recording repeated to a length, its end crossfaded with its start at every join."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from musicgen_local.audio.atomic import disk_errors, ensure_space
from musicgen_local.audio.blocks import BLOCK_FRAMES, rechunk
from musicgen_local.audio.decode import decode_blocks
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.mastering.beside import Beside
from musicgen_local.audio.mastering.output import LimitedOutput
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.derive import MadeTrack, Source, audio_paths, finite, tag_notices
from musicgen_local.studio.orders import LoopOrder
from musicgen_local.studio.reserved import file_once, finished_before

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

_READING_SHARE = 0.1  # of the progress
_LEAST_SECONDS = 1.0  # of a source
_HEADROOM_DB = 0.15  # between the source's own peak and the limiter, which leaves it untouched


def loop_track(
    studio: Studio,
    reference: Path | str,
    order: LoopOrder,
    *,
    title: str | None,
    track_id: str | None,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> MadeTrack:
    """Repeat a track or an audio file to exactly the length of `order`, into a new track.

    Start and end of the source sound together for the crossfade, at equal power; where that would
    be louder than the source ever is, a limiter holds it.

    Raises:
        UserError: `VALIDATION`, `NOT_FOUND`, `INVALID_AUDIO`.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`; nothing is left behind when it fails.
    """
    order.check()
    finished = finished_before(studio, track_id)
    if finished is not None:
        return MadeTrack(finished)
    source = Source.open(studio, reference, title)
    rate, channels = source.info.sample_rate, min(source.info.channels, 2)
    row = source.derived(f" (Loop {in_words(order.duration_seconds)})", channels)
    ensure_space(
        studio.settings.tracks_dir, round(source.info.duration_seconds * rate * channels * 4)
    )
    with studio.storage.stage(track_id) as staged:
        reading = _part(progress, 0.0, _READING_SHARE)
        spool = staged.folder / "source.f32"
        samples, peak_dbtp = _spooled(source, spool, channels, reading, cancel)
        crossfade = min(round(order.crossfade_seconds * rate), samples.shape[1] // 2)
        frames = round(order.duration_seconds * rate)
        with Beside() as beside:
            output = LimitedOutput(_ceiling_dbtp(peak_dbtp), rate, channels, beside)
            looped = rechunk(looped_blocks(samples, crossfade, frames), BLOCK_FRAMES)
            faded = _faded(
                looped,
                frames,
                round(order.fade_in_seconds * rate),
                round(order.fade_out_seconds * rate),
            )
            rendering = _part(progress, _READING_SHARE, 0.99)
            encode_all(
                _limited(faded, output, frames, rendering),
                audio_paths(staged, order.formats),
                rate,
                channels,
                tags=source.tags_for(row),
                expected_seconds=order.duration_seconds,
                cancel=cancel,
            )
            measured = dataclasses.replace(
                row,
                duration_seconds=frames / rate,
                loudness_lufs=finite(output.integrated_lufs),
                true_peak_dbtp=finite(output.true_peak_dbtp),
                params={
                    "loop": {
                        "source_seconds": round(samples.shape[1] / rate, 3),
                        "crossfade_seconds": round(crossfade / rate, 3),
                        "fade_in_seconds": order.fade_in_seconds,
                        "fade_out_seconds": order.fade_out_seconds,
                        "repeats": round(frames / (samples.shape[1] - crossfade), 2),
                    }
                },
            )
        del samples
        cancel.raise_if_canceled()
        track = file_once(studio, staged, measured)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    return MadeTrack(track, tag_notices())


def looped_blocks(source: FloatArray, crossfade: int, frames: int) -> Iterator[FloatArray]:
    """`source` [channels, n] again and again, `frames` in all.

    The last `crossfade` frames (at most n / 2) of each time sound with the first of the next, by
    gains whose squares add up to one.
    """
    n = source.shape[1]
    turn = (np.arange(crossfade) + 0.5) / max(crossfade, 1) * (math.pi / 2)
    going, coming = np.cos(turn).astype(np.float32), np.sin(turn).astype(np.float32)
    join = source[:, n - crossfade :] * going + source[:, :crossfade] * coming
    left = frames
    start = 0  # the first time begins as the source does; the others behind the join
    while left:
        for part in (source[:, start : n - crossfade], join):
            for at in range(0, min(part.shape[1], left), BLOCK_FRAMES):
                block = part[:, at : min(at + BLOCK_FRAMES, left)]
                yield np.asarray(block)
            left -= min(part.shape[1], left)
        start = crossfade


def _spooled(
    source: Source,
    spool: Path,
    channels: int,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> tuple[FloatArray, float]:
    """The whole source, decoded, as an array on disk [channels, frames], and its peak in dBTP."""
    meter = TruePeakMeter(source.info.sample_rate, channels)
    expected = max(1.0, source.info.duration_seconds * source.info.sample_rate)
    frames = 0
    with disk_errors(spool), spool.open("wb") as file:
        for block in decode_blocks(source.path, channels=channels):
            cancel.raise_if_canceled()
            meter.add(block)
            file.write(np.ascontiguousarray(block.T, dtype=np.float32).data.cast("B"))
            frames += block.shape[1]
            progress(Progress(Stage.ANALYZING, min(1.0, frames / expected), "Reading the source"))
    if frames < _LEAST_SECONDS * source.info.sample_rate:
        raise UserError(
            ErrorCode.INVALID_AUDIO,
            f"A recording of {frames / source.info.sample_rate:.2f} s is too short to loop.",
            recovery=f"Use one of {_LEAST_SECONDS:g} s at least.",
        )
    samples = np.memmap(spool, dtype=np.float32, mode="r", shape=(frames, channels))
    return samples.T, meter.peak_dbtp


def _ceiling_dbtp(peak_dbtp: float) -> float:
    """As loud as the source may be, but never clipped."""
    return min(max(peak_dbtp, -1.0) + _HEADROOM_DB, 0.0)


def _faded(
    blocks: Iterable[FloatArray], frames: int, fade_in: int, fade_out: int
) -> Iterator[FloatArray]:
    """`blocks` of `frames` in all, coming up at the start and going down at the end."""
    at = 0
    for block in blocks:
        here = np.arange(at, at + block.shape[1])
        at += block.shape[1]
        if here[0] < fade_in or at > frames - fade_out:
            rising = (here + 0.5) / max(fade_in, 0.5)
            falling = (frames - here - 0.5) / max(fade_out, 0.5)
            gain = np.sin(np.clip(np.minimum(rising, falling), 0, 1) * (math.pi / 2))
            yield block * gain.astype(np.float32)
        else:
            yield block


def _limited(
    blocks: Iterable[FloatArray], output: LimitedOutput, frames: int, progress: ProgressCallback
) -> Iterator[FloatArray]:
    for block in blocks:
        yield output.process(block)
        progress(Progress(Stage.RENDERING, min(1.0, output.frames / frames), "Looping"))
    yield output.flush()


def _part(progress: ProgressCallback, low: float, high: float) -> ProgressCallback:
    """Progress of a stretch, from `low` to `high` of the whole."""
    return lambda value: progress(
        dataclasses.replace(value, fraction=low + (high - low) * value.fraction)
    )


def in_words(seconds: float) -> str:
    """`1h 0m`, `2m`, `1m 30s`."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minute}m"
    return f"{minute}m {second}s" if second else f"{minute}m"
