"""`GET /metrics`: the numbers of this process and of the queue, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from musicgen_local.api.metrics import Metrics

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> PlainTextResponse:
    """Requests, jobs, workers and listeners in Prometheus's text format."""
    kept: Metrics = request.app.state.metrics
    return PlainTextResponse(kept.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
