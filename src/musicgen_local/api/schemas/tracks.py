"""Tracks as the API shows them, and what may be changed of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from musicgen_local.api.schemas.fields import Finite, Name, ShortText, Text, written
from musicgen_local.api.schemas.jobs import EXAMPLE_TRACK_ID, ID_PATTERN
from musicgen_local.library import MAX_TAGS, RATINGS, FileKind, Track, TrackFile
from musicgen_local.library.values import TrackChanges

TrackId = Annotated[
    str, Path(description="Id of a track.", pattern=ID_PATTERN, examples=[EXAMPLE_TRACK_ID])
]

_EXAMPLE_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_EXAMPLE_PATH = f"/api/v1/tracks/{EXAMPLE_TRACK_ID}"
EXAMPLE_TRACK: dict[str, Any] = {
    "id": EXAMPLE_TRACK_ID,
    "title": "Night Rain",
    "artist": "Ada",
    "album": "",
    "genre": "lofi",
    "mood": "calm",
    "tempo_bpm": 74.0,
    "key": "D minor",
    "description": "",
    "tags": ["night", "study"],
    "language": "en",
    "prompt": "calm lofi piano with rain at night",
    "lyrics": "",
    "engine": "composer",
    "model": "",
    "seed": 7,
    "params": {"master": "balanced"},
    "duration_seconds": 60.0,
    "sample_rate": 44_100,
    "channels": 2,
    "loudness_lufs": -14.0,
    "true_peak_dbtp": -1.0,
    "files": [
        {
            "kind": "audio",
            "format": "wav",
            "bytes": 15_876_044,
            "sha256": _EXAMPLE_HASH,
            "label": "",
            "url": f"{_EXAMPLE_PATH}/audio?format=wav",
        }
    ],
    "cover": None,
    "created_at": "2026-03-01T10:00:05Z",
    "updated_at": "2026-03-01T10:00:05Z",
    "deleted_at": None,
    "parent_id": None,
    "rating": 4,
    "favorite": True,
    "links": {
        "self": _EXAMPLE_PATH,
        "audio": f"{_EXAMPLE_PATH}/audio",
        "waveform": f"{_EXAMPLE_PATH}/waveform",
        "cover": None,
        "stems": None,
        "midi": None,
        "plan": f"{_EXAMPLE_PATH}/plan",
        "restore": None,
        "parent": None,
    },
}


def with_example(shown: Mapping[str, Any]) -> ConfigDict:
    """The configuration of a model that is answered, with an example of it."""
    return ConfigDict(
        frozen=True, serialize_by_alias=True, json_schema_extra={"examples": [dict(shown)]}
    )


class TrackFileOut(BaseModel):
    """One file of a track."""

    model_config = with_example(EXAMPLE_TRACK["files"][0])

    kind: FileKind
    format: str = Field(description="wav, mp3, mid, png, ...")
    bytes: int
    sha256: str = Field(description="In hex; the ETag of the file.")
    label: str = Field(description="A stem's name; empty when there is one of its kind.")
    url: str


class TrackLinks(BaseModel):
    """Where to go from a track; null where there is nothing."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    self_: str = Field(alias="self")
    audio: str | None = Field(description="Its best audio file; `?format=` names another.")
    waveform: str | None
    cover: str | None
    stems: str | None = Field(description="All stems in one ZIP.")
    midi: str | None
    plan: str = Field(description="How it was composed, where its engine makes plans.")
    restore: str | None = Field(description="While it lies in the trash.")
    parent: str | None = Field(description="What it was looped, edited or continued from.")


