"""`mgl master`, `mgl convert`, `mgl doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musicgen_local.cli.options import Formats, Json, Out, split_list

File = Annotated[Path, typer.Argument(help="An audio file: WAV, FLAC, MP3, OGG, Opus, M4A, AIFF.")]


def master(
    file: File,
    preset: Annotated[
        str, typer.Option("--preset", "--master", "-m", help="subtle, balanced, loud or broadcast.")
    ] = "balanced",
    loudness: Annotated[
        float | None,
        typer.Option("--loudness", help="Target in LUFS; the preset's own if not set."),
    ] = None,
    formats: Formats = None,
    out: Out = None,
    json_output: Json = False,
) -> None:
    """Master a recording: clean lows, balance, loudness, no true peak over the ceiling."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.render import mastered_as_json, print_mastered
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio

    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        done = Studio().master(
            file,
            preset=preset,
            target_lufs=loudness,
            formats=split_list(formats),
            out=out,
            progress=progress,
            cancel=cancel,
        )
    if json_output:
        print_json(mastered_as_json(done))
    else:
        print_mastered(console(), done)


def convert(
    file: File, formats: Formats = None, out: Out = None, json_output: Json = False
) -> None:
    """Write an audio file in other formats; its tags come along."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio

    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        paths = Studio().convert(
            file, formats=split_list(formats), out=out, progress=progress, cancel=cancel
        )
    if json_output:
        print_json({"files": [str(path) for path in paths]})
    else:
        for path in paths:
            console().print(str(path), markup=False)


def doctor(json_output: Json = False) -> None:
    """Say what works here, what is missing, and the command that mends it."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import print_findings
    from musicgen_local.studio import Studio

    findings = Studio().doctor()
    broken = any(finding.state == "broken" for finding in findings)
    if json_output:
        print_json({"healthy": not broken, "findings": [finding.as_dict() for finding in findings]})
    else:
        print_findings(console(), findings)
    if broken:
        raise typer.Exit(3)
