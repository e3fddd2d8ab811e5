"""What the routes work with: made once for each process, kept in `app.state.services`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from musicgen_local.config import Settings
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.studio import Studio

if TYPE_CHECKING:
    from musicgen_local.api.uploads import Uploads
    from musicgen_local.jobs.feed import Feed

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Services:
    """The use cases behind the routes."""

    settings: Settings
    studio: Studio
    jobs: JobQueue
    feed: Feed
    uploads: Uploads


# Coroutines, since a plain function would be sent to a thread for each request.
async def services_of(request: Request) -> Services:
    """The services of the application that got this request."""
    services: Services = request.app.state.services
    return services


async def _studio(request: Request) -> Studio:
    services: Services = request.app.state.services
    return services.studio


async def _jobs(request: Request) -> JobQueue:
    services: Services = request.app.state.services
    return services.jobs


ServicesDep = Annotated[Services, Depends(services_of)]
StudioDep = Annotated[Studio, Depends(_studio)]
JobsDep = Annotated[JobQueue, Depends(_jobs)]


async def read(services: Services, ask: Callable[[], Answer]) -> Answer:
    """Carry out a short read of the databases, where it is quickest.

    A file answers in a third of a millisecond, and readers don't wait for its writers; to hand the
    read to a thread and back takes several times as long, since both want Python's lock at every
    call. A server's answer is waited for in a thread.
    """
    if services.jobs.embedded:
        return ask()
    return await run_in_threadpool(ask)
