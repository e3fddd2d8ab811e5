"""API keys: every route but the health ones wants one, when one is set."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from musicgen_local.api.problems import problem_response
from musicgen_local.errors import ErrorCode, UserError

OPEN_PATHS = ("/health", "/health/live", "/health/ready")


class KeyCheck:
    """Middleware: refuses requests without one of the keys, and names the caller to the rest.

    Only hashes are kept, and all of them are compared, so that the time tells nothing.
    `request.state.caller` is a short name of the key that was used, fit for counting requests.
    """

    def __init__(self, app: ASGIApp, keys: Sequence[str]) -> None:
        self.app = app
        self._digests = tuple(_digest(key.encode()) for key in keys)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._digests:
            await self.app(scope, receive, send)
            return
        caller = self._caller(Headers(scope=scope))
        if caller is None and _path_of(scope) not in OPEN_PATHS:
            await problem_response(_unauthorized())(scope, receive, send)
            return
        if caller is not None:
            scope.setdefault("state", {})["caller"] = caller
        await self.app(scope, receive, send)

    def _caller(self, headers: Headers) -> str | None:
        found = None
        for presented in _presented(headers):
            digest = _digest(presented.encode("latin-1"))
            for ours in self._digests:
                if hmac.compare_digest(digest, ours):
                    found = ours.hex()[:16]
        return found


def _presented(headers: Headers) -> list[str]:
    keys = headers.getlist("x-api-key")
    for value in headers.getlist("authorization"):
        scheme, _, key = value.partition(" ")
        if scheme.lower() == "bearer":
            keys.append(key.strip())
    return keys[:4]


def _digest(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def _path_of(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "").rstrip("/"))


def _unauthorized() -> UserError:
    return UserError(
        ErrorCode.UNAUTHORIZED,
        "This server wants an API key.",
        recovery="Send one of the keys in MGL_API_KEY in the header X-API-Key, or as "
        "`Authorization: Bearer`.",
    )
