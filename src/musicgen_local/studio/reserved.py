"""Tracks whose ids were reserved: what is made twice, after a crash, is there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import NewTrack, StagedTrack, Track, add_track

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio


def finished_before(studio: Studio, track_id: str | None) -> Track | None:
    """The track of a reserved id, if an earlier try has finished it, in the trash or not.

    A folder without a row, which a crash may leave, is removed, so that the work can be done again.

    Raises:
        UserError: `VALIDATION` for what is no id.
        MachineError: when library or storage can't be read or written.
    """
    if track_id is None:
        return None
    folder = studio.storage.folder_of(track_id)
    if studio.library.contains(track_id):
        return studio.library.get(track_id)
    if folder.exists():
        studio.storage.remove_track(track_id)
    return None


def file_once(studio: Studio, staged: StagedTrack, new: NewTrack) -> Track:
    """Enter the staged track, or find that another try with the same id was quicker.

    Raises:
        MusicGenError: as `add_track` does.
    """
    try:
        return add_track(studio.library, studio.storage, staged, new)
    except UserError as error:
        if error.code is ErrorCode.CONFLICT and studio.library.contains(staged.track_id):
            return studio.library.get(staged.track_id)
        raise
