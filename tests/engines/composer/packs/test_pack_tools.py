"""Whoever writes a pack is helped: told what is wrong, given a package that works at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from musicgen_local.engines.composer.pack_tools.checks import check_pack
from musicgen_local.engines.composer.pack_tools.describe import describe_pack, list_packs
from musicgen_local.engines.composer.pack_tools.scaffold import new_pack
from musicgen_local.engines.composer.pack_tools.trial import try_pack
from musicgen_local.engines.composer.packs import load_pack, own_pack_names, pack_names
from musicgen_local.engines.composer.packs.base import Form, Groove, Pack, minor, part
from musicgen_local.errors import UserError
from servers import PATIENCE_SECONDS


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_keeps_to_the_laws(name: str) -> None:
    assert check_pack(load_pack(name)) == []


@pytest.mark.parametrize("name", own_pack_names())
def test_every_own_pack_names_its_sources(name: str) -> None:
    told = import_module(f"musicgen_local.engines.composer.packs.{name}").__doc__ or ""
    assert len(told.partition("Sources:")[2].strip()) > 60


LOFI = load_pack("lofi")
DARK = LOFI.progressions["dark"]
BROKEN: list[tuple[Pack, str]] = [
    (replace(LOFI, tempo_bpm=(80, 70, 90)), "tempo_bpm: slowest < typical < fastest"),
    (replace(LOFI, swing=(0.4, 0.6)), "swing: 0.5 (straight)"),
    (
        replace(LOFI, progressions={**LOFI.progressions, "dark": (*DARK, *minor("i9 | Q7"))}),
        "progressions['dark']: 'Q7' is no chord",
    ),
    (
        replace(LOFI, progressions={**LOFI.progressions, "dark": DARK[:3]}),
        "progressions['dark']: 3, at least 6",
    ),
    (
        replace(LOFI, cadences={**LOFI.cadences, "minor": ("i9 | iv9",)}),
        "cadences['minor']: the last bar of 'i9 | iv9' should be the tonic",
    ),
    (
        replace(LOFI, palette=(replace(LOFI.palette[0], instruments={"kazoo": 1}),)),
        "palette 'keys' instruments: there is no 'kazoo'",
    ),
    (
        replace(LOFI, grooves=(*LOFI.grooves, Groove("odd", {"kick": "x.x"}))),
        "groove 'odd', row 'kick': 3 steps make no whole bars",
    ),
    (
        replace(LOFI, grooves=(Groove("loud", {"kick": "x..............."}, (0.8, 1.0)),)),
        "grooves: none for an energy of 0 that any kit may play",
    ),
    (
        replace(LOFI, forms=(Form("tape loop", (part("A", "A", 8, 0.5, drop="tuba"),)),)),
        "form 'tape loop', A: there is no 'tuba'",
    ),
    (replace(LOFI, mix=replace(LOFI.mix, channels={})), "mix: no channel for 'keys'"),
    (replace(LOFI, titles={"ru": LOFI.titles["ru"]}), "titles: none in English"),
    (replace(LOFI, summary=""), "summary: one line"),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "problem"), BROKEN, ids=[problem for _, problem in BROKEN])
def test_what_is_wrong_is_told_in_plain_words(pack: Pack, problem: str) -> None:
    assert any(told.startswith(problem) for told in check_pack(pack)), check_pack(pack)


def test_pieces_of_a_pack_are_tried() -> None:
    assert try_pack("lofi", seeds=(1, 2, 3)) == []
    (told,) = try_pack("lofi", seeds=(4, 5, 6, 4))  # the moods go round: the fourth is the first
    assert told.startswith("seeds 4 and 4 sound alike: 0.00 apart")


def test_a_pack_can_be_read_by_a_musician() -> None:
    described = describe_pack(load_pack("house"))
    assert any(line.startswith("  kick ") for line in described["Grooves"])
    assert "118 to 130 bpm" in described["Feel"][0]
    assert all(described.values())


def test_names_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for name, said in (("Polka", "lower-case"), ("jazz", "another name"), ("a" * 50, "lower-case")):
        with pytest.raises(UserError) as refused:
            new_pack(name, like="lofi", out=tmp_path)
        assert said in refused.value.recovery
    assert list(tmp_path.iterdir()) == []
    new_pack("polka", like="lofi", out=tmp_path)
    with pytest.raises(UserError, match="exists already"):
        new_pack("polka", like="lofi", out=tmp_path)


@pytest.fixture(scope="module")
def with_polka(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python into which pip installed what `mgl packs new` wrote."""
    folder = tmp_path_factory.mktemp("polka")
    made = new_pack("space_polka", like="jazz", out=folder)
    source = made.module.read_text("utf-8")
    made.module.write_text(source.replace('"ru": ""', '"ru": "космополька"'), "utf-8")
    site = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--disable-pip-version-check", "--target", str(site), str(made.folder)],
        check=True,
    )  # fmt: skip
    return {
        **os.environ,
        "PYTHONPATH": str(site),
        "MGL_DATA_DIR": str(folder / "data"),
        "POLKA": str(made.folder),
    }


def _mgl(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "musicgen_local", *arguments],
        env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert ended.returncode == code, ended.stderr + ended.stdout
    return ended.stdout


def test_a_new_pack_is_a_package_that_plays_at_once(
    with_polka: dict[str, str], tmp_path: Path
) -> None:
    packs = json.loads(_mgl(with_polka, "packs", "list", "--json"))["packs"]
    polka = next(pack for pack in packs if pack["name"] == "space_polka")
    assert polka["package"] == "musicgen-pack-space-polka"
    assert polka["title"] == "Space polka"
    assert "all well" in _mgl(with_polka, "packs", "check", "space_polka")
    made = json.loads(
        _mgl(with_polka, "generate", "space polka, happy", "-d", "8", "-f", "wav", "--json",
             "--sounds", "synth", "-o", str(tmp_path))
    )["tracks"][0]  # fmt: skip
    assert made["plan"]["genre"] == "space_polka"
    assert Path(made["files"][0]).stat().st_size > 500_000
    spoken = json.loads(_mgl(with_polka, "plan", "космополька, 120 bpm", "--json"))
    assert spoken["genre"] == "space_polka"


def test_its_own_tests_pass(with_polka: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", with_polka["POLKA"]],
        env=with_polka, check=True, timeout=PATIENCE_SECONDS, cwd=with_polka["POLKA"],
    )  # fmt: skip


def test_a_pack_that_cannot_be_loaded_hides_no_other(tmp_path: Path) -> None:
    package = tmp_path / "broken_pack-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-pack\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[musicgen_local.packs]\nbroken = no_module:PACK\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "MGL_DATA_DIR": str(tmp_path / "d")}
    listed = json.loads(_mgl(environment, "packs", "list", "--json"))["packs"]
    told = {pack["name"]: pack["problem"] for pack in listed}
    assert "no_module" in told.pop("broken")
    assert not any(told.values())
    assert json.loads(_mgl(environment, "plan", "lo-fi", "--json"))["genre"] == "lofi"
    said = json.loads(_mgl(environment, "plan", "x", "--genre", "broken", "--json", code=3))
    assert "pip uninstall broken-pack" in said["error"]["recovery"]


def test_the_list_names_every_pack() -> None:
    assert [line.name for line in list_packs()] == list(pack_names())
