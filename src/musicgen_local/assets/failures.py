"""The failures of installing, in the house's own words."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from musicgen_local.assets.asset import Asset, AssetKind, ProviderFailedError
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
        recovery=f"Run `{install_command(asset)}` ({size_told(asset)}).",
        details={"asset": asset.id},
    )


def corrupt(asset: Asset, damage: Damage) -> MachineError:
    """It is here but not whole."""
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"{asset.title}: {damage.message}.",
        recovery=f"Run `{install_command(asset)} --force` to replace it.",
        details={"asset": asset.id, "file": damage.file, "problem": damage.kind.value},
    )


def disk_full(
    asset: Asset, folder: Path, needed: int | None, free: int, others: int = 0
) -> MachineError:
    """It does not fit, or not together with so many others."""
    wanted = f"{megabytes(needed)} are needed and " if needed is not None else ""
    what = f"{asset.title} and {others} more do" if others else f"{asset.title} does"
    return MachineError(
        ErrorCode.DISK_FULL,
        f"{what} not fit: {wanted}{megabytes(free)} are free in {folder}.",
        recovery="Free some space, or set MGL_MODEL_CACHE_DIR to a folder on a larger disk.",
        details={"asset": asset.id, "needed_bytes": needed, "free_bytes": free},
    )


def nobody_delivered(
    asset: Asset, failed: Sequence[tuple[str, ProviderFailedError]]
) -> MachineError:
    """Every provider was tried, and each said why not.

    `passing` in its details: another try may help, with nobody doing anything about it.
    """
    advice = next((reason.recovery for _, reason in failed if reason.recovery), None)
    said = " ".join(f"{name}: {reason}." for name, reason in failed)
    return MachineError(
        ErrorCode.DOWNLOAD_FAILED,
        f"{asset.title} could not be fetched. {said}",
        recovery=advice or _by_hand(asset),
        details={
            "asset": asset.id,
            "providers": [{"name": name, "reason": str(reason)} for name, reason in failed],
            "passing": advice is None,
        },
    )


def offline(asset: Asset) -> str:
    """What to do where the person keeps this program from the network."""
    return _by_hand(asset, "Unset MGL_OFFLINE")


def _by_hand(asset: Asset, first: str = "Check the network") -> str:
    commands = [f"`{p.by_hand}`" for p in asset.providers if p.by_hand]
    take = (
        f"`mgl models add {asset.id} FOLDER`"
        if asset.kind is AssetKind.WEIGHTS
        else f"`mgl assets install {asset.id} --from FOLDER`"
    )
    by_hand = (
        f"download it yourself ({' or '.join(commands)}) and run"
        if commands
        else "get the files yourself and run"
    )
    return f"{first} and try again, or {by_hand} {take}."


def bad_source(asset: Asset, source: Path, reason: ProviderFailedError) -> UserError:
    """The folder the person named does not hold the asset."""
    names = ", ".join(file.name for file in asset.files[:3])
    more = f" and {len(asset.files) - 3} more" if len(asset.files) > 3 else ""
    package = ", or with a package that holds them" if asset.fixed else ""
    return UserError(
        ErrorCode.VALIDATION if source.exists() else ErrorCode.NOT_FOUND,
        f"{asset.title} can't be installed from {source}: {reason}.",
        recovery=reason.recovery or f"Name a folder with {names}{more}{package}.",
        details={"asset": asset.id, "field": "source"},
    )


def nothing_there(assets: Sequence[Asset], name: str, folder: Path) -> UserError:
    """No part of a bundle lies in the folder the person named."""
    there = folder.is_dir()
    return UserError(
        ErrorCode.VALIDATION if there else ErrorCode.NOT_FOUND,
        f"Nothing of {name} lies in {folder}." if there else f"There is no folder {folder}.",
        recovery=(
            f"Name a folder with {assets[0].id}/{assets[0].files[0].name} and so on, with "
            "repositories as the hub names them, or with a cache of the hub; single files go in "
            f"by the name of their part, like `mgl models add {assets[-1].id} {folder}`."
        ),
        details={"field": "source", "assets": [asset.id for asset in assets]},
    )


def terms_not_accepted(assets: Sequence[Asset]) -> UserError:
    """Somebody has to agree to these licences before anything is fetched."""
    said = " ".join(f"{asset.title} ({asset.licence}): {asset.terms}" for asset in assets)
    read = " and ".join(f"`mgl models licence {asset.id}`" for asset in assets)
    return UserError(
        ErrorCode.VALIDATION,
        f"The licence has to be accepted first. {said}",
        recovery=f"Read it with {read}, then run the command again with --accept-licence "
        "(over HTTP: ?accept_licence=true).",
        details={
            "field": "accept_licence",
            "assets": [asset.id for asset in assets],
            "licences": [asset.licence for asset in assets],
        },
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


def install_command(asset: Asset) -> str:
    """The command that installs it."""
    verb = "models download" if asset.kind is AssetKind.WEIGHTS else "assets install"
    return f"mgl {verb} {asset.id}"


def size_told(asset: Asset) -> str:
    """How large it is, for a person, and whether that is known exactly."""
    if not asset.total_bytes:
        return "its size is known when its source is asked"
    return f"{'' if asset.fixed else 'about '}{megabytes(asset.total_bytes)}"


def megabytes(size: int) -> str:
    """A size for a person, in decimal megabytes as shops and disks count."""
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.2f} GB"
