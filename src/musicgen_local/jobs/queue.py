"""The queue of jobs, as the API and the terminal see it: submit, read, steer. Runs nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.kinds import kind_of, parse_params
from musicgen_local.jobs.kinds.base import engine_lane
from musicgen_local.jobs.preferences import Preferences, change_stored, preferences_in_force
from musicgen_local.jobs.store import intake, steering, upkeep
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.store.reading import JobReader
from musicgen_local.jobs.store.tables import JobRow, RunRow, SettingRow
from musicgen_local.jobs.values import (
    MAX_BATCH,
    Batch,
    Changes,
    Forecast,
    Job,
    JobQuery,
    JobStats,
    JobStatus,
    MeanTime,
    NewJob,
    QueueState,
    Speed,
)
from musicgen_local.library.values import Page

if TYPE_CHECKING:
    from musicgen_local.jobs.live import Live
    from musicgen_local.studio import Studio

PREFERENCES = "preferences"
_STATS_ARE_FRESH_SECONDS = 0.5


class JobQueue:
    """Every job of this installation. Threads and processes may share the database.

    Methods raise `MachineError` when the database can't be read or written.
    """

    def __init__(self, database: JobDatabase, studio: Studio, live: Live | None = None) -> None:
        """Use `open`; `studio` is what the kinds check their params against."""
        self._database = database
        self._reader = JobReader(database)
        self._studio = studio
        self._live = live
        self._stats: JobStats | None = None
        self._stats_until = 0.0

    @classmethod
    def open(cls, settings: Settings, studio: Studio | None = None) -> Self:
        """Open the jobs' database; make it, or bring its tables up to date."""
        from musicgen_local.jobs.live import Live
        from musicgen_local.studio import Studio

        database = JobDatabase.open(settings)
        return cls(database, studio or Studio(settings), Live.from_settings(settings))

    @property
    def settings(self) -> Settings:
        """The settings that the queue was opened with."""
        return self._database.settings

    @property
    def embedded(self) -> bool:
        """Whether the jobs lie in a SQLite file."""
        return self._database.embedded

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
        if self._live is not None:
            self._live.close()

    def ping(self) -> None:
        """Read one row, for a look at the health.

        Raises:
            MachineError: when the database doesn't answer.
        """
        with self._database.read() as session:
            session.execute(select(JobRow.id).limit(1)).first()

    def submit(self, new: NewJob) -> Job:
        """Queue one job, once it is checked that its params can be carried out.

        Raises:
            UserError: what the kind's check says; `CONFLICT` when the idempotency key was used
                for another request.
        """
        return self._told(self._submit([new], new.idempotency_key, batch=False))

    def submit_batch(self, news: Sequence[NewJob], idempotency_key: str | None = None) -> Batch:
        """Queue 1 to 50 jobs in one transaction: all or none.

        Raises:
            UserError: as `submit`; `details.index` tells which of them.
        """
        if not 1 <= len(news) <= MAX_BATCH:
            raise UserError(
                ErrorCode.VALIDATION,
                f"A batch holds 1 to {MAX_BATCH} jobs, not {len(news)}.",
                recovery="Send several batches.",
                details={"field": "items"},
            )
        batch = self.batch(self._submit(news, idempotency_key, batch=True))
        self._tell(batch.jobs)
        return batch

    def get(self, job_id: str) -> Job:
        """One job. Raises `UserError` `NOT_FOUND`."""
        return self._fresh([self._reader.get(job_id)])[0]

    def batch(self, batch_id: str) -> Batch:
        """One batch with its jobs. Raises `UserError` `NOT_FOUND`."""
        return self._reader.batch(batch_id)

    def list(self, query: JobQuery | None = None) -> Page[Job]:
        """One page of jobs. Raises `UserError` `VALIDATION` for a cursor or limit that is none."""
        page = self._reader.page(query or JobQuery())
        return Page(tuple(self._fresh(page.items)), page.next_cursor)

    def cancel(self, job_id: str) -> Job:
        """Stop a job: at once when it waits, within seconds when it runs.

        Again changes nothing. Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it is finished.
        """
        steering.cancel(self._database, [job_id])
        self._forget()
        return self._told(job_id)

    def cancel_batch(self, batch_id: str) -> Batch:
        """Stop whatever of a batch is not finished."""
        for job_id in steering.unfinished_of_batch(self._database, batch_id):
            try:
                steering.cancel(self._database, [job_id])
            except UserError as error:
                if error.code is not ErrorCode.CONFLICT:  # it finished just now
                    raise
        self._forget()
        batch = self.batch(batch_id)
        self._tell(batch.jobs)
        return batch

    def retry(self, job_id: str) -> Job:
        """Queue a failed or canceled job again, from its last finished step.

        Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it is not failed or canceled.
        """
        steering.retry(self._database, job_id)
        self._forget()
        return self._told(job_id)

    def move(
        self,
        job_id: str,
        *,
        before: str | None = None,
        after: str | None = None,
        to: str | None = None,
    ) -> Job:
        """Give a waiting job another place in its lane; exactly one of the three says where:
        `before` or `after` another job, or `to` the `front` or the `back`.

        Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it doesn't wait (any more), or the other
        job waits in another lane; `VALIDATION`.
        """
        steering.move(self._database, job_id, before=before, after=after, to=to)
        self._forget()
        return self._told(job_id)

    def pause(self) -> QueueState:
        """Start no more jobs until `resume`; what runs goes on."""
        steering.set_setting(self._database, steering.PAUSED, True)
        self._forget()
        return self.state()

    def resume(self) -> QueueState:
        """Start jobs again."""
        steering.set_setting(self._database, steering.PAUSED, False)
        self._forget()
        return self.state()

    def state(self) -> QueueState:
        """Paused or not, how much waits and runs, and who works."""
        with self._database.read() as session:
            paused = steering.is_paused(session)
            counts = _by_status(upkeep.count_by_status(session))
        return QueueState(
            paused=paused,
            queued=counts[JobStatus.QUEUED],
            running=counts[JobStatus.RUNNING],
            workers=upkeep.workers(self._database),
        )

    def stats(self) -> JobStats:
        """Counts by status and kind, and the mean times that estimates come from.

        Of a moment ago at most: many ask, and it counts every job.
        """
        if time.monotonic() > self._stats_until or self._stats is None:
            began = time.monotonic()
            self._stats = self._read_stats()
            self._stats_until = began + _STATS_ARE_FRESH_SECONDS
        return self._stats

    def _read_stats(self) -> JobStats:
        with self._database.read() as session:
            paused = steering.is_paused(session)
            counted = upkeep.count_by_status(session)
            times = _mean_times(session)
        by_kind: dict[str, dict[str, int]] = {}
        for (kind, status), count in counted.items():
            by_kind.setdefault(kind, {status.value: 0 for status in JobStatus})[status] = count
        return JobStats(
            by_status=_by_status(counted), by_kind=by_kind, mean_times=times, paused=paused
        )

    def forecast(self, kind: str, engine: str, size: float) -> Forecast:
        """What a job of an engine would take and how long it would wait, were it queued now.

        `size` is in the kind's unit: seconds of music. Nothing is queued.
        """
        found = self._reader.forecast(engine_lane(engine), kind, engine, size)
        return replace(found, wait_seconds=None) if self.stats().paused else found

    def speeds(self) -> Mapping[str, Speed]:
        """How fast each engine was here, from the runs that were measured."""
        speeds: dict[str, Speed] = {}
        for found in self.stats().mean_times:
            known = speeds.get(found.engine)
            if (
                found.kind == "generate"
                and found.seconds_per_unit > 0
                and (known is None or found.runs > known.runs)
            ):
                speeds[found.engine] = Speed(
                    round(1 / found.seconds_per_unit, 2), found.runs, found.device
                )
        return speeds

    def changes(self, since: int | None, limit: int = 500) -> Changes:
        """Jobs that changed after revision `since`; None gives only the current revision."""
        return self._reader.changes(since, limit)

    def preferences(self) -> Mapping[str, Any]:
        """What a person has set at run time (see `jobs.preferences`), defaults filled in."""
        return self.preferences_in_force().model_dump(mode="json")

    def preferences_in_force(self) -> Preferences:
        """The same as a value."""
        return preferences_in_force(self.settings, self._stored_preferences())

    def set_preferences(self, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change preferences; all hosts follow at their next job.

        Raises `UserError` `VALIDATION`, naming the field.
        """
        kept = change_stored(self.settings, self._stored_preferences(), changes)
        steering.set_setting(self._database, PREFERENCES, kept)
        return self.preferences()

    def _submit(self, news: Sequence[NewJob], key: str | None, *, batch: bool) -> str:
        asked = intake.request_hash(news)
        if key is not None:
            earlier = intake.known(self._database, key, asked)
            if earlier is not None:
                return earlier
        checked = [self._checked(new, index if batch else None) for index, new in enumerate(news)]
        new_id = intake.insert_jobs(
            self._database, checked, asked, batch=batch, idempotency_key=key
        )
        self._forget()
        return new_id

    def _checked(self, new: NewJob, index: int | None) -> intake.Checked:
        try:
            kind = kind_of(new.kind)
            params = kind.check(self._studio, parse_params(kind, new.params))
        except UserError as error:
            if index is not None:
                error.details["index"] = index
            raise
        return intake.Checked(
            new=new,
            params=params.model_dump(mode="json"),
            lane=kind.lane(params),
            engine=kind.engine(params),
            size=kind.size(params),
            steps=kind.steps(params),
            track_count=kind.track_count(params),
        )

    def _forget(self) -> None:
        """What was read a moment ago is not so any more: this process has changed it."""
        self._reader.forget_places()
        self._stats_until = 0.0

    def _told(self, job_id: str) -> Job:
        job = self._reader.get(job_id)
        self._tell([job])
        return job

    def _tell(self, jobs: Sequence[Job]) -> None:
        """Let listeners at other processes know now; they would find it a moment later."""
        if self._live is not None:
            for job in jobs:
                self._live.publish(job)

    def _stored_preferences(self) -> Mapping[str, Any]:
        with self._database.read() as session:
            row = session.get(SettingRow, PREFERENCES)
            return {} if row is None else dict(row.value)

    def _fresh(self, jobs: Sequence[Job]) -> Sequence[Job]:
        return jobs if self._live is None else self._live.overlay(jobs)


def _by_status(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    counts = {status.value: 0 for status in JobStatus}
    for (_, status), count in counted.items():
        counts[status] += count
    return counts


def _mean_times(session: Session) -> tuple[MeanTime, ...]:
    rows = session.execute(
        select(
            RunRow.kind,
            RunRow.engine,
            RunRow.device,
            func.count(),
            func.avg(RunRow.seconds),
            func.avg(RunRow.wait_seconds),
            func.sum(RunRow.seconds) / func.sum(RunRow.size),
        )
        .group_by(RunRow.kind, RunRow.engine, RunRow.device)
        .order_by(RunRow.kind, RunRow.engine, RunRow.device)
    )
    return tuple(
        MeanTime(
            kind=kind,
            engine=engine,
            device=device,
            runs=runs,
            mean_seconds=round(seconds, 3),
            mean_wait_seconds=round(wait, 3),
            seconds_per_unit=round(per_unit or 0.0, 6),
        )
        for kind, engine, device, runs, seconds, wait, per_unit in rows
    )
