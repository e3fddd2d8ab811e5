"""Compression of JSON and text; never of music, and never of a stream of events."""

from __future__ import annotations

from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware, remove_compress_type

_SMALLEST_BYTES = 1000


class Compression(CompressMiddleware):
    """Middleware: answers in brotli or gzip for clients that take them."""

    def __init__(self, app: ASGIApp) -> None:
        # An event that waits in a compressor comes too late.
        remove_compress_type("text/event-stream")
        super().__init__(app, minimum_size=_SMALLEST_BYTES, zstd=False)
