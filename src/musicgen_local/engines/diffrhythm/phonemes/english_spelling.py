"""English as it is spelled in lyrics, put so that a synthesizer reads what is meant."""

from __future__ import annotations

import re

_SHOUTED_WORDS = 3  # from as many on, capitals are loud; below, they may be letters ("USA", "TV")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"\b(?:[A-Za-z]\.){2,}(?![A-Za-z])")  # U.S.A., a.m.
# A vowel that is held: "sooo" is "so", "goood" is "good", "meee" is "me".
_HELD = (
    (re.compile(r"o{3,}(?=[dfhklmntz])", re.IGNORECASE), "oo"),
    (re.compile(r"e{3,}", re.IGNORECASE), "ee"),
    (re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE), r"\1"),
)
# Cries that have no vowel; espeak-ng would name their letters.
_CRIES = (
    (re.compile(r"m{2,}", re.IGNORECASE), ("m",)),
    (re.compile(r"h+m+", re.IGNORECASE), ("h", "m")),
    (re.compile(r"m+h+m+", re.IGNORECASE), ("m", "h", "m")),
    (re.compile(r"s+h+", re.IGNORECASE), ("ʃ",)),
    (re.compile(r"p+s+t+", re.IGNORECASE), ("p", "s", "t")),
    (re.compile(r"z{2,}", re.IGNORECASE), ("z",)),
    (re.compile(r"br{2,}", re.IGNORECASE), ("b", "ɹ")),
    (re.compile(r"gr{2,}", re.IGNORECASE), ("ɡ", "ɹ")),
)


def respelled(text: str) -> str:
    """The text without shouting, dots between letters, and vowels written many times."""
    if text.isupper() and len(_WORD.findall(text)) >= _SHOUTED_WORDS:
        text = text.lower()
    text = _LETTERS.sub(lambda match: match[0].replace(".", "").upper(), text)
    return _WORD.sub(lambda match: match[0] if cry(match[0]) else _short(match[0]), text)


def cry(word: str) -> tuple[str, ...]:
    """The phones of a word that is a cry ("mmm", "shh"); none for any other."""
    return next((phones for spelling, phones in _CRIES if spelling.fullmatch(word)), ())


def _short(word: str) -> str:
    for held, spelling in _HELD:
        word = held.sub(spelling, word)
    return word
