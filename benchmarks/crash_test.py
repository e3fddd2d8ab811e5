"""Kills the API and its workers at random while hundreds of jobs run, and counts what is left.

    python benchmarks/crash_test.py [--jobs 500] [--mode embedded|scaled] [--seed N]

Every few seconds a process is ended by SIGKILL: the API, a worker, or a host that just makes music.
In between, embedded: another process locks the databases, and the disk fills up (where a small
file system may be mounted); scaled: PostgreSQL and Redis are killed and started again. Closes with

    lost=0 doubled=0 resumed=N slowest_resume=S s

A job is lost when it doesn't complete; doubled when it left more than its reserved tracks, or a
folder that the library doesn't know. The slowest resume is the longest time from a kill until the
job that was running went on in a new attempt.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from musicgen_local.config import Settings
from musicgen_local.errors import MusicGenError
from musicgen_local.jobs.queue import JobQueue
from musicgen_local.jobs.values import Job, JobQuery, JobStatus
from musicgen_local.studio import Studio
from servers import (  # type: ignore[import-not-found, unused-ignore]
    PostgresServer,
    RedisServer,
    free_port,
    postgres_server,
    redis_server,
)

KILL_EVERY_SECONDS = (4.0, 12.0)
STALLED_SECONDS = 180.0  # without any job finishing, the test gives up
DOWN_SECONDS = 5.0  # how long a server stays away, a lock is held, a disk is full
DISK_BYTES = 2 * 10**9  # in memory; the tracks of 500 jobs take 0.7 GB


@dataclass
class Program:
    """A process of the product, started again after each kill as a service manager would."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "musicgen_local", *self.arguments],
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ensure(self) -> None:
        """Start it, if it isn't running."""
        if self.process is None or self.process.poll() is not None:
            self.start()


@dataclass
class Installation:
    """Everything that runs, and what may befall it."""

    settings: Settings
    queue: JobQueue
    programs: list[Program]
    urls: list[str]
    blows: list[tuple[str, Callable[[], None]]]  # besides kills, each struck once or more
    kills: int = 0
    resumes: list[float] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--mode", choices=("embedded", "scaled"), action="append")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help="keep the data folder")
    arguments = parser.parse_args()
    good = True
    for mode in arguments.mode or ("embedded", "scaled"):
        good &= run(mode, arguments.jobs, random.Random(arguments.seed), arguments.keep)
    return 0 if good else 1


def run(mode: str, jobs: int, rng: random.Random, keep: bool) -> bool:
    """One installation under fire; whether nothing was lost or doubled."""
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix=f"mgl-crash-{mode}-"))
        if not keep:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(_mounted(folder))
        installation = stack.enter_context(
            _embedded(folder) if mode == "embedded" else _scaled(folder)
        )
        _say(f"{mode}: {jobs} jobs in {folder}")
        sender = threading.Thread(target=_send, args=(installation, jobs), daemon=True)
        sender.start()
        _fire(installation, jobs, rng, sender)
        lost, doubled, resumed = _account(installation, jobs)
    slowest = max(installation.resumes, default=0.0)
    _say(
        f"{mode}: {installation.kills} kills, {', '.join(installation.struck) or 'nothing else'}, "
        f"{time.monotonic() - started:.0f} s"
    )
    print(f"lost={lost} doubled={doubled} resumed={resumed} slowest_resume={slowest:.1f} s")
    return lost == 0 and doubled == 0


@contextmanager
def _embedded(folder: Path) -> Iterator[Installation]:
    environment = _environment(folder)
    port = free_port()
    settings = _settings(environment)
    program = Program("api", ["serve", "--port", str(port)], environment, folder / "serve.log")
    blows = [("databases locked", lambda: _lock_databases(folder))]
    if os.path.ismount(folder / "data"):
        blows.append(("disk full", lambda: _fill_disk(folder)))
    queue = JobQueue.open(settings)
    with _running(Installation(settings, queue, [program], [_url(port)], blows)) as running:
        yield running


