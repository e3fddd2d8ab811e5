"""Files from the Hugging Face hub, by the protocol of its own tools."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from musicgen_local.assets.asset import AssetFile, FetchContext, OpenFile, ProviderFailedError
from musicgen_local.assets.providers.http import Remote, download_all, open_client
from musicgen_local.assets.providers.hub_cache import HubRepo, cached_file, repo_of
from musicgen_local.assets.providers.hub_listing import Refusals, authorization, list_files
from musicgen_local.assets.staging import Staging
from musicgen_local.assets.waiting import run_leavable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hub:
    """One or several repositories of the hub.

    What its own tools have in their cache already is not fetched again when it is the same.
    """

    repos: tuple[HubRepo, ...]
    network = True
    download_bytes = 0

    @property
    def name(self) -> str:
        """The repositories, as the hub writes them."""
        return f"Hugging Face hub {', '.join(repo.repo for repo in self.repos)}"

    @property
    def by_hand(self) -> str | None:
        """The hub's own program, once for each repository."""
        return " && ".join(
            f"hf download {repo.repo} --revision {repo.revision} "
            f"--local-dir {repo.repo.rpartition('/')[2]}"
            for repo in self.repos
        )

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """The hub can always be tried; whether a token is needed it tells itself."""
        return None

    def tell(self, files: Sequence[AssetFile | OpenFile], context: FetchContext) -> list[AssetFile]:
        """Ask the hub for size and hash of each file."""

        def listed(left: threading.Event) -> dict[str, AssetFile]:
            found: dict[str, AssetFile] = {}
            with open_client() as client:
                for repo in self.repos:
                    listing = list_files(
                        client,
                        context.hub_endpoint,
                        repo.repo,
                        repo.revision,
                        context.hf_token,
                        left,
                    )
                    found |= {(repo.prefix + path): file for path, file in listing.items()}
            return found

        there = run_leavable(
            listed, context.cancel, lambda: context.report(0, 0, "asking the hub for sizes")
        )
        return [self._told(file, there) for file in files]

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Take what lies in the hub's cache, and download the rest with the person's token."""
        headers = authorization(context.hf_token)
        remotes = []
        for file in files:
            repo = repo_of(self.repos, file.name)
            if self._from_cache(file, repo, into, context):
                continue
            url = (
                f"{context.hub_endpoint}/{repo.repo}/resolve/{quote(repo.revision, safe='')}/"
                f"{quote(repo.path_of(file.name))}"
            )
            refusal = Refusals(
                context.hub_endpoint,
                repo.repo,
                repo.revision,
                token_given=context.hf_token is not None,
            )
            remotes.append(Remote(file, url, headers, refusal))
        for file, arrived in download_all(remotes, context).items():
            into.adopt(file, arrived.path, arrived.fingerprint)

    def _told(self, file: AssetFile | OpenFile, there: dict[str, AssetFile]) -> AssetFile:
        if isinstance(file, AssetFile):
            return file
        repo = repo_of(self.repos, file.name)
        found = there.get(file.name)
        if found is None:
            raise ProviderFailedError(
                f"{repo.repo} has no {repo.path_of(file.name)} at revision {repo.revision[:12]}"
            )
        if file.sha256 is not None and found.sha256 not in (None, file.sha256):
            raise ProviderFailedError(f"{repo.repo} has another {file.name} now")
        return replace(found, name=file.name, sha256=found.sha256 or file.sha256)

    def _from_cache(
        self, file: AssetFile, repo: HubRepo, into: Staging, context: FetchContext
    ) -> bool:
        """Whether the hub's cache had just this file."""
        path = cached_file(context.hub_caches, repo, file)
        if path is None:
            return False
        context.report(0, file.size_bytes, "checking what the hub's cache has")
        try:
            into.link(file, path, context.cancel)
        except ProviderFailedError as error:
            log.info("not taken from the hub's cache: %s", error)
            return False
        return True
