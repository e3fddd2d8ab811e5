"""The knobs of a stream that plays: lines that are typed, or written to a file or a FIFO."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from musicgen_local.errors import ErrorCode, MusicGenError, UserError
from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.studio.stream import EndlessStream

_LOOK_SECONDS = 0.1
_TYPED = Path("-")


class Control:
    """Reads lines such as `energy 0.2; tempo 90`, `now` and `stop`, in a thread of its own.

    `path` is a FIFO, or a file that grows: lines that are in it already count; `-` is standard
    input. A line that can't be carried out is answered on standard error, and the music goes on.

    Raises:
        UserError: `NOT_FOUND` when there is no such file.
    """

    def __init__(self, path: Path | None, cancel: CancelToken) -> None:
        if path is not None and path != _TYPED and not path.exists():
            raise UserError(
                ErrorCode.NOT_FOUND,
                f"There is no control file at {path}.",
                recovery=f"Make one first: mkfifo {path}   (or an empty file)",
                details={"field": "control"},
            )
        self._path = path
        self._cancel = cancel
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._thread is not None and self._path != _TYPED:
            self._thread.join()

    def steer(self, stream: EndlessStream) -> None:
        """Let the lines change `stream` from now on."""
        if self._path is None:
            return
        # Nobody waits for the next line of a terminal when the music has ended: a daemon.
        self._thread = threading.Thread(
            target=self._listen, args=(stream,), name="control", daemon=True
        )
        self._thread.start()

    def _listen(self, stream: EndlessStream) -> None:
        for line in self._lines():
            words = line.strip()
            if not words or words.startswith("#"):
                continue
            try:
                self._obey(words, stream)
            except MusicGenError as error:
                typer.echo(f"{error.message} {error.recovery}", err=True)

    def _obey(self, words: str, stream: EndlessStream) -> None:
        from musicgen_local.studio.stream import Change

        if words == "stop":
            self._cancel.cancel()
        elif words == "now":
            typer.echo(str(stream.now), err=True)
        else:
            stream.change(Change.parse(words))
            typer.echo(f"At the next bar line: {words}", err=True)

    def _lines(self) -> Iterator[str]:
        assert self._path is not None
        if self._path == _TYPED:
            yield from iter(sys.stdin.readline, "")
            return
        fifo = stat.S_ISFIFO(self._path.stat().st_mode)
        # For reading and writing: a FIFO then has no end when a writer closes it, nor blocks now.
        flags = (os.O_RDWR | os.O_NONBLOCK) if fifo else os.O_RDONLY
        descriptor = os.open(self._path, flags)
        waiting = b""
        try:
            while not self._ended.is_set():
                try:
                    more = os.read(descriptor, 4096)
                except BlockingIOError:
                    more = b""
                if not more:
                    time.sleep(_LOOK_SECONDS)
                *lines, waiting = (waiting + more).split(b"\n")
                yield from (line.decode("utf-8", "replace") for line in lines)
        finally:
            os.close(descriptor)
