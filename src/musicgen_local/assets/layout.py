"""Where things lie below the folder of assets."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """`ROOT/ID/` is an installed asset; what begins with a dot is work in progress."""

    root: Path

    def folder(self, asset_id: str) -> Path:
        """The installed files, their licence and their receipt."""
        return self.root / asset_id

    def parts(self, asset_id: str) -> Path:
        """Half-done downloads that the next attempt continues."""
        return self.root / ".parts" / asset_id

    def lock(self, asset_id: str) -> Path:
        """Held by whoever changes the asset."""
        return self.root / ".locks" / f"{asset_id}.lock"

    def acceptance(self, asset_id: str) -> Path:
        """The note that somebody agreed to the asset's licence."""
        return self.root / ".accepted" / f"{asset_id}.json"

    def new_stage(self, asset_id: str) -> Path:
        """A new, empty folder on the same disk, so that a rename out of it is one step."""
        stage = self.root / ".staging" / f"{asset_id}+{uuid.uuid4().hex[:8]}"
        stage.mkdir(parents=True)
        return stage

    def stages(self, asset_id: str) -> list[Path]:
        """Every stage of the asset, of living and of dead processes."""
        return list((self.root / ".staging").glob(f"{asset_id}+*"))


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder`; 0 when it is not there."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # renamed or deleted while we were looking
    return total
