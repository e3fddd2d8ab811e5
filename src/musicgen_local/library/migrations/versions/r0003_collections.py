"""Ratings, favorites, tags to look up, collections; descriptions and lyrics to search.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from musicgen_local.library.search import folded

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TRACK = sa.String(26)
_SEARCHED = ("search_text", "description", "lyrics")
_FILTERED = ["genre", "mood", "engine", "favorite", "rating", "tempo_bpm", "duration_seconds"]
_NEWEST = ["deleted_at", "created_at", "id", *_FILTERED, "updated_at", "sort_title"]
_WIDE_INDEXES = {
    "ix_tracks_filters": [
        *("deleted_at", *_FILTERED),
        *("created_at", "updated_at", "sort_title", "id"),
    ],
    "ix_tracks_newest": _NEWEST,
    "ix_tracks_search": [*_NEWEST, "search_text"],
}


def upgrade() -> None:
    """Add what a person thinks of tracks, and how they sort them."""
    _add_opinions()
    _search_more()
    _make_wide_indexes()
    _make_tags()
    _make_collections()


def downgrade() -> None:
    """Drop them; the tags that a track's own row holds stay, and what was made searchable."""
    for table in ("collection_tracks", "collections", "track_tags"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        for name in _WIDE_INDEXES:
            op.drop_index(name, "tracks")
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
        tracks.alter_column("search_text", type_=sa.String(1_000))


def _search_more() -> None:
    tracks = sa.table("tracks", *(sa.column(name) for name in ("id", *_SEARCHED)))
    columns = tracks.c
    found = sa.select(columns.id, columns.search_text, columns.description, columns.lyrics).where(
        (columns.description != "") | (columns.lyrics != "")
    )
    database = op.get_bind()
    for track_id, *texts in database.execute(found).all():
        database.execute(
            sa.update(tracks)
            .where(columns.id == track_id)
            .values(search_text=folded("\n".join(texts)))
        )


def _make_wide_indexes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, columns in _WIDE_INDEXES.items():
            op.create_index(name, "tracks", columns)


def _make_tags() -> None:
    track_tags = op.create_table(
        "track_tags",
        sa.Column("track_id", _TRACK, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("trashed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("track_id", "tag", name=op.f("pk_track_tags")),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_track_tags_track_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(
        op.f("ix_track_tags_trashed_tag_track_id"), "track_tags", ["trashed", "tag", "track_id"]
    )
    tracks = sa.table(
        "tracks", sa.column("id"), sa.column("tags", sa.JSON), sa.column("deleted_at")
    )
    found = sa.select(tracks.c.id, tracks.c.tags, tracks.c.deleted_at.is_not(None))
    rows = [
        {"track_id": track_id, "tag": tag, "trashed": trashed}
        for track_id, tags, trashed in op.get_bind().execute(found)
        for tag in dict.fromkeys(tags)
    ]
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
