"""Folding of text for search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.errors import UserError
from musicgen_local.library.search import MAX_SEARCH_CHARACTERS, folded, search_text, search_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("НОЧНОЙ ДОЖДЬ", "ночной дождь"),
        ("Ёлка", "елка"),
        ("STRASSE", "straße"),
        ("Café", "Cafe\u0301"),  # composed and decomposed
        ("ＬＯＦＩ", "lofi"),  # full-width letters
    ],
)
def test_text_that_reads_the_same_folds_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(max_size=60))
def test_every_word_of_a_title_is_found(title: str) -> None:
    whole = search_text(title, "", "", "", "", [], "", "", "")
    for written in title.split():
        for word in search_words(written):
            assert word in whole


def test_words_are_distinct_and_spaces_mean_nothing() -> None:
    assert search_words("  Rain  rain\tNIGHT ") == ("rain", "night")
    assert search_words(" \n ") == ()


def test_a_search_has_an_end() -> None:
    search_words("a" * MAX_SEARCH_CHARACTERS)
    with pytest.raises(UserError, match="201 characters"):
        search_words("a" * (MAX_SEARCH_CHARACTERS + 1))
