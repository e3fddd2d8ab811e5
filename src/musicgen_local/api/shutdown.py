"""Ends streams when the server is asked to stop: it waits for open answers before anything else."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from musicgen_local.jobs.feed import Feed

_LOOK_SECONDS = 0.2


class _Server(Protocol):
    should_exit: bool


@asynccontextmanager
async def streams_end_with_server(feed: Feed) -> AsyncIterator[None]:
    """While inside, a stopping server ends the feed's subscriptions, and with them the streams.

    uvicorn tells the application of its end only once every answer is sent, and an event stream
    has no end of its own. So this looks at the server itself, which is found by the signal handler
    that it installs; under a server that installs none (one in a thread), whoever stops it
    calls `Feed.end_subscriptions` first, or gives it a `timeout_graceful_shutdown`.
    """
    server = _running_server()
    watcher = None if server is None else asyncio.create_task(_watch(server, feed))
    try:
        yield
    finally:
        if watcher is not None:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)


async def _watch(server: _Server, feed: Feed) -> None:
    while not server.should_exit:
        await asyncio.sleep(_LOOK_SECONDS)
    feed.end_subscriptions()


def _running_server() -> _Server | None:
    if threading.current_thread() is not threading.main_thread():
        return None  # the handler, if any, is that of another server
    owner = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return owner if isinstance(getattr(owner, "should_exit", None), bool) else None
