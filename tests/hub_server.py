"""A hub on this machine: the lists and the files of its repositories, and the store behind it.

As with the real one, large files lie in a store at another address, which the hub sends clients to,
and are known by their SHA-256; small ones are served by itself and known by git's hash.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import random
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import repo_of
from musicgen_local.assets.weights import WEIGHTS
from web_server import Fault, Page, WebServer, serving

COMMIT = "c0ffee" + "0" * 34
LARGE_BYTES = 10_000  # from here on a file lies in the store


def git_sha1(body: bytes) -> str:
    """Git's name of a file with these contents."""
    return hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def weights(noise: bytes) -> bytes:
    """An archive such as `torch.save` makes: a pickle, and the numbers that it speaks of."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps({"model_state_dict": {}}, protocol=2))
        archive.writestr("model/data/0", noise)
    return out.getvalue()


@dataclass
class HubServer:
    """Serves repositories; `front` is the hub itself, `store` what it sends clients to."""

    front: WebServer
    store: WebServer

    @property
    def url(self) -> str:
        return self.front.url

    def publish(
        self, repo: str, files: Mapping[str, bytes], revision: str = COMMIT, per_page: int = 1000
    ) -> None:
        """Let `repo` have these files at `revision`, listed so many at a time."""
        listed = [self._publish(repo, revision, path, body) for path, body in files.items()]
        listed.insert(0, {"type": "directory", "oid": "0" * 40, "size": 0, "path": "folder"})
        address = f"/api/models/{repo}/tree/{revision}?recursive=true"
        pages = [listed[at : at + per_page] for at in range(0, len(listed), per_page)]
        for number, entries in enumerate(pages):
            following = f"{address}&cursor={number + 1}"
            more = number + 1 < len(pages)
            headers = {"Link": f'<{self.url}{following}>; rel="next"'} if more else {}
            here = f"{address}&cursor={number}" if number else address
            self.front.pages[here] = Page(json.dumps(entries).encode(), headers=headers)

    def listing(self, repo: str, revision: str = COMMIT) -> Page:
        """The page that lists a repository's files."""
        return self.front.pages[f"/api/models/{repo}/tree/{revision}?recursive=true"]

    def small(self, repo: str, path: str, revision: str = COMMIT) -> Page:
        """The page of a file that the hub serves itself."""
        return self.front.pages[f"/{repo}/resolve/{revision}/{path}"]

    def large(self, body: bytes) -> Page:
        """The page in the store of a large file that was published with these contents."""
        return self.store.pages[f"/{sha256(body)}?signature=of-today"]

    def fetched(self) -> list[str]:
        """The paths of the files that were asked for, at the hub and in the store."""
        asked = [seen.path for server in (self.front, self.store) for seen in server.seen]
        return [path for path in asked if not path.startswith("/api/")]

    def _publish(self, repo: str, revision: str, path: str, body: bytes) -> dict[str, object]:
        entry: dict[str, object] = {"type": "file", "path": path, "size": len(body)}
        at = f"/{repo}/resolve/{revision}/{path}"
        if len(body) < LARGE_BYTES:
            self.front.pages[at] = Page(body)
            return {**entry, "oid": git_sha1(body)}
        stored = f"/{sha256(body)}?signature=of-today"
        self.store.pages[stored] = Page(body)
        sent_on = Fault(302, headers={"Location": f"{self.store.url}{stored}"})
        self.front.pages[at] = Page(b"", faults=[sent_on], forever=True)
        lfs = {"oid": sha256(body), "size": len(body), "pointerSize": 134}
        return {**entry, "oid": git_sha1(b"a pointer to it"), "lfs": lfs}


@contextmanager
def a_hub() -> Iterator[HubServer]:
    """A running hub with its store."""
    with serving() as front, serving() as store:
        yield HubServer(front, store)


def fill_cache(
    cache: Path, repo: str, files: Mapping[str, bytes], commit: str = COMMIT, branch: str = "main"
) -> Path:
    """Lay `files` of `repo` out in `cache` as the hub's own tools do; the folder of its blobs."""
    home = cache / f"models--{repo.replace('/', '--')}"
    blobs = home / "blobs"
    blobs.mkdir(parents=True)
    (home / "refs").mkdir()
    (home / "refs" / branch).write_text(commit, "utf-8")
    for path, body in files.items():
        name = sha256(body) if len(body) >= LARGE_BYTES else git_sha1(body)
        (blobs / name).write_bytes(body)
        link = home / "snapshots" / commit / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(blobs / name)
    return blobs


def publish_weights(hub: HubServer) -> dict[str, dict[str, bytes]]:
    """Let the hub have every asset of the catalogue that comes from one, with small files.

    Gives their contents by asset and by the name of the file in it.
    """
    published: dict[str, dict[str, bytes]] = {}
    for number, asset in enumerate(WEIGHTS):
        for provider in asset.providers:
            if not isinstance(provider, Hub):
                continue
            files = {file.name: _small(file.name, number) for file in asset.files}
            for repo in provider.repos:
                mine = {
                    repo.path_of(name): body
                    for name, body in files.items()
                    if repo_of(provider.repos, name) == repo
                }
                hub.publish(repo.repo, mine, repo.revision)
            published[asset.id] = files
    return published


def _small(name: str, number: int) -> bytes:
    if name.endswith((".pt", ".bin")):
        return weights(random.Random(number).randbytes(150_000 + number))
    return b"{}" if name.endswith(".json") else f"words {number}".encode()
