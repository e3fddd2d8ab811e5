"""Downloads that survive a break, a stop or a restart, and are hashed while they come in."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.assets.asset import AssetFile, FetchContext, ProviderFailedError
from musicgen_local.assets.staging import (
    CHUNK_BYTES,
    Fingerprint,
    check_identity,
    flush_to_disk,
)
from musicgen_local.assets.waiting import run_leavable
from musicgen_local.errors import Canceled

if TYPE_CHECKING:
    import httpx

BACKOFF_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Waits between attempts that brought nothing; after the last one the source is given up."""

DOWNLOADING = "downloading"  # what a download says of itself while bytes come in

_LONGEST_WAIT_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 30.0
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_WORTH_RETRYING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


Refusal = Callable[["httpx.Response"], ProviderFailedError]
"""What an answer that is no success means to a person."""


def plain_refusal(response: httpx.Response) -> ProviderFailedError:
    """What such an answer means where nothing more is known of the server."""
    status = response.status_code
    match status:
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return ProviderFailedError(f"the file is not there any more ({status})")
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return ProviderFailedError(f"the server does not give it to everybody ({status})")
        case _:
            return ProviderFailedError(f"the server answered {status}")


@dataclass(frozen=True, slots=True)
class Remote:
    """A file and the address it can be had from.

    `headers` go to that address only, never along with a redirect to another host or port.
    """

    file: AssetFile
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal = plain_refusal


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A complete file among the parts, and its hashes."""

    path: Path
    fingerprint: Fingerprint


def open_client() -> httpx.Client:
    """A client with the patience that downloads need."""
    import httpx  # takes a tenth of a second to import, and most commands never download

    timeout = httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS)
    return httpx.Client(follow_redirects=True, timeout=timeout)


def download_all(remotes: Sequence[Remote], context: FetchContext) -> dict[AssetFile, Downloaded]:
    """Download every one of `remotes`; each complete file lies among `context.parts`.

    Complete files stay among the parts too until all of them are here, so that a stop in the
    third of three large files costs nothing of the first two.

    Raises:
        ProviderFailedError: when one can't be had, or is not the file that was meant.
        Canceled: within a second of the request; what has come so far is kept.
    """
    context.parts.mkdir(parents=True, exist_ok=True)
    total = sum(remote.file.size_bytes for remote in remotes)
    done = 0
    arrived: dict[AssetFile, Downloaded] = {}
    with open_client() as client:
        for remote in remotes:
            part = context.parts / f"{remote.file.sha256 or remote.file.git_sha1}.part"
            if any(part == earlier.path for earlier in arrived.values()):
                part = part.with_stem(f"{part.stem}-{len(arrived)}")  # the same bytes twice
            download = _Download(client, remote, part)
            run_leavable(
                download.run,
                context.cancel,
                lambda download=download, done=done: context.report(  # type: ignore[misc]
                    done + download.received, total, download.state
                ),
            )
            done += remote.file.size_bytes
            arrived[remote.file] = Downloaded(part, download.fingerprint)
    return arrived


def ask(
    client: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    refusal: Refusal,
    left: threading.Event,
) -> httpx.Response:
    """The answer to a small question, asked again while the server has no time for it.

    Raises:
        ProviderFailedError: when it gives none.
        Canceled: when `left` is set between two attempts.
    """
    import httpx

    patience = _Patience(left)
    while True:
        _leave_if(left)
        try:
            response = client.get(url, headers=dict(headers))
            if response.is_success:
                return response
            raise _refused(response, refusal)
        except _BreakError as error:
            patience.wait(str(error), error.wait_seconds)
        except httpx.TransportError as error:
            patience.wait(_told(error))
        except httpx.HTTPError as error:
            raise ProviderFailedError(str(error)) from error


def size_at(client: httpx.Client, url: str, left: threading.Event) -> int:
    """How many bytes the file at `url` has, as its server says; the file itself is not fetched.

    Raises:
        ProviderFailedError: when the server doesn't say.
        Canceled: when `left` is set between two attempts.
    """
    import httpx

    headers = {"Range": "bytes=0-0", "Accept-Encoding": "identity"}
    patience = _Patience(left)
    while True:
        _leave_if(left)
        try:
            with client.stream("GET", url, headers=headers) as response:
                if not response.is_success:
                    raise _refused(response, plain_refusal)
                span = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
                length = response.headers.get("Content-Length", "")
                size = span[2] if span else length
                if not size.isdigit():
                    raise ProviderFailedError("the server does not say how large the file is")
                return int(size)
        except _BreakError as error:
            patience.wait(str(error), error.wait_seconds)
        except httpx.TransportError as error:
            patience.wait(_told(error))
        except httpx.HTTPError as error:
            raise ProviderFailedError(str(error)) from error


class _BreakError(Exception):
    """This attempt failed in a way that another one may not."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class _Patience:
    """Waits between attempts that brought nothing, until there have been too many of them."""

    def __init__(self, left: threading.Event) -> None:
        self._left = left
        self._fruitless = 0

    def wait(self, reason: str, seconds: float | None = None, *, fruitful: bool = False) -> None:
        """Wait before the next attempt.

        Raises:
            ProviderFailedError: with `reason`, when this was the last one.
        """
        self._fruitless = 0 if fruitful else self._fruitless + 1
        if self._fruitless >= len(BACKOFF_SECONDS):
            raise ProviderFailedError(reason)
        pause = BACKOFF_SECONDS[self._fruitless] if seconds is None else seconds
        self._left.wait(min(pause, _LONGEST_WAIT_SECONDS))


