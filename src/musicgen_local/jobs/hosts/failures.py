"""How the ends of a step that nobody wished for are told."""

from __future__ import annotations

import logging
import secrets
import signal

from musicgen_local.errors import ErrorCode, MachineError, MusicGenError, UserError
from musicgen_local.jobs.hosts.messages import HostDied, HostFailed

ENDED = 128 + signal.SIGTERM  # exit code of a host that was asked to end at work

_log = logging.getLogger(__name__)

# What may be otherwise in a while, with nobody changing the request.
_PASSING = frozenset(
    {
        ErrorCode.DOWNLOAD_FAILED,
        ErrorCode.OUT_OF_MEMORY,
        ErrorCode.CONFLICT,
        ErrorCode.MODEL_NOT_LOADED,
        ErrorCode.INTERNAL,
    }
)


def failed(error: BaseException) -> HostFailed:
    """`error` for the job's record; what was not foreseen goes to the log under a reference."""
    if isinstance(error, MusicGenError):
        passing = not isinstance(error, UserError) and error.code in _PASSING
        passing = passing and error.details.get("passing", True) is True
        return HostFailed(error.as_dict(), passing)
    if isinstance(error, MemoryError):
        return HostFailed(_out_of_memory("The memory did not suffice.").as_dict(), passing=True)
    reference = secrets.token_hex(4)
    _log.error("a job failed unexpectedly, reference %s", reference, exc_info=error)
    mistake = MachineError(
        ErrorCode.INTERNAL,
        "Something went wrong inside MusicGen Local.",
        recovery=f"It is our mistake, not yours. The log tells more under {reference}.",
        details={"reference": reference},
    )
    return HostFailed(mistake.as_dict(), passing=True)


def died(exit_code: int | None) -> HostDied:
    """The end of a process that did not say goodbye."""
    details = {"exit_code": exit_code}
    if exit_code == -9:  # on Linux nobody but the kernel, short of memory, does this unasked
        error = _out_of_memory("The system stopped the work, most likely for want of memory.")
        error.details.update(details)
        return HostDied(exit_code, error.as_dict())
    if exit_code in (ENDED, -signal.SIGTERM):
        error = MachineError(
            ErrorCode.INTERNAL,
            "The process that did the work was asked to end.",
            recovery="Try again once the system runs as usual.",
            details=details,
        )
        return HostDied(exit_code, error.as_dict())
    error = MachineError(
        ErrorCode.INTERNAL,
        f"The process that did the work crashed ({_how(exit_code)}).",
        recovery="Try again; if it happens again, report it with the worker's log.",
        details=details,
    )
    return HostDied(exit_code, error.as_dict())


def _out_of_memory(message: str) -> MachineError:
    return MachineError(
        ErrorCode.OUT_OF_MEMORY,
        message,
        recovery="Close other programs, run fewer jobs at a time, or ask for a shorter piece.",
    )


def _how(exit_code: int | None) -> str:
    if exit_code is None:
        return "no exit code"
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
