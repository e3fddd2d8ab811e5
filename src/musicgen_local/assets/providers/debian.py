"""Files out of a Debian package, without root: by apt-get where it is, else from a mirror."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets.asset import AssetFile, FetchContext, ProviderFailedError
from musicgen_local.assets.providers.archives import extract_files
from musicgen_local.assets.providers.http import Remote, download_all
from musicgen_local.assets.staging import Staging
from musicgen_local.assets.waiting import run_program

_DPKG_STATUS = Path("/var/lib/dpkg/status")


@dataclass(frozen=True, slots=True)
class DebianPackage:
    """A package of the Debian archive; path, size and SHA-256 as in the archive's index.

    Another version of the package will do where this one is gone: the files inside are checked.
    """

    package: str
    version: str
    pool_path: str
    archive_bytes: int
    archive_sha256: str
    network = True

    @property
    def name(self) -> str:
        """The package, as apt calls it."""
        return f"Debian package {self.package}"

    @property
    def download_bytes(self) -> int:
        """Size of the package."""
        return self.archive_bytes

    @property
    def by_hand(self) -> str | None:
        """Downloads the package into the current folder."""
        return f"apt-get download {self.package}"

    def unavailable(self, context: FetchContext, /) -> str | None:
        """It takes apt-get or a mirror's address."""
        if shutil.which("apt-get") or context.debian_mirror:
            return None
        return "apt-get is not on this machine and MGL_DEBIAN_MIRROR is not set"

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download the package and take the files out of it."""
        reasons: list[str] = []
        for archive in self._archives(context, reasons):
            try:
                extract_files(archive, files, into, context.cancel)
            except ProviderFailedError as error:
                reasons.append(str(error))
                continue
            if not into.missing(files):
                return
            reasons.append(f"{archive.name} does not hold what it should")
        raise ProviderFailedError("; ".join(dict.fromkeys(reasons)))

    def _archives(self, context: FetchContext, reasons: list[str]) -> Iterator[Path]:
        """Copies of the package, each from a less likely place than the one before."""
        if shutil.which("apt-get"):
            for attempt, private_lists in enumerate((False, True)):
                options: list[str] = []
                if private_lists:
                    options = self._fetch_package_lists(context, reasons)
                for wanted in (f"{self.package}={self.version}", self.package):
                    folder = context.work / f"apt-{attempt}-{len(wanted)}"
                    folder.mkdir()
                    try:
                        yield self._download(folder, wanted, options, context)
                    except ProviderFailedError as error:
                        reasons.append(str(error))
        if context.debian_mirror:
            try:
                yield self._download_from_mirror(context.debian_mirror, context)
            except ProviderFailedError as error:
                reasons.append(f"{context.debian_mirror}: {error}")

    def _download(
        self, folder: Path, wanted: str, options: Sequence[str], context: FetchContext
    ) -> Path:
        run_program(
            ["apt-get", "--quiet", *_UNPRIVILEGED, *options, "download", wanted],
            folder,
            context.cancel,
            lambda: context.report(_bytes_in(folder), self.archive_bytes, "downloading"),
        )
        archive = next(folder.glob("*.deb"), None)
        if archive is None:
            raise ProviderFailedError(f"apt-get downloaded nothing for {wanted}")
        return archive

    def _fetch_package_lists(self, context: FetchContext, reasons: list[str]) -> list[str]:
        """Fetch the lists a fresh machine lacks into a folder of ours; apt's own needs root."""
        state = context.work / "apt-state"
        cache = context.work / "apt-cache"
        (state / "lists" / "partial").mkdir(parents=True)
        (cache / "archives" / "partial").mkdir(parents=True)
        options = [
            *("-o", f"Dir::State={state}", "-o", f"Dir::State::lists={state / 'lists'}"),
            *("-o", f"Dir::State::status={_DPKG_STATUS}", "-o", f"Dir::Cache={cache}"),
        ]
        lean = ["-o", "Acquire::Languages=none"]
        try:
            run_program(
                ["apt-get", "--quiet", *_UNPRIVILEGED, *options, *lean, "update"],
                context.work,
                context.cancel,
                lambda: context.report(0, self.archive_bytes, "fetching package lists"),
            )
        except ProviderFailedError as error:
            reasons.append(str(error))  # one broken source of many is no reason to stop
        return options

    def _download_from_mirror(self, mirror: str, context: FetchContext) -> Path:
        archive = AssetFile(
            self.pool_path.rpartition("/")[2], self.archive_bytes, self.archive_sha256
        )
        url = f"{mirror.rstrip('/')}/{self.pool_path}"
        return download_all([Remote(archive, url)], context)[archive].path


_UNPRIVILEGED = ("-o", "APT::Sandbox::User=root")  # no switch to a user who can't see our folder


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue  # renamed while we were looking
    return total
