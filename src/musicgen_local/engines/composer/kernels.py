"""Where the compiled kernels are kept, and whether this machine has any yet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs


def never_compiled() -> bool:
    """Whether the first run on this machine, with its compile of some seconds, is still to come."""
    # Numba keeps an index file (.nbi) for each cached function.
    return all(next(folder.rglob("*.nbi"), None) is None for folder in _cache_folders())


def cache_problem() -> str:
    """Why compiled kernels can't be kept on this machine; empty when they can."""
    problems = [_not_writable(folder) for folder in _cache_folders()]
    return "" if "" in problems else problems[0]


def _cache_folders() -> list[Path]:
    # Numba's own order: the folder of the user's choice alone; or else `__pycache__` beside the
    # source, then the user's cache folder.
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return [Path(chosen)]
    return [
        Path(__file__).parent / "sound",
        Path(platformdirs.user_cache_dir("numba", appauthor=False)),
    ]


def _not_writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"{folder}: {error.strerror}"
