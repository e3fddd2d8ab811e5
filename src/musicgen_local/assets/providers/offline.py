"""Weights that somebody brings in a folder, in any of the ways such folders are laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from musicgen_local.assets.asset import (
    Asset,
    AssetFile,
    FetchContext,
    OpenFile,
    ProviderFailedError,
)
from musicgen_local.assets.formats import check_format
from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import (
    HubRepo,
    as_cached,
    is_readable_file,
    repo_of,
    snapshot_files,
)
from musicgen_local.assets.providers.url import Url
from musicgen_local.assets.receipt import read_receipt
from musicgen_local.assets.staging import Staging, hash_file

_CACHES = ("", "hub", "pretrained")  # where a cache of the hub may lie in the folder


@dataclass(frozen=True, slots=True)
class OfflineFolder:
    """A folder with files whose hashes nobody knows beforehand, or the one such file itself.

    They are looked at, hashed, and compared with whatever lies there and knows better: the receipt
    of another installation, or the hash under which the hub's cache keeps a file.
    """

    path: Path
    asset_id: str
    repos: tuple[HubRepo, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    plain: bool = True  # files may lie in the folder itself
    network = False
    download_bytes = 0
    by_hand = None

    @classmethod
    def of(cls, asset: Asset, path: Path, *, plain: bool) -> OfflineFolder:
        """The folder `path` as one that holds `asset`, laid out as its sources would."""
        repos: tuple[HubRepo, ...] = ()
        paths: Mapping[str, str] = {}
        for provider in asset.providers:
            if isinstance(provider, Hub):
                repos = provider.repos
            elif isinstance(provider, Url):
                paths = provider.paths
        return cls(path, asset.id, repos, paths, plain)

    @property
    def name(self) -> str:
        """Where it is."""
        return str(self.path)

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """It has to exist."""
        return None if self.path.exists() else "it does not exist"

    def holds(self, files: Sequence[AssetFile | OpenFile]) -> bool:
        """Whether every one of `files` lies somewhere in it."""
        return all(self._find(file) is not None for file in files)

    def tell(self, files: Sequence[AssetFile | OpenFile], context: FetchContext) -> list[AssetFile]:
        """Size and hash of each file as it lies there."""
        told = []
        for file in files:
            path = self._find(file)
            if path is None:
                raise ProviderFailedError(f"{file.name} not found in it")
            context.report(0, 0, f"looking at {file.name}")
            told.append(self._look(file, path, context))
        return told

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Copy the files."""
        total = sum(file.size_bytes for file in files)
        copied = 0
        for file in files:
            path = self._find(file)
            if path is None:
                raise ProviderFailedError(f"{file.name} not found in it")
            context.report(copied, total, "copying")
            with path.open("rb") as source:
                into.write(file, source, context.cancel)
            copied += file.size_bytes

    def _look(self, file: AssetFile | OpenFile, path: Path, context: FetchContext) -> AssetFile:
        if isinstance(file, AssetFile):
            return file
        check_format(path, file.name)
        found = as_cached(file, path, context)
        if file.sha256 is not None:
            return AssetFile(file.name, found.size_bytes, file.sha256)
        receipt = read_receipt(path.absolute().parents[file.name.count("/")])  # where names begin
        entry = receipt.entries.get(file.name) if receipt else None
        if entry is not None and entry.sha256 != (found.sha256 or hash_file(path, context.cancel)):
            raise ProviderFailedError(f"{file.name} is not what the receipt beside it says")
        return found

    def _find(self, file: AssetFile | OpenFile) -> Path | None:
        return next((path for path in self._places(file) if is_readable_file(path)), None)

    def _places(self, file: AssetFile | OpenFile) -> Iterator[Path]:
        name = file.name
        yield self.path / self.asset_id / name  # a copy of the folder of assets
        if name in self.paths:
            yield self.path / self.paths[name]
        if self.repos:
            repo = repo_of(self.repos, name)
            path = repo.path_of(name)
            for below in _CACHES:
                yield from snapshot_files(self.path / below, repo, path)
            yield self.path / repo.repo / path
            yield self.path / repo.repo.rpartition("/")[2] / path
        if self.plain:
            yield self.path / name
            if self.path.name == file.base_name:
                yield self.path  # the file itself
