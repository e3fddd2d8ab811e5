"""Uploaded files: received aside, looked into, moved into place whole, and forgotten in time.

`<shared>/uploads/<id>/` holds `file.<extension>` and `about.json`; what is still being received
lies below `.incoming`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from musicgen_local.api.file_types import (
    HEAD_BYTES,
    MAX_LYRICS_BYTES,
    FileType,
    UploadKind,
    known_by_head,
    lyrics_type,
)
from musicgen_local.api.sandbox import inspect_audio, inspect_image
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import is_track_id, new_track_id
from musicgen_local.library.failures import disk_failure

ACCEPTED = (
    "Send audio (WAV, FLAC, MP3, Ogg, Opus, M4A, AIFF), a picture (PNG, JPEG, WebP), "
    "or lyrics (LRC or plain text in UTF-8)."
)
_ABOUT = "about.json"
_INCOMING = ".incoming"
_STALE_SECONDS = 24 * 3600.0  # what a killed process was receiving goes after a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent to us, and what was found in it."""

    id: str
    kind: UploadKind
    format: str
    name: str  # as its sender calls it; never part of a path
    bytes: int
    sha256: str
    created_at: datetime  # UTC
    expires_at: datetime  # UTC; it may be gone from then on
    duration_seconds: float | None = None  # measured
    sample_rate: int | None = None
    channels: int | None = None
    width: int | None = None  # pixels
    height: int | None = None


class Uploads:
    """The uploads below one folder, which all hosts share."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.shared_dir / "uploads"
        self.max_bytes = int(settings.max_upload_mb * 1_000_000)
        self._kept_for = timedelta(days=settings.file_retention_days)

    def begin(self) -> Incoming:
        """A place for the bytes of one upload.

        Raises:
            MachineError: `NOT_WRITABLE` or `DISK_FULL`.
        """
        self._sweep_incoming()
        upload_id = new_track_id()
        folder = self.folder / _INCOMING / upload_id
        try:
            folder.mkdir(parents=True)
            return Incoming(self, upload_id, folder)
        except OSError as error:
            raise disk_failure(error, self.folder) from error

    def get(self, upload_id: str) -> Upload:
        """One upload. Raises `UserError` `NOT_FOUND`."""
        try:
            about = json.loads((self._place(upload_id) / _ABOUT).read_text("utf-8"))
            created_at = datetime.fromisoformat(about.pop("created_at"))
            return Upload(
                **about | {"kind": UploadKind(about["kind"])},
                created_at=created_at,
                expires_at=created_at + self._kept_for,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _not_found(upload_id) from error

    def delete(self, upload_id: str) -> Upload:
        """Remove an upload; what it was.

        Raises:
            UserError: `NOT_FOUND`.
            MachineError: `NOT_WRITABLE`.
        """
        upload = self.get(upload_id)
        try:
            shutil.rmtree(self._place(upload_id))
        except OSError as error:
            raise disk_failure(error, self.folder) from error
        return upload

    def sweep(self, older_than_days: float) -> int:
        """Remove what is older, and what killed processes left half received; how many uploads."""
        now = time.time()
        swept = 0
        for folder in self.folder.glob("*/"):
            if is_track_id(folder.name) and _changed_at(folder) < now - older_than_days * 86_400:
                shutil.rmtree(folder, ignore_errors=True)
                swept += not folder.exists()
        self._sweep_incoming()
        return swept

    def keep(self, incoming: Incoming, about: dict[str, Any]) -> Upload:
        """Move what was received into place; see `Incoming.finish`."""
        place = self._place(incoming.upload_id)
        about = about | {
            "id": incoming.upload_id,
            "created_at": datetime.now(UTC).isoformat(),
        }
        text = json.dumps(about, ensure_ascii=False, indent=2)
        (incoming.folder / _ABOUT).write_text(text, "utf-8")
        incoming.folder.rename(place)
        return self.get(incoming.upload_id)

    def _sweep_incoming(self) -> None:
        oldest = time.time() - _STALE_SECONDS
        for folder in (self.folder / _INCOMING).glob("*/"):
            if _changed_at(folder) < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    def _place(self, upload_id: str) -> Path:
        if not is_track_id(upload_id):
            raise _not_found(upload_id)
        return self.folder / upload_id


class Incoming:
    """A file while its bytes come in. `discard` must be called in the end, come what may."""

    def __init__(self, uploads: Uploads, upload_id: str, folder: Path) -> None:
        self.upload_id = upload_id
        self.folder = folder
        self.bytes = 0
        self._uploads = uploads
        self._digest = hashlib.sha256()
        self._head = b""
        self._path = folder / "file"
        self._file = self._path.open("xb")

    def write(self, data: bytes) -> None:
        """Add bytes at the end.

        Raises:
            UserError: `TOO_LARGE` as soon as the limit is passed.
            MachineError: `DISK_FULL` or `NOT_WRITABLE`.
        """
        self.bytes += len(data)
        if self.bytes > self._uploads.max_bytes:
            raise too_large(self._uploads.max_bytes)
        self._head += data[: HEAD_BYTES - len(self._head)]
        self._digest.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise disk_failure(error, self.folder) from error

    def finish(self, name: str) -> Upload:
        """Look into the file, in a child process, and move it into place.

        Raises:
            UserError: `INVALID_AUDIO` or `VALIDATION` for a file that we don't take.
            MachineError: `DISK_FULL` or `NOT_WRITABLE`.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            type_ = self._type()
            path = self._path.with_name(f"file.{type_.format}")
            self._path.rename(path)
            about = {
                "kind": type_.kind.value,
                "format": type_.format,
                "name": shown_name(name, type_.format),
                "bytes": self.bytes,
                "sha256": self._digest.hexdigest(),
            }
            return self._uploads.keep(self, about | _facts(path, type_))
        except OSError as error:
            raise disk_failure(error, self.folder) from error

    def discard(self) -> None:
        """Leave nothing behind of what wasn't finished."""
        with suppress(OSError):
            self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _type(self) -> FileType:
        if not self.bytes:
            raise _refused("The file is empty.")
        found = known_by_head(self._head)
        if found is None and self.bytes <= MAX_LYRICS_BYTES:
            found = lyrics_type(self._path.read_bytes())
        if found is None:
            raise _refused("The file is of no kind that can be used here.")
        return found


