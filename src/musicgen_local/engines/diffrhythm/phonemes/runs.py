"""A line cut into runs of one script, and the punctuation that all of them share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PUNCTUATION = ",.?!;:'…"
"""The marks that the inventory has."""

_ELLIPSIS = re.compile(r"\.{3,}|·{3,}|・{3,}|⋯+|…+")
_MARKS = str.maketrans(
    {
        "，": ",", "、": ",", "。": ".", "．": ".", "！": "!", "？": "?", "；": ";", "：": ":",
        "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'",
        "–": " ", "—": " ", "―": " ", "/": " ", "\\": " ", "|": " ",
    }
)  # fmt: skip
_NOT_SPOKEN = re.compile(rf"[^\w\s{PUNCTUATION}]|_")
_ROUND_MARKS = re.compile(rf"\s*([{PUNCTUATION}])\s*")
_PART = re.compile(rf"[{PUNCTUATION}]|[^{PUNCTUATION}]+")


class Script(StrEnum):
    """Scripts that can be sung."""

    HAN = "han"
    LATIN = "latin"
    CYRILLIC = "cyrillic"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that are read by the rules of one language."""

    script: Script
    text: str


def runs_of(text: str, fallback: Script = Script.LATIN) -> list[Run]:
    """Cuts a line where its script changes.

    Characters of no script (digits, punctuation, spaces) go with the run before them, and at the
    start with the run after. A line of nothing else belongs to `fallback`. Letters of scripts
    that can't be sung are left out.
    """
    runs: list[Run] = []
    script, start = None, 0
    told = "".join(char for char in text if not _is_foreign(char))
    for place, char in enumerate(told):
        here = _script_of(char)
        if here is None or here == script:
            continue
        if script is not None:
            runs.append(Run(script, told[start:place]))
            start = place
        script = here
    if told.strip():
        runs.append(Run(script or fallback, told[start:]))
    return runs


def unread_letters(text: str) -> int:
    """How many letters belong to scripts that can't be sung."""
    return sum(map(_is_foreign, text))


def plain(text: str) -> str:
    """Marks as the inventory spells them; signs that nobody speaks are gone.

    A hyphen within a word goes too and leaves one word ("oh-oh" is "ohoh"), as the published
    front end has it: the model has learnt such words so.
    """
    text = _ELLIPSIS.sub("…", text).translate(_MARKS)
    text = _ROUND_MARKS.sub(r"\1", _NOT_SPOKEN.sub("", text))
    return " ".join(text.split())


def parts(text: str) -> list[str]:
    """A plain text as its marks, one by one, and the stretches between them."""
    return [part for part in _PART.findall(text) if part.strip()]


@lru_cache(maxsize=4096)
def _script_of(char: str) -> Script | None:
    name = unicodedata.name(char, "")
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")):
        return Script.HAN
    if not char.isalpha():
        return None
    if name.startswith(("LATIN", "FULLWIDTH LATIN")):
        return Script.LATIN
    return Script.CYRILLIC if name.startswith("CYRILLIC") else None


@lru_cache(maxsize=4096)
def _is_foreign(char: str) -> bool:
    return char.isalpha() and _script_of(char) is None and ord(char) not in _MARKS
