"""One attempt at one job: admitted, carried out step by step in a host, ended in the database."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.jobs.hosts import EngineHost, HostDied, HostFailed, HostFinished, HostProgress
from musicgen_local.jobs.kinds.base import DOWNLOADS_LANE
from musicgen_local.jobs.store import working
from musicgen_local.jobs.store.working import Admission, Claim, Orders
from musicgen_local.jobs.worker.context import WorkerContext
from musicgen_local.logs import bind
from musicgen_local.progress import Progress, Stage

POLL_SECONDS = 0.1
DOOR_SECONDS = 0.1  # between looks while a job has to wait at the door
REPORT_SECONDS = 0.2  # 5 Hz in the database, less where Redis carries progress
LOOK_SECONDS = 0.25  # between looks for orders while nothing is reported
GRACE_SECONDS = 4.0  # for a step to stop by itself; then its host is killed
SLOWEST_MEGABYTES_PER_SECOND = 0.1  # a download that is slower is given up

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class _LostError(Exception):
    """Another worker has the job now, or this one has to leave: write nothing more."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a step ended when it didn't end well."""

    error: Mapping[str, Any]
    passing: bool


def run_job(context: WorkerContext, job_id: str, run: int) -> None:
    """What the DBOS workflow of a job does. It ends quietly, however the job ends."""
    try:
        with context.carrying_out(job_id):
            mine = _admitted(context, job_id, run)
            if mine is None:
                return
            with bind(job_id=job_id, request_id=mine.request_id):
                _attempt(context, mine)
    except _LostError:
        log.info("job %s is carried out elsewhere", job_id)
    context.publish(job_id)


def _attempt(context: WorkerContext, mine: Claim) -> None:
    try:
        _carry_out(context, mine)
    except _LostError:
        raise
    except Exception:  # our mistake is a failed attempt, not a dead worker
        log.exception("the attempt broke")
        _end_badly(context, mine, _Outcome(_broken(), passing=True))


def _admitted(context: WorkerContext, job_id: str, run: int) -> Claim | None:
    """Wait at the door until the job may start; None when it is to be dropped."""
    database, worker_id = context.database, context.worker_id
    waited = False
    while not context.leaving:
        limit = context.most_running()
        claim = partial(working.claim, database, job_id, run, worker_id, limit, waited=waited)
        admission, mine = patiently(context, claim)
        if admission is not Admission.WAIT:
            context.publish(job_id)
            return mine
        waited = True
        opens = partial(working.door_opens, database, job_id, run, limit)
        while not context.wait(DOOR_SECONDS) and not patiently(context, opens):
            limit = context.most_running()
            opens = partial(working.door_opens, database, job_id, run, limit)
    return None


def _carry_out(context: WorkerContext, mine: Claim) -> None:
    host = context.pool.borrow(mine.lane)
    clock = _Clock(time.monotonic(), cold=not host.alive)
    result: dict[str, Any] = {}
    prepared_seconds = 0.0
    try:
        for step in range(mine.steps_done, mine.steps):
            watch = _Watch(context, mine, step)
            ended = _step(context, mine, host, watch, clock)
            if isinstance(ended, _Outcome):
                _end_badly(context, mine, ended)
                return
            result.update(ended)
            prepared_seconds += float(ended.get("prepare_seconds", 0.0))
            done = partial(working.finish_step, context.database, mine, step, ended, watch.latest)
            _obey(patiently(context, done))
            context.publish(mine.job_id)
    finally:
        context.pool.give_back(host)
    whole = mine.steps_done == 0  # an attempt that took up another's work measures nothing
    # What is done once on a machine, or once in a host's life, tells nothing of the next job.
    seconds = max(0.0, clock.working_seconds - prepared_seconds) if whole else None
    device = str(result.get("device") or context.device)
    patiently(context, partial(working.complete, context.database, mine, device, seconds))
    log.info("completed in %.1f s", time.monotonic() - clock.began)


def _step(
    context: WorkerContext, mine: Claim, host: EngineHost, watch: _Watch, clock: _Clock
) -> dict[str, Any] | _Outcome:
    """Have the host carry out one step; its facts, or how it ended."""
    limit_seconds = time_limit_seconds(context, mine)
    host.start_step(mine.job_id, mine.kind, mine.params, mine.track_ids, watch.step)
    stop_by: float | None = None
    timed_out = False
    while True:
        for event in host.poll(POLL_SECONDS):
            clock.host_speaks()
            match event:
                case HostProgress():
                    watch.note(event)
                case HostFinished(result):
                    return result
                case HostFailed(error, passing):
                    if error["code"] == ErrorCode.CANCELED and timed_out:
                        return _Outcome(_timeout(limit_seconds), passing=False)
                    return _Outcome(error, passing)
                case HostDied(_, error):
                    return _Outcome(error, passing=True)
        now = time.monotonic()
        timed_out = timed_out or now - clock.began > limit_seconds
        if context.leaving or not watch.keep_up():
            host.kill()
            if context.leaving:
                patiently(context, partial(working.hand_back, context.database, mine), tries=3)
            raise _LostError
        if stop_by is None and (watch.cancel or timed_out):
            host.cancel()
            stop_by = now + GRACE_SECONDS
        elif stop_by is not None and now > stop_by:
            host.kill()
            if timed_out:
                return _Outcome(_timeout(limit_seconds), passing=False)
            return _Outcome({"code": ErrorCode.CANCELED.value}, passing=False)


