"""The documentation is true: commands exist, examples run, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from musicgen_local.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_COMMAND = re.compile(r"\bmgl ([a-z]+)\b")


def _commands() -> dict[str, object]:
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    code = re.findall(r"```\n.*?```|`[^`\n]+`", page.read_text("utf-8"), re.DOTALL)
    named = {name for span in code for name in _COMMAND.findall(span)}
    assert named <= set(_commands())


def test_every_command_is_documented() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    for name in _commands():
        assert f"mgl {name}" in text, name


def test_every_option_of_generate_is_documented() -> None:
    text = (ROOT / "docs" / "composer.md").read_text("utf-8")
    for parameter in _commands()["generate"].params:  # type: ignore[attr-defined]
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in text or f"{option}`" in text, option


@pytest.mark.slow
@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "composer.md"], ids=str)
def test_the_python_examples_run(page: Path, tmp_path: Path, installed_sounds: Path) -> None:
    examples = _PYTHON.findall(page.read_text("utf-8"))
    assert examples
    for example in examples:
        ended = subprocess.run(
            [sys.executable, "-c", example],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip()


def test_every_dependency_has_its_line() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    for requirement in wanted:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert name in text, name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_with_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(r"^[a-z0-9][^ ]*==", text, re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > 30
    assert text.count("--hash=sha256:") >= len(pinned)
