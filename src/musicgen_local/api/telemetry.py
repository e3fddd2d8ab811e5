"""Traces for OpenTelemetry, when the extra `telemetry` is installed and an endpoint is named."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from musicgen_local import __version__

if TYPE_CHECKING:
    from fastapi import FastAPI
    from opentelemetry.sdk.trace.export import SpanExporter

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_NEEDED = ("opentelemetry.sdk", "opentelemetry.instrumentation.fastapi", _EXPORTER)
_UNTRACED = "health,metrics"  # asked every few seconds; nobody looks for them

_log = logging.getLogger(__name__)


def trace_requests(app: FastAPI, exporter: SpanExporter | None = None) -> Callable[[], None]:
    """Send a span of each request; returns what to call at the end, so that none is lost.

    Without an exporter, spans go where `OTEL_EXPORTER_OTLP_ENDPOINT` points; where it is not set,
    nothing is traced. Spans carry routes and status codes, never query strings.
    """
    if exporter is None:
        exporter = _exporter_from_environment()
    if exporter is None:
        return lambda: None
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    service = {"service.name": "musicgen-local", "service.version": __version__}
    provider = TracerProvider(resource=Resource.create(service))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    FastAPIInstrumentor.instrument_app(
        app,
        tracer_provider=provider,
        excluded_urls=_UNTRACED,
        exclude_spans=["receive", "send"],
        server_request_hook=_without_query,
    )
    return provider.shutdown


def _exporter_from_environment() -> SpanExporter | None:
    if not os.environ.get(ENDPOINT):
        return None
    if not all(_is_installed(name) for name in _NEEDED):
        _log.warning("%s is set, but the extra `telemetry` isn't installed.", ENDPOINT)
        return None
    exporter: SpanExporter = import_module(_EXPORTER).OTLPSpanExporter()
    return exporter


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of a parent package
        return False


def _without_query(span: Any, _: dict[str, Any]) -> None:
    """Searches are prompts, too: keep the path only."""
    if span is None or not span.is_recording():
        return
    for name in ("http.url", "url.full", "http.target", "url.query"):
        value = (span.attributes or {}).get(name)
        if isinstance(value, str):
            span.set_attribute(name, "" if name == "url.query" else value.partition("?")[0])
