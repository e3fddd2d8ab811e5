"""Progress that is faster than the database, by Redis. Nothing lives only there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.jobs.codec import job_from_json, job_to_json
from musicgen_local.jobs.outage import Outage
from musicgen_local.jobs.values import Job, JobStatus

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.5
CHANNEL = "mgl:jobs"
_KEY_PREFIX = "mgl:job:"
_SILENCE_SECONDS = 10.0  # without a message, the connection is tested
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0


def fresher(row: Job, snapshot: Job) -> bool:
    """Whether `snapshot` tells more of the running attempt that `row` shows.

    The row, from the database, decides about everything else: a job that is finished there, waits
    or is in another attempt takes nothing from a snapshot.
    """
    return (
        row.status is JobStatus.RUNNING
        and snapshot.status is JobStatus.RUNNING
        and snapshot.attempts == row.attempts
        and (snapshot.progress, snapshot.revision) > (row.progress, row.revision)
    )


def merged(row: Job, snapshot: Job) -> Job:
    """The row with the snapshot's progress."""
    return replace(
        row,
        stage=snapshot.stage,
        message=snapshot.message,
        progress=snapshot.progress,
        eta_seconds=snapshot.eta_seconds,
    )


class Live:
    """The latest state of each job in Redis, and a channel that tells of it.

    Workers `publish`; the API reads `overlay` and listens. When Redis is away, publishing does
    nothing and an overlay changes nothing. Threads may share it.
    """

    def __init__(self, url: str, ttl_seconds: float) -> None:
        """`url` is Redis's; snapshots are kept for `ttl_seconds`. Connects at the first use."""
        import redis

        self._url = url
        self._ttl_ms = max(1, round(ttl_seconds * 1000))
        self._sync: Redis = redis.Redis.from_url(url, **_options(retries=1))
        self._failures = (redis.RedisError, OSError)
        lost = "Redis doesn't answer; live progress comes from the database alone"
        back = "Redis answers again; live progress comes from it"
        self._outage = Outage(log, lost, back)
        self._subscribed = False

    @classmethod
    def from_settings(cls, settings: Settings) -> Self | None:
        """One for the Redis in the settings; None when they name none.

        Raises:
            UserError: `VALIDATION` for an address that can't be one.
        """
        if settings.redis_url is None:
            return None
        try:
            return cls(settings.redis_url.get_secret_value(), settings.job_ttl_seconds)
        except ValueError as error:
            raise UserError(
                ErrorCode.VALIDATION,
                "The setting MGL_REDIS_URL is not an address of a Redis.",
                recovery="Write it like redis://:password@host:6379/0, or unset it.",
                details={"field": "MGL_REDIS_URL"},
            ) from error

    @property
    def delivering(self) -> bool:
        """Whether messages come in now: somebody listens and Redis answers."""
        return self._subscribed

    def close(self) -> None:
        """Let go of the connections."""
        self._sync.close()

    def publish(self, job: Job) -> None:
        """Tell everybody how a job stands. Never raises for Redis, and waits a second at most."""
        if not self._outage.may_try():
            return
        text = job_to_json(job)
        try:
            with self._sync.pipeline(transaction=False) as pipe:
                pipe.set(_KEY_PREFIX + job.id, text, px=self._ttl_ms)
                pipe.publish(CHANNEL, text)
                pipe.execute()
        except self._failures as error:
            self._outage.failed(error)
        else:
            self._outage.worked()

    def latest(self, job_ids: Sequence[str]) -> Mapping[str, Job]:
        """The snapshots of these jobs, those that there are."""
        if not job_ids or not self._outage.may_try():
            return {}
        try:
            texts: Any = self._sync.mget([_KEY_PREFIX + job_id for job_id in job_ids])
        except self._failures as error:
            self._outage.failed(error)
            return {}
        self._outage.worked()
        snapshots = (_decoded(text) for text in texts if text is not None)
        return {job.id: job for job in snapshots if job is not None}

    def overlay(self, jobs: Sequence[Job]) -> list[Job]:
        """The jobs as read from the database, with the fresher progress of those that run."""
        running = [job.id for job in jobs if job.status is JobStatus.RUNNING]
        snapshots = self.latest(running)
        return [
            merged(job, snapshots[job.id])
            if job.id in snapshots and fresher(job, snapshots[job.id])
            else job
            for job in jobs
        ]

    async def listen(self, deliver: Callable[[Job], None]) -> None:
        """Give each published job to `deliver`, until canceled; Redis may come and go."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._listen_once(deliver)
            except self._failures as error:
                if self._subscribed:
                    pause = _FIRST_PAUSE_SECONDS
                self._outage.failed(error)
            finally:
                self._subscribed = False
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    async def _listen_once(self, deliver: Callable[[Job], None]) -> None:
        import redis
        from redis.asyncio import Redis as AsyncRedis

        # No retries within the client: after a break it would subscribe anew without telling.
        client: Any = AsyncRedis.from_url(self._url, **_options(retries=0))
        async with client, client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            self._subscribed = True
            self._outage.worked()
            tested = False
            while True:
                message = await channel.get_message(timeout=_SILENCE_SECONDS)
                if message is None:
                    if tested:
                        raise redis.TimeoutError("no answer to a ping")
                    await channel.ping()
                tested = message is None
                if message is not None and message["type"] == "message":
                    job = _decoded(message["data"])
                    if job is not None:
                        deliver(job)


def _options(retries: int) -> dict[str, Any]:
    """Short timeouts; one retry, where asked for, finds out that a pooled connection is stale."""
    import redis.asyncio.retry
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    retry = Retry(NoBackoff(), 1) if retries else redis.asyncio.retry.Retry(NoBackoff(), 0)
    return {
        "socket_timeout": TIMEOUT_SECONDS,
        "socket_connect_timeout": TIMEOUT_SECONDS,
        "retry": retry,
    }


def _decoded(text: bytes) -> Job | None:
    try:
        return job_from_json(text)
    except ValueError:
        log.debug("a snapshot of a job can't be read; another version may have written it")
        return None
