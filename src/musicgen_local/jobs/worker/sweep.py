"""Old uploads and exports go after a while; they are copies of what lies elsewhere."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress

from musicgen_local.config import Settings

SWEPT_FOLDERS = ("uploads", "exports")


def sweep_shared(settings: Settings, now: float | None = None) -> int:
    """Remove what is older than `file_retention_days`; returns how many uploads and exports."""
    oldest = (time.time() if now is None else now) - settings.file_retention_days * 86_400
    swept = 0
    for name in SWEPT_FOLDERS:
        for path in (settings.shared_dir / name).glob("*"):
            with suppress(OSError):  # it is gone already, or stays for the next time
                if path.lstat().st_mtime >= oldest:
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                swept += 1
    return swept
