"""The queue of jobs, as the API and the terminal see it: submit, read, steer. Runs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from musicgen_local.config import Settings
from musicgen_local.jobs.values import (
    Batch,
    Changes,
    Job,
    JobQuery,
    JobStats,
    NewJob,
    QueueState,
)
from musicgen_local.library.values import Page


class JobQueue:
    """Every job of this installation. Threads and processes may share the database.

    Methods raise `MachineError` when the database can't be read or written.
    """

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the jobs' database; make it, or bring its tables up to date."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""

    def ping(self) -> None:
        """Read one row, for a look at the health.

        Raises:
            MachineError: when the database doesn't answer.
        """

    def submit(self, new: NewJob) -> Job:
        """Queue one job, once it is checked that its params can be carried out.

        Raises:
            UserError: what the kind's check says; `CONFLICT` when the idempotency key was used
                for another request.
        """
        raise NotImplementedError

    def submit_batch(self, news: Sequence[NewJob], idempotency_key: str | None = None) -> Batch:
        """Queue 1 to 50 jobs in one transaction: all or none.

        Raises:
            UserError: as `submit`; `details.index` tells which of them.
        """
        raise NotImplementedError

    def get(self, job_id: str) -> Job:
        """One job. Raises `UserError` `NOT_FOUND`."""
        raise NotImplementedError

    def batch(self, batch_id: str) -> Batch:
        """One batch with its jobs. Raises `UserError` `NOT_FOUND`."""
        raise NotImplementedError

    def list(self, query: JobQuery | None = None) -> Page[Job]:
        """One page of jobs. Raises `UserError` `VALIDATION` for a cursor or limit that is none."""
        raise NotImplementedError

    def cancel(self, job_id: str) -> Job:
        """Stop a job: at once when it waits, within seconds when it runs.

        Again changes nothing. Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it is finished.
        """
        raise NotImplementedError

    def cancel_batch(self, batch_id: str) -> Batch:
        """Stop whatever of a batch is not finished."""
        raise NotImplementedError

    def retry(self, job_id: str) -> Job:
        """Queue a failed or canceled job again, from its last finished step.

        Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it is not failed or canceled.
        """
        raise NotImplementedError

    def move(
        self,
        job_id: str,
        *,
        before: str | None = None,
        after: str | None = None,
        to: str | None = None,  # "front" or "back"
    ) -> Job:
        """Give a waiting job another place in its lane; exactly one of the three says where.

        Raises `UserError`: `NOT_FOUND`; `CONFLICT` when it doesn't wait (any more), or the other
        job waits in another lane; `VALIDATION`.
        """
        raise NotImplementedError

    def pause(self) -> QueueState:
        """Start no more jobs until `resume`; what runs goes on."""
        raise NotImplementedError

    def resume(self) -> QueueState:
        """Start jobs again."""
        raise NotImplementedError

    def state(self) -> QueueState:
        """Paused or not, how much waits and runs, and who works."""
        raise NotImplementedError

    def stats(self) -> JobStats:
        """Counts by status and kind, and the mean times that estimates come from."""
        raise NotImplementedError

    def changes(self, since: int | None, limit: int = 500) -> Changes:
        """Jobs that changed after revision `since`; None gives only the current revision."""
        raise NotImplementedError

    def preferences(self) -> Mapping[str, Any]:
        """What a person has set at run time (see `jobs.preferences`), defaults filled in."""
        raise NotImplementedError

    def set_preferences(self, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change preferences; all hosts follow at their next job.

        Raises `UserError` `VALIDATION`, naming the field.
        """
        raise NotImplementedError
