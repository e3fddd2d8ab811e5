"""The hosts of one worker, by lane."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from musicgen_local.config import Settings
from musicgen_local.jobs.hosts.host import EngineHost
from musicgen_local.jobs.kinds.base import TOOLS_LANE

IDLE_SECONDS = 600.0
DEFAULT_SLOTS: Mapping[str, int] = {TOOLS_LANE: 2}  # one for every other lane


class HostPool:
    """Lends hosts to the threads of the worker, and keeps them warm in between. Thread-safe.

    `slots` says how many hosts a lane may have at a time. A host that was idle for `idle_seconds`
    is closed by `close_idle`, which frees the memory of its models.
    """

    def __init__(
        self,
        settings: Settings,
        slots: Mapping[str, int] = DEFAULT_SLOTS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._settings = settings
        self._slots = dict(slots)
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._free: list[EngineHost] = []
        self._lent: list[EngineHost] = []
        self._closed = False

    def borrow(self, lane: str) -> EngineHost:
        """A host for `lane`, the warmest first; waits while all of them are lent.

        Raises:
            RuntimeError: when the pool is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._room(lane))
            if self._closed:
                raise RuntimeError("the pool of hosts is closed")
            mine = [host for host in self._free if host.lane == lane]
            host = min(mine, key=lambda one: one.idle_seconds) if mine else None
            if host is None:
                host = EngineHost(self._settings, lane)
            else:
                self._free.remove(host)
            self._lent.append(host)
            return host

    def give_back(self, host: EngineHost) -> None:
        """Take back what was borrowed; a host that is still at its step is killed."""
        if host.busy:
            host.kill()
        with self._changed:
            self._lent.remove(host)
            if not self._closed:
                self._free.append(host)
            self._changed.notify_all()
        if self._closed:
            host.close()

    def close_idle(self) -> int:
        """Close hosts that had nothing to do for long; returns how many."""
        with self._changed:
            tired = [host for host in self._free if host.idle_seconds >= self._idle_seconds]
            self._free = [host for host in self._free if host not in tired]
        for host in tired:
            host.close()
        return len(tired)

    def close(self) -> None:
        """End all hosts, those that are lent too."""
        with self._changed:
            self._closed = True
            hosts = [*self._free, *self._lent]
            self._free = []
            self._changed.notify_all()
        for host in hosts:
            host.close()

    def facts(self) -> dict[str, Any]:
        """The hosts that live, JSON-ready, for the worker's report."""
        with self._changed:
            hosts = [*self._lent, *self._free]
        shown = [
            {
                "lane": host.lane,
                "pid": host.pid,
                "busy": host.busy,
                "idle_seconds": round(host.idle_seconds, 1),
                "memory_bytes": host.memory_bytes,
            }
            for host in hosts
            if host.alive
        ]
        return {"hosts": shown}

    def _room(self, lane: str) -> bool:
        lent = sum(host.lane == lane for host in self._lent)
        return lent < self._slots.get(lane, 1)
