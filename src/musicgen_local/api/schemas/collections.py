"""Collections as the API shows them, and what may be said of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.fields import Name, RecordId, Text
from musicgen_local.api.schemas.jobs import EXAMPLE_ID, EXAMPLE_TRACK_ID, ID_PATTERN
from musicgen_local.api.schemas.track_batches import MAX_TRACKS, request_config
from musicgen_local.api.schemas.tracks import with_example
from musicgen_local.library import Collection, CollectionChanges, ForgottenCollection

CollectionId = Annotated[
    str, Path(description="Id of a collection.", pattern=ID_PATTERN, examples=[EXAMPLE_ID])
]

_PATH = f"/api/v1/collections/{EXAMPLE_ID}"
EXAMPLE_COLLECTION: dict[str, Any] = {
    "id": EXAMPLE_ID,
    "name": "Rainy evenings",
    "description": "",
    "track_count": 12,
    "duration_seconds": 2160.0,
    "created_at": "2026-03-01T10:00:05Z",
    "updated_at": "2026-03-01T10:00:05Z",
    "links": {
        "self": _PATH,
        "tracks": f"/api/v1/tracks?collection={EXAMPLE_ID}&sort=position",
    },
}


class CollectionLinks(BaseModel):
    """Where to go from a collection."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    self_: str = Field(alias="self")
    tracks: str = Field(description="Its tracks in their order, page by page.")


class CollectionOut(BaseModel):
    """Tracks that were put together, in an order."""

    model_config = with_example(EXAMPLE_COLLECTION)

    id: str = Field(pattern=ID_PATTERN)
    name: str
    description: str
    track_count: int = Field(description="Without those in the trash.")
    duration_seconds: float = Field(description="Of these together.")
    created_at: datetime
    updated_at: datetime
    links: CollectionLinks


class ForgottenCollectionOut(CollectionOut):
    """What a collection was before it was deleted."""

    model_config = with_example(EXAMPLE_COLLECTION | {"track_ids": [EXAMPLE_TRACK_ID]})

    track_ids: list[str] = Field(
        description="All that were in it, in their order, those in the trash with them: "
        "made of these, a new collection is as this one was."
    )


class CollectionList(BaseModel):
    """All collections."""

    model_config = with_example({"items": [EXAMPLE_COLLECTION]})

    items: list[CollectionOut] = Field(description="By name.")


class CollectionIn(BaseModel):
    """A collection to make."""

    model_config = request_config({"name": "Rainy evenings", "track_ids": [EXAMPLE_TRACK_ID]})

    name: Name
    description: Text = ""
    track_ids: list[RecordId] = Field(default=[], max_length=MAX_TRACKS)


class CollectionPatch(BaseModel):
    """What to change of a collection; what is left out stays as it is."""

    model_config = request_config({"name": "Rainy nights"})

    name: Name = Field(default_factory=str)
    description: Text = Field(default_factory=str)

    def changes(self) -> CollectionChanges:
        """What was named, as the library takes it."""
        return cast(CollectionChanges, self.model_dump(exclude_unset=True))


def collection_out(collection: Collection) -> CollectionOut:
    """A collection as the API shows it."""
    own = collection_path(collection.id)
    return CollectionOut(
        id=collection.id,
        name=collection.name,
        description=collection.description,
        track_count=collection.track_count,
        duration_seconds=collection.duration_seconds,
        created_at=collection.created_at,
        updated_at=collection.updated_at,
        links=CollectionLinks(
            self_=own, tracks=f"/api/v1/tracks?collection={collection.id}&sort=position"
        ),
    )


def forgotten_out(forgotten: ForgottenCollection) -> ForgottenCollectionOut:
    """A deleted collection as the API shows it."""
    shown = collection_out(forgotten.collection)
    return ForgottenCollectionOut(**shown.model_dump(), track_ids=list(forgotten.track_ids))


def collections_out(collections: Sequence[Collection]) -> CollectionList:
    """Collections as the API shows them."""
    return CollectionList(items=[collection_out(one) for one in collections])


def collection_path(collection_id: str) -> str:
    """Where a collection is read."""
    return f"/api/v1/collections/{collection_id}"
