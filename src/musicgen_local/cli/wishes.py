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

_MOST_BYTES = 1 << 20  # of a chart or a song; engines refuse less


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
    chords: Annotated[
        str | None,
        typer.Option("--chords", help="A chart, or a file with one: '| Dm7 | G7 | Cmaj7 |'."),
    ] = None
    from_midi: Annotated[
        Path | None,
        typer.Option("--from-midi", help="A song to arrange: its melody, chords and form."),
    ] = None
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
            "chords": None if self.chords is None else read_chart_option(self.chords),
            "midi": None if self.from_midi is None else read_midi_file(self.from_midi),
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


def read_chart_option(text: str) -> str:
    """A chart as it was given, or the text of the file that is named.

    Raises:
        UserError: `NOT_FOUND` for a text file that is not there, `VALIDATION` when it is no text.
    """
    path = Path(text)
    looks_like_a_file = "|" not in text and "\n" not in text and path.suffix != ""
    if not looks_like_a_file or not (path.is_file() or path.suffix.lower() == ".txt"):
        return text
    data = _read_file(path, "chart")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        from musicgen_local.errors import ErrorCode, UserError

        raise UserError(
            ErrorCode.VALIDATION,
            f"The chart {path} is no text.",
            recovery="Write chords into a text file, such as | Dm7 | G7 | Cmaj7 |",
        ) from error


def read_midi_file(path: Path) -> str:
    """A MIDI file in base64, as the engine takes it.

    Raises:
        UserError: `NOT_FOUND`, or `VALIDATION` when it can't be read.
    """
    from base64 import b64encode

    return b64encode(_read_file(path, "MIDI file")).decode("ascii")


def _read_file(path: Path, what: str) -> bytes:
    from musicgen_local.errors import ErrorCode, UserError

    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except FileNotFoundError as error:
        raise UserError(
            ErrorCode.NOT_FOUND, f"There is no {what} at {path}.", recovery="Check the path."
        ) from error
    except OSError as error:
        raise UserError(
            ErrorCode.VALIDATION,
            f"The {what} {path} can't be read: {error.strerror}.",
            recovery="Name a file that you may read.",
        ) from error
