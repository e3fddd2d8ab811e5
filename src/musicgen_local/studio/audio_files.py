"""Which of a track's files to listen to, or to make others from."""

from __future__ import annotations

from pathlib import Path

from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import FileKind, Track, TrackStorage


def best_audio_file(storage: TrackStorage, track: Track) -> Path:
    """The track's audio that is still there: a lossless file before a lossy one.

    Raises:
        UserError: `NOT_FOUND` when all are gone.
    """
    audio = [file for file in track.files if file.kind == FileKind.AUDIO]
    for file in sorted(audio, key=lambda one: not AudioFormat(one.format).lossless):
        path = storage.path(file.name)
        if path.is_file():
            return path
    again = f"Make it again with --seed {track.seed}; " if track.seed is not None else ""
    raise UserError(
        ErrorCode.NOT_FOUND,
        f"The audio of '{track.title}' is gone from the disk.",
        recovery=f"{again}`mgl show {track.id}` has the rest.",
    )
