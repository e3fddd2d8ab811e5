"""What the extra `lyrics` installs, looked for where it is used."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from musicgen_local.errors import ErrorCode, MachineError

INSTALL = "pip install 'musicgen-local[lyrics]'"
PACKAGES = ("espeakng_loader", "pypinyin")


def missing_packages() -> tuple[str, ...]:
    """Those of the extra that are not installed; nothing is imported for the answer."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def required(name: str) -> Any:
    """The module of one of `PACKAGES`.

    Raises
    ------
    MachineError
        `MODEL_NOT_INSTALLED`: it is not there; the recovery is the command that gets it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise lacking(f"{name} is not installed") from error


def lacking(why: str) -> MachineError:
    """Words can't be spoken here, and how to change that."""
    return MachineError(
        ErrorCode.MODEL_NOT_INSTALLED,
        f"Lyrics can't be turned into sounds: {why}.",
        recovery=f"Install what speaks them: {INSTALL}. Without lyrics the song is instrumental.",
        details={"install": INSTALL},
    )
