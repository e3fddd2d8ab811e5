"""Finds engines by the entry-point group `musicgen_local.engines`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from musicgen_local.errors import ErrorCode, UserError

if TYPE_CHECKING:
    from musicgen_local.engines.base import Engine  # with numpy, which names need not wait for

ENTRY_POINT_GROUP = "musicgen_local.engines"
DEFAULT_ENGINE = "composer"


def engine_names() -> list[str]:
    """Names of the engines that are installed, the default one first."""
    names = {point.name for point in entry_points(group=ENTRY_POINT_GROUP)}
    return sorted(names, key=lambda name: (name != DEFAULT_ENGINE, name))


@cache
def open_engine(name: str = DEFAULT_ENGINE) -> Engine:
    """The engine called `name`.

    Raises:
        UserError: `NOT_FOUND` when no installed package offers it.
    """
    for point in entry_points(group=ENTRY_POINT_GROUP):
        if point.name == name:
            engine: Engine = point.load()()
            return engine
    raise UserError(
        ErrorCode.NOT_FOUND,
        f"There is no engine called '{name}'.",
        recovery=f"Choose one of: {', '.join(engine_names())}. `mgl engines` tells about each.",
        details={"field": "engine"},
    )
