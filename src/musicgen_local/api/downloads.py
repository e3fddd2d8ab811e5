"""Files as answers: ranges, entity tags, conditions, and names in any script."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from musicgen_local.api.problems import Refusal, problem_response
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Track, TrackFile
from musicgen_local.studio.places import safe_name

# A file may be written anew (with other tags), so a cached one is asked after, and cheaply.
_CACHE_CONTROL = "private, no-cache"
_RANGE = re.compile(r"bytes=([0-9,\- \t]+)")
_SPEC = re.compile(r"(\d{1,19})-(\d{0,19})|-(\d{1,19})")
_ATTRIBUTE_CHARACTERS = "!#$&+^`|"  # RFC 5987, section 3.2.1, beside what `quote` keeps anyway

_MIME_TYPES = {one.extension: one.mime_type for one in AudioFormat} | {
    "mid": "audio/midi",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "lrc": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}

FILE_HEADERS: Mapping[str, Any] = {
    "ETag": {"schema": {"type": "string"}, "description": "The SHA-256 of the file."},
    "Accept-Ranges": {"schema": {"type": "string"}, "description": "`bytes`."},
    "Content-Disposition": {
        "schema": {"type": "string"},
        "description": "A readable name, in UTF-8 (RFC 6266).",
    },
}


def mime_type(extension: str) -> str:
    """The `Content-Type` of a file of the library."""
    return _MIME_TYPES.get(extension, "application/octet-stream")


def readable_name(track: Track, ending: str) -> str:
    """`{artist} - {title}{ending}`, without what a file system refuses."""
    return safe_name(f"{track.artist} - {track.title}" if track.artist else track.title) + ending


def content_disposition(name: str, *, attachment: bool) -> str:
    """The header for a file called `name`: in UTF-8, and in ASCII for those who can't read that."""
    kind = "attachment" if attachment else "inline"
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    if plain == name:
        return f'{kind}; filename="{plain}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, _ATTRIBUTE_CHARACTERS)}"


def file_answer(
    request: Request,
    path: Path,
    file: TrackFile,
    *,
    track: Track,
    name: str,
    download: bool = False,
) -> Response:
    """The file at `path`, whole or in ranges; 304 for a client that has it, 416 for a wrong range.

    Raises:
        UserError: `NOT_FOUND` when it is gone from the disk.
    """
    stat = _stat(path)
    if stat is None:
        raise gone(track, file)
    return ranged_answer(
        request,
        path,
        stat,
        etag=_etag(file, stat),
        media_type=mime_type(file.format),
        name=name,
        download=download,
    )


def ranged_answer(
    request: Request,
    path: Path,
    stat: os.stat_result,
    *,
    etag: str,
    media_type: str,
    name: str,
    download: bool,
) -> Response:
    """The same for any file of ours; `etag` is a strong one, in quotes."""
    headers = {
        "etag": etag,
        "last-modified": formatdate(stat.st_mtime, usegmt=True),
        "cache-control": _CACHE_CONTROL,
    }
    if _has_it(request.headers, etag, stat):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = content_disposition(name, attachment=download)
    return RangedFile(path, stat, headers, media_type)


def gone(track: Track, file: TrackFile) -> UserError:
    """The error of a file that the library knows and the disk hasn't got."""
    again = f" with the seed {track.seed}" if track.seed is not None else ""
    return UserError(
        ErrorCode.NOT_FOUND,
        f"The {file.kind.value} file of '{track.title}' ({file.format}) is gone from the disk.",
        recovery=f"Take it back from a backup of the tracks' folder, or make the track again{again}"
        " with POST /api/v1/generations.",
        details={"track_id": track.id, "kind": file.kind.value, "format": file.format},
    )


class RangedFile(FileResponse):
    """A file of which parts may be asked for, as RFC 9110, section 14 says.

    Starlette serves the parts; this sees to it that a `Range` that is none is ignored, that one
    beyond the end gets an answer in the API's own form, and that only GET knows ranges.
    """

    def __init__(
        self, path: Path, stat: os.stat_result, headers: Mapping[str, str], media_type: str
    ) -> None:
        super().__init__(path, headers=headers, media_type=media_type, stat_result=stat)
        self._size = stat.st_size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        wanted = self._wanted(scope)
        if wanted == []:
            await self._beyond_the_end()(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name != b"range"]
        if wanted:
            kept.append((b"range", f"bytes={','.join(wanted)}".encode()))
        await super().__call__({**scope, "headers": kept}, receive, send)

    def _wanted(self, scope: Scope) -> list[str] | None:
        """The ranges that lie within the file; None for the whole of it."""
        headers = Headers(scope=scope)
        asked = headers.get("range")
        if asked is None or scope["method"] != "GET":
            return None
        condition = headers.get("if-range")
        if condition not in (None, self.headers["etag"], self.headers["last-modified"]):
            return None
        return _within(asked, self._size)

    def _beyond_the_end(self) -> Response:
        size = self._size
        return problem_response(
            Refusal(
                416,
                ErrorCode.VALIDATION,
                f"The file has {size} bytes; the range that was asked for lies beyond its end.",
                recovery=f"Ask for bytes between 0 and {max(size - 1, 0)}.",
                details={"field": "Range", "bytes": size},
                headers={"Content-Range": f"bytes */{size}", "ETag": self.headers["etag"]},
            )
        )


def _within(asked: str, size: int) -> list[str] | None:
    """The ranges of a `Range` header that a file of `size` bytes has; None when it is no such."""
    listed = _RANGE.fullmatch(asked)
    if listed is None:
        return None
    wanted = []
    for spec in filter(None, (part.strip() for part in listed[1].split(","))):
        match = _SPEC.fullmatch(spec)
        if match is None:
            return None
        first, last, suffix = match.groups()
        if first is not None and last and int(last) < int(first):
            return None
        if int(first) < size if first is not None else int(suffix) > 0 and size > 0:
            wanted.append(spec)
    return wanted


def _has_it(headers: Headers, etag: str, stat: os.stat_result) -> bool:
    """Whether the client's copy is this very file (RFC 9110, section 13.2.2)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        mine = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in mine or etag in mine
    since = _moment(headers.get("if-modified-since"))
    return since is not None and int(stat.st_mtime) <= since.timestamp()


def _moment(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None


def _etag(file: TrackFile, stat: os.stat_result) -> str:
    """The hash that the library has; with the time where the file is another by its size."""
    if stat.st_size == file.bytes:
        return f'"{file.sha256}"'
    return f'"{file.sha256}-{stat.st_size:x}-{stat.st_mtime_ns:x}"'


def _stat(path: Path) -> os.stat_result | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found if S_ISREG(found.st_mode) else None
