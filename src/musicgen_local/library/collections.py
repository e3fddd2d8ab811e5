"""Collections: tracks put together by a person, in an order of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.identifiers import ID_LENGTH, new_track_id
from musicgen_local.library.models import CollectionRow, CollectionTrackRow, TrackRow
from musicgen_local.library.search import folded
from musicgen_local.library.sessions import Sessions, track_rows
from musicgen_local.library.values import Collection, ForgottenCollection


class CollectionChanges(TypedDict, total=False):
    """What may be changed of a collection; what is left out stays as it is."""

    name: str
    description: str


class Collections:
    """All collections of a library. No two have the same name, however it is written.

    Every method raises `MachineError` as those of `Library` do.
    """

    def __init__(self, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        """Use `Library.collections`."""
        self._sessions = sessions
        self._clock = clock

    def list(self) -> tuple[Collection, ...]:
        """All collections, by name."""
        with self._sessions.read() as session:
            found = session.execute(_SHOWN.order_by(CollectionRow.sort_name))
            return tuple(_collection(*row) for row in found)

    def get(self, collection_id: str) -> Collection:
        """One collection.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.read() as session:
            return _shown(session, collection_id)

    def create(self, name: str, description: str = "", track_ids: Sequence[str] = ()) -> Collection:
        """A new collection of these tracks, in this order.

        Raises:
            UserError: `CONFLICT` when the name is taken; `NOT_FOUND` for an unknown track.
        """
        with self._sessions.write() as session:
            _require_free(session, name)
            moment = self._clock()
            row = CollectionRow(
                id=new_track_id(),
                name=name,
                sort_name=folded(name),
                description=description,
                created_at=moment,
                updated_at=moment,
            )
            session.add(row)
            session.flush()
            _append(session, row.id, track_ids)
            return _shown(session, row.id)

    def update(self, collection_id: str, **changes: Unpack[CollectionChanges]) -> Collection:
        """Change the name or the description.

        Raises:
            UserError: `NOT_FOUND`; `CONFLICT` when the name is taken.
        """
        with self._sessions.write() as session:
            row = self._changing(session, collection_id)
            if "name" in changes:
                _require_free(session, changes["name"], but=row.id)
                row.name, row.sort_name = changes["name"], folded(changes["name"])
            row.description = changes.get("description", row.description)
            session.flush()
            return _shown(session, row.id)

    def delete(self, collection_id: str) -> ForgottenCollection:
        """Forget a collection; its tracks stay in the library. Returns what it was.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.write() as session:
            gone = _shown(session, collection_id)
            inside = (
                select(CollectionTrackRow.track_id)
                .where(CollectionTrackRow.collection_id == collection_id)
                .order_by(CollectionTrackRow.position)
            )
            track_ids = tuple(session.scalars(inside))
            session.execute(delete(CollectionRow).where(CollectionRow.id == collection_id))
            return ForgottenCollection(collection=gone, track_ids=track_ids)

    def add(self, collection_id: str, track_ids: Sequence[str]) -> Collection:
        """Put tracks at the end, in this order; those that are in it stay where they are.

        Raises:
            UserError: `NOT_FOUND` for an unknown collection or track; then none is added.
        """
        with self._sessions.write() as session:
            row = self._changing(session, collection_id)
            _append(session, row.id, track_ids)
            session.flush()
            return _shown(session, row.id)

    def remove(self, collection_id: str, track_ids: Sequence[str]) -> Collection:
        """Take tracks out; those that aren't in it don't matter. They stay in the library.

        Raises:
            UserError: `NOT_FOUND` for an unknown collection.
        """
        with self._sessions.write() as session:
            row = self._changing(session, collection_id)
            session.execute(
                delete(CollectionTrackRow).where(
                    CollectionTrackRow.collection_id == row.id,
                    CollectionTrackRow.track_id.in_(track_ids),
                )
            )
            session.flush()
            return _shown(session, row.id)

    def _changing(self, session: Session, collection_id: str) -> CollectionRow:
        row = session.get(CollectionRow, collection_id, with_for_update=True)
        if row is None:
            raise _not_found(collection_id)
        row.updated_at = self._clock()
        return row


_SHOWN: Select[CollectionRow, int, float] = (
    select(
        CollectionRow,
        func.count(TrackRow.id),
        func.coalesce(func.sum(TrackRow.duration_seconds), 0.0),
    )
    .outerjoin(CollectionTrackRow, CollectionTrackRow.collection_id == CollectionRow.id)
    .outerjoin(
        TrackRow,
        (TrackRow.id == CollectionTrackRow.track_id) & TrackRow.deleted_at.is_(None),
    )
    .group_by(CollectionRow.id)
)


def _shown(session: Session, collection_id: str) -> Collection:
    found = session.execute(_SHOWN.where(CollectionRow.id == collection_id)).first()
    if found is None:
        raise _not_found(collection_id)
    return _collection(*found)


def _collection(row: CollectionRow, track_count: int, duration_seconds: float) -> Collection:
    return Collection(
        id=row.id,
        name=row.name,
        description=row.description,
        track_count=track_count,
        duration_seconds=duration_seconds,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _append(session: Session, collection_id: str, track_ids: Sequence[str]) -> None:
    rows = track_rows(session, track_ids)
    here = CollectionTrackRow.collection_id == collection_id
    known = set(session.scalars(select(CollectionTrackRow.track_id).where(here)))
    last = session.scalar(select(func.max(CollectionTrackRow.position)).where(here)) or 0
    new = [row.id for row in rows if row.id not in known]
    session.add_all(
        CollectionTrackRow(collection_id=collection_id, track_id=track_id, position=position)
        for position, track_id in enumerate(new, last + 1)
    )
    session.flush()


def _require_free(session: Session, name: str, but: str | None = None) -> None:
    found = select(CollectionRow).where(CollectionRow.sort_name == folded(name))
    taken = session.scalar(found)
    if taken is not None and taken.id != but:
        raise UserError(
            ErrorCode.CONFLICT,
            f"There is a collection '{taken.name}' already.",
            recovery="Choose another name, or add the tracks to that one.",
            details={"field": "name", "collection_id": taken.id},
        )


def _not_found(collection_id: str) -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no collection '{collection_id[:ID_LENGTH]}'.",
        recovery="List the collections; it may have been deleted meanwhile.",
        details={"collection_id": collection_id[:ID_LENGTH]},
    )