def _end_badly(context: WorkerContext, mine: Claim, outcome: _Outcome) -> None:
    if outcome.error["code"] == ErrorCode.CANCELED:
        patiently(context, partial(working.cancel_done, context.database, mine))
        return
    failed = partial(working.fail, context.database, mine, outcome.error, passing=outcome.passing)
    status = patiently(context, failed)
    log.warning("the attempt failed with %s; the job is %s", outcome.error["code"], status)


@dataclass(slots=True)
class _Clock:
    """When an attempt began, and when its host, if it had to be started, began to work."""

    began: float
    cold: bool
    _works_since: float | None = None

    def host_speaks(self) -> None:
        """The host has said something: it works."""
        if self._works_since is None:
            self._works_since = time.monotonic() if self.cold else self.began

    @property
    def working_seconds(self) -> float:
        """How long the host has worked until now."""
        since = self.began if self._works_since is None else self._works_since
        return time.monotonic() - since


class _Watch:
    """Brings a step's progress to the database and its orders back, a few times a second."""

    def __init__(self, context: WorkerContext, mine: Claim, step: int) -> None:
        self.cancel = False
        self.step = step
        self.latest: Progress | None = None
        self._context = context
        self._mine = mine
        self._told = True
        self._due = 0.0

    def note(self, value: HostProgress) -> None:
        """Keep the newest progress until it is due."""
        self.latest = Progress(Stage(value.stage), value.fraction, value.message)
        self._told = False

    def keep_up(self) -> bool:
        """Write and read what is due; False when the job isn't ours any more."""
        now = time.monotonic()
        if now < self._due:
            return True
        database, mine = self._context.database, self._mine
        try:
            if self._told or self.latest is None:
                self._due = now + LOOK_SECONDS
                said = working.orders(database, mine)
            else:
                self._due = now + REPORT_SECONDS
                said = working.report(database, mine, self.latest, self.step)
                self._told = True
                self._context.publish(mine.job_id)
        except MachineError as error:  # progress is not worth a job: it goes on, and tells later
            log.warning("progress is not written: %s", error.message)
            self._due = now + 1.0
            return True
        self.cancel = said.cancel
        return said.mine


def time_limit_seconds(context: WorkerContext, mine: Claim) -> float:
    """How long an attempt may take: the engine's own limit or the general one, for each started
    hour of music; a download as long as a slow line needs for it."""
    base = context.settings.job_timeouts.get(mine.engine, context.preferences().job_timeout_seconds)
    if mine.lane == DOWNLOADS_LANE:
        return max(base, mine.size / SLOWEST_MEGABYTES_PER_SECOND)
    return base * max(1, math.ceil(mine.size / 3600))


def patiently(
    context: WorkerContext, write: Callable[[], Answer], tries: int | None = None
) -> Answer:
    """Do what has to be written, again and again while the database is away.

    Raises:
        _LostError: when the worker has to leave meanwhile, or `tries` are used up.
    """
    pause, failed = 0.1, 0
    while True:
        try:
            return write()
        except MachineError as error:
            failed += 1
            log.warning("the jobs' database refuses: %s", error.message)
            if (context.leaving and tries is None) or (tries is not None and failed >= tries):
                raise _LostError from error
            time.sleep(pause)
            pause = min(2.0, pause * 2)


def _obey(said: Orders) -> None:
    if not said.mine:
        raise _LostError


def _broken() -> dict[str, Any]:
    return MachineError(
        ErrorCode.INTERNAL,
        "The worker made a mistake while it carried out this job.",
        recovery="Retry it; if it happens again, report it with the worker's log.",
    ).as_dict()


def _timeout(limit_seconds: float) -> dict[str, Any]:
    return MachineError(
        ErrorCode.GENERATION_TIMEOUT,
        f"The job was stopped: it took longer than {limit_seconds:g} s.",
        recovery="Ask for less at a time, or raise MGL_JOB_TIMEOUT (PATCH /api/v1/settings does "
        "it while the program runs).",
        details={"limit_seconds": limit_seconds},
    ).as_dict()
