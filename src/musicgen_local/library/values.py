"""What the rest of the product sees of the library: frozen values, never database objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypedDict, TypeVar

Item = TypeVar("Item")


class FileKind(StrEnum):
    """What a file of a track is."""

    AUDIO = "audio"
    STEM = "stem"
    MIDI = "midi"
    COVER = "cover"
    LYRICS = "lyrics"


@dataclass(frozen=True, slots=True)
class TrackFile:
    """One file of a track, as it lies in the storage."""

    kind: FileKind
    format: str  # wav, mp3, mid, png, ...
    name: str  # where it lies, relative to the storage's root, with forward slashes
    bytes: int
    sha256: str
    label: str = ""  # the stem's name, the cover's size; empty when there is one of its kind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrack:
    """What is known of a track when it enters the library. An unknown text is empty."""

    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    mood: str = ""
    tempo_bpm: float | None = None
    key: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    prompt: str = ""
    lyrics: str = ""
    engine: str = ""  # empty for an upload
    model: str = ""
    seed: int | None = None  # 0 to 2**63 - 1
    params: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] | None = None
    duration_seconds: float
    sample_rate: int
    channels: int
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    parent_id: str | None = None  # the track it was looped, edited or continued from


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A track of the library. Its plan, which can be long, is read by `Library.plan`."""

    id: str
    title: str
    artist: str
    album: str
    genre: str
    mood: str
    tempo_bpm: float | None
    key: str
    description: str
    tags: tuple[str, ...]
    language: str
    prompt: str
    lyrics: str
    engine: str
    model: str
    seed: int | None
    params: Mapping[str, Any]
    duration_seconds: float
    sample_rate: int
    channels: int
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    created_at: datetime  # UTC
    updated_at: datetime  # UTC
    deleted_at: datetime | None  # UTC; set while the track lies in the trash
    parent_id: str | None
    rating: int | None  # 1 to 5 stars
    favorite: bool
    files: tuple[TrackFile, ...]


class TrackChanges(TypedDict, total=False):
    """What a person may change of a track; what is left out stays as it is."""

    title: str
    artist: str
    album: str
    genre: str
    mood: str
    tempo_bpm: float | None
    key: str
    description: str
    tags: tuple[str, ...]
    language: str
    lyrics: str
    rating: int | None
    favorite: bool


class TrackSort(StrEnum):
    """What a list of tracks is ordered by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    TITLE = "title"
    DURATION = "duration_seconds"
    TEMPO = "tempo_bpm"
    RATING = "rating"
    POSITION = "position"  # within one collection


MAX_PAGE = 200
MAX_TAGS = 64  # of one track
RATINGS = range(1, 6)  # stars


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackQuery:
    """Which tracks to list, in which order, and how many at a time."""

    search: str = ""  # every word must occur in one of the texts of `search.search_text`
    genres: tuple[str, ...] = ()  # any of them; empty: whatever
    moods: tuple[str, ...] = ()  # any of them
    engines: tuple[str, ...] = ()  # any of them; "" is of no engine
    tags: tuple[str, ...] = ()  # all of them
    collection_id: str | None = None
    parent_id: str | None = None
    favorite: bool | None = None
    min_rating: int | None = None  # stars; leaves out what has none
    min_duration_seconds: float | None = None
    max_duration_seconds: float | None = None
    min_tempo_bpm: float | None = None  # leaves out what has no tempo, as does the next
    max_tempo_bpm: float | None = None
    trashed: bool = False  # True lists the trash instead of the library
    sort: TrackSort = TrackSort.CREATED_AT
    descending: bool = True
    limit: int = 50  # 1 to MAX_PAGE
    cursor: str | None = None  # `next_cursor` of the page before
    offset: int = 0  # tracks passed over at the list's beginning; not together with a cursor


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A stretch of a list, and where the next one begins (None at the end)."""

    items: tuple[Item, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A value that tracks have, and how many have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What tracks can be told apart by; the most frequent values first."""

    genres: tuple[Counted, ...]
    moods: tuple[Counted, ...]
    engines: tuple[Counted, ...]
    tags: tuple[Counted, ...]
    total: int
    favorites: int
    trashed: int  # in the trash, whichever tracks the rest is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Tracks that a person put together, in an order."""

    id: str
    name: str
    description: str
    track_count: int  # without those in the trash
    duration_seconds: float  # of these together
    created_at: datetime  # UTC
    updated_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenCollection:
    """What a collection was, all that it takes to make it anew."""

    collection: Collection
    track_ids: tuple[str, ...]  # in their order, those in the trash with them


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that the library knows and the storage hasn't got."""

    track_id: str
    name: str


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """Where database and storage disagree."""

    orphans: tuple[str, ...]  # ids of track folders that no row speaks of
    missing: tuple[MissingFile, ...]

    @property
    def clean(self) -> bool:
        """Whether they agree."""
        return not self.orphans and not self.missing
