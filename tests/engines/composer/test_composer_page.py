"""The composer's page keeps up: genres, options of pictures, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from PIL import Image

from musicgen_local.cli.app import app
from musicgen_local.engines.composer.packs import load_pack, own_pack_names

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "composer.md").read_text("utf-8")
PICTURES = sorted((ROOT / "docs" / "images").glob("*.png"))
_IMAGE = re.compile(r"!\[([^\]]*)\]\((images/[^)]+)\)")
_LARGEST_BYTES = 120_000


@pytest.mark.parametrize("pack", own_pack_names())
def test_every_genre_is_named(pack: str) -> None:
    words = " ".join(PAGE.lower().split())
    title = load_pack(pack).title.lower()
    assert title in words or title.replace(", ", " and ") in words


def test_the_readme_counts_the_genres() -> None:
    assert f"It has {len(own_pack_names())} genres" in (ROOT / "README.md").read_text("utf-8")


def test_every_option_of_show_is_documented() -> None:
    section = PAGE.partition("## See it")[2].partition("\n## ")[0]
    shown = typer.main.get_command(app).commands["show"]  # type: ignore[attr-defined]
    options = {name for parameter in shown.params for name in parameter.opts if name[:2] == "--"}
    assert options
    for option in options:
        assert f"`{option}" in section, option


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_told_to_those_who_cannot_see_it(picture: Path) -> None:
    assert picture.stat().st_size < _LARGEST_BYTES
    with Image.open(picture) as image:
        assert image.format == "PNG"
        assert image.width > image.height > 500
    told = {target: text for text, target in _IMAGE.findall(PAGE)}
    assert len(told[f"images/{picture.name}"]) > 40
