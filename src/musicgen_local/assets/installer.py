"""Puts an asset in place, whole or not at all, from the first provider that delivers."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets import failures
from musicgen_local.assets.asset import (
    Asset,
    BytesReport,
    FetchContext,
    Provider,
    ProviderFailedError,
)
from musicgen_local.assets.catalogue import licence_text
from musicgen_local.assets.layout import Layout, size_of
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.receipt import take_receipt, write_receipt
from musicgen_local.assets.staging import Staging
from musicgen_local.progress import CancelToken

LICENCE_NAME = "LICENCE.txt"
SPARE_BYTES = 64_000_000
"""Room that must stay free beside the files: package lists, logs, somebody else's work."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installer:
    """Changes what lies below one root; the caller holds the asset's lock."""

    layout: Layout
    offline: bool
    hf_token: str | None
    debian_mirror: str | None

    def install(
        self, asset: Asset, source: Path | None, report: BytesReport, cancel: CancelToken
    ) -> None:
        """Fetch `asset` (from `source` alone, if given) and replace what is installed of it."""
        providers = asset.providers if source is None else (LocalFolder(source),)
        reasons: list[tuple[str, str]] = []
        for provider in providers:
            stage = self.layout.new_stage(asset.id)
            try:
                reason = self._try(provider, asset, stage, report, cancel)
                if reason is None:
                    self._put_in_place(asset, stage, provider.name)
                    shutil.rmtree(self.layout.parts(asset.id), ignore_errors=True)
                    return
            finally:
                shutil.rmtree(stage, ignore_errors=True)
            log.info("%s did not deliver %s: %s", provider.name, asset.id, reason)
            reasons.append((provider.name, reason))
        if source is not None:
            raise failures.bad_source(asset, source, reasons[0][1])
        raise failures.nobody_delivered(asset, reasons)

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

    def _try(
        self,
        provider: Provider,
        asset: Asset,
        stage: Path,
        report: BytesReport,
        cancel: CancelToken,
    ) -> str | None:
        """None when `provider` delivered everything into `stage`, else why it did not."""
        if provider.network and self.offline:
            return "not tried, because MGL_OFFLINE is set"
        work = stage / "work"
        work.mkdir()
        context = FetchContext(
            work=work,
            parts=self.layout.parts(asset.id),
            report=report,
            cancel=cancel,
            hf_token=self.hf_token,
            debian_mirror=self.debian_mirror,
        )
        if (reason := provider.unavailable(context)) is not None:
            return reason
        self._make_sure_it_fits(asset, provider)
        staging = Staging(stage / "files")
        try:
            provider.fetch(asset.files, staging, context)
        except ProviderFailedError as error:
            self._make_sure_it_fits(asset, provider)  # a program out of space only says it failed
            return str(error)
        missing = staging.missing(asset.files)
        return f"{missing[0].name} is not in it" if missing else None

    def _make_sure_it_fits(self, asset: Asset, provider: Provider) -> None:
        here = size_of(self.layout.parts(asset.id))
        needed = max(0, asset.total_bytes + provider.download_bytes - here) + SPARE_BYTES
        free = shutil.disk_usage(self.layout.root).free
        if free < needed:
            raise failures.disk_full(asset, self.layout.root, needed, free)

    def _put_in_place(self, asset: Asset, stage: Path, provider: str) -> None:
        """One rename makes it all appear; whatever was there before goes with the stage."""
        new = stage / "files"
        (new / LICENCE_NAME).write_text(licence_text(asset), encoding="utf-8")
        write_receipt(new, take_receipt(asset, new, provider))
        target = self.layout.folder(asset.id)
        if target.exists():
            target.rename(stage / "old")
        new.rename(target)
