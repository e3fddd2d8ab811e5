"""Waveforms of the library's tracks, computed once and kept as small files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from musicgen_local.audio.atomic import discard, disk_errors, settle, temporary_name
from musicgen_local.audio.decode import decode_blocks
from musicgen_local.audio.value import FloatArray
from musicgen_local.audio.waveform import peaks
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

BUCKETS = (16, 8_192)


Measure = Callable[[Path, int, int, int, CancelToken], FloatArray]
"""Takes a file, its track's sample rate and frames, and the buckets; gives the waveform."""


def track_waveform(
    studio: Studio,
    track_id: str,
    buckets: int,
    cancel: CancelToken,
    measure: Measure | None = None,  # in this process unless given
) -> FloatArray:
    """Lowest and highest sample of each of `buckets` stretches of a track, float32 [buckets, 2].

    Raises:
        UserError: `VALIDATION`; `NOT_FOUND` when the track, or its audio, is gone; `INVALID_AUDIO`.
        MachineError: `DISK_FULL` or `NOT_WRITABLE` for the file that it is kept in.
        Canceled: soon after `cancel` was set.
    """
    low, high = BUCKETS
    if not low <= buckets <= high:
        raise UserError(
            ErrorCode.VALIDATION,
            f"{buckets} points are out of range.",
            recovery=f"Use {low} to {high}.",
            details={"field": "buckets"},
        )
    track = studio.library.get(track_id)
    audio = studio.audio_file_of(track)
    digest = next(file.sha256 for file in track.files if studio.storage.path(file.name) == audio)
    kept = studio.settings.data_dir / "cache" / "waveforms" / f"{digest}-{buckets}.npy"
    found = _read(kept, buckets)
    if found is not None:
        return found
    frames = max(buckets, round(track.duration_seconds * track.sample_rate))
    waveform = (measure or measure_here)(audio, track.sample_rate, frames, buckets, cancel)
    _keep(kept, waveform)
    return waveform


def measure_here(
    audio: Path, sample_rate: int, frames: int, buckets: int, cancel: CancelToken
) -> FloatArray:
    """The waveform of a file, decoded in this process."""
    return peaks(_watched(audio, sample_rate, cancel), frames, buckets)


def _watched(audio: Path, sample_rate: int, cancel: CancelToken) -> Iterator[FloatArray]:
    # A lossy file may have another rate than the track (48 kHz Opus); only its length must agree.
    for block in decode_blocks(audio, sample_rate=sample_rate):
        cancel.raise_if_canceled()
        yield block


def _read(kept: Path, buckets: int) -> FloatArray | None:
    try:
        waveform: FloatArray = np.load(kept, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None  # not there, or not whole: it is made anew
    return waveform if waveform.shape == (buckets, 2) else None


def _keep(kept: Path, waveform: FloatArray) -> None:
    temporary = temporary_name(kept)
    try:
        with disk_errors(kept):
            kept.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                np.save(file, waveform)
            settle(temporary, kept)
    finally:
        discard(temporary)
