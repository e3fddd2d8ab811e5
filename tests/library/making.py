"""Tracks and processes for the library's tests."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from musicgen_local.library import FileKind, NewTrack, StagedTrack
from servers import PATIENCE_SECONDS


def a_track(title: str = "Night Rain", **facts: Any) -> NewTrack:
    """A track of half a minute."""
    return NewTrack(
        title=title, **{"duration_seconds": 30.0, "sample_rate": 44100, "channels": 2, **facts}
    )


def write_files(staged: StagedTrack, content: bytes = b"RIFF") -> None:
    """One audio file and one stem, as an engine would leave them."""
    staged.path(FileKind.AUDIO, "wav").write_bytes(content)
    staged.path(FileKind.STEM, "wav", "drums").write_bytes(content + b"drums")


def start_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs `code`; warnings are errors there too."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Its exit code, and what it printed."""
    output, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, output + complaints
