"""The words that are offered are understood, and the presets are whole prompts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from musicgen_local.engines.base import GenerationRequest
from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.engine import ComposerEngine
from musicgen_local.engines.composer.instruments import AMBIENCES, INSTRUMENTS
from musicgen_local.engines.composer.lexicon.moods import MOODS
from musicgen_local.engines.composer.packs import pack_names
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.composer.prompt import understand
from musicgen_local.engines.offering import (
    Language,
    PresetOwner,
    Titled,
    VocabularyOwner,
    Word,
    presets_of,
    title_of,
    vocabulary_of,
)
from third_party import PluckEngine

LANGUAGES: tuple[Language, ...] = get_args(Language)
ENGINE = ComposerEngine()
KINDS = ("genres", "moods", "instruments", "ambience")
# Players that no words ask for: kits that their genres bring along, and what isn't a player.
UNNAMED = {"lofi_kit", "synthwave_kit", "soft_percussion", "transitions", "violin_2"}


def _labels() -> Iterator[tuple[Language, str, Word]]:
    for language in LANGUAGES:
        vocabulary = ENGINE.vocabulary(language)
        for kind in KINDS:
            for word in getattr(vocabulary, kind):
                yield language, kind, word


def _found(brief: Brief, kind: str) -> tuple[str, ...]:
    return {
        "genres": (brief.genre or "",),
        "moods": brief.moods,
        "instruments": brief.instruments,
        "ambience": brief.ambience,
    }[kind]


@pytest.mark.parametrize(
    ("language", "kind", "word"),
    [pytest.param(*each, id=f"{each[0]}-{each[1]}-{each[2].id}") for each in _labels()],
)
def test_a_label_means_what_it_stands_for(language: Language, kind: str, word: Word) -> None:
    before = {"en": "music with ", "ru": "музыка, "}[language]
    for text in (word.label, word.label.upper(), before + word.label):
        brief = understand(text)
        assert word.id in _found(brief, kind), text
        assert not brief.ignored, text
        if kind in ("instruments", "ambience"):
            assert len(_found(brief, kind)) == 1, text
    assert any("а" <= letter <= "я" for letter in word.label.lower()) == (language == "ru") or (
        word.label.startswith("808")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_can_be_asked_for_is_left_out(language: Language) -> None:
    vocabulary = ENGINE.vocabulary(language)
    assert {word.id for word in vocabulary.genres} == set(pack_names())
    assert {word.id for word in vocabulary.moods} == set(MOODS)
    assert {word.id for word in vocabulary.ambience} == set(AMBIENCES)
    assert {word.id for word in vocabulary.instruments} >= set(INSTRUMENTS) - UNNAMED
    for kind in KINDS:
        words = getattr(vocabulary, kind)
        assert len({word.id for word in words}) == len({word.label for word in words}) == len(words)
    assert all(word.summary for word in vocabulary.genres)
    assert all(word.group for word in vocabulary.instruments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_understood_whole(language: Language) -> None:
    examples = ENGINE.vocabulary(language).examples
    assert len(examples) >= 8
    for example in examples:
        brief = understand(example)
        assert brief.genre is not None, example
        assert not brief.ignored, example
        assert brief.language == language, example


def test_presets_are_whole_prompts_for_different_music() -> None:
    presets = ENGINE.presets()
    assert 8 <= len(presets) <= 12
    genres = set()
    for preset in presets:
        parameters = ENGINE.parameters.model_validate(dict(preset.parameters))
        request = GenerationRequest(preset.prompt, 60.0, 7, parameters)
        plan = ENGINE.make_plan(request)
        assert isinstance(plan, Plan)
        assert not plan.ignored, preset.prompt
        assert not plan.notices, preset.prompt
        genres.add(plan.genre)
    assert len(genres) >= 10
    for names in (
        {preset.id for preset in presets},
        {preset.label_en for preset in presets},
        {preset.label_ru for preset in presets},
    ):
        assert len(names) == len(presets)


def test_an_engine_need_not_offer_any() -> None:
    assert isinstance(ENGINE, Titled)
    assert isinstance(ENGINE, VocabularyOwner)
    assert isinstance(ENGINE, PresetOwner)
    assert title_of(ENGINE) == "Composer"
    plain = PluckEngine()
    assert title_of(plain) == "Pluck"
    assert presets_of(plain) == ()
    assert vocabulary_of(plain, "en") == vocabulary_of(plain, "ru")
    assert vocabulary_of(plain, "en").genres == ()
