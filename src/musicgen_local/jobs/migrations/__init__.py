"""Alembic's migrations of the jobs' tables; `library.migrations.runner` walks them."""
