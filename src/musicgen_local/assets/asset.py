"""What an asset is, and what a provider of one must do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.assets.staging import Staging


class AssetKind(StrEnum):
    """What an asset is for."""

    SOUNDFONT = "soundfont"
    SAMPLES = "samples"
    WEIGHTS = "weights"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class AssetFile:
    """One file: its name below the asset's folder (with `/`), size in bytes, SHA-256 in hex."""

    name: str
    size_bytes: int
    sha256: str

    @property
    def base_name(self) -> str:
        """The last part of the name: what the file is called inside a package."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Asset:
    """A set of files that is installed whole or not at all.

    `licence` is an SPDX expression; the text itself lies in `assets/licences/ID.txt`. `providers`
    are tried in order. What is `recommended` belongs to a complete installation.
    """

    id: str
    title: str
    summary: str
    kind: AssetKind
    version: str
    licence: str
    files: tuple[AssetFile, ...]
    providers: tuple[Provider, ...]
    recommended: bool = False

    @property
    def total_bytes(self) -> int:
        """Bytes of all files together, once installed."""
        return sum(file.size_bytes for file in self.files)

    def file(self, name: str) -> AssetFile | None:
        """The file called `name`, if the asset has one."""
        return next((file for file in self.files if file.name == name), None)


BytesReport = Callable[[int, int, str], None]
"""Takes bytes done, bytes in all (0 when unknown) and what is going on, in a few words."""


@dataclass(frozen=True, slots=True)
class FetchContext:
    """What a provider may use while it fetches.

    `work` is an empty folder on the target's disk, thrown away afterwards; `parts` outlives a
    stop, so that a half-done download is found again. `report` must be called a few times a
    second at most, from the calling thread.
    """

    work: Path
    parts: Path
    report: BytesReport
    cancel: CancelToken
    hf_token: str | None = None
    debian_mirror: str | None = None


class ProviderFailedError(Exception):
    """This provider could not deliver; the message says why, in words for the person."""


class Provider(Protocol):
    """One way to get an asset's files."""

    @property
    def name(self) -> str:
        """What a person knows this source by."""

    @property
    def network(self) -> bool:
        """Whether it reaches beyond this machine."""

    @property
    def download_bytes(self) -> int:
        """Bytes of the package that must lie on the disk beside the files; 0 when there is none."""

    @property
    def by_hand(self) -> str | None:
        """The command that fetches the same package by hand, if there is one."""

    def unavailable(self, context: FetchContext, /) -> str | None:
        """Why it can't be used on this machine, or None when it can be tried."""

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Put every one of `files` into `into`.

        Raises:
            ProviderFailedError: when this source does not deliver.
            Canceled: when a stop was asked for.
            OSError: when this machine's disk refuses.
        """
