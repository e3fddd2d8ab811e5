"""Fields that several requests share, and what no request may hold."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field

ID_PATTERN = "^[0-7][0-9a-hjkmnp-tv-z]{25}$"  # see `library.identifiers`; jobs are named alike
MAX_TEXT_CHARACTERS = 20_000
MAX_SCHEDULE_DAYS = 366
_MAX_DEPTH = 24


def _plain(text: str) -> str:
    """Refuse what no database and no file can hold."""
    if "\0" in text:
        raise ValueError("must not contain the character NUL")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode") from None
    return text


def plain_data(value: Any, depth: int = 0) -> Any:
    """Refuse JSON that can't be kept: odd characters, numbers that are none, endless nesting."""
    if depth > _MAX_DEPTH:
        raise ValueError(f"must not be nested more than {_MAX_DEPTH} deep")
    if isinstance(value, str):
        _plain(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must hold finite numbers only")
    elif isinstance(value, dict):
        for name, item in value.items():
            _plain(name)
            plain_data(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            plain_data(item, depth + 1)
    return value


def written(text: str) -> str:
    """Refuse text that shows nothing."""
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _in_utc(moment: datetime) -> datetime:
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:  # beyond the calendar's ends once in UTC
        in_utc = moment.replace(tzinfo=UTC)
    if in_utc > datetime.now(UTC) + timedelta(days=MAX_SCHEDULE_DAYS):
        raise ValueError(f"must not lie more than {MAX_SCHEDULE_DAYS} days ahead")
    return in_utc


Text = Annotated[str, Field(max_length=MAX_TEXT_CHARACTERS), AfterValidator(_plain)]
ShortText = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
Name = Annotated[ShortText, Field(min_length=1), AfterValidator(written)]
JsonObject = Annotated[dict[str, Any], AfterValidator(plain_data)]
RecordId = Annotated[str, Field(pattern=ID_PATTERN)]
EngineName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
IdempotencyKey = Annotated[
    str,
    Field(
        pattern=r"^[!-~]{1,200}$",
        description="The same key gives the same job, however often the request is sent.",
    ),
]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
