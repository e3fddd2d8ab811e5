"""Files straight from a web server, or from the Hugging Face hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from musicgen_local.assets.asset import AssetFile, FetchContext
from musicgen_local.assets.providers.http import Remote, download_all, plain_refusal
from musicgen_local.assets.staging import Staging


@dataclass(frozen=True, slots=True)
class Url:
    """Each file at an address of its own; `{name}` in the template becomes the file's name."""

    template: str
    network = True
    download_bytes = 0
    by_hand = None

    @property
    def name(self) -> str:
        """The server's address without the file."""
        return self.template.partition("{name}")[0]

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """A web server can always be tried."""
        return None

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download each file, continuing where an earlier attempt stopped."""
        remotes = [
            Remote(file, self.template.replace("{name}", quote(file.name))) for file in files
        ]
        _download_into(remotes, into, context, plain_refusal)


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub at one revision (a commit, so that it can't change)."""

    repo: str
    revision: str
    folder: str = ""
    endpoint: str = "https://huggingface.co"
    network = True
    download_bytes = 0

    @property
    def name(self) -> str:
        """The repository, as the hub writes it."""
        return f"Hugging Face hub {self.repo}"

    @property
    def by_hand(self) -> str | None:
        """The hub's own program."""
        return f"hf download {self.repo} --revision {self.revision} --local-dir ."

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """The hub can always be tried; whether a token is needed it tells itself."""
        return None

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Download each file, with the person's token if there is one."""
        headers = {"Authorization": f"Bearer {context.hf_token}"} if context.hf_token else {}
        base = f"{self.endpoint}/{self.repo}/resolve/{quote(self.revision)}/"
        prefix = f"{self.folder}/" if self.folder else ""
        remotes = [Remote(file, base + quote(prefix + file.name), headers) for file in files]
        token_given = context.hf_token is not None
        _download_into(remotes, into, context, lambda status: self._refusal(status, token_given))

    def _refusal(self, status: int, token_given: bool) -> str:
        page = f"{self.endpoint}/{self.repo}"
        if status == HTTPStatus.UNAUTHORIZED:
            if token_given:
                return "the hub does not accept this token: make a new one and set HF_TOKEN (401)"
            return "the hub wants a token: set HF_TOKEN to a token with read access (401)"
        if status == HTTPStatus.FORBIDDEN:
            return f"this token has no access yet: accept the terms at {page} (403)"
        if status == HTTPStatus.NOT_FOUND:
            return f"{page} has no such file at revision {self.revision[:12]} (404)"
        return plain_refusal(status)


def _download_into(
    remotes: Sequence[Remote],
    into: Staging,
    context: FetchContext,
    refusal: Callable[[int], str],
) -> None:
    for file, part in download_all(remotes, context, refusal).items():
        into.adopt(file, part, file.sha256)  # hashed while it came in
