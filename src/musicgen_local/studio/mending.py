"""What the doctor finds and the program itself can mend."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.library.storage import STAGING as STAGING

if TYPE_CHECKING:
    from musicgen_local.config import Settings
    from musicgen_local.studio.studio import Studio

SET_ASIDE = ".set-aside"
_SETTLED_SECONDS = 3600.0  # what was written more recently may belong to a run that still works
_LEFT_OVER_SECONDS = 86_400.0
_COMPILE_LIMIT_SECONDS = 600.0
_one_compiles = Lock()


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


INSTALL_SOUNDS = Fix("install-sounds", "Install the sounds")
REPAIR_SOUNDS = Fix("repair-sounds", "Install damaged sounds again")
TIDY_LIBRARY = Fix("tidy-library", "Set leftover folders aside")
CLEAR_LEFTOVERS = Fix("clear-leftovers", "Remove what stopped runs left behind")
WARM_UP = Fix("warm-up", "Prepare the instruments now")


def mend(studio: Studio, fix_id: str) -> Mended | Download:
    """Carry out the fix, or say what a job has to install for it. Again changes nothing.

    Raises:
        UserError: `NOT_FOUND` when there is no such fix, `CONFLICT` while another does the same.
        MachineError: `NOT_WRITABLE`, `DISK_FULL`, `INTERNAL`.
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
    waiting = f" {_folders(busy)} may still be in use; try again in an hour." if busy else ""
    if not moved:
        return Mended(waiting.strip() or "Nothing was left over: all is well.")
    return Mended(
        f"{_folders(moved)} went to {SET_ASIDE}/{moment} in the tracks' folder. "
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
    return Mended(f"{_folders(removed)} of stopped runs removed.")


def _warm_up(studio: Studio) -> Mended:
    """Compile in a process of its own: what it loads would stay in this one."""
    if not _one_compiles.acquire(blocking=False):
        raise UserError(
            ErrorCode.CONFLICT,
            "The instruments are being prepared already.",
            recovery="Wait a moment: it takes up to half a minute.",
        )
    try:
        ready = _compiles(studio.settings)
    finally:
        _one_compiles.release()
    if not ready:
        raise MachineError(
            ErrorCode.INTERNAL,
            "The instruments can't be prepared now.",
            recovery="The first track tries it again; `mgl doctor` tells whether the folder of the "
            "compiled kernels can be written.",
        )
    return Mended("The instruments are ready.")


def _compiles(settings: Settings) -> bool:
    process = get_context("spawn").Process(target=_prepare_composer, args=(settings,), daemon=True)
    try:
        process.start()
    except OSError:
        return False
    process.join(_COMPILE_LIMIT_SECONDS)
    process.kill()
    process.join()
    return process.exitcode == 0


def _prepare_composer(settings: Settings) -> None:
    """What the process does that `_compiles` starts."""
    from musicgen_local.config import use_settings
    from musicgen_local.engines.registry import open_engine
    from musicgen_local.progress import CancelToken, ignore_progress

    use_settings(settings)
    open_engine("composer").prepare(ignore_progress, CancelToken())


_WAYS: dict[str, Callable[[Studio], Mended | Download]] = {
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


def _folders(count: int) -> str:
    return "1 folder" if count == 1 else f"{count} folders"
