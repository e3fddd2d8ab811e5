"""Processes from outside: starting one that lives on, how much memory it takes, ending it whole."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

_PROC = Path("/proc")


class _Spawner:
    """A thread that starts processes and never ends.

    Linux takes the end of the *thread* that started a process for the end of its parent
    (PR_SET_PDEATHSIG in prctl(2)), and the worker's threads come and go.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[SpawnProcess, Future[None]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="host-spawner", daemon=True).start()

    def start(self, process: SpawnProcess) -> None:
        done: Future[None] = Future()
        self._orders.put((process, done))
        done.result()

    def _work(self) -> None:
        while True:
            process, done = self._orders.get()
            try:
                process.start()
            except BaseException as error:
                done.set_exception(error)
            else:
                done.set_result(None)


@cache
def _spawner() -> _Spawner:
    return _Spawner()


def start_lasting(process: SpawnProcess) -> None:
    """Start `process` so that it lives on when the calling thread ends.

    Raises:
        OSError: when the system starts no more processes.
    """
    _spawner().start(process)


def end_whole(process: BaseProcess, grace_seconds: float) -> None:
    """End `process` and everything it started: politely, and after `grace_seconds` by force."""
    from multiprocessing.connection import wait

    if process.pid is None:
        return
    below = _descendants(process.pid)  # some lead groups of their own
    process.terminate()
    # To wait for the process itself would free its number, and the group's name with it.
    wait([process.sentinel], grace_seconds)
    _kill_group(process.pid)
    with suppress(OSError):
        process.kill()
    process.join()
    for pid, born in below.items():
        if _born(pid) == born:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def resident_bytes(pid: int) -> int | None:
    """Memory that the process holds, in bytes; None when it is gone or the system doesn't say."""
    try:
        pages = int((_PROC / str(pid) / "statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    with suppress(OSError, ValueError):
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
        return int(said.stdout) * 1024
    return None


def _kill_group(leader_pid: int) -> None:
    if os.name == "posix":
        with suppress(OSError):  # not there: it died before it made its group, or left it empty
            if os.getpgid(leader_pid) == leader_pid:
                os.killpg(leader_pid, signal.SIGKILL)


def _descendants(pid: int) -> dict[int, str]:
    """All processes below `pid` with the moment of their birth, where there is a /proc."""
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for path in (_PROC / str(parent) / "task").glob("*/children"):
            with suppress(OSError):
                for child in map(int, path.read_text("ascii").split()):
                    found[child] = _born(child)
                    waiting.append(child)
    return found


def _born(pid: int) -> str:
    """When the process started, in the kernel's ticks: with its number, nobody else's."""
    try:
        return (
            (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
        )
    except (OSError, IndexError):
        return ""
