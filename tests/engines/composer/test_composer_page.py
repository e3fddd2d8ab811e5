"""The composer's page keeps up: genres, options of pictures, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from musicgen_local.cli.app import app
from musicgen_local.engines.composer.packs import load_pack, own_pack_names

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "composer.md").read_text("utf-8")


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
