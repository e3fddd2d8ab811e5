"""`mgl assets list|install|verify|remove`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musicgen_local.cli.options import Json

app = typer.Typer(help="Sounds and weights: list, install, verify, remove.", no_args_is_help=True)

AssetIds = Annotated[
    list[str] | None, typer.Argument(help="Assets, as `mgl assets list` names them.")
]
All = Annotated[bool, typer.Option("--all", help="Every asset that is recommended.")]


@app.command("list")
def list_assets(json_output: Json = False) -> None:
    """List what can be installed, its size, its licence, and whether it is here."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.cli.render import asset_as_json, print_assets
    from musicgen_local.studio import Studio

    statuses = Studio().assets.list()
    if json_output:
        print_json({"assets": [asset_as_json(status) for status in statuses]})
    else:
        print_assets(console(), statuses)


@app.command("install")
def install(
    ids: AssetIds = None,
    everything: All = False,
    source: Annotated[
        Path | None, typer.Option("--from", help="A folder with the files, instead of the network.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Install again, even if it is here.")
    ] = False,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Agree to the licences that ask for it.")
    ] = False,
    json_output: Json = False,
) -> None:
    """Download, check and install assets; what is already here is left alone."""
    from musicgen_local.cli.output import console, print_json, progress_bar
    from musicgen_local.cli.run import cancel_on_interrupt
    from musicgen_local.studio import Studio

    studio = Studio()
    with cancel_on_interrupt() as cancel, progress_bar(shown=not json_output) as progress:
        installed = studio.install_assets(
            ids or (),
            everything=everything,
            source=source,
            force=force,
            accept_licence=accept_licence,
            progress=progress,
            cancel=cancel,
        )
    if json_output:
        print_json({"installed": installed})
    else:
        for name, state in installed.items():
            console().print(f"{name}: {state}", markup=False)


@app.command("verify")
def verify(ids: AssetIds = None, json_output: Json = False) -> None:
    """Read installed files back and compare their hashes."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio import Studio

    problems = Studio().verify_assets(ids or ())
    if json_output:
        print_json({"problems": problems})
    else:
        for name, found in problems.items():
            console().print(f"{name}: {'; '.join(found) or 'whole'}", markup=False)
    if any(problems.values()):
        if not json_output:
            broken = " ".join(name for name, found in problems.items() if found)
            console().print(f"Mend with: mgl assets install {broken} --force", markup=False)
        raise typer.Exit(3)


@app.command("remove")
def remove(
    ids: Annotated[list[str], typer.Argument(help="Assets to remove.")], json_output: Json = False
) -> None:
    """Remove installed assets."""
    from musicgen_local.cli.output import console, print_json
    from musicgen_local.studio import Studio
    from musicgen_local.studio.sounds import remove_assets

    remove_assets(Studio().assets, ids)
    if json_output:
        print_json({"removed": ids})
    else:
        console().print(f"Removed: {', '.join(ids)}", markup=False)
