"""Where a stream goes: a file, a pipe, a player, a radio server."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from musicgen_local.audio.encode import Encoder, TagSource, ThreadedEncoder
from musicgen_local.audio.encode_live import LiveEncoder, LiveFormat, live_encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.value import FloatArray
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken
from musicgen_local.studio.icecast import IcecastAddress, IcecastConnection

Tell = Callable[[str], None]  # a sentence for the person who watches

# Players that read WAV from their input, best first.
_PLAYERS = (
    ("mpv", "--no-video", "--really-quiet", "-"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error", "-i", "-"),
    ("aplay", "-q"),
)
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 30.0
_LOOK_SECONDS = 0.1  # how soon a stop is noticed


class Sink(Protocol):
    """Takes blocks until its `with` ends. `title` is that of the movement at the block's start."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def write(self, block: FloatArray, title: str, /) -> None:
        """Send `block` [2, frames] on."""
        ...


class FileSink:
    """One file that appears when the stream ends well, or is stopped; whole and tagged.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """

    def __init__(self, path: Path, audio_format: AudioFormat, rate: int, tags: TagSource | None):
        self._encoder = ThreadedEncoder(
            Encoder(path, audio_format, sample_rate=rate, channels=2, tags=tags)
        )

    def __enter__(self) -> Self:
        self._encoder.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._encoder.__exit__(kind, error, trace)

    def write(self, block: FloatArray, _title: str, /) -> None:
        """Append `block`."""
        self._encoder.write(block)


class PipeSink:
    """Bytes into an open file, such as standard output; it stays open."""

    def __init__(self, out: IO[bytes], live_format: LiveFormat, rate: int, kilobits: int) -> None:
        self._out = out
        self._encoder = live_encoder(live_format, rate, kilobits=kilobits)

    def __enter__(self) -> Self:
        self._put(self._encoder.start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, OSError):
            self._put(self._encoder.finish())

    def write(self, block: FloatArray, _title: str, /) -> None:
        """Send `block`.

        Raises:
            BrokenPipeError: when the reader has gone.
        """
        self._put(self._encoder.encode(block))

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._out.flush()


class PlayerSink:
    """A music player of this machine that reads WAV from its input."""

    def __init__(self, command: list[str], rate: int) -> None:
        self._command = command
        self._rate = rate

    def __enter__(self) -> Self:
        self._player = subprocess.Popen(self._command, stdin=subprocess.PIPE)
        assert self._player.stdin is not None
        self._pipe = PipeSink(self._player.stdin, LiveFormat.WAV, self._rate, kilobits=0)
        self._pipe.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            assert self._player.stdin is not None
            self._player.stdin.close()
        self._player.wait()

    def write(self, block: FloatArray, title: str, /) -> None:
        """Send `block`; the pipe is as slow as the music.

        Raises:
            MachineError: `INTERNAL` when the player has failed.
            BrokenPipeError: when it was closed.
        """
        try:
            self._pipe.write(block, title)
        except BrokenPipeError:
            if self._player.wait():
                raise MachineError(
                    ErrorCode.INTERNAL,
                    f"The player {self._command[0]} ended with code {self._player.returncode}.",
                    recovery="Is a sound device connected? --to FILE writes a file instead.",
                ) from None
            raise


def find_player() -> list[str]:
    """The command of a player that reads WAV from its input.

    Raises:
        MachineError: `NOT_FOUND` when none is installed.
    """
    for command in _PLAYERS:
        if shutil.which(command[0]):
            return list(command)
    raise MachineError(
        ErrorCode.NOT_FOUND,
        "No music player that can play a stream was found on this machine.",
        recovery="Install mpv or ffmpeg, or send the stream elsewhere: --to FILE, --to -",
    )


