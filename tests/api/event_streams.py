"""A small application with the event routes alone, and a reader of Server-Sent Events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from fastapi import FastAPI

from musicgen_local.api.failures import install_failure_handlers
from musicgen_local.api.routes.events import router
from musicgen_local.api.services import Services
from musicgen_local.api.shutdown import streams_end_with_server
from musicgen_local.config import Settings, load_settings
from musicgen_local.jobs.feed import Feed
from musicgen_local.jobs.live import Live
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.studio import Studio


def make_app(settings: Settings | None = None) -> FastAPI:
    """An application that streams events of the jobs that these settings name."""
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        studio = Studio(settings)
        jobs = JobQueue.open(settings, studio)
        feed = Feed(jobs, Live.from_settings(settings))
        uploads = cast(Any, None)  # no route here uploads
        app.state.services = Services(settings, studio, jobs, feed, uploads)
        await feed.start()
        async with streams_end_with_server(feed):
            yield
        await feed.stop()
        jobs.close()

    app = FastAPI(lifespan=lifespan)
    install_failure_handlers(app)
    app.include_router(router)
    return app


@dataclass
class Sent:
    """One block of a stream, its fields as they were sent."""

    event: str | None = None
    id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    comment: str | None = None
    retry: int | None = None


def sent_blocks(answer: httpx.Response) -> Iterator[Sent]:
    """The blocks of a stream as they come."""
    block = Sent()
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if not line:
            yield block
            block = Sent()
        elif line.startswith(":"):
            block.comment = value
        elif name == "data":
            block.data = json.loads(value)
        elif name == "event":
            block.event = value
        else:
            assert name in ("id", "retry"), line
            setattr(block, name, int(value))


def sent_events(answer: httpx.Response) -> Iterator[Sent]:
    """The same without comments."""
    return (block for block in sent_blocks(answer) if block.event is not None)
