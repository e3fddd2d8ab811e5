"""The table of prompts: what a musician hears in them is what the brief says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Brief
from musicgen_local.engines.composer.prompt import understand

_DATA = Path(__file__).parents[2] / "data"
_FIELDS = {
    "text", "genre", "moods", "not_moods", "hints", "not_hints", "bpm", "key", "tonic", "mode",
    "instruments", "excluded", "ambience", "solo", "beats", "seconds",
}  # fmt: skip


def _table(language: str) -> list[dict[str, Any]]:
    table = tomllib.loads((_DATA / f"prompts_{language}.toml").read_text("utf-8"))
    return list(table["prompt"])


def _cases() -> list[Any]:
    return [
        pytest.param(case, language, id=case["text"])
        for language in ("en", "ru")
        for case in _table(language)
    ]


@pytest.mark.parametrize(("case", "language"), _cases())
def test_a_prompt_means_what_a_musician_hears_in_it(case: dict[str, Any], language: str) -> None:
    brief = understand(case["text"])

    assert brief.language == language
    if "genre" in case:
        assert brief.genre == case["genre"]
    assert set(case.get("moods", ())) <= set(brief.moods)
    assert set(case.get("not_moods", ())).isdisjoint(brief.moods)
    assert set(case.get("hints", ())) <= set(brief.hints)
    assert set(case.get("not_hints", ())).isdisjoint(brief.hints)
    _assert_tempo(brief, case.get("bpm"))
    _assert_key(brief, case)
    assert set(brief.instruments) == set(case.get("instruments", ()))
    assert set(brief.excluded) == set(case.get("excluded", ()))
    assert set(brief.ambience) == set(case.get("ambience", ()))
    assert brief.solo == case.get("solo", False)
    assert brief.beats_per_bar == case.get("beats")
    assert brief.duration_seconds == case.get("seconds")


def _assert_tempo(brief: Brief, expected: float | list[float] | None) -> None:
    if isinstance(expected, list):
        assert brief.tempo_bpm is not None
        assert expected[0] <= brief.tempo_bpm <= expected[1]
    else:
        assert brief.tempo_bpm == expected


def _assert_key(brief: Brief, case: dict[str, Any]) -> None:
    tonic = None if brief.tonic is None else PITCH_CLASSES[brief.tonic]
    if "key" in case:
        assert f"{tonic} {brief.mode}" == case["key"]
    else:
        assert tonic == case.get("tonic")
        assert brief.mode == case.get("mode")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_table_is_long_enough_and_spelled_right(language: str) -> None:
    table = _table(language)
    texts = [case["text"] for case in table]
    assert len(table) >= 60
    assert len(set(texts)) == len(texts)
    assert set().union(*table) <= _FIELDS
