"""Puts an asset in place, whole or not at all, from the first provider that delivers."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets import failures
from musicgen_local.assets.asset import (
    HUB_ENDPOINT,
    Asset,
    AssetFile,
    BytesReport,
    FetchContext,
    Provider,
    ProviderFailedError,
    Teller,
)
from musicgen_local.assets.catalogue import licence_text
from musicgen_local.assets.layout import Layout, size_of
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import HubCache, bytes_to_link, is_cached
from musicgen_local.assets.providers.offline import OfflineFolder
from musicgen_local.assets.receipt import take_receipt, write_receipt
from musicgen_local.assets.staging import Staging
from musicgen_local.progress import CancelToken

LICENCE_NAME = "LICENCE.txt"
SPARE_BYTES = 64_000_000
"""Room that must stay free beside the files: package lists, logs, somebody else's work."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the world beyond this machine may be used, and how."""

    offline: bool = False
    hf_token: str | None = None
    debian_mirror: str | None = None
    hub_endpoint: str = HUB_ENDPOINT
    hub_caches: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Installer:
    """Changes what lies below one root; the caller holds the asset's lock."""

    layout: Layout
    reach: Reach

    def install(
        self, asset: Asset, source: Path | None, report: BytesReport, cancel: CancelToken
    ) -> None:
        """Fetch `asset` (from `source` alone, if given) and replace what is installed of it."""
        providers = asset.providers if source is None else (source_of(asset, source),)
        failed: list[tuple[str, ProviderFailedError]] = []
        for provider in providers:
            stage = self.layout.new_stage(asset.id)
            try:
                self._try(provider, asset, stage, report, cancel)
                shutil.rmtree(self.layout.parts(asset.id), ignore_errors=True)
                return
            except ProviderFailedError as error:
                log.info("%s did not deliver %s: %s", provider.name, asset.id, error)
                failed.append((provider.name, error))
            finally:
                shutil.rmtree(stage, ignore_errors=True)
        if source is not None:
            raise failures.bad_source(asset, source, failed[0][1])
        raise failures.nobody_delivered(asset, failed)

    def remove(self, asset: Asset) -> int:
        """Delete what is installed and what was downloaded; the bytes that were freed."""
        folder, parts = self.layout.folder(asset.id), self.layout.parts(asset.id)
        freed = size_of(folder) + size_of(parts)
        shutil.rmtree(parts, ignore_errors=True)
        if folder.exists():
            # Renamed first: readers see all of it or nothing.
            doomed = self.layout.new_stage(asset.id)
            folder.rename(doomed / "old")
            shutil.rmtree(doomed)
        return freed

    def clear_leftovers(self, asset: Asset) -> None:
        """Delete stages: under the lock nobody is at work, so they belonged to dead processes."""
        for stage in self.layout.stages(asset.id):
            shutil.rmtree(stage, ignore_errors=True)

    def check_room_for_all(self, assets: Sequence[Asset]) -> None:
        """Make sure that several assets fit together, as far as their sizes are known beforehand.

        What the hub's cache may have is left out: its bytes may need no room.

        Raises:
            MachineError: `DISK_FULL`.
        """
        coming = [asset for asset in assets if not self._may_be_cached(asset)]
        if len(coming) < 2:
            return  # one is measured exactly when its turn comes
        self.layout.root.mkdir(parents=True, exist_ok=True)
        here = sum(size_of(self.layout.parts(asset.id)) for asset in coming)
        needed = sum(asset.total_bytes for asset in coming) - here + SPARE_BYTES
        free = shutil.disk_usage(self.layout.root).free
        if free < needed:
            raise failures.disk_full(coming[0], self.layout.root, needed, free, len(coming) - 1)

    def _may_be_cached(self, asset: Asset) -> bool:
        return any(
            is_cached(self.reach.hub_caches, repo)
            for provider in asset.providers
            if isinstance(provider, HubCache)
            for repo in provider.repos
        )

    def _try(
        self,
        provider: Provider,
        asset: Asset,
        stage: Path,
        report: BytesReport,
        cancel: CancelToken,
    ) -> None:
        """Let `provider` bring everything into `stage`, and put it in place.

        Raises:
            ProviderFailedError: when it does not deliver.
        """
        if provider.network and self.reach.offline:
            why = "not tried, because MGL_OFFLINE is set"
            raise ProviderFailedError(why, failures.offline(asset))
        work = stage / "work"
        work.mkdir()
        context = FetchContext(
            work=work,
            parts=self.layout.parts(asset.id),
            report=report,
            cancel=cancel,
            hf_token=self.reach.hf_token,
            debian_mirror=self.reach.debian_mirror,
            hub_endpoint=self.reach.hub_endpoint,
            hub_caches=self.reach.hub_caches,
        )
        if (reason := provider.unavailable(context)) is not None:
            raise ProviderFailedError(reason)
        files = _told(provider, asset, context)
        self._make_sure_it_fits(asset, files, provider)
        staging = Staging(stage / "files")
        try:
            provider.fetch(files, staging, context)
        except ProviderFailedError:
            # A program out of space only says that it failed.
            self._make_sure_it_fits(asset, files, provider)
            raise
        if missing := staging.missing(files):
            raise ProviderFailedError(f"{missing[0].name} is not in it")
        self._put_in_place(asset, stage, provider.name, staging.hashes)

    def _make_sure_it_fits(
        self, asset: Asset, files: Sequence[AssetFile], provider: Provider
    ) -> None:
        here = size_of(self.layout.parts(asset.id))
        total = sum(file.size_bytes for file in files)
        if isinstance(provider, Hub | HubCache):
            caches = self.reach.hub_caches
            total -= bytes_to_link(caches, provider.repos, files, self.layout.root)
        needed = max(0, total + provider.download_bytes - here) + SPARE_BYTES
        free = shutil.disk_usage(self.layout.root).free
        if free < needed:
            raise failures.disk_full(asset, self.layout.root, needed, free)

    def _put_in_place(
        self, asset: Asset, stage: Path, provider: str, hashes: Mapping[str, str]
    ) -> None:
        """One rename makes it all appear; whatever was there before goes with the stage."""
        new = stage / "files"
        (new / LICENCE_NAME).write_text(licence_text(asset), encoding="utf-8")
        write_receipt(new, take_receipt(asset, new, provider, hashes))
        target = self.layout.folder(asset.id)
        if target.exists():
            target.rename(stage / "old")
        new.rename(target)


def source_of(asset: Asset, source: Path, *, plain: bool = True) -> LocalFolder | OfflineFolder:
    """The folder, file or package `source` as what it is for this asset."""
    if asset.fixed:
        return LocalFolder(source)
    return OfflineFolder.of(asset, source, plain=plain)


def _told(provider: Provider, asset: Asset, context: FetchContext) -> list[AssetFile]:
    """The files of `asset` with sizes and hashes: from the catalogue, else as the provider says."""
    fixed = [file for file in asset.files if isinstance(file, AssetFile)]
    if len(fixed) == len(asset.files):
        return fixed
    if not isinstance(provider, Teller):
        raise ProviderFailedError("it does not say which files it has")
    return provider.tell(asset.files, context)
