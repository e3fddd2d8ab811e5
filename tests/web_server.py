"""A web server with the habits of real ones: ranges, entity tags, and every way to let one down."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HALT_SECONDS = 600.0  # a server that halts is waited for no longer


@dataclass
class Fault:
    """One request goes wrong: a status, or a body that ends (or halts) after some bytes."""

    status: int | None = None
    ends_after: int | None = None
    halts_after: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """What lies at one path; `faults` are used up one by one, the last one stays if `forever`."""

    body: bytes
    etag: str | None = '"one"'
    ranges: bool = True
    says_length: bool = True
    faults: list[Fault] = field(default_factory=list)
    forever: bool = False
    seconds_per_block: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Seen:
    """A request as it came in."""

    path: str
    headers: dict[str, str]


class WebServer(ThreadingHTTPServer):
    """Serves `pages` on a free port of this machine and remembers the requests."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Page] = {}
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self.halted = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def ranges(self) -> list[str | None]:
        """The Range header of every request."""
        return [request.headers.get("range") for request in self.seen]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: WebServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.path, headers))
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(404)
            return
        fault = Fault()
        if page.faults:
            fault = page.faults[0] if page.forever else page.faults.pop(0)
        if fault.status is not None:
            self.send_response(fault.status)
            for name, value in {**fault.headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()
            return
        self._send(page, fault, self._span(page, headers))

    def _span(self, page: Page, headers: dict[str, str]) -> slice | None:
        """The bytes that are asked for, where only some are."""
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", headers.get("range", ""))
        same = "if-range" not in headers or headers["if-range"] == page.etag
        if match is None or not page.ranges or not same:
            return None
        return slice(int(match[1]), int(match[2]) + 1 if match[2] else len(page.body))

    def _send(self, page: Page, fault: Fault, span: slice | None) -> None:
        body = page.body if span is None else page.body[span]
        self.send_response(200 if span is None else 206)
        if page.etag:
            self.send_header("ETag", page.etag)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if span is not None:
            told = f"bytes {span.start}-{span.stop - 1}/{len(page.body)}"
            self.send_header("Content-Range", told)
        if page.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault.halts_after is not None:
            self.wfile.write(body[: fault.halts_after])
            self.server.halted.set()
            self.server.closing.wait(HALT_SECONDS)
            return
        body = body[: fault.ends_after]
        block = 16384 if page.seconds_per_block else max(len(body), 1)
        for start in range(0, len(body), block):
            self.wfile.write(body[start : start + block])
            self.server.closing.wait(page.seconds_per_block)


@contextmanager
def serving() -> Iterator[WebServer]:
    """A running server."""
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
