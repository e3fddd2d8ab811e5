"""Lists of tracks: a query as SQL, and the cursor that says where its next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, label, select, tuple_
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.models import CollectionTrackRow, TagRow, TrackRow
from musicgen_local.library.rows import track_of
from musicgen_local.library.search import search_words
from musicgen_local.library.values import MAX_PAGE, Page, Track, TrackQuery, TrackSort

_Key = SQLCoreOperations[Any]
_KEYS: dict[TrackSort, _Key] = {
    TrackSort.CREATED_AT: TrackRow.created_at,
    TrackSort.UPDATED_AT: TrackRow.updated_at,
    TrackSort.TITLE: TrackRow.sort_title,
    TrackSort.DURATION: TrackRow.duration_seconds,
    TrackSort.TEMPO: func.coalesce(TrackRow.tempo_bpm, 0.0),  # unknown is slowest
    TrackSort.RATING: func.coalesce(TrackRow.rating, 0),  # unrated is worst
    TrackSort.POSITION: CollectionTrackRow.position,
}
_INDEXED = {TrackSort.UPDATED_AT, TrackSort.TITLE, TrackSort.DURATION}
_FARTHEST = 2**31 - 1
_FEW = 500  # tracks that are better sorted by themselves than looked for again
_MOMENTS = {TrackSort.CREATED_AT, TrackSort.UPDATED_AT}


def page(session: Session, query: TrackQuery, among: Sequence[str] | None = None) -> Page[Track]:
    """One page of the tracks that `query` describes.

    `among` are the ids of all tracks on all pages, where they are known already. By its cursor a
    page begins after the last track seen, so tracks that come and go meanwhile neither repeat
    another nor hide it; by an offset it begins wherever so many tracks stand before it now.

    Raises:
        UserError: `VALIDATION` for a cursor of another list or one beside an offset, a limit or an
            offset out of range, or an order by position without a collection.
    """
    statement = _rows_of(query, among).options(selectinload(TrackRow.files))
    found = session.execute(statement).all()
    shown = found[: query.limit]
    tracks = tuple(track_of(row) for row, _ in shown)
    more = len(found) > query.limit
    return Page(tracks, _cursor_after(query, shown[-1][1], tracks[-1].id) if more else None)


def count(session: Session, query: TrackQuery) -> int:
    """How many tracks there are on all pages together."""
    found = select(func.count()).select_from(TrackRow).where(*conditions(query))
    return session.scalar(found) or 0


def browse(session: Session, query: TrackQuery) -> tuple[Page[Track], int]:
    """`page` and `count` at once: a search goes through all texts, so a rare word only once."""
    if query.search:
        some = select(TrackRow.id).where(*conditions(query)).limit(_FEW + 1)
        few = session.scalars(some).all()
        if len(few) <= _FEW:
            return page(session, query, few), len(few)
    return page(session, query), count(session, query)


def conditions(query: TrackQuery) -> list[ColumnElement[bool]]:
    """What a track must satisfy to be in the list."""
    wanted: list[ColumnElement[bool]] = [
        TrackRow.deleted_at.is_not(None) if query.trashed else TrackRow.deleted_at.is_(None)
    ]
    among: list[tuple[_Key, tuple[str, ...]]] = [
        (TrackRow.genre, query.genres),
        (TrackRow.mood, query.moods),
        (TrackRow.engine, query.engines),
    ]
    wanted += [column.in_(values) for column, values in among if values]
    if query.parent_id is not None:
        wanted.append(TrackRow.parent_id == query.parent_id)
    if query.favorite is not None:
        wanted.append(TrackRow.favorite.is_(query.favorite))
    limits: list[tuple[_Key, float | None, float | None]] = [
        (TrackRow.rating, query.min_rating, None),
        (TrackRow.duration_seconds, query.min_duration_seconds, query.max_duration_seconds),
        (TrackRow.tempo_bpm, query.min_tempo_bpm, query.max_tempo_bpm),
    ]
    wanted += [column >= least for column, least, _ in limits if least is not None]
    wanted += [column <= most for column, _, most in limits if most is not None]
    if query.collection_id is not None:
        wanted.append(TrackRow.id.in_(_members(query.collection_id)))
    wanted += [TrackRow.id.in_(_tagged(tag, query.trashed)) for tag in dict.fromkeys(query.tags)]
    wanted += [
        TrackRow.search_text.contains(word, autoescape=True) for word in search_words(query.search)
    ]
    return wanted


def _members(collection_id: str) -> Select[str]:
    rows = CollectionTrackRow
    return select(rows.track_id).where(rows.collection_id == collection_id)


def _tagged(tag: str, trashed: bool) -> Select[str]:
    return select(TagRow.track_id).where(TagRow.trashed.is_(trashed), TagRow.tag == tag)


def _rows_of(query: TrackQuery, among: Sequence[str] | None) -> Select[TrackRow, Any]:
    """Rows and sort keys of a page, and one row more that tells whether another page follows."""
    if not 1 <= query.limit <= MAX_PAGE:
        raise _refused("limit", f"A page holds 1 to {MAX_PAGE} tracks, not {query.limit}.")
    if not 0 <= query.offset <= _FARTHEST:
        raise _refused("offset", f"An offset is 0 to {_FARTHEST}, not {query.offset}.")
    if query.offset and query.cursor is not None:
        raise _refused("offset", "A page begins after a cursor or at an offset, not at both.")
    where = conditions(query) if among is None else [TrackRow.id.in_(among)]
    key = _key(query, narrowed=len(where) > 1)
    # Found by their keys alone; only the tracks that are shown are read whole.
    found = select(TrackRow.id, label("key", key)).where(*where)
    if query.sort is TrackSort.POSITION:
        if query.collection_id is None:
            raise _refused("sort", "Tracks have positions in a collection only.")
        found = found.join(CollectionTrackRow, CollectionTrackRow.track_id == TrackRow.id)
        found = found.where(CollectionTrackRow.collection_id == query.collection_id)
    if query.cursor is not None:
        position = tuple_(key, TrackRow.id)
        seen = tuple_(*_decoded(query.cursor, query))
        found = found.where(position < seen if query.descending else position > seen)
    found = found.order_by(*_ordered(key, TrackRow.id, query)).limit(query.limit + 1)
    found = found.offset(query.offset or None)
    shown = found.subquery()
    whole = select(TrackRow, shown.c.key).join(shown, shown.c.id == TrackRow.id)
    return whole.order_by(*_ordered(shown.c.key, shown.c.id, query))


def _key(query: TrackQuery, *, narrowed: bool) -> _Key:
    """What the list is sorted by.

    SQLite would follow the index of an order to its end, long row by long row, until a filter has
    let enough of them pass; a key that no index has makes it look through the filters' index.
    """
    key = _KEYS[query.sort]
    return func.coalesce(key, key) if narrowed and query.sort in _INDEXED else key


def _ordered(key: _Key, track_id: _Key, query: TrackQuery) -> tuple[ColumnElement[Any], ...]:
    return (key.desc(), track_id.desc()) if query.descending else (key.asc(), track_id.asc())


def _cursor_after(query: TrackQuery, key: Any, track_id: str) -> str:
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


_WAYS = {
    "cursor": "Use `next_cursor` of the page before, with the same order, or start without one.",
    "offset": "Give either of them, and as offset the number of tracks to pass over.",
    "limit": f"Ask for 1 to {MAX_PAGE} tracks at a time.",
    "sort": "Name the collection, too, or choose another order.",
}


def _refused(field: str, message: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=_WAYS[field], details={"field": field})
