"""Files and rows kept in step: files first when a track comes, the row first when it goes.

A process may be killed between the two. What it leaves then is a folder without a row, which
`Library.check` names, and never a row without its files.
"""

from __future__ import annotations

from contextlib import suppress

from musicgen_local.errors import MachineError
from musicgen_local.library.storage import StagedTrack, TrackStorage
from musicgen_local.library.store import Library
from musicgen_local.library.values import NewTrack, Track


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
        MusicGenError: as `Library.purge` and `TrackStorage.remove_files` do.
    """
    storage.remove_files(library.purge(track_id))
    storage.remove_track(track_id)
