"""The library: tracks, their files, search and trash.

Names load when they are first asked for: a command that needs no database waits for none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from musicgen_local.library.collections import CollectionChanges, Collections
    from musicgen_local.library.edits import Edited, EditedTrack, FieldChange, TrackEdit
    from musicgen_local.library.filing import (
        add_track,
        purge_track,
        purge_tracks,
        remove_cover,
        replace_cover,
    )
    from musicgen_local.library.identifiers import is_track_id, new_track_id
    from musicgen_local.library.storage import StagedTrack, TrackStorage
    from musicgen_local.library.store import Library
    from musicgen_local.library.values import (
        MAX_PAGE,
        MAX_TAGS,
        RATINGS,
        Collection,
        Counted,
        Facets,
        FileKind,
        ForgottenCollection,
        LibraryCheck,
        MissingFile,
        NewTrack,
        Page,
        Track,
        TrackChanges,
        TrackFile,
        TrackQuery,
        TrackSort,
    )

__all__ = [
    "MAX_PAGE",
    "MAX_TAGS",
    "RATINGS",
    "Collection",
    "CollectionChanges",
    "Collections",
    "Counted",
    "Edited",
    "EditedTrack",
    "Facets",
    "FieldChange",
    "FileKind",
    "ForgottenCollection",
    "Library",
    "LibraryCheck",
    "MissingFile",
    "NewTrack",
    "Page",
    "StagedTrack",
    "Track",
    "TrackChanges",
    "TrackEdit",
    "TrackFile",
    "TrackQuery",
    "TrackSort",
    "TrackStorage",
    "add_track",
    "is_track_id",
    "new_track_id",
    "purge_track",
    "purge_tracks",
    "remove_cover",
    "replace_cover",
]

_ELSEWHERE = {
    "Collections": "collections",
    "CollectionChanges": "collections",
    "Edited": "edits",
    "EditedTrack": "edits",
    "FieldChange": "edits",
    "Library": "store",
    "StagedTrack": "storage",
    "TrackEdit": "edits",
    "TrackStorage": "storage",
    "add_track": "filing",
    "purge_track": "filing",
    "purge_tracks": "filing",
    "remove_cover": "filing",
    "replace_cover": "filing",
    "is_track_id": "identifiers",
    "new_track_id": "identifiers",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'values')}"), name)
