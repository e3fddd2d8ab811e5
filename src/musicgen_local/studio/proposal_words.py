"""What is answered in a conversation, in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from musicgen_local.engines.offering import Language

_RUSSIAN_SHARE = 0.2  # of the letters


@dataclass(frozen=True, slots=True)
class Phrases:
    """The answers of one language."""

    asked_engine: str
    only_engine: str
    usual_engine: str
    sings: str
    nobody_sings: str
    nothing_said: str
    not_understood: str
    as_it_is: str
    added: str
    full: str
    another_take: str
    undone: str
    restarted: str
    nothing_to_undo: str
    _length: str
    _other_length: str
    _same_length: str
    _titled: str
    _singing: re.Pattern[str]

    def length(self, length: str) -> str:
        """The length that it has."""
        return self._length.format(length)

    def other_length(self, after: str, before: str) -> str:
        """Another length than before."""
        return self._other_length.format(after, before)

    def same_length(self, length: str) -> str:
        """The length stays, whatever was wished."""
        return self._same_length.format(length)

    def titled(self, title: str) -> str:
        """The name that it has now."""
        return self._titled.format(title)

    def wants_singing(self, text: str) -> bool:
        """Whether words are to be sung."""
        return self._singing.search(text.lower()) is not None


_SINGING = re.compile(
    r"(?<!no )(?<!without )\b(?:with (?:lyrics|vocals|singing)|sung|singer|sings? (?:about|me)|"
    r"a song about|vocals)\b|"
    r"\b(?:с вокалом|со словами|с текстом|спой|песн[яю] (?:о|про|об))\b"
)
_EN = Phrases(
    asked_engine="You asked for this engine.",
    only_engine="It is the engine that is installed here.",
    usual_engine="It is the engine of your settings.",
    sings="It is an engine that sings.",
    nobody_sings="No engine here sings yet, so it is played without words.",
    nothing_said="Nothing was said yet, so the engine chooses everything.",
    not_understood="That was not understood, so nothing has changed.",
    as_it_is="The engine reads it as it is.",
    added="Added to the description.",
    full="The description is full; start a new one.",
    another_take="another take of it",
    undone="The last change is undone.",
    restarted="It is as it was at first.",
    nothing_to_undo="There is nothing to undo.",
    _length="{} long",
    _other_length="{} long instead of {}",
    _same_length="It stays {} long.",
    _titled="called “{}”",
    _singing=_SINGING,
)
_RU = Phrases(
    asked_engine="Этот движок вы выбрали сами.",
    only_engine="Этот движок здесь установлен.",
    usual_engine="Этот движок выбран в настройках.",
    sings="Этот движок умеет петь.",
    nobody_sings="Петь здесь пока некому, поэтому будет музыка без слов.",
    nothing_said="Пока ничего не сказано: движок всё выберет сам.",
    not_understood="Это непонятно, поэтому ничего не изменилось.",
    as_it_is="Движок прочтёт это как есть.",
    added="Добавлено в описание.",
    full="Описание заполнено, начните новое.",
    another_take="другой вариант",
    undone="Последнее изменение отменено.",
    restarted="Всё как в самом начале.",
    nothing_to_undo="Отменять нечего.",
    _length="длина {}",
    _other_length="длина {} вместо {}",
    _same_length="Длина остаётся {}.",
    _titled="название «{}»",
    _singing=_SINGING,
)
WORDS: Mapping[Language, Phrases] = {"en": _EN, "ru": _RU}


def language_of(text: str) -> Language:
    """The language that a text is in, as far as letters tell."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in letters)
    return "ru" if letters and cyrillic >= _RUSSIAN_SHARE * len(letters) else "en"
