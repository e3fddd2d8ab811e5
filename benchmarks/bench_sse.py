"""A thousand listeners to the events of one API process: memory, and how soon they all hear.

    python benchmarks/bench_sse.py [clients]

The server is a real `mgl serve --no-worker`; the jobs change by hand.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from socket import socket

from musicgen_local.config import Settings
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import Job, NewJob

MAX_RSS_MB = 500.0
JOBS = 5


async def main() -> int:
    """Measure, print one line, and fail if an event is missing or the memory too much."""
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    _allow_open_files(4 * clients)
    with tempfile.TemporaryDirectory() as folder:
        jobs = JobQueue.open(Settings.model_validate({"data_dir": folder}))
        port = _free_port()
        server = _serve(port, folder)
        try:
            await _until_open(port)
            idle_mb = _rss_mb(server.pid)
            streams = [await _listen(port) for _ in range(clients)]
            delays: list[float] = []
            for number in range(JOBS):
                delays += await _tell(jobs, number, streams)
            busy_mb = _rss_mb(server.pid)
            for _, writer in streams:
                writer.close()
        finally:
            server.terminate()
            server.wait()
            jobs.close()
    print(
        f"sse: {clients} clients, {len(delays)} of {clients * JOBS * 2} events, "
        f"p50 {1000 * statistics.median(delays):.0f} ms, max {1000 * max(delays):.0f} ms, "
        f"rss {busy_mb:.0f} MB ({idle_mb:.0f} MB idle)"
    )
    return 0 if len(delays) == clients * JOBS * 2 and busy_mb <= MAX_RSS_MB else 1


async def _tell(
    jobs: JobQueue,
    number: int,
    streams: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]],
) -> list[float]:
    """Queue a job and cancel it; how long after each change each client heard of it, seconds."""
    params = {"prompt": f"piece {number}", "engine": "composer", "duration_seconds": 10}
    delays: list[float] = []

    def queue() -> Job:
        return jobs.submit(NewJob(kind="generate", params=params))

    job = await asyncio.to_thread(queue)
    for change in ("queued", "canceled"):
        if change == "canceled":
            await asyncio.to_thread(jobs.cancel, job.id)
        changed = time.perf_counter()
        wanted = f'"status":"{change}"'.encode()
        heard = await asyncio.gather(*(_hear(reader, wanted) for reader, _ in streams))
        delays += [moment - changed for moment in heard]
    return delays


async def _hear(reader: asyncio.StreamReader, wanted: bytes) -> float:
    async with asyncio.timeout(60):
        while True:
            line = await reader.readuntil(b"\n")
            if line.startswith(b"data:") and wanted in line:
                return time.perf_counter()


async def _listen(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await reader.readuntil(b": connected")
    return reader, writer


def _serve(port: int, folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "musicgen_local", "serve", "--no-worker", "--port", str(port)],
        env=os.environ | {"MGL_DATA_DIR": folder, "MGL_LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
    )


async def _until_open(port: int) -> None:
    async with asyncio.timeout(60):
        while not await _ready(port):
            await asyncio.sleep(0.1)


async def _ready(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    first = await reader.readline()
    writer.close()
    return b" 200 " in first


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the server is gone")


def _allow_open_files(count: int) -> None:
    """For this process, and for the server that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
