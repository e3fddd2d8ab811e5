"""What Prometheus is told. Labels have few values: never an id, never a path as it was sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from musicgen_local import __version__
from musicgen_local.errors import MusicGenError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import JobStats, JobStatus, QueueState

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
_FRESH_SECONDS = 5.0


class Metrics:
    """The numbers of one application; each application has a registry of its own."""

    def __init__(self, jobs: Callable[[], JobQueue | None]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "musicgen_http_requests", "Requests that were answered, or cut (status 0xx).",
            ["method", "route", "status"], registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "musicgen_http_request_seconds", "Time until the answer was sent, streams left out.",
            ["method", "route"], buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.in_progress = Gauge(
            "musicgen_http_requests_in_progress", "Requests that are being answered.",
            registry=self.registry,
        )  # fmt: skip
        self.streams = Gauge(
            "musicgen_event_streams", "Clients that listen to events.", registry=self.registry
        )
        build = Gauge(
            "musicgen_build_info", "The version that runs.", ["version"], registry=self.registry
        )
        build.labels(__version__).set(1)
        self.registry.register(_Jobs(jobs))

    def observe(self, method: str, route: str, status: int, seconds: float | None) -> None:
        """Count one request; `seconds` is None where the time means nothing."""
        self._requests.labels(method, route, f"{status // 100}xx").inc()
        if seconds is not None:
            self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All of it, in Prometheus's text format. Asks the queue: not for the event loop."""
        return generate_latest(self.registry)


class _Jobs(Collector):
    """Asks the queue when somebody looks, at most once in a few seconds."""

    def __init__(self, jobs: Callable[[], JobQueue | None]) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._seen: tuple[float, tuple[JobStats, QueueState] | None] | None = None

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: a registry would else ask the queue already when it is made."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The numbers of the queue; only `musicgen_jobs_database_up 0` where it doesn't answer."""
        seen = self._look()
        up = GaugeMetricFamily(
            "musicgen_jobs_database_up", "1 when the jobs' database answers, else 0."
        )
        up.add_metric([], 0 if seen is None else 1)
        yield up
        if seen is None:
            return
        stats, state = seen
        jobs = GaugeMetricFamily("musicgen_jobs", "Jobs on record.", labels=["kind", "status"])
        for kind, counts in sorted(stats.by_kind.items()):
            for status in JobStatus:
                jobs.add_metric([kind, status.value], counts.get(status.value, 0))
        yield jobs
        yield _one("musicgen_queue_depth", "Jobs that wait.", state.queued)
        yield _one("musicgen_jobs_running", "Jobs that run.", state.running)
        yield _one("musicgen_queue_paused", "1 while no job is started, else 0.", state.paused)
        alive = sum(worker.alive for worker in state.workers)
        yield _one("musicgen_workers", "Worker processes that are alive.", alive)

    def _look(self) -> tuple[JobStats, QueueState] | None:
        with self._lock:
            if self._seen is None or time.monotonic() - self._seen[0] > _FRESH_SECONDS:
                self._seen = (time.monotonic(), self._ask())
            return self._seen[1]

    def _ask(self) -> tuple[JobStats, QueueState] | None:
        jobs = self._jobs()
        if jobs is None:
            return None
        try:
            return jobs.stats(), jobs.state()
        except MusicGenError:
            return None  # the metric `up` says so


def _one(name: str, told: str, value: float) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told)
    family.add_metric([], float(value))
    return family
