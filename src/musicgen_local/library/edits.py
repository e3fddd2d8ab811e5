"""One edit of many tracks: what it would change of each, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.values import MAX_TAGS, Track, TrackChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEdit:
    """What to change of every track: first what is set, then tags that go, then tags that come."""

    set: TrackChanges = field(default_factory=TrackChanges)
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a track before and after."""

    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EditedTrack:
    """What an edit changes of one track."""

    track_id: str
    title: str  # before
    fields: Mapping[str, FieldChange]


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit changes, and the tracks as they are then."""

    changes: tuple[EditedTrack, ...]  # of the tracks that it changes
    tracks: tuple[Track, ...]  # all that it was meant for


def changes_of(track: Track, edit: TrackEdit) -> EditedTrack:
    """What `edit` changes of `track`; fields that stay as they are aren't named.

    Raises:
        UserError: `VALIDATION` when the track would have more than `MAX_TAGS` tags.
    """
    wanted: dict[str, Any] = {**edit.set}
    tags = _tags_after(wanted.get("tags", track.tags), edit)
    if len(tags) > MAX_TAGS:
        raise _too_many_tags(track, len(tags))
    wanted["tags"] = tags
    fields = {
        name: FieldChange(getattr(track, name), value)
        for name, value in wanted.items()
        if getattr(track, name) != value
    }
    return EditedTrack(track.id, track.title, fields)


def _tags_after(tags: tuple[str, ...], edit: TrackEdit) -> tuple[str, ...]:
    kept = [tag for tag in tags if tag not in edit.remove_tags]
    return (*kept, *(tag for tag in dict.fromkeys(edit.add_tags) if tag not in kept))


def _too_many_tags(track: Track, count: int) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"'{track.title}' would have {count} tags; {MAX_TAGS} are the most.",
        recovery="Remove some of its tags first, or add fewer.",
        details={"field": "add_tags", "track_id": track.id},
    )