class _Download:
    """One file on its way; `received` and `state` may be read from another thread."""

    def __init__(self, client: httpx.Client, remote: Remote, part: Path) -> None:
        self.received = 0
        self.state = DOWNLOADING
        self._client = client
        self._remote = remote
        self._part = part
        self._note = part.with_suffix(".json")
        self.fingerprint = Fingerprint(remote.file)

    def run(self, left: threading.Event) -> None:
        """Bring the part to the full size and the right hash, in as many attempts as it takes."""
        self._pick_up(left)
        resumed = self.received > 0
        while True:
            self._fill(left)
            try:
                check_identity(self._remote.file, self.received, self.fingerprint)
            except ProviderFailedError:
                self._restart()
                if not resumed:
                    raise
                resumed = False  # the part from an earlier day was bad: once more, from nothing
            else:
                return

    def _pick_up(self, left: threading.Event) -> None:
        self._part.touch()
        if self._part.stat().st_size > self._remote.file.size_bytes:
            self._restart()
            return
        self.state = "checking what is here already"
        with self._part.open("rb") as part:
            while chunk := part.read(CHUNK_BYTES):
                _leave_if(left)
                self.fingerprint.update(chunk)
                self.received += len(chunk)
        self.state = DOWNLOADING

    def _fill(self, left: threading.Event) -> None:
        import httpx

        patience = _Patience(left)
        while self.received < self._remote.file.size_bytes:
            _leave_if(left)
            before = self.received
            try:
                self._attempt(left)
                reason, wait = "the connection ended early", None
            except _BreakError as error:
                reason, wait = str(error), error.wait_seconds
            except httpx.TransportError as error:
                reason, wait = _told(error), None
            except httpx.HTTPError as error:
                raise ProviderFailedError(str(error)) from error
            if self.received == self._remote.file.size_bytes:
                return
            self.state = f"trying again ({reason})"
            patience.wait(reason, wait, fruitful=self.received > before)

    def _attempt(self, left: threading.Event) -> None:
        headers = {**self._remote.headers, "Accept-Encoding": "identity"}
        if self.received:
            headers["Range"] = f"bytes={self.received}-"
            if validator := self._validator():
                headers["If-Range"] = validator
        with self._client.stream("GET", self._remote.url, headers=headers) as response:
            self._agree(response)
            self._remember(response)
            self.state = DOWNLOADING
            with self._part.open("ab") as out:
                try:
                    for chunk in response.iter_raw():
                        _leave_if(left)
                        if self.received + len(chunk) > self._remote.file.size_bytes:
                            raise ProviderFailedError("the server sends more than the file has")
                        out.write(chunk)
                        out.flush()  # a thread that is left behind must not write later
                        self.fingerprint.update(chunk)
                        self.received += len(chunk)
                finally:
                    flush_to_disk(out)

    def _agree(self, response: httpx.Response) -> None:
        """Make sure that the body continues what is here, or start over."""
        expected = self._remote.file.size_bytes
        status = response.status_code
        if status == HTTPStatus.PARTIAL_CONTENT:
            match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if match is None or int(match[1]) != self.received:
                self._restart()
                raise _BreakError("the server continued at another place")
            if match[2] != "*" and int(match[2]) != expected:
                self._restart()
                raise _another_file(int(match[2]), expected)
        elif status == HTTPStatus.OK:
            if self.received:
                self._restart()
            length = response.headers.get("Content-Length", "")
            if length.isdigit() and int(length) != expected:
                raise _another_file(int(length), expected)
        elif status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._restart()
            raise _BreakError("the server could not continue")
        else:
            raise _refused(response, self._remote.refusal)

    def _restart(self) -> None:
        self._part.write_bytes(b"")
        self._note.unlink(missing_ok=True)
        self.fingerprint = Fingerprint(self._remote.file)
        self.received = 0

    def _remember(self, response: httpx.Response) -> None:
        """Note what tells this version from another (RFC 9110, 13.1.5: no weak tags)."""
        tag = response.headers.get("ETag", "")
        validator = tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
        note = {"url": self._remote.url, "validator": validator}
        self._note.write_text(json.dumps(note), encoding="utf-8")

    def _validator(self) -> str | None:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return str(note["validator"]) if note["url"] == self._remote.url else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # the SHA-256 at the end still decides


def _refused(response: httpx.Response, refusal: Refusal) -> Exception:
    """What to raise for an answer that is no success."""
    status = response.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _WORTH_RETRYING:
        wait = response.headers.get("Retry-After", "")
        return _BreakError(f"the server answered {status}", float(wait) if wait.isdigit() else None)
    return refusal(response)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _another_file(size: int, expected: int) -> ProviderFailedError:
    return ProviderFailedError(f"the server has {size:,} bytes there instead of {expected:,}")


def _leave_if(left: threading.Event) -> None:
    if left.is_set():
        raise Canceled
