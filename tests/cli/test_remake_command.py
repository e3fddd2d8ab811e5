"""`mgl remake`, `--like`, `--keep`, `--sections` and `mgl plan TRACK` in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from servers import PATIENCE_SECONDS

DURATION = ("--duration", "10", "--sounds", "synth", "--format", "wav", "--json")


def mgl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "musicgen_local", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False,
        timeout=PATIENCE_SECONDS, cwd=folder,
        env=os.environ | {"MGL_DATA_DIR": str(folder / "data")},
    )  # fmt: skip


def tracks(ended: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert ended.returncode == 0, ended.stderr
    return [one["track"] for one in json.loads(ended.stdout)["tracks"]]


def test_a_track_is_made_shaped_and_made_again(tmp_path: Path) -> None:
    [track] = tracks(mgl(tmp_path, "generate", "calm jazz, 100 bpm, in C minor", "-s", "4",
                         *DURATION))  # fmt: skip
    [child] = tracks(mgl(tmp_path, "remake", track["id"], "--layer", "lead", "--transpose", "+2",
                         "--bpm", "110", "--sounds", "synth", "-f", "wav", "--json"))  # fmt: skip
    assert (child["key"], child["tempo_bpm"]) == ("D minor", 110.0)
    plan = json.loads(mgl(tmp_path, "plan", child["id"], "--json").stdout)
    assert (plan["transpose_semitones"], plan["tempo_bpm"]) == (2, 110.0)
    told = mgl(tmp_path, "plan", "last").stdout
    assert "D minor, 110 bpm" in told

    for arguments, message, wayout in (
        (("--layer", "theremin"), "Nobody is called 'theremin'", "Its layers are: "),
        (("--section", "9"), "There is no section '9'", "Its sections are: 1 "),
        ((), "Nothing was asked to change.", "Name a section"),
    ):
        refused = mgl(tmp_path, "remake", "last", *arguments)
        assert refused.returncode == 2
        assert message in refused.stderr
        assert wayout in refused.stderr
        assert "Traceback" not in refused.stderr


def test_sections_sliders_and_variations_are_planned(tmp_path: Path) -> None:
    ended = mgl(
        tmp_path, "plan", "rock", "--sections", "verse 8, chorus 8", "--bpm", "120", "-d", "3m",
        "--energy", "0.9", "--density", "0.2", "--brightness", "0.7", "-s", "1",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    for row in ("verse 8  chorus 8", "90%", "20%", "70%", "they win over the length of 3:00"):
        assert row in ended.stdout
    refused = mgl(tmp_path, "plan", "rock", "--sections", "verse")
    assert (refused.returncode, "has no number of bars" in refused.stderr) == (2, True)
    refused = mgl(tmp_path, "generate", "rock", "--keep", "mood", *DURATION)
    assert refused.returncode == 2
    assert "harmony, melody, rhythm" in refused.stdout + refused.stderr
