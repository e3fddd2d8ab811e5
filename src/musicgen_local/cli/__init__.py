"""The terminal: `mgl`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def main() -> None:
    """Run `mgl` with the arguments of this process and exit with its code."""
    # Nothing has begun while the program is still being imported, so Ctrl-C can end it at once:
    # as an exception it would come out of the middle of some module, as a traceback or swallowed.
    # What has something to put away listens for itself: `cancel_on_interrupt`, and the servers.
    signal.signal(signal.SIGINT, _leave)
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before anything is imported: this is the first thing people and scripts type.
        from musicgen_local import __version__

        sys.stdout.write(f"mgl {__version__}\n")
        return
    from musicgen_local.cli.run import run

    sys.exit(run(sys.argv[1:]))


def _leave(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Stopped before it began.\n")
    os._exit(130)  # 128 + SIGINT, as shells expect
