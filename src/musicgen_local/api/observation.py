"""Each request in one log line and in the metrics: its route, never its path."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musicgen_local.api.metrics import Metrics

OTHER = "other"
_METHODS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))

_log = logging.getLogger("musicgen_local.access")


class Observation:
    """Middleware: counts and times every request, and writes its line."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0  # for a request that was cut before it was answered
        streams = False

        async def watch(message: Message) -> None:
            nonlocal status, streams
            if message["type"] == "http.response.start":
                status = message["status"]
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith("text/event-stream"):
                    streams = True
                    self._metrics.streams.inc()
            await send(message)

        begun = time.perf_counter()
        self._metrics.in_progress.inc()
        try:
            await self.app(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.in_progress.dec()
            if streams:
                self._metrics.streams.dec()
            method = scope["method"] if scope["method"] in _METHODS else OTHER
            route = route_of(scope)
            # A stream lasts as long as somebody listens: that is no latency.
            self._metrics.observe(method, route, status, None if streams else seconds)
            _log.log(
                logging.WARNING if status >= 500 else logging.INFO,
                "%s %s %s",
                method,
                route,
                status,
                extra={"facts": {"method": method, "route": route, "status": status,
                                 "ms": round(seconds * 1000, 1)}},
            )  # fmt: skip


def route_of(scope: Scope) -> str:
    """The template of the route that took the request, such as `/api/v1/jobs/{job_id}`."""
    effective = scope.get("fastapi", {}).get("effective_route_context")
    for route in (effective, scope.get("route")):
        path = getattr(route, "path", None)
        if isinstance(path, str) and path:
            return path
    return OTHER
