"""Licences that have to be accepted, downloads of sizes that a web server tells, and how fast."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import an_asset, noise
from hypothesis import given
from hypothesis import strategies as st

from hub_server import sha256
from musicgen_local.assets import AssetManager, Bundle
from musicgen_local.assets.asset import Asset, AssetKind, OpenFile
from musicgen_local.assets.meter import WINDOW_SECONDS, Meter
from musicgen_local.assets.providers import http
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.providers.url import Url
from musicgen_local.errors import ErrorCode, MachineError, UserError
from web_server import Fault, Page, WebServer, serving

BODY = noise(50_000)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", (0.01, 0.01, 0.01))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.bin").write_bytes(BODY)
    return tmp_path / "source"


def asking(source: Path, licence: str = "CC-BY-NC-4.0") -> Asset:
    asset = an_asset({"a.bin": BODY}, LocalFolder(source))
    return replace(asset, licence=licence, terms="Not for commercial purposes.")


def manager(root: Path, *catalogue: Asset) -> AssetManager:
    bundle = Bundle("all", "All", "For tests.", tuple(asset.id for asset in catalogue))
    return AssetManager(root / "assets", catalogue=catalogue, bundles=[bundle])


def test_nothing_comes_before_its_licence_is_accepted(tmp_path: Path, source: Path) -> None:
    assets = manager(tmp_path, asking(source))
    assert not assets.status("thing").accepted
    for place in (None, source):
        with pytest.raises(UserError) as caught:
            assets.install("thing", source=place)
        assert caught.value.code is ErrorCode.VALIDATION
        assert "Not for commercial purposes." in caught.value.message
        assert "--accept-licence" in caught.value.recovery
        assert "mgl models licence thing" in caught.value.recovery
        assert caught.value.details["licences"] == ["CC-BY-NC-4.0"]
    assert not assets.root.exists()


def test_who_has_agreed_is_not_asked_again(tmp_path: Path, source: Path) -> None:
    assets = manager(tmp_path, asking(source))
    assets.accept_licence("all")
    note = json.loads((assets.root / ".accepted" / "thing.json").read_text("utf-8"))
    assert note["licence"] == "CC-BY-NC-4.0"
    assets.accept_licence("thing")
    assert json.loads((assets.root / ".accepted" / "thing.json").read_text("utf-8")) == note
    assert assets.install("thing").accepted
    assets.remove("thing")
    assets.install("thing")
    later = manager(tmp_path, asking(source, licence="CC-BY-NC-ND-4.0"))
    assert [asset.id for asset in later.needs_acceptance("all")] == ["thing"]
    with pytest.raises(UserError):
        later.install("thing", force=True)


def test_a_spoilt_note_is_no_agreement(tmp_path: Path, source: Path) -> None:
    assets = manager(tmp_path, asking(source))
    assets.accept_licence("thing")
    (assets.root / ".accepted" / "thing.json").write_text("[]", "utf-8")
    assert not assets.status("thing").accepted


# A web server that tells sizes, for files whose hash alone is known.


def known_by_hash(server: WebServer, digest: str | None = sha256(BODY)) -> Asset:
    return Asset(
        id="thing",
        title="The thing",
        summary="For tests.",
        kind=AssetKind.WEIGHTS,
        version="1",
        licence="Apache-2.0",
        files=(OpenFile("a.bin", sha256=digest),),
        providers=(Url(f"{server.url}/at/{{name}}", {"a.bin": "some/place/a.bin"}),),
    )


@pytest.mark.parametrize("ranges", [True, False])
def test_the_server_is_asked_for_the_size(tmp_path: Path, server: WebServer, ranges: bool) -> None:
    server.pages["/at/some/place/a.bin"] = Page(
        BODY, ranges=ranges, faults=[Fault(503), Fault(), Fault(ends_after=10_000)]
    )
    assets = manager(tmp_path, known_by_hash(server))
    assets.install("thing")
    assert assets.require("thing", "a.bin").read_bytes() == BODY
    assert server.ranges()[:3] == ["bytes=0-0", "bytes=0-0", None]
    assert list(assets.verify("thing")) == []


@pytest.mark.parametrize(
    ("page", "digest", "said"),
    [
        (Page(noise(len(BODY), 7)), sha256(BODY), "other contents"),
        (Page(BODY, ranges=False, says_length=False), sha256(BODY), "does not say how large"),
        (Page(BODY, faults=[Fault(404)]), sha256(BODY), "not there any more (404)"),
        (Page(BODY, faults=[Fault(503)], forever=True), sha256(BODY), "answered 503"),
        (Page(BODY), None, "nobody says what a.bin has to be"),
    ],
    ids=["others", "no size", "gone", "down", "no hash"],
)
def test_what_is_not_known_is_not_installed(
    tmp_path: Path, server: WebServer, page: Page, digest: str | None, said: str
) -> None:
    server.pages["/at/some/place/a.bin"] = page
    assets = manager(tmp_path, known_by_hash(server, digest))
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.DOWNLOAD_FAILED
    assert said in caught.value.message
    assert "curl -fL" in caught.value.recovery
    assert assets.locate("thing") is None


# How fast it goes.


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_the_rate_is_that_of_the_last_seconds() -> None:
    clock = Clock()
    meter = Meter(clock)
    assert meter.rate(5_000_000) is None  # what was here before the first look is no pace
    done = 5_000_000
    for _ in range(20):
        clock.seconds += 1.0
        done += 2_000_000
        rate = meter.rate(done)
    assert rate == pytest.approx(2_000_000)
    for _ in range(2 * int(WINDOW_SECONDS)):
        clock.seconds += 1.0
        done += 500_000
        rate = meter.rate(done)
    assert rate == pytest.approx(500_000)
    meter.restart()
    assert meter.rate(done) is None


@given(
    st.lists(st.tuples(st.floats(0.01, 20.0), st.integers(0, 10_000_000)), min_size=2, max_size=60)
)
def test_the_rate_is_never_more_than_the_fastest_moment(steps: list[tuple[float, int]]) -> None:
    clock = Clock()
    meter = Meter(clock)
    meter.rate(0)
    done, fastest = 0, 0.0
    for seconds, size in steps:
        clock.seconds += seconds
        done += size
        fastest = max(fastest, size / seconds)
        rate = meter.rate(done)
        assert rate is None or 0 < rate <= fastest * 1.000001
