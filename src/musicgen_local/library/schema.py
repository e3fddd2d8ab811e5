"""Whether a database has the tables of this version, asked without loading the migrations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

HEAD = "0003"  # the newest migration; a test compares it with the scripts


@dataclass(frozen=True, slots=True)
class Lineage:
    """A line of migrations. Several may live in one database, each with its own version table."""

    name: str  # for messages
    scripts: Path  # the folder with `env.py` and `versions/`
    head: str
    version_table: str
    alone: bool = True  # False: tables of others may be there before its own


LIBRARY = Lineage("library", Path(__file__).parent / "migrations", HEAD, "alembic_version")


def current_revision(connection: Connection, lineage: Lineage = LIBRARY) -> str | None:
    """The revision that the database is at; None when it has none."""
    if not inspect(connection).has_table(lineage.version_table):
        return None
    row = connection.execute(text(f"SELECT version_num FROM {lineage.version_table}")).first()
    return None if row is None else str(row[0])


def ensure_schema(
    engine: Engine, url: URL, busy_timeout_seconds: float, lineage: Lineage = LIBRARY
) -> None:
    """Bring the database to the lineage's head, which costs one query when it is there already.

    Raises:
        MusicGenError: as `migrations.runner.upgrade` does.
    """
    with engine.connect() as connection:
        if current_revision(connection, lineage) == lineage.head:
            return
    engine.dispose()
    # Alembic takes half a second to import, so only a library that needs it pays.
    from musicgen_local.library.migrations.runner import upgrade

    upgrade(url, busy_timeout_seconds, lineage)
