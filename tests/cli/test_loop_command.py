"""`mgl loop` as a person meets it: what it prints, where the files lie, what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import soundfile
import typer

import loop_tracks
from musicgen_local.cli.app import app
from musicgen_local.cli.run import run

PAGE = Path(__file__).parents[2] / "docs" / "loops.md"
RATE = loop_tracks.SAMPLE_RATE
PERIOD = loop_tracks.short_loop().period_frames


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "Night Bus.wav"
    soundfile.write(path, loop_tracks.short_loop().samples.T, RATE, subtype="PCM_16")
    monkeypatch.chdir(tmp_path)
    return path.name


def test_the_candidates_are_listed(recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["loop", recording, "--points"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^1 +0:\d\d\.\d{3} +0:\d\d\.\d{3} +6\.857 s .*exact: the same", shown, re.M)
    assert run(["loop", recording, "--points", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    best = told["candidates"][0]
    assert best["end_frame"] - best["start_frame"] == PERIOD


def test_a_loop_is_told_and_laid_where_it_was_asked_for(
    recording: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["loop", recording, "-d", "1m15s", "-o", "out/long.wav", "--fade-in", "2"]
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "Night Bus (Loop 1m 15s)" in told
    assert "exact: the same samples come again" in told
    assert "long.wav" in told
    assert "1:15, exact to the sample" in told
    assert soundfile.info(tmp_path / "out" / "long.wav").frames == 75 * RATE
    assert run(["loop", "last", "--points", "--json"]) == 0


def test_seam_mark_and_period_are_files_of_their_own(
    recording: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["loop", recording, "--preview"]) == 0
    assert soundfile.info(tmp_path / "Night Bus (Seam).wav").frames == 8 * RATE
    assert run(["loop", recording, "--tag", "--json"]) == 0
    assert (tmp_path / "Night Bus (Loop points).wav").is_file()
    capsys.readouterr()
    assert run(["loop", recording, "--loop-only", "-f", "flac", "-o", str(tmp_path)]) == 0
    assert soundfile.info(tmp_path / "Night Bus (Loop).flac").frames == PERIOD


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "How long"),
        (("-d", "30s"), 2, "1 minute to 10 hours"),
        (("-d", "11h"), 2, "up to 12 hours"),
        (("-d", "soon"), 2, "not a duration"),
        (("-d", "2m", "--mode", "backwards"), 2, "seamless, crossfade, jukebox"),
        (("-d", "2m", "--pick", "8"), 2, "candidate 8"),
        (("-d", "2m", "-f", "aiff"), 2, "aiff"),
        (("-d", "2m", "--start", "0"), 2, "start and an end"),
        (("-d", "2m", "-o", "Night Bus.wav/out"), 3, "Can't write"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(
    recording: str,
    arguments: tuple[str, ...],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["loop", recording, *arguments]) == code
    assert words in capsys.readouterr().err


def test_what_is_no_track_and_no_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["loop", "nowhere.mp3", "-d", "2m"]) == 2
    assert "nowhere.mp3" in capsys.readouterr().err


def test_every_option_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    command = typer.main.get_command(app).commands["loop"]  # type: ignore[attr-defined]
    options = {name for one in command.params for name in one.opts if name.startswith("--")}
    missing = {name for name in options if f"{name}`" not in page and f"{name} " not in page}
    assert not missing - {"--help"}
