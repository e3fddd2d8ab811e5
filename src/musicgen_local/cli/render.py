"""Shapes the studio's answers for people (tables, sentences) and for programs (JSON-ready data)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from musicgen_local.cli.output import facts_table, table
from musicgen_local.durations import format_duration

if TYPE_CHECKING:
    from rich.table import Table

    from musicgen_local.assets import AssetStatus, Bundle
    from musicgen_local.engines.base import PlanPreview
    from musicgen_local.library import Page, Track
    from musicgen_local.studio.doctor import Finding
    from musicgen_local.studio.master import MasteredFile
    from musicgen_local.studio.orders import GeneratedTrack

_MARKS = {
    "good": "[green]ok     [/green]",
    "missing": "[yellow]missing[/yellow]",
    "broken": "[red]broken [/red]",
}


def track_as_json(track: Track) -> dict[str, Any]:
    return asdict(track)


def generated_as_json(made: GeneratedTrack) -> dict[str, Any]:
    return {
        "track": track_as_json(made.track),
        "files": [str(path) for path in made.files],
        "plan": made.preview.plan if made.preview else None,
        "notices": list(made.notices),
        "wall_seconds": round(made.wall_seconds, 3),
        "prepare_seconds": round(made.prepare_seconds, 3),
        "times_real_time": round(made.times_real_time, 1),
    }


def print_generated(console: Console, made: GeneratedTrack) -> None:
    """The end of `mgl generate`: what was understood, where it is, how loud, how fast."""
    track = made.track
    console.print()
    console.print(f"[bold]{_plain(track.title)}[/bold]")
    console.print()
    if made.preview is not None:
        print_plan(console, made.preview)
        console.print()
    for notice in made.notices:
        console.print(f"Note: {notice}", markup=False, style="yellow")
    console.print("[bold]Files[/bold]")
    in_order = sorted(made.files, key=lambda path: str(path.parent))
    for folder, paths in groupby(in_order, key=lambda path: path.parent):
        console.print(f"  {folder}/", markup=False)
        for path in paths:
            console.print(f"    {path.name}", markup=False)
    console.print()
    console.print(
        f"{format_duration(track.duration_seconds)} of music at "
        f"{_loudness(track.loudness_lufs, track.true_peak_dbtp)}, "
        f"made in {made.wall_seconds:.1f} s: "
        f"{made.times_real_time:.0f} times faster than real time. Seed {track.seed}.",
        markup=False,
    )
    if made.prepare_seconds:
        console.print(
            f"Before that, {made.prepare_seconds:.0f} s went into preparing the instruments; "
            "that was for the first time only.",
            markup=False,
        )


def print_plan(console: Console, planned: PlanPreview) -> None:
    """What was understood and decided, row by row."""
    console.print(facts_table(planned.summary))
    for notice in planned.notices:
        console.print(f"Note: {notice}", markup=False, style="yellow")


def print_engines(console: Console, engines: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        (
            one["name"],
            "ready" if one["ready"] else "needs something",
            one["licence"],
            one["description"],
        )
        for one in engines
    ]
    console.print(table(("Engine", "Here", "Licence", "What it does"), rows))
    console.print("\n`mgl engines NAME` lists its parameters and what it needs.", markup=False)


def print_engine(console: Console, engine: Mapping[str, Any]) -> None:
    capabilities = engine["capabilities"]
    can = [name for name, value in capabilities.items() if value is True]
    console.print(
        facts_table(
            {
                "Engine": engine["name"],
                "What it does": engine["description"],
                "Licence": engine["licence"],
                "Length": f"{capabilities['min_seconds']:g} s to "
                f"{format_duration(capabilities['max_seconds'])}",
                "Gives": ", ".join(name.replace("_", " ") for name in can),
            }
        )
    )
    console.print()
    properties = engine["parameters"].get("properties", {})
    rows = [(name, facts.get("description", "")) for name, facts in properties.items()]
    console.print(table(("Parameter", "What it is"), rows))
    for need in engine["requirements"]:
        state = "here" if need["satisfied"] else ("missing" if need["required"] else "not here")
        console.print(f"\n{need['name']} ({state}): {need['explanation']}", markup=False)
        if not need["satisfied"] and need["remedy"]:
            console.print(f"  {need['remedy']}", markup=False)


def print_tracks(console: Console, page: Page[Track]) -> None:
    if not page.items:
        console.print('No tracks yet. Make one: mgl generate "calm piano at night"', markup=False)
        return
    rows = [
        (
            track.id,
            track.title,
            track.genre,
            format_duration(track.duration_seconds),
            f"{round(track.tempo_bpm, 1):g}" if track.tempo_bpm else "",
            track.key,
            track.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        )
        for track in page.items
    ]
    console.print(table(("Id", "Title", "Genre", "Length", "Bpm", "Key", "Made"), rows))
    if page.next_cursor:
        console.print(f"\nMore: mgl list --cursor {page.next_cursor}", markup=False)


def print_track(console: Console, track: Track, files: Sequence[Path]) -> None:
    console.print(
        facts_table(
            {
                "Title": track.title,
                "Artist": track.artist,
                "Id": track.id,
                "Prompt": track.prompt,
                "Genre": track.genre,
                "Mood": track.mood,
                "Key": track.key,
                "Tempo": f"{round(track.tempo_bpm, 1):g} bpm" if track.tempo_bpm else "",
                "Length": format_duration(track.duration_seconds),
                "Loudness": _loudness(track.loudness_lufs, track.true_peak_dbtp),
                "Engine": f"{track.engine}, seed {track.seed}",
                "Made": track.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            }
        )
    )
    console.print("\n[bold]Files[/bold]")
    for path in files:
        console.print(f"  {path}", markup=False)


def mastered_as_json(done: MasteredFile) -> dict[str, Any]:
    return {
        "files": [str(path) for path in done.files],
        "before": {"lufs": done.input_lufs},
        "after": {"lufs": done.output_lufs, "true_peak_dbtp": done.true_peak_dbtp},
        "gain_db": done.gain_db,
        "max_reduction_db": done.max_reduction_db,
    }


def print_mastered(console: Console, done: MasteredFile) -> None:
    for path in done.files:
        console.print(str(path), markup=False)
    console.print(
        f"{done.input_lufs:.1f} LUFS before, "
        f"now {_loudness(done.output_lufs, done.true_peak_dbtp)}; "
        f"the limiter took off {done.max_reduction_db:.1f} dB at most.",
        markup=False,
    )


def asset_as_json(status: AssetStatus) -> dict[str, Any]:
    return {
        "id": status.asset.id,
        "title": status.asset.title,
        "licence": status.asset.licence,
        "terms": status.asset.terms,
        "accepted": status.accepted,
        "bytes": status.asset.total_bytes,
        "exact": status.asset.fixed,
        "bytes_here": status.bytes,
        "partial_bytes": status.partial_bytes,
        "installed": status.installed,
        "path": str(status.path) if status.path else None,
        "problem": status.problem,
    }


def bundle_as_json(bundle: Bundle, parts: Sequence[AssetStatus]) -> dict[str, Any]:
    return {
        "id": bundle.id,
        "title": bundle.title,
        "parts": list(bundle.parts),
        "bytes": sum(status.asset.total_bytes for status in parts),
        "installed": all(status.installed for status in parts),
        "accepted": all(status.accepted for status in parts),
    }


def print_assets(console: Console, statuses: Sequence[AssetStatus]) -> None:
    console.print(_assets_table(statuses))
    console.print("\nInstall with: mgl assets install NAME   (or --all)", markup=False)


def print_models(
    console: Console,
    statuses: Sequence[AssetStatus],
    bundles: Sequence[tuple[Bundle, Sequence[AssetStatus]]],
) -> None:
    from musicgen_local.assets.failures import megabytes

    console.print(_assets_table(statuses))
    for bundle, parts in bundles:
        missing = sum(status.asset.total_bytes for status in parts if not status.installed)
        left = f"About {megabytes(missing)} to fetch" if missing else "All of it is installed"
        console.print(f"\n{bundle.id}: {bundle.summary} {left}.", markup=False)
        console.print(f"  = {' + '.join(bundle.parts)}", markup=False)
    console.print("\nDownload with: mgl models download NAME", markup=False)


def print_terms(console: Console, statuses: Sequence[AssetStatus]) -> None:
    """What is about to come: how large it is, its licence, and what that asks for."""
    from musicgen_local.assets.failures import size_told

    for status in statuses:
        asset = status.asset
        console.print(f"{asset.title}: {size_told(asset)}, {asset.licence}", markup=False)
        if asset.terms and not status.accepted:
            console.print(f"  {asset.terms}", markup=False)
            console.print(f"  The whole text: mgl models licence {asset.id}", markup=False)


def _assets_table(statuses: Sequence[AssetStatus]) -> Table:
    rows = [
        (
            status.asset.id,
            _size_of(status),
            _here(status),
            status.asset.licence,
            status.asset.title,
        )
        for status in statuses
    ]
    return table(("Asset", "Size", "Here", "Licence", "What it is"), rows)


def _size_of(status: AssetStatus) -> str:
    from musicgen_local.assets.failures import megabytes

    if status.installed and not status.asset.fixed:
        return megabytes(status.bytes)
    if not status.asset.total_bytes:
        return "its source knows"
    return f"{'' if status.asset.fixed else 'about '}{megabytes(status.asset.total_bytes)}"


def _here(status: AssetStatus) -> str:
    from musicgen_local.assets.failures import megabytes

    if status.problem:
        return status.problem
    if status.installed:
        return "installed"
    part = status.partial_bytes
    return f"stopped at {megabytes(part)}" if part else "not installed"


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    for finding in findings:
        console.print(f"{_MARKS[finding.state]}  [bold]{finding.name}[/bold]  ", end="")
        console.print(finding.message, markup=False)
        if finding.remedy:
            console.print(f"           {finding.remedy}", markup=False)


def _loudness(lufs: float | None, true_peak_dbtp: float | None) -> str:
    if lufs is None or true_peak_dbtp is None:
        return ""
    return f"{lufs:.1f} LUFS, true peak {true_peak_dbtp:.1f} dBTP"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
