"""What a repository of the Hugging Face hub holds at one revision, as the hub tells it."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from musicgen_local.assets.asset import AssetFile, ProviderFailedError
from musicgen_local.assets.providers.http import ask, plain_refusal

if TYPE_CHECKING:
    import httpx

_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT_SHA1 = re.compile(r"[0-9a-f]{40}")


def authorization(token: str | None) -> dict[str, str]:
    """The header that shows the person's token, where there is one."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def list_files(
    client: httpx.Client,
    endpoint: str,
    repo: str,
    revision: str,
    token: str | None,
    left: threading.Event,
) -> dict[str, AssetFile]:
    """Every file of `repo` at `revision`, by its path.

    Large files are known by the SHA-256 that the hub stores them under, all others by git's hash.

    Raises:
        ProviderFailedError: when the hub does not tell.
        Canceled: when `left` is set between two attempts.
    """
    refusal = Refusals(endpoint, repo, revision, token_given=token is not None)
    url = f"{endpoint}/api/models/{repo}/tree/{quote(revision, safe='')}?recursive=true"
    found: dict[str, AssetFile] = {}
    while True:
        response = ask(client, url, authorization(token), refusal, left)
        try:
            found |= {entry.name: entry for entry in map(_entry, response.json()) if entry}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProviderFailedError(
                f"{endpoint} gave no list of the files of {repo}",
                "Make sure that HF_ENDPOINT, if it is set, is the address of a hub.",
            ) from error
        following = response.links.get("next", {}).get("url")
        if not following:
            return found
        url = urljoin(url, following)


def _entry(item: Mapping[str, Any]) -> AssetFile | None:
    """A file of the hub's list; None for a folder."""
    if item["type"] != "file":
        return None
    stored = item.get("lfs")
    if stored:
        return AssetFile(str(item["path"]), int(stored["size"]), _hash(_SHA256, stored["oid"]))
    return AssetFile(
        str(item["path"]), int(item["size"]), None, git_sha1=_hash(_GIT_SHA1, item["oid"])
    )


def _hash(form: re.Pattern[str], text: object) -> str:
    if not isinstance(text, str) or form.fullmatch(text) is None:
        raise ValueError("no hash")
    return text


class Refusals:
    """What the hub means when it gives something to nobody, or not to this person."""

    def __init__(self, endpoint: str, repo: str, revision: str, *, token_given: bool) -> None:
        self._page = f"{endpoint}/{repo}"
        self._revision = revision
        self._token_given = token_given

    def __call__(self, response: httpx.Response) -> ProviderFailedError:
        """The refusal in words; `X-Error-Code` is how the hub tells causes of one status apart."""
        status = response.status_code
        gated = response.headers.get("X-Error-Code") == "GatedRepo"
        if status == HTTPStatus.FORBIDDEN or (gated and self._token_given):
            return ProviderFailedError(
                f"this token has no access to {self._page} yet ({status})",
                f"Sign in at {self._page}, accept the terms there, and try again.",
            )
        if status == HTTPStatus.UNAUTHORIZED and self._token_given:
            return ProviderFailedError(
                f"the hub does not accept this token ({status})",
                "Make a new token with read access on the hub and set HF_TOKEN to it.",
            )
        if status == HTTPStatus.UNAUTHORIZED:
            # The hub answers so, too, where there is no such repository: strangers learn nothing.
            return ProviderFailedError(
                f"the hub wants a token for {self._page}, or it has no such repository ({status})",
                f"Sign in at {self._page}, accept terms if it shows some, and set HF_TOKEN to a "
                "token with read access.",
            )
        if status == HTTPStatus.NOT_FOUND:
            return ProviderFailedError(
                f"{self._page} has no such file at revision {self._revision[:12]} ({status})"
            )
        return plain_refusal(response)
