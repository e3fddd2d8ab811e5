"""Many tracks changed, thrown away and taken back at once, and a cover set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from musicgen_local.api.schemas.fields import RecordId
from musicgen_local.api.schemas.jobs import EXAMPLE_ID, EXAMPLE_TRACK_ID
from musicgen_local.api.schemas.tracks import (
    EXAMPLE_TRACK,
    Tags,
    TrackOut,
    TrackPatch,
    track_out,
    with_example,
)
from musicgen_local.library import Edited, EditedTrack, Track, TrackEdit

MAX_TRACKS = 500

TrackIds = Annotated[
    list[RecordId], Field(min_length=1, max_length=MAX_TRACKS, examples=[[EXAMPLE_TRACK_ID]])
]


def request_config(*examples: dict[str, Any]) -> ConfigDict:
    """The configuration of a request, which holds nothing that isn't known."""
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [*examples]})


class TracksIn(BaseModel):
    """Which tracks; an id that is named twice counts once."""

    model_config = request_config({"track_ids": [EXAMPLE_TRACK_ID]})

    track_ids: TrackIds


class MetadataBatchIn(TracksIn):
    """One change of many tracks: what is set, then the tags that go, then those that come."""

    model_config = request_config(
        {
            "track_ids": [EXAMPLE_TRACK_ID],
            "set": {"album": "Nights", "rating": 4},
            "add_tags": ["night"],
            "remove_tags": ["draft"],
            "preview": True,
        }
    )

    set: TrackPatch = Field(default_factory=TrackPatch)
    add_tags: Tags = Field(default_factory=list)
    remove_tags: Tags = Field(default_factory=list)
    preview: StrictBool = Field(False, description="Only tell what would be changed.")

    def edit(self) -> TrackEdit:
        """What is to be changed of each track."""
        return TrackEdit(
            set=self.set.changes(),
            add_tags=tuple(self.add_tags),
            remove_tags=tuple(self.remove_tags),
        )


class FieldChangeOut(BaseModel):
    """A field before and after."""

    model_config = ConfigDict(frozen=True)

    before: Any
    after: Any


class TrackChangeOut(BaseModel):
    """What is changed of one track."""

    model_config = ConfigDict(frozen=True)

    track_id: str
    title: str = Field(description="Before.")
    fields: dict[str, FieldChangeOut] = Field(description="By name, those that change.")


class MetadataBatchOut(BaseModel):
    """What was changed, or would be."""

    model_config = with_example(
        {
            "preview": False,
            "changes": [
                {
                    "track_id": EXAMPLE_TRACK_ID,
                    "title": "Night Rain",
                    "fields": {"tags": {"before": ["night"], "after": ["night", "study"]}},
                }
            ],
            "items": [EXAMPLE_TRACK],
        }
    )

    preview: bool
    changes: list[TrackChangeOut] = Field(description="Of the tracks that change.")
    items: list[TrackOut] = Field(description="All that were named, as they are then.")


class TrackList(BaseModel):
    """Tracks, in the order in which they were named."""

    model_config = with_example({"items": [EXAMPLE_TRACK]})

    items: list[TrackOut]


class CoverIn(BaseModel):
    """The picture to show."""

    model_config = request_config({"upload_id": EXAMPLE_ID})

    upload_id: RecordId = Field(description="An upload: PNG, JPEG or WebP.")


def batch_out(edited: Edited, *, preview: bool) -> MetadataBatchOut:
    """An edit as the API shows it."""
    return MetadataBatchOut(
        preview=preview,
        changes=[_change_out(change) for change in edited.changes],
        items=[track_out(track) for track in edited.tracks],
    )


def list_out(tracks: Sequence[Track]) -> TrackList:
    """Tracks as the API shows them."""
    return TrackList(items=[track_out(track) for track in tracks])


def _change_out(change: EditedTrack) -> TrackChangeOut:
    fields = {
        name: FieldChangeOut(before=one.before, after=one.after)
        for name, one in change.fields.items()
    }
    return TrackChangeOut(track_id=change.track_id, title=change.title, fields=fields)
