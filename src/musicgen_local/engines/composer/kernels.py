"""Where the compiled kernels are kept, and whether this machine has any yet."""

from __future__ import annotations

import os
from pathlib import Path


def never_compiled() -> bool:
    """Whether the first run on this machine, with its compile of some seconds, is still to come."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    # Numba keeps an index file (.nbi) for each cached function beside its source.
    folder = Path(chosen) if chosen else Path(__file__).parent / "sound"
    return next(folder.rglob("*.nbi"), None) is None
