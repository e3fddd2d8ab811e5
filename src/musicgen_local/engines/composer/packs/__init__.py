"""Genre packs: each module here holds one `PACK`; how to write one is told in `base.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules

from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.packs.common import GUEST_STRIPS
from musicgen_local.errors import ErrorCode, MachineError, UserError

ENTRY_POINTS = "musicgen_local.packs"
_NO_PACKS = frozenset({"base", "common"})


@cache
def pack_names() -> tuple[str, ...]:
    """The genres that have a pack: those of this folder, then those that were installed."""
    return (*own_pack_names(), *sorted(installed_packs()))


@cache
def own_pack_names() -> tuple[str, ...]:
    """The packs that come with the composer."""
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(name for name in found if name not in _NO_PACKS))


@cache
def installed_packs() -> Mapping[str, EntryPoint]:
    """Packs of other packages by name; one that takes the name of an own one is left aside."""
    found = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    return {name: point for name, point in found.items() if name not in own_pack_names()}


@cache
def load_pack(name: str) -> Pack:
    """A pack, imported when it is first asked for.

    Raises:
        UserError: `VALIDATION` when no pack has this name.
        MachineError: `ASSET_CORRUPT` when an installed one can't be loaded.
    """
    if name not in pack_names():
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no genre pack {name!r}.",
            recovery=f"Use one of: {', '.join(pack_names())}.",
            details={"field": "genre"},
        )
    if name in own_pack_names():
        pack: Pack = import_module(f"{__name__}.{name}").PACK
    else:
        pack = _load_installed(name)
    channels = {**GUEST_STRIPS, **pack.mix.channels}
    return replace(pack, mix=replace(pack.mix, channels=channels))


def _load_installed(name: str) -> Pack:
    point = installed_packs()[name]
    try:
        pack = point.load()
    except Exception as error:  # whatever other people's code does when it is imported
        raise MachineError(
            ErrorCode.ASSET_CORRUPT,
            f"The genre pack {name!r} can't be loaded: {error}.",
            recovery=f"Mend or remove the package that brings it: pip uninstall {_package(point)}.",
            details={"pack": name},
        ) from error
    if not isinstance(pack, Pack) or pack.name != name:
        raise MachineError(
            ErrorCode.ASSET_CORRUPT,
            f"The entry point {point.value!r} should give a Pack that is called {name!r}.",
            recovery="Correct the entry point, or the `name` of the pack.",
            details={"pack": name},
        )
    return pack


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value.partition(":")[0]
