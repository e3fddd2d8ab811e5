"""The worker process: DBOS with its queues, a heartbeat, and no model in it.

Whatever keeps a processor busy happens in the hosts: work that held Python's lock here would stop
the heartbeat, and another worker would take the jobs over.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from musicgen_local.assets.lock import hold_lock
from musicgen_local.config import Settings
from musicgen_local.engines.registry import engine_names, open_engine
from musicgen_local.errors import Canceled, ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.jobs.hosts import HostPool
from musicgen_local.jobs.kinds.base import DOWNLOADS_LANE, TOOLS_LANE, engine_lane
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.store import upkeep
from musicgen_local.jobs.store.database import JobDatabase
from musicgen_local.jobs.transact import (
    APP_NAME,
    APP_VERSION,
    WORKFLOW_NAME,
    JsonSerializer,
    poll_seconds,
)
from musicgen_local.jobs.worker.attempt import run_job
from musicgen_local.jobs.worker.context import WorkerContext
from musicgen_local.jobs.worker.sweep import sweep_shared
from musicgen_local.progress import CancelToken

TICK_SECONDS = 2.0
CLEAN_UP_SECONDS = 20.0
START_PATIENCE_SECONDS = 60.0  # for a database server that starts at the same time
STOP_SECONDS = 6.0
LOCK_PATIENCE_SECONDS = 5.0  # for a worker that is just being killed

log = logging.getLogger(__name__)


def run_worker(
    settings: Settings,
    engines: Sequence[str] | None = None,
    concurrency: int | None = None,
    signals: Sequence[str] = ("SIGINT", "SIGTERM", "SIGBREAK"),
) -> int:
    """Work until one of `signals` asks the process to stop; returns the exit code.

    `engines` limits it to the jobs of those engines; without, it does everything. `concurrency`
    is how many jobs of one engine it carries out at a time (1 unless given).

    Raises:
        UserError: `NOT_FOUND` for an unknown engine; `CONFLICT` when another worker has the
            SQLite file.
        MachineError: when the database can't be reached.
    """
    slots = lane_slots(engines, concurrency or 1)
    database = _open_patiently(settings)
    if not database.embedded and (concurrency or 1) > 1:
        database.close()
        return _several(settings, engines, concurrency or 1, signals)
    try:
        with _lock_for(database, settings):
            return _work(settings, database, slots, signals)
    finally:
        database.close()


def _several(
    settings: Settings, engines: Sequence[str] | None, count: int, signals: Sequence[str]
) -> int:
    """A worker process for each slot: DBOS keeps one limit of a queue for all hosts together, so
    that hosts with different limits would set them for one another."""
    from musicgen_local.jobs.supervisor import WorkerSupervisor

    asked = threading.Event()
    supervisor = WorkerSupervisor(settings, count=count, engines=engines)
    with _on(signals, asked.set):
        supervisor.start()
        asked.wait()
        supervisor.stop()
    return 0


def lane_slots(engines: Sequence[str] | None, concurrency: int) -> dict[str, int]:
    """How many jobs of each lane a worker carries out at a time.

    Raises:
        UserError: `NOT_FOUND` for an unknown engine.
    """
    for name in engines or ():
        open_engine(name)  # only hosts need the engines themselves, which take long to load
    names = engine_names() if engines is None else engines
    slots = {engine_lane(name): concurrency for name in names}
    return slots if engines is not None else slots | {TOOLS_LANE: 2, DOWNLOADS_LANE: 1}


def _work(
    settings: Settings, database: JobDatabase, slots: Mapping[str, int], signals: Sequence[str]
) -> int:
    from musicgen_local.jobs.live import Live
    from musicgen_local.studio import Studio

    worker_id = f"{platform.node()[:30]}-{os.getpid()}-{secrets.token_hex(3)}"
    live = Live.from_settings(settings)
    queue = JobQueue(database, Studio(settings))
    context = WorkerContext(settings, worker_id, database, queue, HostPool(settings, slots), live)
    if database.embedded:
        upkeep.only_worker(database, worker_id)
    _beat(context, slots)
    _take_over(context)
    with _on(signals, context.leave), _transact(context, slots):
        log.info("worker %s takes jobs of %s", worker_id, ", ".join(slots))
        _look_after(context, slots)
    context.pool.close()
    with suppress(MachineError):
        upkeep.leave(database, worker_id)
    return 0


def _look_after(context: WorkerContext, slots: Mapping[str, int]) -> None:
    """Heartbeats and upkeep until the worker has to leave; no failure ends it."""
    cleaned = time.monotonic()
    while not context.wait(TICK_SECONDS):
        try:
            _beat(context, slots)
            _take_over(context)
            context.pool.close_idle()
            if time.monotonic() - cleaned > CLEAN_UP_SECONDS:
                cleaned = time.monotonic()
                _clean_up(context)
        except MusicGenError as error:
            log.warning("upkeep waits for the database: %s", error.message)
        except Exception:
            log.exception("upkeep failed; it is tried again")


def _beat(context: WorkerContext, slots: Mapping[str, int]) -> None:
    facts = {
        "slots": dict(slots),
        "device": context.device,
        "jobs": context.carried_out(),
        **context.pool.facts(),
    }
    upkeep.beat(context.database, context.worker_id, os.getpid(), list(slots), facts)


def _take_over(context: WorkerContext) -> None:
    for job_id in upkeep.take_over(context.database, context.worker_id, context.carried_out):
        log.warning("job %s is queued again: its worker is gone", job_id)
        context.publish(job_id)


def _clean_up(context: WorkerContext) -> None:
    removed = upkeep.clean_up(context.database, context.preferences().job_ttl_seconds)
    if removed:
        log.info("%d records of finished jobs were removed", len(removed))
    sweep_shared(context.settings)


@contextmanager
def _transact(context: WorkerContext, slots: Mapping[str, int]) -> Iterator[None]:
    """DBOS, launched, listening to the lanes; at the end its threads have let go of their jobs."""
    from dbos import DBOS, DBOSConfig

    config: DBOSConfig = {
        "name": APP_NAME,
        "system_database_url": context.database.transact_url,
        "serializer": JsonSerializer(),
        "executor_id": context.worker_id,
        "application_version": APP_VERSION,
        "run_migrations": False,
        "use_listen_notify": True,
        "log_level": "WARNING",
    }
    DBOS(config=config)

    @DBOS.workflow(name=WORKFLOW_NAME, max_recovery_attempts=None)
    def _run_job(job_id: str, run: int) -> None:
        run_job(context, job_id, run)

    DBOS.listen_queues(list(slots))
    DBOS.launch()
    try:
        for lane, count in slots.items():
            DBOS.register_queue(
                lane, worker_concurrency=count, polling_interval_sec=poll_seconds(lane)
            )
        yield
    finally:
        context.leave()
        deadline = time.monotonic() + STOP_SECONDS
        while context.carried_out() and time.monotonic() < deadline:
            time.sleep(0.05)
        DBOS.destroy()


@contextmanager
def _on(signals: Sequence[str], react: Callable[[], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in signals if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda *_: react()) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _open_patiently(settings: Settings) -> JobDatabase:
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while True:
        try:
            return JobDatabase.open(settings)
        except MachineError as error:
            if time.monotonic() > deadline:
                raise
            log.warning("the jobs' database doesn't answer yet: %s", error.message)
            time.sleep(1.0)


@contextmanager
def _lock_for(database: JobDatabase, settings: Settings) -> Iterator[None]:
    """A SQLite file has one worker; its lock goes with the process, however that ends."""
    if not database.embedded:
        yield
        return
    path = Path(str(database.url.database)).with_suffix(".worker")
    patience = CancelToken()
    timer = threading.Timer(LOCK_PATIENCE_SECONDS, patience.cancel)
    timer.start()
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(path, patience, lambda: None))
        except Canceled as error:
            raise UserError(
                ErrorCode.CONFLICT,
                "Another worker has the jobs of this data folder already.",
                recovery="Stop that one (`mgl serve` starts one by itself), or set "
                "MGL_DATABASE_URL to a PostgreSQL database, which many may share.",
                details={"path": str(settings.data_dir)},
            ) from error
        finally:
            timer.cancel()
        yield
