"""Sections that are given: how they may be written, and what a genre makes of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from composing import scores
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.describe import preview
from musicgen_local.engines.composer.packs import pack_names
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.sections import GivenSection, parse_sections
from musicgen_local.errors import ErrorCode, UserError

SONG = "intro 4, verse 8, chorus 8, verse 8, chorus 8, bridge 4, chorus 16, outro 4"


def plan_for(genre: str, text: str, seed: int = 1, **wishes: object) -> Plan:
    options = {"duration_seconds": 60.0, "duration_asked": False} | {
        name: wishes.pop(name) for name in ("duration_seconds", "duration_asked", "loop_ready")
        if name in wishes
    }  # fmt: skip
    brief = Brief.model_validate(
        {"prompt": "x", "genre": genre, "sections": parse_sections(text), **wishes}
    )
    return make_plan(brief, seed=seed, **options)  # type: ignore[arg-type]


def told(plan: Plan) -> list[tuple[str, int]]:
    """Names and bars, stretches of one part put together."""
    runs: list[tuple[str, int]] = []
    for section in plan.sections:
        if runs and runs[-1][0] == section.name:
            runs[-1] = (section.name, runs[-1][1] + section.bars)
        else:
            runs.append((section.name, section.bars))
    return runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("intro 4, verse 8", [("intro", 4), ("verse", 8)]),
        ("Intro: 4 bars; Verse x8\nchorus (16 bars)", [("Intro", 4), ("Verse", 8), ("chorus", 16)]),
        ("вступление 4, куплет 8 тактов", [("вступление", 4), ("куплет", 8)]),
        ("remix 8, pre-chorus=2, verse 2: 8", [("remix", 8), ("pre-chorus", 2), ("verse 2", 8)]),
        (" a 1 ,, b 64, ", [("a", 1), ("b", 64)]),
    ],
)
def test_sections_are_read_as_people_write_them(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.name, one.bars) for one in parse_sections(text)] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "No sections were given."),
        (" , ;", "No sections were given."),
        ("intro 4, verse", "The section 'verse' has no number of bars."),
        ("intro 4, 8", "A section of 8 bars has no name."),
        ("verse 0", "The section 'verse' has 0 bars."),
        ("verse -4", "The section 'verse' has -4 bars."),
        ("verse 65", "The section 'verse' has 65 bars."),
        ("a 1," * 65, "65 sections are too many."),
        ("n" * 41 + " 4", f"The name of the section {'n' * 40!r}... is too long."),
        ("a 1," * 2_000, "The sections fill 8,000 characters."),
    ],
)
def test_what_can_t_be_read_is_refused_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_sections(text)
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.message == message
    assert caught.value.recovery
    assert caught.value.details["field"] == "sections"


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UserError):
        assert all(1 <= one.bars <= 64 and one.name for one in parse_sections(text))


@pytest.mark.parametrize("genre", pack_names())
def test_every_genre_plays_a_given_form(genre: str) -> None:
    plan = plan_for(genre, SONG)
    assert told(plan) == [(one.name, one.bars) for one in parse_sections(SONG)]
    assert not any("no" in notice for notice in plan.notices)
    themes = {section.name: section.theme for section in plan.sections}
    assert themes["verse"] != themes["chorus"] != themes["bridge"]
    assert [section.ending for section in plan.sections].index(True) == len(plan.sections) - 1
    energies = {section.name: section.energy for section in plan.sections}
    assert energies["intro"] < energies["chorus"]
    assert energies["verse"] <= energies["chorus"]
    played = plan.bars * plan.beats_per_bar * plan.seconds_per_beat
    assert 1.9 < plan.duration_seconds - played < 4
    assert any(scores(plan)[0].parts.values())


def test_bars_and_tempo_decide_the_length_and_a_notice_tells_so() -> None:
    plan = plan_for("lofi", "verse 8, chorus 8", tempo_bpm=96.0, duration_seconds=180.0,
                    duration_asked=True)  # fmt: skip
    assert plan.bars == 16
    assert 40 + 1.9 < plan.duration_seconds < 40 + 4
    assert "0:4" in plan.notices[-1]
    assert "3:00" in plan.notices[-1]
    silent = plan_for("lofi", "verse 8, chorus 8", tempo_bpm=96.0)
    assert not silent.notices
    loop = plan_for("lofi", "verse 8, chorus 8", tempo_bpm=96.0, loop_ready=True)
    assert loop.duration_seconds == pytest.approx(40.0)
    assert not any(section.ending for section in loop.sections)


def test_an_unknown_name_gets_a_theme_of_its_own_and_a_notice() -> None:
    plan = plan_for("rock", "verse 4, strange bit 4, verse 4, strange bit 4")
    odd = [section for section in plan.sections if section.name == "strange bit"]
    assert len(odd) == 2
    assert {section.theme for section in odd}.isdisjoint(
        {section.theme for section in plan.sections if section.name == "verse"}
    )
    assert [notice for notice in plan.notices if "'strange bit'" in notice] == [plan.notices[-1]]


def test_names_in_other_words_and_languages_mean_the_same() -> None:
    english = plan_for("house", "intro 4, build 4, drop 8, break 4, outro 4")
    russian = plan_for("house", "вступление 4, нарастание 4, дроп 8, брейк 4, кода 4")
    assert english.sections == russian.sections
    assert told(plan_for("pop", "verse 1 4, verse 2 4")) == [("verse", 8)]


def test_long_sections_are_given_in_stretches_that_change() -> None:
    plan = plan_for("synthwave", "chorus 16, outro 4")
    assert [section.bars for section in plan.sections] == [8, 8, 4]
    assert plan.sections[0].layers != plan.sections[1].layers
    assert "chorus 8+8" in preview(plan).summary["Form (bars)"]


def test_a_form_of_more_than_ten_hours_is_refused() -> None:
    with pytest.raises(UserError, match="The sections last 11:56:52"):
        plan_for("ambient", "a 64," * 64, tempo_bpm=40.0, beats_per_bar=7)


def test_parameters_take_text_and_lists() -> None:
    listed = [{"name": "verse", "bars": 8}, {"name": "outro", "bars": 4}]
    expected = (GivenSection(name="verse", bars=8), GivenSection(name="outro", bars=4))
    for value in ("verse 8, outro 4", listed):
        assert ComposerParameters.model_validate({"sections": value}).sections == expected
    schema = ComposerParameters.model_json_schema()["properties"]["sections"]
    assert {"string", "array"} <= {option.get("type") for option in schema["anyOf"]}
    with pytest.raises(UserError, match="has 0 bars"):
        ComposerParameters.model_validate({"sections": "verse 0"})
