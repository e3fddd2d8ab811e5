"""The house keeps its shape: imports go down, rooms of one floor don't know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import PATIENCE_SECONDS

PACKAGE = Path(__file__).parents[1] / "src" / "musicgen_local"
ROOT = "musicgen_local"

FLOORS = {
    "errors": 1,
    "config": 1,
    "progress": 1,
    "durations": 1,
    "exposure": 1,
    "logs": 1,
    "audio": 2,
    "assets": 2,
    "engines": 3,
    "loops": 3,
    "library": 4,
    "studio": 5,
    "jobs": 6,
    "api": 7,
    "cli": 7,
    "__main__": 8,
    "__init__": 8,
}
# Within the ground floor: errors know nothing, the others know errors, some know the settings.
MAY_SHARE_A_FLOOR = {
    ("config", "errors"),
    ("progress", "errors"),
    ("durations", "errors"),
    ("exposure", "config"),
    ("exposure", "errors"),
    ("logs", "config"),
}
# Slow to import: they load where they are used, in the process that works.
HEAVY = (
    "numba",
    "matplotlib",
    "PIL",
    "mido",
    "av",
    "soundfile",
    "soxr",
    "sqlalchemy",
    "alembic",
    "mutagen",
    "httpx",
    "dbos",
    "fastapi",
    "redis",
    "torch",
    "safetensors",
)
DEVELOPMENT_ONLY = {"scipy", "librosa", "pyloudnorm", "pytest", "hypothesis"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            if node.module == ROOT:
                yield from (f"{ROOT}.{alias.name}" for alias in node.names)
            elif node.module:
                yield node.module


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in _imports(path):
        if not module.startswith(ROOT):
            assert module.split(".")[0] not in DEVELOPMENT_ONLY, f"{module} is for tests only"
            continue
        there = _room(module)
        if there in (here, "__version__") or (there == "__init__" and here == "cli"):
            continue
        assert FLOORS[there] < FLOORS[here] or (here, there) in MAY_SHARE_A_FLOOR, (
            f"{path.name} on floor {FLOORS[here]} imports {module} on floor {FLOORS[there]}"
        )


def test_every_room_has_its_floor() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in _modules()}
    assert rooms == set(FLOORS)


def test_files_hold_one_idea() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in _modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


@pytest.mark.parametrize(
    "module",
    [
        "musicgen_local",
        "musicgen_local.cli.app",
        "musicgen_local.studio.orders",
        "musicgen_local.config",
    ],
)
def test_a_light_module_pulls_in_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert loaded.stdout.split() == []
