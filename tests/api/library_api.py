"""A small application with the routes of the library: real services, and no queue of jobs."""

from __future__ import annotations

from typing import Any, cast

from fastapi import APIRouter, FastAPI

from musicgen_local import Studio
from musicgen_local.api.failures import install_failure_handlers
from musicgen_local.api.services import Services
from musicgen_local.api.uploads import Uploads
from musicgen_local.library import Track


def library_app(studio: Studio, *routers: APIRouter, jobs: Any = None) -> FastAPI:
    """An application that serves `routers` for `studio`."""
    app = FastAPI()
    uploads = Uploads(studio.settings)
    app.state.services = Services(studio.settings, studio, jobs, cast(Any, None), uploads)

    install_failure_handlers(app)
    for router in routers:
        app.include_router(router)
    return app


def make_track(
    studio: Studio, engine: str, title: str = "", seconds: float = 1, **order: Any
) -> Track:
    """A short track, made by a real engine and filed as any other."""
    made = studio.generate("plucks", duration=seconds, engine=engine, seed=3, title=title, **order)
    return made.track
