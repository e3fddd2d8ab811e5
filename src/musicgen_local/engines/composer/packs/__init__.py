"""Genre packs: each module here holds one `PACK`; how to write one is told in `base.py`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules

from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.packs.common import GUEST_STRIPS
from musicgen_local.errors import ErrorCode, UserError

ENTRY_POINTS = "musicgen_local.packs"
_NO_PACKS = frozenset({"base", "common"})


@cache
def pack_names() -> tuple[str, ...]:
    """The genres that have a pack: those of this folder, then those that were installed."""
    return (*_own(), *sorted(set(_installed()) - set(_own())))


@cache
def _own() -> tuple[str, ...]:
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(name for name in found if name not in _NO_PACKS))


@cache
def _installed() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


@cache
def load_pack(name: str) -> Pack:
    """A pack, imported when it is first asked for.

    Raises:
        UserError: `VALIDATION` when no pack has this name.
    """
    if name not in pack_names():
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no genre pack {name!r}.",
            recovery=f"Use one of: {', '.join(pack_names())}.",
            details={"field": "genre"},
        )
    if name in _own():
        pack: Pack = import_module(f"{__name__}.{name}").PACK
    else:
        pack = _installed()[name].load()
    channels = {**GUEST_STRIPS, **pack.mix.channels}
    return replace(pack, mix=replace(pack.mix, channels=channels))
