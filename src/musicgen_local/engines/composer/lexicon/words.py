"""How lexicon data is written: phrases of two languages side by side, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal[
    "genre",
    "mood",
    "feel",  # a push on valence and energy that has no mood's name ("loud")
    "instrument",
    "ambience",
    "hint",
    "speed",  # a place in the genre's tempo range, -1 slow .. 1 fast
    "bpm",
    "beats",  # beats per bar
    "mode",
    "vocals",
    "instrumental",
    "solo",
    "only",
    "at_first",  # limits a denial to the beginning
    "ensemble",  # duet, trio: the named players and nobody else
    "not",  # denies the next word, whatever it is ("not sad")
    "without",  # denies the next thing, past its adjectives ("without loud drums")
    "and",
    "or",
    "but",
    "degree",
    "stop",
]


class Words(NamedTuple):
    """Phrases of one meaning, parted by commas.

    Any inflection of a phrase is matched. `=` before a phrase asks for it as written, for words
    whose stems collide with others (`=keys` and the `key` of a piece).
    """

    en: str = ""
    ru: str = ""

    def __iter__(self) -> Iterator[str]:
        """Every phrase of both languages."""
        for text in (self.en, self.ru):
            for phrase in text.split(","):
                if phrase.strip():
                    yield phrase.strip()


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a phrase means; a phrase may have several."""

    kind: Kind
    value: str
    weight: float = 1.0  # genre: strength; mood: share; speed, bpm, beats, degree: the number
    image: bool = False  # a scene that may be meant as a sound ("forest"), not certainly
    denied_only: bool = False  # means something only where it is denied ("no melody")
    nearest: bool = False  # the thing itself isn't in the catalogue, this is its neighbour
