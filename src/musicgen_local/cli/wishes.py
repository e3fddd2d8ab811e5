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
_TEXT_FILES = (".txt", ".lrc")  # what ends so is meant as a file


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
    lyrics: Annotated[
        str | None,
        typer.Option("--lyrics", help="A file with lines to sing, LRC or plain; or the lines."),
    ] = None
    reference: Annotated[
        str | None,
        typer.Option("--reference", help="A recording whose style is followed: a file or a track."),
    ] = None
    quality: Annotated[
        str | None,
        typer.Option("--quality", help="Of engines that sample: preview, draft, ... ultra."),
    ] = None
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="Any other parameter: steps=24; `mgl engines NAME` has all."),
    ] = None
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
            "chords": None if self.chords is None else read_text_option(self.chords, "chart"),
            "midi": None if self.from_midi is None else read_midi_file(self.from_midi),
            "loop_ready": self.loop_ready or None,
            "lyrics": None if self.lyrics is None else read_text_option(self.lyrics, "lyrics"),
            "reference_audio": None if self.reference is None else named_track(self.reference),
            "preset": self.quality,
            **dict(map(read_setting, self.settings or ())),
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


def read_text_option(text: str, what: str) -> str:
    """A chart or lyrics as they were given, or the text of the file that is named.

    Raises:
        UserError: `NOT_FOUND` for a text file that is not there, `VALIDATION` when it is no text.
    """
    path = Path(text)
    looks_like_a_file = not set("|\n[") & set(text) and path.suffix != ""
    if not looks_like_a_file or not (path.suffix.lower() in _TEXT_FILES or _is_file(path)):
        return text
    data = _read_file(path, what)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        from musicgen_local.errors import ErrorCode, UserError

        raise UserError(
            ErrorCode.VALIDATION,
            f"The {what} {path} is no text.",
            recovery="Write it into a text file in UTF-8; a chart is chords: | Dm7 | G7 | Cmaj7 |",
        ) from error


def named_track(reference: str) -> str:
    """A file's path as it is; a track's id for what names a track.

    Raises:
        UserError: `NOT_FOUND` when it is neither.
    """
    if _is_file(Path(reference)):
        return reference
    from musicgen_local.errors import ErrorCode, UserError
    from musicgen_local.studio import Studio

    try:
        return Studio().show(reference).id
    except UserError as error:
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no file and no track '{reference}'.",
            recovery="Check the path; `mgl list` shows the tracks and their ids.",
            details={"field": "reference"},
        ) from error


def read_setting(text: str) -> tuple[str, Any]:
    """`name=value` as a parameter: JSON where the value is some, else text.

    Raises:
        UserError: `VALIDATION` without a name.
    """
    import json

    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        from musicgen_local.errors import ErrorCode, UserError

        raise UserError(
            ErrorCode.VALIDATION,
            f"'{text}' sets nothing.",
            recovery="Write a parameter's name and its value: --set steps=24",
            details={"field": "set"},
        )
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a text too long for a name
        return False


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
