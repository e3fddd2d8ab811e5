"""Where the compiled kernels are kept, and whether this machine has any yet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def never_compiled() -> bool:
    """Whether the first run on this machine, with its compile of some seconds, is still to come."""
    # Numba keeps an index file (.nbi) for each cached function.
    return next(_cache_folder().rglob("*.nbi"), None) is None


def cache_problem() -> str:
    """Why compiled kernels can't be kept on this machine; empty when they can."""
    folder = _cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"{folder}: {error.strerror}"


def _cache_folder() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    # Without a choice, Numba writes into `__pycache__` beside the source.
    return Path(chosen) if chosen else Path(__file__).parent / "sound"
