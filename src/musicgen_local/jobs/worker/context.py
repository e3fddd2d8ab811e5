"""What the threads of one worker share."""

from __future__ import annotations

import logging
import os
import platform
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from musicgen_local.config import Settings
from musicgen_local.errors import MachineError, MusicGenError
from musicgen_local.jobs.hosts import HostPool
from musicgen_local.jobs.preferences import Preferences
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store.database import JobDatabase

if TYPE_CHECKING:
    from musicgen_local.jobs.live import Live

LEAST_FREE_BYTES = 64 * 10**6
_PREFERENCES_ARE_FRESH_SECONDS = 1.0

log = logging.getLogger(__name__)


class WorkerContext:
    """A worker's name, database, hosts, and what it is at."""

    def __init__(
        self,
        settings: Settings,
        worker_id: str,
        database: JobDatabase,
        queue: JobQueue,
        pool: HostPool,
        live: Live | None,
    ) -> None:
        self.settings = settings
        self.worker_id = worker_id
        self.database = database
        self.pool = pool
        self.device = f"{platform.node()}/cpu{os.cpu_count() or 1}"
        self._queue = queue
        self._live = live
        self._leaving = threading.Event()
        self._lock = threading.Lock()
        self._at: Counter[str] = Counter()  # runs of each job
        self._preferences = Preferences.from_settings(settings)
        self._preferences_until = 0.0
        self._told_of_disk = False

    @property
    def leaving(self) -> bool:
        """Whether the worker was asked to stop."""
        return self._leaving.is_set()

    def leave(self) -> None:
        """Ask all threads to let go of their jobs."""
        self._leaving.set()

    def wait(self, seconds: float) -> bool:
        """Sleep, unless the worker is asked to stop; whether it was."""
        return self._leaving.wait(seconds)

    def preferences(self) -> Preferences:
        """The preferences in force, at most a second old; the last ones known while the
        database is away."""
        if time.monotonic() > self._preferences_until:
            with suppress(MachineError):
                self._preferences = self._queue.preferences_in_force()
            self._preferences_until = time.monotonic() + _PREFERENCES_ARE_FRESH_SECONDS
        return self._preferences

    def most_running(self) -> int:
        """How many jobs may run on all hosts together; none may start while the disk is full,
        so that one full disk doesn't fail a whole queue."""
        folder = self.settings.tracks_dir
        while not folder.exists():
            folder = folder.parent
        full = shutil.disk_usage(folder).free < LEAST_FREE_BYTES
        if full and not self._told_of_disk:
            log.warning("less than %d MB are free: jobs wait for room", LEAST_FREE_BYTES / 1e6)
        self._told_of_disk = full
        return 0 if full else self.preferences().max_concurrent_jobs

    @contextmanager
    def carrying_out(self, job_id: str) -> Iterator[None]:
        """The job is being worked at, for the look at what was left alone.

        To be entered before the job is claimed. A job that is queued again may have begun its next
        run before the last one has left.
        """
        with self._lock:
            self._at[job_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._at[job_id] -= 1
                if not self._at[job_id]:
                    del self._at[job_id]

    def carried_out(self) -> list[str]:
        """The jobs that are being worked at."""
        with self._lock:
            return sorted(self._at)

    def publish(self, job_id: str) -> None:
        """Let readers on other hosts know at once, where Redis is there to tell them."""
        if self._live is None:
            return
        with suppress(MusicGenError):  # it is in the database, where they find it a moment later
            self._live.publish(self._queue.get(job_id))
