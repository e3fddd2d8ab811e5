"""How many tracks have which genre, mood, engine and tag."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from musicgen_local.library.models import TagRow, TrackRow
from musicgen_local.library.values import Counted, Facets

_COUNT = func.count()


def facets_of(session: Session, *, trashed: bool) -> Facets:
    """The facets of the library, or of the trash."""
    # In the order of an index, so that the library is gone through once and nothing is sorted.
    told = (TrackRow.genre, TrackRow.mood, TrackRow.engine, TrackRow.favorite)
    here = TrackRow.deleted_at.is_not(None) if trashed else TrackRow.deleted_at.is_(None)
    found = session.execute(select(*told, _COUNT).where(here).group_by(*told))
    genres, moods, engines = Counter[str](), Counter[str](), Counter[str]()
    total = favorites = 0
    for genre, mood, engine, favorite, count in found:
        genres[genre] += count
        moods[mood] += count
        engines[engine] += count
        total += count
        favorites += count if favorite else 0
    tagged = select(TagRow.tag, _COUNT).where(TagRow.trashed.is_(trashed)).group_by(TagRow.tag)
    tags = Counter(dict(session.execute(tagged).all()))
    in_trash = select(_COUNT).select_from(TrackRow).where(TrackRow.deleted_at.is_not(None))
    return Facets(
        genres=_sorted(genres),
        moods=_sorted(moods),
        engines=_sorted(engines),
        tags=_sorted(tags),
        total=total,
        favorites=favorites,
        trashed=session.scalar(in_trash) or 0,
    )


def _sorted(counts: Counter[str]) -> tuple[Counted, ...]:
    """The most frequent first; what is unknown of a track isn't told apart by it."""
    named = ((value, count) for value, count in counts.items() if value)
    return tuple(Counted(*one) for one in sorted(named, key=lambda one: (-one[1], one[0])))