class TrackOut(BaseModel):
    """A track of the library. Moments are UTC; an unknown text is empty."""

    model_config = with_example(EXAMPLE_TRACK)

    id: str = Field(pattern=ID_PATTERN)
    title: str
    artist: str
    album: str
    genre: str
    mood: str
    tempo_bpm: float | None
    key: str
    description: str
    tags: list[str]
    language: str
    prompt: str
    lyrics: str
    engine: str = Field(description="Empty for what no engine made.")
    model: str
    seed: int | None
    params: dict[str, Any]
    duration_seconds: float
    sample_rate: int
    channels: int
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    files: list[TrackFileOut]
    cover: str | None = Field(description="Where its picture is; null when it has none.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = Field(description="Since when it lies in the trash.")
    parent_id: str | None
    rating: int | None = Field(description="1 to 5 stars; null while nobody gave any.")
    favorite: bool
    links: TrackLinks


class TrackPage(BaseModel):
    """A stretch of a list of tracks."""

    model_config = with_example({"items": [EXAMPLE_TRACK], "next_cursor": None, "total": 1})

    items: list[TrackOut]
    next_cursor: str | None = Field(description="Where the next page begins; null at the end.")
    total: int = Field(description="Tracks on all pages together.")


class WaveformOut(BaseModel):
    """What a player draws: the lowest and highest sample of each stretch of a track."""

    model_config = with_example(
        {
            "track_id": EXAMPLE_TRACK_ID,
            "duration_seconds": 60.0,
            "buckets": 100,
            "peaks": [[-0.4213, 0.4077], [-0.5512, 0.5629]],
        }
    )

    track_id: str
    duration_seconds: float
    buckets: int
    peaks: list[tuple[float, float]] = Field(
        description="For each stretch, of equal length: minimum and maximum, -1 to 1."
    )


def each_written(tags: list[str]) -> list[str]:
    """The tags without space around them, each once."""
    return list(dict.fromkeys(written(tag).strip() for tag in tags))


Rating = Annotated[int, Field(ge=RATINGS[0], le=RATINGS[-1], strict=True)]
Tags = Annotated[list[ShortText], Field(max_length=MAX_TAGS), AfterValidator(each_written)]


class TrackPatch(BaseModel):
    """What to change of a track; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"title": "Night Rain", "tags": ["night", "study"]}]},
    )

    # The defaults are never used; made by a factory, they stay out of the schema.
    title: Name = Field(default_factory=str)
    artist: ShortText = Field(default_factory=str)
    album: ShortText = Field(default_factory=str)
    genre: ShortText = Field(default_factory=str)
    mood: ShortText = Field(default_factory=str)
    tempo_bpm: Finite | None = Field(None, gt=0, le=1_000, description="Null: unknown.")
    key: ShortText = Field(default_factory=str)
    description: Text = Field(default_factory=str)
    tags: Tags = Field(default_factory=list)
    language: ShortText = Field(default_factory=str)
    lyrics: Text = Field(default_factory=str)
    rating: Rating | None = Field(None, description="Stars; null: none.")
    favorite: StrictBool = Field(default_factory=bool)

    def changes(self) -> TrackChanges:
        """What was named, as `Library.update` takes it."""
        named = self.model_dump(exclude_unset=True)
        if "tags" in named:
            named["tags"] = tuple(named["tags"])
        return cast(TrackChanges, named)


def track_path(track_id: str) -> str:
    """Where a track is read."""
    return f"/api/v1/tracks/{track_id}"


def track_out(track: Track) -> TrackOut:
    """A track as the API shows it."""
    own = track_path(track.id)
    kinds = {file.kind for file in track.files}
    cover = f"{own}/cover" if FileKind.COVER in kinds else None
    audio = f"{own}/audio" if FileKind.AUDIO in kinds else None
    return TrackOut(
        id=track.id,
        title=track.title,
        artist=track.artist,
        album=track.album,
        genre=track.genre,
        mood=track.mood,
        tempo_bpm=track.tempo_bpm,
        key=track.key,
        description=track.description,
        tags=list(track.tags),
        language=track.language,
        prompt=track.prompt,
        lyrics=track.lyrics,
        engine=track.engine,
        model=track.model,
        seed=track.seed,
        params=dict(track.params),
        duration_seconds=track.duration_seconds,
        sample_rate=track.sample_rate,
        channels=track.channels,
        loudness_lufs=track.loudness_lufs,
        true_peak_dbtp=track.true_peak_dbtp,
        files=[_file_out(own, file) for file in track.files],
        cover=cover,
        created_at=track.created_at,
        updated_at=track.updated_at,
        deleted_at=track.deleted_at,
        parent_id=track.parent_id,
        rating=track.rating,
        favorite=track.favorite,
        links=TrackLinks(
            self_=own,
            audio=audio,
            waveform=f"{own}/waveform" if audio else None,
            cover=cover,
            stems=f"{own}/stems" if FileKind.STEM in kinds else None,
            midi=f"{own}/midi" if FileKind.MIDI in kinds else None,
            plan=f"{own}/plan",
            restore=f"{own}/restore" if track.deleted_at else None,
            parent=track_path(track.parent_id) if track.parent_id else None,
        ),
    )


def track_etag(shown: TrackOut) -> str:
    """The entity tag of a track: another one whenever anything shown of it is another."""
    return f'"{sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def _file_out(own: str, file: TrackFile) -> TrackFileOut:
    return TrackFileOut(
        kind=file.kind,
        format=file.format,
        bytes=file.bytes,
        sha256=file.sha256,
        label=file.label,
        url=_file_url(own, file),
    )


def _file_url(own: str, file: TrackFile) -> str:
    match file.kind:
        case FileKind.AUDIO:
            return f"{own}/audio?format={file.format}"
        case FileKind.STEM:
            return f"{own}/stems/{quote(file.label, safe='')}"
        case FileKind.MIDI:
            return f"{own}/midi"
        case _:  # by the name it has in the storage, which is made of the track's id
            return f"/output/{quote(file.name.rpartition('/')[2], safe='')}"
