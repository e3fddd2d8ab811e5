"""Connections to the jobs' database, and what every transaction on it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import URL, Connection, Engine, event, select, update
from sqlalchemy.orm import Session

from musicgen_local.config import Settings
from musicgen_local.jobs.store.tables import JOBS_LINEAGE, CounterRow, JobRow, SettingRow
from musicgen_local.library.database import (
    connect,
    parse_database_url,
    place_of,
    sqlite_path,
    use_write_ahead_log,
    writing,
)
from musicgen_local.library.failures import database_failures
from musicgen_local.library.schema import ensure_schema

if TYPE_CHECKING:
    from dbos import DBOSClient

BUSY_TIMEOUT_SECONDS = 10.0
_REVISION = "revision"
_NUMBER = "number"
_LATEST = select(CounterRow.value).where(CounterRow.name == _REVISION)
_TRANSACT_VERSION = "transact_version"


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class JobDatabase:
    """The jobs' tables and, in the same database, those of DBOS: one transaction covers both."""

    def __init__(
        self, settings: Settings, engine: Engine, url: URL, clock: Callable[[], datetime]
    ) -> None:
        """Use `open`, which sees to the tables."""
        self.settings = settings
        self.url = url
        self.now = clock
        self._reading = engine
        self._writing = writing(engine)
        self._place = place_of(url)

    @classmethod
    def open(cls, settings: Settings, clock: Callable[[], datetime] = utc_now) -> Self:
        """Connect; make the tables, or bring them up to date.

        Raises:
            UserError: `VALIDATION` for a URL that can't be used; `CONFLICT` for a newer version.
            MachineError: when the database can't be written.
        """
        url = parse_database_url(settings.jobs_url)
        engine = connect(url, BUSY_TIMEOUT_SECONDS)
        try:
            with database_failures(place_of(url)):
                if sqlite_path(url) is not None:
                    event.listen(engine, "connect", _flush_each_commit)
                    use_write_ahead_log(engine, BUSY_TIMEOUT_SECONDS)
                ensure_schema(engine, url, BUSY_TIMEOUT_SECONDS, JOBS_LINEAGE)
        except BaseException:
            engine.dispose()
            raise
        database = cls(settings, engine, url, clock)
        database.ensure_transact()
        return database

    @property
    def embedded(self) -> bool:
        """Whether it is a SQLite file: one machine, one worker."""
        return sqlite_path(self.url) is not None

    @property
    def transact_url(self) -> str:
        """The same database, as DBOS wants it written."""
        return self.url.render_as_string(hide_password=False)

    @cached_property
    def client(self) -> DBOSClient:
        """DBOS's client; it costs its import only where jobs are queued or canceled."""
        from musicgen_local.jobs.transact import open_client

        return open_client(self.transact_url)

    def ensure_transact(self) -> None:
        """Make DBOS's tables, or bring them up to date, once for each version of DBOS.

        Its import takes longer than all else at a start, so what is up to date is left alone.
        """
        installed = metadata.version("dbos")
        with self.read() as session:
            made_by = session.get(SettingRow, _TRANSACT_VERSION)
            if made_by is not None and made_by.value == installed:
                return
        from musicgen_local.jobs.transact import migrate

        with database_failures(self._place):
            migrate(self.transact_url)
        with self.write() as session:
            session.merge(SettingRow(name=_TRANSACT_VERSION, value=installed))

    def close(self) -> None:
        """Let go of the database."""
        if "client" in self.__dict__:
            self.client.destroy()
        self._reading.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that reads."""
        with database_failures(self._place), Session(self._reading) as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A transaction that reads rows, without the cost of objects."""
        with database_failures(self._place), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that writes; in SQLite it holds the write lock from its beginning."""
        with database_failures(self._place), Session(self._writing) as session, session.begin():
            yield session

    def touch(self, session: Session, row: JobRow) -> None:
        """Give a changed row the next revision, by which readers of changes find it."""
        row.revision = self.take(session, _REVISION)

    def take(self, session: Session, name: str, count: int = 1) -> int:
        """The next `count` values of a counter; the last of them is returned."""
        statement = (
            update(CounterRow)
            .where(CounterRow.name == name)
            .values(value=CounterRow.value + count)
            .returning(CounterRow.value)
        )
        value = session.scalar(statement)
        assert value is not None, "the migration made the counters"
        return int(value)

    def take_number(self, session: Session) -> int:
        """The number of a new job: the order they came in."""
        return self.take(session, _NUMBER)

    def revision(self, connection: Connection) -> int:
        """The latest revision that was committed."""
        return connection.scalars(_LATEST).one()

    def take_revision(self, session: Session) -> int:
        """A revision for what isn't a job's row, such as a removal."""
        return self.take(session, _REVISION)


def _flush_each_commit(connection: Any, _record: object) -> None:
    """A job that was accepted survives a power cut too."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()
