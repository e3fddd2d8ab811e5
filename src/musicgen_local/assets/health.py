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


def glance(asset: Asset, folder: Path) -> list[Damage]:
    """Damage that shows without reading the files: microseconds for each.

    A file whose time alone differs (a restored backup) is hashed once; if it is whole the receipt
    learns the new time.
    """
    receipt = read_receipt(folder)
    if receipt is None:
        return [
            Damage("installed.json", DamageKind.MISSING, "its receipt is missing or unreadable")
        ]
    found: list[Damage] = []
    touched = False
    for file in asset.files:
        if not receipt.describes(file):
            found.append(
                Damage(file.name, DamageKind.OUTDATED, f"{file.name} is of another version")
            )
            continue
        damage = _size_damage(file, folder)
        if damage is None and _mtime_ns(folder / file.name) != receipt.entries[file.name].mtime_ns:
            damage = _contents_damage(file, folder, CancelToken(), None)
            touched = touched or damage is None
        if damage is not None:
            found.append(damage)
    if touched and not found:
        with suppress(OSError):  # a shared, read-only folder stays as it is
            write_receipt(folder, take_receipt(asset, folder, receipt.provider))
    return found


def full_look(
    asset: Asset, folder: Path, cancel: CancelToken, seen: Callable[[int], None]
) -> list[Damage]:
    """Damage found by reading every byte; `seen` is told how many bytes each step has read."""
    found = []
    for file in asset.files:
        damage = _size_damage(file, folder) or _contents_damage(file, folder, cancel, seen)
        if damage is not None:
            found.append(damage)
    return found


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
