"""What people say of any piece, whatever makes it: its length, its name, another take, undo.

English and Russian. What is read is taken out of the text; the rest is for the engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty five": 45, "sixty": 60, "a couple of": 2,
    "одну": 1, "один": 1, "одной": 1, "две": 2, "два": 2, "двух": 2, "три": 3, "трех": 3,
    "четыре": 4, "пять": 5, "пяти": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "пятнадцать": 15, "двадцать": 20, "тридцать": 30, "сорок пять": 45,
    "полторы": 1.5, "полтора": 1.5, "пару": 2,
}  # fmt: skip
_UNITS = (
    (3600.0, r"hours?|hrs?|h|час(?:а|ов)?|ч"),
    (60.0, r"minutes?|mins?|m|минут[ауы]?|мин"),
    (1.0, r"seconds?|secs?|s|секунд[ауы]?|сек"),
)
_ANY_UNIT = "|".join(names for _, names in _UNITS)
_WHOLE_UNIT = r"hours?|minutes?|seconds?|час(?:а|ов)?|минут[ауы]?|секунд[ауы]?"
_SPELLED = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PART = rf"(?:(\d{{1,5}}(?:[.,]\d{{1,3}})?)[\s-]*({_ANY_UNIT})|({_SPELLED})\s+({_WHOLE_UNIT}))\b"
_QUANTITY = re.compile(
    rf"\b(?:(?P<whole>полминуты|полчаса|полтора часа|минуту|час)\b|"
    rf"(?P<parts>{_PART}(?:\s*(?:and|и)?\s*(?:{_PART}|\d{{1,2}}\b(?=\s*[,.!?]|\s*$)))?)|"
    r"(?P<big>\d{1,3}):(?P<small>[0-5]\d)(?::(?P<last>[0-5]\d))?\b)"
)
_FIXED_SECONDS = {
    "полминуты": 30.0, "полчаса": 1800.0, "полтора часа": 5400.0, "минуту": 60.0, "час": 3600.0,
}  # fmt: skip
_OF_A_PART = (
    r"(?!\s+(?:intro|outro|ending|notes?|phrases?|reverb|build|solo|drop|вступлен|концовк|"
    r"нот|фраз|нарастан|соло))"
)
_LONGER = (
    rf"longer{_OF_A_PART}|lengthen|extend(?: it)?|too short|подлиннее|длиннее{_OF_A_PART}|"
    r"дольше|подольше|продли|удлини|слишком коротк\w*|больше по времени"
)
_SHORTER = (
    rf"shorter{_OF_A_PART}|shorten|too long|покороче|короче{_OF_A_PART}|сократи|укороти|"
    r"обрежь|слишком длинн\w*"
)
_LITTLE = r"a bit|a little|a little bit|slightly|somewhat|чуть|чуть-чуть|немного|немножко|слегка"
_MUCH = r"much|a lot|way|far|far too|гораздо|намного|сильно|значительно"
_LENGTH = re.compile(
    rf"\b(?:(?P<little>{_LITTLE})\s+|(?P<much>{_MUCH})\s+)?"
    rf"(?:(?P<longer>{_LONGER})|(?P<shorter>{_SHORTER}))(?!\w)"
    rf"(?:\s+(?P<after>{_LITTLE}))?"
)
_TWICE = re.compile(
    r"\b(?:(?P<double>twice as long|twice the length|double the (?:length|duration|time)|"
    r"(?:two times|2x|twice) longer|(?:вдвое|в (?:два|2) раза) (?:длиннее|дольше))|"
    r"(?P<half>half as long|half the (?:length|duration|time)|cut (?:it )?in half|"
    r"(?:вдвое|в (?:два|2) раза) короче))\b"
)
_MORE_TIME = re.compile(r"\b(?:add|plus|another|добавь(?:те)?|прибавь(?:те)?|плюс|еще)\s+$")
_LESS_TIME = re.compile(
    r"\b(?:cut|remove|drop|minus|take off|убери(?:те)?|отрежь(?:те)?|минус)\s+$"
)
_FOR_SO_LONG = re.compile(r"\bна\s+$")
_NO_TIME_AFTER = re.compile(r"\s*(?:intro|outro|ending|build|fade|вступлен|концовк|ago|назад)")
_FRESH = re.compile(
    r"\b(?:(?:(?:give me|show me|try|make|do|and|now)\s+)*"
    r"(?:another (?:one|version|take|variant|variation|try|idea|option|attempt)|one more"
    r"(?: time| version| take| try)?|"
    r"(?:a )?(?:new|different|fresh) (?:one|version|take|variant|variation|idea|seed)|"
    r"something else|try again|again|re-?roll|surprise me|shuffle)|"
    r"(?:(?:дай|дайте|покажи|сделай|сделайте|хочу|попробуй|а)\s+)*"
    r"(?:(?:еще (?:один|раз|одну)|другой|другую|новый|новую|иной)\s*"
    r"(?:вариант\w*|верси\w*|дубль|попытк\w*|раз)|еще вариант\w*|еще (?:один|одну|раз)|"
    r"по-другому|попробуй (?:снова|заново)|заново|удиви меня|что-нибудь другое|переделай))\b"
)
_TITLE = re.compile(
    r"\b(?:(?:please )?(?:call|name|title|rename) (?:it|this|that|the (?:track|song|piece))"
    r"(?: to)?|"
    r"(?:the )?(?:title|name) (?:is|should be)|rename to|title:|name:|"
    r"назови(?:те)?(?: (?:это|его|ее|трек|песню|пьесу))?|пусть (?:это )?называется|"
    r"переименуй(?:те)? в|название:?|имя:)\s*[:\-–—]?\s*(?P<title>\S.*)$",
    re.DOTALL,
)
_QUOTED = re.compile(r'["«“„\'‘](.+?)["»”“\'’]', re.DOTALL)
_UNDO = re.compile(
    r"(?:no,? |ой,? |нет,? )?(?:please )?(?:undo(?: (?:it|that|this|the last(?: one| change)?))?|"
    r"revert(?: (?:it|that))?|go back|take (?:that|it) back|"
    r"(?:as|like) it was(?: before)?|never ?mind|"
    r"отмени(?:те)?(?: (?:это|последнее|правку|изменение))?|отмена|"
    r"верни(?:те)?(?: (?:как было|назад|обратно|все как было))?|"
    r"назад|как было|не надо так|откати)(?:,? (?:please|пожалуйста))?"
)
_RESTART = re.compile(
    r"(?:please )?(?:start over|start again|reset|from scratch|forget (?:it all|everything)|"
    r"начни(?:те)? (?:сначала|заново)|сначала|сбрось(?:те)?(?: все)?|забудь(?:те)? все)"
)
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "a an and but can could do for i in it its just let lets make me now ok okay please so "
        "that the this to too want with would you version long track song piece by will be yes "
        "should а бы в давай и ка мне на но ну он оно она пожалуйста по сделай сделайте теперь "
        "трек хочу чтобы это все пусть будет длиной длительность да",
    )
)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Length:
    """What is wished of the length; exactly one of the three."""

    seconds: float | None = None
    factor: float | None = None
    more_seconds: float | None = None  # below zero: less

    def of(self, seconds: float) -> float:
        """The wished length of a piece that lasts `seconds` now."""
        if self.seconds is not None:
            return self.seconds
        if self.factor is not None:
            return _rounded(seconds * self.factor)
        assert self.more_seconds is not None
        return seconds + self.more_seconds


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was said of any piece, and the rest, which is for the engine."""

    undo: bool = False
    restart: bool = False
    fresh: bool = False  # another take
    title: str | None = None
    length: Length | None = None
    rest: str = ""  # empty where nothing is left but "please make it"


