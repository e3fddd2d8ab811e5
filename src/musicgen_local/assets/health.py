"""Is an installed asset whole?

A glance compares sizes and times with the receipt; a full look hashes every byte.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from musicgen_local.assets.asset import Asset, AssetFile
from musicgen_local.assets.receipt import read_receipt, take_receipt, write_receipt
from musicgen_local.assets.staging import hash_file
from musicgen_local.progress import CancelToken


class DamageKind(StrEnum):
    """What is wrong with an installed file."""

    MISSING = "missing"
    SIZE = "size"
    CONTENTS = "contents"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Damage:
    """One file that is not as it should be."""

    file: str
    kind: DamageKind
    message: str


_NO_RECEIPT = Damage("installed.json", DamageKind.MISSING, "its receipt is missing or unreadable")


def glance(asset: Asset, folder: Path) -> list[Damage]:
    """Damage that shows without reading the files: microseconds for each.

    A file whose time alone differs (a restored backup) is hashed once; if it is whole the receipt
    learns the new time.
    """
    receipt = read_receipt(folder)
    if receipt is None:
        return [_NO_RECEIPT]
    found: list[Damage] = []
    touched = False
    for named in asset.files:
        file = receipt.fixes(asset, named)
        if file is None:
            found.append(_outdated(named.name))
            continue
        damage = _size_damage(file, folder)
        if damage is None and _mtime_ns(folder / file.name) != receipt.entries[file.name].mtime_ns:
            damage = _contents_damage(file, folder, CancelToken(), None)
            touched = touched or damage is None
        if damage is not None:
            found.append(damage)
    if touched and not found:
        with suppress(OSError):  # a shared, read-only folder stays as it is
            hashes = {name: entry.sha256 for name, entry in receipt.entries.items()}
            write_receipt(folder, take_receipt(asset, folder, receipt.provider, hashes))
    return found


def full_look(
    asset: Asset, folder: Path, cancel: CancelToken, seen: Callable[[int], None]
) -> list[Damage]:
    """Damage found by reading every byte; `seen` is told how many bytes each step has read."""
    receipt = read_receipt(folder)
    if receipt is None and not asset.fixed:
        return [_NO_RECEIPT]
    found = []
    for named in asset.files:
        fixed = named if isinstance(named, AssetFile) else None
        file = fixed or (receipt.fixes(asset, named) if receipt else None)
        if file is None:
            found.append(_outdated(named.name))
            continue
        damage = _size_damage(file, folder) or _contents_damage(file, folder, cancel, seen)
        if damage is not None:
            found.append(damage)
    return found


def _outdated(name: str) -> Damage:
    return Damage(name, DamageKind.OUTDATED, f"{name} is of another version")


def _size_damage(file: AssetFile, folder: Path) -> Damage | None:
    try:
        size = (folder / file.name).stat().st_size
    except OSError:
        return Damage(file.name, DamageKind.MISSING, f"{file.name} is missing")
    if size != file.size_bytes:
        message = f"{file.name} has {size:,} bytes instead of {file.size_bytes:,}"
        return Damage(file.name, DamageKind.SIZE, message)
    return None


def _contents_damage(
    file: AssetFile, folder: Path, cancel: CancelToken, seen: Callable[[int], None] | None
) -> Damage | None:
    try:
        if hash_file(folder / file.name, cancel, seen) == file.sha256:
            return None
    except OSError as error:
        message = f"{file.name} can't be read ({error.strerror})"
        return Damage(file.name, DamageKind.CONTENTS, message)
    return Damage(file.name, DamageKind.CONTENTS, f"{file.name} was changed or is damaged")


def _mtime_ns(path: Path) -> int:
    return path.stat().st_mtime_ns
