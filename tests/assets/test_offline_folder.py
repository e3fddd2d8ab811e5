"""Weights that somebody brings in a folder: where they may lie, and what is not taken for them."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from handmade import noise

from hub_server import COMMIT, fill_cache, sha256, weights
from musicgen_local.assets import AssetManager, Bundle
from musicgen_local.assets.asset import Asset, AssetKind, OpenFile, ProviderFailedError
from musicgen_local.assets.formats import check_format
from musicgen_local.assets.installer import Reach
from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import HubCache, HubRepo
from musicgen_local.assets.providers.url import Url
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, ignore_progress
from musicgen_local.studio.sounds import add_assets

SHORT, LONG = weights(noise(50_000, 1)), weights(noise(60_000, 2))
CONFIG, WORDS = b'{"dim": 512}', b'{"a": 1}'


def hub_asset(asset_id: str, repo: str, files: tuple[str, ...], *more: HubRepo) -> Asset:
    repos = (HubRepo(repo, COMMIT), *more)
    return Asset(
        id=asset_id,
        title=asset_id.capitalize(),
        summary="For tests.",
        kind=AssetKind.WEIGHTS,
        version="1",
        licence="Apache-2.0",
        files=tuple(OpenFile(name) for name in files),
        providers=(Hub(repos), HubCache(repos)),
    )


SHORT_SONGS = hub_asset("short", "lab/Songs-95", ("model.pt",))
LONG_SONGS = hub_asset("long", "lab/Songs-285", ("model.pt",))
STYLE = hub_asset(
    "style",
    "lab/Style",
    ("config.json", "words/vocab.json"),
    HubRepo("other/words", COMMIT, into="words"),
)
INVENTORY = Asset(
    id="inventory",
    title="Inventory",
    summary="For tests.",
    kind=AssetKind.WEIGHTS,
    version="1",
    licence="Apache-2.0",
    files=(OpenFile("phones.json", sha256=sha256(WORDS)),),
    providers=(Url("http://127.0.0.1:9/{name}", {"phones.json": "g2p/phones.json"}),),
)
ALL = Bundle("songs", "Songs", "For tests.", ("inventory", "style", "short", "long"))
BODIES = {
    "inventory": {"phones.json": WORDS},
    "style": {"config.json": CONFIG, "words/vocab.json": WORDS},
    "short": {"model.pt": SHORT},
    "long": {"model.pt": LONG},
}


@pytest.fixture
def assets(tmp_path: Path) -> AssetManager:
    return AssetManager(
        tmp_path / "assets",
        reach=Reach(offline=True),
        catalogue=[SHORT_SONGS, LONG_SONGS, STYLE, INVENTORY],
        bundles=[ALL],
    )


def write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def by_ids(folder: Path) -> None:
    for asset_id, files in BODIES.items():
        for name, body in files.items():
            write(folder / asset_id / name, body)


def by_repositories(folder: Path) -> None:
    write(folder / "Songs-95" / "model.pt", SHORT)
    write(folder / "lab" / "Songs-285" / "model.pt", LONG)
    write(folder / "Style" / "config.json", CONFIG)
    write(folder / "words" / "vocab.json", WORDS)
    write(folder / "g2p" / "phones.json", WORDS)


def as_a_cache(folder: Path, below: str = "hub") -> None:
    for repo, files in {
        "lab/Songs-95": {"model.pt": SHORT},
        "lab/Songs-285": {"model.pt": LONG},
        "lab/Style": {"config.json": CONFIG},
        "other/words": {"vocab.json": WORDS},
    }.items():
        fill_cache(folder / below, repo, files)
    write(folder / "inventory" / "phones.json", WORDS)


def as_the_published_program(folder: Path) -> None:
    as_a_cache(folder, "pretrained")
    (folder / "inventory" / "phones.json").unlink()
    write(folder / "g2p" / "phones.json", WORDS)


def add(assets: AssetManager, name: str, folder: Path) -> dict[str, str]:
    return add_assets(
        assets,
        name,
        folder,
        accept_licence=False,
        progress=ignore_progress,
        cancel=CancelToken(),
    )


@pytest.mark.parametrize("lay", [by_ids, by_repositories, as_a_cache, as_the_published_program])
def test_a_bundle_comes_from_a_folder_however_it_is_laid_out(
    assets: AssetManager, tmp_path: Path, lay: Callable[[Path], None]
) -> None:
    folder = tmp_path / "brought"
    lay(folder)
    assert add(assets, "songs", folder) == dict.fromkeys(ALL.parts, "installed")
    for asset_id, files in BODIES.items():
        for name, body in files.items():
            assert assets.require(asset_id, name).read_bytes() == body
        assert list(assets.verify(asset_id)) == []
        receipt = json.loads((assets.root / asset_id / "installed.json").read_text("utf-8"))
        assert {n: e["sha256"] for n, e in receipt["files"].items()} == {
            name: sha256(body) for name, body in files.items()
        }


def test_what_does_not_lie_there_is_told(assets: AssetManager, tmp_path: Path) -> None:
    write(tmp_path / "brought" / "short" / "model.pt", SHORT)
    assert add(assets, "songs", tmp_path / "brought") == {
        "inventory": "not in the folder",
        "style": "not in the folder",
        "short": "installed",
        "long": "not in the folder",
    }
    write(tmp_path / "later" / "long" / "model.pt", LONG)
    assert add(assets, "songs", tmp_path / "later")["short"] == "already installed"


def test_a_plain_file_goes_in_under_the_name_of_its_part_only(
    assets: AssetManager, tmp_path: Path
) -> None:
    """Both models' files have the same name, so in a bundle's folder it would be a guess."""
    folder = tmp_path / "brought"
    write(folder / "model.pt", LONG)
    with pytest.raises(UserError) as caught:
        add(assets, "songs", folder)
    assert caught.value.code is ErrorCode.VALIDATION
    assert f"mgl models add long {folder}" in caught.value.recovery
    add(assets, "long", folder)
    assert assets.require("long", "model.pt").read_bytes() == LONG
    assets.remove("long")
    add(assets, "long", folder / "model.pt")
    assert assets.require("long", "model.pt").read_bytes() == LONG


def test_a_folder_that_is_not_there(assets: AssetManager, tmp_path: Path) -> None:
    for name in ("songs", "long"):
        with pytest.raises(UserError) as caught:
            add(assets, name, tmp_path / "nowhere")
        assert caught.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (LONG[:-5000], "is cut off"),
        (b"<html>Not Found</html>", "is cut off or no such file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "pointer of Git LFS"),
    ],
    ids=["empty", "cut", "error page", "pointer"],
)
def test_what_can_t_be_weights_is_refused(
    assets: AssetManager, tmp_path: Path, body: bytes, said: str
) -> None:
    write(tmp_path / "brought" / "model.pt", body)
    with pytest.raises(UserError) as caught:
        add(assets, "long", tmp_path / "brought")
    assert caught.value.code is ErrorCode.VALIDATION
    assert said in caught.value.message
    assert assets.locate("long") is None
    assert not (assets.root / "long").exists()


def test_a_file_of_a_known_hash_is_held_to_it(assets: AssetManager, tmp_path: Path) -> None:
    write(tmp_path / "brought" / "phones.json", b'{"b": 1}')
    with pytest.raises(UserError) as caught:
        add(assets, "inventory", tmp_path / "brought")
    assert "other contents" in caught.value.message


def test_the_receipt_of_another_machine_is_believed(assets: AssetManager, tmp_path: Path) -> None:
    by_ids(tmp_path / "brought")
    add(assets, "long", tmp_path / "brought")
    copied = tmp_path / "copied" / "long"
    for name in ("model.pt", "installed.json"):
        write(copied / name, (assets.root / "long" / name).read_bytes())
    spoilt = bytearray(LONG)
    spoilt[40_000] ^= 1
    write(copied / "model.pt", bytes(spoilt))
    with pytest.raises(UserError) as caught:
        add(assets, "long", tmp_path / "copied")
    assert "receipt" in caught.value.message
    assert assets.require("long", "model.pt").read_bytes() == LONG  # what was here stays
    write(copied / "model.pt", LONG)
    add(assets, "long", tmp_path / "copied")


def test_the_hash_under_which_the_cache_keeps_a_file_is_believed(
    assets: AssetManager, tmp_path: Path
) -> None:
    blobs = fill_cache(tmp_path / "brought", "lab/Songs-285", {"model.pt": LONG})
    spoilt = bytearray(LONG)
    spoilt[40_000] ^= 1
    write(blobs / sha256(LONG), bytes(spoilt))
    with pytest.raises(UserError) as caught:
        add(assets, "long", tmp_path / "brought")
    assert "other contents" in caught.value.message


def safetensors(missing: int = 0) -> bytes:
    header = json.dumps({"x": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(16 - missing)


def array(path: Path) -> bytes:
    np.save(path, np.zeros((1, 512), np.float32))
    return path.read_bytes()


def test_formats_are_known_by_their_frames(tmp_path: Path) -> None:
    good = {
        "a.pt": SHORT,
        "old.bin": b"\x80\x02}q\x00.",
        "x.safetensors": safetensors(),
        "v.npy": array(tmp_path / "made.npy"),
        "c.json": CONFIG,
        "words.model": b"any bytes",
    }
    for name, body in good.items():
        write(tmp_path / name, body)
        check_format(tmp_path / name, name)
    bad = {
        "a.pt": SHORT.replace(b"data.pkl", b"data.txt"),
        "old.bin": b"\x80\x02}q\x00",
        "x.safetensors": safetensors(missing=1),
        "huge.safetensors": struct.pack("<Q", 10**12) + b"{}",
        "v.npy": b"0.1 0.2",
        "c.json": b"{",
    }
    for name, body in bad.items():
        write(tmp_path / name, body)
        with pytest.raises(ProviderFailedError):
            check_format(tmp_path / name, name)