class IcecastSink:
    """A mount point of an Icecast server; where it goes away the music waits until it is back.

    Raises:
        UserError: `UNAUTHORIZED`, `CONFLICT` or `VALIDATION`, when the server refuses.
        MachineError: `UNREACHABLE`, at the start only: later it tries again and again.
    """

    def __init__(
        self,
        address: IcecastAddress,
        live_format: LiveFormat,
        rate: int,
        *,
        kilobits: int,
        name: str,
        tell: Tell,
        cancel: CancelToken,
    ) -> None:
        self._address = address
        self._format = live_format
        self._rate = rate
        self._kilobits = kilobits
        self._name = name
        self._tell = tell
        self._cancel = cancel
        self._connection: IcecastConnection | None = None
        self._encoder: LiveEncoder | None = None
        self._title = ""
        self.interruptions = 0

    def __enter__(self) -> Self:
        self._connection = self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is None:
            return
        with suppress(OSError):
            if self._encoder is not None:
                self._connection.send(self._encoder.finish())
        self._connection.close()

    def write(self, block: FloatArray, title: str, /) -> None:
        """Send `block`, when the server takes it.

        Raises:
            UserError: when the server came back and refuses.
        """
        while not self._cancel.canceled:
            try:
                self._send(block, title)
                return
            except OSError as error:
                self._tell(f"The connection to {self._address} broke ({error}); trying again.")
                self._reconnect()

    def _send(self, block: FloatArray, title: str) -> None:
        assert self._connection is not None
        data = b""
        renamed = title != self._title
        in_stream = self._format is LiveFormat.OPUS  # whose comments stand at a stream's start
        if self._encoder is not None and renamed and in_stream:
            data += self._encoder.finish()
            self._encoder = None
        if self._encoder is None:
            self._encoder = live_encoder(
                self._format, self._rate, kilobits=self._kilobits, title=title
            )
            data += self._encoder.start()
        data += self._encoder.encode(block)
        self._connection.send(data)
        self._title = title
        if renamed and not in_stream:
            self._connection.tell_title(title)

    def _reconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._encoder, self._title = None, None, ""
        self.interruptions += 1
        pause = _FIRST_PAUSE_SECONDS
        while self._connection is None and not self._cancel.canceled:
            try:
                self._connection = self._open()
                self._tell(f"{self._address} takes the stream again.")
            except (MachineError, UserError) as error:
                # After a broken line the server may hold the mount point for some seconds more.
                if error.code not in (ErrorCode.UNREACHABLE, ErrorCode.CONFLICT):
                    raise
                wait_unless(self._cancel, pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _open(self) -> IcecastConnection:
        info = f"samplerate={self._rate};channels=2;bitrate={self._kilobits}"
        return IcecastConnection(
            self._address,
            self._format.mime_type,
            {
                "Ice-Name": self._name,
                "Ice-Description": "Composed as it plays by MusicGen Local",
                "Ice-Public": "0",
                "Ice-Bitrate": str(self._kilobits),
                "Ice-Audio-Info": info,
            },
        )


class Pace:
    """Real time: holds a sender back so that it is never more than `lead_seconds` ahead."""

    def __init__(self, lead_seconds: float, cancel: CancelToken) -> None:
        self._lead = lead_seconds
        self._cancel = cancel
        self.restart()

    def restart(self) -> None:
        """Count from now on."""
        self._start = time.monotonic()
        self._sent_seconds = 0.0

    def sent(self, seconds: float) -> None:
        """So much more was sent: wait until it is due, or somebody stops it all."""
        self._sent_seconds += seconds
        ahead = self._sent_seconds - (time.monotonic() - self._start)
        if ahead < 0:  # too slow for a while: what was missed can't be made up for
            self.restart()
        wait_unless(self._cancel, ahead - self._lead)


def wait_unless(cancel: CancelToken, seconds: float) -> None:
    """Wait, but not longer than until `cancel` is set."""
    end = time.monotonic() + seconds
    while not cancel.canceled and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _LOOK_SECONDS))
