"""Sounds that are missing or damaged: said aloud, never passed over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from musicgen_local.cli.run import run
from musicgen_local.config import load_settings
from musicgen_local.engines.composer.band import find_sounds, sound_requirements
from musicgen_local.errors import ErrorCode, MachineError

FONT = Path("musescore-general") / "MuseScore_General_Lite.sf3"


@pytest.fixture
def copied_sounds(installed_sounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installed sounds, as a copy that may be damaged."""
    copy = tmp_path / "assets"
    shutil.copytree(installed_sounds, copy, ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setenv("MGL_MODEL_CACHE_DIR", str(copy))
    load_settings.cache_clear()
    return copy


def test_installed_sounds_are_found(copied_sounds: Path) -> None:
    sounds, notices = find_sounds(load_settings(), "auto")
    assert sounds.soundfont == copied_sounds / FONT
    assert notices == []
    assert all(need.satisfied for need in sound_requirements(load_settings()))


def test_without_sounds_a_notice_says_so_and_how_to_get_them() -> None:
    sounds, notices = find_sounds(load_settings(), "auto")
    assert sounds.soundfont is None
    assert "mgl assets install" in notices[0]
    assert not any(need.satisfied or need.required for need in sound_requirements(load_settings()))


def test_a_damaged_soundfont_stops_the_piece_and_names_the_remedy(
    copied_sounds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    font = copied_sounds / FONT
    font.write_bytes(font.read_bytes()[:1_000_000])
    with pytest.raises(MachineError) as caught:
        find_sounds(load_settings(), "auto")
    assert caught.value.code is ErrorCode.ASSET_CORRUPT
    out = tmp_path / "out"
    assert run(["generate", "calm piano", "-d", "5", "-o", str(out), "--json"]) == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "ASSET_CORRUPT"
    assert "mgl assets install musescore-general --force" in error["recovery"]
    assert list(out.iterdir()) == []
    arguments = ["generate", "calm piano", "-d", "5", "-o", str(out), "-f", "wav", "--json"]
    assert run([*arguments, "--sounds", "synth"]) == 0
    assert [path.suffix for path in out.iterdir()] == [".wav"]


def test_without_a_network_installing_fails_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("MGL_OFFLINE", "1")
    load_settings.cache_clear()
    assert run(["assets", "install", "sonivox", "--json"]) == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "DOWNLOAD_FAILED"
    assert "--from" in error["recovery"]
    assert not list((tmp_path / "data").rglob("*.sf2"))
