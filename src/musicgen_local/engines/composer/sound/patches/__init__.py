"""Every instrument's own synthesis: layers of patches with gains, by catalogue name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from musicgen_local.engines.composer.sound.patches import (
    basses,
    bowed,
    chip,
    keys,
    leads,
    mallets,
    pads,
    plucked,
    textures,
    winds,
)
from musicgen_local.engines.composer.sound.patches.kinds import Layers

PATCHES: Mapping[str, Layers] = MappingProxyType(
    {
        **keys.PATCHES,
        **mallets.PATCHES,
        **plucked.PATCHES,
        **basses.PATCHES,
        **bowed.PATCHES,
        **winds.PATCHES,
        **leads.PATCHES,
        **pads.PATCHES,
        **chip.PATCHES,
        **textures.PATCHES,
    }
)
