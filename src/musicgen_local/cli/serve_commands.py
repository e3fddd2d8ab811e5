"""`mgl serve` and `mgl worker`: the HTTP API with somebody who works for it, or a worker alone."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from uvicorn import Server

    from musicgen_local.config import Settings

_APP = "musicgen_local.api:app"  # by name: the terminal and the API don't know each other
_BACKLOG = 2048
_LAST_ANSWERS_SECONDS = 3  # for answers that are under way when the server is stopped


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Address to listen at; MGL_HOST unless given.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=0, max=65_535, help="Port to listen at; 0 takes a free one. MGL_PORT."
        ),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the studio in the browser once it is ready.")
    ] = False,
    worker: Annotated[
        bool,
        typer.Option("--worker/--no-worker", help="Carry out jobs, too, in a process of its own."),
    ] = True,
) -> None:
    """Serve the web studio and its HTTP API, and carry out its jobs; Ctrl-C stops it."""
    from musicgen_local.config import load_settings, use_settings
    from musicgen_local.exposure import check_exposure
    from musicgen_local.jobs.supervisor import WorkerSupervisor
    from musicgen_local.logs import set_up_logs

    signal.signal(signal.SIGINT, signal.default_int_handler)  # sockets and children to close
    gc.disable()  # nothing is garbage while a program starts, and looking for it takes a fifth
    given = {"host": host, "port": port}
    changes = {name: value for name, value in given.items() if value is not None}
    settings = load_settings().model_copy(update=changes)
    check_exposure(settings, settings.host)
    set_up_logs(settings)
    with closing(_listen(settings.host, settings.port)) as listening:
        settings = settings.model_copy(update={"port": listening.getsockname()[1]})
        use_settings(settings)
        _open_databases_once(settings)
        supervisor = WorkerSupervisor(settings) if worker else None

        def on_ready() -> None:
            address = _address(settings)
            typer.echo(f"MusicGen Local is at {address}")
            sys.stdout.flush()
            gc.freeze()
            gc.enable()
            if supervisor is not None:
                supervisor.start()
            if open_browser:
                _show(address)

        try:
            with _stopping_is_no_failure():
                _server(settings, on_ready).run(sockets=[listening])
        finally:
            if supervisor is not None:
                supervisor.stop()


def worker(
    engines: Annotated[
        str | None,
        typer.Option("--engines", help="Take jobs of these engines only, as in `a,b`."),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", min=1, max=64, help="Jobs of one engine at a time; 1."),
    ] = None,
) -> int:
    """Carry out jobs for servers that share this machine's database; Ctrl-C stops it."""
    from musicgen_local.cli.options import split_list
    from musicgen_local.config import load_settings
    from musicgen_local.jobs.worker.process import run_worker
    from musicgen_local.logs import set_up_logs

    signal.signal(signal.SIGINT, signal.default_int_handler)  # children to stop
    settings = load_settings()
    set_up_logs(settings)
    try:
        return run_worker(settings, split_list([engines]) if engines else None, concurrency)
    except KeyboardInterrupt:  # before the worker has got so far as to listen to signals
        return 0


def _server(settings: Settings, on_ready: Callable[[], None]) -> Server:
    import uvicorn

    class ReadyServer(uvicorn.Server):
        """Tells when the first request can be answered."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                on_ready()

    return ReadyServer(
        uvicorn.Config(
            _APP,
            host=settings.host,
            port=settings.port,
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level=settings.log_level.lower(),
            access_log=False,
            proxy_headers=False,  # any caller may claim to come from elsewhere
            server_header=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=_LAST_ANSWERS_SECONDS,
        )
    )


def _open_databases_once(settings: Settings) -> None:
    """Make or update them before anybody uses them: what is wrong with them is told right here."""
    from musicgen_local.jobs.queue import JobQueue
    from musicgen_local.studio import Studio

    with closing(Studio(settings).library), closing(JobQueue.open(settings)):
        pass


def _listen(host: str, port: int) -> socket.socket:
    """A socket at this address that nobody else has.

    Raises:
        UserError: `CONFLICT` when the port is taken, `VALIDATION` for an address that isn't ours.
    """
    from musicgen_local.errors import ErrorCode, UserError

    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = sorted(found, key=lambda one: one[0])[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UserError(
            ErrorCode.VALIDATION,
            f"{host} is no address of this machine: {error.strerror or error}.",
            recovery="Use 127.0.0.1, or an address that this machine has.",
            details={"field": "host"},
        ) from error
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)  # claimed now: two that start at once would both have bound
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        raise UserError(
            ErrorCode.CONFLICT if taken else ErrorCode.VALIDATION,
            f"Port {port} is in use already."
            if taken
            else f"Can't listen at {host}, port {port}: {error.strerror or error}.",
            recovery="Stop the program that uses it (perhaps another `mgl serve`), or choose "
            "another with --port; --port 0 takes a free one."
            if taken
            else "Use an address of this machine, and a port from 1024 on.",
            details={"field": "port", "port": port},
        ) from error
    return listening


def _show(address: str) -> None:
    """Open the studio in the browser, which may take as long as it likes to return."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _address(settings: Settings) -> str:
    """Where a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(
        settings.host, settings.host
    )
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"http://{host}:{settings.port}"


@contextmanager
def _stopping_is_no_failure() -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the server with exit code 0.

    uvicorn stops at these signals and then raises them once more for whoever had them before it.
    """
    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {
        name: signal.signal(getattr(signal, name), lambda _number, _frame: None) for name in names
    }
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
