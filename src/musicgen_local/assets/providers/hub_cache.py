"""The folder in which the hub's own tools keep what they fetched, and how it is laid out.

`models--ORG--NAME/snapshots/COMMIT/FILE` are links to `models--ORG--NAME/blobs/HASH`, where HASH is
the SHA-256 of a large file and git's hash of any other; `refs/BRANCH` has the commit of a branch.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from musicgen_local.assets.asset import AssetFile, FetchContext, OpenFile, ProviderFailedError
from musicgen_local.assets.formats import check_format
from musicgen_local.assets.staging import Staging, hash_file

_SHA256_LENGTH = 64
_GIT_SHA1_LENGTH = 40


@dataclass(frozen=True, slots=True)
class HubRepo:
    """A repository of the hub at one revision: a commit, where it must not change.

    The files of the asset below `into` come from here, under their names without it.
    """

    repo: str
    revision: str
    into: str = ""

    @property
    def prefix(self) -> str:
        """What the names of its files begin with, within the asset."""
        return f"{self.into}/" if self.into else ""

    @property
    def cache_name(self) -> str:
        """The folder that the hub's tools keep it in."""
        return f"models--{self.repo.replace('/', '--')}"

    def path_of(self, name: str) -> str:
        """The path in the repository of the file called `name` in the asset."""
        return name.removeprefix(self.prefix)


def repo_of(repos: Sequence[HubRepo], name: str) -> HubRepo:
    """The one of `repos` that the file called `name` comes from: the most telling prefix wins."""
    fitting = [repo for repo in repos if name.startswith(repo.prefix)]
    return max(fitting, key=lambda repo: len(repo.prefix))


def is_cached(caches: Sequence[Path], repo: HubRepo) -> bool:
    """Whether one of the caches has anything of `repo`; one that can't be read has nothing."""
    for folder in caches:
        with suppress(OSError):
            if (folder / repo.cache_name).is_dir():
                return True
    return False


def snapshot_files(folder: Path, repo: HubRepo, path: str) -> Iterator[Path]:
    """Copies of a file in the cache `folder`: the one of the repository's revision first.

    What can't be read, in somebody else's cache, is as if it were not there.
    """
    snapshots = folder / repo.cache_name / "snapshots"
    wanted = _commit(folder, repo)
    names = [wanted]
    with suppress(OSError):
        names += sorted(entry.name for entry in snapshots.iterdir() if entry.name != wanted)
    for name in names:
        found = snapshots / name / path
        if is_readable_file(found):
            yield found


def is_readable_file(path: Path) -> bool:
    """Whether `path` is a file, or a link to one, that this process may read."""
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except OSError:
        return False


def _commit(folder: Path, repo: HubRepo) -> str:
    """The commit that the repository's revision means in the cache `folder`."""
    with suppress(OSError):  # a commit has no name among the branches
        branch = folder / repo.cache_name / "refs" / repo.revision
        return branch.read_text("utf-8").strip()
    return repo.revision


def cached_file(caches: Sequence[Path], repo: HubRepo, file: AssetFile) -> Path | None:
    """A file of the caches that may be `file`, by its size; its hash is still to be compared."""
    for folder in caches:
        for found in snapshot_files(folder, repo, repo.path_of(file.name)):
            if found.stat().st_size == file.size_bytes:
                return found
    return None


def bytes_to_link(
    caches: Sequence[Path], repos: Sequence[HubRepo], files: Sequence[AssetFile], disk: Path
) -> int:
    """Bytes of those `files` that need no room, since the caches have them on the same disk."""
    device = disk.stat().st_dev
    found = ((file, cached_file(caches, repo_of(repos, file.name), file)) for file in files)
    return sum(
        file.size_bytes
        for file, path in found
        if path is not None and path.resolve().stat().st_dev == device
    )


def as_cached(file: OpenFile, path: Path, context: FetchContext) -> AssetFile:
    """`file` as the cache has it: by the hash it was stored under, else by what is there.

    Raises:
        ProviderFailedError: when it can't be what it is called.
    """
    real = path.resolve()
    size = real.stat().st_size
    name = real.name if real.parent.name == "blobs" else ""
    if len(name) == _SHA256_LENGTH:
        return AssetFile(file.name, size, name)
    if len(name) == _GIT_SHA1_LENGTH:
        return AssetFile(file.name, size, None, git_sha1=name)
    check_format(path, file.name)  # a copy without its hash: nothing says what it must be
    return AssetFile(file.name, size, hash_file(path, context.cancel))


@dataclass(frozen=True, slots=True)
class HubCache:
    """What the hub's own tools have fetched before: for when the hub can't be asked."""

    repos: tuple[HubRepo, ...]
    network = False
    download_bytes = 0
    by_hand = None

    @property
    def name(self) -> str:
        """The repository, in the cache."""
        return f"the hub's cache of {self.repos[0].repo}"

    def unavailable(self, context: FetchContext, /) -> str | None:
        """It has to have been fetched by those tools."""
        for repo in self.repos:
            if not is_cached(context.hub_caches, repo):
                return f"it has nothing of {repo.repo}"
        return None

    def tell(self, files: Sequence[AssetFile | OpenFile], context: FetchContext) -> list[AssetFile]:
        """Size and hash of each file as the cache stores it."""
        context.report(0, 0, "looking into the hub's cache")
        told = []
        for file in files:
            if isinstance(file, AssetFile):
                told.append(file)
                continue
            found = as_cached(file, self._find(file.name, context), context)
            if file.sha256 is not None and found.sha256 not in (None, file.sha256):
                raise ProviderFailedError(f"it has another {file.name}")
            told.append(replace(found, sha256=found.sha256 or file.sha256))
        return told

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Give each file a second name in our folder, or copy it."""
        total = sum(file.size_bytes for file in files)
        done = 0
        for file in files:
            context.report(done, total, "checking what the hub's cache has")
            into.link(file, self._find(file.name, context), context.cancel)
            done += file.size_bytes

    def _find(self, name: str, context: FetchContext) -> Path:
        repo = repo_of(self.repos, name)
        path = repo.path_of(name)
        for folder in context.hub_caches:
            found = folder / repo.cache_name / "snapshots" / _commit(folder, repo) / path
            if is_readable_file(found):
                return found
        raise ProviderFailedError(f"it has no {path} of revision {repo.revision[:12]}")
