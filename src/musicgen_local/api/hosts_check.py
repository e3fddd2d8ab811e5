"""Who may talk to this server: which names it answers to, which pages may change anything."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from musicgen_local.api.problems import Refusal, problem_response
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode
from musicgen_local.exposure import api_keys, is_loopback

_HARMLESS = ("GET", "HEAD", "OPTIONS")


class ExposureCheck:
    """Middleware: without an API key, only this machine is served, whatever the server listens at.

    `mgl serve` refuses to start so; a server that was started by other means is caught here.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._everybody = bool(api_keys(settings)) or settings.allow_open_network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._everybody or _is_local(scope):
            await self.app(scope, receive, send)
            return
        refusal = Refusal(
            403,
            ErrorCode.UNAUTHORIZED,
            "Without an API key this server serves only the machine that it runs on.",
            recovery="Set MGL_API_KEY and start it again, or, in a network you trust, set "
            "MGL_ALLOW_OPEN_NETWORK=true.",
        )
        await problem_response(refusal)(scope, receive, send)


class HostCheck:
    """Middleware: only names of this server are answered to.

    A page elsewhere whose name is made to point here (DNS rebinding) would else count as our own.
    Addresses can't be made to point anywhere, so beyond loopback any address is as good.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        names = {name.strip().lower() for name in settings.allowed_hosts.split(",")}
        self._names = (names | {settings.host.strip("[]").lower()}) - {"", "0.0.0.0", "::"}
        self._everything = "*" in names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._everything or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        refusal = Refusal(
            400,
            ErrorCode.VALIDATION,
            "This server doesn't go by the name that the request is addressed to.",
            recovery="Use http://127.0.0.1 with the server's port, or add the name to "
            "MGL_ALLOWED_HOSTS.",
            details={"field": "Host"},
        )
        await problem_response(refusal)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = Headers(scope=scope).getlist("host")
        name = _name_in(given[0]) if len(given) == 1 else None
        if name is None:
            return False
        if name in self._names or is_loopback(name):
            return True
        return _is_address(name) and not _reached_by_loopback(scope)


class OriginCheck:
    """Middleware: a web page of another origin changes nothing here, unless CORS allows it.

    Browsers send simple requests without asking first; the answer they keep from the page, but the
    job would run. Programs send no Origin and are not concerned.
    """

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self.app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _HARMLESS or self._may_change(scope):
            await self.app(scope, receive, send)
            return
        refusal = Refusal(
            403,
            ErrorCode.VALIDATION,
            "A page of another origin may not change anything here.",
            recovery="Add the page's origin to MGL_CORS_ALLOW_ORIGINS if it is yours.",
            details={"field": "Origin"},
        )
        await problem_response(refusal)(scope, receive, send)

    def _may_change(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not origins or "*" in self._allowed:
            return True
        if len(origins) > 1:
            return False
        try:
            ours = urlsplit(origins[0]).netloc.lower() == headers.get("host", "").lower()
        except ValueError:
            return False
        return ours or origins[0] in self._allowed


def _is_local(scope: Scope) -> bool:
    """Whether both ends of the connection are on this machine; a socket file is."""
    client, server = scope.get("client"), scope.get("server")
    if client is not None and client[0] and not is_loopback(client[0]):
        return False
    return (
        server is None or server[1] is None or not _is_address(server[0]) or is_loopback(server[0])
    )


def _reached_by_loopback(scope: Scope) -> bool:
    server = scope.get("server")
    return server is None or not _is_address(server[0]) or is_loopback(server[0])


def _name_in(host: str) -> str | None:
    """The name in a Host header, without its port; None for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.netloc != host or "@" in host or not parts.hostname:
        return None
    return parts.hostname.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
