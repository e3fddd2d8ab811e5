"""What people say of a piece does to it what they said: measured on the plan."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.studio import Studio
from musicgen_local.studio.follow_ups import read_follow_up
from musicgen_local.studio.planning import outline
from musicgen_local.studio.proposals import Proposal, propose

DATA = Path(__file__).parents[1] / "data"
SEED = 7
SLIDERS = ("tempo", "energy", "density", "brightness", "valence", "seconds")
ROLES = ("drums", "percussion", "bass")


def _said() -> Iterator[Any]:
    for language in ("en", "ru"):
        table = tomllib.loads((DATA / f"follow_ups_{language}.toml").read_text("utf-8"))
        for place, (sentence, said) in enumerate(table.items()):
            for text, measures in said.items():
                yield pytest.param(
                    sentence, text, measures, id=f"{language}{place}-{text}".replace(" ", "_")
                )


SAID = tuple(_said())


@dataclass(frozen=True)
class Piece:
    """A proposal as it is measured."""

    proposal: Proposal

    @property
    def plan(self) -> Any:
        return self.proposal.outline.plan

    def level(self, name: str) -> float:
        if name == "seconds":
            return self.proposal.outline.duration_seconds
        return float(self.plan[{"tempo": "tempo_bpm"}.get(name, name)])

    @property
    def tonic(self) -> int:
        return int(self.plan["tonic"] + self.plan["transpose_semitones"]) % 12

    @property
    def players(self) -> set[str]:
        return {layer[what] for layer in self.plan["layers"] for what in ("instrument", "role")}

    @property
    def instruments(self) -> set[str]:
        return {layer["instrument"] for layer in self.plan["layers"]}

    @property
    def sounds(self) -> set[str]:
        return {bed["kind"] for bed in self.plan["ambience"]}

    @property
    def music(self) -> dict[str, Any]:
        told = ("title", "moods", "understood", "ignored", "notices")
        return {name: value for name, value in self.plan.items() if name not in told}


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio()


def talked(studio: Studio, *said: str) -> Piece:
    return Piece(propose(studio, said[0], said[1:], seed=SEED))


def test_enough_is_said() -> None:
    for language in ("en", "ru"):
        assert sum(str(each.id).startswith(language) for each in SAID) >= 60


@pytest.mark.parametrize(("sentence", "said", "measures"), SAID)
def test_a_follow_up_does_what_it_says(
    studio: Studio, sentence: str, said: str, measures: str
) -> None:
    before, after = talked(studio, sentence), talked(studio, sentence, said)
    answer = after.proposal.said[-1]
    assert answer.text == said
    assert answer.effect
    assert answer.understood == (measures != "not"), answer
    for measure in measures.split():
        check(measure, before, after)
    if measures == "not":
        assert after.proposal.order == before.proposal.order
    has_cyrillic = any("а" <= letter <= "я" for letter in answer.effect.lower())
    assert has_cyrillic == any("а" <= letter <= "я" for letter in said.lower())


def check(measure: str, before: Piece, after: Piece) -> None:
    for name in SLIDERS:
        if measure.startswith(name):
            _check_level(name, measure[len(name) :], before, after)
            return
    if measure.startswith("key"):
        assert (after.tonic - before.tonic) % 12 == int(measure[3:]) % 12
        return
    name, _, value = measure.partition("=")
    if measure[0] == "+":
        assert measure[1:] in after.players
    elif measure[0] == "-":
        assert measure[1:] not in after.players
    elif measure[0] == "~":
        assert measure[1:] in after.sounds
    elif measure[0] == "!":
        assert measure[1:] not in after.sounds
    elif name == "only":
        assert after.instruments == set(value.split(","))
    elif name == "title":
        assert after.proposal.outline.title == value.replace(".", " ")
        assert after.proposal.order.title == value.replace(".", " ")
    elif name == "tonic":
        assert after.tonic == int(value)
    elif name in ("mode", "genre"):
        assert after.plan[name] == value
    elif name == "beats":
        assert after.plan["beats_per_bar"] == int(value)
    elif name == "loop":
        assert after.plan["loop_ready"]
        assert not before.plan["loop_ready"]
    elif name == "seed!":
        assert after.plan["seed"] != before.plan["seed"]
        assert after.music != before.music
    elif name == "same":
        assert after.music == before.music
    else:
        assert measure == "not", measure


def _check_level(name: str, relation: str, before: Piece, after: Piece) -> None:
    was, is_now = before.level(name), after.level(name)
    if relation == "<":
        assert is_now < was
    elif relation == ">":
        assert is_now > was
    elif relation == "=":
        assert is_now == pytest.approx(was, abs=0.01)
    else:
        assert is_now == pytest.approx(float(relation[1:]), abs=0.51)


def test_degrees_are_steps_of_different_size(studio: Studio) -> None:
    tempos = [
        talked(studio, "rock", said).level("tempo")
        for said in ("much slower", "slower", "a bit slower", "rock", "a bit faster", "faster",
                     "much faster")
    ]  # fmt: skip
    assert tempos == sorted(tempos)
    assert len(set(tempos)) == len(tempos)


def test_follow_ups_are_folded_in_order(studio: Studio) -> None:
    piece = talked(studio, "calm lo-fi with rain", "slower", "add a piano", "slower", "no piano")
    once = talked(studio, "calm lo-fi with rain", "slower")
    assert piece.level("tempo") < once.level("tempo")
    assert "piano" not in piece.players
    back = talked(
        studio, "calm lo-fi with rain", "slower", "add a piano", "slower", "no piano", "add a piano"
    )
    assert "piano" in back.players


def test_undo_takes_back_one_change_after_the_other(studio: Studio) -> None:
    said = ["calm lo-fi with rain", "slower", "blargh", "add a piano"]
    orders = [talked(studio, *said[:count]).proposal.order for count in (1, 2, 4)]
    for steps, order in ((1, orders[1]), (2, orders[0]), (3, orders[0])):
        undone = talked(studio, *said, *["undo"] * steps)
        assert undone.proposal.order == order
        assert all(answer.understood for answer in undone.proposal.said[4:])
    assert talked(studio, *said, "отмени").proposal.order == orders[1]
    assert talked(studio, *said, "start over").proposal.order == orders[0]


def test_a_new_genre_forgets_what_was_relative_to_the_old(studio: Studio) -> None:
    slowed = talked(studio, "calm lo-fi", "slower", "calmer", "as drum and bass")
    fresh = talked(studio, "calm drum and bass")
    assert slowed.level("tempo") == fresh.level("tempo")
    named = talked(studio, "calm lo-fi", "90 bpm", "as drum and bass")
    assert named.level("tempo") == pytest.approx(90)


def test_levels_stop_at_their_ends(studio: Studio) -> None:
    piece = talked(studio, "lo-fi", *["much slower"] * 6)
    assert piece.level("tempo") == pytest.approx(40, abs=0.5)
    assert not piece.proposal.said[-1].understood
    piece = talked(studio, "lo-fi", *["much denser"] * 5)
    assert piece.level("density") == 1.0
    assert not piece.proposal.said[-1].understood
    assert talked(studio, "lo-fi", "20 hours").level("seconds") == 36_000
    assert talked(studio, "lo-fi", "1 second").level("seconds") == 5


def test_a_description_that_is_full_takes_no_more(studio: Studio) -> None:
    sentence = "lo-fi, " + "very " * 398
    piece = talked(studio, sentence, "add a piano, a flute and a cello")
    assert piece.proposal.order.prompt == sentence.strip()
    assert "full" in piece.proposal.said[1].effect
    assert not piece.proposal.said[1].understood
    assert outline(studio, piece.proposal.order).plan is not None


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("3 minutes with a piano", "with a piano"),
        ("make it longer please", ""),
        ("longer intro", "longer intro"),
        ("call it Rest and add a piano", ""),
        ('add a piano, call it "Rest", slower', "add a piano, slower"),
        ("as house", "as house"),
        ("10 second fade out", "10 second fade out"),
        ("на три минуты с пианино", "с пианино"),
        ("", ""),
        ("\0\n\t", ""),
    ],
)
def test_what_an_engine_is_told_is_the_rest(said: str, rest: str) -> None:
    assert read_follow_up(said).rest == rest


SPOKEN = """
slower faster no without add only piano drums rain house minor major and or , ; not very much a bit
3 minutes semitones up down higher call it undo без с добавь убери только пианино барабаны дождь
хаус минор и медленнее на два полутона ниже вместо замени назови ё İ ß
"""
WORDS = st.sampled_from(SPOKEN.split())
SAYINGS = st.one_of(st.text(max_size=60), st.lists(WORDS, min_size=1, max_size=9).map(" ".join))


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(sentence=SAYINGS, said=st.lists(SAYINGS, max_size=3))
def test_any_text_gives_a_piece_that_can_be_made(
    studio: Studio, sentence: str, said: list[str]
) -> None:
    proposal = propose(studio, sentence, said, seed=SEED)
    assert [answer.text for answer in proposal.said] == [sentence, *said]
    assert all(answer.effect for answer in proposal.said)
    again = studio.plan(proposal.order)
    assert again.plan == proposal.outline.plan
    for place in range(1, len(said) + 1):
        if not proposal.said[place].understood:
            shorter = propose(studio, sentence, said[: place - 1], seed=SEED)
            same = propose(studio, sentence, said[:place], seed=SEED)
            assert same.order == shorter.order