@contextmanager
def _scaled(folder: Path) -> Iterator[Installation]:
    with postgres_server() as postgres, redis_server() as redis:
        environment = _environment(folder) | {
            "MGL_DATABASE_URL": postgres.new_database(),
            "MGL_REDIS_URL": redis.url,
        }
        settings = _settings(environment)
        ports = [free_port(), free_port()]
        programs = [
            Program(f"api{number}", ["serve", "--no-worker", "--port", str(port)], environment,
                    folder / f"api{number}.log")
            for number, port in enumerate(ports)
        ] + [
            Program(f"worker{number}", ["worker"], environment, folder / f"worker{number}.log")
            for number in range(2)
        ]  # fmt: skip
        blows = [
            ("PostgreSQL restarted", lambda: _restart(postgres)),
            ("Redis restarted", lambda: _restart(redis)),
        ]
        queue = JobQueue.open(settings)
        installation = Installation(
            settings, queue, programs, [_url(port) for port in ports], blows
        )
        with _running(installation) as running:
            yield running


@contextmanager
def _running(installation: Installation) -> Iterator[Installation]:
    for program in installation.programs:
        program.start()
    try:
        yield installation
    finally:
        installation.queue.close()
        for program in installation.programs:
            program.kill()


def _send(installation: Installation, jobs: int) -> None:
    """Queue all jobs over HTTP, each as often as it takes, with a key that makes it one."""
    with httpx.Client(timeout=5) as client:
        for number in range(jobs):
            body = {
                "prompt": f"calm piano {number}",
                "duration_seconds": 5,
                "formats": ["wav"],
                "count": 2 if number % 25 == 0 else 1,  # some have steps to resume from
            }
            headers = {"Idempotency-Key": f"crash-{number}"}
            while True:
                url = f"{random.choice(installation.urls)}/api/v1/generations"
                with contextlib.suppress(httpx.HTTPError):
                    if client.post(url, json=body, headers=headers).status_code == 202:
                        break
                time.sleep(0.2)
            time.sleep(0.05)


