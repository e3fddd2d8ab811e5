"""How many requests one caller may make in an hour."""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from collections import deque
from threading import Lock
from typing import Any, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musicgen_local.api.problems import problem_response
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.outage import Outage

log = logging.getLogger(__name__)

WINDOW_SECONDS = 3600
UNLIMITED_PATHS = frozenset(
    ("/health", "/health/live", "/health/ready", "/api/v1/health", "/metrics")
)
MOST_GUESSES = 10
GUESSES_SECONDS = 900.0
_MOST_ADDRESSES = 10_000
_REDIS_TIMEOUT_SECONDS = 0.5
_KEY_PREFIX = "mgl:rate"
_SWEEP_SECONDS = 60.0


class Verdict(NamedTuple):
    """Whether a request may pass, and what is left."""

    allowed: bool
    remaining: int  # requests that may follow now
    reset_seconds: float  # until one more may follow than now


class MemoryWindow:
    """The moments of each caller's requests within the last hour, in this process.

    `limits` has a storage in memory too, but it starts a thread for almost every request and
    never forgets a caller.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._moments: dict[str, deque[float]] = {}
        self._next_sweep = 0.0

    def __len__(self) -> int:
        return len(self._moments)

    def hit(self, caller: str, now: float) -> Verdict:
        """Count a request at the moment `now` (seconds, never going back), if it may pass."""
        if now >= self._next_sweep:
            self._sweep(now)
        moments = self._moments.setdefault(caller, deque())
        while moments and moments[0] <= now - WINDOW_SECONDS:
            moments.popleft()
        allowed = len(moments) < self._limit
        if allowed:
            moments.append(now)
        reset_seconds = moments[0] + WINDOW_SECONDS - now
        return Verdict(allowed, self._limit - len(moments), reset_seconds)

    def _sweep(self, now: float) -> None:
        self._next_sweep = now + _SWEEP_SECONDS
        self._moments = {
            caller: moments
            for caller, moments in self._moments.items()
            if moments[-1] > now - WINDOW_SECONDS
        }


class GuessLimit:
    """Wrong keys that an address has tried lately: after ten different ones it has to wait.

    The same wrong key again tells nothing new, so a program that was left with an old one locks
    nobody out. Each process counts by itself.
    """

    def __init__(self) -> None:
        self._tried: dict[str, dict[bytes, float]] = {}  # by address, the longest unheard of first
        self._lock = Lock()  # routes work in threads

    def __len__(self) -> int:
        return len(self._tried)

    def wait_seconds(self, address: str, now: float) -> float:
        """How long it has to wait at the moment `now`, in seconds; 0: it needn't."""
        with self._lock:
            lately = self._lately(address, now)
            if len(lately) < MOST_GUESSES:
                return 0.0
            return min(lately.values()) + GUESSES_SECONDS - now

    def count(self, address: str, digest: bytes, now: float) -> None:
        """Remember that a key with this digest was wrong."""
        with self._lock:
            lately = self._lately(address, now) | {digest: now}
            self._tried.pop(address, None)
            self._tried[address] = lately
            while len(self._tried) > _MOST_ADDRESSES:
                del self._tried[next(iter(self._tried))]

    def _lately(self, address: str, now: float) -> dict[bytes, float]:
        tried = self._tried.get(address, {})
        return {key: moment for key, moment in tried.items() if moment > now - GUESSES_SECONDS}


