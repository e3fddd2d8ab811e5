"""The web studio's files, and its one page at every address that is nobody else's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from musicgen_local.api.downloads import RangedFile
from musicgen_local.api.problems import problem_response
from musicgen_local.errors import ErrorCode, UserError

BUILD = Path(__file__).parents[1] / "web_dist"
_INDEX = "index.html"
_ASSETS = "assets/"  # their names change with their contents
_PAGE = "/{page}"  # what requests are called in the log and in the metrics
_FILES = {True: "/assets/{file}", False: "/{file}"}
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))  # the smaller one first
_SUFFIXES = frozenset(suffix for _, suffix in _ENCODINGS)
_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "txt": "text/plain; charset=utf-8",
}
_NOT_BUILT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MusicGen Local</title>
<style>
body { font: 17px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem;
  color-scheme: light dark; }
code { font-family: ui-monospace, monospace; }
</style>
</head>
<body>
<h1>The server runs. The studio isn't built yet.</h1>
<p>This copy of the program has no web pages. In its source folder, with
<a href="https://nodejs.org">Node.js</a> installed, build them once, and reload this page:</p>
<p><code>make web</code></p>
<p>An installed package brings them along. The HTTP API is complete without them:
<a href="/docs">every route on one page</a>.</p>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file of the build, and the same compressed, by encoding."""

    path: Path
    etag: str  # strong, in quotes
    media_type: str
    cache_control: str
    encoding: str = ""
    compressed: Mapping[str, WebFile] = field(default_factory=dict)


class WebBuild:
    """The files below a folder by their paths; read again when it was built anew.

    What a request names is looked up here, and never becomes part of a path.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, ...] | None = None
        self._files: Mapping[str, WebFile] = {}

    def files(self) -> Mapping[str, WebFile]:
        """Every file by its path below the folder; none when there is no build."""
        stamp = _stamp(self._folder)
        if stamp != self._stamp:
            self._files = dict(_read(self._folder)) if stamp else {}
            self._stamp = stamp
        return self._files


class WebStudio:
    """Middleware: serves the build, to everybody, and never takes an address from the API."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self._build = WebBuild(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        """What is sent; None for what is the API's."""
        path = _path_of(scope)
        if scope["method"] not in ("GET", "HEAD") or path == "/api" or path.startswith("/api/"):
            return None
        headers = Headers(scope=scope)
        files = self._build.files()
        name = path.removeprefix("/")
        if name in files:
            shown, answer = _FILES[name.startswith(_ASSETS)], _send(files[name], headers)
        elif name.startswith(_ASSETS):
            shown, answer = _FILES[True], problem_response(_no_such_file())
        elif not name and _wants_json(headers) and not files:
            shown, answer = _PAGE, problem_response(_not_built())
        elif _is_taken(scope, headers, name):
            return None
        elif _INDEX in files:
            shown, answer = _PAGE, _send(files[_INDEX], headers)
        else:
            page = HTMLResponse(_NOT_BUILT, 404 if name else 200, {"Cache-Control": "no-store"})
            shown, answer = _PAGE, page
        scope["route"] = _Shown(shown)
        return answer


def _is_taken(scope: Scope, headers: Headers, name: str) -> bool:
    """Whether an address is not for the studio's page to answer."""
    if not name:
        return _wants_json(headers)
    if not _wants_page(headers):
        return True
    return any(route.matches(scope)[0] is not Match.NONE for route in scope["app"].routes)


def _send(file: WebFile, headers: Headers) -> Response:
    """The file, compressed if the client likes; 304 for one that has it."""
    wanted = file
    if "range" not in headers:
        accepted = _accepted_encodings(headers.get("accept-encoding", ""))
        wanted = next((file.compressed[name] for name in file.compressed if name in accepted), file)
    try:
        stat = wanted.path.stat()
    except OSError:  # removed since it was read
        return problem_response(_no_such_file())
    told = {
        "etag": wanted.etag,
        "cache-control": file.cache_control,
        "last-modified": formatdate(stat.st_mtime, usegmt=True),
        "vary": "Accept-Encoding",
    }
    if _has_it(headers, wanted.etag):
        return Response(status_code=304, headers=told)
    if wanted.encoding:
        told["content-encoding"] = wanted.encoding
    return RangedFile(wanted.path, stat, told, file.media_type)


def _stamp(folder: Path) -> tuple[int, ...] | None:
    """Another one for each build; None when there is none."""
    try:
        index = (folder / _INDEX).stat()
        assets = folder / _ASSETS
        listed = assets.stat().st_mtime_ns if assets.is_dir() else 0
    except OSError:
        return None
    return index.st_mtime_ns, index.st_size, listed


def _read(folder: Path) -> Iterator[tuple[str, WebFile]]:
    paths = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    for name, path in paths.items():
        if path.suffix in _SUFFIXES and name.removesuffix(path.suffix) in paths:
            continue
        compressed = {
            encoding: _web_file(name, paths[name + suffix], encoding)
            for encoding, suffix in _ENCODINGS
            if name + suffix in paths
        }
        yield name, _web_file(name, path, "", compressed)


def _web_file(
    name: str, path: Path, encoding: str, compressed: Mapping[str, WebFile] | None = None
) -> WebFile:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()[:32]
    return WebFile(
        path=path,
        etag=f'"{digest}"',
        media_type=_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"),
        cache_control=_FOR_A_YEAR if name.startswith(_ASSETS) else _ASK_FIRST,
        encoding=encoding,
        compressed=compressed or {},
    )


def _has_it(headers: Headers, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")}
    return etag in tags or "*" in tags


def _accepted_encodings(told: str) -> set[str]:
    """The encodings in an `Accept-Encoding` header that are not refused by `q=0`."""
    accepted = set()
    for part in told.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip())
    return accepted


def _wants_page(headers: Headers) -> bool:
    """Whether a browser goes there; programs say that they take anything, or JSON."""
    return "text/html" in headers.get("accept", "").lower()


def _wants_json(headers: Headers) -> bool:
    return "application/json" in headers.get("accept", "").lower() and not _wants_page(headers)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the request is called in the log and in the metrics."""

    path: str


def _path_of(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "").rstrip("/"))


def _no_such_file() -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        "The studio has no such file.",
        recovery="Reload the page: the studio was updated since it was opened.",
    )


def _not_built() -> UserError:
    return UserError(
        ErrorCode.NOT_FOUND,
        "The web studio isn't built in this copy of the program.",
        recovery="Build it with `make web`; GET /docs lists the API's routes.",
    )
