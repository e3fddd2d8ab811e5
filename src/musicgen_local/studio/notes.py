"""A track's notes: the MIDI file that it has, or one that its plan gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import discard, disk_errors, settle, temporary_name
from musicgen_local.engines.editing import NoteWriter
from musicgen_local.engines.registry import open_engine
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import FileKind
from musicgen_local.studio.places import prepare_folder, safe_name

if TYPE_CHECKING:
    from musicgen_local.library.values import Track
    from musicgen_local.studio.studio import Studio

_ENDINGS = (".mid", ".midi")


def track_notes(studio: Studio, track: Track) -> bytes:
    """The notes of a track as a MIDI file.

    Raises:
        UserError: `NOT_FOUND` for a track that was never written in notes.
    """
    for file in track.files:
        path = studio.storage.path(file.name)
        if file.kind == FileKind.MIDI and path.is_file():
            return path.read_bytes()
    plan = studio.library.plan(track.id)
    engine = open_engine(track.engine) if plan is not None else None
    if plan is None or not isinstance(engine, NoteWriter):
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"'{track.title}' has no notes: it is a recording.",
            recovery="Only pieces that were composed here can be written as MIDI.",
            details={"track_id": track.id},
        )
    return engine.notes(plan)


def write_notes(studio: Studio, track: Track, out: Path | None) -> Path:
    """Write a track's notes to `out`, a file or a folder, or into this folder; where they lie.

    Raises:
        UserError: as `track_notes`.
        MachineError: `NOT_WRITABLE` or `DISK_FULL`.
    """
    name = f"{safe_name(track.title)}.mid"
    path = Path(name) if out is None else out
    if path.suffix.lower() not in _ENDINGS or path.is_dir():
        path = path / name
    data = track_notes(studio, track)
    prepare_folder(path.parent)
    temporary = temporary_name(path)
    try:
        with disk_errors(path):
            temporary.write_bytes(data)
        settle(temporary, path)
    finally:
        discard(temporary)
    return path
