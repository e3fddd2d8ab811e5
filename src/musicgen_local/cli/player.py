"""Plays a file with whatever this machine plays music with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from musicgen_local.errors import ErrorCode, MachineError

# Players that end by themselves and need no window, best first.
_PLAYERS = (
    ("afplay",),
    ("mpv", "--no-video"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("pw-play",),
    ("paplay",),
    ("play", "-q"),
    ("cvlc", "--play-and-exit", "--quiet"),
)


def play_file(path: Path) -> str:
    """Play `path` to its end and return the player's name.

    Raises:
        MachineError: `NOT_FOUND` when no player is installed, `INTERNAL` when it fails.
    """
    if sys.platform == "win32":
        os.startfile(path)
        return "startfile"
    for command in _PLAYERS:
        if shutil.which(command[0]):
            ended = subprocess.run([*command, str(path)], check=False)
            if ended.returncode:
                raise MachineError(
                    ErrorCode.INTERNAL,
                    f"The player {command[0]} ended with code {ended.returncode}.",
                    recovery=f"Is a sound device connected? The file is {path}",
                )
            return command[0]
    raise MachineError(
        ErrorCode.NOT_FOUND,
        "No music player was found on this machine.",
        recovery=f"Install mpv or ffmpeg, or open the file yourself: {path}",
    )
