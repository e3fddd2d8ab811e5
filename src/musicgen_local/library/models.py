"""The tables. Nothing outside this package sees these classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    MetaData,
    SmallInteger,
    String,
    Text,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from musicgen_local.library.identifiers import ID_LENGTH


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Names every constraint, so that a later migration can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


_FILTERED = ("genre", "mood", "engine", "favorite", "rating", "tempo_bpm", "duration_seconds")
_ORDERED = ("created_at", "updated_at", "sort_title")
WIDE_INDEXES = {
    "ix_tracks_filters": ("deleted_at", *_FILTERED, *_ORDERED, "id"),
    "ix_tracks_newest": ("deleted_at", "created_at", "id", *_FILTERED, "updated_at", "sort_title"),
    "ix_tracks_search": (
        *("deleted_at", "created_at", "id", *_FILTERED, "updated_at", "sort_title"),
        "search_text",
    ),
}
# SQLite keeps no statistics of its own; told that this column is long, it looks through the index
# that has it for nothing but searches.
_LONG_TEXT = Text().with_variant(String(1_000), "sqlite")


def _wide_index(name: str, columns: Sequence[str]) -> SchemaItem:
    """For SQLite alone: PostgreSQL takes no long keys, and keeps statistics to filter by."""
    return Index(name, *columns).ddl_if(dialect="sqlite")


class TrackRow(Base):
    """One track; long texts stand last, where SQLite reads them only when asked."""

    __tablename__ = "tracks"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    artist: Mapped[str] = mapped_column(Text)
    album: Mapped[str] = mapped_column(Text)
    genre: Mapped[str] = mapped_column(Text)
    mood: Mapped[str] = mapped_column(Text)
    tempo_bpm: Mapped[float | None] = mapped_column(Float)
    key: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(Text)
    model: Mapped[str] = mapped_column(Text)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    duration_seconds: Mapped[float] = mapped_column(Float)
    sample_rate: Mapped[int]
    channels: Mapped[int]
    loudness_lufs: Mapped[float | None] = mapped_column(Float)
    true_peak_dbtp: Mapped[float | None] = mapped_column(Float)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parent_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("tracks.id", ondelete="SET NULL")
    )
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    favorite: Mapped[bool] = mapped_column(Boolean, server_default=false())
    sort_title: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(_LONG_TEXT)
    tags: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    prompt: Mapped[str] = mapped_column(Text)
    lyrics: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)

    files: Mapped[list[FileRow]] = relationship(
        order_by="FileRow.id", cascade="all, delete-orphan", passive_deletes=True
    )
    tag_rows: Mapped[set[TagRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    # A list never mixes the library with the trash, so every order begins with that. Filters look
    # through an index that holds all that lists ask for: rows are long, and slow to look through.
    __table_args__ = (
        *(
            Index(None, "deleted_at", order, "id")
            for order in ("created_at", "updated_at", "sort_title", "duration_seconds")
        ),
        Index(None, "parent_id"),
        *(_wide_index(name, columns) for name, columns in WIDE_INDEXES.items()),
    )


class FileRow(Base):
    """One file of a track."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("tracks.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text, unique=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(Text)


class TagRow(Base):
    """One tag of a track, to look it up by; `TrackRow.tags` has all in their order."""

    __tablename__ = "track_tags"

    track_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(Text, primary_key=True)
    trashed: Mapped[bool] = mapped_column(Boolean, server_default=false())  # as its track is

    __table_args__ = (Index(None, "trashed", "tag", "track_id"),)


class CollectionRow(Base):
    """One collection."""

    __tablename__ = "collections"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text, unique=True)
    description: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CollectionTrackRow(Base):
    """A track's place in a collection."""

    __tablename__ = "collection_tracks"

    collection_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    track_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
