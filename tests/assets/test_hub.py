"""Weights from a hub: sizes and hashes that it tells, every way in which it can fail, its cache."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import noise

from hub_server import COMMIT, HubServer, a_hub, fill_cache, sha256, weights
from musicgen_local.assets import AssetManager
from musicgen_local.assets.asset import Asset, AssetKind, OpenFile
from musicgen_local.assets.installer import Reach
from musicgen_local.assets.providers import http
from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import HubCache, HubRepo
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken, Progress
from servers import PATIENCE_SECONDS
from web_server import Fault

REPO = "someone/songs"
WORDS = "somebody/words"
MODEL = weights(noise(300_000))
CONFIG = b'{"dim": 2048}'
VOCABULARY = b'{"a": 1}'


def an_asset(revision: str = COMMIT, version: str = "1") -> Asset:
    repos = (HubRepo(REPO, revision), HubRepo(WORDS, revision, into="words"))
    return Asset(
        id="thing",
        title="The thing",
        summary="For tests.",
        kind=AssetKind.WEIGHTS,
        version=version,
        licence="Apache-2.0",
        files=(
            OpenFile("model.pt", about_bytes=300_000),
            OpenFile("config.json"),
            OpenFile("words/vocab.json", sha256=sha256(VOCABULARY)),
        ),
        providers=(Hub(repos), HubCache(repos)),
    )


INSTALLED = {"model.pt": MODEL, "config.json": CONFIG, "words/vocab.json": VOCABULARY}


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with a_hub() as running:
        running.publish(REPO, {"model.pt": MODEL, "config.json": CONFIG, "README.md": b"hello"})
        running.publish(WORDS, {"vocab.json": VOCABULARY})
        yield running


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", (0.01, 0.01, 0.01))


def manager(
    root: Path,
    hub: HubServer | None,
    *,
    token: str | None = None,
    cache: Path | None = None,
    asset: Asset | None = None,
) -> AssetManager:
    reach = Reach(
        offline=hub is None,
        hf_token=token,
        hub_endpoint=hub.url if hub else "http://127.0.0.1:9",
        hub_caches=(cache,) if cache else (),
    )
    return AssetManager(root / "assets", reach=reach, catalogue=[asset or an_asset()])


def holds_all(assets: AssetManager) -> bool:
    for name, body in INSTALLED.items():
        path = assets.path("thing", name)
        if path is None or path.read_bytes() != body:
            return False
    return True


def refused(assets: AssetManager) -> MachineError:
    """The failure of an installation that leaves nothing that could be taken for one."""
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.DOWNLOAD_FAILED
    assert assets.locate("thing") is None
    assert not (assets.root / "thing").exists()
    assert list((assets.root / ".staging").iterdir()) == []
    return caught.value


def test_the_hub_says_what_the_files_are_and_the_receipt_keeps_it(
    tmp_path: Path, hub: HubServer
) -> None:
    hub.large(MODEL).seconds_per_block = 0.08
    assets = manager(tmp_path, hub)
    told: list[Progress] = []
    status = assets.install("thing", progress=told.append)
    assert status.installed
    assert holds_all(assets)
    assert status.provider == f"Hugging Face hub {REPO}, {WORDS}"
    receipt = json.loads((assets.root / "thing" / "installed.json").read_text("utf-8"))
    noted = {
        name: (entry["size_bytes"], entry["sha256"]) for name, entry in receipt["files"].items()
    }
    assert noted == {name: (len(body), sha256(body)) for name, body in INSTALLED.items()}
    assert list(assets.verify("thing")) == []
    assert told[-1].fraction == 1.0
    assert any(
        re.fullmatch(r"The thing: 0\.\d MB of 0\.3 MB, \d+ kB/s, \d s left", progress.message)
        for progress in told
    )
    assert not any("README" in path for path in hub.fetched())


def test_a_long_list_is_read_to_its_end(tmp_path: Path, hub: HubServer) -> None:
    files = {f"{number}.txt": b"-" for number in range(7)}
    hub.publish(REPO, {**files, "model.pt": MODEL, "config.json": CONFIG}, per_page=3)
    assets = manager(tmp_path, hub)
    assets.install("thing")
    assert holds_all(assets)


def test_the_token_goes_to_the_hub_and_not_to_its_store(tmp_path: Path, hub: HubServer) -> None:
    manager(tmp_path, hub, token="hf_secret").install("thing")
    assert hub.front.seen
    assert all(s.headers.get("authorization") == "Bearer hf_secret" for s in hub.front.seen)
    assert hub.store.seen
    assert not any("authorization" in seen.headers for seen in hub.store.seen)


def test_damage_is_found_by_what_was_installed(tmp_path: Path, hub: HubServer) -> None:
    assets = manager(tmp_path, hub)
    assets.install("thing")
    path = assets.require("thing", "model.pt")
    spoilt = bytearray(MODEL)
    spoilt[1000] ^= 1
    path.write_bytes(bytes(spoilt))
    for found in (assets.quick_check("thing"), assets.verify("thing")):
        assert [error.details["file"] for error in found] == ["model.pt"]
        assert "mgl models download thing --force" in found[0].recovery
    assets.install("thing")
    assert holds_all(assets)
    (assets.root / "thing" / "installed.json").unlink()
    assert [error.details["problem"] for error in assets.verify("thing")] == ["missing"]


def test_another_version_in_the_catalogue_is_fetched(tmp_path: Path, hub: HubServer) -> None:
    manager(tmp_path, hub).install("thing")
    later = manager(tmp_path, hub, asset=an_asset(version="2"))
    assert later.quick_check("thing")[0].details["problem"] == "outdated"
    assert later.path("thing", "model.pt") is None
    later.install("thing")
    assert later.status("thing").installed


# What goes wrong on the way.


def test_a_broken_connection_is_continued_where_it_broke(tmp_path: Path, hub: HubServer) -> None:
    hub.large(MODEL).faults = [Fault(ends_after=120_000), Fault(ends_after=50_000)]
    assets = manager(tmp_path, hub)
    assets.install("thing")
    assert holds_all(assets)
    assert hub.store.ranges() == [None, "bytes=120000-", "bytes=170000-"]
    asked = [seen.path for seen in hub.front.seen if seen.path.endswith("/model.pt")]
    assert len(asked) == 3  # each attempt is sent on anew: addresses in the store expire


def test_a_store_without_ranges_sends_it_all_again(tmp_path: Path, hub: HubServer) -> None:
    page = hub.large(MODEL)
    page.ranges = False
    page.faults = [Fault(ends_after=120_000)]
    assets = manager(tmp_path, hub)
    assets.install("thing")
    assert holds_all(assets)


def test_a_stop_keeps_what_has_come_and_says_so(tmp_path: Path, hub: HubServer) -> None:
    hub.large(MODEL).faults = [Fault(halts_after=200_000)]
    assets = manager(tmp_path, hub)
    cancel = CancelToken()

    def stop_when_it_is_here() -> None:
        assert hub.store.halted.wait(PATIENCE_SECONDS)
        while assets.status("thing").partial_bytes < 200_000:
            pass
        cancel.cancel()

    stopper = threading.Thread(target=stop_when_it_is_here)
    stopper.start()
    with pytest.raises(Canceled) as stopped:
        assets.install("thing", cancel=cancel)
    stopper.join()
    assert "is kept" in stopped.value.recovery
    assert "0.2 MB" in stopped.value.recovery
    assert not (assets.root / "thing").exists()
    assets.install("thing")
    assert holds_all(assets)
    assert hub.store.ranges() == [None, "bytes=200000-"]


def test_what_is_forgotten_is_fetched_from_the_beginning(tmp_path: Path, hub: HubServer) -> None:
    page = hub.large(MODEL)
    page.faults, page.forever = [Fault(ends_after=1000), Fault(status=404)], False
    assets = manager(tmp_path, hub)
    refused(assets)
    assert assets.status("thing").partial_bytes >= 1000
    assets.forget_part("thing")
    assert assets.status("thing").partial_bytes == 0
    assets.install("thing")
    assert hub.store.ranges()[-1] is None


@pytest.mark.parametrize("name", ["model.pt", "config.json"])
def test_other_contents_of_the_same_size_are_refused(
    tmp_path: Path, hub: HubServer, name: str
) -> None:
    page = hub.large(MODEL) if name == "model.pt" else hub.small(REPO, name)
    page.body = bytes(len(page.body))
    assets = manager(tmp_path, hub)
    error = refused(assets)
    assert name in error.message
    assert "other contents" in error.message


def test_a_file_that_the_catalogue_knows_is_held_to_it(tmp_path: Path, hub: HubServer) -> None:
    hub.publish(WORDS, {"vocab.json": b'{"b": 2}'})
    assert "words/vocab.json" in refused(manager(tmp_path, hub)).message


@pytest.mark.parametrize("where", ["list", "file"])
@pytest.mark.parametrize(
    ("fault", "token", "said", "recovery"),
    [
        (Fault(401), None, "wants a token", "set HF_TOKEN"),
        (Fault(401), "hf_bad", "does not accept this token", "Make a new token"),
        (Fault(403), "hf_good", "has no access", "accept the terms"),
        (
            Fault(401, headers={"X-Error-Code": "GatedRepo"}),
            "hf_good",
            "has no access",
            "accept the terms",
        ),
        (Fault(404), None, "no such file at revision c0ffee", "mgl models add thing FOLDER"),
    ],
    ids=["no token", "bad token", "forbidden", "gated", "not there"],
)
def test_the_hub_says_what_it_wants(
    tmp_path: Path,
    hub: HubServer,
    where: str,
    fault: Fault,
    token: str | None,
    said: str,
    recovery: str,
) -> None:
    page = hub.listing(REPO) if where == "list" else hub.small(REPO, "config.json")
    page.faults, page.forever = [fault], True
    error = refused(manager(tmp_path, hub, token=token))
    assert said in error.message
    assert recovery in error.recovery
    assert token is None or token not in str(error.as_dict())


@pytest.mark.parametrize("where", ["list", "file"])
def test_an_overloaded_hub_is_asked_again_and_given_up_in_the_end(
    tmp_path: Path, hub: HubServer, where: str
) -> None:
    page = hub.listing(REPO) if where == "list" else hub.large(MODEL)
    page.faults = [Fault(503), Fault(429, headers={"Retry-After": "0"})]
    assets = manager(tmp_path, hub)
    assets.install("thing")
    assert holds_all(assets)
    assets.remove("thing")
    page.faults, page.forever = [Fault(503)], True
    assert "answered 503" in refused(assets).message


def test_a_hub_that_nobody_reaches(tmp_path: Path) -> None:
    with a_hub() as gone:
        assets = manager(tmp_path, gone)
    error = refused(assets)
    assert "ConnectError" in error.message
    assert f"hf download {REPO} --revision {COMMIT}" in error.recovery


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b"[1, 2]", b'[{"type": "file"}]'])
def test_something_else_under_the_address_of_the_hub(
    tmp_path: Path, hub: HubServer, body: bytes
) -> None:
    hub.listing(REPO).body = body
    error = refused(manager(tmp_path, hub))
    assert "gave no list of the files" in error.message
    assert "HF_ENDPOINT" in error.recovery


def test_a_file_that_the_repository_lacks(tmp_path: Path, hub: HubServer) -> None:
    hub.publish(REPO, {"model.pt": MODEL})
    assert "has no config.json at revision c0ffee" in refused(manager(tmp_path, hub)).message
    assert hub.fetched() == []


def test_it_has_to_fit_as_the_hub_says_how_large_it_is(
    tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(MachineError) as caught:
        manager(tmp_path, hub).install("thing")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needed_bytes"] > len(MODEL)
    assert hub.fetched() == []


def test_several_have_to_fit_together_before_the_first_is_fetched(
    tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [an_asset(), replace(an_asset(), id="other")]
    reach = Reach(hub_endpoint=hub.url)
    assets = AssetManager(tmp_path / "assets", reach=reach, catalogue=both)
    usage = shutil.disk_usage(tmp_path)
    one_fits = 64_000_000 + 2 * 300_000 - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=one_fits))
    assets.check_room(["thing"])
    with pytest.raises(MachineError) as caught:
        assets.check_room(["thing", "other"])
    assert caught.value.code is ErrorCode.DISK_FULL
    assert "The thing and 1 more do not fit" in caught.value.message
    assert hub.front.seen == []


# What the hub's own tools have fetched before.


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "huggingface" / "hub"
    fill_cache(folder, REPO, {"model.pt": MODEL, "config.json": CONFIG})
    fill_cache(folder, WORDS, {"vocab.json": VOCABULARY})
    return folder


def test_what_the_cache_has_is_not_fetched_again(
    tmp_path: Path, hub: HubServer, cache: Path
) -> None:
    assets = manager(tmp_path, hub, cache=cache)
    assets.install("thing")
    assert holds_all(assets)
    assert hub.fetched() == []
    blob = cache / "models--someone--songs" / "blobs" / sha256(MODEL)
    assert assets.require("thing", "model.pt").samefile(blob)
    assets.remove("thing")
    assert blob.read_bytes() == MODEL


def test_a_cache_that_can_t_be_read_is_no_hindrance(tmp_path: Path, hub: HubServer) -> None:
    beyond = tmp_path / ("x" * 300)  # no system opens such a name: even looking for it fails
    assets = manager(tmp_path, hub, cache=beyond)
    assets.check_room(["thing", "thing"])
    assets.install("thing")
    assert holds_all(assets)
    assets.remove("thing")
    assert "it has nothing of" in refused(manager(tmp_path, None, cache=beyond)).message


def test_a_second_name_needs_no_room(
    tmp_path: Path, hub: HubServer, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=64_000_001))
    assets = manager(tmp_path, hub, cache=cache)
    assets.check_room(["thing", "thing"])
    assets.install("thing")
    assert holds_all(assets)


def test_what_the_cache_has_in_another_revision_is_the_same_file(
    tmp_path: Path, hub: HubServer
) -> None:
    cache = tmp_path / "hub"
    fill_cache(cache, REPO, {"model.pt": MODEL}, commit="0" * 40)
    assets = manager(tmp_path, hub, cache=cache)
    assets.install("thing")
    assert holds_all(assets)
    assert not hub.store.seen


def test_a_spoilt_cache_is_left_alone_and_the_file_fetched(
    tmp_path: Path, hub: HubServer, cache: Path
) -> None:
    blob = cache / "models--someone--songs" / "blobs" / sha256(MODEL)
    blob.write_bytes(bytes(len(MODEL)))
    assets = manager(tmp_path, hub, cache=cache)
    assets.install("thing")
    assert holds_all(assets)
    assert blob.read_bytes() == bytes(len(MODEL))


@pytest.mark.parametrize("revision", [COMMIT, "main"])
def test_without_a_network_the_cache_is_enough(tmp_path: Path, cache: Path, revision: str) -> None:
    assets = manager(tmp_path, None, cache=cache, asset=an_asset(revision))
    status = assets.install("thing")
    assert holds_all(assets)
    assert status.provider == f"the hub's cache of {REPO}"


def test_without_a_network_a_spoilt_cache_is_refused(tmp_path: Path, cache: Path) -> None:
    blob = cache / "models--someone--songs" / "blobs" / sha256(MODEL)
    blob.write_bytes(bytes(len(MODEL)))
    error = refused(manager(tmp_path, None, cache=cache))
    assert "MGL_OFFLINE" in error.message
    assert "model.pt has the right size but other contents" in error.message


def test_copies_without_links_are_taken_when_they_can_be_what_they_are_called(
    tmp_path: Path, cache: Path
) -> None:
    for link in list(cache.rglob("snapshots/*/*")):
        body = link.read_bytes()
        link.unlink()
        link.write_bytes(body)
    assets = manager(tmp_path, None, cache=cache)
    assets.install("thing")
    assert holds_all(assets)
    assets.remove("thing")
    model = next(cache.rglob("model.pt"))
    model.write_bytes(MODEL[:-1000])
    assert "model.pt is cut off" in refused(assets).message


def test_without_network_and_cache_it_says_both(tmp_path: Path) -> None:
    error = refused(manager(tmp_path, None))
    assert "MGL_OFFLINE" in error.message
    assert f"it has nothing of {REPO}" in error.message
    assert "mgl models add thing FOLDER" in error.recovery


def test_a_folder_is_not_taken_for_a_file_of_its_name(tmp_path: Path, hub: HubServer) -> None:
    listing = json.loads(hub.listing(WORDS).body)
    hub.listing(WORDS).body = json.dumps(
        [{**entry, "type": "directory"} for entry in listing]
    ).encode()
    assert "has no vocab.json" in refused(manager(tmp_path, hub)).message