def read_follow_up(text: str) -> FollowUp:
    """Read any text."""
    lowered = _folded(text)
    whole = lowered.strip().strip(".!?…")
    if _UNDO.fullmatch(whole):
        return FollowUp(undo=True)
    if _RESTART.fullmatch(whole):
        return FollowUp(restart=True)
    left = _Rest(text, lowered)
    title = _title(left)
    fresh = left.take(_FRESH) is not None
    length = _length(left)
    return FollowUp(fresh=fresh, title=title, length=length, rest=left.text())


class _Rest:
    """A text out of which things are taken; what was taken becomes a comma."""

    def __init__(self, text: str, lowered: str) -> None:
        self._text = text
        self.lowered = lowered

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find the pattern and take it out."""
        found = pattern.search(self.lowered)
        if found is not None:
            self.cut(found.start(), found.end())
        return found

    def cut(self, start: int, end: int) -> None:
        """Take this stretch out."""
        hole = "," * (end - start)
        self._text = self._text[:start] + hole + self._text[end:]
        self.lowered = self.lowered[:start] + hole + self.lowered[end:]

    def written(self, start: int, end: int) -> str:
        """A stretch as it was written."""
        return self._text[start:end]

    def text(self) -> str:
        """What is left; empty where it says nothing."""
        said = [
            clause.strip()
            for clause in re.split(r",{2,}", self._text)
            if any(word not in _FILLERS for word in re.findall(r"\w+", _folded(clause)))
        ]
        return ", ".join(clause.strip(", ") for clause in said if clause.strip(", "))


def _title(left: _Rest) -> str | None:
    found = _TITLE.search(left.lowered)
    if found is None:
        return None
    start, end = found.span("title")
    written = left.written(start, end)
    quoted = _QUOTED.match(written)
    if quoted is not None:
        title, end = quoted[1], start + quoted.end()
    else:
        title = re.split(r"[\n;]|\.\s|[.!]+$", written.strip())[0]
        end = start + len(written)
    title = " ".join("".join(c for c in title if c.isprintable() or c.isspace()).split())
    if not any(letter.isalnum() for letter in title):
        return None
    left.cut(found.start(), end)
    return title[:_LONGEST_TITLE].strip()


def _length(left: _Rest) -> Length | None:
    twice = left.take(_TWICE)
    if twice is not None:
        return Length(factor=2.0 if twice["double"] else 0.5)
    compared = left.take(_LENGTH)
    seconds, sign, beside = _quantity(left, compared)
    if compared is not None and (seconds is None or beside):
        longer = compared["longer"] is not None
        if seconds is not None:
            return Length(more_seconds=seconds if longer else -seconds)
        little = compared["little"] or compared["after"]
        factor = 1.25 if little else 2.0 if compared["much"] else 1.5
        return Length(factor=factor if longer else 1 / factor)
    if seconds is None:
        return None
    return Length(more_seconds=sign * seconds) if sign else Length(seconds=seconds)


def _quantity(left: _Rest, compared: re.Match[str] | None) -> tuple[float | None, int, bool]:
    """A span of time that is named; 1 and -1 for one to add and to take off, else 0.

    And whether it says how much longer or shorter: "a minute longer", "longer by a minute".
    """
    for found in _QUANTITY.finditer(left.lowered):
        before = left.lowered[: found.start()]
        beside = compared is not None and _stand_together(left.lowered, found, compared)
        for_so_long = _FOR_SO_LONG.search(before) is not None
        more, less = _MORE_TIME.search(before), _LESS_TIME.search(before)
        bare = found["whole"] in ("минуту", "час")
        if bare and not (beside or for_so_long or more or less):
            continue
        if _NO_TIME_AFTER.match(left.lowered, found.end()):
            continue
        seconds = _seconds(found)
        verb = more or less
        left.cut(verb.start() if verb else found.start(), found.end())
        return seconds, 1 if more else -1 if less else 0, beside
    return None, 0, False


def _stand_together(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, last = sorted((one.span(), other.span()))
    return re.fullmatch(r"\s*(?:by|на)?\s*", text[first[1] : last[0]]) is not None


def _seconds(found: re.Match[str]) -> float:
    if found["whole"]:
        return _FIXED_SECONDS[found["whole"]]
    if found["big"]:
        minutes = int(found["big"]) * 60 + int(found["small"])
        return float(minutes * 60 + int(found["last"]) if found["last"] else minutes)
    seconds, end = 0.0, 0
    for part in re.finditer(_PART, found["parts"]):
        digits, unit, spelled, whole_unit = part.groups()
        count = float(digits.replace(",", ".")) if digits else float(_NUMBERS[spelled])
        seconds += count * _unit_seconds(unit or whole_unit)
        end = part.end()
    rest = found["parts"][end:].strip()
    return seconds + float(rest) if rest.isdigit() else seconds  # "2 minutes 30"


def _unit_seconds(name: str) -> float:
    return next(seconds for seconds, names in _UNITS if re.fullmatch(names, name))


def _rounded(seconds: float) -> float:
    """A length as people name one: to five seconds, from a minute on to ten."""
    step = 10.0 if seconds >= 60 else 5.0 if seconds >= 20 else 1.0
    return max(step, round(seconds / step) * step)


def _folded(text: str) -> str:
    """Lower case, `ё` as `е`, every letter where it was."""
    lowered = (low if len(low := letter.lower()) == 1 else letter for letter in text)
    return "".join(lowered).replace("ё", "е").replace("’", "'")
