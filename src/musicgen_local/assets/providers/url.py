"""Files straight from a web server."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from musicgen_local.assets.asset import AssetFile, FetchContext, OpenFile, ProviderFailedError
from musicgen_local.assets.providers.http import Remote, download_all, open_client, size_at
from musicgen_local.assets.staging import Staging
from musicgen_local.assets.waiting import run_leavable


@dataclass(frozen=True, slots=True)
class Url:
    """Each file at an address of its own; `{name}` in the template becomes the file's name.

    `paths` has the names of those that are called otherwise there.
    """

    template: str
    paths: Mapping[str, str] = field(default_factory=dict)
    network = True
    download_bytes = 0

    @property
    def name(self) -> str:
        """The server's address without the file."""
        return self.template.partition("{name}")[0]

    @property
    def by_hand(self) -> str | None:
        """Downloads the files into the current folder, where it is known which they are."""
        addresses = [self._address(name) for name in self.paths]
        return f"curl -fL --remote-name-all {' '.join(addresses)}" if addresses else None

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """A web server can always be tried."""
        return None

    def tell(self, files: Sequence[AssetFile | OpenFile], context: FetchContext) -> list[AssetFile]:
        """Ask the server for sizes; hashes it has none, so they must be known."""

        def told(left: threading.Event) -> list[AssetFile]:
            with open_client() as client:
                return [
                    file
                    if isinstance(file, AssetFile)
                    else AssetFile(
                        file.name, size_at(client, self._address(file.name), left), file.sha256
                    )
                    for file in files
                ]

        for file in files:
            if file.sha256 is None:
                raise ProviderFailedError(f"nobody says what {file.name} has to be")
        return run_leavable(told, context.cancel, lambda: context.report(0, 0, "asking for sizes"))

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download each file, continuing where an earlier attempt stopped."""
        remotes = [Remote(file, self._address(file.name)) for file in files]
        for file, arrived in download_all(remotes, context).items():
            into.adopt(file, arrived.path, arrived.fingerprint)

    def _address(self, name: str) -> str:
        return self.template.replace("{name}", quote(self.paths.get(name, name)))
