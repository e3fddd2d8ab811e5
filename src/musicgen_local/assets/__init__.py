"""Sounds and weights: what there is, where it comes from, whether it is here and whole."""

from __future__ import annotations

from musicgen_local.assets.asset import Asset, AssetFile, AssetKind, Bundle
from musicgen_local.assets.manager import AssetManager, AssetStatus

__all__ = ["Asset", "AssetFile", "AssetKind", "AssetManager", "AssetStatus", "Bundle"]
