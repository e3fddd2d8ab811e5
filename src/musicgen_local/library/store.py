"""The library of tracks: add, find, change, throw away, take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self, Unpack

from sqlalchemy import URL, Engine, delete, select

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import listing
from musicgen_local.library.collections import Collections
from musicgen_local.library.database import (
    connect,
    parse_database_url,
    place_of,
    sqlite_path,
    use_write_ahead_log,
)
from musicgen_local.library.edits import Edited, TrackEdit, changes_of
from musicgen_local.library.facets import facets_of
from musicgen_local.library.failures import database_failures
from musicgen_local.library.families import family_of
from musicgen_local.library.identifiers import ALPHABET, ID_LENGTH
from musicgen_local.library.models import FileRow, TrackRow
from musicgen_local.library.rows import change, file_row, move, row_of, track_of
from musicgen_local.library.schema import ensure_schema
from musicgen_local.library.sessions import Sessions, not_found, track_row, track_rows
from musicgen_local.library.storage import TrackStorage
from musicgen_local.library.values import (
    Facets,
    FileKind,
    LibraryCheck,
    MissingFile,
    NewTrack,
    Page,
    Track,
    TrackChanges,
    TrackFile,
    TrackQuery,
)

BUSY_TIMEOUT_SECONDS = 5.0


def _now() -> datetime:
    return datetime.now(UTC)


class Library:
    """All tracks, in one database. Threads and processes may share it.

    Every method raises `MachineError` when the database can't be read or written: `CONFLICT` when
    another program holds it for longer than the busy timeout, `NOT_WRITABLE`, `DISK_FULL`, or
    `INTERNAL` when it is damaged.
    """

    def __init__(self, engine: Engine, url: URL, clock: Callable[[], datetime] = _now) -> None:
        """Use `Library.open`, which sees to the tables."""
        self._sessions = Sessions(engine, url)
        self.collections = Collections(self._sessions, clock)
        self._clock = clock

    @classmethod
    def open(
        cls,
        url: str,
        *,
        busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
        clock: Callable[[], datetime] = _now,
    ) -> Library:
        """Open the library at a SQLAlchemy URL; make it, or bring its tables up to date.

        A SQLite file of an older version is copied to `<file>.before-*` beside it first.

        Raises:
            UserError: `VALIDATION` for a URL that can't be used; `CONFLICT` for a database of a
                newer version or of another program.
            MachineError: as every method of the library.
        """
        parsed = parse_database_url(url)
        engine = connect(parsed, busy_timeout_seconds)
        try:
            with database_failures(place_of(parsed)):
                ensure_schema(engine, parsed, busy_timeout_seconds)
                if sqlite_path(parsed) is not None:
                    use_write_ahead_log(engine, busy_timeout_seconds)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, parsed, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._sessions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, track_id: str, new: NewTrack, files: Sequence[TrackFile] = ()) -> Track:
        """Enter a track whose files are in place already (see `filing.add_track`).

        Raises:
            UserError: `NOT_FOUND` when its parent isn't there, `CONFLICT` when the id or a file's
                name is taken, `VALIDATION` when a value can't be stored.
        """
        with self._sessions.write() as session:
            if new.parent_id is not None:
                track_row(session, new.parent_id)
            session.add(row_of(track_id, new, files, self._clock()))
            session.flush()
            session.expire_all()  # the answer is what the database holds, not what was meant
            return track_of(track_row(session, track_id))

    def get(self, track_id: str) -> Track:
        """The track of this full id, in the trash or not (`deleted_at` tells).

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.read() as session:
            return track_of(track_row(session, track_id))

    def contains(self, track_id: str) -> bool:
        """Whether there is a track of this full id, in the trash or not."""
        with self._sessions.read() as session:
            return session.scalar(select(TrackRow.id).filter_by(id=track_id)) is not None

    def plan(self, track_id: str) -> Mapping[str, Any] | None:
        """The plan the track was made by, if its engine has plans.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.read() as session:
            return track_row(session, track_id).plan

    def list(self, query: TrackQuery | None = None) -> Page[Track]:
        """One page of the tracks that `query` describes; the newest first unless it says else.

        Raises:
            UserError: `VALIDATION` for a cursor of another list or one beside an offset, a limit
                or an offset out of range, or a search that is too long.
        """
        with self._sessions.read() as session:
            return listing.page(session, query or TrackQuery())

    def count(self, query: TrackQuery | None = None) -> int:
        """How many tracks `query` describes on all its pages together."""
        with self._sessions.read() as session:
            return listing.count(session, query or TrackQuery())

    def browse(self, query: TrackQuery) -> tuple[Page[Track], int]:
        """One page as `list` gives it, and how many tracks there are on all pages together.

        Raises:
            UserError: as `list`.
        """
        with self._sessions.read() as session:
            return listing.browse(session, query)

    def facets(self, *, trashed: bool = False) -> Facets:
        """What the library's tracks, or those in the trash, can be told apart by."""
        with self._sessions.read() as session:
            return facets_of(session, trashed=trashed)

    def versions(self, track_id: str) -> tuple[Track, ...]:
        """The whole family of a track, oldest first; see `families.family_of`.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.read() as session:
            track_row(session, track_id)
            return tuple(track_of(row) for row in family_of(session, track_id))

    def resolve(self, reference: str, *, trashed: bool | None = False) -> Track:
        """The track that a person means: the beginning of an id, or `last` for the newest.

        Looks in the library; in the trash when `trashed` is True; in both when it is None.

        Raises:
            UserError: `NOT_FOUND` when there is none; `CONFLICT` when there are several.
        """
        wanted = reference.strip().lower()
        found = select(TrackRow)
        if trashed is not None:
            found = found.where(*listing.conditions(TrackQuery(trashed=trashed)))
        if wanted == "last":
            found = found.order_by(TrackRow.created_at.desc(), TrackRow.id.desc()).limit(1)
        elif wanted and len(wanted) <= ID_LENGTH and set(wanted) <= set(ALPHABET):
            found = found.where(TrackRow.id.startswith(wanted)).order_by(TrackRow.id).limit(5)
        else:
            raise not_found(reference)
        with self._sessions.read() as session:
            rows = session.scalars(found).all()
            if not rows:
                raise not_found(reference)
            if len(rows) > 1:
                raise _ambiguous(reference, [row.id for row in rows])
            return track_of(rows[0])

    def update(
        self,
        track_id: str,
        *,
        seen_updated_at: datetime | None = None,
        **changes: Unpack[TrackChanges],
    ) -> Track:
        """Change what `changes` names and leave the rest.

        With `seen_updated_at` only if nobody changed the track since that moment of its own.

        Raises:
            UserError: `NOT_FOUND`; `VALIDATION` for a name that may not be changed; `CONFLICT`
                when somebody changed the track meanwhile.
        """
        if unknown := set(changes) - TrackChanges.__optional_keys__:
            raise UserError(
                ErrorCode.VALIDATION,
                f"{', '.join(sorted(unknown))} of a track can't be changed.",
                recovery=f"Change any of {', '.join(sorted(TrackChanges.__optional_keys__))}.",
                details={"field": min(unknown)},
            )
        with self._sessions.write() as session:
            row = track_row(session, track_id, lock=True)
            if seen_updated_at not in (None, row.updated_at):
                raise _changed_meanwhile(row)
            change(row, changes, self._clock())
            session.flush()
            session.expire_all()
            return track_of(track_row(session, track_id))

    def edit(self, track_ids: Sequence[str], edit: TrackEdit, *, preview: bool = False) -> Edited:
        """Carry out one edit on many tracks, on all of them or on none.

        With `preview` nothing is changed: the answer is what would have become of them.

        Raises:
            UserError: `NOT_FOUND` for an unknown id; `VALIDATION` when a track would have more
                tags than it may.
        """
        sessions = self._sessions
        with sessions.read() if preview else sessions.write() as session:
            rows = track_rows(session, track_ids, lock=not preview)
            moment = self._clock()
            changes = []
            for row in rows:
                edited = changes_of(track_of(row), edit)
                if edited.fields:
                    change(row, {name: one.after for name, one in edited.fields.items()}, moment)
                    changes.append(edited)
            return Edited(tuple(changes), tuple(track_of(row) for row in rows))

    def set_cover(self, track_id: str, cover: TrackFile | None) -> tuple[Track, tuple[str, ...]]:
        """Give the track this cover, or none; returns the names of the files that are left over.

        Raises:
            UserError: `NOT_FOUND`.
        """
        with self._sessions.write() as session:
            row = track_row(session, track_id, lock=True)
            old = [file for file in row.files if file.kind == FileKind.COVER]
            row.files = [file for file in row.files if file not in old]
            if cover is not None:
                row.files.append(file_row(cover))
            if old or cover is not None:
                row.updated_at = self._clock()
            session.flush()
            return track_of(row), tuple(file.name for file in old)

    def delete(self, track_id: str) -> Track:
        """Put the track into the trash, where it keeps its files; again changes nothing.

        Raises:
            UserError: `NOT_FOUND`.
        """
        return self.delete_all([track_id])[0]

    def delete_all(self, track_ids: Sequence[str]) -> tuple[Track, ...]:
        """Put tracks into the trash, all or none of them.

        Raises:
            UserError: `NOT_FOUND` for an unknown id.
        """
        with self._sessions.write() as session:
            rows = track_rows(session, track_ids, lock=True)
            moment = self._clock()
            for row in rows:
                move(row, row.deleted_at or moment)
            return tuple(track_of(row) for row in rows)

    def restore(self, track_id: str) -> Track:
        """Take the track out of the trash; one that isn't in it stays as it is.

        Raises:
            UserError: `NOT_FOUND`.
        """
        return self.restore_all([track_id])[0]

    def restore_all(self, track_ids: Sequence[str]) -> tuple[Track, ...]:
        """Take tracks out of the trash, all or none of them.

        Raises:
            UserError: `NOT_FOUND` for an unknown id.
        """
        with self._sessions.write() as session:
            rows = track_rows(session, track_ids, lock=True)
            for row in rows:
                move(row, None)
            return tuple(track_of(row) for row in rows)

    def purge_all(self, track_ids: Sequence[str]) -> tuple[Track, ...]:
        """Forget tracks for ever, in the trash or not, all or none; returns what they were.

        Tracks made from them stay, without a parent. See `filing.purge_tracks`.

        Raises:
            UserError: `NOT_FOUND` for an unknown id.
        """
        with self._sessions.write() as session:
            tracks = tuple(track_of(row) for row in track_rows(session, track_ids, lock=True))
            gone = delete(TrackRow).where(TrackRow.id.in_([track.id for track in tracks]))
            session.execute(gone, execution_options={"synchronize_session": False})
            return tracks

    def check(self, storage: TrackStorage) -> LibraryCheck:
        """Compare the library with the storage, file by file.

        A track that is just being added may be called an orphan until its row is in.
        """
        folders = storage.track_ids()
        with self._sessions.read() as session:
            known = set(session.scalars(select(TrackRow.id)))
            files = session.execute(select(FileRow.track_id, FileRow.name).order_by(FileRow.id))
            missing = [MissingFile(*file) for file in files if not storage.exists(file.name)]
        return LibraryCheck(tuple(sorted(folders - known)), tuple(missing))


def _changed_meanwhile(row: TrackRow) -> UserError:
    return UserError(
        ErrorCode.CONFLICT,
        f"Somebody changed '{row.title}' meanwhile.",
        recovery="Read the track again, and make the change on what it is now.",
        details={"track_id": row.id, "updated_at": row.updated_at.isoformat()},
    )


def _ambiguous(reference: str, ids: Sequence[str]) -> UserError:
    return UserError(
        ErrorCode.CONFLICT,
        f"'{reference}' is the beginning of several tracks' ids.",
        recovery=f"Write more of the id: {', '.join(ids)}.",
        details={"matches": [*ids]},
    )
