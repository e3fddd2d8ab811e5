"""All that DiffRhythm needs, small, in the published formats; and the terminal on such a machine.

Run: python small_weights.py ASSETS_FOLDER generate ...   (what `mgl generate ...` does there)
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
from golden_songs import state_of
from phoneme_inventory import write_inventory
from small_vae import SmallVae, save
from style_cases import StyleCase

from musicgen_local.assets import Asset, AssetFile, AssetManager
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.weights import DIFFRHYTHM, WEIGHTS
from musicgen_local.engines.diffrhythm.config import BASE_95, FULL_285
from musicgen_local.engines.diffrhythm.weights import PREFIX

SMALL = {"dim": 64, "depth": 1, "ff_mult": 2, "conv_layers": 1}


def write_source(folder: Path) -> Path:
    """A folder as `mgl models add` takes it: a folder for each part."""
    for name, config in (("diffrhythm-base", BASE_95), ("diffrhythm-full", FULL_285)):
        state = state_of(replace(config, **SMALL))  # type: ignore[arg-type]
        (folder / name).mkdir(parents=True)
        named = {PREFIX + key: tensor for key, tensor in state.items()}
        torch.save({"model_state_dict": named}, folder / name / "cfm_model.pt")
    (folder / "diffrhythm-vae").mkdir()
    save(SmallVae(), folder / "diffrhythm-vae" / "vae_model.pt")
    (folder / "diffrhythm-inventory").mkdir()
    write_inventory(folder / "diffrhythm-inventory")
    negative = np.random.default_rng(0).standard_normal((1, 512)).astype(np.float32)
    np.save(folder / "diffrhythm-inventory" / "vocal.npy", negative / np.linalg.norm(negative))
    style = folder / "muq-mulan-large"
    StyleCase("plain").write(style)
    for asset in WEIGHTS:
        for file in asset.files:  # of which these small models need nothing
            path = folder / asset.id / file.name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("{}")
    return folder


@cache
def catalogue(source: Path) -> tuple[Asset, ...]:
    """The assets of the product, with the files of `source`."""
    return tuple(_small(asset, source / asset.id) for asset in WEIGHTS)


def _small(asset: Asset, folder: Path) -> Asset:
    files = []
    for file in asset.files:
        body = (folder / file.name).read_bytes()
        files.append(AssetFile(file.name, len(body), hashlib.sha256(body).hexdigest()))
    return replace(asset, files=tuple(files), providers=(LocalFolder(folder),))


def manager(root: Path, source: Path) -> AssetManager:
    """A machine that has the weights of `source`, installed below `root`."""
    assets = AssetManager(root, catalogue=catalogue(source), bundles=[DIFFRHYTHM])
    for part in DIFFRHYTHM.parts:
        assets.accept_licence(part)
        assets.install(part)
    return assets


if __name__ == "__main__":
    from musicgen_local.cli import main
    from musicgen_local.engines.diffrhythm import needs

    root, source = Path(sys.argv[1]), Path(sys.argv[2])
    here = AssetManager(root, catalogue=catalogue(source), bundles=[DIFFRHYTHM])
    needs._manager = lambda: here
    sys.argv[1:3] = []
    main()
