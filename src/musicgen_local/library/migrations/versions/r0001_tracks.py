"""Tracks.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of tracks."""
    op.create_table(
        "tracks",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("artist", sa.Text, nullable=False),
        sa.Column("album", sa.Text, nullable=False),
        sa.Column("genre", sa.Text, nullable=False),
        sa.Column("mood", sa.Text, nullable=False),
        sa.Column("tempo_bpm", sa.Float),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger),
        sa.Column("duration_seconds", sa.Float, nullable=False),
        sa.Column("sample_rate", sa.Integer, nullable=False),
        sa.Column("channels", sa.Integer, nullable=False),
        sa.Column("loudness_lufs", sa.Float),
        sa.Column("true_peak_dbtp", sa.Float),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("parent_id", sa.String(26)),
        sa.Column("sort_title", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("lyrics", sa.Text, nullable=False),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("plan", sa.JSON),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["tracks.id"], name=op.f("fk_tracks_parent_id"), ondelete="SET NULL"
        ),
    )
    for order in ("created_at", "updated_at", "sort_title", "duration_seconds"):
        op.create_index(
            op.f(f"ix_tracks_deleted_at_{order}_id"), "tracks", ["deleted_at", order, "id"]
        )
    op.create_index(op.f("ix_tracks_parent_id"), "tracks", ["parent_id"])


def downgrade() -> None:
    """Drop the table of tracks."""
    op.drop_table("tracks")
