"""Keeps the memory of long pieces down."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8  # mallopt(3)


def use_one_heap() -> None:
    """Have all threads share one heap, where the C library is glibc; elsewhere nothing changes.

    By default each thread gets heaps of its own, and what one has freed the others can't use:
    rendering in threads then takes 30 MB more, at the same speed.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
