"""Engine hosts: long-lived processes that carry out the steps of jobs, apart from the worker."""

from musicgen_local.jobs.hosts.host import EngineHost
from musicgen_local.jobs.hosts.messages import (
    HostDied,
    HostEvent,
    HostFailed,
    HostFinished,
    HostProgress,
)
from musicgen_local.jobs.hosts.pool import HostPool

__all__ = [
    "EngineHost",
    "HostDied",
    "HostEvent",
    "HostFailed",
    "HostFinished",
    "HostPool",
    "HostProgress",
]
