"""`mgl stream`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgen_local.cli.options import Json, Master

if TYPE_CHECKING:
    from musicgen_local.studio.stream import Now, Streamed

To = Annotated[
    str | None,
    typer.Option(
        "--to",
        help="song.flac, - for standard output, or icecast://user:password@host:port/mount; "
        "this machine's speakers when not given.",
    ),
]


def stream(
    prompt: Annotated[str, typer.Argument(help="What you want to hear, in English or Russian.")],
    to: To = None,
    stream_format: Annotated[
        str | None, typer.Option("--format", "-f", help="For -: wav, mp3, opus, raw.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option("--duration", "-d", help="8h, 90m; until Ctrl-C when not given.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", "-s", help="The same seed gives the same music.")
    ] = None,
    bpm: Annotated[float | None, typer.Option("--bpm", help="Tempo; wins over the prompt.")] = None,
    key: Annotated[str | None, typer.Option("--key", help="'F# minor', 'Bb major'.")] = None,
    genre: Annotated[str | None, typer.Option("--genre", help="Wins over the prompt.")] = None,
    mood: Annotated[str | None, typer.Option("--mood", help="Wins over the prompt.")] = None,
    energy: Annotated[float | None, typer.Option("--energy", help="0 still, 1 wild.")] = None,
    density: Annotated[
        float | None, typer.Option("--density", help="How much is played: 0 to 1.")
    ] = None,
    brightness: Annotated[
        float | None, typer.Option("--brightness", help="How bright it sounds: 0 to 1.")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--change", help="'30m: energy 0.2; tempo 80', planned ahead; repeatable."),
    ] = None,
    control: Annotated[
        Path | None,
        typer.Option("--control", help="A file or FIFO to write changes to; - to type them."),
    ] = None,
    realtime: Annotated[
        bool, typer.Option("--realtime", help="No faster than it sounds; Icecast always is so.")
    ] = False,
    bitrate: Annotated[
        int | None, typer.Option("--bitrate", help="kbit/s of MP3 and Opus to - and Icecast.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="What an Icecast server calls the station.")
    ] = "MusicGen Local",
    master: Master = None,
    sounds: Annotated[
        str | None, typer.Option("--sounds", help="'synth' plays without sampled instruments.")
    ] = None,
    json_output: Json = False,
) -> None:
    """Play without an end: to the speakers, a file, a pipe or a radio server."""
    import os
    import sys

    from musicgen_local.cli.control import Control
    from musicgen_local.cli.output import progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.durations import parse_duration_seconds
    from musicgen_local.studio import Studio
    from musicgen_local.studio.stream import StreamOrder, Target, send_stream

    order = StreamOrder(
        prompt,
        seed=seed,
        duration_seconds=None if duration is None else parse_duration_seconds(duration),
        genre=genre,
        mood=mood,
        key=key,
        tempo_bpm=bpm,
        energy=energy,
        density=density,
        brightness=brightness,
        sounds=sounds or "auto",  # type: ignore[arg-type]
        master=master,
        changes=tuple(change or ()),
    )
    target = Target(to, stream_format, realtime, bitrate, name)
    aside = to == "-"  # standard output is taken: what is told goes beside it
    try:
        with (
            cancel_on_interrupt() as cancel,
            Control(control, cancel) as knobs,
            progress_bar(shown=not json_output) as progress,
        ):
            done = send_stream(
                Studio(),
                order,
                target,
                out=sys.stdout.buffer,
                on_movement=lambda now: _tell_movement(now, json_output, aside),
                on_open=knobs.steer,
                tell=lambda text: typer.echo(text, err=True),
                progress=progress,
                cancel=cancel,
            )
    except BrokenPipeError:
        # Whoever listened has gone: an end like any other. Python flushes once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    _tell_end(done, json_output, aside)


def _tell_movement(now: Now, as_json: bool, aside: bool) -> None:
    import dataclasses
    import json

    from musicgen_local.durations import format_duration

    if as_json:
        typer.echo(json.dumps({"now": dataclasses.asdict(now)}, ensure_ascii=False), err=aside)
        return
    typer.echo(
        f"{format_duration(now.seconds):>8}  {now.title}  "
        f"({now.genre.replace('_', ' ')}, {now.key}, {now.tempo_bpm:.0f} bpm)",
        err=True,
    )


def _tell_end(done: Streamed, as_json: bool, aside: bool) -> None:
    import json

    from musicgen_local.durations import format_duration

    if as_json:
        ended = {
            "seed": done.seed,
            "seconds": round(done.seconds, 3),
            "movements": done.movements,
            "file": None if done.path is None else str(done.path),
            "notices": list(done.notices),
        }
        typer.echo(json.dumps({"done": ended}, ensure_ascii=False), err=aside)
        return
    for notice in done.notices:
        typer.echo(notice, err=True)
    played = f"{format_duration(done.seconds)} in {done.movements} movements, seed {done.seed}"
    typer.echo(f"{played}{'' if done.path is None else f': {done.path}'}", err=True)