def _fire(
    installation: Installation, jobs: int, rng: random.Random, sender: threading.Thread
) -> None:
    """Kill and strike until every job is done, or nothing happens any more."""
    completed, moved = 0, time.monotonic()
    next_kill = time.monotonic() + 10.0
    blows = list(installation.blows)
    strike_at = [jobs * (place + 1) // (len(blows) + 1) for place in range(len(blows))]
    while time.monotonic() - moved < STALLED_SECONDS:
        time.sleep(0.25)
        for program in installation.programs:
            program.ensure()
        now_completed = _count(installation, JobStatus.COMPLETED)
        if now_completed is None:
            continue
        if now_completed > completed:
            completed, moved = now_completed, time.monotonic()
        if completed >= jobs and not sender.is_alive():
            return
        if blows and completed >= strike_at[0]:
            strike_at.pop(0)
            name, strike = blows.pop(0)
            _say(f"{completed}/{jobs}: {name}")
            strike()
            installation.struck.append(name)
        if time.monotonic() > next_kill:
            _kill_something(installation, rng, completed, jobs)
            next_kill = time.monotonic() + rng.uniform(*KILL_EVERY_SECONDS)
        _retry_failed(installation)
    _say("nothing happens any more")


def _kill_something(
    installation: Installation, rng: random.Random, completed: int, jobs: int
) -> None:
    running = _attempts(installation)
    host, worker = _children(installation)
    targets: list[tuple[str, Callable[[], None]]] = [
        (program.name, program.kill) for program in installation.programs
    ]
    targets += [(f"supervised worker {pid}", lambda pid=pid: _end(pid)) for pid in worker]  # type: ignore[misc]
    targets += [(f"host {pid}", lambda pid=pid: _end(pid)) for pid in host]  # type: ignore[misc]
    name, kill = rng.choice(targets)
    _say(f"{completed}/{jobs}: kill -9 {name}")
    kill()
    installation.kills += 1
    threading.Thread(target=_time_resume, args=(installation, running), daemon=True).start()


def _time_resume(installation: Installation, before: dict[str, int]) -> None:
    """How long the jobs that ran at a kill take until they run in a new attempt, or are done."""
    killed = time.monotonic()
    waiting = dict(before)
    while waiting and time.monotonic() - killed < STALLED_SECONDS:
        time.sleep(0.1)
        for job_id, attempt in list(waiting.items()):
            with contextlib.suppress(MusicGenError):
                job = installation.queue.get(job_id)
                if job.status is JobStatus.RUNNING and job.attempts > attempt:
                    installation.resumes.append(time.monotonic() - killed)
                    del waiting[job_id]
                elif job.status.final:
                    del waiting[job_id]


def _retry_failed(installation: Installation) -> None:
    """What a person would do after making room on the disk."""
    with contextlib.suppress(MusicGenError):
        for job in installation.queue.list(JobQuery(status=(JobStatus.FAILED,))).items:
            assert job.error is not None
            _say(f"retry {job.id}: {job.error['code']}")
            installation.queue.retry(job.id)


def _account(installation: Installation, jobs: int) -> tuple[int, int, int]:
    """Jobs lost, tracks and folders too many, jobs that needed more than one attempt."""
    completed = list(_all_jobs(installation.queue))
    lost = jobs - sum(job.status is JobStatus.COMPLETED for job in completed)
    wanted = [name for job in completed for name in job.track_ids]
    studio = Studio(installation.settings)
    library = set()
    cursor = None
    while True:
        page = studio.list_tracks(limit=200, cursor=cursor)
        library |= {track.id for track in page.items}
        cursor = page.next_cursor
        if cursor is None:
            break
    check = studio.check_library()
    studio.library.close()
    lost += len(set(wanted) - library) + len(check.missing)
    doubled = len(completed) - jobs if len(completed) > jobs else 0
    doubled += len(wanted) - len(set(wanted)) + len(library - set(wanted)) + len(check.orphans)
    return lost, doubled, sum(job.attempts > 1 for job in completed)


def _all_jobs(queue: JobQueue) -> Iterator[Job]:
    query = JobQuery(limit=200)
    while True:
        page = queue.list(query)
        yield from page.items
        if page.next_cursor is None:
            return
        query = JobQuery(limit=200, cursor=page.next_cursor)


def _count(installation: Installation, status: JobStatus) -> int | None:
    try:
        return installation.queue.stats().by_status[status]
    except MusicGenError:
        return None


def _attempts(installation: Installation) -> dict[str, int]:
    with contextlib.suppress(MusicGenError):
        page = installation.queue.list(JobQuery(status=(JobStatus.RUNNING,)))
        return {job.id: job.attempts for job in page.items}
    return {}


def _children(installation: Installation) -> tuple[list[int], list[int]]:
    """Hosts and supervised workers that live, as the workers reported them."""
    own = {program.process.pid for program in installation.programs if program.process}
    with contextlib.suppress(MusicGenError):
        workers = [worker for worker in installation.queue.state().workers if worker.alive]
        hosts = [int(host["pid"]) for worker in workers for host in worker.facts.get("hosts", ())]
        return hosts, [worker.pid for worker in workers if worker.pid not in own]
    return [], []


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _restart(server: PostgresServer | RedisServer) -> None:
    server.kill()
    time.sleep(DOWN_SECONDS)
    server.start()


def _lock_databases(folder: Path) -> None:
    """Another program holds both databases' write locks."""
    with ExitStack() as stack:
        for name in ("jobs.sqlite3", "library.sqlite3"):
            other = sqlite3.connect(folder / "data" / name, isolation_level=None, timeout=30)
            stack.callback(other.close)
            other.execute("BEGIN IMMEDIATE")
        time.sleep(2 * DOWN_SECONDS)


def _fill_disk(folder: Path) -> None:
    """Leave no byte free for a while."""
    filler = folder / "data" / "filler"
    try:
        with filler.open("wb") as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 2**20)
                file.flush()
        time.sleep(2 * DOWN_SECONDS)
    finally:
        filler.unlink()


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    """A small file system under the data folder, where one may be mounted."""
    data = folder / "data"
    data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(data)]
    mounted = subprocess.run(mount, capture_output=True).returncode == 0
    if not mounted:
        _say("no small file system may be mounted here: the disk is not filled")
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(data)], check=True)


def _environment(folder: Path) -> dict[str, str]:
    sounds = Settings().assets_dir
    return {
        "MGL_DATA_DIR": str(folder / "data"),
        "MGL_MODEL_CACHE_DIR": str(sounds),
        "MGL_JOB_TTL": "86400",
        "MGL_LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }


def _settings(environment: dict[str, str]) -> Settings:
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        return Settings()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
