"""The application: routes, middleware, and the services that they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from musicgen_local import __version__
from musicgen_local.api.body_limit import BodyLimit
from musicgen_local.api.compression import Compression
from musicgen_local.api.docs_page import router as docs_router
from musicgen_local.api.failures import CatchAll, install_failure_handlers
from musicgen_local.api.headers import SecurityHeaders
from musicgen_local.api.health import HealthChecks
from musicgen_local.api.hosts_check import ExposureCheck, HostCheck, OriginCheck
from musicgen_local.api.keys import Doorkeeper, KeyCheck
from musicgen_local.api.machine import Machine
from musicgen_local.api.metrics import Metrics
from musicgen_local.api.observation import Observation
from musicgen_local.api.openapi import describe, operation_id
from musicgen_local.api.opening import Opening, WaitUntilOpen
from musicgen_local.api.rates import RateLimitMiddleware
from musicgen_local.api.request_ids import RequestIds
from musicgen_local.api.telemetry import trace_requests
from musicgen_local.api.web import BUILD, WebStudio
from musicgen_local.config import Settings, load_settings
from musicgen_local.exposure import api_keys
from musicgen_local.logs import set_up_logs

# Modules of `api.routes`, each with a `router`.
ROUTES = (
    "generations",
    "plans",
    "proposals",
    "remakes",
    "loops",
    "masters",
    "exports",
    "jobs",
    "batches",
    "events",
    "track_views",
    "track_batches",
    "tracks",
    "files",
    "covers",
    "collections",
    "uploads",
    "engines",
    "models",
    "settings",
    "session",
    "system",
    "health",
    "metrics",
    "output",
    "aliases.diffrhythm",
    "aliases.health",
    "aliases.library",
    "aliases.loops",
    "aliases.plain",
    "aliases.songs",
    "aliases.waiting",
)

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "If-Range",
    "Last-Event-ID",
    "Range",
    "X-API-Key",
    "X-Request-ID",
)
_RESPONSE_HEADERS = (
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "ETag",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-ID",
)


def create_app(settings: Settings | None = None, web_build: Path = BUILD) -> FastAPI:
    """The application with these settings; the process's own, unless given.

    `web_build` is the folder of the studio's pages, which need not be there.
    Its databases are opened when a server starts it, and closed when the server stops.
    """
    settings = settings or load_settings()
    set_up_logs(settings)
    opening = Opening(settings)
    doorkeeper = Doorkeeper(api_keys(settings))
    metrics = Metrics(lambda: opening.services.jobs if opening.services else None)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop_tracing = trace_requests(app)
        try:
            async with opening.open(app):
                yield
        finally:
            stop_tracing()

    app = FastAPI(
        title="MusicGen Local",
        version=__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,  # these pages load their scripts from the network
        redoc_url=None,
        generate_unique_id_function=operation_id,
        middleware=_middleware(settings, metrics, opening, doorkeeper, web_build),
        telemetry={"tracing": False, "metrics": False, "logs": False},  # see `telemetry`
    )
    app.state.metrics = metrics
    app.state.doorkeeper = doorkeeper
    app.state.machine = Machine()
    app.state.health = HealthChecks(lambda: opening.services)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    install_failure_handlers(app)
    app.include_router(docs_router)
    for name in ROUTES:
        app.include_router(import_module(f"musicgen_local.api.routes.{name}").router)
    return app


def _middleware(
    settings: Settings,
    metrics: Metrics,
    opening: Opening,
    doorkeeper: Doorkeeper,
    web_build: Path,
) -> list[Middleware]:
    """From the outermost to the innermost; none of them holds a stream back."""
    origins = tuple(
        origin for part in settings.cors_allow_origins.split(",") if (origin := part.strip())
    )
    return [
        Middleware(RequestIds),
        Middleware(Observation, metrics=metrics),
        Middleware(SecurityHeaders),
        Middleware(Compression),
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=_METHODS,
            allow_headers=_REQUEST_HEADERS,
            expose_headers=_RESPONSE_HEADERS,
        ),
        Middleware(ExposureCheck, settings=settings),
        Middleware(HostCheck, settings=settings),
        Middleware(OriginCheck, allowed=origins),
        Middleware(WebStudio, folder=web_build),
        Middleware(KeyCheck, doorkeeper=doorkeeper),
        Middleware(RateLimitMiddleware, settings=settings),
        Middleware(WaitUntilOpen, opening=opening),
        Middleware(BodyLimit, max_upload_bytes=int(settings.max_upload_mb * 1e6)),
        Middleware(CatchAll),
    ]


def _described(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        app.openapi_schema = describe(app)
    return app.openapi_schema
