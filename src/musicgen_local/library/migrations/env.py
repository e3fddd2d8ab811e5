"""Run by Alembic for each command; the connection comes from `runner`, with its transaction."""

from __future__ import annotations

from alembic import context

from musicgen_local.library.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
