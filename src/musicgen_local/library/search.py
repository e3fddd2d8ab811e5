"""How text is folded so that search and order by title know no case, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from musicgen_local.errors import ErrorCode, UserError

MAX_SEARCH_CHARACTERS = 200
_ONE_LETTER = str.maketrans({"ё": "е", "\0": " "})  # Russian writes ё and е for one another


def folded(text: str) -> str:
    """`text` without case and without compatibility forms.

    Caseless matching of the Unicode standard, section 3.13 (NFKC around a full case folding).
    SQLite's own LIKE and lower() fold ASCII only, so the database is given folded text.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(
        _ONE_LETTER
    )


def search_text(
    title: str,
    artist: str,
    album: str,
    genre: str,
    mood: str,
    tags: Iterable[str],
    description: str,
    prompt: str,
    lyrics: str,
) -> str:
    """All that a search looks through, folded, one field to a line."""
    return folded(
        "\n".join((title, artist, album, genre, mood, *tags, description, prompt, lyrics))
    )


def search_words(text: str) -> tuple[str, ...]:
    """The folded words of a search, each of which must occur.

    Raises:
        UserError: `VALIDATION` when the search is longer than `MAX_SEARCH_CHARACTERS`.
    """
    if len(text) > MAX_SEARCH_CHARACTERS:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The search has {len(text)} characters; {MAX_SEARCH_CHARACTERS} is the most.",
            recovery="Search for fewer words.",
            details={"field": "search"},
        )
    return tuple(dict.fromkeys(folded(text).split()))
