"""A form spelled out in a prompt: "intro 4, verse 8, chorus 8"."""

from __future__ import annotations

import re
from typing import NamedTuple

from musicgen_local.engines.composer.lexicon.tokens import composed
from musicgen_local.engines.composer.sections import GivenSection, parse_sections
from musicgen_local.errors import UserError

_NAMES = (
    "intro", "verse", "pre-chorus", "prechorus", "chorus", "refrain", "hook", "bridge",
    "breakdown", "break", "build-up", "build", "drop", "solo", "interlude", "outro", "coda",
    "интро", "вступление", "куплет", "предприпев", "припев", "бридж", "брейк", "дроп", "соло",
    "проигрыш", "аутро", "концовка", "кода",
)  # fmt: skip
_ITEM = (
    rf"(?:{'|'.join(_NAMES)})\s*(?:[:=x×]\s*)?\(?\d{{1,2}}(?:\s*(?:bars?|тактов|такта|такт))?\)?"
)
_BETWEEN = r"\s*(?:[,;>→–-]|->|then|and|потом|затем|и)?\s*"
_FORM = re.compile(rf"(?<!\w){_ITEM}(?:{_BETWEEN}{_ITEM})+(?!\w)", re.I)
_ITEMS = re.compile(_ITEM, re.I)


class FormText(NamedTuple):
    """A form that was found, and the prompt without it."""

    sections: tuple[GivenSection, ...]
    words: str  # as they stand in the prompt; empty when there is none
    rest: str  # the prompt with a comma and blanks in their place


def read_form(prompt: str) -> FormText:
    """The first run of two or more sections with their bars in any string.

    One that can't be played (no bars, more than 64) is left in the prompt like any other words.
    """
    text = composed(prompt)
    match = _FORM.search(text)
    if match is None:
        return FormText((), "", text)
    try:
        sections = parse_sections(", ".join(_ITEMS.findall(match[0])))
    except UserError:
        return FormText((), "", text)
    blank = "," + " " * (len(match[0]) - 1)
    return FormText(sections, match[0], text[: match.start()] + blank + text[match.end() :])
