"""`mgl serve` and `mgl worker`, as processes that are started, asked and stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from servers import PATIENCE_SECONDS, free_port, wait_until

READY = re.compile(r"MusicGen Local is at (http://\S+)")


@contextmanager
def started(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`mgl` in a session of its own, so that nothing of it is left when the test is over."""
    clean = {name: value for name, value in os.environ.items() if "MGL_" not in name.upper()}
    process = subprocess.Popen(
        [sys.executable, "-m", "musicgen_local", *arguments],
        env=clean | {"MGL_DATA_DIR": str(folder / "data")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    """Where the server says that it is; it says so when it is ready."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = READY.fullmatch(line.strip())
    assert found, line or process.communicate()
    return found[1]


def refused(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and what is told on standard error, of a start that must not succeed."""
    with started(folder, *arguments, **environment) as process:
        out, told = process.communicate(timeout=PATIENCE_SECONDS)
        assert out == ""
        assert "Traceback" not in told
        return process.returncode, told


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b"Z" not in Path(f"/proc/{pid}/stat").read_bytes().rsplit(b")", 1)[-1].split()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_a_server_says_when_it_is_ready_and_stops_when_asked(
    tmp_path: Path, number: signal.Signals
) -> None:
    with started(tmp_path, "serve", "--port", "0") as process:
        url = address_of(process)
        assert httpx.get(f"{url}/health/ready").status_code == 200
        assert httpx.get(f"{url}/api/v1/settings").json()["environment"]["port"] > 0

        def worker() -> int | None:
            lines = httpx.get(f"{url}/metrics").text.splitlines()
            found = "musicgen_workers 1.0" in lines
            return (
                int(httpx.get(f"{url}/api/v1/queue").json()["workers"][0]["pid"]) if found else None
            )

        pid = int(wait_until(worker, PATIENCE_SECONDS, "the start of the worker"))
        with httpx.stream("GET", f"{url}/api/v1/events"):  # somebody who listens on and on
            process.send_signal(number)
            assert process.wait(PATIENCE_SECONDS) == 0
        assert not is_alive(pid)
        out, told = process.communicate()
        assert out == ""
        assert "Traceback" not in told


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    with started(tmp_path, "serve", "--port", "0") as process:
        url = address_of(process)

        def pids() -> set[int]:
            workers = httpx.get(f"{url}/api/v1/queue").json()["workers"]
            return {worker["pid"] for worker in workers if worker["alive"]}

        first = wait_until(pids, PATIENCE_SECONDS, "the start of the worker")
        os.kill(next(iter(first)), signal.SIGKILL)
        wait_until(lambda: pids() - first, PATIENCE_SECONDS, "another worker")


def test_without_a_worker_jobs_wait(tmp_path: Path) -> None:
    with started(tmp_path, "serve", "--no-worker", "--port", "0") as process:
        url = address_of(process)
        assert httpx.get(f"{url}/health").json()["status"] == "degraded"
        assert httpx.get(f"{url}/api/v1/queue").json()["workers"] == []
        with started(tmp_path, "worker") as worker:

            def works() -> bool:
                assert worker.poll() is None, worker.communicate()
                return bool(httpx.get(f"{url}/api/v1/queue").json()["workers"])

            wait_until(works, PATIENCE_SECONDS, "the worker's first report")
            worker.send_signal(signal.SIGINT)
            assert worker.wait(PATIENCE_SECONDS) == 0


def test_a_port_that_is_taken_is_told_with_the_way_out(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        code, told = refused(tmp_path, "serve", "--port", str(port))
    assert code == 2
    assert f"Port {port} is in use already." in told
    assert "--port 0" in told


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("--host", "0.0.0.0"), {}, "MGL_API_KEY"),
        ((), {"MGL_HOST": "0.0.0.0"}, "MGL_ALLOW_OPEN_NETWORK"),
        (("--host", "no.such.host.invalid"), {"MGL_API_KEY": "k"}, "no address of this machine"),
        (("--host", "203.0.113.7"), {"MGL_API_KEY": "k"}, "203.0.113.7"),
        (("--port", "70000"), {}, "--port"),
        ((), {"MGL_PORT": "many"}, "MGL_PORT"),
        ((), {"MGL_DATABASE_URL": "nonsense"}, "MGL_DATABASE_URL"),
    ],
    ids=["open", "open-by-setting", "no-host", "not-ours", "port", "port-setting", "database"],
)
def test_a_start_that_cannot_work_says_why(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    code, error = refused(tmp_path, "serve", "--port", "0", *arguments, **environment)
    assert code == 2
    assert told in error


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    code, told = refused(tmp_path, "serve", "--port", "0")
    assert code == 3
    assert "MGL_DATA_DIR" in told


def test_a_key_opens_a_server_to_the_network(tmp_path: Path) -> None:
    arguments = ("serve", "--no-worker", "--host", "0.0.0.0", "--port", "0")
    with started(tmp_path, *arguments, MGL_API_KEY="the-key") as process:
        url = address_of(process)
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/api/v1/jobs").status_code == 401
        headers = {"X-API-Key": "the-key"}
        assert httpx.get(f"{url}/api/v1/jobs", headers=headers).status_code == 200


def test_uvicorn_serves_it_too(tmp_path: Path) -> None:
    """As `uvicorn musicgen_local.api:app --host 0.0.0.0`: it serves this machine, in our words."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if "MGL_" not in name.upper()}
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "musicgen_local.api:app", "--host", "0.0.0.0",
         "--port", str(port)],
        env=clean | {"MGL_DATA_DIR": str(tmp_path / "data"), "MGL_LOG_LEVEL": "info",
                     "MGL_LOG_FORMAT": "json"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:

        def answers() -> bool:
            assert process.poll() is None, process.communicate()
            with suppress(httpx.TransportError):
                return httpx.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200
            return False

        wait_until(answers, PATIENCE_SECONDS, "the start of uvicorn")
        httpx.get(f"http://127.0.0.1:{port}/api/v1/jobs", params={"search": "my-prompt"})
        forwarded = {"X-Forwarded-For": "192.168.1.9"}  # what a proxy on this machine says
        answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/jobs", headers=forwarded)
        assert answer.status_code == 403
    finally:
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=PATIENCE_SECONDS)
    assert "my-prompt" not in out + told
    records = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert "GET /api/v1/jobs 200" in [record["message"] for record in records]
