"""The HTTP API: `uvicorn musicgen_local.api:app`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

    app: FastAPI


def __getattr__(name: str) -> Any:
    """Build `app` from the environment's settings when a server first asks for it."""
    if name == "app":
        from musicgen_local.api.application import create_app

        globals()["app"] = built = create_app()
        return built
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
