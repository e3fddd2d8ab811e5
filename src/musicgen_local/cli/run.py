"""Runs a command line and turns every end, good or bad, into output and an exit code."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer
from typer.exceptions import TyperException

from musicgen_local.errors import Canceled, ErrorCode, MusicGenError, UserError
from musicgen_local.progress import CancelToken

EXIT_OK = 0
EXIT_INTERNAL = 1  # our mistake
EXIT_USER = 2  # the request has to change
EXIT_MACHINE = 3  # the machine lacks something
EXIT_CANCELED = 130  # 128 + SIGINT, as shells expect


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; nothing escapes as a traceback."""
    as_json = "--json" in arguments
    try:
        from musicgen_local.cli.app import app

        _make_output_safe()
        # With standalone mode off, what the user mistyped arrives here as an exception.
        code = typer.main.get_command(app).main(
            list(arguments), prog_name="mgl", standalone_mode=False
        )
        return code if isinstance(code, int) else EXIT_OK
    except MusicGenError as error:
        _report(error, as_json)
        return _exit_code(error)
    except TyperException as error:
        _report(_as_user_error(error), as_json)
        return EXIT_USER
    except (typer.Abort, KeyboardInterrupt):
        _report(Canceled(), as_json)
        return EXIT_CANCELED
    except BrokenPipeError:
        # `mgl list | head`: the reader has gone, which is no mistake. Python would complain once
        # more when it flushes at exit, so the pipe is replaced first.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception:
        _report(_internal_error(), as_json)
        return EXIT_INTERNAL


@contextmanager
def cancel_on_interrupt() -> Iterator[CancelToken]:
    """A token that Ctrl-C (or a polite kill) sets, so that work ends at its next block.

    A second Ctrl-C interrupts at once, as without it.
    """
    token = CancelToken()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        if token.canceled:
            raise KeyboardInterrupt
        token.cancel()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), ask_to_stop) for name in names}
    try:
        yield token
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _exit_code(error: MusicGenError) -> int:
    if isinstance(error, Canceled):
        return EXIT_CANCELED
    return EXIT_USER if isinstance(error, UserError) else EXIT_MACHINE


def _report(error: MusicGenError, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"error": error.as_dict()}, ensure_ascii=False) + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True, highlight=False)
    style = "yellow" if isinstance(error, Canceled) else "red"
    console.print(Text.assemble((error.message, style)))
    if error.recovery:
        console.print(Text(error.recovery))


def _as_user_error(error: TyperException) -> UserError:
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "mgl"
    return UserError(
        ErrorCode.VALIDATION,
        error.format_message(),
        recovery=f"`{command} --help` lists what it takes.",
    )


def _internal_error() -> MusicGenError:
    """Our own mistake: the traceback goes to a file that the person can send us."""
    from musicgen_local.config import Settings

    reference = secrets.token_hex(4)
    details = {"reference": reference}
    recovery = f"It is our mistake, not yours. Reference {reference}."
    try:
        folder = Settings().data_dir / "crashes"
        folder.mkdir(parents=True, exist_ok=True)
        report = folder / f"{reference}.txt"
        report.write_text(traceback.format_exc(), "utf-8")
        recovery = f"It is our mistake, not yours. Please report it with this file: {report}"
    except Exception:  # a disk that is full must not hide what happened
        sys.stderr.write(traceback.format_exc())
    return MusicGenError(
        ErrorCode.INTERNAL,
        "Something went wrong inside MusicGen Local.",
        recovery=recovery,
        details=details,
    )


def _make_output_safe() -> None:
    """Never die on a character that an old terminal can't show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
