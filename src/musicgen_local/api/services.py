"""What the routes work with: made once for each process, kept in `app.state.services`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from musicgen_local.config import Settings
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.studio import Studio

if TYPE_CHECKING:
    from musicgen_local.api.uploads import Uploads
    from musicgen_local.jobs.feed import Feed


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


async def _studio(services: Annotated[Services, Depends(services_of)]) -> Studio:
    return services.studio


async def _jobs(services: Annotated[Services, Depends(services_of)]) -> JobQueue:
    return services.jobs


ServicesDep = Annotated[Services, Depends(services_of)]
StudioDep = Annotated[Studio, Depends(_studio)]
JobsDep = Annotated[JobQueue, Depends(_jobs)]