def too_large(limit_bytes: int) -> UserError:
    """The error of an upload that is larger than the settings allow."""
    return UserError(
        ErrorCode.TOO_LARGE,
        f"The upload is larger than {limit_bytes / 1e6:g} MB.",
        recovery="Send a smaller file: FLAC, MP3 or Opus instead of WAV. MGL_MAX_UPLOAD_MB sets "
        "the limit.",
        details={"limit_bytes": limit_bytes},
    )


def shown_name(name: str, format: str) -> str:
    """The sender's name for the file, without folders and without what can't be shown."""
    last = name.replace("\\", "/").rpartition("/")[2].encode(errors="replace").decode()
    plain = "".join(letter for letter in last if letter.isprintable()).strip()
    return plain[:200] if plain.strip(".") else f"upload.{format}"


def _facts(path: Path, type_: FileType) -> dict[str, Any]:
    if type_.kind is UploadKind.AUDIO:
        found = inspect_audio(path, type_.format)
    elif type_.kind is UploadKind.IMAGE:
        found = inspect_image(path, type_.format)
    else:
        return {}
    known = {field.name for field in dataclasses.fields(Upload)}
    return {name: value for name, value in found.items() if name in known}


def _changed_at(folder: Path) -> float:
    newest = 0.0
    for path in (folder, *folder.glob("*")):
        with suppress(OSError):
            newest = max(newest, path.lstat().st_mtime)
    return newest


def _refused(message: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=ACCEPTED, details={"field": "file"})


def _not_found(upload_id: str) -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        f"There is no upload '{upload_id[:26]}'.",
        recovery="Send the file again with POST /api/v1/uploads; uploads are kept for some days.",
        details={"upload_id": upload_id[:26]},
    )
