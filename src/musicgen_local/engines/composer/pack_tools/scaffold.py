"""A package to start from: a pack of one's own, with the material of a neighbour to change."""

from __future__ import annotations

import inspect
import re
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from musicgen_local.engines.composer import packs
from musicgen_local.errors import ErrorCode, UserError

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NewPack:
    """What was written, and where."""

    folder: Path
    module: Path  # the file with the material


def new_pack(name: str, *, like: str, out: Path) -> NewPack:
    """Write a pip package with a pack called `name` into the folder `out`/musicgen-pack-NAME.

    The pack starts as `like`'s material under its own name.

    Raises:
        UserError: `VALIDATION` for a name that is not lower-case letters, digits and underscores,
            or that a genre has already, or when `like` is no pack that comes with the composer;
            `CONFLICT` when the folder exists.
    """
    _check_name(name)
    if like not in packs.own_pack_names():
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is no pack {like!r} to start from.",
            recovery=f"Use one of: {', '.join(packs.own_pack_names())}.",
            details={"field": "like"},
        )
    folder = out / f"musicgen-pack-{name.replace('_', '-')}"
    if folder.exists():
        raise UserError(
            ErrorCode.CONFLICT,
            f"The folder {folder} exists already.",
            recovery="Choose another folder with --out, or another name.",
            details={"path": str(folder)},
        )
    module_name = f"musicgen_pack_{name}"
    module = folder / "src" / module_name / "__init__.py"
    files = {
        folder / "pyproject.toml": _PROJECT,
        folder / "README.md": _README,
        folder / "tests" / f"test_{name}.py": _TEST,
    }
    building = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(building, ignore_errors=True)
    try:
        for path, text in files.items():
            _write(building / path.relative_to(folder), _filled(text, name, like))
        _write(building / module.relative_to(folder), _source(name, like))
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return NewPack(folder, module)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise UserError(
            ErrorCode.VALIDATION,
            f"{name!r} can't be the name of a pack.",
            recovery="Use lower-case letters, digits and single underscores, as in 'polka' or "
            "'space_disco'.",
            details={"field": "name"},
        )
    if name in packs.pack_names():
        raise UserError(
            ErrorCode.VALIDATION,
            f"There is a pack {name!r} already.",
            recovery=f"Choose another name; `mgl packs show {name}` shows that one.",
            details={"field": "name"},
        )


def _source(name: str, like: str) -> str:
    """The neighbour's module as readable source, under the new name."""
    text = inspect.getsource(import_module(f"{packs.__name__}.{like}"))
    title = name.replace("_", " ")
    text = re.sub(
        r'\A""".*?"""',
        f'"""{title.capitalize()}: say here what it is.\n\n'
        f'The material is that of {like}, to be changed.\n"""',
        text,
        flags=re.DOTALL,
    )
    text = text.replace(f'name="{like}"', f'name="{name}"')
    text = re.sub(r'\n    title="[^"]*"', f'\n    title="{title.capitalize()}"', text)
    words = f'\n    words={{"en": "{title} music", "ru": ""}},  # what prompts may call it'
    return re.sub(r"(\n    title=[^\n]*)", rf"\1{words}", text, count=1)


def _filled(text: str, name: str, like: str) -> str:
    for mark, value in {"NAME": name, "DASHED": name.replace("_", "-"), "LIKE": like}.items():
        text = text.replace(f"@{mark}@", value)
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "musicgen-pack-@DASHED@"
version = "0.1.0"
description = "A genre pack for MusicGen Local: @NAME@."
requires-python = ">=3.11"
dependencies = ["musicgen-local"]

[project.entry-points."musicgen_local.packs"]
@NAME@ = "musicgen_pack_@NAME@:PACK"

[tool.hatch.build.targets.wheel]
packages = ["src/musicgen_pack_@NAME@"]
"""

_README = """\
# @NAME@

A genre pack for MusicGen Local. It starts as a copy of `@LIKE@`; change
`src/musicgen_pack_@NAME@/__init__.py` until it is what you hear.

    pip install -e .
    mgl packs check @NAME@
    mgl generate "@NAME@" --genre @NAME@ --duration 60 --out listen/

What the fields mean, and in which order listeners notice them, is told in the documentation of
MusicGen Local, page "Packs".
"""

_TEST = '''\
"""The pack keeps to the laws of packs, and its pieces to the laws of music."""

from musicgen_local.engines.composer.pack_tools.checks import check_pack
from musicgen_local.engines.composer.pack_tools.trial import try_pack
from musicgen_pack_@NAME@ import PACK


def test_the_pack_is_complete_and_consistent() -> None:
    assert check_pack(PACK) == []


def test_its_pieces_can_be_played() -> None:
    assert try_pack(PACK.name) == []
'''
