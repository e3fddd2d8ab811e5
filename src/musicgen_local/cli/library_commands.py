"""`mgl list`, `mgl show`, `mgl play`, `mgl delete`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgen_local.cli.options import Json

if TYPE_CHECKING:
    from musicgen_local.library import Track
    from musicgen_local.studio import Studio

TrackId = Annotated[
    str, typer.Argument(help="A track's id or its first characters, or 'last'.", metavar="TRACK")
]


def list_tracks(
    text: Annotated[str, typer.Argument(help="Words to look for in titles and prompts.")] = "",
    genre: Annotated[str | None, typer.Option("--genre", help="Only this genre.")] = None,
    engine: Annotated[str | None, typer.Option("--engine", help="Only from this engine.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="How many at most.")] = 20,
    cursor: Annotated[
        str | None, typer.Option("--cursor", help="Where the last page ended.")
    ] = None,
    json_output: Json = False,
) -> None:
    """List the tracks of your library, newest first."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_tracks, track_as_json
    from musicgen_local.studio import Studio

    page = Studio().list_tracks(text=text, genre=genre, engine=engine, limit=limit, cursor=cursor)
    if json_output:
        print_json(
            {"tracks": [track_as_json(track) for track in page.items], "cursor": page.next_cursor}
        )
    else:
        print_tracks(console(), page)


def show(
    track: TrackId = "last",
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", help="Draw it into this folder: roll, spectrogram, energy..."),
    ] = None,
    picture: Annotated[
        list[str] | None,
        typer.Option("--picture", help="Only roll, spectrogram, energy or waveform; repeatable."),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Pictures on a dark ground.")] = False,
    json_output: Json = False,
) -> None:
    """Show all that is known of a track, and where its files are; draw it with --pictures."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_track, track_as_json
    from musicgen_local.studio import Studio

    studio = Studio()
    found = studio.show(track)
    files = studio.files_of(found)
    drawn = [] if pictures is None else _draw(studio, found, pictures, picture, dark)
    if json_output:
        print_json(
            track_as_json(found)
            | {"paths": [str(path) for path in files], "pictures": [str(path) for path in drawn]}
        )
        return
    print_track(console(), found, files)
    for path in drawn:
        console().print(f"Drawn: {path}", markup=False)


def _draw(
    studio: Studio, track: Track, folder: Path, kinds: Sequence[str] | None, dark: bool
) -> list[Path]:
    from musicgen_local.studio.pictures import PICTURES, pictures_of, write_pictures
    from musicgen_local.studio.places import safe_name

    drawn = pictures_of(
        studio, track.id, kinds=kinds or PICTURES, theme="dark" if dark else "light"
    )
    return write_pictures(drawn, folder, safe_name(track.title))


def play(track: TrackId = "last", json_output: Json = False) -> None:
    """Play a track with the player of this machine."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.player import play_file
    from musicgen_local.studio import Studio

    studio = Studio()
    found = studio.show(track)
    path = studio.audio_file_of(found)
    if not json_output:
        console().print(f"{found.title} - {path}", markup=False)
    player = play_file(path)
    if json_output:
        print_json({"id": found.id, "path": str(path), "player": player})


def delete(
    track: Annotated[str, typer.Argument(help="A track's id, its first characters, or 'last'.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    forever: Annotated[
        bool, typer.Option("--forever", help="Remove the files now, with no way back.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back out of the trash.")] = False,
    json_output: Json = False,
) -> None:
    """Move a track to the trash (or, with --forever, remove it and its files)."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio import Studio

    studio = Studio()
    if undo:
        found = studio.restore(track)
        outcome, sentence = "restored", f"{found.title} is back in the library."
    else:
        found = studio.show(track)
        question = f"Remove '{found.title}' and its files for good?" if forever else None
        if question and not yes and not json_output:
            typer.confirm(question, abort=True)
        studio.delete(found.id, forever=forever)
        outcome = "removed" if forever else "trashed"
        sentence = (
            f"{found.title} and its files are gone."
            if forever
            else f"{found.title} is in the trash. Take it back with: mgl delete {found.id} --undo"
        )
    if json_output:
        print_json({"id": found.id, "outcome": outcome})
    else:
        console().print(sentence, markup=False)
