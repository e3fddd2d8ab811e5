"""What the documentation of the API tells to type, typed; and the programs in `examples/`, run.

One real server with the embedded composer carries all of it out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile
from serving import Serving, serving

from musicgen_local.audio.tags import read_tags
from servers import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "api.md"
EXAMPLES = ROOT / "examples"
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CLAIM = re.compile(r"^(?P<command>.+?)\s+# -> (?P<printed>.+)$")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("examples"), engines={}) as server:
        yield server


@pytest.fixture
def curl() -> None:
    assert shutil.which("curl"), "these tests need curl 7.82 or later: apt-get install curl"
    told = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"curl (\d+)\.(\d+)", told)
    assert found, told
    assert (int(found[1]), int(found[2])) >= (7, 82), f"curl 7.82 or later is needed: {told}"


def script(page: str) -> str:
    """All shell blocks of a page as one program that stops at the first line that isn't true."""
    lines = ["set -euo pipefail"]
    for number, block in enumerate(_SHELL.findall(page), start=1):
        lines.append(f"echo '--- block {number}' >&2")
        lines += [_checked(line) for line in block.replace("\\\n", "").splitlines()]
    return "\n".join(lines)


def _checked(line: str) -> str:
    claim = _CLAIM.match(line)
    if claim is None:
        return line
    command, printed = claim["command"], claim["printed"]
    return (
        f"printed=$({command})\n"
        f"[ \"$printed\" = '{printed}' ] || "
        f"{{ echo \"it printed '$printed', not '{printed}'\" >&2; exit 90; }}"
    )


def run(server: Serving, folder: Path, command: Sequence[str | Path], **more: str) -> str:
    """What a program printed that was run in `folder` and ended well."""
    ended = ended_as(server, folder, command, **more)
    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"
    return ended.stdout


