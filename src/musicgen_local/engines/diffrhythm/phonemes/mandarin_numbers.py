"""Numbers within Chinese lyrics as the characters that are sung."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")
_LONGEST_DIGITS = 16  # beyond, a number is read digit by digit

_YEAR = re.compile(r"\d{4}(?=\s*年)|\d{2}(?=\s*[年后]代?)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_INTEGER = re.compile(r"\d+")


def cardinal(number: int) -> str:
    """12 -> "十二", 305 -> "三百零五", 20000 -> "两万"."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    told = ""
    for myriad, group in reversed(list(enumerate(groups))):
        if not group:
            continue
        if told and group < 1000:
            told += "零"
        count = "两" if group == 2 and myriad else _up_to_9999(group)
        told += count + _MYRIADS[myriad]
    told = told or "零"
    return told[1:] if told.startswith("一十") else told


def in_words(text: str) -> str:
    """The text with its digits as they are said: years digit by digit, 50% as 百分之五十."""
    text = _YEAR.sub(lambda match: _one_by_one(match[0]), text)
    text = _PERCENT.sub(r"百分之\1", text)
    text = _DECIMAL.sub(lambda match: f"{_number(match[1])}点{_one_by_one(match[2])}", text)
    return _INTEGER.sub(lambda match: _number(match[0]), text)


def _number(digits: str) -> str:
    if len(digits) > _LONGEST_DIGITS or (digits[0] == "0" and len(digits) > 1):
        return _one_by_one(digits)
    return cardinal(int(digits))


def _one_by_one(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _up_to_9999(number: int) -> str:
    told = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            told += _DIGITS[digit] + _PLACES[place]
        elif told and not told.endswith("零") and number % 10**place:
            told += "零"
    return told
