"""How many tracks have which genre, mood, engine and tag."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from musicgen_local.library.models import TagRow, TrackRow
from musicgen_local.library.values import Counted, Facets

_COUNT = func.count()


def facets_of(session: Session, *, trashed: bool) -> Facets:
    """The facets of the library, or of the trash."""
    here = _in_trash(trashed)
    return Facets(
        genres=_counted(session, TrackRow.genre, here),
        moods=_counted(session, TrackRow.mood, here),
        engines=_counted(session, TrackRow.engine, here),
        tags=_tags(session, here),
        total=_number(session, here),
        favorites=_number(session, here, TrackRow.favorite.is_(True)),
        trashed=_number(session, _in_trash(True)),
    )


def _in_trash(trashed: bool) -> ColumnElement[bool]:
    return TrackRow.deleted_at.is_not(None) if trashed else TrackRow.deleted_at.is_(None)


def _counted(
    session: Session, column: InstrumentedAttribute[str], here: ColumnElement[bool]
) -> tuple[Counted, ...]:
    found = session.execute(select(column, _COUNT).where(here, column != "").group_by(column))
    return _sorted(found)


def _tags(session: Session, here: ColumnElement[bool]) -> tuple[Counted, ...]:
    found = (
        select(TagRow.tag, _COUNT)
        .join(TrackRow, TrackRow.id == TagRow.track_id)
        .where(here)
        .group_by(TagRow.tag)
    )
    return _sorted(session.execute(found))


def _sorted(found: Any) -> tuple[Counted, ...]:
    counted = (Counted(value, count) for value, count in found)
    return tuple(sorted(counted, key=lambda one: (-one.count, one.value)))


def _number(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(_COUNT).select_from(TrackRow).where(*where)) or 0
