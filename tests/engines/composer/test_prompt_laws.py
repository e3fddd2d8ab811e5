"""Laws of the reading: nothing breaks it, and everything in the lexicon can be reached."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.compose import compose_section
from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS, Family
from musicgen_local.engines.composer.lexicon import ambience, generic, genres, instruments, moods
from musicgen_local.engines.composer.lexicon.players import resolved
from musicgen_local.engines.composer.lexicon.typos import within_one_edit
from musicgen_local.engines.composer.lexicon.vocabulary import vocabulary
from musicgen_local.engines.composer.lexicon.words import Words
from musicgen_local.engines.composer.plan import Plan, Role
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.prompt import LONGEST_PROMPT, understand
from work import calls_of

ROLES = {role.value for role in Role}
FAMILIES = {family.value for family in Family}
# Kits and gestures that packs choose; people ask for drums.
CHOSEN_BY_PACKS = {"lofi_kit", "synthwave_kit", "soft_percussion", "transitions"}
PHRASES = sorted(vocabulary().exact)
GLUE = [
    "no",
    "without",
    "not",
    "only",
    "and",
    "or",
    ",",
    ".",
    "без",
    "не",
    "и",
    "82",
    "bpm",
    "in",
    "a",
]


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_any_text_is_read(prompt: str) -> None:
    brief = understand(prompt)
    assert brief.prompt == prompt


@given(st.lists(st.sampled_from(PHRASES) | st.sampled_from(GLUE), max_size=25).map(" ".join))
@settings(max_examples=300)
def test_any_mix_of_known_words_makes_a_brief_that_holds_together(prompt: str) -> None:
    brief = understand(prompt)
    assert brief == understand(prompt)
    assert set(brief.instruments) <= INSTRUMENTS.keys() | ROLES | FAMILIES
    assert set(brief.excluded) <= INSTRUMENTS.keys() | ROLES | FAMILIES | set(AMBIENCES)
    assert set(brief.instruments).isdisjoint(brief.excluded)
    assert set(brief.ambience) <= set(AMBIENCES)
    assert set(brief.ambience).isdisjoint(brief.excluded)
    assert set(brief.moods) <= moods.MOODS.keys()
    assert brief.genre is None or brief.genre in genres.GENRES
    for piece in brief.understood:
        assert piece.text in prompt
        assert piece.meaning
    assert all(word in prompt.lower() for word in brief.ignored)


@given(
    st.lists(st.sampled_from(PHRASES) | st.sampled_from(GLUE), max_size=25).map(" ".join)
    | st.text(max_size=80),
    st.sampled_from((5.0, 33.0, 180.0, 1_000.0)),
    st.integers(0, 2**31 - 1),
)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_plan_that_can_be_composed(prompt: str, seconds: float, seed: int) -> None:
    brief = understand(prompt)
    plan = make_plan(brief, duration_seconds=seconds, seed=seed)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert 40 <= plan.tempo_bpm <= 220
    score = compose_section(plan, len(plan.sections) - 1)
    assert score.beats == plan.sections[-1].bars * plan.beats_per_bar
    assert any(score.parts.values())


def _each(lists: dict[str, Words]) -> list[tuple[str, str]]:
    return [(name, phrase.removeprefix("=")) for name, words in lists.items() for phrase in words]


def test_every_name_of_a_genre_gives_that_genre() -> None:
    named = {name: genre.names for name, genre in genres.GENRES.items()}
    wrong = [(n, p, understand(p).genre) for n, p in _each(named) if understand(p).genre != n]
    assert wrong == []


def test_every_word_of_a_mood_gives_that_mood() -> None:
    words = {name: mood.words for name, mood in moods.MOODS.items()}
    assert [(n, p) for n, p in _each(words) if n not in understand(p).moods] == []


@pytest.mark.parametrize("lists", [instruments.INSTRUMENTS, instruments.NEAREST])
def test_every_word_of_an_instrument_asks_for_it(lists: dict[str, Words]) -> None:
    wrong = []
    for name, phrase in _each(lists):
        brief = understand(phrase)
        if not set(resolved(name, brief.genre)) <= set(brief.instruments):
            wrong.append((name, phrase, brief.instruments))
    assert wrong == []


@pytest.mark.parametrize("lists", [ambience.SOUNDS, ambience.NEAREST])
def test_every_sound_of_a_place_gives_that_ambience(lists: dict[str, Words]) -> None:
    assert [(n, p) for n, p in _each(lists) if n not in understand(p).ambience] == []


def test_the_lexicon_names_only_what_exists() -> None:
    known = INSTRUMENTS.keys() | ROLES | FAMILIES
    named = set(instruments.INSTRUMENTS) | set(instruments.NEAREST)
    for name in named:
        for genre in (None, *genres.GENRES):
            assert set(resolved(name, genre)) <= known, name
    assert {x for names in generic.DENIED.values() for x in names} <= known
    assert set(instruments.ONLY_DENIED) | set(instruments.DENYING) <= known
    assert {x for names in generic.BY_INSTRUMENT.values() for x in names} <= INSTRUMENTS.keys()
    assert set(ambience.SOUNDS) == set(AMBIENCES)


def test_every_instrument_of_the_catalogue_can_be_asked_for_in_both_languages() -> None:
    silent = [
        name
        for name in INSTRUMENTS.keys() - CHOSEN_BY_PACKS
        if not (instruments.INSTRUMENTS[name].en and instruments.INSTRUMENTS[name].ru)
    ]
    assert silent == []


def test_all_the_genres_and_moods_are_there() -> None:
    assert " ".join(genres.GENRES) == (
        "lofi ambient sleep meditation piano cinematic jazz bossa_nova house deep_house techno "
        "synthwave trance drum_and_bass trap hip_hop funk disco rnb country blues pop rock metal "
        "folk reggae classical chiptune corporate"
    )
    assert " ".join(moods.MOODS) == (
        "relaxing calm dreamy melancholic sad dark tense epic hopeful happy energetic aggressive "
        "romantic mysterious nostalgic playful focused"
    )
    for genre in genres.GENRES.values():
        slow, usual, fast = genre.tempo_bpm
        assert 40 <= slow < usual < fast <= 220
        assert genre.names.en
        assert genre.names.ru


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_one_edit_is_symmetric_and_agrees_with_a_plain_reckoning(one: str, other: str) -> None:
    assert within_one_edit(one, other) == within_one_edit(other, one)
    assert within_one_edit(one, other) == (other in _edits(one))


def _edits(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in cuts if b for letter in "abcd"}
    added = {a + letter + b for a, b in cuts for letter in "abcd"}
    return {word} | dropped | swapped | changed | added


@pytest.mark.parametrize(
    "piece",
    ["a minor ", "in a ", "no drums, bass, ", "without ", "a b c d e f g ", "3/4 ", "90 ",
     "solo piano ", "only ", "key of ", "saxophon ", "zorgian ", "9", "-",
     "very slow ", "мелонхоличная "],
)  # fmt: skip
def test_work_grows_with_the_prompt_and_not_with_its_square(piece: str) -> None:
    vocabulary()
    prompt = (piece * LONGEST_PROMPT)[:LONGEST_PROMPT]
    understand(prompt)  # what is cached for the process is cached now
    whole = calls_of(lambda: understand(prompt + " one"))
    half = calls_of(lambda: understand(prompt[: LONGEST_PROMPT // 2] + " two"))
    assert whole < 2.6 * half + 2_000


def test_the_first_reading_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from musicgen_local.engines.composer.prompt import understand\n"
        "understand('lofi')\n"
        "heavy = {'numpy', 'numba', 'scipy', 'av', 'soundfile', 'symusic'} & set(sys.modules)\n"
        "print(sorted(heavy))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
