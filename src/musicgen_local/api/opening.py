"""Opens what the routes work with, waits for a database that is away, and closes it all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from threading import Thread

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from musicgen_local.api.keys import SESSION_PATH
from musicgen_local.api.problems import problem_response, status_of
from musicgen_local.api.services import Services
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.studio import Studio

_log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 5.0  # for the databases, before the server begins to answer without them
_MAX_PAUSE_SECONDS = 5.0
_NEED_NOTHING = (
    "/",
    "/health",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/openapi.json",
    "/docs",
    SESSION_PATH,
)


class Opening:
    """The services of one application: None until the databases have answered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.services: Services | None = None

    @asynccontextmanager
    async def open(self, app: FastAPI) -> AsyncIterator[None]:
        """Open everything; where a database server is away, go on trying while the app runs.

        Raises:
            MusicGenError: for what trying again doesn't mend, such as a folder that can't be
                written.
        """
        async with AsyncExitStack() as stack:
            first = asyncio.create_task(self._open_once(app, stack))
            done, _ = await asyncio.wait({first}, timeout=_PATIENCE_SECONDS)
            if done and first.exception() is not None and not _passes(first.exception()):
                first.result()
            keep_trying = asyncio.create_task(self._open_at_last(app, stack, first))
            try:
                yield
            finally:
                await _end(keep_trying)
                await _end(first)
                self.services = None

    async def _open_at_last(
        self, app: FastAPI, stack: AsyncExitStack, attempt: asyncio.Task[None]
    ) -> None:
        pause_seconds = 0.25
        while True:
            try:
                return await attempt
            except MachineError as error:
                _log.warning("A database is away: %s", error.message)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                _log.error("The databases can't be opened.", exc_info=error)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(2 * pause_seconds, _MAX_PAUSE_SECONDS)
            attempt = asyncio.create_task(self._open_once(app, stack))

    async def _open_once(self, app: FastAPI, stack: AsyncExitStack) -> None:
        """Open each part and leave to `stack` how it is closed; a failure closes what is open."""
        from musicgen_local.api.shutdown import streams_end_with_server
        from musicgen_local.api.uploads import Uploads
        from musicgen_local.jobs.feed import Feed
        from musicgen_local.jobs.live import Live

        async with AsyncExitStack() as opened:
            studio = Studio(self._settings)
            await asyncio.to_thread(lambda: studio.library)
            opened.callback(studio.library.close)
            jobs = await asyncio.to_thread(JobQueue.open, self._settings)
            opened.callback(jobs.close)
            feed = Feed(jobs, Live.from_settings(self._settings))
            await feed.start()
            opened.push_async_callback(feed.stop)
            await opened.enter_async_context(streams_end_with_server(feed))
            uploads = Uploads(self._settings)
            services = Services(self._settings, studio, jobs, feed, uploads)
            stack.push_async_callback(opened.pop_all().aclose)
        app.state.services = self.services = services
        # Slow to import, and first needed when a job is queued: nobody should wait for it then.
        Thread(target=import_module, args=("musicgen_local.jobs.transact",)).start()


class WaitUntilOpen:
    """Middleware: answers 503 to what needs a database until there is one."""

    def __init__(self, app: ASGIApp, opening: Opening) -> None:
        self.app = app
        self._opening = opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ready = self._opening.services is not None
        if scope["type"] != "http" or ready or scope["path"] in _NEED_NOTHING:
            await self.app(scope, receive, send)
            return
        await problem_response(_away())(scope, receive, send)


def _away() -> MachineError:
    return MachineError(
        ErrorCode.INTERNAL,
        "The databases are not open yet.",
        recovery="Try again in a moment; /health/ready tells when they are.",
        details={"database": ""},
    )


def _passes(error: BaseException | None) -> bool:
    """Whether the same may succeed later: a database server that is away comes back."""
    return isinstance(error, MachineError) and status_of(error) == 503


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
