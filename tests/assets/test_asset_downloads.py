"""Downloads over HTTP, against a real server that misbehaves."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from handmade import an_asset, noise
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.assets import AssetManager
from musicgen_local.assets.asset import Asset
from musicgen_local.assets.providers import http
from musicgen_local.assets.providers.url import Url
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken, Progress
from servers import PATIENCE_SECONDS
from web_server import HALT_SECONDS, Fault, Page, WebServer, serving

BODY = noise(400_000)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", (0.01, 0.01, 0.01))


def served(server: WebServer, page: Page, body: bytes = BODY) -> Asset:
    server.pages["/a.sf3"] = page
    return an_asset({"a.sf3": body}, Url(f"{server.url}/{{name}}"))


def manager(root: Path, asset: Asset) -> AssetManager:
    return AssetManager(root / "assets", catalogue=[asset])


def installed_bytes(assets: AssetManager, name: str = "a.sf3") -> bytes:
    path = assets.path("thing", name)
    assert path is not None
    return path.read_bytes()


def parts(assets: AssetManager) -> list[Path]:
    """Downloads that have begun and hold something."""
    found = (assets.root / ".parts").rglob("*.part")
    return sorted(path for path in found if path.stat().st_size)


def refused(assets: AssetManager) -> MachineError:
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.DOWNLOAD_FAILED
    assert assets.locate("thing") is None
    return caught.value


def test_a_download_arrives_whole_and_says_how_far_it_is(tmp_path: Path, server: WebServer) -> None:
    page = Page(BODY, seconds_per_block=0.02)
    assets = manager(tmp_path, served(server, page))
    told: list[Progress] = []
    status = assets.install("thing", progress=told.append)
    assert installed_bytes(assets) == BODY
    assert status.installed
    assert status.provider == f"{server.url}/"
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert any(0.1 < fraction < 0.9 for fraction in fractions)
    assert all("The thing" in progress.message for progress in told)


def test_a_broken_connection_is_continued_where_it_broke(tmp_path: Path, server: WebServer) -> None:
    page = Page(BODY, faults=[Fault(ends_after=150_000), Fault(ends_after=100_000)])
    assets = manager(tmp_path, served(server, page))
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.ranges() == [None, "bytes=150000-", "bytes=250000-"]
    assert server.seen[1].headers["if-range"] == '"one"'
    assert parts(assets) == []


def test_a_body_of_unknown_length_that_ends_early_is_continued(
    tmp_path: Path, server: WebServer
) -> None:
    page = Page(BODY, says_length=False, faults=[Fault(ends_after=1000)])
    assets = manager(tmp_path, served(server, page))
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.ranges() == [None, "bytes=1000-"]


def test_a_stop_is_obeyed_at_once_and_the_next_attempt_continues(
    tmp_path: Path, server: WebServer
) -> None:
    assets = manager(tmp_path, served(server, Page(BODY, faults=[Fault(halts_after=120_000)])))
    cancel = CancelToken()
    stopped_at = 0.0

    def stop() -> None:
        nonlocal stopped_at
        server.halted.wait(PATIENCE_SECONDS)
        time.sleep(0.2)  # the bytes have to cross the socket
        stopped_at = time.monotonic()
        cancel.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Canceled):
        assets.install("thing", cancel=cancel)
    assert time.monotonic() - stopped_at < HALT_SECONDS / 2  # the server itself would stall on
    stopper.join()
    status = assets.status("thing")
    assert not status.installed
    assert status.partial_bytes >= 120_000
    assert list((assets.root / ".staging").iterdir()) == []
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.ranges() == [None, "bytes=120000-"]


def test_a_stop_in_the_second_file_keeps_the_first(tmp_path: Path, server: WebServer) -> None:
    second = noise(50_000, seed=2)
    server.pages["/one.bin"] = Page(BODY)
    server.pages["/two.bin"] = Page(second, faults=[Fault(halts_after=10)])
    asset = an_asset({"one.bin": BODY, "two.bin": second}, Url(f"{server.url}/{{name}}"))
    assets = manager(tmp_path, asset)
    cancel = CancelToken()

    def stop() -> None:
        server.halted.wait(PATIENCE_SECONDS)
        cancel.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Canceled):
        assets.install("thing", cancel=cancel)
    stopper.join()
    assets.install("thing")
    assert installed_bytes(assets, "one.bin") == BODY
    assert installed_bytes(assets, "two.bin") == second
    assert [request.path for request in server.seen] == ["/one.bin", "/two.bin", "/two.bin"]


def test_a_file_that_changed_on_the_server_is_begun_anew(tmp_path: Path, server: WebServer) -> None:
    old = Page(noise(400_000, seed=3), etag='"old"', faults=[Fault(ends_after=99_999)])
    new = Page(BODY, etag='"new"')
    assets = manager(tmp_path, served(server, old))
    old.faults.append(Fault(status=404))
    refused(assets)
    assert len(parts(assets)) == 1
    server.pages["/a.sf3"] = new
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.ranges()[-1] == "bytes=99999-"  # asked to continue, answered with all of it


def test_a_spoilt_part_of_an_earlier_day_is_thrown_away(tmp_path: Path, server: WebServer) -> None:
    asset = served(server, Page(BODY))
    assets = manager(tmp_path, asset)
    part = assets.root / ".parts" / "thing" / f"{asset.files[0].sha256}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(300_000))
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.ranges() == ["bytes=300000-", None]


def test_a_complete_part_needs_no_network(tmp_path: Path, server: WebServer) -> None:
    asset = served(server, Page(b""))
    assets = manager(tmp_path, asset)
    part = assets.root / ".parts" / "thing" / f"{asset.files[0].sha256}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(BODY)
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert server.seen == []


def test_an_empty_file_is_a_file(tmp_path: Path, server: WebServer) -> None:
    assets = manager(tmp_path, served(server, Page(b""), b""))
    assets.install("thing")
    assert installed_bytes(assets) == b""


def test_two_files_of_the_same_bytes_both_arrive(tmp_path: Path, server: WebServer) -> None:
    names = ("one.bin", "two.bin", "three.bin")
    for name in names:
        server.pages[f"/{name}"] = Page(BODY)
    asset = an_asset(dict.fromkeys(names, BODY), Url(f"{server.url}/{{name}}"))
    assets = manager(tmp_path, asset)
    assets.install("thing")
    assert all(installed_bytes(assets, name) == BODY for name in names)


def test_a_server_without_ranges_sends_it_all_again(tmp_path: Path, server: WebServer) -> None:
    page = Page(BODY, ranges=False, faults=[Fault(ends_after=150_000)])
    assets = manager(tmp_path, served(server, page))
    assets.install("thing")
    assert installed_bytes(assets) == BODY


def test_other_contents_of_the_same_size_are_refused(tmp_path: Path, server: WebServer) -> None:
    assets = manager(tmp_path, served(server, Page(noise(len(BODY), seed=9))))
    assert "other contents" in refused(assets).message
    assert parts(assets) == []


@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_of_another_size_is_refused_before_it_fills_the_disk(
    tmp_path: Path, server: WebServer, says_length: bool
) -> None:
    page = Page(BODY + noise(3_000_000), says_length=says_length)
    assets = manager(tmp_path, served(server, page))
    refused(assets)
    assert assets.status("thing").partial_bytes <= len(BODY) + 1000


def test_an_overloaded_server_is_asked_again(tmp_path: Path, server: WebServer) -> None:
    faults = [Fault(status=503), Fault(status=429, headers={"Retry-After": "0"})]
    assets = manager(tmp_path, served(server, Page(BODY, faults=faults)))
    assets.install("thing")
    assert installed_bytes(assets) == BODY
    assert len(server.seen) == 3


def test_a_server_that_stays_down_is_given_up(tmp_path: Path, server: WebServer) -> None:
    page = Page(BODY, faults=[Fault(status=503)], forever=True)
    assets = manager(tmp_path, served(server, page))
    assert "answered 503" in refused(assets).message
    assert len(server.seen) == len(http.BACKOFF_SECONDS)


def test_nobody_listening_is_a_failure_with_a_way_out(tmp_path: Path) -> None:
    with serving() as gone:
        url = gone.url
    assets = manager(tmp_path, an_asset({"a.sf3": BODY}, Url(f"{url}/{{name}}")))
    error = refused(assets)
    assert "--from FOLDER" in error.recovery
    assert error.details["providers"][0]["name"] == f"{url}/"


def test_the_next_provider_is_tried_when_one_lacks_the_file(
    tmp_path: Path, server: WebServer
) -> None:
    server.pages["/mirror/a.sf3"] = Page(BODY)
    asset = an_asset(
        {"a.sf3": BODY}, Url(f"{server.url}/gone/{{name}}"), Url(f"{server.url}/mirror/{{name}}")
    )
    assets = manager(tmp_path, asset)
    assert assets.install("thing").provider == f"{server.url}/mirror/"
    assert installed_bytes(assets) == BODY


@settings(max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(0, 3000), max_size=6), ranges=st.booleans())
def test_however_often_it_breaks_the_bytes_are_the_same(cuts: list[int], ranges: bool) -> None:
    body = noise(5000, seed=5)
    # Without ranges only progress beyond the last break would count, so breaks stay rare there.
    faults = [Fault(ends_after=cut) for cut in (cuts if ranges else cuts[:2])]
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        assets = manager(
            Path(folder), served(server, Page(body, ranges=ranges, faults=faults), body)
        )
        longest_drought = max(
            (len(run) for run in "".join("x" if c == 0 else " " for c in cuts).split()), default=0
        )
        if longest_drought >= len(http.BACKOFF_SECONDS):
            return
        assets.install("thing")
        assert installed_bytes(assets) == body