class RedisWindow:
    """The same for all replicas together, by `limits` in Redis."""

    def __init__(self, limit: int, url: str) -> None:
        """Connects at the first use. Raises `ValueError` for a URL that is none."""
        import redis
        from limits import RateLimitItemPerHour
        from limits.aio.storage import RedisStorage
        from limits.aio.strategies import MovingWindowRateLimiter
        from redis.asyncio import ConnectionPool
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        self._connections: ConnectionPool = ConnectionPool.from_url(
            url,
            socket_timeout=_REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=_REDIS_TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 1),  # finds out that a pooled connection is stale
        )
        pool: Any = self._connections  # which `limits` passes on
        self.failures = (redis.RedisError, OSError)
        self._item = RateLimitItemPerHour(limit)
        storage = RedisStorage(
            url, implementation="redispy", key_prefix=_KEY_PREFIX, connection_pool=pool
        )
        self._limiter = MovingWindowRateLimiter(storage)

    async def hit(self, caller: str) -> Verdict:
        """Count a request, if it may pass. Raises one of `failures` when Redis is away."""
        allowed = await self._limiter.hit(self._item, caller)
        reset_time, remaining = await self._limiter.get_window_stats(self._item, caller)
        return Verdict(allowed, max(0, remaining), max(0.0, reset_time - time.time()))

    async def close(self) -> None:
        """Let go of the connections; an event loop that still has some may never close."""
        await self._connections.aclose()


class RateLimitMiddleware:
    """Middleware: counts requests by API key, or by address where no key is known.

    It belongs inside the check of API keys, which names the caller in `request.state.caller` (a
    hash: keys themselves are never kept), and inside CORS, so that pages can read a refusal.

    The address is the socket's peer. `X-Forwarded-For` is not believed: whoever sends it could
    count as somebody else each time. Behind a proxy, let uvicorn rewrite the peer for the proxies
    that are trusted (`--forwarded-allow-ips`). An IPv6 caller counts by its /64, since one host
    owns all of it.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Counts in Redis where the settings name one, for all replicas; else in this process.

        While Redis is away each process counts by itself.
        """
        self.app = app
        self._limit = settings.rate_limit_per_hour
        self._memory = MemoryWindow(self._limit)
        self._redis: RedisWindow | None = None
        if self._limit and settings.redis_url is not None:
            self._redis = RedisWindow(self._limit, settings.redis_url.get_secret_value())
        self._outage = Outage(
            log,
            "Redis doesn't answer; each process counts requests by itself",
            "Redis answers again; requests are counted together",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" and self._redis is not None:
            try:
                await self.app(scope, receive, send)
            finally:
                await self._redis.close()
            return
        if not self._limit or scope["type"] != "http" or _path_of(scope) in UNLIMITED_PATHS:
            await self.app(scope, receive, send)
            return
        verdict = await self._judge(_caller_of(scope))
        headers = {
            "RateLimit-Limit": str(self._limit),
            "RateLimit-Remaining": str(verdict.remaining),
            "RateLimit-Reset": str(math.ceil(verdict.reset_seconds)),
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        if verdict.allowed:
            await self.app(scope, receive, send_with_headers)
        else:
            refusal = problem_response(_too_many(self._limit, verdict.reset_seconds))
            await refusal(scope, receive, send_with_headers)

    async def _judge(self, caller: str) -> Verdict:
        if self._redis is not None and self._outage.may_try():
            try:
                verdict = await self._redis.hit(caller)
            except self._redis.failures as error:
                self._outage.failed(error)
            else:
                self._outage.worked()
                return verdict
        return self._memory.hit(caller, time.monotonic())


def _caller_of(scope: Scope) -> str:
    caller = scope.get("state", {}).get("caller")
    if caller is not None:
        return f"key:{caller}"
    return f"address:{address_of(scope)}"


def address_of(scope: Scope) -> str:
    """Where a request comes from, as far as it can be told apart: an IPv6 caller by its /64."""
    client = scope.get("client")  # None at a Unix socket: all of them count as one
    return _network_of(client[0]) if client else "local"


def _network_of(host: str) -> str:
    if ":" not in host:
        return host
    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)


def _path_of(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "").rstrip("/"))


def _too_many(limit: int, wait_seconds: float) -> UserError:
    seconds = max(1, math.ceil(wait_seconds))
    return UserError(
        ErrorCode.RATE_LIMITED,
        f"Too many requests: {limit} an hour are allowed.",
        recovery=f"Wait {seconds} s and try again.",
        details={"retry_after_seconds": seconds, "limit_per_hour": limit},
    )
