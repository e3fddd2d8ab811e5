"""A small radio server that speaks Icecast's side of the source protocol, and keeps what it gets.

It stands in for Icecast 2.4, against which the client was tried by hand: Basic authentication,
`100 Continue` before the body, a body without a length, one source per mount point, and titles by
`/admin/metadata`.
"""

from __future__ import annotations

import base64
import socket
import threading
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

from servers import PATIENCE_SECONDS

PASSWORD = "hack me&more"


@dataclass
class Take:
    """One source's stream."""

    mount: str
    headers: dict[str, str]
    audio: bytearray = field(default_factory=bytearray)
    titles: list[str] = field(default_factory=list)


class RadioServer:
    """Listens at a free port of this machine while its `with` lasts.

    `drop_after` ends the first stream after so many bytes, as a server that goes away does.
    """

    def __init__(self, *, drop_after: int | None = None, status: int = 0) -> None:
        self.takes: list[Take] = []
        self.refused: list[int] = []
        self._drop_after = drop_after
        self._status = status  # of every answer, where it is not 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def address(self, mount: str = "/night.mp3") -> str:
        """For `--to`, without a password."""
        return f"icecast://127.0.0.1:{self.port}{mount}"

    def __enter__(self) -> Self:
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for thread in self._threads:
            thread.join(timeout=PATIENCE_SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            request = lines.readline().decode().split()
            headers: dict[str, str] = {}
            while line := lines.readline().decode().strip():
                name, _, value = line.partition(": ")
                headers[name.lower()] = value
            right = base64.b64encode(f"source:{PASSWORD}".encode()).decode()
            status = self._status
            if not status and headers.get("authorization") != f"Basic {right}":
                status = 401
            if status:
                self.refused.append(status)
                connection.sendall(f"HTTP/1.0 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
            elif request[0] == "PUT" and headers.get("expect") == "100-continue":
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n")
                self._receive(lines, Take(request[1], headers))
            elif request[0] == "GET":
                self._rename(request[1])
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n<iceresponse/>")

    def _receive(self, body: object, take: Take) -> None:
        self.takes.append(take)
        drop, self._drop_after = self._drop_after, None
        while data := body.read1(65_536):  # type: ignore[attr-defined]
            take.audio += data
            if drop is not None and len(take.audio) >= drop:
                return

    def _rename(self, target: str) -> None:
        parts = urlsplit(target)
        asked = parse_qs(parts.query)
        assert parts.path == "/admin/metadata"
        assert asked["mode"] == ["updinfo"]
        take = next(t for t in reversed(self.takes) if t.mount == asked["mount"][0])
        take.titles += asked["song"]
