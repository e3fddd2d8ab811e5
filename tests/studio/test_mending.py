"""What the doctor finds is mended by the program itself, and nothing of a person's is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicgen_local import Studio
from musicgen_local.config import load_settings
from musicgen_local.engines.registry import open_engine
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import new_track_id
from musicgen_local.studio import mending
from musicgen_local.studio.mending import SET_ASIDE, Download, Mended, Preparation, mend

TWO_HOURS, TWO_DAYS = 7_200, 172_800


@pytest.fixture
def studio() -> Iterator[Studio]:
    studio = Studio(load_settings())
    yield studio
    studio.library.close()


def folder_of_age(folder: Path, seconds: float) -> Path:
    """A folder with one file, both as if they had been written some time ago."""
    folder.mkdir(parents=True)
    (folder / "music.wav").write_bytes(b"music")
    moment = time.time() - seconds
    for path in (folder / "music.wav", folder):
        os.utime(path, (moment, moment))
    return folder


def fixes(studio: Studio) -> dict[str, str]:
    """The findings that have a fix, and its id."""
    return {one.name: one.fix.id for one in studio.doctor() if one.fix is not None}


def said(done: Mended | Download | Preparation) -> str:
    assert isinstance(done, Mended)
    return done.message


def test_folders_without_a_track_are_set_aside_and_kept(studio: Studio) -> None:
    old, new = new_track_id(), new_track_id()
    folder_of_age(studio.storage.folder_of(old), TWO_HOURS)
    folder_of_age(studio.storage.folder_of(new), 10)
    assert fixes(studio)["library"] == "tidy-library"
    told = said(mend(studio, "tidy-library"))
    assert "1 folder went to" in told
    assert "1 folder may still be in use" in told
    aside = list((studio.storage.root / SET_ASIDE).glob("*/*"))
    assert [path.name for path in aside] == [old]
    assert (aside[0] / "music.wav").read_bytes() == b"music"
    assert studio.storage.folder_of(new).is_dir()
    assert studio.check_library().orphans == (new,), "what was set aside is no finding any more"
    assert "may still be in use" in said(mend(studio, "tidy-library"))


def test_a_tidy_library_stays_as_it_is(studio: Studio, pluck_engine: str) -> None:
    track = studio.generate("plucks", duration=1, engine=pluck_engine, formats=("wav",)).track
    moment = time.time() - TWO_DAYS
    for path in [*studio.files_of(track), studio.storage.folder_of(track.id)]:
        os.utime(path, (moment, moment))
    assert "library" not in fixes(studio)
    assert said(mend(studio, "tidy-library")).startswith("Nothing")
    assert all(path.is_file() for path in studio.files_of(track))


def test_what_stopped_runs_left_is_removed_after_a_day(studio: Studio) -> None:
    staging = studio.storage.root / mending.STAGING
    old, new = folder_of_age(staging / "a", TWO_DAYS), folder_of_age(staging / "b", TWO_HOURS)
    assert fixes(studio)["leftovers"] == "clear-leftovers"
    assert said(mend(studio, "clear-leftovers")).startswith("1 folder ")
    assert (old.exists(), new.exists()) == (False, True)
    assert "leftovers" not in fixes(studio)
    assert said(mend(studio, "clear-leftovers")).startswith("Nothing")


def test_missing_sounds_are_work_for_a_job(studio: Studio) -> None:
    assert fixes(studio)["engine composer"] == "install-sounds"
    done = mend(studio, "install-sounds")
    assert isinstance(done, Download)
    assert set(done.asset_ids) == {"musescore-general", "drum-samples"}
    assert not done.force


def test_with_all_sounds_nothing_is_installed(installed_sounds: Path) -> None:
    studio = Studio(load_settings())
    assert "engine composer" not in fixes(studio)
    assert "already" in said(mend(studio, "install-sounds"))
    assert said(mend(studio, "repair-sounds")) == "No sounds are damaged."


def test_damaged_sounds_are_installed_anew(
    installed_sounds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MGL_MODEL_CACHE_DIR")
    load_settings.cache_clear()
    studio = Studio(load_settings())
    status = studio.assets.install("drum-samples", source=installed_sounds / "drum-samples")
    assert status.path is not None
    next(status.path.glob("*.flac")).write_bytes(b"broken")
    assert fixes(studio)["asset drum-samples"] == "repair-sounds"
    assert mend(studio, "repair-sounds") == Download(("drum-samples",), force=True)


def test_instruments_that_were_never_prepared_are_work_for_a_job(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels"))
    assert fixes(studio)["kernels"] == "warm-up"
    assert mend(studio, "warm-up") == Preparation("composer")
    (tmp_path / "kernels" / "kept.nbi").touch()
    assert "kernels" not in fixes(studio)
    assert said(mend(studio, "warm-up")) == "The instruments are ready."


def test_a_fix_that_is_none_is_told(studio: Studio) -> None:
    with pytest.raises(UserError) as refused:
        mend(studio, "world-peace")
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_every_fix_has_an_id_and_a_label() -> None:
    known = {one.id: one for one in vars(mending).values() if isinstance(one, mending.Fix)}
    assert set(known) == set(mending._WAYS)
    assert all(one.label for one in known.values())


LACKING = """
from musicgen_local.engines.base import Requirement
from third_party import PluckEngine

class LackingEngine(PluckEngine):
    name = "lacking"

    def requirements(self):
        return [Requirement("weights", False, True, "Two gigabytes.", "mgl models download it")]
"""


def test_an_engine_whose_weights_nobody_fetched_is_no_damage(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "lacking-1.0.dist-info"
    package.mkdir(parents=True)
    (package.parent / "lacking_engine.py").write_text(LACKING)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: lacking\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[musicgen_local.engines]\nlacking = lacking_engine:LackingEngine\n"
    )
    monkeypatch.syspath_prepend(str(package.parent))
    open_engine.cache_clear()
    [found] = [one for one in studio.doctor() if one.name == "engine lacking"]
    assert (found.state, found.remedy) == ("missing", "mgl models download it")
    open_engine.cache_clear()
