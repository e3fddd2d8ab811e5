"""Where the files of tracks lie: written aside, moved into place whole, removed with care."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.failures import disk_failure
from musicgen_local.library.identifiers import is_track_id, new_track_id
from musicgen_local.library.values import FileKind, TrackFile

STAGING = ".staging"
_FORMAT = re.compile(r"[a-z0-9]{1,8}")
_PLAIN_LABEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class StagedTrack:
    """A folder in which the files of one track are written before the library has it."""

    def __init__(self, storage: TrackStorage, folder: Path, track_id: str) -> None:
        self.track_id = track_id
        self.folder = folder
        self._storage = storage
        self._planned: dict[Path, tuple[FileKind, str, str]] = {}
        self.committed = False

    def path(self, kind: FileKind, format: str, label: str = "") -> Path:
        """Where to write a file of the track; its name is made of the id, never of user text.

        `format` is the file's extension, e.g. `wav`; `label` tells files of one kind apart.
        """
        path = self.folder / _file_name(self.track_id, kind, format, label)
        self._planned[path] = (kind, format, label)
        return path

    def files(self) -> tuple[TrackFile, ...]:
        """The files written so far, in the order their paths were asked for, with their hashes.

        Raises:
            MachineError: `NOT_WRITABLE` when the disk doesn't give back what was written.
        """
        folder = self._storage.name_of(self.track_id)
        try:
            return tuple(
                TrackFile(
                    kind=kind,
                    format=format,
                    name=f"{folder}/{path.name}",
                    bytes=path.stat().st_size,
                    sha256=_sha256(path),
                    label=label,
                )
                for path, (kind, format, label) in self._planned.items()
                if path.exists()
            )
        except OSError as error:
            raise disk_failure(error, self.folder) from error

    def remove_scratch(self) -> None:
        """Remove whatever was written into the folder without a path from `path`."""
        for path in self.folder.iterdir():
            if path in self._planned:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def commit(self) -> Path:
        """Move the folder, without scratch, into its place in one step, and return the place.

        Raises:
            UserError: `CONFLICT` when a track of this id lies there already.
            MachineError: `NOT_WRITABLE` or `DISK_FULL`.
        """
        place = self._storage.place(self)
        self.committed = True
        return place


class TrackStorage:
    """A folder of track folders: `<root>/<last two characters of the id>/<id>/<id>.wav`.

    The first characters of an id are its time and the same for years; the last ones are random
    and spread the tracks evenly over 1024 folders.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def name_of(self, track_id: str) -> str:
        """The folder of a track, relative to the root, with forward slashes.

        Raises:
            UserError: `VALIDATION` for what is no id.
        """
        if not is_track_id(track_id):
            raise _outside(track_id)
        return f"{track_id[-2:]}/{track_id}"

    def folder_of(self, track_id: str) -> Path:
        """The folder of a track, whether it is there or not.

        Raises:
            UserError: `VALIDATION` for what is no id.
        """
        return self.path(self.name_of(track_id))

    @contextmanager
    def stage(self, track_id: str | None = None) -> Iterator[StagedTrack]:
        """A folder to write a track's files in, gone at the end unless it was committed.

        Raises:
            MachineError: `NOT_WRITABLE` or `DISK_FULL` when the folder can't be made.
        """
        track_id = track_id or new_track_id()
        self.name_of(track_id)  # refuses what is no id
        folder = self.root / STAGING / uuid.uuid4().hex
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise disk_failure(error, self.root) from error
        staged = StagedTrack(self, folder, track_id)
        try:
            yield staged
        finally:
            if not staged.committed:
                shutil.rmtree(folder, ignore_errors=True)

    def place(self, staged: StagedTrack) -> Path:
        """Move a staged folder to its track's place; see `StagedTrack.commit`."""
        place = self.folder_of(staged.track_id)
        if os.path.lexists(place):
            raise UserError(
                ErrorCode.CONFLICT,
                f"The storage already has a folder for the track {staged.track_id}.",
                recovery="Add it under a new id.",
                details={"track_id": staged.track_id},
            )
        try:
            staged.remove_scratch()
            for path in staged.folder.iterdir():
                _flush(path)
            _flush(staged.folder)
            place.parent.mkdir(exist_ok=True)
            staged.folder.rename(place)
        except OSError as error:
            raise disk_failure(error, self.root) from error
        with suppress(OSError):  # from here on the files are in place, come what may
            _flush(place.parent)
        return place

    def add_cover(self, track_id: str, picture: Path, format: str) -> TrackFile:
        """Put a copy of `picture` beside the other files of a track, whole or not at all.

        It never has the name of another cover, so that whoever still shows that can.

        Raises:
            UserError: `VALIDATION` for what is no id.
            MachineError: `NOT_WRITABLE` or `DISK_FULL`.
        """
        folder = self.folder_of(track_id)
        name = _file_name(track_id, FileKind.COVER, format, uuid.uuid4().hex[:12])
        with self.stage(track_id) as staged:
            copy = staged.folder / name
            try:
                shutil.copyfile(picture, copy)
                _flush(copy)
                file = TrackFile(
                    kind=FileKind.COVER,
                    format=format,
                    name=f"{self.name_of(track_id)}/{name}",
                    bytes=copy.stat().st_size,
                    sha256=_sha256(copy),
                )
                copy.rename(folder / name)
            except OSError as error:
                raise disk_failure(error, self.root) from error
        with suppress(OSError):
            _flush(folder)
        return file

    def path(self, name: str) -> Path:
        """The file that a `TrackFile.name` stands for.

        Raises:
            UserError: `VALIDATION` when the name leads out of the storage.
        """
        path = self._written_path(name)
        # The file itself may be a link, and is then removed as a link; what it lies in may not.
        if not path.parent.resolve().is_relative_to(self.root.resolve()):
            raise _outside(name)
        return path

    def exists(self, name: str) -> bool:
        """Whether the storage has the file of this name."""
        try:
            return self._written_path(name).is_file()
        except UserError:
            return False

    def _written_path(self, name: str) -> Path:
        """The path that a name spells; links in it are not looked at, which is ten times faster."""
        parts = PurePosixPath(name)
        odd = "\\" in name or ":" in name or "\0" in name
        if odd or parts.is_absolute() or ".." in parts.parts or not parts.parts:
            raise _outside(name)
        return self.root.joinpath(*parts.parts)

    def track_ids(self) -> set[str]:
        """The ids of all track folders."""
        found = (path for path in self.root.glob("*/*") if path.parent.name != STAGING)
        return {path.name for path in found if is_track_id(path.name) and path.is_dir()}

    def remove_files(self, names: Iterable[str]) -> None:
        """Remove files by their names; one that is gone already is no failure.

        Raises:
            UserError: `VALIDATION` when a name leads out of the storage; then nothing is removed.
            MachineError: `NOT_WRITABLE`.
        """
        paths = [self.path(name) for name in names]
        try:
            for path in paths:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_failure(error, self.root) from error

    def remove_track(self, track_id: str) -> None:
        """Remove a track's folder with all that is in it, without following links.

        Raises:
            UserError: `VALIDATION` for what is no id.
            MachineError: `NOT_WRITABLE`.
        """
        folder = self.folder_of(track_id)
        try:
            if folder.is_symlink():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise disk_failure(error, self.root) from error

    def sweep(self, older_than_seconds: float) -> int:
        """Remove what crashed runs left in the staging folder; returns how many folders.

        A folder in which anything was written more recently belongs to a run that still works.
        """
        newest_allowed = time.time() - older_than_seconds
        swept = 0
        for folder in (self.root / STAGING).glob("*"):
            if not folder.is_symlink() and _last_change(folder) < newest_allowed:
                shutil.rmtree(folder, ignore_errors=True)
                swept += not folder.exists()
        return swept


def _file_name(track_id: str, kind: FileKind, format: str, label: str) -> str:
    if not _FORMAT.fullmatch(format):
        raise ValueError(f"{format!r} is no file extension")
    middle = "" if kind is FileKind.AUDIO else f".{kind.value}"
    return f"{track_id}{middle}{_marked(label)}.{format}"


def _marked(label: str) -> str:
    """`.label`; one that isn't plain is named by its hash, so that no two become the same."""
    if not label:
        return ""
    if _PLAIN_LABEL.fullmatch(label):
        return f".{label}"
    return f".x{hashlib.sha256(label.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Have the disk keep what was written, before anything speaks of it."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_change(folder: Path) -> float:
    newest = 0.0
    for path in (folder, *folder.rglob("*")):
        with suppress(OSError):
            newest = max(newest, path.lstat().st_mtime)
    return newest


def _outside(name: str) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"'{name[:100]}' isn't the name of a file in the storage.",
        recovery="Use the names that the library gives.",
        details={"field": "name"},
    )
