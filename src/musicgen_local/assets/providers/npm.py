"""Files out of an npm package: by npm where it is, else from the registry the person configured."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets.asset import AssetFile, FetchContext, ProviderFailedError
from musicgen_local.assets.providers.archives import extract_files
from musicgen_local.assets.providers.http import Remote, download_all
from musicgen_local.assets.staging import Staging
from musicgen_local.assets.waiting import run_program


@dataclass(frozen=True, slots=True)
class NpmTarball:
    """One version of an npm package, with the size and SHA-256 of its tarball."""

    package: str
    version: str
    archive_bytes: int
    archive_sha256: str
    network = True

    @property
    def name(self) -> str:
        """The package, as npm calls it."""
        return f"npm package {self.package}"

    @property
    def download_bytes(self) -> int:
        """Size of the tarball."""
        return self.archive_bytes

    @property
    def by_hand(self) -> str | None:
        """Downloads the tarball into the current folder."""
        return f"npm pack {self.package}@{self.version}"

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """It takes npm or a configured registry."""
        if shutil.which("npm") or self._registry():
            return None
        return "npm is not on this machine and no registry is configured for it"

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download the tarball and take the files out of it."""
        archive = self._pack(context) if shutil.which("npm") else self._download(context)
        extract_files(archive, files, into, context.cancel)

    def _pack(self, context: FetchContext) -> Path:
        folder = context.work
        npm = shutil.which("npm") or "npm"  # on Windows it is npm.cmd, which only its path starts
        run_program(
            [npm, "pack", "--ignore-scripts", "--loglevel=error", f"{self.package}@{self.version}"],
            folder,
            context.cancel,
            lambda: context.report(0, self.archive_bytes, "downloading"),
            {"npm_config_cache": str(folder / "npm-cache"), "npm_config_update_notifier": "false"},
        )
        archive = next(folder.glob("*.tgz"), None)
        if archive is None:
            raise ProviderFailedError("npm pack left no tarball")
        return archive

    def _download(self, context: FetchContext) -> Path:
        base_name = f"{self.package.rpartition('/')[2]}-{self.version}.tgz"
        archive = AssetFile(base_name, self.archive_bytes, self.archive_sha256)
        url = f"{self._registry()}/{self.package}/-/{base_name}"
        return download_all([Remote(archive, url)], context)[archive].path

    def _registry(self) -> str | None:
        """The registry in npm's own settings (environment, then the person's `.npmrc`)."""
        for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
            if address := os.environ.get(name):
                return address.rstrip("/")
        try:
            lines = (Path.home() / ".npmrc").read_text(encoding="utf-8").splitlines()
        except (OSError, RuntimeError, UnicodeDecodeError):
            return None
        pairs = (line.partition("=") for line in lines)
        settings = {key.strip(): value.strip() for key, _, value in pairs}
        scope = self.package.partition("/")[0]
        address = settings.get(f"{scope}:registry") or settings.get("registry")
        return address.rstrip("/") if address else None
