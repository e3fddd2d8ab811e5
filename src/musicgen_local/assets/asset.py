"""What an asset is, and what a provider of one must do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from musicgen_local.progress import CancelToken

if TYPE_CHECKING:
    from musicgen_local.assets.staging import Staging


HUB_ENDPOINT = "https://huggingface.co"


class AssetKind(StrEnum):
    """What an asset is for."""

    SOUNDFONT = "soundfont"
    SAMPLES = "samples"
    WEIGHTS = "weights"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class AssetFile:
    """One file: its name below the asset's folder (with `/`), its size in bytes, and its hash.

    The hash is a SHA-256 in hex. Only what a git repository holds as it is has another one there,
    git's own (`git_sha1`: of `blob SIZE`, a zero byte and the contents), and no SHA-256 until the
    file has come.
    """

    name: str
    size_bytes: int
    sha256: str | None
    git_sha1: str | None = None

    @property
    def base_name(self) -> str:
        """The last part of the name: what the file is called inside a package."""
        return self.name.rpartition("/")[2]

    @property
    def expected_bytes(self) -> int:
        """Its size."""
        return self.size_bytes


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that the catalogue doesn't fix: its source tells the size, and the hash, when asked.

    Once installed, the receipt fixes it. `about_bytes` is its size as far as it is known before
    (0: not at all), for people and for the room on the disk. A `sha256` that is known is held to.
    """

    name: str
    about_bytes: int = 0
    sha256: str | None = None

    @property
    def base_name(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]

    @property
    def expected_bytes(self) -> int:
        """About its size."""
        return self.about_bytes


@dataclass(frozen=True, slots=True)
class Asset:
    """A set of files that is installed whole or not at all.

    `licence` is an SPDX expression; the text itself lies in `assets/licences/ID.txt`. `terms` is
    what a person has to agree to before it is fetched, in a sentence; None where the licence asks
    for nothing of the kind. `providers` are tried in order. What is `recommended` belongs to a
    complete installation.
    """

    id: str
    title: str
    summary: str
    kind: AssetKind
    version: str
    licence: str
    files: tuple[AssetFile | OpenFile, ...]
    providers: tuple[Provider, ...]
    recommended: bool = False
    terms: str | None = None

    @property
    def total_bytes(self) -> int:
        """Bytes of all files together, once installed; about so many where some are open."""
        return sum(file.expected_bytes for file in self.files)

    @property
    def fixed(self) -> bool:
        """Whether the catalogue says every file's exact size and hash."""
        return all(isinstance(file, AssetFile) for file in self.files)

    def file(self, name: str) -> AssetFile | OpenFile | None:
        """The file called `name`, if the asset has one."""
        return next((file for file in self.files if file.name == name), None)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Assets that belong together, installed one after the other under one name."""

    id: str
    title: str
    summary: str
    parts: tuple[str, ...]  # ids of assets


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
    hub_endpoint: str = HUB_ENDPOINT
    hub_caches: tuple[Path, ...] = ()  # folders in which the hub's own tools keep what they fetched


class ProviderFailedError(Exception):
    """This provider could not deliver; the message says why, in words for the person.

    `recovery` is what the person can do about just that, where there is such a thing.
    """

    def __init__(self, reason: str, recovery: str | None = None) -> None:
        super().__init__(reason)
        self.recovery = recovery


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


@runtime_checkable
class Teller(Protocol):
    """A provider that can say what the catalogue leaves open."""

    def tell(self, files: Sequence[AssetFile | OpenFile], context: FetchContext) -> list[AssetFile]:
        """Each of `files` with the size and the hash that it has at this source.

        Raises:
            ProviderFailedError: when this source does not know it.
            Canceled: when a stop was asked for.
        """
