"""What is set outright outweighs the words, and what can't be read is said so."""

from __future__ import annotations

import pytest

from musicgen_local.engines.composer.prompt import LONGEST_PROMPT, check_prompt, understand
from musicgen_local.errors import ErrorCode, UserError

PROMPT = "slow sad jazz in D minor, 70 bpm, 2 minutes"


def test_arguments_outweigh_words() -> None:
    brief = understand(
        PROMPT,
        language="ru",
        genre="Chillhop",
        mood="happy, very energetic",
        moods=("epic",),
        tempo_bpm=100,
        key="F# major",
        beats_per_bar=3,
        duration_seconds=60,
    )
    assert brief.language == "ru"
    assert brief.genre == "lofi"
    assert brief.moods == ("happy", "energetic", "epic")
    assert brief.valence is not None
    assert brief.valence > 0
    assert (brief.tempo_bpm, brief.tonic, brief.mode) == (100, 6, "major")
    assert (brief.beats_per_bar, brief.duration_seconds) == (3, 60)


def test_overruled_words_are_said_to_be_overruled() -> None:
    brief = understand(PROMPT, tempo_bpm=100, mood="happy")
    meanings = {piece.text: piece.meaning for piece in brief.understood}
    assert "overruled" in meanings["70 bpm"]
    assert "overruled" in meanings["sad"]
    assert "overruled" not in meanings["D minor"]
    assert brief.tonic == 2


def test_the_genre_that_is_set_chooses_the_instruments() -> None:
    assert understand("with guitar", genre="rock").instruments == ("distorted_guitar",)
    assert understand("fast", genre="techno").tempo_bpm == understand("fast techno").tempo_bpm


def test_a_key_without_a_mode_leaves_the_mode_to_the_words() -> None:
    brief = understand("something minor", key="E")
    assert (brief.tonic, brief.mode) == (4, "minor")


@pytest.mark.parametrize(("asked", "given"), [(10, 40), (500, 220), (93.5, 93.5)])
def test_a_tempo_that_is_set_is_moved_into_the_range(asked: float, given: float) -> None:
    assert understand("lofi", tempo_bpm=asked).tempo_bpm == given


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"key": "Q sharp"}, "key"),
        ({"key": "D minor or so"}, "key"),
        ({"genre": "zorgcore"}, "genre"),
        ({"mood": "happy, zorgian"}, "mood"),
        ({"moods": ("zorgian",)}, "mood"),
    ],
)
def test_an_argument_that_means_nothing_is_an_error(arguments: dict[str, str], field: str) -> None:
    with pytest.raises(UserError) as caught:
        understand("lofi", **arguments)  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details["field"] == field
    assert caught.value.recovery


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t", "...", "x" * (LONGEST_PROMPT + 1)])
def test_a_prompt_of_nothing_or_too_much_is_refused(prompt: str) -> None:
    with pytest.raises(UserError) as caught:
        check_prompt(prompt)
    assert caught.value.code is ErrorCode.INVALID_PROMPT
    assert caught.value.recovery


@pytest.mark.parametrize("prompt", ["a", "джаз", "x" * LONGEST_PROMPT, "82"])
def test_a_prompt_of_reasonable_length_is_let_through(prompt: str) -> None:
    check_prompt(prompt)
