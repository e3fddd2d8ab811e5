"""Shapes what is said of loops, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from musicgen_local.cli.output import facts_table, table
from musicgen_local.cli.render import track_as_json
from musicgen_local.durations import format_duration

if TYPE_CHECKING:
    from musicgen_local.studio.derive import MadeTrack
    from musicgen_local.studio.looping.listing import LoopList

_KINDS = {
    "exact": "the same samples come again",
    "near": "the same recording comes again, under something else",
    "alike": "the same music comes again, played anew",
    "written": "from section to section, at the bars it was composed in",
    "whole": "made to be repeated: its end leads into its start",
    "none": "nothing comes again",
}


def loop_as_json(made: MadeTrack, files: Sequence[Path], wall_seconds: float) -> dict[str, Any]:
    return {
        "track": track_as_json(made.track),
        "files": [str(path) for path in files],
        "notices": list(made.notices),
        "wall_seconds": round(wall_seconds, 3),
    }


def print_loop(
    console: Console, made: MadeTrack, files: Sequence[Path], wall_seconds: float
) -> None:
    """The end of `mgl loop`: what is repeated, how it ends, where it is, how quick it was."""
    track, loop = made.track, made.track.params["loop"]
    console.print()
    console.print(track.title, style="bold", markup=False)
    console.print()
    console.print(facts_table(_facts(loop)))
    console.print()
    for notice in made.notices:
        console.print(f"Note: {notice}", markup=False, style="yellow")
    console.print("[bold]Files[/bold]")
    for folder, paths in groupby(files, key=lambda path: path.parent):
        console.print(f"  {folder}/", markup=False)
        for path in paths:
            console.print(f"    {path.name}  {_megabytes(path.stat().st_size)}", markup=False)
    console.print()
    console.print(
        f"{format_duration(track.duration_seconds)}, exact to the sample, in {wall_seconds:.1f} s.",
        markup=False,
    )


def print_loop_points(console: Console, found: LoopList) -> None:
    """The candidates of `mgl loop --points`."""
    if not found.points:
        console.print(
            "Nothing in this recording comes back. `--mode crossfade` lets its end go over into "
            "its start, `--mode jukebox` jumps between beats that are alike.",
            markup=False,
        )
        return
    rows = [
        (
            number,
            _place(points.start_frame / points.sample_rate),
            _place(points.end_frame / points.sample_rate),
            f"{points.seconds:.3f} s",
            points.bars or "",
            f"{points.tempo_bpm:.1f}" if points.tempo_bpm else "",
            f"{points.score:.2f}",
            f"{points.kind.value}: {_KINDS[points.kind.value]}",
        )
        for number, points in enumerate(found.points, 1)
    ]
    console.print(table(("Pick", "Start", "End", "Length", "Bars", "BPM", "Score", "Kind"), rows))
    if found.written:
        console.print(
            "\nThis piece was composed here: its bars are known, not searched for.", markup=False
        )


def _facts(loop: dict[str, Any]) -> dict[str, object]:
    facts: dict[str, object] = {"Mode": loop["mode"]}
    if loop["mode"] == "jukebox":
        return facts | {
            "Jumps": loop["jumps"],
            "Nothing again within": f"{loop['window_seconds']:g} s",
            "Seed": loop["seed"],
        }
    bars = f", {loop['bars']} bars at {loop['tempo_bpm']:g} bpm" if loop["bars"] else ""
    facts["Loop"] = (
        f"{_place(loop['start_seconds'])} to {_place(loop['end_seconds'])}: "
        f"{loop['length_seconds']:.3f} s{bars}"
    )
    facts["Seam"] = f"{loop['kind']}: {_KINDS[loop['kind']]}"
    if loop["crossfade_seconds"]:
        facts["Crossfade"] = f"{loop['crossfade_seconds']:g} s"
    facts["Heard"] = f"{loop['repeats']:g} times"
    ending = "its own" if loop["own_ending"] else "stops"
    if loop["fade_out_seconds"]:
        ending = f"fades out over {loop['fade_out_seconds']:g} s"
    facts["Ending"] = ending
    return facts


def _place(seconds: float) -> str:
    """`1:04.250`."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:06.3f}"


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
