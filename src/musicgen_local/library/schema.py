"""Whether a database has the tables of this version, asked without loading the migrations."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, inspect, text

HEAD = "0002"  # the newest migration; a test compares it with the scripts


def current_revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def ensure_schema(engine: Engine, url: URL, busy_timeout_seconds: float) -> None:
    """Bring the database to `HEAD`, which costs one query when it is there already.

    Raises:
        MusicGenError: as `migrations.runner.upgrade` does.
    """
    with engine.connect() as connection:
        if current_revision(connection) == HEAD:
            return
    engine.dispose()
    # Alembic takes half a second to import, so only a library that needs it pays.
    from musicgen_local.library.migrations.runner import upgrade

    upgrade(url, busy_timeout_seconds)
