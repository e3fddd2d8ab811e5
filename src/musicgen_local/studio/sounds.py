"""Installing and checking assets, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, ProgressCallback

if TYPE_CHECKING:
    from musicgen_local.assets import AssetManager

# What stands in for an asset that can't be had on this machine.
STAND_INS = {"musescore-general": "sonivox"}


def install_assets(
    manager: AssetManager,
    ids: Sequence[str],
    *,
    everything: bool,
    source: Path | None,
    force: bool,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> dict[str, str]:
    """Install assets one after the other; the state of each, in plain words.

    `everything` means all that are recommended; there, and only there, a stand-in is installed
    where the asset itself can't be had, and its state says so.

    Raises:
        UserError: `VALIDATION` when nothing was named, `NOT_FOUND` for an unknown asset.
        MachineError: `DOWNLOAD_FAILED`, `DISK_FULL`, `NOT_WRITABLE`.
    """
    wanted = list(ids) or [
        status.asset.id for status in manager.list() if everything and status.asset.recommended
    ]
    if not wanted:
        raise UserError(
            ErrorCode.VALIDATION,
            "No asset was named.",
            recovery="Name one of `mgl assets list`, or take all that are recommended with --all.",
            details={"field": "ids"},
        )
    for name in wanted:
        manager.asset(name)  # an unknown one is told before anything is downloaded
    states: dict[str, str] = {}
    for name in wanted:
        if not force and _whole(manager, name):
            states[name] = "already installed"
            continue
        try:
            manager.install(name, source=source, force=force, progress=progress, cancel=cancel)
            states[name] = "installed"
        except MachineError as error:
            stand_in = STAND_INS.get(name) if everything else None
            if stand_in is None or error.code is not ErrorCode.DOWNLOAD_FAILED:
                raise
            manager.install(stand_in, progress=progress, cancel=cancel)
            states[name] = f"could not be had; {stand_in} was installed instead. {error.message}"
    return states


def verify_assets(manager: AssetManager, ids: Sequence[str]) -> dict[str, list[str]]:
    """What is wrong with each of the named assets, or with all that are installed.

    Raises:
        UserError: `NOT_FOUND` for an unknown asset.
    """
    wanted = list(ids) or [status.asset.id for status in manager.list() if status.installed]
    found: dict[str, list[str]] = {}
    for name in wanted:
        manager.asset(name)
        try:
            found[name] = [problem.message for problem in manager.verify(name)]
        except MachineError as error:
            found[name] = [error.message]
    return found


def _whole(manager: AssetManager, name: str) -> bool:
    return manager.status(name).installed and not manager.quick_check(name)
