"""The table of prompts: what a musician hears in them is what the brief says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Brief
from musicgen_local.engines.composer.casting import is_excluded
from musicgen_local.engines.composer.instruments import INSTRUMENTS
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.prompt import understand

_DATA = Path(__file__).parents[2] / "data"
_FIELDS = {
    "text", "genre", "moods", "not_moods", "hints", "not_hints", "bpm", "key", "tonic", "mode",
    "instruments", "excluded", "ambience", "solo", "beats", "seconds", "form",
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
    assert ", ".join(f"{s.name} {s.bars}" for s in brief.sections) == case.get("form", "")
    assert brief.duration_seconds == case.get("seconds")


@pytest.mark.parametrize(("case", "language"), _cases())
def test_the_plan_does_what_the_prompt_means(case: dict[str, Any], language: str) -> None:
    brief = understand(case["text"])

    plan = make_plan(brief, duration_seconds=64.0, seed=11)

    if "genre" in case:
        assert plan.genre == case["genre"]
    if "bpm" in case:
        wanted = case["bpm"] if isinstance(case["bpm"], list) else [case["bpm"]] * 2
        assert wanted[0] * 0.99 <= plan.tempo_bpm <= wanted[1] * 1.01
    if "tonic" in case or "key" in case:
        assert PITCH_CLASSES[plan.tonic] == case.get("tonic", case.get("key", "").split(" ")[0])
    if "mode" in case or "key" in case:
        assert plan.mode == case.get("mode", case.get("key", "").split(" ")[-1])
    if "beats" in case:
        assert plan.beats_per_bar == case["beats"]
    playing = {name for section in plan.sections for name in section.layers}
    band = [layer for layer in plan.layers if layer.name in playing]
    players = {layer.instrument for layer in band} | {layer.role.value for layer in band}
    missing = set(case.get("instruments", ())) - players
    assert not missing or _told(missing, plan), (missing, plan.notices)
    if case.get("solo"):
        for layer in band:
            assert {layer.instrument, layer.role.value} & set(case["instruments"]), layer
    banned = set(case.get("excluded", ()))
    assert not [layer for layer in band if layer.role.value in banned]
    assert not [layer for layer in band if is_excluded(INSTRUMENTS[layer.instrument], [*banned])]
    if "form" in case:
        bars = [int(item.rpartition(" ")[2]) for item in case["form"].split(", ")]
        assert sum(section.bars for section in plan.sections) == sum(bars)
    if "ambience" in case:
        assert {bed.kind for bed in plan.ambience} == set(case["ambience"])


def _told(missing: set[str], plan: Plan) -> bool:
    """Whether the plan says of each of them that nobody plays it here."""
    return all(any(name in notice for notice in plan.notices) for name in missing)


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
    assert len(table) >= 150
    assert len(set(texts)) == len(texts)
    assert set().union(*table) <= _FIELDS
