"""The terminal: `mgl`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `mgl` with the arguments of this process and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before anything is imported: this is the first thing people and scripts type.
        from musicgen_local import __version__

        sys.stdout.write(f"mgl {__version__}\n")
        return
    from musicgen_local.cli.run import run

    sys.exit(run(sys.argv[1:]))
