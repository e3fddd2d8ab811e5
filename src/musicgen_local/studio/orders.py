"""What can be ordered from the studio, and what comes back: frozen values, checked at the edge."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from musicgen_local.durations import format_duration
from musicgen_local.errors import ErrorCode, UserError

if TYPE_CHECKING:
    from musicgen_local.engines.base import Capabilities, Engine, GenerationRequest, PlanPreview
    from musicgen_local.engines.editing import Keep, PlanChanges
    from musicgen_local.library.values import Track

AUDIO_FORMATS = ("wav", "mp3", "flac", "opus", "m4a", "ogg")
DEFAULT_DURATION_SECONDS = 60.0
DEFAULT_FORMATS = ("wav", "mp3")
MASTER_PRESETS = ("subtle", "balanced", "loud", "broadcast")
MAX_SEED = 2**31 - 1  # short enough to read aloud and type
MAX_VARIATIONS = 50


@dataclass(frozen=True, slots=True)
class GenerateOrder:
    """One track, ordered. `None` leaves a choice to the engine."""

    prompt: str
    duration_seconds: float | None = None  # what the prompt says, else a minute
    engine: str = "composer"
    seed: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    master: str | None = None  # a mastering preset
    formats: Sequence[str] = DEFAULT_FORMATS
    stems: bool = False
    midi: bool = False
    artist: str = ""
    title: str = ""
    variation: int = 0  # added to the seed: the second of several is 1
    keep: Keep | None = None  # what later variations have in common with the first
    like_track_id: str | None = None  # a new piece of the kind of this track
    remake_of: str | None = None  # this track's own piece, with `changes`
    changes: PlanChanges | None = None
    row: int = 1  # pieces that are made in a row, of which this is one
    local_files: bool = True  # recordings may be named by a path on this machine


@dataclass(frozen=True, slots=True)
class GeneratedTrack:
    """A finished track: its row, where its files are, and how it went."""

    track: Track
    files: Sequence[Path]  # where the person finds them: the folder asked for, else the library
    preview: PlanPreview | None  # what was understood and decided
    notices: Sequence[str]
    wall_seconds: float  # from order to files in place
    prepare_seconds: float = 0.0  # spent once on this machine, before the first piece

    @property
    def times_real_time(self) -> float:
        """How many seconds of music one second of waiting gave."""
        return self.track.duration_seconds / max(self.wall_seconds, 1e-9)


def check_order(order: GenerateOrder, engine: Engine) -> GenerationRequest:
    """The order as its engine's request, after every check that needs no work.

    Raises:
        UserError: `VALIDATION`, naming the field, for anything out of range; `INVALID_PROMPT`.
    """
    from musicgen_local.engines.base import GenerationRequest

    parameters = _check_parameters(order.parameters, engine)
    duration_seconds = order.duration_seconds
    if duration_seconds is None:
        duration_seconds = engine.natural_duration_seconds(order.prompt, parameters)
    asked = duration_seconds is not None
    if duration_seconds is None:
        duration_seconds = DEFAULT_DURATION_SECONDS
    check_duration(duration_seconds, engine.capabilities)
    check_formats(order.formats)
    if order.master is not None:
        check_master_preset(order.master)
    for wanted, offered in (
        ("stems", engine.capabilities.stems),
        ("midi", engine.capabilities.midi),
    ):
        if getattr(order, wanted) and not offered:
            raise invalid(
                wanted, f"The engine '{engine.name}' gives no {wanted}.", f"Leave out {wanted}."
            )
    return GenerationRequest(
        order.prompt,
        duration_seconds,
        seed_of(order),
        parameters,
        stems=order.stems,
        midi=order.midi,
        duration_asked=asked,
        row_seeds=_row_seeds(order),
    )


def first_seed(order: GenerateOrder, count: int) -> int:
    """The seed of the first of `count` tracks; a random one when none was given.

    Raises:
        UserError: `VALIDATION` when the seeds that follow it would be out of range.
    """
    highest = MAX_SEED - count + 1 - order.variation
    if order.seed is None:
        return secrets.randbelow(highest + 1)
    if not 0 <= order.seed <= highest:
        raise invalid(
            "seed",
            f"The seed {order.seed} is out of range."
            if count == 1
            else f"The seed {order.seed} leaves no room for {count} seeds in a row.",
            f"Use 0 to {highest}.",
        )
    return order.seed


def seed_of(order: GenerateOrder) -> int:
    """The seed of this variation of an order; a random one when none was given.

    Raises:
        UserError: `VALIDATION` when it is out of range.
    """
    if order.seed is None:
        return secrets.randbelow(MAX_SEED + 1 - order.variation) + order.variation
    seed = order.seed + order.variation
    if order.seed < 0 or seed > MAX_SEED:
        raise invalid("seed", f"The seed {seed} is out of range.", f"Use 0 to {MAX_SEED}.")
    return seed


def _row_seeds(order: GenerateOrder) -> Sequence[int]:
    """The seeds of all pieces in a row; none where it is one alone, or its seed is drawn."""
    if order.row < 2 or order.seed is None:
        return ()
    return tuple(order.seed + number for number in range(order.row))


def check_formats(formats: Sequence[str]) -> None:
    """Refuse audio formats that nothing here writes.

    Raises:
        UserError: `VALIDATION`.
    """
    for name in formats:
        if name not in AUDIO_FORMATS:
            raise invalid(
                "format", f"'{name}' is no audio format here.", f"Use {', '.join(AUDIO_FORMATS)}."
            )
    if not formats:
        raise invalid("format", "No format was asked for.", f"Use {', '.join(AUDIO_FORMATS)}.")


def check_master_preset(name: str) -> None:
    """Refuse a mastering preset that does not exist.

    Raises:
        UserError: `VALIDATION`.
    """
    if name not in MASTER_PRESETS:
        raise invalid(
            "master", f"'{name}' is no mastering preset.", f"Use {', '.join(MASTER_PRESETS)}."
        )


def check_variations(count: int) -> None:
    """Refuse a number of variations that is out of range.

    Raises:
        UserError: `VALIDATION`.
    """
    if not 1 <= count <= MAX_VARIATIONS:
        raise invalid(
            "variations", f"{count} variations are out of range.", f"Use 1 to {MAX_VARIATIONS}."
        )


def check_duration(seconds: float, capabilities: Capabilities) -> None:
    """Refuse a length that the engine doesn't make.

    Raises:
        UserError: `VALIDATION`.
    """
    low, high = capabilities.min_seconds, capabilities.max_seconds
    if not low <= seconds <= high:
        raise invalid(
            "duration",
            f"A duration of {seconds:g} s is out of range.",
            f"This engine makes {low:g} s to {high:g} s ({format_duration(high)}).",
        )


def _check_parameters(given: Mapping[str, Any], engine: Engine) -> BaseModel:
    try:
        return engine.parameters.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "parameters"
        known = first["type"] != "extra_forbidden"
        raise invalid(
            name,
            f"The parameter {name} can't be used: {first['msg']}."
            if known
            else f"The engine '{engine.name}' has no parameter {name}.",
            f"`mgl engines {engine.name}` lists what it takes.",
        ) from error


def invalid(name: str, message: str, recovery: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=recovery, details={"field": name})
