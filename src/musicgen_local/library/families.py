"""Versions of a piece: what was made of a track, of that again, and what it was made of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from musicgen_local.library.models import TrackRow


def family_of(session: Session, track_id: str) -> Sequence[TrackRow]:
    """All descendants of the track's oldest ancestor, and that, without the trash; oldest first.

    What lies in the trash still holds a family together; what was purged doesn't.
    """
    up = select(TrackRow.id, TrackRow.parent_id).where(TrackRow.id == track_id).cte(recursive=True)
    up = up.union(select(TrackRow.id, TrackRow.parent_id).join(up, TrackRow.id == up.c.parent_id))
    down = select(up.c.id).where(up.c.parent_id.is_(None)).cte(recursive=True)
    down = down.union(select(TrackRow.id).join(down, TrackRow.parent_id == down.c.id))
    members = (
        select(TrackRow)
        .where(TrackRow.id.in_(select(down.c.id)), TrackRow.deleted_at.is_(None))
        .order_by(TrackRow.created_at, TrackRow.id)
        .options(selectinload(TrackRow.files))
    )
    return session.scalars(members).all()
