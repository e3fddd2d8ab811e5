"""The host's own side: a listener hears the worker, the main thread carries out steps."""

from __future__ import annotations

import logging
import sys
import threading
from functools import cached_property
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING

from musicgen_local.config import Settings, use_settings
from musicgen_local.jobs.hosts.belonging import end_group, settle_in
from musicgen_local.jobs.hosts.failures import ENDED, failed
from musicgen_local.jobs.hosts.messages import Cancel, HostFinished, StepOrder
from musicgen_local.jobs.hosts.reporter import INTERVAL_SECONDS, Reporter
from musicgen_local.logs import bind, set_up_logs
from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

_log = logging.getLogger(__name__)
_Work = tuple[StepOrder, Reporter, CancelToken]


def host_main(connection: Connection, settings: Settings, parent_pid: int) -> None:
    """Serve the worker at the other end of `connection` until it says leave, or is gone."""
    host = _Host(connection, settings)
    settle_in(parent_pid, host.leave_soon)
    set_up_logs(settings)
    use_settings(settings)
    host.serve()


class _Host:
    """One long-lived studio, and the step that it is at."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._settings = settings
        self._inbox: SimpleQueue[_Work | None] = SimpleQueue()
        self._reporter: Reporter | None = None
        self._token = CancelToken()
        self._told_to_end = False

    @cached_property
    def _studio(self) -> Studio:
        from musicgen_local.studio import Studio

        return Studio(self._settings)

    def serve(self) -> None:
        """Carry out steps, one after another, until it is time to leave."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        while (work := self._inbox.get()) is not None:
            self._carry_out(*work)

    def leave_soon(self) -> None:
        """Break off what is being done, and leave."""
        self._told_to_end = True
        self._token.cancel()
        self._inbox.put(None)

    def _carry_out(self, order: StepOrder, reporter: Reporter, token: CancelToken) -> None:
        with bind(job_id=order.job_id):
            try:
                with bind(job_id=order.job_id):
                    result = _perform(self._studio, order, reporter, token)
            except BaseException as error:  # whatever an engine raises ends its step, no more
                if self._told_to_end:  # by the system, say: nobody canceled the job
                    sys.exit(ENDED)
                reporter.end(failed(error))
            else:
                reporter.end(HostFinished(result))

    def _listen(self) -> None:
        try:
            while self._hear():
                pass
        except (EOFError, OSError):  # the worker is gone
            end_group()
        except Exception:
            _log.exception("the host can't hear its worker any more")
            end_group()

    def _hear(self) -> bool:
        """Wait for the worker's next word; whether to go on listening."""
        at_work = self._reporter is not None and not self._reporter.ended
        if at_work and not self._connection.poll(INTERVAL_SECONDS):
            assert self._reporter is not None
            self._reporter.tick()
            return True
        message = self._connection.recv()
        if isinstance(message, StepOrder):
            self._token = CancelToken()
            self._reporter = Reporter(self._connection)
            self._inbox.put((message, self._reporter, self._token))
        elif isinstance(message, Cancel):
            self._token.cancel()
        else:
            self._inbox.put(None)
            return False
        return True


def _perform(
    studio: Studio, order: StepOrder, reporter: Reporter, token: CancelToken
) -> dict[str, object]:
    from musicgen_local.jobs.kinds import kind_of, parse_params
    from musicgen_local.jobs.kinds.base import Task

    kind = kind_of(order.kind)
    params = parse_params(kind, order.params)
    task = Task(order.job_id, params, order.track_ids, order.step, reporter, token)
    return dict(kind.perform(studio, task))
