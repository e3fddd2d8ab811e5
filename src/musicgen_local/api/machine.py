"""What this machine is and has to give, and what the doctor finds on it."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import Literal

from musicgen_local import __version__
from musicgen_local.api.schemas.system import (
    DeviceOut,
    DiskOut,
    FindingOut,
    MemoryOut,
    PartVersion,
    QueueSummary,
    SystemOut,
)
from musicgen_local.api.services import Services
from musicgen_local.jobs.hosts.process import resident_bytes
from musicgen_local.jobs.kinds.base import COMMON_LANES
from musicgen_local.jobs.values import QueueState, WorkerState

_SHARE = 20.0  # a look is as good as new for so many times what it took: 5 % of the time at most
_LEAST_FRESH_SECONDS, _MOST_FRESH_SECONDS = 1.0, 10.0
_PATIENCE_SECONDS = 5.0
_STARTING_SECONDS = 20.0  # until then a worker may still be loading
_PARTS = ("numpy", "numba", "av", "soundfile", "fastapi", "uvicorn", "sqlalchemy", "dbos", "torch")
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Device:
    """What computes; its memory in bytes where it has its own."""

    kind: Literal["cpu", "cuda"]
    name: str
    memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class _Slow:
    """What takes a while to find out."""

    findings: tuple[FindingOut, ...]
    library_bytes: int


class Machine:
    """Looks at the machine; at what takes long only when the last look is stale."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._lock = Lock()
        self._slow: _Slow | None = None
        self._slow_until = 0.0

    def forget(self) -> None:
        """Look at everything again next time: something was changed."""
        with self._lock:  # one who looks now may have seen it as it was
            self._slow = None

    def look(self, services: Services) -> SystemOut:
        """Everything as it is now, and what takes long as it was ten seconds ago at most.

        Raises:
            MusicGenError: when a database doesn't answer.
        """
        slow = self._look_long(services)
        queue = services.jobs.state()
        alive = [worker for worker in queue.workers if worker.alive]
        uptime_seconds = round(time.monotonic() - self._since, 1)
        return SystemOut(
            version=__version__,
            python=platform.python_version(),
            platform=f"{platform.system()} {platform.machine()}",
            device=DeviceOut.model_validate(device()),
            cpu_count=os.cpu_count() or 1,
            load_average=_load_average(),
            memory=_memory(alive),
            disk=_disk(services.settings.tracks_dir, slow.library_bytes),
            uptime_seconds=uptime_seconds,
            queue=_queue(queue, alive),
            versions=list(_versions()),
            findings=[*slow.findings, workers_finding(alive, uptime_seconds)],
        )

    def _look_long(self, services: Services) -> _Slow:
        with self._lock:  # who comes meanwhile wants the same
            began = time.monotonic()
            if self._slow is None or began > self._slow_until:
                found = [FindingOut.model_validate(one) for one in services.studio.doctor()]
                self._slow = _Slow(tuple(found), size_below(services.settings.tracks_dir))
                now = time.monotonic()
                fresh = max(_LEAST_FRESH_SECONDS, _SHARE * (now - began))
                self._slow_until = now + min(_MOST_FRESH_SECONDS, fresh)
            return self._slow


