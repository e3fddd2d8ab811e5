"""Durations as people write them: `90`, `90s`, `1m30s`, `2h`, `1:30:00`."""

from __future__ import annotations

import math
import re

from musicgen_local.errors import ErrorCode, UserError

_UNITS = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*h)?\s*"
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*m(?:in)?)?\s*"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)\s*s(?:ec)?)?"
)
_CLOCK = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{1,2}(?:\.\d+)?)")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def parse_duration_seconds(text: str | float) -> float:
    """Seconds meant by `text`: a number, `90s`, `1m30s`, `2h`, `1:30` or `1:30:00`.

    Raises:
        UserError: `VALIDATION` when it is none of these, not finite, or not above zero.
    """
    if isinstance(text, int | float):
        seconds = float(text)
    else:
        seconds = _seconds_in(text.strip().lower())
    if not math.isfinite(seconds) or seconds <= 0:
        raise UserError(
            ErrorCode.VALIDATION,
            f"'{text}' is not a duration.",
            recovery="Write seconds (90), units (1m30s, 2h) or a clock (1:30:00).",
            details={"field": "duration"},
        )
    return seconds


def _seconds_in(text: str) -> float:
    if _PLAIN.fullmatch(text):
        return float(text)
    match = _CLOCK.fullmatch(text) or (_UNITS.fullmatch(text) if text else None)
    if match is None:
        return math.nan
    hours, minutes, seconds = (float(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    return hours * 3600 + minutes * 60 + seconds


def format_duration(seconds: float) -> str:
    """`seconds` as a player shows it: `0:42`, `3:05`, `1:30:00`."""
    whole = round(seconds)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
