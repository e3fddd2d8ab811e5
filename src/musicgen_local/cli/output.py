"""What the commands print: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from musicgen_local.progress import Progress as ProgressValue
from musicgen_local.progress import ProgressCallback, ignore_progress

_PIPE_WIDTH = 160  # where no window sets one


def console() -> Console:
    """Standard output; colours only where a person looks, and never against NO_COLOR."""
    plain = bool(os.environ.get("NO_COLOR"))
    shown = Console(highlight=False, soft_wrap=True, color_system=None if plain else "auto")
    if not shown.is_terminal:
        shown.width = _PIPE_WIDTH
    return shown


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def progress_bar(shown: bool = True) -> Iterator[ProgressCallback]:
    """A callback that draws a bar on standard error; a plain line a stage where nobody looks."""
    target = Console(stderr=True, highlight=False)
    if not shown:
        yield ignore_progress
        return
    if not target.is_terminal:
        yield _stage_lines(target)
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=36),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        console=target,
        transient=True,
    ) as bar:
        task = bar.add_task("Starting", total=1.0)

        def show(value: ProgressValue) -> None:
            message = value.message or value.stage.value.replace("_", " ")
            bar.update(task, completed=value.fraction, description=escape(message))

        yield show


def _stage_lines(target: Console) -> ProgressCallback:
    seen: set[str] = set()

    def show(value: ProgressValue) -> None:
        message = value.message or value.stage.value.replace("_", " ")
        if value.stage.value not in seen:
            seen.add(value.stage.value)
            target.print(escape(message))

    return show


def facts_table(rows: Mapping[str, object]) -> Table:
    """Names on the left, values on the right, no lines; empty values are left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        if value not in (None, "", (), []):
            table.add_row(name, escape(str(value)))
    return table


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A plain table with headings."""
    drawn = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    return drawn
