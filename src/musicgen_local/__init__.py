"""MusicGen Local: a local-first AI music studio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

__all__ = ["Studio", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `Studio` when it is first asked for, so that `mgl --version` answers at once."""
    if name == "Studio":
        from musicgen_local.studio import Studio

        return Studio
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
