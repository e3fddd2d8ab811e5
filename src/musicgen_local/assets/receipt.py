"""The receipt of an installation, `installed.json`: damage shows at a glance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets.asset import Asset, AssetFile, OpenFile

RECEIPT_NAME = "installed.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """One file as it lay there when it was checked last."""

    size_bytes: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an installation consists of, by file name, and where it came from."""

    asset_id: str
    version: str
    provider: str
    entries: dict[str, ReceiptEntry]

    def fixes(self, asset: Asset, file: AssetFile | OpenFile) -> AssetFile | None:
        """`file` as it has to lie here; None when the catalogue means another one today.

        What the catalogue leaves open is what was installed, as long as the version is the same.
        """
        entry = self.entries.get(file.name)
        if entry is None or file.sha256 not in (None, entry.sha256):
            return None
        if isinstance(file, AssetFile):
            return file
        if self.version != asset.version:
            return None
        return AssetFile(file.name, entry.size_bytes, entry.sha256)


def take_receipt(asset: Asset, folder: Path, provider: str, hashes: Mapping[str, str]) -> Receipt:
    """The receipt of the checked files of `asset` that lie in `folder`; `hashes`: their SHA-256."""
    entries = {}
    for file in asset.files:
        stat = (folder / file.name).stat()
        entries[file.name] = ReceiptEntry(stat.st_size, stat.st_mtime_ns, hashes[file.name])
    return Receipt(asset.id, asset.version, provider, entries)


def write_receipt(folder: Path, receipt: Receipt) -> None:
    """Write the receipt in one step: a reader sees the old one or the new one."""
    data = {
        "format": _FORMAT,
        "id": receipt.asset_id,
        "version": receipt.version,
        "provider": receipt.provider,
        "files": {
            name: {
                "size_bytes": entry.size_bytes,
                "mtime_ns": entry.mtime_ns,
                "sha256": entry.sha256,
            }
            for name, entry in receipt.entries.items()
        },
    }
    draft = folder / f".{RECEIPT_NAME}.new"
    draft.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / RECEIPT_NAME)


def read_receipt(folder: Path) -> Receipt | None:
    """The receipt in `folder`; None when there is none, or none that can be read."""
    try:
        data = json.loads((folder / RECEIPT_NAME).read_text(encoding="utf-8"))
        entries = {
            str(name): ReceiptEntry(
                int(entry["size_bytes"]), int(entry["mtime_ns"]), str(entry["sha256"])
            )
            for name, entry in data["files"].items()
        }
        return Receipt(str(data["id"]), str(data["version"]), str(data["provider"]), entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
