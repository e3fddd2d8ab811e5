"""`mgl packs list|show|new|check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musicgen_local.cli.options import Json

app = typer.Typer(help="Genre packs: list, show, write your own, check it.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A pack, as `mgl packs list` names it.")]


@app.command("list")
def list_all(json_output: Json = False) -> None:
    """List the genres that have a pack, and who brings them."""
    from dataclasses import asdict

    from musicgen_local.cli.output import console, print_json, table
    from musicgen_local.engines.composer.pack_tools.describe import list_packs

    packs = list_packs()
    if json_output:
        print_json({"packs": [asdict(pack) for pack in packs]})
        return
    rows = [
        (
            pack.name,
            pack.title,
            "" if pack.problem else f"{pack.tempo_bpm[0]:g}-{pack.tempo_bpm[2]:g}",
            pack.problem or pack.summary,
            pack.package,
        )
        for pack in packs
    ]
    console().print(table(("Name", "Genre", "Tempo", "What it is", "From"), rows))


@app.command("show")
def show(name: Name, json_output: Json = False) -> None:
    """Show a pack as a musician reads it: feel, chords, grooves, band, forms."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.engines.composer.pack_tools.describe import describe_pack, title_of
    from musicgen_local.engines.composer.packs import load_pack

    pack = load_pack(name)
    described = describe_pack(pack)
    if json_output:
        print_json({"name": name, "title": title_of(pack), "summary": pack.summary, **described})
        return
    out = console()
    out.print(title_of(pack), style="bold", markup=False)
    for text in (pack.summary, pack.source):
        if text:
            out.print(text, markup=False)
    for heading, lines in described.items():
        out.print(f"\n{heading}", style="bold", markup=False)
        for line in lines:
            out.print(f"  {line}", markup=False)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Its name: lower-case letters, digits, underscores.")],
    like: Annotated[
        str, typer.Option("--like", help="The pack whose material it starts from.")
    ] = "lofi",
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder to write the package into.")
    ] = Path(),
    json_output: Json = False,
) -> None:
    """Write a package with a pack of your own, to change and to install with pip."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.engines.composer.pack_tools.scaffold import new_pack

    made = new_pack(name, like=like, out=out)
    if json_output:
        print_json({"folder": str(made.folder), "module": str(made.module)})
        return
    for line in (
        f"Written: {made.folder}",
        f"Change:  {made.module}",
        f"Install: pip install -e {made.folder}",
        f"Check:   mgl packs check {name}",
        f"Listen:  mgl generate {name} --genre {name} --duration 60",
    ):
        console().print(line, markup=False)


@app.command("check")
def check(name: Name, json_output: Json = False) -> None:
    """Check a pack's material, and pieces composed from it; exit code 2 when something is wrong."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.run import EXIT_USER
    from musicgen_local.engines.composer.pack_tools.checks import check_pack
    from musicgen_local.engines.composer.pack_tools.trial import try_pack
    from musicgen_local.engines.composer.packs import load_pack

    problems = check_pack(load_pack(name))
    if not problems:  # pieces from broken material only repeat what is known
        problems = try_pack(name)
    if json_output:
        print_json({"pack": name, "problems": problems})
    elif problems:
        for problem in problems:
            console().print(problem, markup=False)
    else:
        console().print(f"{name}: all well.", markup=False)
    if problems:
        raise typer.Exit(EXIT_USER)
