"""Genre packs: each module here holds one `PACK`; how to write one is told in `base.py`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module

from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.packs.common import GUEST_STRIPS
from musicgen_local.errors import ErrorCode, UserError

_NAMES = ("lofi", "jazz", "piano", "ambient", "house", "synthwave", "cinematic", "rock")


def pack_names() -> tuple[str, ...]:
    """The genres that have a pack."""
    return _NAMES


@cache
def load_pack(name: str) -> Pack:
    """A pack, imported when it is first asked for.

    Raises:
        UserError: `VALIDATION` when no pack has this name.
    """
    if name not in _NAMES:
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no genre pack {name!r}.",
            recovery=f"Use one of: {', '.join(_NAMES)}.",
            details={"field": "genre"},
        )
    pack: Pack = import_module(f"{__name__}.{name}").PACK
    channels = {**GUEST_STRIPS, **pack.mix.channels}
    return replace(pack, mix=replace(pack.mix, channels=channels))
