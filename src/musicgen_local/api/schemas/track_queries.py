"""How a list of tracks is asked for, and what tracks can be told apart by."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from musicgen_local.api.schemas.fields import Finite, RecordId, ShortText
from musicgen_local.api.schemas.tracks import (
    EXAMPLE_TRACK,
    Rating,
    TrackOut,
    track_out,
    with_example,
)
from musicgen_local.library import MAX_PAGE, Counted, Facets, Track, TrackQuery, TrackSort

MAX_VALUES = 50  # of one filter


def _one_line(text: str) -> str:
    return " ".join(text.split())


Words = Annotated[ShortText, AfterValidator(_one_line)]
AnyOf = Annotated[list[ShortText], Field(max_length=MAX_VALUES)]


class TrackListQuery(BaseModel):
    """Which tracks to list, in which order, and how many at a time."""

    model_config = ConfigDict(frozen=True)

    search: Words = Field(
        "",
        max_length=200,
        description="Each word must occur in title, artist, album, genre, mood, tags, "
        "description, prompt or lyrics.",
    )
    genre: AnyOf = Field(default=[], description="Any of these; may be given several times.")
    mood: AnyOf = Field(default=[], description="Any of these.")
    engine: AnyOf = Field(default=[], description="Any of these.")
    tag: AnyOf = Field(default=[], description="All of these.")
    collection: RecordId | None = Field(None, description="Id of a collection.")
    parent_id: RecordId | None = Field(None, description="What was made of this track.")
    favorite: bool | None = None
    min_rating: Rating | None = Field(None, description="Stars, 1 to 5.", strict=False)
    min_duration_seconds: Finite | None = None
    max_duration_seconds: Finite | None = None
    min_tempo_bpm: Finite | None = Field(None, description="Leaves out what has no tempo.")
    max_tempo_bpm: Finite | None = Field(None, description="Leaves out what has no tempo.")
    trashed: bool = Field(False, description="List the trash instead.")
    sort: TrackSort = Field(
        TrackSort.CREATED_AT, description="`position` is the order within `collection`."
    )
    order: Literal["asc", "desc"] | None = Field(
        None, description="`desc` unless set; `asc` by position."
    )
    limit: int = Field(50, ge=1, le=MAX_PAGE)
    cursor: ShortText | None = Field(
        None, max_length=2_000, description="`next_cursor` of the page before."
    )
    offset: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        description="How many tracks to pass over, to begin anywhere in a long list. "
        "Not together with `cursor`.",
    )

    def asked(self) -> TrackQuery:
        """The same as the library takes it."""
        order = self.order or ("asc" if self.sort is TrackSort.POSITION else "desc")
        return TrackQuery(
            search=self.search,
            genres=tuple(self.genre),
            moods=tuple(self.mood),
            engines=tuple(self.engine),
            tags=tuple(self.tag),
            collection_id=self.collection,
            parent_id=self.parent_id,
            favorite=self.favorite,
            min_rating=self.min_rating,
            min_duration_seconds=self.min_duration_seconds,
            max_duration_seconds=self.max_duration_seconds,
            min_tempo_bpm=self.min_tempo_bpm,
            max_tempo_bpm=self.max_tempo_bpm,
            trashed=self.trashed,
            sort=self.sort,
            descending=order == "desc",
            limit=self.limit,
            cursor=self.cursor,
            offset=self.offset,
        )


_EXAMPLE_FACETS: dict[str, Any] = {
    "genres": [{"value": "lofi", "count": 12}, {"value": "jazz", "count": 3}],
    "moods": [{"value": "calm", "count": 9}],
    "engines": [{"value": "composer", "count": 15}],
    "tags": [{"value": "night", "count": 4}],
    "total": 15,
    "favorites": 2,
    "trashed": 1,
}


class CountedOut(BaseModel):
    """A value, and how many tracks have it."""

    model_config = ConfigDict(frozen=True)

    value: str
    count: int


class TrackFacets(BaseModel):
    """What tracks can be told apart by; the most frequent values first."""

    model_config = with_example(_EXAMPLE_FACETS)

    genres: list[CountedOut]
    moods: list[CountedOut]
    engines: list[CountedOut]
    tags: list[CountedOut]
    total: int
    favorites: int
    trashed: int = Field(description="In the trash, whatever was asked for.")


class TrackVersions(BaseModel):
    """The family of a track; `parent_id` of each says what it was made of."""

    model_config = with_example({"items": [EXAMPLE_TRACK]})

    items: list[TrackOut] = Field(description="The oldest first.")


def facets_out(facets: Facets) -> TrackFacets:
    """Facets as the API shows them."""

    def counted(values: tuple[Counted, ...]) -> list[CountedOut]:
        return [CountedOut(value=one.value, count=one.count) for one in values]

    return TrackFacets(
        genres=counted(facets.genres),
        moods=counted(facets.moods),
        engines=counted(facets.engines),
        tags=counted(facets.tags),
        total=facets.total,
        favorites=facets.favorites,
        trashed=facets.trashed,
    )


def versions_out(tracks: tuple[Track, ...]) -> TrackVersions:
    """A family as the API shows it."""
    return TrackVersions(items=[track_out(track) for track in tracks])
