"""`mgl stream`: files, pipes, radio servers, knobs, and what is said when it can't be."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.tags import read_tags
from musicgen_local.cli.run import run
from musicgen_local.studio import Studio
from musicgen_local.studio.icecast import IcecastAddress
from radio_server import PASSWORD, RadioServer
from servers import PATIENCE_SECONDS

PIANO = "solo piano, calm"
QUICK = ("--sounds", "synth", "--seed", "3")


def _start(tmp_path: Path, *arguments: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "musicgen_local", "stream", PIANO, *QUICK, *arguments],
        cwd=tmp_path,
        env=os.environ | {"MGL_DATA_DIR": str(tmp_path / "data")},
        stderr=subprocess.PIPE,
        stdout=stdout,
    )


def _decoded(data: bytes) -> tuple[NDArray[np.float32], int, str]:
    """Frames [2, frames] of encoded audio, their rate, and the title in its comments."""
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
        rate = stream.rate
        title = stream.metadata.get("title", "")
    joined = np.concatenate(frames, axis=1)
    if joined.shape[0] == 1:
        joined = joined.reshape(-1, 2).T
    return joined.astype(np.float32), rate, title


def test_a_file_of_a_length_with_a_change_planned_ahead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "night.flac"
    code = run(
        ["stream", PIANO, *QUICK, "--to", str(file), "--duration", "30", "--json",
         "--change", "10s: prompt energetic house; tempo 126"]
    )  # fmt: skip
    assert code == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["now"]["genre"] for line in told[:-1]] == ["piano", "house"]
    assert told[1]["now"]["tempo_bpm"] == 126
    assert 10 <= told[1]["now"]["seconds"] < 16
    assert told[-1]["done"]["file"] == str(file)
    audio = read_audio(file)
    assert audio.duration_seconds == 30.0
    tags = read_tags(file)
    assert (tags.title, tags.seed, tags.prompt) == (told[0]["now"]["title"], 3, PIANO)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.opus", "a.ogg", "a.m4a"])
def test_every_format_plays(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert run(["stream", PIANO, *QUICK, "--to", str(file), "--duration", "6"]) == 0
    assert abs(read_audio(file).duration_seconds - 6.0) < 0.1


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_finishes_the_file(tmp_path: Path) -> None:
    process = _start(tmp_path, "--to", "endless.wav", "--realtime")
    assert process.stderr is not None
    assert b"piano" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_SECONDS) == 0
    process.stderr.close()
    audio = read_audio(tmp_path / "endless.wav")
    assert audio.duration_seconds > 3
    assert np.abs(audio.samples[:, -100:]).max() < 1e-3


@pytest.mark.parametrize("live_format", ["wav", "mp3"])
def test_standard_output_carries_the_music_alone(tmp_path: Path, live_format: str) -> None:
    process = _start(
        tmp_path, "--to", "-", "-d", "6", "-f", live_format, "--json", stdout=subprocess.PIPE
    )
    out, told = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    audio, rate, _ = _decoded(out)
    assert abs(audio.shape[1] / rate - 6.0) < 0.1
    assert np.abs(audio).max() > 0.05
    assert json.loads(told.splitlines()[0])["now"]["genre"] == "piano"


def test_a_reader_that_goes_away_ends_it_well(tmp_path: Path) -> None:
    process = _start(tmp_path, "--to", "-", stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(300_000)[:4] == b"RIFF"
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert b"Traceback" not in said
    assert b"rror" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")
def test_lines_in_a_fifo_change_what_plays_and_stop_it(tmp_path: Path) -> None:
    knobs = tmp_path / "knobs"
    os.mkfifo(knobs)
    process = _start(
        tmp_path, "--to", "a.wav", "--realtime", "--control", "knobs", "--json",
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    first = json.loads(process.stdout.readline())["now"]
    knobs.write_text("volume 11\ntempo 140; key B minor\n")
    second = json.loads(process.stdout.readline())["now"]
    knobs.write_text("stop\n")
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert (second["tempo_bpm"], second["key"]) == (140.0, "B minor")
    assert second["title"] == first["title"]
    assert b"'volume 11' changes nothing that is known." in said
    assert process.returncode == 0
    assert read_audio(tmp_path / "a.wav").duration_seconds > second["seconds"]


def test_a_radio_server_gets_mp3_and_titles_in_real_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MGL_ICECAST_PASSWORD", PASSWORD)
    started = time.monotonic()
    with RadioServer() as server:
        code = run(
            ["stream", PIANO, *QUICK, "--to", server.address(), "-d", "8", "--name", "Nächte\r\nX"]
        )
    assert code == 0
    assert time.monotonic() - started > 3.9  # 8 s of music, at most 4 s ahead
    (take,) = server.takes
    audio, rate, _ = _decoded(bytes(take.audio))
    assert rate == 44_100
    assert abs(audio.shape[1] / rate - 8.0) < 0.1
    assert take.headers["content-type"] == "audio/mpeg"
    assert take.headers["ice-bitrate"] == "192"
    assert take.headers["ice-name"] == "Nächte X"
    told = capsys.readouterr()
    assert take.titles[0] in told.err
    assert PASSWORD not in told.err + told.out


def test_a_radio_server_gets_opus_with_titles_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGL_ICECAST_PASSWORD", PASSWORD)
    with RadioServer() as server:
        assert run(["stream", PIANO, *QUICK, "--to", server.address("/a.opus"), "-d", "5"]) == 0
    (take,) = server.takes
    audio, rate, title = _decoded(bytes(take.audio))
    assert take.headers["content-type"] == "application/ogg"
    assert abs(audio.shape[1] / rate - 5.0) < 0.1
    assert title
    assert take.titles == []


def test_a_broken_line_is_mended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MGL_ICECAST_PASSWORD", PASSWORD)
    with RadioServer(drop_after=60_000) as server:
        assert run(["stream", PIANO, *QUICK, "--to", server.address(), "-d", "9"]) == 0
    assert len(server.takes) == 2
    audio, rate, _ = _decoded(bytes(server.takes[1].audio))
    assert audio.shape[1] / rate > 3
    assert "trying again" in capsys.readouterr().err
    assert server.takes[1].titles


def test_a_wrong_password_is_told_and_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with RadioServer() as server:
        address = server.address().replace("//", "//source:wrong-secret@")
        code = run(["stream", PIANO, *QUICK, "--to", address, "--json"])
    told = capsys.readouterr()
    assert code == 2
    assert json.loads(told.out)["error"]["code"] == "UNAUTHORIZED"
    assert "wrong-secret" not in told.out + told.err
    assert server.refused == [401]


@pytest.mark.parametrize(
    ("status", "code", "exit_code"),
    [(403, "CONFLICT", 2), (404, "VALIDATION", 2), (503, "UNREACHABLE", 3)],
)
def test_a_refusal_is_told(
    capsys: pytest.CaptureFixture[str], status: int, code: str, exit_code: int
) -> None:
    with RadioServer(status=status) as server:
        address = server.address().replace("//", "//:x@")
        assert run(["stream", PIANO, *QUICK, "--to", address, "--json"]) == exit_code
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["--to", "icecast://:x@127.0.0.1:1/a.mp3"], "UNREACHABLE", 3),
        (["--to", "icecast://127.0.0.1:1/a.mp3"], "UNAUTHORIZED", 2),
        (["--to", "icecast://:x@127.0.0.1:99999/a.mp3"], "VALIDATION", 2),
        (["--to", "icecast://:x@127.0.0.1"], "VALIDATION", 2),
        (["--to", "https://example.org/a.mp3"], "VALIDATION", 2),
        (["--to", "a.xyz"], "VALIDATION", 2),
        (["--to", "/proc/nowhere/a.wav"], "NOT_WRITABLE", 3),
        (["--to", "-", "--format", "flac"], "VALIDATION", 2),
        (["--to", "-", "--format", "mp3", "--bitrate", "7"], "VALIDATION", 2),
        (["--to", "a.wav", "--genre", "qwrtz"], "VALIDATION", 2),
        (["--to", "a.wav", "--energy", "7"], "VALIDATION", 2),
        (["--to", "a.wav", "--duration", "2"], "VALIDATION", 2),
        (["--to", "a.wav", "--change", "energy 0.2"], "VALIDATION", 2),
        (["--to", "a.wav", "--change", "1m: genre qwrtz"], "VALIDATION", 2),
        (["--to", "a.wav", "--sounds", "loud"], "VALIDATION", 2),
        (["--to", "a.wav", "--seed", "-1"], "VALIDATION", 2),
        (["--to", "a.wav", "--control", "nowhere.fifo"], "NOT_FOUND", 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_can_not_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], code: str, exit_code: int,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = threading.active_count()
    assert run(["stream", PIANO, *arguments, "--json"]) == exit_code
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code
    assert threading.active_count() == before
    assert list(tmp_path.glob("*.wav")) == []


def test_an_address_shows_no_password() -> None:
    address = IcecastAddress.parse("icecasts://dj:s%40cret@radio.example.org/live.ogg")
    assert (address.user, address.password, address.port) == ("dj", "s@cret", 8000)
    assert "s@cret" not in f"{address} {address!r}"


def test_from_python_the_blocks_are_floats_that_can_be_changed() -> None:
    with Studio().stream(PIANO, seed=5, sounds="synth", changes=("9s: key G major",)) as stream:
        for block in stream:
            assert block.dtype == np.float32
            assert block.shape[0] == 2
            now = stream.now
            assert now is not None
            if now.key == "G major" or now.seconds > 20:
                break
    assert now is not None
    assert now.key == "G major"
    assert 9 <= now.seconds < 16
