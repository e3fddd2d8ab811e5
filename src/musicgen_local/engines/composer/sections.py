"""Sections as people give them: "intro 4, verse 8, chorus 8"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.errors import ErrorCode, UserError

MOST_BARS = 64
MOST_SECTIONS = 64
_LONGEST_NAME = 40
_EXAMPLE = "intro 4, verse 8, chorus 8, outro 4"
_LONGEST_TEXT = 4_000  # characters
_ONE = re.compile(
    r"(?P<name>.*?) ?(?:[:=]|(?<= )[x×])? ?\(?(?P<bars>[+-]?\d{1,9})"
    r" ?(?:bars?|тактов|такта|такт)?\)?",
    re.I,
)


class GivenSection(BaseModel):
    """A section that was asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=_LONGEST_NAME)
    bars: int = Field(ge=1, le=MOST_BARS)


def parse_sections(text: str) -> tuple[GivenSection, ...]:
    """The sections in a text such as `intro 4, verse 8, chorus 8`.

    Names and bars in turn, parted by commas, semicolons or lines; `verse: 8`, `verse x8`,
    `verse (8 bars)` and Russian names do as well.

    Raises:
        UserError: `VALIDATION` when there are none or too many, when one has no name, no bars, or
            a number of bars out of 1 to 64.
    """
    if len(text) > _LONGEST_TEXT:
        raise _refused(
            f"The sections fill {len(text):,} characters.",
            f"Use at most {_LONGEST_TEXT:,} characters and {MOST_SECTIONS} sections.",
        )
    items = [" ".join(item.split()) for item in re.split(r"[,;\n]", text)]
    items = [item for item in items if item]
    if not items:
        raise _refused("No sections were given.", f"Write names and bars: {_EXAMPLE}.")
    return check_sections([_read(item) for item in items])


def check_sections(sections: Sequence[GivenSection]) -> tuple[GivenSection, ...]:
    """The sections, when they are not too many.

    Raises:
        UserError: `VALIDATION`.
    """
    if len(sections) > MOST_SECTIONS:
        raise _refused(f"{len(sections)} sections are too many.", f"Use at most {MOST_SECTIONS}.")
    return tuple(sections)


def _read(item: str) -> GivenSection:
    found = _ONE.fullmatch(item)
    if found is None:
        raise _refused(
            f"The section {item[:_LONGEST_NAME]!r} has no number of bars.",
            f"Write a name and a number of bars for each: {_EXAMPLE}.",
        )
    name, bars = found["name"], int(found["bars"])
    if not name:
        raise _refused(
            f"A section of {bars} bars has no name.",
            f"Write a name and a number of bars for each: {_EXAMPLE}.",
        )
    if len(name) > _LONGEST_NAME:
        raise _refused(
            f"The name of the section {name[:_LONGEST_NAME]!r}... is too long.",
            f"Use at most {_LONGEST_NAME} characters.",
        )
    if not 1 <= bars <= MOST_BARS:
        raise _refused(
            f"The section {name!r} has {bars} bars.", f"Use 1 to {MOST_BARS} bars for each section."
        )
    return GivenSection(name=name, bars=bars)


def _refused(message: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION, message, recovery=recovery, details={"field": "sections"}
    )
