"""What is said of files of MuQ-MuLan that can't be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from musicgen_local.assets.failures import install_command
from musicgen_local.assets.weights import MUQ_MULAN_LARGE
from musicgen_local.errors import ErrorCode, MachineError

_COMMAND = install_command(MUQ_MULAN_LARGE)


def missing(path: Path) -> MachineError:
    """The file is not there."""
    return MachineError(
        ErrorCode.MODEL_NOT_INSTALLED,
        f"The file '{path}' of {MUQ_MULAN_LARGE.title} is not here.",
        recovery=f"Run `{_COMMAND}`.",
        details={"path": str(path)},
    )


def corrupt(
    path: Path, reason: str, differences: Mapping[str, Sequence[str]] | None = None
) -> MachineError:
    """The file is there, but damaged or of another model."""
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"The file '{path.name}' of {MUQ_MULAN_LARGE.title} can't be used: {reason}.",
        recovery=f"Run `{_COMMAND} --force` to replace it.",
        details={"path": str(path), **(differences or {})},
    )