@cache
def device() -> Device:
    """What computes here: a graphics card of NVIDIA's where its driver tells of one, else the CPU.

    Asked once: frameworks that could tell more take seconds and gigabytes to load.
    """
    with suppress(OSError, subprocess.TimeoutExpired):
        said = subprocess.run(
            ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        if said.returncode == 0 and said.stdout.strip():
            name, _, mebibytes = said.stdout.splitlines()[0].rpartition(",")
            known = mebibytes.strip().isdecimal()  # `[N/A]` where memory is shared
            return Device("cuda", name.strip(), int(mebibytes) * 1024**2 if known else None)
    return Device("cpu", _cpu_name(), None)


def size_below(folder: Path) -> int:
    """What all files below a folder take together, in bytes; links are not followed."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    with suppress(OSError):  # gone meanwhile
                        total += entry.stat(follow_symlinks=False).st_size
    return total


def _cpu_name() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "CPU"


def _load_average() -> list[float] | None:
    try:
        return [round(load, 2) for load in os.getloadavg()]
    except (OSError, AttributeError):  # Windows has none
        return None


def _memory(workers: Sequence[WorkerState]) -> MemoryOut:
    here = platform.node()
    pids = {os.getpid()}
    for worker in workers:
        if worker.host == here:
            pids |= {worker.pid, *(host["pid"] for host in worker.facts.get("hosts", ()))}
    held = [size for pid in pids if (size := resident_bytes(pid)) is not None]
    total, available = memory_bytes()
    return MemoryOut(
        total_bytes=total, available_bytes=available, process_bytes=sum(held) if held else None
    )


def memory_bytes() -> tuple[int | None, int | None]:
    """Of the machine, or of the container that this runs in: all memory, and what can be had."""
    told = _meminfo()
    total, available = told.get("MemTotal"), told.get("MemAvailable")
    if total is None:
        with suppress(ValueError, OSError, AttributeError):
            total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit, used = _number_in(_CGROUP / "memory.max"), _number_in(_CGROUP / "memory.current")
    if total is not None and limit is not None and used is not None and limit < total:
        total = limit
        available = min(available or limit, max(0, limit - used + _cached_in_cgroup()))
    return total, available


def _meminfo() -> dict[str, int]:
    """Bytes by name, from Linux; nothing elsewhere."""
    found: dict[str, int] = {}
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            name, _, rest = line.partition(":")
            found[name] = int(rest.split()[0]) * 1024
    return found


def _number_in(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):  # `max`: no limit
        return None


def _cached_in_cgroup() -> int:
    """Bytes of files that the kernel would give up at once."""
    with suppress(OSError, ValueError, IndexError):
        for line in (_CGROUP / "memory.stat").read_text("ascii").splitlines():
            if line.startswith("inactive_file "):
                return int(line.split()[1])
    return 0


def _disk(tracks: Path, library_bytes: int) -> DiskOut:
    usage = shutil.disk_usage(next(place for place in (tracks, *tracks.parents) if place.is_dir()))
    return DiskOut(
        path_label=_label(tracks),
        total_bytes=usage.total,
        free_bytes=usage.free,
        library_bytes=library_bytes,
    )


def _label(folder: Path) -> str:
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)


def _queue(state: QueueState, alive: Sequence[WorkerState]) -> QueueSummary:
    return QueueSummary(
        running=state.running, queued=state.queued, paused=state.paused, workers=len(alive)
    )


def workers_finding(alive: Sequence[WorkerState], uptime_seconds: float) -> FindingOut:
    """Whether somebody carries out every kind of job; soon after the start it is too early to say.

    `alive` are the workers that have reported lately.
    """
    missing = COMMON_LANES - {lane for worker in alive for lane in worker.lanes}
    starting = not alive and uptime_seconds < _STARTING_SECONDS
    if starting:
        message = "None has reported yet: the server has just started."
    elif not alive:
        message = "No worker runs: jobs wait."
    elif missing:
        message = f"No worker takes {' and '.join(sorted(missing))}: such jobs wait."
    else:
        message = "They carry out every kind of job."
    good = starting or not missing
    return FindingOut(
        name="workers",
        state="good" if good else "missing",
        message=message,
        remedy="" if good else "Start one: mgl worker",
        fix=None,
    )


@cache
def _versions() -> tuple[PartVersion, ...]:
    found = []
    for name in _PARTS:
        with suppress(PackageNotFoundError):
            found.append(PartVersion(name=name, version=version(name)))
    return (*found, PartVersion(name="sqlite", version=sqlite3.sqlite_version))
