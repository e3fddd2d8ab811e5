"""The failures of installing, in the house's own words."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from musicgen_local.assets.asset import Asset
from musicgen_local.assets.health import Damage
from musicgen_local.errors import ErrorCode, MachineError, UserError

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


def unknown_asset(asset_id: str, known: Sequence[str]) -> UserError:
    """There is no such id."""
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no asset called '{asset_id}'.",
        recovery=f"Choose one of: {', '.join(known)}.",
        details={"asset": asset_id},
    )


def not_installed(asset: Asset) -> MachineError:
    """It is known but not here."""
    return MachineError(
        ErrorCode.MODEL_NOT_INSTALLED,
        f"{asset.title} is not installed.",
        recovery=f"Run `mgl assets install {asset.id}` ({megabytes(asset.total_bytes)}).",
        details={"asset": asset.id},
    )


def corrupt(asset: Asset, damage: Damage) -> MachineError:
    """It is here but not whole."""
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"{asset.title}: {damage.message}.",
        recovery=f"Run `mgl assets install {asset.id} --force` to replace it.",
        details={"asset": asset.id, "file": damage.file, "problem": damage.kind.value},
    )


def disk_full(asset: Asset, folder: Path, needed: int | None, free: int) -> MachineError:
    """It does not fit."""
    wanted = f"{megabytes(needed)} are needed and " if needed is not None else ""
    return MachineError(
        ErrorCode.DISK_FULL,
        f"{asset.title} does not fit: {wanted}{megabytes(free)} are free in {folder}.",
        recovery="Free some space, or set MGL_MODEL_CACHE_DIR to a folder on a larger disk.",
        details={"asset": asset.id, "needed_bytes": needed, "free_bytes": free},
    )


def nobody_delivered(asset: Asset, reasons: Sequence[tuple[str, str]]) -> MachineError:
    """Every provider was tried, and each said why not."""
    said = " ".join(f"{name}: {reason}." for name, reason in reasons)
    commands = [f"`{p.by_hand}`" for p in asset.providers if p.by_hand]
    by_hand = (
        f"download it yourself ({' or '.join(commands)}) and run"
        if commands
        else "get the files yourself and run"
    )
    return MachineError(
        ErrorCode.DOWNLOAD_FAILED,
        f"{asset.title} could not be fetched. {said}",
        recovery=(
            f"Check the network and try again, or {by_hand} "
            f"`mgl assets install {asset.id} --from FOLDER`."
        ),
        details={
            "asset": asset.id,
            "providers": [{"name": name, "reason": reason} for name, reason in reasons],
        },
    )


def bad_source(asset: Asset, source: Path, reason: str) -> UserError:
    """The folder the person named does not hold the asset."""
    names = ", ".join(file.name for file in asset.files[:3])
    more = f" and {len(asset.files) - 3} more" if len(asset.files) > 3 else ""
    return UserError(
        ErrorCode.VALIDATION if source.exists() else ErrorCode.NOT_FOUND,
        f"{asset.title} can't be installed from {source}: {reason}.",
        recovery=f"Name a folder with {names}{more}, or with a package that holds them.",
        details={"asset": asset.id, "field": "source"},
    )


@contextmanager
def told_plainly(asset: Asset, root: Path) -> Iterator[None]:
    """Turn what the operating system refuses into DISK_FULL or NOT_WRITABLE."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(asset, root, None, shutil.disk_usage(root).free) from error
        raise MachineError(
            ErrorCode.NOT_WRITABLE,
            f"{asset.title} can't be written to {root}: {error.strerror or error}.",
            recovery="Make this folder writable, or set MGL_MODEL_CACHE_DIR to another one.",
            details={"asset": asset.id},
        ) from error


def megabytes(size: int) -> str:
    """A size for a person, in decimal megabytes as shops and disks count."""
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.2f} GB"
