"""`mgl loop`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgen_local.cli.options import Formats, Json, split_list

if TYPE_CHECKING:
    from musicgen_local.studio import Studio
    from musicgen_local.studio.looping.order import LoopOrder


def loop(
    track: Annotated[
        str, typer.Argument(help="A track of your library (title or id), or an audio file.")
    ],
    duration: Annotated[
        str | None,
        typer.Option("--duration", "-d", help="90, 90s, 1m30s, 2h or 1:30:00; 1 minute to 10 h."),
    ] = None,
    times: Annotated[
        int | None, typer.Option("--times", help="Instead: how often the loop is heard.")
    ] = None,
    loop_only: Annotated[
        bool, typer.Option("--loop-only", help="Instead: one period alone, to be repeated.")
    ] = False,
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="seamless, crossfade or jukebox; what fits if not given."),
    ] = None,
    pick: Annotated[
        int, typer.Option("--pick", help="Which candidate, as --points lists them.")
    ] = 1,
    start: Annotated[
        str | None, typer.Option("--start", help="Where the loop starts, set by hand: 12.5, 1:04.")
    ] = None,
    end: Annotated[str | None, typer.Option("--end", help="Where it ends, set by hand.")] = None,
    crossfade: Annotated[
        float | None, typer.Option("--crossfade", help="Seconds, 0-30; what fits if not given.")
    ] = None,
    fade_in: Annotated[
        float, typer.Option("--fade-in", help="Seconds, 0-60, at the very start.")
    ] = 0.0,
    fade_out: Annotated[
        float | None,
        typer.Option("--fade-out", help="Seconds, 0-60; else the track's own ending, in time."),
    ] = None,
    window: Annotated[
        float | None,
        typer.Option("--window", help="Jukebox: nothing comes again within so many seconds."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", "-s", help="Jukebox: the same seed, the same way.")
    ] = None,
    up_to_12_hours: Annotated[
        bool, typer.Option("--up-to-12h", help="Allow more than ten hours, as YouTube does.")
    ] = False,
    points: Annotated[
        bool, typer.Option("--points", help="Only list the best candidates.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only write the seam, 4 s before and behind it.")
    ] = False,
    tag: Annotated[
        bool, typer.Option("--tag", help="Only write a copy that carries its loop points.")
    ] = False,
    formats: Formats = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="A file such as long.mp3, or a folder, for the result."),
    ] = None,
    json_output: Json = False,
) -> None:
    """Make a track go on for hours without a seam, exactly as long as you say."""
    from musicgen_local.studio import Studio
    from musicgen_local.studio.looping.order import LOOP_FORMATS, loop_order

    studio = Studio()
    order = loop_order(
        duration,
        mode=mode,
        pick=pick,
        start_seconds=_place(start),
        end_seconds=_place(end),
        times=times,
        loop_only=loop_only or points or preview or tag,
        crossfade_seconds=crossfade,
        fade_in_seconds=fade_in,
        fade_out_seconds=fade_out,
        window_seconds=window,
        seed=seed,
        formats=split_list(formats) or LOOP_FORMATS,
        up_to_12_hours=up_to_12_hours,
    )
    source = Path(track) if Path(track).is_file() else track
    if points:
        _show_points(studio, source, json_output)
    elif preview or tag:
        _write_clip(studio, source, order, out or Path(), json_output, tag=tag)
    else:
        _make(studio, source, order, out, json_output)


def _make(
    studio: Studio, source: Path | str, order: LoopOrder, out: Path | None, json_output: bool
) -> None:
    import time

    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.render_loops import loop_as_json, print_loop
    from musicgen_local.cli.run import cancel_on_interrupt

    order.check()
    if isinstance(source, str):
        source = studio.show(source).id
    started = time.perf_counter()
    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        made = studio.loop_track(source, order, out=out, progress=progress, cancel=cancel)
    seconds = time.perf_counter() - started
    files = list(made.files) or studio.files_of(made.track)
    if json_output:
        print_json(loop_as_json(made, files, seconds))
    else:
        print_loop(console(), made, files, seconds)


def _show_points(studio: Studio, source: Path | str, json_output: bool) -> None:
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render_loops import print_loop_points

    found = studio.loop_points(source)
    if json_output:
        print_json(found.as_dict())
    else:
        print_loop_points(console(), found)


def _write_clip(
    studio: Studio, source: Path | str, order: LoopOrder, out: Path, json_output: bool, *, tag: bool
) -> None:
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio.looping.telling import points_facts

    write = studio.mark_loop if tag else studio.preview_loop
    clip = write(source, order, out)
    if json_output:
        facts = points_facts(clip.points)
        print_json({"file": str(clip.file), "loop": facts, "notices": list(clip.notices)})
        return
    screen = console()
    for notice in clip.notices:
        screen.print(notice, markup=False)
    screen.print(str(clip.file), markup=False)


def _place(text: str | None) -> float | None:
    """A place in a recording, in seconds; its very start is no duration, but a place."""
    from musicgen_local.durations import parse_duration_seconds

    if text is None or text.strip() in ("0", "0.0", "0:00"):
        return None if text is None else 0.0
    return parse_duration_seconds(text)
