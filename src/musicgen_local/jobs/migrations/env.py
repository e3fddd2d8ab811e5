"""Run by Alembic for each command; the connection comes from the runner, with its transaction."""

from __future__ import annotations

from alembic import context

from musicgen_local.jobs.store.tables import JOBS_LINEAGE, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=JOBS_LINEAGE.version_table,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
