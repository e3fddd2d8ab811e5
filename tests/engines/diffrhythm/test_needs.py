"""What DiffRhythm says it lacks, and where it finds what is here."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from musicgen_local.assets import Asset, AssetFile, AssetManager
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.weights import DIFFRHYTHM, WEIGHTS
from musicgen_local.engines.diffrhythm.needs import COMMAND, find_weights, requirements
from musicgen_local.errors import ErrorCode, MachineError

BODY = b"weights"


def small(asset: Asset, source: Path) -> Asset:
    """The same asset with small files, from a folder."""
    digest = hashlib.sha256(BODY).hexdigest()
    files = tuple(AssetFile(file.name, len(BODY), digest) for file in asset.files)
    for file in files:
        path = source / asset.id / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BODY)
    return replace(asset, files=files, providers=(LocalFolder(source / asset.id),))


@pytest.fixture
def assets(tmp_path: Path) -> AssetManager:
    """A machine to which the weights come from a folder, with tiny files."""
    catalogue = [small(asset, tmp_path / "source") for asset in WEIGHTS]
    return AssetManager(tmp_path / "assets", catalogue=catalogue, bundles=[DIFFRHYTHM])


def test_a_fresh_machine_is_told_what_it_lacks(tmp_path: Path) -> None:
    fresh = AssetManager(tmp_path)
    needs = requirements(fresh)
    assert [need.satisfied for need in needs] == [False] * len(DIFFRHYTHM.parts)
    assert {need.remedy for need in needs} == {COMMAND} == {"mgl models download diffrhythm"}
    assert [need.name for need in needs if not need.required] == ["DiffRhythm 1.2, 285 s"]
    said = {need.name: need.explanation for need in needs}
    assert "About 2.22 GB, Apache-2.0" in said["DiffRhythm 1.2, 95 s"]
    assert "LicenseRef-Stability-AI-Community (Free for" in said["DiffRhythm VAE"]
    assert "About 2.66 GB, CC-BY-NC-4.0 AND MIT (Not for" in said["MuQ-MuLan large"]
    assert "size is known when its source is asked" in said["DiffRhythm inventory"]
    with pytest.raises(MachineError) as caught:
        find_weights(full=False, assets=fresh)
    assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
    assert "about 5.50 GB in all" in caught.value.message
    assert "285 s" not in caught.value.message
    assert COMMAND in caught.value.recovery


def test_what_is_here_is_found(assets: AssetManager) -> None:
    for part in DIFFRHYTHM.parts:
        assets.accept_licence(part)
        assets.install(part)
    assert all(need.satisfied and not need.remedy for need in requirements(assets))
    short, full = find_weights(full=False, assets=assets), find_weights(full=True, assets=assets)
    assert short.transformer == assets.root / "diffrhythm-base" / "cfm_model.pt"
    assert full.transformer == assets.root / "diffrhythm-full" / "cfm_model.pt"
    assert short.vae == full.vae == assets.root / "diffrhythm-vae" / "vae_model.pt"
    assert short.phonemes.name == "vocab.json"
    assert short.negative_style.name == "vocal.npy"
    assert (short.style / "pytorch_model.bin").is_file()
    assert (short.style / "xlm-roberta-base" / "sentencepiece.bpe.model").is_file()


def test_what_is_damaged_is_told_as_such(assets: AssetManager) -> None:
    for part in DIFFRHYTHM.parts:
        assets.accept_licence(part)
        assets.install(part)
    (assets.root / "diffrhythm-vae" / "vae_model.pt").write_bytes(b"half")
    need = next(need for need in requirements(assets) if need.name == "DiffRhythm VAE")
    assert not need.satisfied
    assert "damaged" in need.explanation
    assert need.remedy == "mgl models download diffrhythm-vae --force"
    with pytest.raises(MachineError) as caught:
        find_weights(full=False, assets=assets)
    assert caught.value.code is ErrorCode.ASSET_CORRUPT


def test_it_needs_no_torch() -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from musicgen_local.engines.diffrhythm.needs import requirements\n"
        "print(len(requirements()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(len(DIFFRHYTHM.parts))
