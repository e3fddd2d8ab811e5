"""The terminal as a person (or a script) meets it: real processes, what they print, their codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from musicgen_local import __version__
from musicgen_local.cli.run import run
from servers import PATIENCE_SECONDS

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def mgl(tmp_path: Path) -> Run:
    """Runs `mgl` in a process of its own, with a data folder of its own."""

    def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "musicgen_local", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE_SECONDS,
            cwd=tmp_path,
            env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data")} | environment,
        )

    return call


def _answer(ended: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ended.stdout)


def test_the_version_is_told(mgl: Run) -> None:
    ended = mgl("--version")
    assert (ended.returncode, ended.stdout) == (0, f"mgl {__version__}\n")


def test_help_names_every_command(mgl: Run) -> None:
    shown = mgl("--help").stdout
    for command in (
        "generate", "plan", "engines", "assets", "list", "show", "play", "delete", "master",
        "convert", "doctor",
    ):  # fmt: skip
        assert re.search(rf"\b{command}\b", shown)


def test_a_track_from_prompt_to_shelf_and_away(mgl: Run, tmp_path: Path) -> None:
    ended = mgl(
        "generate", "calm piano, 80 bpm, in D minor", "--duration", "8", "--seed", "3",
        "--sounds", "synth", "--stems", "--midi", "--out", "out",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told = ended.stdout
    assert "80 bpm" in told
    assert "D minor" in told
    assert re.search(r"-1[34]\.\d LUFS", told)
    assert "times faster than real time" in told
    files = {path.suffix for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert files == {".wav", ".mp3", ".mid"}
    assert list((tmp_path / "out").glob("*(Stems)/*.wav"))

    listed = _answer(mgl("list", "--json"))["tracks"]
    assert [track["seed"] for track in listed] == [3]
    identity = listed[0]["id"]
    assert identity in mgl("list").stdout
    shown = _answer(mgl("show", identity[:20], "--json"))
    assert shown["key"] == "D minor"
    assert all(Path(path).is_file() for path in shown["paths"])
    assert "D minor" in mgl("show", "last").stdout
    assert "--undo" in mgl("delete", identity).stdout
    assert _answer(mgl("list", "--json"))["tracks"] == []
    assert _answer(mgl("delete", identity, "--undo", "--json"))["outcome"] == "restored"
    assert _answer(mgl("delete", identity, "--forever", "--yes", "--json"))["outcome"] == "removed"
    assert not any(Path(path).exists() for path in shown["paths"])


def test_a_plan_can_be_kept_edited_and_played(mgl: Run, tmp_path: Path) -> None:
    told = mgl("plan", "спокойный джаз, 100 уд/мин", "--seed", "4")
    assert told.returncode == 0, told.stderr
    assert "100 bpm" in told.stdout
    ended = mgl("plan", "calm jazz", "--seed", "4", "--duration", "8", "--json")
    plan = _answer(ended)
    plan["tempo_bpm"] = 111.0
    plan["title"] = "My Own"
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    made = _answer(
        mgl("generate", "--plan", "plan.json", "--sounds", "synth", "--format", "wav", "--json")
    )["tracks"][0]
    assert made["track"]["tempo_bpm"] == 111.0
    assert made["track"]["title"] == "My Own"


def test_engines_tell_what_they_take(mgl: Run) -> None:
    assert "composer" in mgl("engines").stdout
    told = _answer(mgl("engines", "composer", "--json"))
    assert told["ready"] is True
    assert "tempo_bpm" in told["parameters"]["properties"]


def test_doctor_finds_a_working_machine(mgl: Run) -> None:
    told = _answer(mgl("doctor", "--json"))
    assert told["healthy"] is True
    assert {"library", "tags", "disk", "kernels"} <= {one["name"] for one in told["findings"]}
    assert "ok" in mgl("doctor").stdout


def test_doctor_names_what_is_broken_and_how_to_mend_it(mgl: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = mgl("doctor", "--json", MGL_STORAGE_DIR=str(tmp_path / "file" / "tracks"))
    assert ended.returncode == 3
    broken = [one for one in _answer(ended)["findings"] if one["state"] == "broken"]
    assert broken
    assert all(one["remedy"] for one in broken)


def test_mastering_and_converting_a_file(mgl: Run, tmp_path: Path) -> None:
    made = mgl("generate", "house", "--duration", "10", "--sounds", "synth", "-o", "in.wav")
    assert made.returncode == 0, made.stderr
    told = _answer(mgl("master", "in.wav", "--preset", "broadcast", "--json"))
    assert told["after"]["lufs"] == pytest.approx(-14, abs=0.5)
    assert told["after"]["true_peak_dbtp"] <= -0.95
    assert [Path(path).name for path in told["files"]] == ["in (Master).wav"]
    ended = mgl("convert", "in.wav", "--format", "opus,flac")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "in.opus").stat().st_size > 50_000
    assert (tmp_path / "in.flac").is_file()
    assert mgl("convert", "in.wav", "--format", "wav").returncode == 2  # onto itself


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("generate", ""), 2, "INVALID_PROMPT"),
        (("generate", "   "), 2, "INVALID_PROMPT"),
        (("generate", "la " * 1700), 2, "INVALID_PROMPT"),
        (("generate", "piano", "--duration", "4"), 2, "VALIDATION"),
        (("generate", "piano", "--duration", "36001"), 2, "VALIDATION"),
        (("generate", "piano", "--duration", "soon"), 2, "VALIDATION"),
        (("generate", "piano", "--engine", "suno"), 2, "NOT_FOUND"),
        (("generate", "piano", "--format", "aiff"), 2, "VALIDATION"),
        (("generate", "piano", "--master", "loudest"), 2, "VALIDATION"),
        (("generate", "piano", "--bpm", "1000"), 2, "VALIDATION"),
        (("generate", "piano", "--key", "H flat"), 2, "VALIDATION"),
        (("generate", "piano", "--genre", "xyzzy"), 2, "VALIDATION"),
        (("generate", "piano", "--mood", "xyzzy"), 2, "VALIDATION"),
        (("generate", "piano", "--language", "tlh"), 2, "VALIDATION"),
        (("generate", "piano", "--variations", "0"), 2, "VALIDATION"),
        (("generate", "--plan", "nowhere.json"), 2, "NOT_FOUND"),
        (("generate", "piano", "--no-such-option"), 2, "VALIDATION"),
        (("sing",), 2, "VALIDATION"),
        (("show", "zzzz"), 2, "NOT_FOUND"),
        (("play", "zzzz"), 2, "NOT_FOUND"),
        (("delete", "zzzz"), 2, "NOT_FOUND"),
        (("master", "nowhere.wav"), 2, "NOT_FOUND"),
        (("convert", "nowhere.wav", "--format", "mp3"), 2, "NOT_FOUND"),
        (("assets", "install", "no-such-sound"), 2, "NOT_FOUND"),
        (("assets", "verify", "no-such-sound"), 2, "NOT_FOUND"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(
    arguments: tuple[str, ...],
    code: int,
    error: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*arguments, "--json"]) == code
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == error
    assert told["recovery"]
    assert run(list(arguments)) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert told["message"].split("\n")[0][:20] in printed.err
    assert [path.name for path in tmp_path.iterdir()] in ([], ["data"])


def test_our_own_mistake_leaves_a_report_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from musicgen_local.studio import Studio

    monkeypatch.setattr(Studio, "engines", lambda self: 1 / 0)
    assert run(["engines"]) == 1
    printed = capsys.readouterr().err
    assert "Traceback" not in printed
    report = next((tmp_path / "data" / "crashes").iterdir())
    assert str(report) in printed.replace("\n", "")
    assert "ZeroDivisionError" in report.read_text()


def test_a_closed_pipe_is_no_mistake(mgl: Run, tmp_path: Path) -> None:
    ended = subprocess.run(
        f'"{sys.executable}" -m musicgen_local plan "calm piano" --json | head -c 1',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data")},
    )
    assert ended.stdout == "{"
    assert ended.stderr == ""


def test_no_colour_where_none_is_wanted(mgl: Run) -> None:
    for environment in ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, {}):
        assert "\x1b[" not in mgl("engines", **environment).stdout


_SAYS_WHEN_IT_IS_UP = """
from musicgen_local.cli import main
print("up", flush=True)
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
@pytest.mark.parametrize("after_seconds", [0.1, 0.3, 0.6, 2.5])
def test_ctrl_c_stops_within_a_moment_and_leaves_nothing(
    tmp_path: Path, after_seconds: float
) -> None:
    wanted = ["generate", "ambient", "-d", "1h", "-o", "out"]
    running = subprocess.Popen(
        [sys.executable, "-c", _SAYS_WHEN_IT_IS_UP, *wanted],
        cwd=tmp_path,
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "up\n"  # Python itself takes its time on a busy machine
    time.sleep(after_seconds)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert out == ""
    left = [path for path in tmp_path.rglob("*") if path.is_file() and "library" not in path.name]
    assert left == []
