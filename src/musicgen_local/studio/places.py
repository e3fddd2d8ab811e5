"""Where a person finds what was made: names and folders outside the library."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from musicgen_local.errors import ErrorCode, MachineError
from musicgen_local.studio.orders import AUDIO_FORMATS

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_WINDOWS_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for copies under readable names, or one named file, or only the library."""

    folder: Path | None
    file_stem: str | None  # the name that was asked for, without its ending
    formats: tuple[str, ...]

    @classmethod
    def parse(cls, out: Path | str | None, formats: Sequence[str]) -> Self:
        """Read `--out`: `song.mp3` names a file and its format, anything else is a folder."""
        if out is None:
            return cls(None, None, tuple(formats))
        path = Path(out).expanduser()
        ending = path.suffix.lower().removeprefix(".")
        if ending in AUDIO_FORMATS and not path.is_dir():
            return cls(path.parent, path.stem, (ending,))
        return cls(path, None, tuple(formats))

    def prepare(self) -> None:
        """Make the folder, before any work is done for it.

        Raises:
            MachineError: `NOT_WRITABLE` when it can't be made or written.
        """
        if self.folder is not None:
            prepare_folder(self.folder)

    def name_for(self, title: str, artist: str) -> str:
        """The name that was asked for, else one that is free in the folder; without ending."""
        if self.file_stem is not None:
            return self.file_stem
        base = safe_name(f"{artist} - {title}" if artist else title)
        assert self.folder is not None
        taken = {path.stem.casefold() for path in self.folder.iterdir()}
        name, number = base, 2
        while name.casefold() in taken:
            name, number = f"{base} ({number})", number + 1
        return name


def prepare_folder(folder: Path) -> None:
    """Make `folder` and see that it can be written.

    Raises:
        MachineError: `NOT_WRITABLE`.
    """
    probe = folder / ".mgl-writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise MachineError(
            ErrorCode.NOT_WRITABLE,
            f"Can't write into '{folder}': {error.strerror or error}.",
            recovery="Choose a folder that you may write to, with --out.",
            details={"path": str(folder)},
        ) from error


def safe_name(text: str) -> str:
    """`text` as a file name that every system takes: no separators, no devices, 120 characters."""
    name = _UNSAFE.sub(" ", text)
    name = " ".join(name.split()).strip(". ")[:120].rstrip(". ")
    if not name or _WINDOWS_DEVICES.match(name):
        name = f"track {name}".strip()
    return name


def copy_into_place(source: Path, target: Path) -> Path:
    """Copy a finished file so that `target` appears whole or not at all.

    Raises:
        MachineError: `DISK_FULL` or `NOT_WRITABLE`.
    """
    from musicgen_local.audio.atomic import discard, disk_errors, settle, temporary_name

    prepare_folder(target.parent)
    temporary = temporary_name(target)
    try:
        with disk_errors(target):
            shutil.copyfile(source, temporary)
            settle(temporary, target)
    finally:
        discard(temporary)
    return target
