"""Slow work that can be left within a moment: a background thread, or another program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from musicgen_local.assets.asset import ProviderFailedError
from musicgen_local.progress import CancelToken

T = TypeVar("T")

_POLL_SECONDS = 0.1
_FAREWELL_SECONDS = 0.5


class _Outcome(Generic[T]):
    """What a background thread came back with."""

    value: T
    error: BaseException | None = None


def run_leavable(
    work: Callable[[threading.Event], T], cancel: CancelToken, tick: Callable[[], None]
) -> T:
    """The result of `work`, run in a thread while this one watches for a stop.

    A blocked socket can't be interrupted, so a stop leaves the thread behind; it is told by the
    event it is given, which it must look at before it writes anything. `tick` is called about ten
    times a second, in this thread.

    Raises:
        Canceled: within about half a second of the request.
        BaseException: whatever `work` raised.
    """
    left = threading.Event()
    outcome: _Outcome[T] = _Outcome()

    def run() -> None:
        try:
            outcome.value = work(left)
        except BaseException as error:
            outcome.error = error

    thread = threading.Thread(target=run, name="asset-download", daemon=True)
    thread.start()
    try:
        while True:
            thread.join(_POLL_SECONDS)
            if not thread.is_alive():
                break
            cancel.raise_if_canceled()
            tick()
    finally:
        left.set()
        thread.join(_FAREWELL_SECONDS)
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def run_program(
    command: Sequence[str],
    folder: Path,
    cancel: CancelToken,
    tick: Callable[[], None],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `command` in `folder`; a stop ends it and everything it started.

    Raises:
        ProviderFailedError: when it fails, with what it said.
        Canceled: within about a second of the request.
    """
    with (folder / ".output.log").open("w+b") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
            start_new_session=True,
        )
        try:
            while True:
                try:
                    code = process.wait(_POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    cancel.raise_if_canceled()
                    tick()
        finally:
            if process.poll() is None:
                _end(process)
        if code != 0:
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
            raise ProviderFailedError(f"{Path(command[0]).name} failed: {_telling_words(said)}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_FAREWELL_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _telling_words(said: str) -> str:
    """The first complaints of apt (`E:`), pip (`ERROR:`) or npm, else the last lines."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    complaints = [
        line for line in lines if line.startswith(("E:", "ERROR:", "npm error", "npm ERR!"))
    ]
    return " ".join(complaints[:2] or lines[-2:])[:300] or "it said nothing"
