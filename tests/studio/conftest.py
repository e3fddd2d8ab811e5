from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicgen_local.engines.registry import open_engine

_TESTS = Path(__file__).parents[1]


@pytest.fixture
def pluck_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third party's package on the path, as pip would have left it; gives the engine's name."""
    site = tmp_path / "site"
    package = site / "pluck-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: pluck\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[musicgen_local.engines]\npluck = third_party:PluckEngine\n"
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.syspath_prepend(str(_TESTS))
    open_engine.cache_clear()
    yield "pluck"
    open_engine.cache_clear()
    sys.modules.pop("third_party", None)
