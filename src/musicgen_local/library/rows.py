"""Rows to values and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from musicgen_local.library.models import FileRow, TagRow, TrackRow
from musicgen_local.library.search import folded, search_text
from musicgen_local.library.values import FileKind, NewTrack, Track, TrackFile


def row_of(
    track_id: str, new: NewTrack, files: Sequence[TrackFile], created_at: datetime
) -> TrackRow:
    """The row of a track that enters the library now."""
    row = TrackRow(
        id=track_id,
        title=new.title,
        artist=new.artist,
        album=new.album,
        genre=new.genre,
        mood=new.mood,
        tempo_bpm=new.tempo_bpm,
        key=new.key,
        language=new.language,
        engine=new.engine,
        model=new.model,
        seed=new.seed,
        duration_seconds=new.duration_seconds,
        sample_rate=new.sample_rate,
        channels=new.channels,
        loudness_lufs=new.loudness_lufs,
        true_peak_dbtp=new.true_peak_dbtp,
        created_at=created_at,
        updated_at=created_at,
        deleted_at=None,
        parent_id=new.parent_id,
        rating=None,
        favorite=False,
        tags=list(new.tags),
        description=new.description,
        prompt=new.prompt,
        lyrics=new.lyrics,
        params=dict(new.params),
        plan=None if new.plan is None else dict(new.plan),
        files=[file_row(file) for file in files],
    )
    _index(row)
    return row


def file_row(file: TrackFile) -> FileRow:
    """The row of a file."""
    return FileRow(
        kind=file.kind.value,
        format=file.format,
        name=file.name,
        bytes=file.bytes,
        sha256=file.sha256,
        label=file.label,
    )


def change(row: TrackRow, changes: Mapping[str, Any], moment: datetime) -> None:
    """Change columns of a row, by the names that `TrackChanges` has for them."""
    for name, value in changes.items():
        setattr(row, name, list(value) if name == "tags" else value)
    row.updated_at = moment
    _index(row)


def move(row: TrackRow, deleted_at: datetime | None) -> None:
    """Put a track into the trash, or take it out."""
    row.deleted_at = deleted_at
    for tag in row.tag_rows:
        tag.trashed = deleted_at is not None


def _index(row: TrackRow) -> None:
    """Bring what search, order and filters read into step with the rest."""
    kept = {known for known in row.tag_rows if known.tag in row.tags}
    trashed = row.deleted_at is not None
    new = set(row.tags) - {known.tag for known in kept}
    row.tag_rows = kept | {TagRow(tag=tag, trashed=trashed) for tag in new}
    row.sort_title = folded(row.title)
    row.search_text = search_text(
        row.title,
        row.artist,
        row.album,
        row.genre,
        row.mood,
        row.tags,
        row.description,
        row.prompt,
        row.lyrics,
    )


def track_of(row: TrackRow) -> Track:
    """The value that a row stands for."""
    return Track(
        id=row.id,
        title=row.title,
        artist=row.artist,
        album=row.album,
        genre=row.genre,
        mood=row.mood,
        tempo_bpm=row.tempo_bpm,
        key=row.key,
        description=row.description,
        tags=tuple(row.tags),
        language=row.language,
        prompt=row.prompt,
        lyrics=row.lyrics,
        engine=row.engine,
        model=row.model,
        seed=row.seed,
        params=row.params,
        duration_seconds=row.duration_seconds,
        sample_rate=row.sample_rate,
        channels=row.channels,
        loudness_lufs=row.loudness_lufs,
        true_peak_dbtp=row.true_peak_dbtp,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        parent_id=row.parent_id,
        rating=row.rating,
        favorite=row.favorite,
        files=tuple(
            TrackFile(
                kind=FileKind(file.kind),
                format=file.format,
                name=file.name,
                bytes=file.bytes,
                sha256=file.sha256,
                label=file.label,
            )
            for file in row.files
        ),
    )
