"""The prompts that the documentation offers are understood whole, and their options exist."""

from __future__ import annotations

import re
import shlex
from itertools import takewhile
from pathlib import Path

import pytest
import typer

from musicgen_local.cli.app import app
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.prompt import understand

DOCS = Path(__file__).parents[3] / "docs"
_LINE = re.compile(r"^mgl (generate|plan|stream) (\".*)$", re.MULTILINE)
_LEAST = 60


def offered() -> list[tuple[str, str]]:
    pages = "\n".join(page.read_text("utf-8") for page in sorted(DOCS.glob("*.md")))
    found = _LINE.findall(pages)
    of_others = ("...", "--engine")  # what is left out, and what another engine reads
    return sorted(
        {(command, line) for command, line in found if not any(part in line for part in of_others)}
    )


@pytest.mark.parametrize(("command", "line"), offered(), ids=[line for _, line in offered()])
def test_an_offered_prompt_is_understood_whole(command: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    arguments = list(takewhile(lambda word: word not in ("|", "&", ">"), words))
    known = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    context = known.make_context(command, arguments, resilient_parsing=False)

    brief = understand(context.params["prompt"])

    assert brief.ignored == ()
    assert brief.understood
    plan = make_plan(brief, duration_seconds=60.0, seed=1)
    assert not [notice for notice in plan.notices if "No genre" in notice]


def test_there_is_a_page_of_them() -> None:
    lines = _LINE.findall((DOCS / "prompts.md").read_text("utf-8"))
    assert len({line for _, line in lines}) >= _LEAST
