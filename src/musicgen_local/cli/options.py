"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="A folder for the files, or a file name such as song.mp3."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", "-f", help="wav, mp3, flac, opus, m4a or ogg; may be given several times."
    ),
]
Master = Annotated[
    str | None,
    typer.Option("--master", "-m", help="Mastering: subtle, balanced, loud or broadcast."),
]

Prompt = Annotated[str, typer.Argument(help="What you want to hear, in English or Russian.")]
Seed = Annotated[
    int | None, typer.Option("--seed", "-s", help="The same seed gives the same music.")
]
Bpm = Annotated[float | None, typer.Option("--bpm", help="Tempo, 60 to 200; wins over the prompt.")]
Key = Annotated[str | None, typer.Option("--key", help="'F# minor', 'Bb major'.")]
Genre = Annotated[str | None, typer.Option("--genre", help="Wins over the prompt.")]
Mood = Annotated[str | None, typer.Option("--mood", help="Wins over the prompt.")]
Energy = Annotated[
    float | None, typer.Option("--energy", help="0 still to 1 wild: players, touch, grooves.")
]
Density = Annotated[
    float | None, typer.Option("--density", help="0 to 1, how much is played; 0.5: the genre's.")
]
Brightness = Annotated[
    float | None,
    typer.Option("--brightness", help="0 dark to 1 bright; 0.5: the genre's own sound."),
]
Sounds = Annotated[
    str | None,
    typer.Option("--sounds", help="'synth' plays without sampled instruments ('auto' by default)."),
]


def split_list(values: list[str] | None) -> tuple[str, ...]:
    """`--format wav,mp3 --format flac` as one tuple without repeats, lower case."""
    words = [word.strip().lower() for value in values or () for word in value.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))
