"""`mgl midi`: a track as notes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musicgen_local.cli.options import Json


def midi(
    track: Annotated[
        str, typer.Argument(help="A track's id or its first characters, or 'last'.")
    ] = "last",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder, or a file such as song.mid.")
    ] = None,
    json_output: Json = False,
) -> None:
    """Write a track's score as a MIDI file, also when it was made without --midi."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio import Studio
    from musicgen_local.studio.notes import write_notes

    studio = Studio()
    found = studio.show(track)
    path = write_notes(studio, found, out)
    if json_output:
        print_json({"id": found.id, "path": str(path)})
    else:
        console().print(str(path), markup=False)
