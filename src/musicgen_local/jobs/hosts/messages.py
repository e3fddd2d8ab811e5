"""What worker and engine host say to each other over their pipe: frozen, small, picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StepOrder:
    """To the host: carry out one step of a job."""

    job_id: str
    kind: str
    params: Mapping[str, Any]  # JSON-ready, as the kind's `check` left them
    track_ids: tuple[str, ...]
    step: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """To the host: leave the step that is being carried out."""


@dataclass(frozen=True, slots=True)
class Leave:
    """To the host: end, when the step that is being carried out has ended."""


@dataclass(frozen=True, slots=True)
class HostProgress:
    """Where the step stands. `fraction`, 0-1 of the step, never falls within a step."""

    stage: str  # a `progress.Stage`
    fraction: float
    message: str


@dataclass(frozen=True, slots=True)
class HostFinished:
    """The step is done; these are the facts that its kind gives back."""

    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HostFailed:
    """The step has ended without success, or was canceled (code `CANCELED`)."""

    error: dict[str, Any]  # `MusicGenError.as_dict()`
    passing: bool  # another try may help


@dataclass(frozen=True, slots=True)
class HostDied:
    """The process is gone before its step was done; `start_step` makes a new one."""

    exit_code: int | None  # as `multiprocessing` has it: minus the signal's number
    error: dict[str, Any]  # `MusicGenError.as_dict()`


HostEvent = HostProgress | HostFinished | HostFailed | HostDied
