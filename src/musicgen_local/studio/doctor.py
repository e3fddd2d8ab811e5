"""What works here, what is missing, and the command that mends it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from musicgen_local import __version__
from musicgen_local.engines.registry import DEFAULT_ENGINE
from musicgen_local.errors import MusicGenError
from musicgen_local.studio import mending
from musicgen_local.studio.mending import Fix

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

_COMFORTABLE_FREE_BYTES = 2 * 1024**3  # an hour of WAV, MP3 and a mastering spool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: Literal["good", "missing", "broken"]  # missing: works without; broken: must be mended
    message: str
    remedy: str = ""
    fix: Fix | None = None  # what the program itself can do about it, for `mending.mend`

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(studio: Studio) -> list[Finding]:
    """Look at everything that a first track needs; never raises, never mends."""
    findings: list[Finding] = []
    for look in (
        _python,
        _codecs,
        _tags,
        _storage,
        _library,
        _leftovers,
        _kernels,
        _engines,
        _assets,
    ):
        try:
            findings.extend(look(studio))
        except MusicGenError as error:
            findings.append(Finding(look.__name__[1:], "broken", error.message, error.recovery))
    return findings


def _python(_: Studio) -> Iterator[Finding]:
    yield Finding(
        "program",
        "good",
        f"MusicGen Local {__version__}, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores",
    )


def _codecs(_: Studio) -> Iterator[Finding]:
    import av
    import soundfile

    wanted = {"libmp3lame": "MP3", "libopus": "Opus", "aac": "M4A"}
    lacking = [name for codec, name in wanted.items() if codec not in av.codecs_available]
    if lacking:
        yield Finding(
            "codecs",
            "missing",
            f"FFmpeg in this PyAV can't write {', '.join(lacking)}.",
            "Reinstall it from a wheel: pip install --force-reinstall --only-binary :all: av",
        )
    else:
        yield Finding(
            "codecs",
            "good",
            f"PyAV {av.__version__}, libsndfile {soundfile.__libsndfile_version__}",
        )


def _tags(_: Studio) -> Iterator[Finding]:
    if find_spec("mutagen"):
        yield Finding("tags", "good", "Titles, artists and prompts are written into the files.")
    else:
        yield Finding("tags", "missing", "Files go untagged.", "pip install 'musicgen-local[tags]'")


def _storage(studio: Studio) -> Iterator[Finding]:
    for name, folder in (
        ("tracks folder", studio.settings.tracks_dir),
        ("sounds folder", studio.settings.assets_dir),
    ):
        problem = _not_writable(folder)
        if problem:
            yield Finding(
                name, "broken", problem, "Free it, or choose another: docs/configuration.md"
            )
        else:
            yield Finding(name, "good", str(folder))
    free = shutil.disk_usage(_existing(studio.settings.tracks_dir)).free
    if free < _COMFORTABLE_FREE_BYTES:
        yield Finding("disk", "missing", f"Only {free / 1e9:.1f} GB are free.", "Make room.")
    else:
        yield Finding("disk", "good", f"{free / 1e9:.0f} GB free")


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _not_writable(folder: Path) -> str:
    """Why nothing can be written into `folder` (or into the folder that it would be made in)."""
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return ""
    except OSError as error:
        return f"{folder} can't be written: {error.strerror}."


def _library(studio: Studio) -> Iterator[Finding]:
    check = studio.check_library()
    if check.clean:
        yield Finding("library", "good", "Database and files agree.")
        return
    if check.missing:
        ids = sorted({file.track_id for file in check.missing})
        yield Finding(
            "library",
            "broken",
            _gone(len(check.missing), len(ids)),
            "Put them back, or forget the tracks: mgl delete " + ids[0] + " --forever",
        )
    if check.orphans:
        yield Finding(
            "library",
            "missing",
            f"{mending.folders_told(len(check.orphans))} without a track: a run was cut off.",
            "Safe to remove: "
            + ", ".join(str(studio.storage.folder_of(name)) for name in check.orphans[:3]),
            mending.TIDY_LIBRARY,
        )


def _kernels(_: Studio) -> Iterator[Finding]:
    from musicgen_local.engines.composer.kernels import cache_problem, never_compiled

    problem = cache_problem()
    if problem:
        yield Finding(
            "kernels",
            "missing",
            f"Compiled kernels can't be kept ({problem}): each start takes seconds longer.",
            "Set NUMBA_CACHE_DIR to a folder that can be written.",
        )
    elif never_compiled():
        message = "Will be compiled at the first track (up to 10 s, once)."
        yield Finding("kernels", "good", message, fix=mending.WARM_UP)
    else:
        yield Finding("kernels", "good", "Compiled and cached.")


def _engines(studio: Studio) -> Iterator[Finding]:
    for engine in studio.engines():
        lacking = [need for need in engine["requirements"] if not need["satisfied"]]
        # The program works without the others: an engine whose gigabytes nobody fetched is no harm.
        indispensable = engine["name"] == DEFAULT_ENGINE
        name = f"engine {engine['name']}"
        if not lacking:
            yield Finding(name, "good", "Ready.")
        for need in lacking:
            yield Finding(
                name,
                "broken" if need["required"] and indispensable else "missing",
                need["explanation"],
                need["remedy"],
                mending.INSTALL_SOUNDS if need["remedy"] in _sounds_to_install(studio) else None,
            )


def _assets(studio: Studio) -> Iterator[Finding]:
    from musicgen_local.assets.failures import install_command

    for status in studio.assets.list():
        if status.problem:
            remedy = f"{install_command(status.asset)} --force"
            yield Finding(
                f"asset {status.asset.id}",
                "broken",
                status.problem,
                remedy,
                mending.REPAIR_SOUNDS,
            )


def _sounds_to_install(studio: Studio) -> set[str]:
    """The commands that an engine may name which the fix for sounds carries out."""
    return {
        f"mgl assets install {status.asset.id}"
        for status in studio.assets.list()
        if status.asset.recommended and not status.problem
    }


def _gone(files: int, tracks: int) -> str:
    gone = "1 file is gone" if files == 1 else f"{files} files are gone"
    return f"{gone}, of {tracks} tracks." if tracks > 1 else f"{gone}, of 1 track."


def _leftovers(studio: Studio) -> Iterator[Finding]:
    count = mending.leftovers(studio)
    if count:
        yield Finding(
            "leftovers",
            "missing",
            f"Runs that were stopped have left {mending.folders_told(count)} behind.",
            f"Remove them from {studio.storage.root / mending.STAGING}",
            mending.CLEAR_LEFTOVERS,
        )
