"""API keys: every route but the open ones wants one, when one is set, or the cookie for one."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from musicgen_local.api.problems import Refusal, problem_response
from musicgen_local.api.rates import GuessLimit, address_of
from musicgen_local.api.session_tokens import COOKIE, SessionTokens
from musicgen_local.errors import ErrorCode, UserError

SESSION_PATH = "/api/v1/session"
OPEN_PATHS = ("/health", "/health/live", "/health/ready", SESSION_PATH)
_HARMLESS = ("GET", "HEAD", "OPTIONS")


class Doorkeeper:
    """Knows the keys, as hashes, who came with one, and who has guessed too often.

    All hashes are compared, so that the time tells nothing.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._digests = tuple(_digest(key.encode()) for key in keys)
        self._tokens = SessionTokens(self._digests)
        self._guesses = GuessLimit()

    @property
    def key_required(self) -> bool:
        """Whether there is a key at all."""
        return bool(self._digests)

    def by_key(self, scope: Scope) -> bytes | None:
        """The digest of the key that the request's headers carry.

        Raises:
            UserError: `RATE_LIMITED`, whatever they carry, after too many that were wrong.
        """
        presented = _presented(Headers(scope=scope))
        return self._match(presented, address_of(scope)) if presented else None

    def by_cookie(self, scope: Scope) -> bytes | None:
        """The digest of the key that the request's cookie was issued for."""
        token = _cookie(Headers(scope=scope))
        return self._tokens.digest_of(token) if token else None

    def sign_in(self, key: str, scope: Scope) -> str | None:
        """The token for a browser that knows the key; None where no key is wanted.

        Raises:
            UserError: `UNAUTHORIZED` for a wrong key, `RATE_LIMITED` after too many of them.
        """
        if not self.key_required:
            return None
        digest = self._match([key.encode("utf-8", "surrogatepass")], address_of(scope))
        if digest is None:
            raise UserError(
                ErrorCode.UNAUTHORIZED,
                "This is not a key of this server.",
                recovery="Use one of the keys in MGL_API_KEY; who runs the server knows them.",
            )
        return self._tokens.issue(digest)

    def _match(self, presented: Sequence[bytes], address: str) -> bytes | None:
        now = time.monotonic()
        wait_seconds = self._guesses.wait_seconds(address, now)
        if wait_seconds > 0:
            raise _too_many_guesses(wait_seconds)
        found = None
        wrong = []
        for digest in map(_digest, presented):
            fits = [ours for ours in self._digests if hmac.compare_digest(digest, ours)]
            found = fits[0] if fits else found
            wrong += [] if fits else [digest]
        for digest in wrong:
            self._guesses.count(address, digest, now)
        return found


class KeyCheck:
    """Middleware: refuses requests without a key or a cookie, and names the caller to the rest.

    `request.state.caller` is a short name of the key that was used, fit for counting requests.
    With the cookie alone only pages of this server change anything: browsers send cookies of
    their own accord, for pages at other ports of the same machine too.
    """

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper) -> None:
        self.app = app
        self._doorkeeper = doorkeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._doorkeeper.key_required:
            await self.app(scope, receive, send)
            return
        try:
            digest = self._let_in(scope)
        except UserError as refusal:
            await problem_response(refusal)(scope, receive, send)
            return
        if digest is not None:
            scope.setdefault("state", {})["caller"] = digest.hex()[:16]
        await self.app(scope, receive, send)

    def _let_in(self, scope: Scope) -> bytes | None:
        """The digest of the caller's key; None for nobody in particular, at an open address.

        Raises:
            UserError: `UNAUTHORIZED`, `RATE_LIMITED`.
        """
        by_cookie = self._doorkeeper.by_cookie(scope)
        is_open = _path_of(scope) in OPEN_PATHS
        try:
            by_key = self._doorkeeper.by_key(scope)
        except UserError:
            if by_cookie is None and not is_open:
                raise
            by_key = None
        if by_key is not None or is_open:
            return by_key or by_cookie
        if by_cookie is None:
            raise _unauthorized()
        if not _may_act(scope):
            raise _from_elsewhere()
        return by_cookie


def _may_act(scope: Scope) -> bool:
    """Whether a request with a cookie alone changes nothing, or comes from a page of ours."""
    if scope["method"] in _HARMLESS:
        return True
    headers = Headers(scope=scope)
    said, origins = headers.get("sec-fetch-site"), headers.getlist("origin")
    if said is not None:  # a page can't set it
        return said == "same-origin"
    return len(origins) == 1 and _is_ours(origins[0], headers)


def _is_ours(origin: str, headers: Headers) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _presented(headers: Headers) -> list[bytes]:
    keys = headers.getlist("x-api-key")
    for value in headers.getlist("authorization"):
        scheme, _, key = value.partition(" ")
        if scheme.lower() == "bearer":
            keys.append(key.strip())
    return [key.encode("latin-1") for key in keys[:4] if key]


def _cookie(headers: Headers) -> str | None:
    found = [cookie_parser(value).get(COOKIE) for value in headers.getlist("cookie")]
    return next(filter(None, found), None)


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
        "`Authorization: Bearer`; a browser signs in at the studio's first page.",
    )


def _from_elsewhere() -> UserError:
    return Refusal(
        403,
        ErrorCode.VALIDATION,
        "With the cookie alone, only pages of this server may change anything.",
        recovery="Send the key in the header X-API-Key, or ask from a page of this server.",
        details={"field": "Origin"},
    )


def _too_many_guesses(wait_seconds: float) -> UserError:
    seconds = max(1, math.ceil(wait_seconds))
    return UserError(
        ErrorCode.RATE_LIMITED,
        "Too many wrong keys came from this address.",
        recovery=f"Wait {seconds} s and try again.",
        details={"retry_after_seconds": seconds},
    )
