"""`mgl generate`, `mgl remake`, `mgl plan`, `mgl engines`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from musicgen_local.cli.options import (
    Brightness,
    Density,
    Energy,
    Formats,
    Json,
    Master,
    Out,
    Sounds,
    split_list,
)
from musicgen_local.cli.wishes import Wishes, read_plan_file, takes_wishes

Stems = Annotated[bool, typer.Option("--stems", help="A file for each instrument too.")]
Midi = Annotated[bool, typer.Option("--midi", help="The score as a MIDI file too.")]
Title = Annotated[str, typer.Option("--title", help="Its name; made up when not given.")]
Artist = Annotated[str, typer.Option("--artist", help="Written into the tags.")]


@takes_wishes
def generate(
    wishes: Wishes,
    prompt: Annotated[
        str, typer.Argument(help="What you want to hear, in English or Russian.")
    ] = "",
    master: Master = None,
    formats: Formats = None,
    stems: Stems = False,
    midi: Midi = False,
    plan_file: Annotated[
        Path | None,
        typer.Option("--plan", help="A plan written by `mgl plan --json`, edited or not."),
    ] = None,
    sounds: Sounds = None,
    variations: Annotated[
        int, typer.Option("--variations", "-n", help="How many different tracks of it (1-50).")
    ] = 1,
    keep: Annotated[
        str | None,
        typer.Option("--keep", help="What all variations share: harmony, melody or rhythm."),
    ] = None,
    title: Title = "",
    artist: Artist = "",
    out: Out = None,
    json_output: Json = False,
) -> None:
    """Turn a prompt into a finished track: mastered, tagged, in your library."""
    given = {"sounds": sounds, "plan": read_plan_file(plan_file) if plan_file else None}
    order = wishes.order(
        prompt,
        {name: value for name, value in given.items() if value is not None},
        master=master,
        formats=_formats(formats),
        stems=stems,
        midi=midi,
        artist=artist,
        title=title,
        keep=keep,
    )
    _make(order, variations, out, json_output)


def remake(
    track: Annotated[
        str, typer.Argument(help="A track's id or its first characters, or 'last'.")
    ] = "last",
    section: Annotated[
        list[str] | None,
        typer.Option("--section", help="Draw it again: 3, chorus, 'chorus 2'; several times."),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option("--layer", help="Draw this player's part again; several times."),
    ] = None,
    new_melody: Annotated[
        bool, typer.Option("--new-melody", help="New melodies over the same harmony and band.")
    ] = False,
    lock: Annotated[
        list[str] | None,
        typer.Option("--lock", help="Hold this player's part as it is; several times."),
    ] = None,
    transpose: Annotated[
        int, typer.Option("--transpose", help="Semitones up, or down: +2, -3; at most 11.")
    ] = 0,
    key: Annotated[
        str | None, typer.Option("--key", help="Another tonic, by the shorter way: A, 'F# minor'.")
    ] = None,
    bpm: Annotated[
        float | None, typer.Option("--bpm", help="The same notes in another tempo, 60 to 200.")
    ] = None,
    energy: Energy = None,
    density: Density = None,
    brightness: Brightness = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", "-s", help="Of what is drawn again; alone: a new take of all."),
    ] = None,
    master: Master = None,
    formats: Formats = None,
    stems: Stems = False,
    midi: Midi = False,
    sounds: Sounds = None,
    title: Title = "",
    artist: Artist = "",
    out: Out = None,
    json_output: Json = False,
) -> None:
    """Make a track's piece again with changes; what is not named stays note for note."""
    from musicgen_local.studio import Studio
    from musicgen_local.studio.orders import GenerateOrder

    changes = {
        "sections": tuple(section or ()),
        "layers": tuple(layer or ()),
        "new_melody": new_melody,
        "lock": tuple(lock or ()),
        "transpose": transpose,
        "key": key,
        "tempo_bpm": bpm,
        "energy": energy,
        "density": density,
        "brightness": brightness,
        "seed": seed,
    }
    rest = GenerateOrder(
        "",
        parameters={"sounds": sounds} if sounds else {},
        master=master,
        formats=_formats(formats),
        stems=stems,
        midi=midi,
        artist=artist,
        title=title,
    )
    _make(Studio().remake_order(track, rest, **changes), 1, out, json_output)


@takes_wishes
def plan(
    wishes: Wishes,
    prompt: Annotated[
        str,
        typer.Argument(
            help="What you want to hear, in English or Russian; or a track's id, or 'last', "
            "for the plan that it was made by."
        ),
    ] = "",
    json_output: Json = False,
) -> None:
    """Show what would be played, without playing it; or what a track was made by."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_plan
    from musicgen_local.library import is_track_id
    from musicgen_local.studio import Studio

    studio = Studio()
    if wishes == Wishes() and (prompt == "last" or is_track_id(prompt)):
        planned = studio.plan_of(prompt)
    else:
        planned = studio.plan(wishes.order(prompt, {}))
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


def _make(order: Any, count: int, out: Path | None, json_output: bool) -> None:
    """Carry out an order and print its tracks."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.render import generated_as_json, print_generated
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio

    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        made = Studio().generate_variations(
            order, count=count, out=out, progress=progress, cancel=cancel
        )
    if json_output:
        print_json({"tracks": [generated_as_json(track) for track in made]})
        return
    for track in made:
        print_generated(console(), track)


def _formats(given: list[str] | None) -> tuple[str, ...]:
    from musicgen_local.studio.orders import DEFAULT_FORMATS

    return split_list(given) or DEFAULT_FORMATS
