"""The API's figures on one machine: start, enqueue to start, reads under load, a long queue.

    python benchmarks/bench_api.py        (make bench-api; bench_sse.py measures the listeners)

Everything is measured from the outside, on a real `mgl serve` with a data folder of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from socket import socket
from typing import Any

import httpx

READS_PER_SECOND = 200
READ_SECONDS = 20.0
CONNECTIONS = 16
QUEUED_JOBS = 10_000
BATCH = 50
IDLE_JOBS = 30


def main() -> None:
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        _starts(Path(folder))
        with serving(Path(folder)) as client:
            _warm_up(client)
            _enqueue_to_start(client)
            _reads_while_jobs_run(client)
        with serving(Path(folder)) as client:
            _a_long_queue(client)


def _starts(folder: Path) -> None:
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        with serving(folder, "--no-worker"):
            seconds.append(time.perf_counter() - began)
    say(
        "start to ready (first, median of 5)",
        f"{seconds[0]:.2f} s, {statistics.median(seconds):.2f} s",
    )


def _warm_up(client: httpx.Client) -> None:
    """One track, so that a host is there and the kernels are compiled; it stays for the reads."""
    _finished(client, _generate(client, seconds=10)["id"])


def _enqueue_to_start(client: httpx.Client) -> None:
    waits = []
    for _ in range(IDLE_JOBS):
        job = _finished(client, _generate(client, seconds=5)["id"])
        began, created = (
            datetime.fromisoformat(job[name]) for name in ("started_at", "created_at")
        )
        waits.append((began - created).total_seconds())
        time.sleep(0.2)
    say(f"enqueue to start, idle, {IDLE_JOBS} jobs", percentiles(waits))


def _reads_while_jobs_run(client: httpx.Client) -> None:
    track = client.get("/api/v1/tracks").json()["items"][0]["id"]
    running = [
        _generate(client, seconds=1800)["id"],
        client.post("/api/v1/loops", json={"track_id": track, "duration_seconds": 3600}).json()[
            "id"
        ],
    ]
    _until(lambda: all(_job(client, name)["status"] == "running" for name in running))
    time.sleep(3)  # both have started their hosts and are under way
    paths = [
        f"/api/v1/jobs/{running[0]}", "/api/v1/jobs?limit=20", f"/api/v1/tracks/{track}",
        "/api/v1/tracks?limit=20", "/api/v1/jobs/stats",
    ]  # fmt: skip
    seconds, failed = asyncio.run(_load(client.base_url.port or 80, paths))
    still = sum(_job(client, name)["status"] == "running" for name in running)
    for name in running:
        client.post(f"/api/v1/jobs/{name}/cancel")
    say(
        f"reads at {READS_PER_SECOND}/s for {READ_SECONDS:g} s, {still} jobs running",
        f"{percentiles(seconds)}, {failed} failed",
    )
    _until(lambda: all(_job(client, name)["status"] != "running" for name in running))


async def _load(port: int, paths: Sequence[str]) -> tuple[list[float], int]:
    """Send reads on a fixed timetable; how long each took from its due moment, so that a wait for
    a free connection counts too."""
    seconds: list[float] = []
    failed = 0
    begin = time.perf_counter() + 0.1
    turns = itertools.count()
    total = round(READS_PER_SECOND * READ_SECONDS)

    async def read_on_one_connection() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (turn := next(turns)) < total:
            due = begin + turn / READS_PER_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            path = paths[turn % len(paths)]
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
            seconds.append(time.perf_counter() - due)
            failed += b" 200 " not in head.split(b"\r\n")[0]
        writer.close()

    await asyncio.gather(*(read_on_one_connection() for _ in range(CONNECTIONS)))
    return seconds, failed


def _a_long_queue(client: httpx.Client) -> None:
    client.post("/api/v1/queue/pause").raise_for_status()
    item = {"prompt": "calm piano", "duration_seconds": 5, "formats": ["wav"]}
    began = time.perf_counter()
    for _ in range(QUEUED_JOBS // BATCH):
        answer = client.post("/api/v1/generations", json={"items": [item] * BATCH})
        answer.raise_for_status()
    took = time.perf_counter() - began
    say(f"{QUEUED_JOBS:,} jobs queued", f"{QUEUED_JOBS / took:.0f} jobs/s in batches of {BATCH}")
    last = answer.json()["jobs"][-1]["id"]
    asks: dict[str, Callable[[], httpx.Response]] = {
        "one job": lambda: client.get(f"/api/v1/jobs/{last}"),
        "a page of 50": lambda: client.get("/api/v1/jobs?status=queued&limit=50"),
        "stats": lambda: client.get("/api/v1/jobs/stats"),
        "one more job": lambda: client.post("/api/v1/generations", json=item),
        "move to the front": lambda: client.post(f"/api/v1/jobs/{last}/move", json={"to": "front"}),
    }
    for name, ask in asks.items():
        seconds = []
        for _ in range(30):
            asked = time.perf_counter()
            ask().raise_for_status()
            seconds.append(time.perf_counter() - asked)
        say(f"  {name}, with {QUEUED_JOBS:,} waiting", percentiles(seconds))
    client.post("/api/v1/queue/resume").raise_for_status()
    resumed = time.perf_counter()
    _until(lambda: _job(client, last)["status"] != "queued")
    say("  resumed to first start", f"{1000 * (time.perf_counter() - resumed):.0f} ms")
    _until(lambda: client.get("/api/v1/jobs/stats").json()["by_status"]["completed"] >= 5)
    waits = client.get("/api/v1/jobs?status=completed&order=desc&limit=50").json()["items"]
    ends = sorted(_moment(job, "finished_at") for job in waits)
    starts = sorted(_moment(job, "started_at") for job in waits)
    gaps = [(later - end).total_seconds() for end, later in zip(ends, starts[1:], strict=False)]
    say("  from one job's end to the next one's start", percentiles(gaps))


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[httpx.Client]:
    """A server on a free port, ready; gone at the end."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "musicgen_local", "serve", "--port", str(port), *options],
            env=os.environ | {"MGL_DATA_DIR": str(folder / "data")},
            stdout=log,
            stderr=log,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _until(lambda: _ready(client), every_seconds=0.01)
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _ready(client: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return client.get("/health/ready").status_code == 200
    return False


def _generate(client: httpx.Client, seconds: float) -> dict[str, Any]:
    body = {"prompt": "calm piano", "duration_seconds": seconds, "formats": ["wav"]}
    answer = client.post("/api/v1/generations", json=body)
    answer.raise_for_status()
    job: dict[str, Any] = answer.json()
    return job


def _job(client: httpx.Client, name: str) -> dict[str, Any]:
    job: dict[str, Any] = client.get(f"/api/v1/jobs/{name}").json()
    return job


def _moment(job: dict[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(job[name])


def _finished(client: httpx.Client, name: str) -> dict[str, Any]:
    _until(lambda: _job(client, name)["status"] not in ("queued", "running"))
    job = _job(client, name)
    assert job["status"] == "completed", job["error"]
    return job


def _until(condition: Any, every_seconds: float = 0.05) -> None:
    deadline = time.monotonic() + 180
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(every_seconds)


def percentiles(seconds: Sequence[float]) -> str:
    """Median, 99th percentile and the longest, in milliseconds."""
    ordered = sorted(seconds)
    p50, p99 = (ordered[min(len(ordered) - 1, round(q * len(ordered)))] for q in (0.5, 0.99))
    return f"p50 {1000 * p50:.0f} ms, p99 {1000 * p99:.0f} ms, max {1000 * ordered[-1]:.0f} ms"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor()


def say(what: str, figure: str) -> None:
    """One line of the table."""
    print(f"{what:58s} {figure}", flush=True)


if __name__ == "__main__":
    main()
