"""The planner keeps to the letter of a brief and fills in the rest by the seed."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from composing import PACKS, note_set, parts, piece, scores
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.instruments import INSTRUMENTS, Family
from musicgen_local.engines.composer.packs import pack_names
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.planner import make_plan


def plan_for(seconds: float = 100.0, seed: int = 1, **wishes: object) -> Plan:
    brief = Brief.model_validate({"prompt": "a piece", **wishes})
    return make_plan(brief, duration_seconds=seconds, seed=seed)


def played_share(plan: Plan, instrument: str) -> float:
    """Share of the piece's bars in sections where an instrument has notes."""
    names = {layer.name for layer in plan.layers if layer.instrument == instrument}
    bars = sum(
        score.section.bars for score in scores(plan) if any(score.parts.get(name) for name in names)
    )
    return bars / plan.bars


@given(
    seconds=st.one_of(st.floats(5, 400), st.floats(400, 36_000)),
    seed=st.integers(0, 2**31),
    genre=st.sampled_from(pack_names()),
    valence=st.floats(-1, 1),
    energy=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_every_duration_gives_a_plan_that_fits(
    seconds: float, seed: int, genre: str, valence: float, energy: float
) -> None:
    plan = plan_for(seconds, seed, genre=genre, valence=valence, energy=energy)
    played = plan.bars * plan.beats_per_bar * plan.seconds_per_beat
    assert played <= seconds
    if seconds >= 20:
        assert 1.9 <= seconds - played < 7
    assert plan.sections[-1].ending
    assert not any(section.ending for section in plan.sections[:-1])
    assert all(section.layers for section in plan.sections)
    assert plan.duration_seconds == seconds


def test_explicit_words_win() -> None:
    plan = plan_for(genre="lofi", tempo_bpm=90.0, tonic=2, mode="minor", beats_per_bar=3)
    assert (plan.tempo_bpm, plan.key_name, plan.beats_per_bar) == (90.0, "D minor", 3)
    fast = plan_for(genre="ambient", tempo_bpm=171.5)
    assert fast.tempo_bpm == 171.5


@pytest.mark.parametrize("genre", PACKS)
@pytest.mark.parametrize(
    "names",
    [("violin",), ("acoustic_guitar", "flute"), ("trumpet", "organ"), ("harp",), ("sitar",),
     ("cello", "french_horn", "oboe"), ("supersaw", "808_bass"), ("drone",), ("taiko",),
     ("marimba",), ("choir", "piano")],
)  # fmt: skip
def test_requested_instruments_play_in_most_bars(genre: str, names: tuple[str, ...]) -> None:
    plan = piece(genre, 3, instruments=names)
    for name in names:
        assert played_share(plan, name) >= 0.5, (name, [ly.name for ly in plan.layers])


@pytest.mark.parametrize("genre", PACKS)
@pytest.mark.parametrize(
    "word", ["drums", "piano", "bass", "strings", "guitar", "lead", "synth_pad"]
)
def test_what_is_excluded_is_absent(genre: str, word: str) -> None:
    for seed in range(3):
        plan = piece(genre, seed, excluded=(word,))
        for layer in plan.layers:
            instrument = INSTRUMENTS[layer.instrument]
            assert word not in (layer.role.value, instrument.family.value, instrument.name)
            assert not instrument.name.endswith(f"_{word}")
            if word == "drums":
                assert instrument.family not in (Family.DRUM_KIT, Family.PERCUSSION)
        assert all(any(score.parts.values()) for score in scores(plan))


@pytest.mark.parametrize(
    ("names", "roles"),
    [(("piano",), {Role.CHORDS, Role.LEAD}), (("violin",), {Role.LEAD}),
     (("acoustic_guitar",), {Role.CHORDS, Role.LEAD}), (("rock_kit",), {Role.DRUMS}),
     (("violin", "viola", "cello"), {Role.LEAD, Role.COUNTER, Role.BASS}),
     (("cello", "piano"), {Role.LEAD, Role.CHORDS}), (("harp",), {Role.CHORDS, Role.LEAD})],
)  # fmt: skip
def test_solo_means_only_those_and_a_whole_piece(names: tuple[str, ...], roles: set[Role]) -> None:
    for genre in ("piano", "jazz", "lofi", "ambient"):
        plan = piece(genre, 2, instruments=names, solo=True)
        assert {layer.instrument for layer in plan.layers} == set(names)
        assert {layer.role for layer in plan.layers} == roles
        for name in names:
            assert played_share(plan, name) >= 0.5


def test_a_solo_pianist_has_two_hands_a_register_apart() -> None:
    plan = piece("piano", 5, instruments=("piano",), solo=True)
    low = [n.pitch for _, _, notes in parts(plan, Role.CHORDS) for n in notes]
    high = [n.pitch for _, _, notes in parts(plan, Role.LEAD) for n in notes]
    assert np.mean(high) - np.mean(low) > 10
    assert min(low) < 48


@pytest.mark.parametrize("genre", PACKS)
def test_twenty_seeds_are_twenty_pieces_of_one_genre(genre: str) -> None:
    plans = [piece(genre, seed, 60.0) for seed in range(20)]
    assert len({(p.tonic, p.mode) for p in plans}) >= 8
    assert len({p.title for p in plans}) >= 14
    assert len({tuple((x.instrument, x.manner) for x in p.layers) for p in plans}) >= 14
    assert np.ptp([p.tempo_bpm for p in plans]) >= 4
    alike = [len(a & b) / len(a | b) for a, b in combinations([note_set(p) for p in plans], 2)]
    assert max(alike) < 0.5
    assert np.mean(alike) < 0.12
    assert {p.genre for p in plans} == {genre}


def test_the_same_seed_gives_the_same_plan_and_ignored_words_tilt_it() -> None:
    plain = [plan_for(genre="lofi", seed=seed) for seed in range(8)]
    assert plain == [plan_for(genre="lofi", seed=seed) for seed in range(8)]
    odd = [plan_for(genre="lofi", seed=seed, ignored=("zorblax",)) for seed in range(8)]
    assert (
        sum(a.title != b.title or a.tonic != b.tonic for a, b in zip(plain, odd, strict=True)) > 4
    )


@pytest.mark.parametrize("genre", PACKS)
def test_mood_is_heard_in_mode_tempo_and_density(genre: str) -> None:
    minor = {"minor", "dorian", "phrygian", "aeolian"}
    dark = [piece(genre, s, valence=-0.8) for s in range(12)]
    bright = [piece(genre, s, valence=0.8) for s in range(12)]
    assert sum(p.mode in minor for p in dark) > sum(p.mode in minor for p in bright) + 3
    tempo = [
        np.mean([piece(genre, s, energy=e).tempo_bpm for s in range(8)]) for e in (0.1, 0.5, 0.9)
    ]
    assert tempo[0] < tempo[1] < tempo[2]
    players = [np.mean([sum(len(x.layers) * x.bars for x in piece(genre, s, energy=e).sections)
                        / piece(genre, s, energy=e).bars for s in range(8)])
               for e in (0.1, 0.9)]  # fmt: skip
    assert players[0] < players[1]


@pytest.mark.parametrize(
    ("wishes", "genre"),
    [({"instruments": ("tenor_sax",)}, "jazz"), ({"moods": ("epic",)}, "cinematic"),
     ({"instruments": ("distorted_guitar",)}, "rock"), ({"energy": 0.1}, "ambient"),
     ({"energy": 0.95}, "house"), ({}, "lofi"), ({"instruments": ("piano",)}, "piano")],
)  # fmt: skip
def test_a_brief_without_genre_gets_one_and_a_reason(wishes: dict[str, object], genre: str) -> None:
    brief = Brief.model_validate({"prompt": "a piece", **wishes})
    plan = make_plan(brief, duration_seconds=60, seed=1)
    assert plan.genre == genre
    assert plan.notices[0].startswith("No genre was named")


def test_loops_are_whole_bars_without_an_ending() -> None:
    for genre in PACKS:
        plan = make_plan(
            Brief(prompt="x", genre=genre), duration_seconds=33, seed=2, loop_ready=True
        )
        played = plan.bars * plan.beats_per_bar * plan.seconds_per_beat
        assert plan.loop_ready
        assert played == pytest.approx(plan.duration_seconds, abs=1e-3)
        assert plan.duration_seconds <= 33
        assert not any(section.ending for section in plan.sections)
    hinted = plan_for(genre="house", hints=("loop",))
    assert hinted.loop_ready


def test_something_changes_every_eight_bars() -> None:
    for genre in PACKS:
        plan = piece(genre, 6, 180.0)
        assert all(section.bars <= 8 for section in plan.sections)
        same = sum(a.layers == b.layers and a.theme == b.theme for a, b in pairwise(plan.sections))
        assert same <= 0.4 * len(plan.sections)


def test_ten_hours_are_planned_and_never_repeat() -> None:
    plan = plan_for(36_000.0, 3, genre="lofi")
    assert len(plan.layers) <= 16
    assert len({section.theme for section in plan.sections}) > 300
    assert len({section.transpose for section in plan.sections}) >= 5
    leads = {section.layers for section in plan.sections}
    assert len(leads) > 8
    assert plan.sections[-1].transpose == 0


@pytest.mark.parametrize("language", ["en", "ru"])
def test_titles_speak_the_brief_s_language(language: str) -> None:
    for genre in PACKS:
        titles = {piece(genre, s, 30.0, language=language).title for s in range(12)}
        assert len(titles) >= 7
        for title in titles:
            cyrillic = any("а" <= letter.lower() <= "я" for letter in title)
            assert cyrillic == (language == "ru"), title
            assert title[0].isupper()
            assert "some" not in title


def test_impossible_lengths_are_refused_and_tight_ones_explained() -> None:
    with pytest.raises(ValueError, match="above zero"):
        make_plan(Brief(prompt="x"), duration_seconds=0, seed=1)
    tight = plan_for(5.0, genre="ambient", tempo_bpm=40.0, beats_per_bar=7)
    assert tight.bars == 1
    assert any("longer than the piece" in notice for notice in tight.notices)
