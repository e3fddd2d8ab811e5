"""The catalogue holds together, and what it promises can be had today."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from musicgen_local.assets import Asset, AssetManager
from musicgen_local.assets.asset import Teller
from musicgen_local.assets.catalogue import CATALOGUE, licence_text
from musicgen_local.assets.failures import size_told
from musicgen_local.assets.weights import BUNDLES
from musicgen_local.config import Settings

DOCS = Path(__file__).parents[2] / "docs" / "assets.md"


@pytest.mark.parametrize("asset", CATALOGUE, ids=lambda asset: asset.id)
def test_every_asset_is_described_completely(asset: Asset) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", asset.id)
    assert asset.providers
    assert any(provider.by_hand for provider in asset.providers)
    assert len({file.name for file in asset.files}) == len(asset.files)
    if asset.fixed:
        # Packages are searched by name and size, so these must tell the files apart.
        sizes = {(file.base_name, file.expected_bytes) for file in asset.files}
        assert len(sizes) == len(asset.files)
        assert all(file.expected_bytes > 0 for file in asset.files)
    else:
        assert any(isinstance(provider, Teller) for provider in asset.providers)
    for file in asset.files:
        if file.sha256 is not None or asset.fixed:
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256 or "")
        assert ".." not in file.name.split("/")
        assert not file.name.startswith("/")


def test_ids_are_unique() -> None:
    ids = [*(asset.id for asset in CATALOGUE), *(bundle.id for bundle in BUNDLES)]
    assert len(set(ids)) == len(ids)


def test_bundles_are_of_assets_that_exist() -> None:
    known = {asset.id for asset in CATALOGUE}
    for bundle in BUNDLES:
        assert set(bundle.parts) <= known
        assert len(set(bundle.parts)) == len(bundle.parts)


@pytest.mark.parametrize("asset", CATALOGUE, ids=lambda asset: asset.id)
def test_a_licence_that_limits_use_asks_to_be_accepted(asset: Asset) -> None:
    free = {"MIT", "Apache-2.0", "CC0-1.0"}
    names = set(re.split(r" AND ", asset.licence))
    assert (asset.terms is None) == (names <= free)


@pytest.mark.parametrize(
    ("asset_id", "telling"),
    [
        ("musescore-general", "Permission is hereby granted"),
        ("fluidr3-mono", "Permission is hereby granted"),
        ("sonivox", "Apache License, Version 2.0"),
        ("drum-samples", "CC0 1.0"),
        ("diffrhythm-base", "Apache License, Version 2.0"),
        ("diffrhythm-full", "Apache License, Version 2.0"),
        ("diffrhythm-inventory", "Apache License, Version 2.0"),
        ("diffrhythm-vae", "Stability AI Community License"),
        ("muq-mulan-large", "NonCommercial 4.0"),
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
    assert asset.licence in row[0]
    if asset.fixed:
        assert f"{asset.total_bytes / 1e6:.1f} MB" in row[0]
    else:
        assert size_told(asset) in row[0]
        assert (asset.terms or "") in row[0]


def test_the_documentation_lists_the_bundles() -> None:
    text = DOCS.read_text("utf-8")
    for bundle in BUNDLES:
        row = re.search(rf"^\| `{bundle.id}` .*$", text, re.MULTILINE)
        assert row
        assert all(f"`{part}`" in row[0] for part in bundle.parts)


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
