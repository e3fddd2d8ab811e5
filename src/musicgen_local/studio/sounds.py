"""Installing and checking assets, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.assets.failures import nothing_there
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, ignore_progress

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
    accept_licence: bool,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> dict[str, str]:
    """Install assets one after the other; the state of each, in plain words.

    A bundle's id stands for its parts. `accept_licence` agrees to licences that ask for it, and is
    remembered. `everything` means all that are recommended; there, and only there, a stand-in is
    installed where the asset itself can't be had, and its state says so.

    Raises:
        UserError: `VALIDATION` when nothing was named, or when a licence has to be accepted first,
            `NOT_FOUND` for an unknown asset.
        MachineError: `DOWNLOAD_FAILED`, `DISK_FULL`, `NOT_WRITABLE`.
    """
    # An unknown one is told before anything is downloaded.
    wanted = parts_of(manager, ids) or [
        status.asset.id for status in manager.list() if everything and status.asset.recommended
    ]
    if not wanted:
        raise UserError(
            ErrorCode.VALIDATION,
            "No asset was named.",
            recovery="Name one of `mgl assets list`, or take all that are recommended with --all.",
            details={"field": "ids"},
        )
    if accept_licence:
        for name in wanted:
            manager.accept_licence(name)
    missing = [name for name in wanted if force or not _whole(manager, name)]
    manager.check_terms(missing)
    manager.check_room(missing)
    shares = _shares(manager, missing)
    states: dict[str, str] = {}
    for name in wanted:
        if name not in missing:
            states[name] = "already installed"
            continue
        own = _within(progress, shares[name])
        try:
            manager.install(name, source=source, force=force, progress=own, cancel=cancel)
            states[name] = "installed"
        except MachineError as error:
            stand_in = STAND_INS.get(name) if everything else None
            if stand_in is None or error.code is not ErrorCode.DOWNLOAD_FAILED:
                raise
            manager.install(stand_in, progress=own, cancel=cancel)
            states[name] = f"could not be had; {stand_in} was installed instead. {error.message}"
    return states


def remove_assets(manager: AssetManager, ids: Sequence[str]) -> dict[str, int]:
    """Delete assets, and all parts of bundles; the bytes that each gave back.

    Raises:
        UserError: `NOT_FOUND` for an unknown asset.
        MachineError: `NOT_WRITABLE`.
    """
    return {name: manager.remove(name) for name in parts_of(manager, ids)}


def add_assets(
    manager: AssetManager,
    name: str,
    folder: Path,
    *,
    accept_licence: bool,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> dict[str, str]:
    """Install an asset, or all of a bundle, from a folder; the state of each, in plain words.

    Of a bundle whatever lies there is installed; what does not is only told.

    Raises:
        UserError: `NOT_FOUND` for an unknown asset, or for a folder that is not there;
            `VALIDATION` when none of it lies there, when something is not what it should be, or
            when a licence has to be accepted first.
        MachineError: `DISK_FULL`, `NOT_WRITABLE`.
    """
    wanted = parts_of(manager, [name])
    present = wanted
    if len(wanted) > 1:
        present = [part for part in wanted if manager.lies_in(part, folder)]
    if not present:
        raise nothing_there([manager.asset(part) for part in wanted], name, folder)
    if accept_licence:
        for part in present:
            manager.accept_licence(part)
    manager.check_terms(present)
    shares = _shares(manager, present)
    states: dict[str, str] = {}
    for part in wanted:
        if part in present:
            own = _within(progress, shares[part])
            manager.install(part, source=folder, force=True, progress=own, cancel=cancel)
            states[part] = "installed"
        else:
            states[part] = "already installed" if _whole(manager, part) else "not in the folder"
    return states


def verify_assets(
    manager: AssetManager,
    ids: Sequence[str],
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelToken | None = None,
) -> dict[str, list[str]]:
    """What is wrong with each of the named assets, or with all that are installed.

    Raises:
        UserError: `NOT_FOUND` for an unknown asset.
    """
    wanted = parts_of(manager, ids) or [
        status.asset.id for status in manager.list() if status.installed
    ]
    found: dict[str, list[str]] = {}
    shares = _shares(manager, wanted)
    for name in wanted:
        try:
            problems = manager.verify(name, progress=_within(progress, shares[name]), cancel=cancel)
            found[name] = [problem.message for problem in problems]
        except MachineError as error:
            found[name] = [error.message]
    return found


def parts_of(manager: AssetManager, names: Sequence[str]) -> list[str]:
    """The ids of the assets that `names` mean, each once; a bundle means its parts.

    Raises:
        UserError: `NOT_FOUND` when there is neither a bundle nor an asset of a name.
    """
    return list(dict.fromkeys(asset.id for name in names for asset in manager.parts(name)))


@dataclass(frozen=True, slots=True)
class _Share:
    """Which part of the whole one of several assets is: by its bytes, as far as they are known."""

    begin: float
    end: float
    number: int
    count: int


def _shares(manager: AssetManager, names: Sequence[str]) -> dict[str, _Share]:
    sizes = [max(manager.asset(name).total_bytes, 1) for name in names]
    ends = list(accumulate(sizes))
    return {
        name: _Share((end - size) / ends[-1], end / ends[-1], number, len(names))
        for number, (name, size, end) in enumerate(zip(names, sizes, ends, strict=True), start=1)
    }


def _within(progress: ProgressCallback, share: _Share) -> ProgressCallback:
    """Progress of one of several assets, told as progress of them all."""
    if share.count == 1:
        return progress

    def tell(value: Progress) -> None:
        fraction = share.begin + (share.end - share.begin) * value.fraction
        message = f"{share.number} of {share.count}, {value.message}"
        progress(Progress(value.stage, fraction, message))

    return tell


def _whole(manager: AssetManager, name: str) -> bool:
    return manager.status(name).installed and not manager.quick_check(name)
