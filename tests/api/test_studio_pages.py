"""The studio's pages: a small build behind a real server that wants a key for everything else."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
import httpx
import pytest
from asking import asking
from serving import served

from musicgen_local.api.application import create_app
from musicgen_local.config import Settings

PAGE = "<!doctype html><title>Studio</title><script src=/assets/studio-0a1b2c3d.js></script>"
SCRIPT = "console.log('music');\n" * 200
SECRET = "nobody's business"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "identity"}
PLAIN = {"Accept-Encoding": "identity"}


def write_build(folder: Path) -> Path:
    """A build as the studio's bundler leaves it."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "sw.js").write_text("self.addEventListener('fetch', () => {});")
    (folder / "manifest.webmanifest").write_text('{"name": "Studio"}')
    script = folder / "assets" / "studio-0a1b2c3d.js"
    script.write_text(SCRIPT)
    script.with_name(script.name + ".br").write_bytes(brotli.compress(SCRIPT.encode()))
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(SCRIPT.encode()))
    return folder


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    root = tmp_path_factory.mktemp("studio")
    (root / "secret.txt").write_text(SECRET)
    build = write_build(root / "build")
    (build / "link.txt").symlink_to(root / "secret.txt")
    settings = Settings(data_dir=root / "data", api_key="the-key")
    with served(create_app(settings, build)) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/", "/library", "/tracks/My.Song.v2", "/tracks/01.mp3", "/a/b/c?search=x", "/health/x"],
)
def test_a_browser_gets_the_studio_at_every_page(studio: httpx.Client, path: str) -> None:
    answer = studio.get(path, headers=BROWSER)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = dict(p.split(" ", 1) for p in answer.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/tracks", 401), ("GET", "/api/nowhere", 401), ("GET", "/api", 401),
     ("GET", "/docs", 401), ("GET", "/status/01", 401), ("GET", "/generate", 401),
     ("GET", "/output/x.mp3", 401), ("POST", "/library", 401), ("GET", "/health/live", 200)],
)  # fmt: skip
def test_the_api_keeps_its_addresses(
    studio: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = studio.request(method, path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"


def test_what_is_nowhere_in_the_api_is_a_problem_in_json(studio: httpx.Client) -> None:
    answer = studio.get("/api/v1/nowhere", headers=BROWSER | {"X-API-Key": "the-key"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
    for path in ("/library", "/"):
        asked = {"X-API-Key": "the-key", "Accept": "application/json"}
        answer = studio.get(path, headers=asked)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND"), path
    assert studio.get("/", headers={"Accept": "*/*"}).text == PAGE
    assert studio.get("/library", headers={"Accept": "*/*"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "kind", "cached"),
    [("/assets/studio-0a1b2c3d.js", "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable"),
     ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
     ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
     ("/index.html", "text/html; charset=utf-8", "no-cache")],
)  # fmt: skip
def test_files_are_kept_as_long_as_their_names_promise(
    studio: httpx.Client, path: str, kind: str, cached: str
) -> None:
    answer = studio.get(path, headers=PLAIN)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == cached
    head = studio.head(path, headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "etag", "content-type", "cache-control"):
        assert head.headers[name] == answer.headers[name]
    asked = PLAIN | {"If-None-Match": f'"another", W/{answer.headers["etag"]}'}
    again = studio.get(path, headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == cached
    assert studio.get(path, headers=PLAIN | {"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)],
)
def test_scripts_come_compressed_as_they_were_built(
    studio: httpx.Client, accepted: str, encoding: str | None
) -> None:
    path = "/assets/studio-0a1b2c3d.js"
    answer = studio.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == SCRIPT
    assert "accept-encoding" in answer.headers["vary"].lower()
    kept = {"br": brotli.compress(SCRIPT.encode()), "gzip": gzip.compress(SCRIPT.encode())}
    if encoding:
        assert int(answer.headers["content-length"]) == len(kept[encoding])
        assert answer.headers["etag"] != studio.get(path, headers=PLAIN).headers["etag"]


def test_parts_of_a_file_are_parts_of_the_plain_one(studio: httpx.Client) -> None:
    asked = {"Accept-Encoding": "br", "Range": "bytes=2-9"}
    answer = studio.get("/assets/studio-0a1b2c3d.js", headers=asked)
    assert answer.status_code == 206
    assert answer.text == SCRIPT[2:10]


@pytest.mark.parametrize(
    "path", ["/assets/studio-ffffffff.js", "/assets/", "/assets/studio-0a1b2c3d.js.br"]
)
def test_an_asset_that_is_none_is_not_the_page(studio: httpx.Client, path: str) -> None:
    answer = studio.get(path, headers=BROWSER)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
     "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/..%5c..%5csecret.txt", "//secret.txt",
     "/./../secret.txt", "/assets/%00", "/link.txt", "/sw.js%00.html", "/%ff"],
)  # fmt: skip
def test_nothing_outside_the_build_is_served(studio: httpx.Client, path: str) -> None:
    """As they are, which a browser or httpx would have tidied up before."""
    place = urlsplit(str(studio.base_url))
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=90)) as connection:
        connection.request("GET", path, headers=BROWSER)
        answer = connection.getresponse()
        sent = answer.read().decode()
    assert SECRET not in sent
    assert answer.status in (400, 404) or sent == PAGE


def test_a_new_build_is_served_without_a_restart(tmp_path: Path) -> None:
    ask = asking(create_app(Settings(data_dir=tmp_path), tmp_path / "build"))
    assert "make web" in ask("GET", "/", headers=BROWSER).text
    build = write_build(tmp_path / "build")
    assert ask("GET", "/", headers=BROWSER).text == PAGE
    (build / "assets" / "more-12345678.css").write_text("body {}")
    assert ask("GET", "/assets/more-12345678.css").text == "body {}"
    (build / "index.html").write_text("<title>Another</title>")
    os.utime(build / "index.html", ns=(1, 1))
    assert ask("GET", "/", headers=BROWSER).text == "<title>Another</title>"


def test_without_a_build_a_page_tells_how_to_get_one(tmp_path: Path) -> None:
    ask = asking(create_app(Settings(data_dir=tmp_path, api_key="the-key"), tmp_path / "none"))
    page = ask("GET", "/", headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "make web" in page.text
    assert ask("GET", "/library", headers=BROWSER).status_code == 404
    told = ask("GET", "/", headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert "make web" in told.json()["error"]["recovery"]


def test_pages_are_named_together_in_the_numbers(studio: httpx.Client) -> None:
    for path in ("/library", "/tracks/01", "/assets/studio-0a1b2c3d.js", "/sw.js"):
        assert studio.get(path, headers=BROWSER).status_code == 200
    numbers = studio.get("/metrics", headers={"X-API-Key": "the-key"}).text
    named = {line.split('route="')[1].split('"')[0] for line in numbers.splitlines()
             if 'route="' in line}  # fmt: skip
    assert {"/{page}", "/{file}", "/assets/{file}"} <= named
    assert "/library" not in named
