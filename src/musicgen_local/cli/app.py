"""The commands of `mgl`: each parses, calls one use case, and prints its answer."""

from __future__ import annotations

import typer

from musicgen_local.cli import (
    assets_commands,
    library_commands,
    loop_commands,
    make_commands,
    midi_commands,
    models_commands,
    packs_commands,
    serve_commands,
    stream_commands,
    tool_commands,
)

app = typer.Typer(
    name="mgl",
    help="A prompt becomes a finished track, on your own machine.",
    epilog='Try:  mgl generate "lo-fi hip hop with rain sounds, relaxed, 82 bpm"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", "-V", help="Print the version and leave."),
) -> None:
    if version:
        from musicgen_local import __version__

        typer.echo(f"mgl {__version__}")
        raise typer.Exit


app.command("generate")(make_commands.generate)
app.command("stream")(stream_commands.stream)
app.command("remake")(make_commands.remake)
app.command("plan")(make_commands.plan)
app.command("engines")(make_commands.engines)
app.command("midi")(midi_commands.midi)
app.command("loop")(loop_commands.loop)
app.command("master")(tool_commands.master)
app.command("convert")(tool_commands.convert)
app.command("list")(library_commands.list_tracks)
app.command("show")(library_commands.show)
app.command("play")(library_commands.play)
app.command("delete")(library_commands.delete)
app.add_typer(assets_commands.app, name="assets")
app.add_typer(models_commands.app, name="models")
app.add_typer(models_commands.app, name="models")
app.add_typer(packs_commands.app, name="packs")
app.command("serve")(serve_commands.serve)
app.command("worker")(serve_commands.worker)
app.command("doctor")(tool_commands.doctor)
