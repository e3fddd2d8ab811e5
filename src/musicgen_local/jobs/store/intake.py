"""How jobs come into the queue: row and DBOS workflow in one transaction, all or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.lanes import FIRST, GAP, rank_for, waiting
from musicgen_local.jobs.store.tables import BatchRow, JobRow
from musicgen_local.jobs.values import JobStatus, NewJob, Priority
from musicgen_local.library.identifiers import new_track_id

MAX_KEY_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """A new job whose params its kind has accepted, with what the kind says of it."""

    new: NewJob
    params: Mapping[str, Any]  # every choice fixed
    lane: str
    engine: str
    size: float
    steps: int
    track_count: int


def request_hash(news: Sequence[NewJob]) -> str:
    """What tells one request from another that bears the same idempotency key."""
    asked = [[new.kind, dict(new.params), new.priority, str(new.not_before)] for new in news]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def known(database: JobDatabase, key: str, asked: str) -> str | None:
    """The job or batch that an idempotency key gave before.

    Raises:
        UserError: `CONFLICT` when the key came with another request then; `VALIDATION` when it is
            too long.
    """
    if not 1 <= len(key) <= MAX_KEY_CHARACTERS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"An idempotency key has 1 to {MAX_KEY_CHARACTERS} characters.",
            recovery="Use a fresh UUID for each new request.",
            details={"field": "idempotency_key"},
        )
    with database.read() as session:
        row = session.scalar(select(JobRow).where(JobRow.idempotency_key == key)) or session.scalar(
            select(BatchRow).where(BatchRow.idempotency_key == key)
        )
        if row is None:
            return None
        if row.request_hash != asked:
            raise UserError(
                ErrorCode.CONFLICT,
                "This idempotency key was used for another request.",
                recovery="Use a fresh key for a new request, or send the first one unchanged.",
                details={"field": "idempotency_key", "id": row.id},
            )
        return row.id


def insert_jobs(
    database: JobDatabase,
    jobs: Sequence[Checked],
    asked: str,
    *,
    batch: bool,
    idempotency_key: str | None,
) -> str:
    """Queue checked jobs; the id of the job, or of the batch that holds them.

    Two requests with one key at the same time give one job: the second finds the first's.
    """
    now = database.now()
    top_id = new_track_id()
    try:
        with database.write() as session:
            if batch:
                session.add(
                    BatchRow(
                        id=top_id,
                        idempotency_key=idempotency_key,
                        request_hash=asked,
                        created_at=now,
                    )
                )
            for checked in jobs:
                row = _row(checked, new_track_id() if batch else top_id, now)
                row.batch_id = top_id if batch else None
                row.idempotency_key = None if batch else idempotency_key
                row.request_hash = asked
                row.number = database.take_number(session)
                row.rank = free_rank(database, session, row.lane, checked.new.priority)
                database.touch(session, row)
                session.add(row)
                session.flush()
                enqueue(database, session, row)
    except UserError as error:
        taken = isinstance(error.__cause__, IntegrityError) and idempotency_key is not None
        if taken and (earlier := known(database, idempotency_key or "", asked)):
            return earlier
        raise
    return top_id


def enqueue(database: JobDatabase, session: Session, row: JobRow) -> None:
    """Let DBOS have the row's present run, in the row's own transaction."""
    from musicgen_local.jobs.transact import enqueue_options

    options = enqueue_options(row.id, row.run, row.lane, row.rank, row.not_before, database.now())
    database.client.enqueue_in_transaction(session, options, row.id, row.run)


def requeue(database: JobDatabase, session: Session, row: JobRow) -> None:
    """Queue a row anew under its next run; the workflow of the run before finds itself outdated."""
    row.run += 1
    row.status = JobStatus.QUEUED
    row.worker_id = None
    row.queued_at = database.now()
    database.touch(session, row)
    session.flush()
    enqueue(database, session, row)


def free_rank(database: JobDatabase, session: Session, lane: str, priority: Priority) -> int:
    """A rank for a job that comes into a lane, which is numbered afresh if it has to be."""
    rank = rank_for(session, lane, priority)
    if rank is None:
        renumber(database, session, lane)
        rank = rank_for(session, lane, priority)
        assert rank is not None
    return rank


def renumber(database: JobDatabase, session: Session, lane: str) -> None:
    """Give all that wait in a lane fresh ranks with full gaps, in the order they have."""
    for index, row in enumerate(waiting(session, lane)):
        row.rank = FIRST + index * GAP
        requeue(database, session, row)


def _row(checked: Checked, job_id: str, now: datetime) -> JobRow:
    new = checked.new
    return JobRow(
        id=job_id,
        kind=new.kind,
        lane=checked.lane,
        engine=checked.engine,
        status=JobStatus.QUEUED,
        priority=new.priority,
        run=1,
        stage="",
        message="",
        fraction=0.0,
        size=checked.size,
        steps=checked.steps,
        steps_done=0,
        request_id=new.request_id[:64],
        attempts=0,
        failures=0,
        crashes=0,
        worker_id=None,
        cancel_requested=False,
        created_at=now,
        not_before=new.not_before,
        queued_at=now,
        started_at=None,
        finished_at=None,
        track_ids=[new_track_id() for _ in range(checked.track_count)],
        result={},
        error=None,
        params=dict(checked.params),
    )
