"""`mgl models list|download|licence|verify|remove|add`: the assets that are weights."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgen_local.cli.options import Json

if TYPE_CHECKING:
    from musicgen_local.assets import AssetManager

app = typer.Typer(
    help="Weights of trained models: list, download, verify, remove, add from a folder.",
    no_args_is_help=True,
)

Names = Annotated[
    list[str], typer.Argument(help="Models or bundles, as `mgl models list` names them.")
]
AcceptLicence = Annotated[
    bool, typer.Option("--accept-licence", help="Agree to the licences that ask for it.")
]


@app.command("list")
def list_models(json_output: Json = False) -> None:
    """List the weights there are, how large they are, their licence, and what is here."""
    from musicgen_local.assets import AssetKind
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import asset_as_json, bundle_as_json, print_models
    from musicgen_local.studio import Studio

    assets = Studio().assets
    statuses = [status for status in assets.list() if status.asset.kind is AssetKind.WEIGHTS]
    bundles = [
        (bundle, [assets.status(part) for part in bundle.parts]) for bundle in assets.bundles()
    ]
    if json_output:
        print_json(
            {
                "models": [asset_as_json(status) for status in statuses],
                "bundles": [bundle_as_json(bundle, parts) for bundle, parts in bundles],
            }
        )
    else:
        print_models(console(), statuses, bundles)


@app.command("download")
def download(
    names: Names,
    resume: Annotated[
        bool,
        typer.Option("--resume/--from-scratch", help="Go on with what a stop has left here."),
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Download again, even if it is here.")
    ] = False,
    accept_licence: AcceptLicence = False,
    json_output: Json = False,
) -> None:
    """Download weights, check and install them; what is already here is left alone."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio
    from musicgen_local.studio.sounds import parts_of

    studio = Studio()
    parts = parts_of(studio.assets, names)
    if not json_output:
        accept_licence = _agreed(studio.assets, parts) or accept_licence
    if not resume:
        for part in parts:
            studio.assets.forget_part(part)
    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        installed = studio.install_assets(
            parts,
            force=force,
            accept_licence=accept_licence,
            progress=progress,
            cancel=cancel,
        )
    if json_output:
        print_json({"installed": installed})
    else:
        _print_states(installed)
        console().print(f"They are in {studio.assets.root}", markup=False)


@app.command("licence")
def licence(name: Annotated[str, typer.Argument(help="A model or a bundle.")]) -> None:
    """Print the licence of a model, with the names of its makers."""
    from musicgen_local.assets.catalogue import licence_text
    from musicgen_local.cli.output import console
    from musicgen_local.studio import Studio

    for asset in Studio().assets.parts(name):
        console().print(licence_text(asset), markup=False)


@app.command("verify")
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models or bundles; all that are here, unless named.")
    ] = None,
    json_output: Json = False,
) -> None:
    """Read installed weights back and compare their hashes."""
    from musicgen_local.assets import AssetKind
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio
    from musicgen_local.studio.sounds import verify_assets

    assets = Studio().assets
    wanted = names or [
        status.asset.id
        for status in assets.list()
        if status.asset.kind is AssetKind.WEIGHTS and (status.installed or status.problem)
    ]
    problems: dict[str, list[str]] = {}
    if wanted:
        with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
            problems = verify_assets(assets, wanted, progress=progress, cancel=cancel)
    if json_output:
        print_json({"problems": problems})
    elif not problems:
        console().print("No weights are installed.", markup=False)
    else:
        _print_states({name: "; ".join(found) or "whole" for name, found in problems.items()})
    if any(problems.values()):
        if not json_output:
            broken = " ".join(name for name, found in problems.items() if found)
            console().print(f"Mend with: mgl models download {broken} --force", markup=False)
        raise typer.Exit(3)


@app.command("remove")
def remove(names: Names, json_output: Json = False) -> None:
    """Remove weights, and what stopped downloads have left of them."""
    from musicgen_local.assets.failures import megabytes
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio import Studio
    from musicgen_local.studio.sounds import remove_assets

    freed = remove_assets(Studio().assets, names)
    if json_output:
        print_json({"removed": freed})
    else:
        total = megabytes(sum(freed.values()))
        console().print(f"Removed: {', '.join(freed)} ({total} freed)", markup=False)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="A model or a bundle.")],
    folder: Annotated[Path, typer.Argument(help="The folder that has its files.")],
    accept_licence: AcceptLicence = False,
    json_output: Json = False,
) -> None:
    """Install weights from a folder, without a network."""
    from musicgen_local.cli.output import print_json, progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio
    from musicgen_local.studio.sounds import add_assets, parts_of

    studio = Studio()
    if not json_output:
        present = [
            part for part in parts_of(studio.assets, [name]) if studio.assets.lies_in(part, folder)
        ]
        accept_licence = _agreed(studio.assets, present) or accept_licence
    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        states = add_assets(
            studio.assets,
            name,
            folder,
            accept_licence=accept_licence,
            progress=progress,
            cancel=cancel,
        )
    if json_output:
        print_json({"installed": states})
    else:
        _print_states(states)
    if "not in the folder" in states.values():
        raise typer.Exit(3)


def _agreed(assets: AssetManager, parts: list[str]) -> bool:
    """Show what is about to come, and let a person at a terminal agree to what has to be."""
    from rich.console import Console

    from musicgen_local.cli.render import print_terms

    coming = [status for status in map(assets.status, parts) if not status.installed]
    if not coming:
        return False
    print_terms(Console(stderr=True, highlight=False, soft_wrap=True), coming)
    if all(status.accepted for status in coming) or not sys.stdin.isatty():
        return False
    return typer.confirm("Do you agree to these terms?", err=True)


def _print_states(states: dict[str, str]) -> None:
    from musicgen_local.cli.output import console

    for name, state in states.items():
        console().print(f"{name}: {state}", markup=False)
