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


def split_list(values: list[str] | None) -> tuple[str, ...]:
    """`--format wav,mp3 --format flac` as one tuple without repeats, lower case."""
    words = [word.strip().lower() for value in values or () for word in value.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))