def ended_as(
    server: Serving, folder: Path, command: Sequence[str | Path], **more: str
) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # has python3
    here = {"MGL_URL": server.url, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PATH": path}
    environment = dict(os.environ) | here | more
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


class Relay(socketserver.ThreadingTCPServer):
    """Hands on what client and server say, but cuts some event streams after their beginning."""

    daemon_threads = True

    def __init__(self, port: int, streams: int) -> None:
        super().__init__(("127.0.0.1", 0), RelayHandler)
        self.port = port
        self.streams_to_cut = streams


class RelayHandler(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        relay = self.server
        assert isinstance(relay, Relay)
        self.left_bytes: int | None = None  # until the connection is cut; None: it won't be
        with socket.create_connection(("127.0.0.1", relay.port)) as server:
            threading.Thread(target=self._ask, args=(relay, server), daemon=True).start()
            with suppress(OSError):
                while self.left_bytes != 0 and (data := server.recv(65_536)):
                    if self.left_bytes is not None:
                        data = data[: self.left_bytes]
                        self.left_bytes -= len(data)
                    self.request.sendall(data)

    def _ask(self, relay: Relay, server: socket.socket) -> None:
        with suppress(OSError):
            while data := self.request.recv(65_536):
                if b"/events " in data and relay.streams_to_cut:
                    relay.streams_to_cut -= 1
                    self.left_bytes = 900  # the head of the answer, and little more
                server.sendall(data)


@contextmanager
def cutting_relay(port: int, streams: int) -> Iterator[Relay]:
    with Relay(port, streams) as relay:
        thread = threading.Thread(target=relay.serve_forever, daemon=True)
        thread.start()
        yield relay
        relay.shutdown()
        thread.join()


def seconds_of(recording: Path) -> float:
    length: float = soundfile.info(str(recording)).duration
    return length


@pytest.mark.slow
def test_every_shell_block_of_the_guide_runs(server: Serving, tmp_path: Path, curl: None) -> None:
    page = GUIDE.read_text("utf-8")
    assert page.count("```sh\n") == len(_SHELL.findall(page)) > 10
    assert page.count("# -> ") > 20
    run(server, tmp_path, ["bash", "-c", script(page)])
    assert seconds_of(tmp_path / "song.mp3") == pytest.approx(10, abs=0.2)
    assert seconds_of(tmp_path / "whole.wav") == pytest.approx(10, abs=0.01)
    assert seconds_of(tmp_path / "mastered.flac") == pytest.approx(10, abs=0.2)
    assert seconds_of(tmp_path / "loop.mp3") == pytest.approx(60, abs=0.2)
    assert (tmp_path / "song.mid").read_bytes()[:4] == b"MThd"
    with zipfile.ZipFile(tmp_path / "tracks.zip") as archive:
        assert archive.testzip() is None
        endings = sorted(name.rpartition(".")[2] for name in archive.namelist())
    assert endings == ["mid", "mp3", "opus"]
    left = server.client.get("/api/v1/jobs", params={"status": ["queued", "running", "failed"]})
    assert left.json()["items"] == []


def test_the_error_that_the_guide_shows_is_a_real_one(server: Serving) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    shown = json.loads(block)
    answer = server.client.get(f"/api/v1/jobs/{shown['error']['details']['id']}")
    assert answer.status_code == 404
    assert answer.json() == shown


@pytest.mark.slow
def test_the_programs_send_a_key(tmp_path: Path, curl: None) -> None:
    with serving(tmp_path / "server", engines={}, api_key="first,s3cret") as server:
        words = ["piano", "--out", "song.mp3", "--duration", "5"]
        client = [sys.executable, str(EXAMPLES / "client.py"), *words]
        shell = ["bash", str(EXAMPLES / "curl_generate.sh"), "piano", "same.mp3", "5"]
        for program in (client, shell):
            refused = ended_as(server, tmp_path, program, MGL_API_KEY="wrong")
            assert refused.returncode != 0
            assert "API key" in refused.stderr + refused.stdout
            run(server, tmp_path, program, MGL_API_KEY="s3cret")
        blocks = _SHELL.findall(GUIDE.read_text("utf-8"))
        page = f"```sh\n{blocks[0]}curl $MGL_URL/api/v1/tracks | field total   # -> 2\n```\n"
        run(server, tmp_path, ["bash", "-c", script(page)], MGL_API_KEY="first")
        assert "s3cret" not in server.log.read_text()


@pytest.mark.parametrize(
    ("line", "status"), [("echo no   # -> yes", 90), ("false", 1), ("echo $unset", 1)], ids=str
)
def test_a_guide_that_is_not_true_is_found_out(
    server: Serving, tmp_path: Path, line: str, status: int
) -> None:
    page = f"```sh\n{line}\n```\n\n```sh\necho further\n```\n"
    ended = ended_as(server, tmp_path, ["bash", "-c", script(page)])
    assert ended.returncode == status
    assert ended.stdout.strip() in ("", "no")


def test_the_client_fetches_what_was_asked_for(server: Serving, tmp_path: Path) -> None:
    song = tmp_path / "a song.flac"
    words = ["calm piano at night", "--out", str(song), "--duration", "5", "--seed", "7"]
    printed = run(server, tmp_path, [sys.executable, EXAMPLES / "client.py", *words])
    assert printed.strip() == str(song)
    assert seconds_of(song) == pytest.approx(5, abs=0.1)
    assert list(tmp_path.iterdir()) == [song]


def test_the_client_takes_up_a_stream_that_was_cut(server: Serving, tmp_path: Path) -> None:
    before = _tracks(server)
    with cutting_relay(httpx.URL(server.url).port or 0, streams=2) as relay:
        address = f"http://127.0.0.1:{relay.server_address[1]}"
        words = ["calm piano at night", "--out", "song.mp3", "--duration", "5"]
        run(server, tmp_path, [sys.executable, EXAMPLES / "client.py", *words], MGL_URL=address)
    assert relay.streams_to_cut == 0
    assert seconds_of(tmp_path / "song.mp3") == pytest.approx(5, abs=0.2)
    assert _tracks(server) == before + 1


def test_the_client_tells_what_the_server_has_against_it(server: Serving, tmp_path: Path) -> None:
    words = ["much too long", "--out", "song.mp3", "--duration", "36001"]
    ended = ended_as(server, tmp_path, [sys.executable, EXAMPLES / "client.py", *words])
    assert ended.returncode == 1
    assert "duration_seconds" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_channel_is_made_once_however_often_it_is_asked_for(
    server: Serving, tmp_path: Path
) -> None:
    prompts = ["lofi with rain", "", "# not yet", "lofi with rain", "фортепиано / ночь"]
    (tmp_path / "prompts.txt").write_text("\n".join(prompts), "utf-8")
    program = [sys.executable, str(EXAMPLES / "batch_for_a_channel.py"), "prompts.txt"]
    before = _tracks(server)
    run(server, tmp_path, [*program, "--out", "channel", "--duration", "5"])
    made = sorted((tmp_path / "channel").iterdir())
    assert [song.name for song in made] == [
        "01-lofi-with-rain.mp3",
        "02-lofi-with-rain.mp3",
        "03-фортепиано-ночь.mp3",
    ]
    assert [read_tags(song).title != "" for song in made] == [True] * 3
    assert made[0].read_bytes() != made[1].read_bytes()
    second = made[1].read_bytes()
    made[1].unlink()
    printed = run(server, tmp_path, [*program, "--out", "channel", "--duration", "5"])
    assert printed.split() == ["channel/02-lofi-with-rain.mp3"]
    assert made[1].read_bytes() == second
    assert _tracks(server) == before + 3


def test_a_channel_asks_again_for_what_was_canceled(server: Serving, tmp_path: Path) -> None:
    (tmp_path / "prompts.txt").write_text("ambient, to be canceled", "utf-8")
    words = [str(EXAMPLES / "batch_for_a_channel.py"), "prompts.txt", "--duration", "5"]
    server.client.post("/api/v1/queue/pause")
    try:
        with ThreadPoolExecutor(1) as thread:
            first = thread.submit(ended_as, server, tmp_path, [sys.executable, *words])
            job = wait_until(lambda: _waiting(server), what="the job")
            server.client.post(job["links"]["cancel"])
            ended = first.result()
    finally:
        server.client.post("/api/v1/queue/resume")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "canceled" in ended.stderr
    run(server, tmp_path, [sys.executable, *words])
    assert seconds_of(tmp_path / "channel" / "01-ambient-to-be-canceled.mp3") > 4
    assert server.job(job["id"])["status"] == "completed"  # the same job, not a second one


def test_the_shell_program_fetches_what_was_asked_for(
    server: Serving, tmp_path: Path, curl: None
) -> None:
    words = ["calm \"piano\" at 'night'", "song.mp3", "5"]
    printed = run(server, tmp_path, ["bash", EXAMPLES / "curl_generate.sh", *words])
    assert printed.strip() == "song.mp3"
    assert seconds_of(tmp_path / "song.mp3") == pytest.approx(5, abs=0.2)
    ended = ended_as(server, tmp_path, ["bash", EXAMPLES / "curl_generate.sh", "x", "y.mp3", "1"])
    assert ended.returncode != 0
    assert not (tmp_path / "y.mp3").exists()


def test_every_example_is_in_the_readme_and_run_here() -> None:
    here = Path(__file__).read_text("utf-8")
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    programs = [file.name for file in EXAMPLES.iterdir() if file.suffix in (".py", ".sh")]
    assert programs
    for name in programs:
        assert f"({name})" in readme
        assert f'EXAMPLES / "{name}"' in here


def _waiting(server: Serving) -> dict[str, Any] | None:
    """A job that waits, if there is one."""
    jobs = server.client.get("/api/v1/jobs", params={"status": "queued"}).json()["items"]
    return jobs[0] if jobs else None


def _tracks(server: Serving) -> int:
    total: int = server.client.get("/api/v1/tracks").json()["total"]
    return total
