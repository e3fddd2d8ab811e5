"""A source client for Icecast 2: audio goes out as the body of an HTTP PUT that does not end.

The protocol is plain HTTP since Icecast 2.4: `PUT /mount` with Basic authentication, `Ice-*`
headers for what listeners are told, `Expect: 100-continue` so that a refusal comes before the
audio; titles of formats without comments go to `/admin/metadata` (Icecast 2.4 documentation; the
draft "Icecast Protocol" by M. Schubert).
"""

from __future__ import annotations

import base64
import select
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote, unquote, urlencode, urlsplit

from musicgen_local import __version__
from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError

_SCHEMES = {"icecast": False, "icecasts": True}
_DEFAULT_PORT = 8000
_DEFAULT_USER = "source"
_TIMEOUT_SECONDS = 10.0
_LONGEST_HEAD = 16_384
_EXAMPLE = "icecast://source:PASSWORD@radio.example.org:8000/night.mp3"


@dataclass(frozen=True, slots=True)
class IcecastAddress:
    """Where a stream goes. The password shows in no text that is made of it."""

    host: str
    port: int
    mount: str  # "/night.mp3"
    user: str
    password: str = field(repr=False)
    secure: bool = False  # TLS

    def __str__(self) -> str:
        scheme = "icecasts" if self.secure else "icecast"
        return f"{scheme}://{self.host}:{self.port}{self.mount}"

    @classmethod
    def parse(cls, url: str, password: str | None = None) -> Self:
        """Read `icecast://user:password@host:port/mount`; `password` stands in where it has none.

        Raises:
            UserError: `VALIDATION` when it is no such address, `UNAUTHORIZED` without a password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _DEFAULT_PORT
        except ValueError as error:
            raise _no_address(str(error)) from None
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise _no_address("it has to begin with icecast:// and a host")
        if parts.path in ("", "/") or parts.query or parts.fragment:
            raise _no_address("it has to end with a mount point such as /night.mp3")
        secret = unquote(parts.password) if parts.password else password
        if not secret:
            raise UserError(
                ErrorCode.UNAUTHORIZED,
                "The Icecast server wants a password.",
                recovery="Set MGL_ICECAST_PASSWORD, or write it into the address.",
            )
        return cls(
            parts.hostname,
            port,
            unquote(parts.path),
            unquote(parts.username or _DEFAULT_USER),
            secret,
            _SCHEMES[parts.scheme],
        )


class IcecastConnection:
    """One PUT that is under way."""

    def __init__(
        self, address: IcecastAddress, content_type: str, headers: Mapping[str, str]
    ) -> None:
        """Connect and be accepted.

        Raises:
            UserError: `UNAUTHORIZED`, `CONFLICT` (the mount point is taken) or `VALIDATION`.
            MachineError: `UNREACHABLE`.
        """
        self._address = address
        self._socket = _connect(address)
        try:
            self._begin(content_type, headers)
        except BaseException:
            self._socket.close()
            raise

    def send(self, data: bytes) -> None:
        """Send some of the audio.

        Raises:
            OSError: when the server has gone, or takes nothing any more.
        """
        if select.select([self._socket], [], [], 0)[0]:
            said = self._socket.recv(_LONGEST_HEAD)
            status = _status_of(said)
            if not said or status is None or status >= 400:
                raise ConnectionError("the server closed the stream")
        self._socket.sendall(data)

    def tell_title(self, title: str) -> None:
        """Have listeners see `title`; formats that carry comments do it themselves.

        Raises:
            OSError: when the server can't be reached.
        """
        query = urlencode(
            {
                "mode": "updinfo",
                "mount": self._address.mount,
                "song": title,
                "charset": "UTF-8",
            }
        )
        with _connect(self._address) as asking:
            asking.sendall(_request("GET", f"/admin/metadata?{query}", self._address, {}))
            _read_head(asking)

    def close(self) -> None:
        """End the stream."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    def _begin(self, content_type: str, headers: Mapping[str, str]) -> None:
        told = {"Content-Type": content_type, "Expect": "100-continue", **headers}
        with _as_unreachable(self._address):
            path = quote(self._address.mount)
            self._socket.sendall(_request("PUT", path, self._address, told))
            status = _read_head(self._socket)
        if status not in (100, 200):
            raise _refusal(status, self._address)


def _request(
    method: str, target: str, address: IcecastAddress, headers: Mapping[str, str]
) -> bytes:
    pair = f"{address.user}:{address.password}".encode()
    host = f"[{address.host}]" if ":" in address.host else address.host
    lines = [
        f"{method} {target} HTTP/1.1",
        f"Host: {host}:{address.port}",
        f"Authorization: Basic {base64.b64encode(pair).decode()}",
        f"User-Agent: musicgen-local/{__version__}",
        *(f"{name}: {_one_line(value)}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _connect(address: IcecastAddress) -> socket.socket:
    with _as_unreachable(address):
        plain = socket.create_connection((address.host, address.port), _TIMEOUT_SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not address.secure:
            return plain
        try:
            context = ssl.create_default_context()
            return context.wrap_socket(plain, server_hostname=address.host)
        except BaseException:
            plain.close()
            raise


def _read_head(connection: socket.socket) -> int:
    """Status of the next answer, its headers read away."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(1)  # no further: what comes then belongs to the next answer
        if not more or len(head) > _LONGEST_HEAD:
            raise ConnectionError("the server hung up")
        head += more
    status = _status_of(head)
    if status is None:
        raise ConnectionError("the server speaks no HTTP")
    return status


def _status_of(head: bytes) -> int | None:
    words = head.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


@contextmanager
def _as_unreachable(address: IcecastAddress) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MachineError(
            ErrorCode.UNREACHABLE,
            f"The Icecast server {address} can't be reached: {error}.",
            recovery="Check host and port, and that the server runs.",
        ) from error


def _refusal(status: int, address: IcecastAddress) -> MusicGenError:
    if status == 401:
        return UserError(
            ErrorCode.UNAUTHORIZED,
            f"The Icecast server {address} doesn't know this user and password.",
            recovery="Check MGL_ICECAST_PASSWORD, or the address; the user is mostly 'source'.",
        )
    if status in (403, 409):
        return UserError(
            ErrorCode.CONFLICT,
            f"The Icecast server refuses {address}: the mount point is taken, the format is not "
            "allowed there, or there are too many sources.",
            recovery="Choose another mount point, or end the other source.",
        )
    if status < 500:
        return UserError(
            ErrorCode.VALIDATION,
            f"The server at {address} takes no streams (it answered {status}).",
            recovery="Is it an Icecast server of version 2.4 or later, and the port right?",
        )
    return MachineError(
        ErrorCode.UNREACHABLE,
        f"The Icecast server {address} is in trouble (it answered {status}).",
        recovery="Try again later.",
    )


def _no_address(why: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"That is no Icecast address: {why}.",
        recovery=f"Write it like {_EXAMPLE}.",
        details={"field": "to"},
    )
