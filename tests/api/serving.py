"""A real `mgl serve` as a process of its own, with a data folder and engines of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from musicgen_local.api.application import create_app
from musicgen_local.config import Settings
from musicgen_local.engines.registry import open_engine
from servers import PATIENCE_SECONDS, free_port, wait_until

TESTS = Path(__file__).parents[1]
PLUCK = {"pluck": "third_party:PluckEngine"}


@dataclass
class Serving:
    """The running server: speak to it with `client`."""

    client: httpx.Client
    url: str
    data_dir: Path
    log: Path  # all that it and its worker wrote
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """Ask it to end, as a service manager would; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def job(self, job_id: str) -> dict[str, Any]:
        """The job as it stands."""
        answer = self.client.get(f"/api/v1/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        job: dict[str, Any] = answer.json()
        return job

    def finished(self, job_id: str) -> dict[str, Any]:
        """The job, once it is completed, failed or canceled."""

        deadline = time.monotonic() + PATIENCE_SECONDS
        while (job := self.job(job_id))["status"] not in ("completed", "failed", "canceled"):
            assert time.monotonic() < deadline, f"job {job_id} doesn't end: {job}"
            time.sleep(0.1)
        return job


def install_engines(folder: Path, engines: Mapping[str, str]) -> Path:
    """A third party's package with these entry points, as pip would have left it in `folder`."""
    package = folder / "bands-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: bands\nVersion: 1.0\n")
    points = "".join(f"{name} = {place}\n" for name, place in engines.items())
    (package / "entry_points.txt").write_text(f"[musicgen_local.engines]\n{points}")
    return folder


@contextmanager
def serving(
    folder: Path,
    engines: Mapping[str, str] = PLUCK,
    *,
    options: Sequence[str] = (),
    **settings: str,
) -> Iterator[Serving]:
    """`mgl serve` with its data in `folder`, ready to answer; `settings` are MGL_ variables."""
    site = folder / "site"
    if not site.exists():
        install_engines(site, engines)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    environment = {name: value for name, value in os.environ.items() if "MGL_" not in name.upper()}
    environment |= {
        "MGL_DATA_DIR": str(folder / "data"),
        "PYTHONPATH": os.pathsep.join(
            [str(site), str(TESTS), str(TESTS / "api"), os.environ.get("PYTHONPATH", "")]
        ),
    }
    environment |= {f"MGL_{name.upper()}": value for name, value in settings.items()}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "musicgen_local", "serve", "--port", str(port), *options],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        server = Serving(client, url, folder / "data", log, process)
        try:
            wait_until(lambda: _answers(server), PATIENCE_SECONDS, "the start of the server")
            yield server
            server.stop()
        finally:
            _end(process)


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """An application of this process behind a real uvicorn: what it is told, it is told by HTTP.

    No worker runs: jobs stay where they are.
    """
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), what="the start of uvicorn")
        assert server.started, "the application didn't start"
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def served_alone(folder: Path, engines: Mapping[str, str] = PLUCK) -> Iterator[httpx.Client]:
    """`served` with data and engines in `folder`, for tests that share one application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(install_engines(folder / "site", engines)))
        open_engine.cache_clear()
        with served(create_app(Settings(data_dir=folder / "data"))) as client:
            yield client
    open_engine.cache_clear()


def _answers(server: Serving) -> bool:
    assert server.process.poll() is None, f"the server ended: {server.log.read_text()[-4000:]}"
    try:
        return server.client.get("/health/live").status_code == 200
    except httpx.TransportError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing behind, whatever a test has done: the session is the server's own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
