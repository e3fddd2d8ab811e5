"""A real SQLite file and a real folder for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from musicgen_local.library import Library, TrackStorage


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'library.sqlite3'}"


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    with Library.open(url) as opened:
        yield opened


@pytest.fixture
def storage(tmp_path: Path) -> TrackStorage:
    return TrackStorage(tmp_path / "tracks")
