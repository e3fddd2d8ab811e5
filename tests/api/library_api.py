"""One application for many tests of the library's routes, and tracks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import PLUCK, install_engines, served

from musicgen_local import Studio
from musicgen_local.api.application import create_app
from musicgen_local.config import Settings
from musicgen_local.engines.registry import open_engine
from musicgen_local.library import Track, TrackQuery, purge_track


@dataclass(frozen=True)
class House:
    """A served application, and a studio on the same library."""

    client: httpx.Client
    studio: Studio

    def empty(self) -> None:
        """Remove every track, in the trash or not, with its files."""
        for trashed in (False, True):
            for track in self.studio.library.list(TrackQuery(trashed=trashed, limit=200)).items:
                purge_track(self.studio.library, self.studio.storage, track.id)

    def make_track(self, title: str = "", **order: Any) -> Track:
        """A track of one second, made by a real engine and filed as any other."""
        return self.studio.generate(
            "plucks", duration=1, engine="pluck", seed=3, title=title, **order
        ).track


@contextmanager
def open_house(folder: Path, **settings: Any) -> Iterator[House]:
    """An application with its data in `folder`, and the engine `pluck`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(install_engines(folder / "site", PLUCK)))
        open_engine.cache_clear()
        chosen = Settings(data_dir=folder / "data", **settings)
        with served(create_app(chosen)) as client:
            yield House(client, Studio(chosen))
    open_engine.cache_clear()
