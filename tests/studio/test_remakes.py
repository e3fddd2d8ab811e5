"""Remakes, pieces like others, and variations that keep something: what lands in the library."""

from __future__ import annotations

from typing import Any

import pytest

from musicgen_local import Studio
from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Track
from musicgen_local.studio.orders import GenerateOrder

SYNTH = {"sounds": "synth"}


@pytest.fixture
def studio() -> Studio:
    return Studio()


def a_piece(studio: Studio, prompt: str = "lofi, 90 bpm, in A minor", **order: Any) -> Track:
    given: dict[str, Any] = {"seed": 3, "formats": ("wav",), "parameters": SYNTH, "duration": 24}
    return studio.generate(prompt, **(given | order)).track


def plan_of(studio: Studio, track: Track) -> Plan:
    return Plan.model_validate(studio.library.plan(track.id))


def parts(plan: Plan) -> list[dict[str, Any]]:
    return [dict(compose_section(plan, index).parts) for index in range(len(plan.sections))]


def test_a_remake_is_a_child_that_differs_only_in_what_was_named(studio: Studio) -> None:
    track = a_piece(studio, artist="Ada")
    done = studio.remake(
        track.id, layers=("lead",), transpose=2, seed=7, order=GenerateOrder("", formats=("flac",))
    )
    child = done.track
    assert child.parent_id == track.id
    assert child.title == f"{track.title} (Remake)"
    assert (child.key, child.tempo_bpm, child.artist) == ("B minor", 90.0, "Ada")
    assert child.prompt == track.prompt
    assert child.params["remake"] == {"layers": ["lead"], "transpose": 2, "seed": 7}
    assert [file.format for file in child.files] == ["flac"]
    before, after = plan_of(studio, track), plan_of(studio, child)
    plain = after.model_copy(update={"transpose_semitones": 0})
    for old, new in zip(parts(before), parts(plain), strict=True):
        for name in old:
            assert (old[name] == new[name]) != (name == "lead" and bool(old[name]))
    again = studio.remake(child.id, tempo_bpm=100.0, order=GenerateOrder("", formats=("wav",)))
    assert again.track.title == f"{track.title} (Remake 2)"
    assert again.track.duration_seconds < child.duration_seconds
    assert again.track.seed == track.seed


def test_a_remake_of_nothing_and_of_what_is_not_there_is_refused(
    studio: Studio, pluck_engine: str
) -> None:
    track = a_piece(studio)
    plucked = studio.generate("plucks", duration=1, engine=pluck_engine).track
    for reference, changes, message in (
        (track.id, {}, "Nothing was asked to change."),
        (track.id, {"layers": ("theremin",)}, "Nobody is called 'theremin' in this piece."),
        (track.id, {"energy": 2.0}, "The change energy can't be made"),
        (track.id, {"colour": "red"}, "The change colour can't be made"),
        (plucked.id, {"transpose": 2}, f"'{plucked.title}' has no plan"),
    ):
        with pytest.raises(UserError) as caught:
            studio.remake(reference, **changes)
        assert caught.value.code is ErrorCode.VALIDATION
        assert caught.value.message.startswith(message)
        assert caught.value.recovery
    with pytest.raises(UserError) as caught:
        studio.remake("0" * 26, transpose=1)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_piece_like_another_has_its_genre_band_and_form(studio: Studio) -> None:
    track = a_piece(studio)
    like = studio.generate(
        "", seed=11, formats=("wav",), parameters=SYNTH, like_track_id=track.id
    ).track
    old, new = plan_of(studio, track), plan_of(studio, like)
    assert like.params["like"] == track.id
    assert (new.genre, new.mode, new.seed) == (old.genre, old.mode, 11)
    assert (new.tonic - old.tonic) % 12 in (0, 5, 7)
    assert 0.97 <= new.tempo_bpm / old.tempo_bpm <= 1.03
    assert [(x.role, x.instrument) for x in new.layers] == [
        (x.role, x.instrument) for x in old.layers
    ]
    assert [(x.name, x.bars) for x in new.sections] == [(x.name, x.bars) for x in old.sections]
    assert parts(new) != parts(old)
    assert like.title != track.title
    assert like.prompt == track.prompt


def test_what_is_asked_for_wins_over_the_likeness(studio: Studio) -> None:
    track = a_piece(studio)
    order = GenerateOrder(
        "with rain, in D minor",
        60.0,
        seed=4,
        parameters={"tempo_bpm": 80.0, "density": 0.8},
        like_track_id=track.id,
    )
    plan = Plan.model_validate(studio.plan(order).plan)
    assert (plan.key_name, plan.density) == ("D minor", 0.8)
    assert plan.tempo_bpm == 80.0
    assert [bed.kind for bed in plan.ambience] == ["rain"]
    assert plan.duration_seconds == 60.0
    assert plan.bars * plan.beats_per_bar * plan.seconds_per_beat < 60.0
    with pytest.raises(UserError, match="has its genre") as caught:
        studio.plan(GenerateOrder("x", parameters={"genre": "jazz"}, like_track_id=track.id))
    assert caught.value.details["field"] == "genre"


def test_a_track_without_a_plan_is_followed_by_its_facts(studio: Studio, pluck_engine: str) -> None:
    plucked = studio.generate("calm plucks", duration=8, engine=pluck_engine).track
    studio.library.update(plucked.id, genre="jazz", key="G minor", tempo_bpm=100.0, mood="calm")
    made = studio.generate("", seed=2, formats=("wav",), parameters=SYNTH, like_track_id=plucked.id)
    assert (made.track.genre, made.track.key) == ("jazz", "G minor")
    assert made.track.tempo_bpm == pytest.approx(100.0, rel=0.031)
    assert made.track.duration_seconds == pytest.approx(8.0, abs=0.01)
    assert any("has no plan" in notice for notice in made.notices)


@pytest.mark.parametrize("keep", ["harmony", "melody", "rhythm"])
def test_variations_share_what_they_keep(studio: Studio, keep: Any) -> None:
    order = GenerateOrder("jazz", 30.0, seed=5, keep=keep)
    plans = [
        Plan.model_validate(
            studio.plan(GenerateOrder("jazz", 30.0, seed=5, keep=keep, variation=index)).plan
        )
        for index in range(3)
    ]
    assert Plan.model_validate(studio.plan(order).plan) == plans[0]
    assert [plan.seed for plan in plans] == [5, 6, 7]
    assert len({(plan.key_name, plan.tempo_bpm) for plan in plans}) == 1
    chords = [[compose_section(p, i).chords for i in range(len(p.sections))] for p in plans]
    assert (chords[0] == chords[1]) == (keep != "rhythm")


def test_a_kept_thing_that_is_none_is_refused(studio: Studio, pluck_engine: str) -> None:
    for order in (
        GenerateOrder("jazz", keep="mood"),  # type: ignore[arg-type]
        GenerateOrder("x", engine=pluck_engine, keep="harmony"),
        GenerateOrder("x", engine=pluck_engine, like_track_id="0" * 26),
    ):
        with pytest.raises(UserError) as caught:
            studio.generate_variations(order)
        assert caught.value.details["field"] in ("keep", "engine", "like_track_id")


def test_the_plan_of_a_track_can_be_read_edited_and_played(studio: Studio) -> None:
    track = a_piece(studio)
    shown = studio.plan_of("last")
    assert dict(shown.plan) == studio.library.plan(track.id)
    assert "A minor" in shown.summary["Key, tempo"]
    edited = {**shown.plan, "tempo_bpm": 120.0}
    made = a_piece(studio, "", parameters={**SYNTH, "plan": edited})
    assert made.tempo_bpm == 120.0
