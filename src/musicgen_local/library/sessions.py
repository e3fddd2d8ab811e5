"""Sessions of the library's database, and the rows that are asked for by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import URL, Engine, select
from sqlalchemy.orm import Session, selectinload

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.database import place_of, writing
from musicgen_local.library.failures import database_failures
from musicgen_local.library.identifiers import ID_LENGTH
from musicgen_local.library.models import TrackRow


class Sessions:
    """Short sessions: one for each thing that is asked of the library."""

    def __init__(self, engine: Engine, url: URL) -> None:
        self._reading = engine
        self._writing = writing(engine)
        self._place = place_of(url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that changes nothing: whatever is done to its rows is forgotten."""
        with database_failures(self._place), Session(self._reading, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are kept together at the end, or not at all."""
        with database_failures(self._place), Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self._reading.dispose()


def track_row(session: Session, track_id: str, *, lock: bool = False) -> TrackRow:
    """The row of a track; nobody else changes one that is locked.

    Raises:
        UserError: `NOT_FOUND`.
    """
    row = session.get(TrackRow, track_id, with_for_update=True if lock else None)
    if row is None:
        raise not_found(track_id)
    return row


def track_rows(session: Session, track_ids: Sequence[str], *, lock: bool = False) -> list[TrackRow]:
    """The rows of tracks, each once, in the order of their ids in `track_ids`.

    Raises:
        UserError: `NOT_FOUND` for the first id that is unknown.
    """
    wanted = list(dict.fromkeys(track_ids))
    # In one order, so that two who lock the same rows don't wait for one another.
    found = (
        select(TrackRow)
        .where(TrackRow.id.in_(wanted))
        .order_by(TrackRow.id)
        .options(selectinload(TrackRow.files), selectinload(TrackRow.tag_rows))
    )
    if lock:
        found = found.with_for_update()
    rows = {row.id: row for row in session.scalars(found)}
    if unknown := [track_id for track_id in wanted if track_id not in rows]:
        raise not_found(unknown[0])
    return [rows[track_id] for track_id in wanted]


def not_found(reference: str) -> UserError:
    """The error of a track that isn't there."""
    return UserError(
        ErrorCode.NOT_FOUND,
        f"The library has no track '{reference[:ID_LENGTH]}'.",
        recovery="List the library's tracks, and those in the trash, to see their ids.",
        details={"track_id": reference[:ID_LENGTH]},
    )
