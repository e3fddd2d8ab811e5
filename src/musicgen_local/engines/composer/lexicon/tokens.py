"""A prompt cut into words and numbers that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from musicgen_local.engines.composer.lexicon.stem import stem

# Nothing here can backtrack: each alternative is one run of a character class.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+|&|♩")
_LOOSE_GAP = re.compile(r"[\s\-‑–—_'’`\"«»“”/\\*+]*")
_LONGEST_NUMBER = 7


@dataclass(slots=True)
class Token:
    """A word or number; `text[start:end]` of the prompt is how it was written."""

    start: int
    end: int
    word: str  # lower case, `ё` as `е`
    stem: str
    number: float | None
    gap: str  # what stands between this token and the one before
    breaks: bool  # the gap parts clauses, so no phrase runs across it


def tokenize(text: str) -> list[Token]:
    """The words and numbers of `text`, which should be NFC so that `й` is one letter."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word = fold(match.group())
        gap = text[end : match.start()]
        end = match.end()
        number = None
        if word[0] in "0123456789" and len(word) <= _LONGEST_NUMBER:
            number = float(word.replace(",", "."))
        breaks = not tokens or _LOOSE_GAP.fullmatch(gap) is None
        tokens.append(Token(match.start(), end, word, stem(word), number, gap, breaks))
    return tokens


def words_of(phrase: str) -> list[str]:
    """The words of a phrase as `tokenize` would spell them, without the rest."""
    return [fold(word) for word in _TOKEN.findall(phrase)]


def fold(word: str) -> str:
    """`word` as the lexicon spells it."""
    word = word.lower().replace("ё", "е")
    return "and" if word == "&" else word


def composed(text: str) -> str:
    """`text` with letters and their accents as one character (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)
