"""The tables of the jobs. Nothing outside this package sees these classes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from musicgen_local.library.identifiers import ID_LENGTH
from musicgen_local.library.models import Base as LibraryBase
from musicgen_local.library.models import UtcDateTime
from musicgen_local.library.schema import Lineage

JOBS_LINEAGE = Lineage(
    name="jobs' database",
    scripts=Path(__file__).parents[1] / "migrations",
    head="0001",
    version_table="jobs_alembic_version",
    alone=False,  # DBOS keeps its own tables in the same file
)


class Base(DeclarativeBase):
    """Names constraints as the library does."""

    metadata = MetaData(naming_convention=LibraryBase.metadata.naming_convention)


class JobRow(Base):
    """One job: the truth about its state. What executes it is the DBOS workflow `id`-`run`."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_waiting", "status", "lane", "rank"),
        Index("ix_jobs_status_number", "status", "number"),
        Index("ix_jobs_finished_at", "finished_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)  # the order they came in
    revision: Mapped[int] = mapped_column(BigInteger, unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    priority: Mapped[str] = mapped_column(String(8))
    rank: Mapped[int] = mapped_column(Integer)  # place in the lane; the lowest goes first
    run: Mapped[int] = mapped_column(Integer)  # grows when the job is queued anew
    stage: Mapped[str] = mapped_column(String(32))
    message: Mapped[str] = mapped_column(Text)
    fraction: Mapped[float] = mapped_column(Float)  # 0-1 of the whole
    size: Mapped[float] = mapped_column(Float)  # seconds of music, or megabytes
    steps: Mapped[int] = mapped_column(Integer)
    steps_done: Mapped[int] = mapped_column(Integer)
    batch_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(Integer)  # starts; with `worker_id`, who may write
    failures: Mapped[int] = mapped_column(Integer)  # attempts that ended in a passing failure
    crashes: Mapped[int] = mapped_column(Integer)  # attempts whose worker died
    worker_id: Mapped[str | None] = mapped_column(String(64))
    cancel_requested: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    track_ids: Mapped[list[str]] = mapped_column(JSON)  # reserved, finished or not
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)


class BatchRow(Base):
    """Jobs that came together. Its progress is computed from them."""

    __tablename__ = "jobs_batches"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CounterRow(Base):
    """Numbers that only grow. Taking one locks it until the transaction ends, so that numbers
    become visible in their order and no reader skips one."""

    __tablename__ = "jobs_counters"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class RemovedRow(Base):
    """A record that was cleaned up, for readers of changes."""

    __tablename__ = "jobs_removed"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, index=True)
    removed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RunRow(Base):
    """What one finished job took; estimates come from these."""

    __tablename__ = "jobs_runs"
    __table_args__ = (Index("ix_jobs_runs_kind", "kind", "engine", "device"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    engine: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(64))
    size: Mapped[float] = mapped_column(Float)
    seconds: Mapped[float] = mapped_column(Float)
    wait_seconds: Mapped[float] = mapped_column(Float)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WorkerRow(Base):
    """A worker and when it was last seen."""

    __tablename__ = "jobs_workers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    host: Mapped[str] = mapped_column(Text)
    pid: Mapped[int] = mapped_column(Integer)
    lanes: Mapped[list[str]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class SettingRow(Base):
    """What is set at run time: whether the queue is paused, and the person's preferences."""

    __tablename__ = "jobs_settings"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
