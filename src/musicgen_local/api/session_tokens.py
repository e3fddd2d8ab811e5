"""The cookie that a key is exchanged for: what it says is signed, and nobody has to keep it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Sequence

COOKIE = "mgl_session"
LIFETIME_SECONDS = 30 * 86_400
_TOKEN = re.compile(r"1\.([0-9a-f]{1,16})\.([0-9a-f]{32})\.([0-9a-f]{64})")
_CLOCKS_DIFFER_SECONDS = 60


class SessionTokens:
    """Makes and checks the tokens of one key after another.

    A token is `1.TIME.ID.MAC`: seconds since 1970 and a random id in hexadecimal, and HMAC-SHA-256
    (RFC 2104) of both under a secret that only the key's digest leads to. Another key therefore
    ends all sessions of the one before, without a list of them.
    """

    def __init__(self, digests: Sequence[bytes], clock: Callable[[], float] = time.time) -> None:
        """`digests` are SHA-256 of the keys; `clock` tells the seconds since 1970."""
        self._secrets = {
            digest: hmac.digest(digest, b"musicgen-local session 1", hashlib.sha256)
            for digest in digests
        }
        self._clock = clock

    def issue(self, digest: bytes) -> str:
        """A new token for the key with this digest."""
        said = f"1.{int(self._clock()):x}.{secrets.token_hex(16)}"
        return f"{said}.{self._mac(digest, said)}"

    def digest_of(self, token: str) -> bytes | None:
        """Of the key that the token was issued for; None when it is forged or too old."""
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            return None
        age_seconds = self._clock() - int(parts[1], 16)
        if not -_CLOCKS_DIFFER_SECONDS <= age_seconds < LIFETIME_SECONDS:
            return None
        said = token.rpartition(".")[0]
        found = None
        for digest in self._secrets:
            if hmac.compare_digest(self._mac(digest, said), parts[3]):
                found = digest
        return found

    def _mac(self, digest: bytes, said: str) -> str:
        return hmac.digest(self._secrets[digest], said.encode("ascii"), hashlib.sha256).hex()
