"""Exports: tracks of the library as one ZIP archive, under names that people can read."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.audio.atomic import discard, disk_errors, ensure_space, settle, temporary_name
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import FileKind, Track
from musicgen_local.progress import (
    CancelToken,
    Progress,
    ProgressCallback,
    Stage,
    ignore_progress,
)
from musicgen_local.studio.convert import convert_file
from musicgen_local.studio.orders import check_formats
from musicgen_local.studio.places import prepare_folder, safe_name

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

EXTRAS = ("stems", "midi")
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Archive:
    """A finished archive."""

    path: Path
    bytes: int
    names: tuple[str, ...]  # of its entries
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file that goes into the archive; `source` is converted first when its format differs."""

    name: str
    source: Path
    format: str
    track: Track


def export_tracks(
    studio: Studio,
    track_ids: Sequence[str],
    formats: Sequence[str],
    out: Path,
    *,
    include: Sequence[str],
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Archive:
    """Write the audio of tracks as `formats` into the archive `out`, which appears whole.

    A file that the library has is taken as it is; other formats are made from the best one.
    `include` adds `stems` and `midi` of the tracks that have them. An archive that is there already
    is replaced.

    Raises:
        UserError: `VALIDATION`; `NOT_FOUND` when a track, or its audio, is gone.
        MachineError: `DISK_FULL` or `NOT_WRITABLE`; nothing is left behind when it fails.
    """
    _check(track_ids, formats, include)
    tracks = [studio.library.get(track_id) for track_id in track_ids]
    entries = list(_entries(studio, tracks, formats, include))
    prepare_folder(out.parent)
    ensure_space(out.parent, sum(map(_estimated_bytes, entries)))
    temporary = temporary_name(out)
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".export-", dir=out.parent) as scratch,
            disk_errors(out),
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED, allowZip64=True) as archive,
        ):
            for index, entry in enumerate(entries):
                message = f"Packing {index + 1} of {len(entries)}"
                progress(Progress(Stage.EXPORTING, index / len(entries), message))
                _pack(archive, entry, Path(scratch), cancel)
        settle(temporary, out)
    finally:
        discard(temporary)
    progress(Progress(Stage.EXPORTING, 1.0, "Done"))
    names = tuple(entry.name for entry in entries)
    return Archive(out, out.stat().st_size, names, tuple(_notices(tracks, include)))


def _check(track_ids: Sequence[str], formats: Sequence[str], include: Sequence[str]) -> None:
    check_formats(formats)
    unknown = [name for name in include if name not in EXTRAS]
    if unknown or not track_ids:
        field, message = ("include", f"'{unknown[0]}' can't be included.") if unknown else (
            "track_ids", "No track was named."
        )  # fmt: skip
        raise UserError(
            ErrorCode.VALIDATION,
            message,
            recovery=f"Name at least one track; include any of {', '.join(EXTRAS)}.",
            details={"field": field},
        )


def _entries(
    studio: Studio, tracks: Sequence[Track], formats: Sequence[str], include: Sequence[str]
) -> Iterator[_Entry]:
    taken: set[str] = set()
    wanted = {FileKind.STEM: "stems" in include, FileKind.MIDI: "midi" in include}
    for track in tracks:
        name = _free_name(track, taken)
        for format in dict.fromkeys(formats):
            yield _Entry(f"{name}.{format}", _best_file(studio, track, format), format, track)
        for file in track.files:
            path = studio.storage.path(file.name)
            if not wanted.get(FileKind(file.kind)) or not path.is_file():
                continue
            if file.kind == FileKind.STEM:
                inside = f"{name} (Stems)/{safe_name(file.label)}.{file.format}"
            else:
                inside = f"{name}.{file.format}"
            yield _Entry(inside, path, file.format, track)


def _free_name(track: Track, taken: set[str]) -> str:
    """`{artist} - {title}`, numbered when another track is called so; case makes no difference."""
    base = safe_name(f"{track.artist} - {track.title}" if track.artist else track.title)
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _best_file(studio: Studio, track: Track, format: str) -> Path:
    """The track's file of this format, else the one to make it from."""
    for file in track.files:
        path = studio.storage.path(file.name)
        if file.kind == FileKind.AUDIO and file.format == format and path.is_file():
            return path
    return studio.audio_file_of(track)


def _estimated_bytes(entry: _Entry) -> int:
    if entry.source.suffix == f".{entry.format}":
        return entry.source.stat().st_size
    track = entry.track
    return 2 * estimate_bytes(  # the converted file, and its copy in the archive
        AudioFormat(entry.format), track.duration_seconds, track.sample_rate, track.channels
    )


def _pack(archive: zipfile.ZipFile, entry: _Entry, scratch: Path, cancel: CancelToken) -> None:
    path = entry.source
    if path.suffix != f".{entry.format}":
        [path] = convert_file(
            path,
            formats=(entry.format,),
            out=scratch / f"{path.stem}.{entry.format}",
            progress=ignore_progress,
            cancel=cancel,
        )
    about = zipfile.ZipInfo(entry.name, entry.track.created_at.timetuple()[:6])
    about.external_attr = 0o644 << 16
    about.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE_BYTES):
            cancel.raise_if_canceled()
            target.write(piece)
    if path.is_relative_to(scratch):
        path.unlink()


def _notices(tracks: Sequence[Track], include: Sequence[str]) -> Iterator[str]:
    kinds = {"stems": FileKind.STEM, "midi": FileKind.MIDI}
    for extra in include:
        lacking = [
            track for track in tracks if all(file.kind != kinds[extra] for file in track.files)
        ]
        if lacking:
            yield f"{len(lacking)} of {len(tracks)} tracks have no {extra}."
