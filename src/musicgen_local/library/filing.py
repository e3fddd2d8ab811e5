"""Files and rows kept in step: files first when a track comes, the row first when it goes.

A process may be killed between the two. What it leaves then is a folder without a row, which
`Library.check` names, and never a row without its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from musicgen_local.errors import MachineError, MusicGenError
from musicgen_local.library.storage import StagedTrack, TrackStorage
from musicgen_local.library.store import Library
from musicgen_local.library.values import NewTrack, Track, TrackFile


def add_track(library: Library, storage: TrackStorage, staged: StagedTrack, new: NewTrack) -> Track:
    """Move the staged files into place, then enter the track; if that fails, no file stays.

    Raises:
        MusicGenError: as `StagedTrack.commit` and `Library.add` do.
    """
    files = staged.files()
    staged.commit()
    try:
        return library.add(staged.track_id, new, files)
    except BaseException:
        if not _has_row(library, staged.track_id):
            storage.remove_track(staged.track_id)
        raise


def _has_row(library: Library, track_id: str) -> bool:
    """Whether the files belong to a row all the same.

    Ctrl-C may strike just after it went in; and of two tries with one reserved id, the second may
    have entered its track first.
    """
    with suppress(MachineError):
        return library.contains(track_id)
    return False


def purge_track(library: Library, storage: TrackStorage, track_id: str) -> None:
    """Remove a track, its files and its folder for ever, whether it is in the trash or not.

    Raises:
        MusicGenError: as `purge_tracks` does.
    """
    purge_tracks(library, storage, [track_id])


def purge_tracks(
    library: Library, storage: TrackStorage, track_ids: Sequence[str]
) -> tuple[Track, ...]:
    """Remove tracks, their files and their folders for ever; returns what they were.

    Raises:
        MusicGenError: as `Library.purge_all` does, and then nothing is removed; or the first that
            `TrackStorage` raised, after everything that could be removed was.
    """
    tracks = library.purge_all(track_ids)
    failures = []
    for track in tracks:
        try:
            storage.remove_files(file.name for file in track.files)
            storage.remove_track(track.id)
        except MusicGenError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return tracks


def replace_cover(
    library: Library, storage: TrackStorage, track_id: str, picture: Path, format: str
) -> Track:
    """Make a copy of `picture` the cover of a track; the old cover goes once the row is in.

    `format` is the picture's extension, e.g. `png`.

    Raises:
        MusicGenError: as `Library.set_cover` and `TrackStorage.add_cover` do.
    """
    library.get(track_id)
    cover = storage.add_cover(track_id, picture, format)
    try:
        track, old = library.set_cover(track_id, cover)
    except BaseException:
        if not _has_file(library, track_id, cover):
            storage.remove_files([cover.name])
        raise
    storage.remove_files(old)
    return track


def _has_file(library: Library, track_id: str, file: TrackFile) -> bool:
    with suppress(MusicGenError):
        return file in library.get(track_id).files
    return False


def remove_cover(library: Library, storage: TrackStorage, track_id: str) -> Track:
    """Take the cover of a track away; one that has none stays as it is.

    Raises:
        MusicGenError: as `Library.set_cover` and `TrackStorage.remove_files` do.
    """
    track, old = library.set_cover(track_id, None)
    storage.remove_files(old)
    return track
