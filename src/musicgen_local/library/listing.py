"""A query of tracks as SQL, and the cursor that says where its next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.sql.elements import SQLCoreOperations

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.models import TrackRow
from musicgen_local.library.search import search_words
from musicgen_local.library.values import MAX_PAGE, TrackQuery, TrackSort

_Key = SQLCoreOperations[Any]
_KEYS: dict[TrackSort, _Key] = {
    TrackSort.CREATED_AT: TrackRow.created_at,
    TrackSort.UPDATED_AT: TrackRow.updated_at,
    TrackSort.TITLE: TrackRow.sort_title,
    TrackSort.DURATION: TrackRow.duration_seconds,
    TrackSort.TEMPO: func.coalesce(TrackRow.tempo_bpm, 0.0),  # unknown is slowest
}
_MOMENTS = {TrackSort.CREATED_AT, TrackSort.UPDATED_AT}


def conditions(query: TrackQuery) -> list[ColumnElement[bool]]:
    """What a track must satisfy to be in the list."""
    wanted: list[ColumnElement[bool]] = [
        TrackRow.deleted_at.is_not(None) if query.trashed else TrackRow.deleted_at.is_(None)
    ]
    if query.genre is not None:
        wanted.append(TrackRow.genre == query.genre)
    if query.mood is not None:
        wanted.append(TrackRow.mood == query.mood)
    if query.engine is not None:
        wanted.append(TrackRow.engine == query.engine)
    wanted += [
        TrackRow.search_text.contains(word, autoescape=True) for word in search_words(query.search)
    ]
    return wanted


def page_of(query: TrackQuery) -> Select[TrackRow, Any]:
    """Rows and sort keys of one page, and one row more that tells whether another page follows.

    A page begins after the last track seen, not after a number of tracks, so tracks that come and
    go meanwhile neither repeat another nor hide it.

    Raises:
        UserError: `VALIDATION` for a cursor of another list, or a limit out of range.
    """
    if not 1 <= query.limit <= MAX_PAGE:
        raise _refused("limit", f"A page holds 1 to {MAX_PAGE} tracks, not {query.limit}.")
    key = _KEYS[query.sort]
    where = conditions(query)
    if query.cursor is not None:
        position = tuple_(key, TrackRow.id)
        seen = tuple_(*_decoded(query.cursor, query))
        where.append(position < seen if query.descending else position > seen)
    order = (key.desc(), TrackRow.id.desc()) if query.descending else (key.asc(), TrackRow.id.asc())
    return select(TrackRow, key).where(*where).order_by(*order).limit(query.limit + 1)


def cursor_after(query: TrackQuery, key: Any, track_id: str) -> str:
    """The cursor of the page that begins after this track."""
    value = key.isoformat() if isinstance(key, datetime) else key
    packed = json.dumps([query.sort.value, query.descending, value, track_id])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decoded(cursor: str, query: TrackQuery) -> tuple[Any, str]:
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sort, descending, value, track_id = json.loads(packed)
        fits = (sort, descending) == (query.sort.value, query.descending)
        fits = fits and isinstance(track_id, str)
        if query.sort in _MOMENTS:
            value = datetime.fromisoformat(value)
            fits = fits and value.tzinfo is not None
        elif query.sort == TrackSort.TITLE:
            fits = fits and isinstance(value, str)
        else:
            value = float(value)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise _refused("cursor", "The cursor doesn't belong to this list.")
    return value, track_id


def _refused(field: str, message: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        message,
        recovery="Use `next_cursor` of the page before, with the same order, or start without one."
        if field == "cursor"
        else f"Ask for 1 to {MAX_PAGE} tracks at a time.",
        details={"field": field},
    )
