"""What the doctor finds and the program itself can mend."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library.storage import STAGING as STAGING

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

SET_ASIDE = ".set-aside"
_SETTLED_SECONDS = 3600.0  # what was written more recently may belong to a run that still works
_LEFT_OVER_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that the program can do about a finding."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done, in a sentence for the person who asked for it."""

    message: str


@dataclass(frozen=True, slots=True)
class Download:
    """What has to be installed, which takes a while: work for a job."""

    asset_ids: tuple[str, ...]
    force: bool = False


@dataclass(frozen=True, slots=True)
class Preparation:
    """The engine that has to be prepared, which takes a while: work for a job."""

    engine: str


INSTALL_SOUNDS = Fix("install-sounds", "Install the sounds")
REPAIR_SOUNDS = Fix("repair-sounds", "Install damaged sounds again")
TIDY_LIBRARY = Fix("tidy-library", "Set leftover folders aside")
CLEAR_LEFTOVERS = Fix("clear-leftovers", "Remove what stopped runs left behind")
WARM_UP = Fix("warm-up", "Prepare the instruments now")


def mend(studio: Studio, fix_id: str) -> Mended | Download | Preparation:
    """Carry out the fix, or say what a job has to do for it. Again changes nothing.

    Raises:
        UserError: `NOT_FOUND` when there is no such fix.
        MachineError: `NOT_WRITABLE`, `DISK_FULL`.
    """
    try:
        return _WAYS[fix_id](studio)
    except KeyError:
        raise UserError(
            ErrorCode.NOT_FOUND,
            f"There is no fix called '{fix_id[:50]}'.",
            recovery="GET /api/v1/system lists the findings; each that can be mended has a fix.",
            details={"fix_id": fix_id[:50]},
        ) from None


def _install_sounds(studio: Studio) -> Mended | Download:
    wanted = tuple(
        status.asset.id
        for status in studio.assets.list()
        if status.asset.recommended and not status.installed
    )
    return Download(wanted) if wanted else Mended("All sounds are installed already.")


def _repair_sounds(studio: Studio) -> Mended | Download:
    damaged = tuple(status.asset.id for status in studio.assets.list() if status.problem)
    return Download(damaged, force=True) if damaged else Mended("No sounds are damaged.")


def _tidy_library(studio: Studio) -> Mended:
    """Move folders that no row speaks of out of the way.

    They are never removed: where a database was lost, they are all that is left of the tracks.
    """
    from musicgen_local.library.failures import disk_failure

    now = time.time()
    moment = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = studio.storage.root / SET_ASIDE / moment
    moved, busy = 0, 0
    for track_id in studio.check_library().orphans:
        folder = studio.storage.folder_of(track_id)
        if _changed_at(folder) > now - _SETTLED_SECONDS:
            busy += 1
            continue
        try:
            aside.mkdir(parents=True, exist_ok=True)
            folder.rename(aside / track_id)
        except OSError as error:
            raise disk_failure(error, studio.storage.root) from error
        moved += 1
    waiting = f" {folders_told(busy)} may still be in use; try again in an hour." if busy else ""
    if not moved:
        return Mended(waiting.strip() or "Nothing was left over: all is well.")
    return Mended(
        f"{folders_told(moved)} went to {SET_ASIDE}/{moment} in the tracks' folder. "
        f"Remove it when you miss nothing.{waiting}"
    )


def leftovers(studio: Studio) -> int:
    """How many folders stopped runs have left in the staging folder, a day ago or earlier."""
    oldest = time.time() - _LEFT_OVER_SECONDS
    folders = (studio.storage.root / STAGING).glob("*")
    return sum(_changed_at(folder) < oldest for folder in folders)


def _clear_leftovers(studio: Studio) -> Mended:
    removed = studio.storage.sweep(_LEFT_OVER_SECONDS)
    if not removed:
        return Mended("Nothing was left over: all is well.")
    return Mended(f"{folders_told(removed)} of stopped runs removed.")


def _warm_up(_: Studio) -> Mended | Preparation:
    from musicgen_local.engines.composer.kernels import never_compiled

    return Preparation("composer") if never_compiled() else Mended("The instruments are ready.")


_WAYS: dict[str, Callable[[Studio], Mended | Download | Preparation]] = {
    INSTALL_SOUNDS.id: _install_sounds,
    REPAIR_SOUNDS.id: _repair_sounds,
    TIDY_LIBRARY.id: _tidy_library,
    CLEAR_LEFTOVERS.id: _clear_leftovers,
    WARM_UP.id: _warm_up,
}


def _changed_at(folder: Path) -> float:
    """When anything in the folder was last changed; now for one that is gone meanwhile."""
    try:
        return max(path.lstat().st_mtime for path in (folder, *folder.rglob("*")))
    except OSError:
        return time.time()


def folders_told(count: int) -> str:
    """So many folders, in words."""
    return "1 folder" if count == 1 else f"{count} folders"
