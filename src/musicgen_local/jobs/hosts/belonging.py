"""In the host: it runs behind others, in a group of its own, and never outlives its worker."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable

NICENESS = 10  # behind the API and the desktop, before what is truly idle
_PR_SET_PDEATHSIG = 1  # prctl(2)


def settle_in(parent_pid: int, on_polite_end: Callable[[], None]) -> None:
    """Arrange the process, before it has threads; `on_polite_end` answers SIGTERM.

    Ctrl-C is the worker's to handle. On Linux the kernel ends the host with the worker, even when
    compiled code never lets go of Python's lock; elsewhere a thread looks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: on_polite_end())
    if os.name == "posix":
        # A group, not a session: Linux weighs sessions against one another (autogroup), and
        # niceness counts only within one.
        os.setpgrp()
        _leave_a_guard()
        os.nice(NICENESS)
    die_with(parent_pid, end_group)


def die_with(parent_pid: int, end: Callable[[], None] = lambda: os._exit(1)) -> None:
    """See to it that this process doesn't outlive its parent, however that ends.

    On Linux the kernel does it; elsewhere a thread waits for the parent's end.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:  # it went before the line above
            end()
        return
    threading.Thread(target=_follow, args=(end,), name="follow", daemon=True).start()


def end_group() -> None:
    """End this process and all in its group, now."""
    if os.name == "posix":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _leave_a_guard() -> None:
    """Fork a process that only waits for the end of this one, then ends the rest of the group.

    Whatever ends the host (want of memory, a crash, the worker's end), the helper processes of
    an engine go with it.
    """
    reading, _writing = os.pipe()  # not inherited over exec: only the host holds the second
    if os.fork():
        os.close(reading)
        return
    try:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.dup2(reading, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        os.read(3, 1)
    finally:
        end_group()


def _follow(end: Callable[[], None]) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end()
