"""`mgl generate`, `mgl plan`, `mgl engines`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from musicgen_local.cli.options import Formats, Json, Master, Out, split_list

Prompt = Annotated[str, typer.Argument(help="What you want to hear, in English or Russian.")]
EngineName = Annotated[str, typer.Option("--engine", "-e", help="`mgl engines` lists them.")]
Duration = Annotated[
    str | None, typer.Option("--duration", "-d", help="60, 90s, 3m, 1:30:00; 5 s to 10 h.")
]
Seed = Annotated[
    int | None, typer.Option("--seed", "-s", help="The same seed gives the same music.")
]
Bpm = Annotated[float | None, typer.Option("--bpm", help="Tempo; wins over the prompt.")]
Key = Annotated[str | None, typer.Option("--key", help="'F# minor', 'Bb major'.")]
Genre = Annotated[str | None, typer.Option("--genre", help="Wins over the prompt.")]
Mood = Annotated[str | None, typer.Option("--mood", help="Wins over the prompt.")]
Language = Annotated[str | None, typer.Option("--language", help="en or ru; found by itself.")]
LoopReady = Annotated[
    bool, typer.Option("--loop-ready", help="No ending: the end runs into the start.")
]
PlanFile = Annotated[
    Path | None, typer.Option("--plan", help="A plan written by `mgl plan --json`, edited or not.")
]
Sounds = Annotated[
    str | None,
    typer.Option("--sounds", help="'synth' plays without sampled instruments ('auto' by default)."),
]


def generate(
    prompt: Annotated[
        str, typer.Argument(help="What you want to hear, in English or Russian.")
    ] = "",
    engine: EngineName = "composer",
    duration: Duration = None,
    seed: Seed = None,
    bpm: Bpm = None,
    key: Key = None,
    genre: Genre = None,
    mood: Mood = None,
    language: Language = None,
    master: Master = None,
    formats: Formats = None,
    stems: Annotated[bool, typer.Option("--stems", help="A file for each instrument too.")] = False,
    midi: Annotated[bool, typer.Option("--midi", help="The score as a MIDI file too.")] = False,
    loop_ready: LoopReady = False,
    plan_file: PlanFile = None,
    sounds: Sounds = None,
    variations: Annotated[
        int, typer.Option("--variations", "-n", help="How many different tracks of it (1-50).")
    ] = 1,
    title: Annotated[str, typer.Option("--title", help="Its name; made up when not given.")] = "",
    artist: Annotated[str, typer.Option("--artist", help="Written into the tags.")] = "",
    out: Out = None,
    json_output: Json = False,
) -> None:
    """Turn a prompt into a finished track: mastered, tagged, in your library."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.render import generated_as_json, print_generated
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio
    from musicgen_local.studio.orders import DEFAULT_FORMATS, GenerateOrder

    parameters = _parameters(bpm, key, genre, mood, language, loop_ready, sounds, plan_file)
    order = GenerateOrder(
        prompt=prompt,
        duration_seconds=_seconds(duration),
        engine=engine,
        seed=seed,
        parameters=parameters,
        master=master,
        formats=split_list(formats) or DEFAULT_FORMATS,
        stems=stems,
        midi=midi,
        artist=artist,
        title=title,
    )
    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        made = Studio().generate_variations(
            order, count=variations, out=out, progress=progress, cancel=cancel
        )
    if json_output:
        print_json({"tracks": [generated_as_json(track) for track in made]})
        return
    for track in made:
        print_generated(console(), track)


def plan(
    prompt: Prompt,
    duration: Duration = None,
    seed: Seed = None,
    bpm: Bpm = None,
    key: Key = None,
    genre: Genre = None,
    mood: Mood = None,
    language: Language = None,
    loop_ready: LoopReady = False,
    engine: EngineName = "composer",
    json_output: Json = False,
) -> None:
    """Show what would be played, without playing it."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_plan
    from musicgen_local.studio import Studio
    from musicgen_local.studio.orders import GenerateOrder

    parameters = _parameters(bpm, key, genre, mood, language, loop_ready, None, None)
    order = GenerateOrder(
        prompt=prompt,
        duration_seconds=_seconds(duration),
        engine=engine,
        seed=seed,
        parameters=parameters,
    )
    planned = Studio().plan(order)
    if json_output:
        print_json(planned.plan)
    else:
        print_plan(console(), planned)


def engines(
    name: Annotated[str | None, typer.Argument(help="One engine, with its parameters.")] = None,
    json_output: Json = False,
) -> None:
    """List the engines: what each can do, and what it needs here."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_engine, print_engines
    from musicgen_local.studio import Studio

    studio = Studio()
    if name is None:
        found = studio.engines()
        print_json({"engines": found}) if json_output else print_engines(console(), found)
    else:
        one = studio.engine(name)
        print_json(one) if json_output else print_engine(console(), one)


def _parameters(
    bpm: float | None,
    key: str | None,
    genre: str | None,
    mood: str | None,
    language: str | None,
    loop_ready: bool,
    sounds: str | None,
    plan_file: Path | None,
) -> dict[str, Any]:
    """What was really asked for, so that an engine without a parameter can refuse it."""
    given = {
        "tempo_bpm": bpm,
        "key": key,
        "genre": genre,
        "mood": mood,
        "language": language,
        "loop_ready": loop_ready or None,
        "sounds": sounds,
        "plan": _read_plan(plan_file) if plan_file else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _read_plan(path: Path) -> Any:
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


def _seconds(duration: str | None) -> float | None:
    from musicgen_local.durations import parse_duration_seconds

    return None if duration is None else parse_duration_seconds(duration)
