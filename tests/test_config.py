from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import AliasChoices

from musicgen_local.config import Settings, load_settings
from musicgen_local.errors import ErrorCode, UserError

DOCS = Path(__file__).parents[1] / "docs" / "configuration.md"


def test_the_products_own_name_wins_over_the_legacy_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "error")
    assert Settings().log_level == "error"
    monkeypatch.setenv("MGL_LOG_LEVEL", "debug")
    assert Settings().log_level == "debug"


def test_every_folder_hangs_off_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MGL_DATA_DIR", str(tmp_path))
    settings = Settings()
    assert settings.tracks_dir == tmp_path / "tracks"
    assert settings.assets_dir == tmp_path / "assets"
    assert str(tmp_path) in settings.library_url


def test_the_cache_of_the_hubs_tools_is_where_they_have_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MGL_HF_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert Settings().hub_cache_dir == tmp_path / "cache" / "huggingface" / "hub"
    monkeypatch.setenv("HF_HOME", "~/models")
    assert Settings().hub_cache_dir == Path.home() / "models" / "hub"
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "shared"))
    assert Settings().hub_cache_dir == tmp_path / "shared"


def test_the_hub_has_an_address_of_the_web(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().hf_endpoint == "https://huggingface.co"
    monkeypatch.setenv("HF_ENDPOINT", "hub.example.org")
    load_settings.cache_clear()
    with pytest.raises(UserError) as caught:
        load_settings()
    assert "HF_ENDPOINT" in caught.value.message


def test_output_dir_moves_the_tracks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OUTPUT_DIR", str(tmp_path / "music"))
    assert Settings().tracks_dir == tmp_path / "music"


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGL_THREADS", "many")
    load_settings.cache_clear()
    with pytest.raises(UserError) as caught:
        load_settings()
    assert caught.value.code is ErrorCode.VALIDATION
    assert "THREADS" in caught.value.message


def test_a_token_never_shows_in_the_settings_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    assert "hf_secret" not in repr(Settings())


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `MGL_([A-Z_]+)`", DOCS.read_text("utf-8"), re.MULTILINE))
    aliases = [field.validation_alias for field in Settings.model_fields.values()]
    names = [alias.choices[0] for alias in aliases if isinstance(alias, AliasChoices)]
    assert len(names) == len(aliases)
    assert {f"MGL_{name}" for name in documented} == set(names)
