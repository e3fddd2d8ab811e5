"""The catalogue holds together, and what it promises can be had today."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from musicgen_local.assets import Asset, AssetManager
from musicgen_local.assets.catalogue import CATALOGUE, licence_text
from musicgen_local.config import Settings

DOCS = Path(__file__).parents[2] / "docs" / "assets.md"


@pytest.mark.parametrize("asset", CATALOGUE, ids=lambda asset: asset.id)
def test_every_asset_is_described_completely(asset: Asset) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", asset.id)
    assert asset.providers
    assert any(provider.by_hand for provider in asset.providers)
    assert len({file.name for file in asset.files}) == len(asset.files)
    # Packages are searched by name and size, so these must tell the files apart.
    assert len({(file.base_name, file.size_bytes) for file in asset.files}) == len(asset.files)
    for file in asset.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert file.size_bytes > 0
        assert ".." not in file.name.split("/")
        assert not file.name.startswith("/")


def test_ids_are_unique() -> None:
    assert len({asset.id for asset in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize(
    ("asset_id", "telling"),
    [
        ("musescore-general", "Permission is hereby granted"),
        ("fluidr3-mono", "Permission is hereby granted"),
        ("sonivox", "Apache License, Version 2.0"),
        ("drum-samples", "CC0 1.0"),
    ],
)
def test_the_licence_comes_along(asset_id: str, telling: str) -> None:
    [asset] = [asset for asset in CATALOGUE if asset.id == asset_id]
    assert telling in licence_text(asset)


def test_every_drum_sample_names_its_maker() -> None:
    [drums] = [asset for asset in CATALOGUE if asset.id == "drum-samples"]
    text = licence_text(drums)
    for file in drums.files:
        assert re.search(rf"^{re.escape(file.name)} .+ https?://\S+$", text, re.MULTILINE)


@pytest.mark.parametrize("asset", CATALOGUE, ids=lambda asset: asset.id)
def test_the_documentation_lists_it(asset: Asset) -> None:
    row = re.search(rf"^\| `{asset.id}` .*$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert row
    assert f"{asset.total_bytes / 1e6:.1f} MB" in row[0]
    assert asset.licence in row[0]


@pytest.mark.network
@pytest.mark.parametrize("asset_id", ["sonivox", "musescore-general"])
def test_a_soundfont_can_be_had_from_its_registry(asset_id: str) -> None:
    assets = AssetManager.from_settings(Settings())
    status = assets.install(asset_id)
    assert list(assets.verify(asset_id)) == []
    path = assets.require(asset_id, status.asset.files[0].name)
    with path.open("rb") as stream:
        riff, size, kind = struct.unpack("<4sI4s", stream.read(12))
    assert (riff, kind) == (b"RIFF", b"sfbk")
    assert size + 8 == path.stat().st_size
    assert (path.parent / "LICENCE.txt").stat().st_size > 500
