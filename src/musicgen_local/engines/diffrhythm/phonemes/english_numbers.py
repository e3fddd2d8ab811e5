"""Numbers, money, times and titles of English lyrics as the words that are sung."""

from __future__ import annotations

import re
from collections.abc import Callable

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]  # from 20
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_FIRST = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_LONGEST_DIGITS = 15  # beyond, a number is read digit by digit

_COINS = {
    "$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yen", "sen"),
}  # fmt: skip
_PLURALS = {"penny": "pence", "yen": "yen", "sen": "sen"}
_SUFFIXES = {"k": "thousand", "m": "million", "bn": "billion"}

_TITLES = {
    "mr": "mister", "mrs": "misses", "ms": "miz", "dr": "doctor", "prof": "professor",
    "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "gen": "general", "rev": "reverend",
    "jr": "junior", "sr": "senior", "vs": "versus", "etc": "et cetera", "feat": "featuring",
}  # fmt: skip
# Words of their own without the dot, as "gen" and "rev" are in songs.
_WITHOUT_DOT = frozenset({"mr", "mrs", "ms", "dr", "jr", "vs", "etc"})
_TITLE = re.compile(rf"\b({'|'.join(_TITLES)})\b(\.?)", re.IGNORECASE)
_SAINT = re.compile(r"\bSt\b(\.?)(?=\s+[A-Z])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_STREET = re.compile(r"(?<=[a-z]\s)St\b(?=\.)")


def cardinal(number: int) -> str:
    """42 -> "forty-two", 1205 -> "one thousand two hundred five"."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" {cardinal(rest)}" if rest else "")
    scale, name = next((scale, name) for scale, name in _SCALES if number >= scale)
    count, rest = divmod(number, scale)
    return f"{cardinal(count)} {name}" + (f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """3 -> "third", 21 -> "twenty-first"."""
    told = cardinal(number)
    last = re.split("[ -]", told)[-1]
    kept = told[: len(told) - len(last)]
    if last in _FIRST:
        return kept + _FIRST[last]
    return kept + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def as_said(number: int) -> str:
    """A number of four digits as a year is said (1999, 1900, 2005), any other as it counts."""
    if not 1000 < number < 3000 or 2000 <= number < 2010:
        return cardinal(number)
    front, back = divmod(number, 100)
    if back == 0:
        return f"{cardinal(front)} hundred"
    return f"{cardinal(front)} {'oh ' if back < 10 else ''}{cardinal(back)}"


def in_words(text: str) -> str:
    """The text with everything that is written in digits or short as it is said.

    The dot of a title stays ("Dr. Smith": "doctor. Smith"), as the published front end has it.
    """
    text = _SAINT.sub(r"saint\1", text)
    text = _STREET.sub("street", text)
    text = _TITLE.sub(_title, text)
    text = _THOUSANDS.sub("", text)
    for pattern, saying in _SAYINGS:
        text = pattern.sub(_apart(saying), text)
    return text


def _apart(saying: str | Callable[[re.Match[str]], str]) -> str | Callable[[re.Match[str]], str]:
    """With spaces around it: "4ever" is two words."""
    return f" {saying} " if isinstance(saying, str) else lambda match: f" {saying(match)} "


def _title(match: re.Match[str]) -> str:
    short, dot = match[1].lower(), match[2]
    return _TITLES[short] + dot if dot or short in _WITHOUT_DOT else match[0]


def _digits(text: str) -> str:
    return " ".join("oh" if digit == "0" else _SMALL[int(digit)] for digit in text)


def _telephone(match: re.Match[str]) -> str:
    return _digits(match[0].replace("-", ""))


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1]))


def _number(match: re.Match[str]) -> str:
    digits = match[0]
    if len(digits) > _LONGEST_DIGITS or (digits[0] == "0" and len(digits) > 1):
        return _digits(digits)
    return as_said(int(digits))


def _decimal(match: re.Match[str]) -> str:
    after = " ".join(_SMALL[int(digit)] for digit in match[2])
    return f"{cardinal(int(match[1] or 0))} point {after}"


def _money(match: re.Match[str]) -> str:
    whole, parts, suffix = int(match[2]), match[3], match[4]
    unit, part = _COINS[match[1]]
    if suffix:
        told = cardinal(whole) + (f" point {_digits(parts)}" if parts else "")
        return f"{told} {_SUFFIXES.get(suffix.lower(), suffix.lower())} {_many(unit, 2)}"
    small = int(parts.ljust(2, "0")[:2]) if parts else 0
    large = f"{cardinal(whole)} {_many(unit, whole)}"
    cents = f"{cardinal(small)} {_many(part, small)}"
    if not small:
        return large
    return f"{large} and {cents}" if whole else cents


def _many(unit: str, count: int) -> str:
    return unit if count == 1 else _PLURALS.get(unit, unit + "s")


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if minute == 0:
        return cardinal(hour) + ("" if match[3] else " o'clock")
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"


def _fraction(match: re.Match[str]) -> str:
    count, whole = int(match[1]), int(match[2])
    if not 0 < count < whole <= 10:  # "24/7" and "9/11" are no fractions
        return f"{cardinal(count)} {cardinal(whole)}"
    name = {2: "half", 4: "quarter"}.get(whole, ordinal(whole))
    many = name.replace("half", "halve") + "s"
    return f"{cardinal(count)} {name if count == 1 else many}"


def _decade(match: re.Match[str]) -> str:
    told = as_said(int(match[1]))
    return told[:-1] + "ies" if told.endswith("y") else told + "s"


_SAYINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            r"([$£€¥])\s?(\d{1,15})(?:\.(\d+))?(?:\s?(k|m|bn|thousand|million|billion)\b)?",
            re.IGNORECASE,
        ),
        _money,
    ),
    (re.compile(r"\b(\d{1,2}):([0-5]\d)(?=\s*([ap]\.?m\b)?)", re.IGNORECASE), _time),
    (re.compile(r"\b(\d{1,15})(?:st|nd|rd|th)\b", re.IGNORECASE), _ordinal),
    (re.compile(r"\b(\d{1,3}0)'?s\b"), _decade),
    (re.compile(r"\b\d+(?:-\d+){2,}\b|\b\d{3}-\d{4}\b"), _telephone),
    (re.compile(r"\b(\d{1,3})[/⁄](\d{1,3})\b"), _fraction),
    (re.compile(r"(\d{0,15})\.(\d+)\b"), _decimal),
    (re.compile(r"(?<=\d)\s?%"), "percent"),
    (re.compile(r"#(?=\d)|\b[Nn]o\.\s?(?=\d)"), "number"),
    (re.compile(r"(?<=\d)-(?=\d)"), ""),
    (re.compile(r"\d+"), _number),
)
