"""Rows to values and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from musicgen_local.library.models import FileRow, TrackRow
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
        tags=list(new.tags),
        description=new.description,
        prompt=new.prompt,
        lyrics=new.lyrics,
        params=dict(new.params),
        plan=None if new.plan is None else dict(new.plan),
        files=[
            FileRow(
                kind=file.kind.value,
                format=file.format,
                name=file.name,
                bytes=file.bytes,
                sha256=file.sha256,
                label=file.label,
            )
            for file in files
        ],
    )
    index(row)
    return row


def index(row: TrackRow) -> None:
    """Bring the columns that search and order read into step with the others."""
    row.sort_title = folded(row.title)
    row.search_text = search_text(
        row.title, row.artist, row.album, row.genre, row.mood, row.tags, row.prompt
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
