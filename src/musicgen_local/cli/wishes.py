"""What `generate` and `plan` both take about the music: listed once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from musicgen_local.cli.options import Bpm, Brightness, Density, Energy, Genre, Key, Mood, Seed

if TYPE_CHECKING:
    from musicgen_local.studio.orders import GenerateOrder


@dataclass(frozen=True, slots=True)
class Wishes:
    """The music that is asked for, beside the prompt; each field is an option."""

    engine: Annotated[str, typer.Option("--engine", "-e", help="`mgl engines` lists them.")] = (
        "composer"
    )
    duration: Annotated[
        str | None, typer.Option("--duration", "-d", help="60, 90s, 3m, 1:30:00; 5 s to 10 h.")
    ] = None
    seed: Seed = None
    bpm: Bpm = None
    key: Key = None
    genre: Genre = None
    mood: Mood = None
    language: Annotated[
        str | None, typer.Option("--language", help="en or ru; found by itself.")
    ] = None
    sections: Annotated[
        str | None,
        typer.Option("--sections", help="The form in bars: 'intro 4, verse 8, chorus 8, outro 4'."),
    ] = None
    energy: Energy = None
    density: Density = None
    brightness: Brightness = None
    loop_ready: Annotated[
        bool, typer.Option("--loop-ready", help="No ending: the end runs into the start.")
    ] = False
    like: Annotated[
        str | None,
        typer.Option("--like", help="More like this track: its id, its beginning, or 'last'."),
    ] = None

    def parameters(self) -> dict[str, Any]:
        """The engine's parameters that were really asked for.

        So an engine without one of them can refuse it.
        """
        given = {
            "tempo_bpm": self.bpm,
            "key": self.key,
            "genre": self.genre,
            "mood": self.mood,
            "language": self.language,
            "sections": self.sections,
            "energy": self.energy,
            "density": self.density,
            "brightness": self.brightness,
            "loop_ready": self.loop_ready or None,
        }
        return {name: value for name, value in given.items() if value is not None}

    def order(self, prompt: str, parameters: dict[str, Any], **rest: Any) -> GenerateOrder:
        """The order for the studio; `parameters` are added to the wishes' own."""
        from musicgen_local.durations import parse_duration_seconds
        from musicgen_local.studio import Studio
        from musicgen_local.studio.orders import GenerateOrder

        return GenerateOrder(
            prompt=prompt,
            duration_seconds=(
                None if self.duration is None else parse_duration_seconds(self.duration)
            ),
            engine=self.engine,
            seed=self.seed,
            parameters=self.parameters() | parameters,
            like_track_id=None if self.like is None else Studio().show(self.like).id,
            **rest,
        )


def takes_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that has a parameter `wishes: Wishes` an option for each field instead."""
    names = {field.name: field.default for field in fields(Wishes)}
    types = get_type_hints(Wishes, include_extras=True)
    hints = get_type_hints(command, include_extras=True)
    hints.pop("wishes")

    @functools.wraps(command)
    def spread(**given: Any) -> None:
        wishes = Wishes(**{name: given.pop(name) for name in names})
        command(wishes=wishes, **given)

    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=types[name]
        )
        for name, default in names.items()
    ]
    parameters: list[inspect.Parameter] = []
    for one in inspect.signature(command).parameters.values():
        if one.name == "wishes":
            parameters += options
        else:
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(one.replace(kind=kind, annotation=hints[one.name]))
    spread.__annotations__ = hints | types
    spread.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return spread


def read_plan_file(path: Path) -> Any:
    """The plan in a file.

    Raises:
        UserError: `NOT_FOUND`, or `VALIDATION` when it is no JSON.
    """
    import json

    from musicgen_local.errors import ErrorCode, UserError

    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            ErrorCode.NOT_FOUND, f"There is no plan at {path}.", recovery="Check the path."
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The plan {path} can't be read: {error}.",
            recovery="Write one with: mgl plan PROMPT --json > plan.json",
        ) from error
