"""Ratings, favorites, tags to look up, collections.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TRACK = sa.String(26)


def upgrade() -> None:
    """Add what a person thinks of tracks, and how they sort them."""
    _add_opinions()
    _make_tags()
    _make_collections()


def downgrade() -> None:
    """Drop them; the tags that a track's own row holds stay."""
    for table in ("collection_tracks", "collections", "track_tags"):
        op.drop_table(table)
    with op.batch_alter_table("tracks") as tracks:
        tracks.drop_column("favorite")
        tracks.drop_column("rating")


def _add_opinions() -> None:
    rating = sa.Column("rating", sa.SmallInteger)
    favorite = sa.Column("favorite", sa.Boolean, nullable=False, server_default=sa.false())
    if op.get_bind().dialect.name != "sqlite":
        op.add_column("tracks", rating)
        op.add_column("tracks", favorite)
        return
    # SQLite reads a row from its beginning: after the plan, they would cost as much as the plan.
    with op.batch_alter_table("tracks", recreate="always") as tracks:
        for column in (rating, favorite):
            tracks.add_column(column, insert_before="sort_title")


def _make_tags() -> None:
    track_tags = op.create_table(
        "track_tags",
        sa.Column("track_id", _TRACK, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("track_id", "tag", name=op.f("pk_track_tags")),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_track_tags_track_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_track_tags_tag_track_id"), "track_tags", ["tag", "track_id"])
    tracks = sa.table("tracks", sa.column("id", _TRACK), sa.column("tags", sa.JSON))
    for track_id, tags in op.get_bind().execute(sa.select(tracks.c.id, tracks.c.tags)).all():
        if tags:
            rows = [{"track_id": track_id, "tag": tag} for tag in dict.fromkeys(tags)]
            op.bulk_insert(track_tags, rows)


def _make_collections() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sort_name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("sort_name", name=op.f("uq_collections_sort_name")),
    )
    op.create_table(
        "collection_tracks",
        sa.Column("collection_id", sa.String(26), nullable=False),
        sa.Column("track_id", _TRACK, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("collection_id", "track_id", name=op.f("pk_collection_tracks")),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.id"],
            name=op.f("fk_collection_tracks_collection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["track_id"],
            ["tracks.id"],
            name=op.f("fk_collection_tracks_track_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_collection_tracks_track_id"), "collection_tracks", ["track_id"])
