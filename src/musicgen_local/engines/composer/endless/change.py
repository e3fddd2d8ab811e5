"""What can be changed while the music plays: as values, and as a person types it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from musicgen_local.durations import parse_duration_seconds
from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.prompt import check_prompt, understand
from musicgen_local.errors import ErrorCode, UserError

_TEMPO_RANGE = (40.0, 220.0)  # of `Plan.tempo_bpm`
_SHARES = ("energy", "density", "brightness")
_WORDS = {"bpm": "tempo_bpm", "tempo": "tempo_bpm"}
_DUE = re.compile(r"\s*(\S+):\s+(.+)", re.DOTALL)
_RECOVERY = (
    "Write NAME VALUE, several with semicolons between, for example 'energy 0.2; tempo 90'. "
    "Names: prompt, genre, mood, key, tempo, energy, density, brightness."
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the music is to be now; `None` leaves a choice to the prompt, then to the genre."""

    prompt: str
    genre: str | None = None
    mood: str | None = None
    key: str | None = None  # "F# minor"
    tempo_bpm: float | None = None  # 40-220
    energy: float | None = None  # 0 still .. 1 wild
    density: float | None = None  # 0-1: how much is played
    brightness: float | None = None  # 0-1: how the whole is voiced

    def __post_init__(self) -> None:
        for name in _SHARES:
            _check_range(name, getattr(self, name), (0.0, 1.0))
        _check_range("tempo", self.tempo_bpm, _TEMPO_RANGE)

    def brief(self) -> Brief:
        """The wishes as the planner reads them; a stream never loops and has no length.

        Raises:
            UserError: `INVALID_PROMPT`, or `VALIDATION` for a genre, mood or key that is unknown.
        """
        check_prompt(self.prompt)
        brief = understand(
            self.prompt,
            genre=self.genre,
            mood=self.mood,
            key=self.key,
            tempo_bpm=self.tempo_bpm,
        )
        hints = tuple(hint for hint in brief.hints if hint != "loop")
        energy = brief.energy if self.energy is None else self.energy
        return brief.model_copy(update={"hints": hints, "energy": energy})


@dataclass(frozen=True, slots=True)
class Change:
    """Some wishes anew; `None` leaves a wish as it is.

    A new prompt starts afresh: what was wished before is forgotten unless it is named with it.
    """

    prompt: str | None = None
    genre: str | None = None
    mood: str | None = None
    key: str | None = None
    tempo_bpm: float | None = None
    energy: float | None = None
    density: float | None = None
    brightness: float | None = None

    def of(self, wishes: Wishes) -> Wishes:
        """The wishes after this change.

        Raises:
            UserError: `VALIDATION` for a number out of its range.
        """
        given = self._given()
        return Wishes(**given) if self.prompt is not None else replace(wishes, **given)

    def then(self, later: Change) -> Change:
        """Both changes as one."""
        return later if later.prompt is not None else replace(self, **later._given())

    def _given(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `energy 0.2; tempo 90`; a value runs to the next semicolon.

        Raises:
            UserError: `VALIDATION` for an unknown name, or a value that is no number.
        """
        known = {each.name for each in fields(cls)}
        found: dict[str, Any] = {}
        for item in filter(None, (part.strip() for part in text.split(";"))):
            word, _, value = item.partition(" ")
            name = _WORDS.get(word.lower(), word.lower())
            value = value.strip().strip("=").strip()
            if name not in known or not value:
                raise _unreadable(f"'{item}' changes nothing that is known.")
            found[name] = _number(name, value) if name in (*_SHARES, "tempo_bpm") else value
        if not found:
            raise _unreadable("There is no change in that.")
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A change that is due at a time of the stream."""

    at_seconds: float
    change: Change

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `10m: energy 0.2; tempo 90`.

        Raises:
            UserError: `VALIDATION` as `Change.parse`, or when no time stands before the colon.
        """
        match = _DUE.fullmatch(text)
        if match is None:
            raise UserError(
                ErrorCode.VALIDATION,
                f"'{text}' has no time.",
                recovery="Write a time, a colon and the change, for example '10m: energy 0.2'.",
                details={"field": "change"},
            )
        return cls(parse_duration_seconds(match[1]), Change.parse(match[2]))


def _number(name: str, value: str) -> float:
    try:
        return float(value.lower().removesuffix("bpm"))
    except ValueError:
        raise _unreadable(f"'{value}' is no number for {name.removesuffix('_bpm')}.") from None


def _check_range(name: str, value: float | None, bounds: tuple[float, float]) -> None:
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise UserError(
            ErrorCode.VALIDATION,
            f"A {name} of {value:g} is out of range.",
            recovery=f"Use {bounds[0]:g} to {bounds[1]:g}.",
            details={"field": name},
        )


def _unreadable(message: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=_RECOVERY, details={"field": "change"})
