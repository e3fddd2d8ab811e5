"""Installing, checking, repairing and removing, with files that lie in a folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from handmade import an_asset, noise

from musicgen_local.assets import AssetManager
from musicgen_local.assets.asset import Asset
from musicgen_local.assets.installer import Reach
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.providers.url import Url
from musicgen_local.config import Settings
from musicgen_local.errors import Canceled, ErrorCode, MachineError, UserError
from musicgen_local.progress import CancelToken, Progress
from servers import PATIENCE_SECONDS
from web_server import Fault, Page, WebServer, serving

FILES = {"sound.sf3": noise(300_000), "kit/snare.flac": noise(20_000, seed=2)}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with the files of the asset, as a person may have it."""
    folder = tmp_path / "source"
    for name, body in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


@pytest.fixture
def assets(tmp_path: Path, source: Path) -> AssetManager:
    return AssetManager(tmp_path / "assets", catalogue=[an_asset(FILES, LocalFolder(source))])


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


def sound(assets: AssetManager) -> Path:
    path = assets.path("thing", "sound.sf3")
    assert path is not None
    return path


def holds_everything(assets: AssetManager) -> bool:
    folder = assets.locate("thing")
    return folder is not None and all((folder / n).read_bytes() == b for n, b in FILES.items())


def test_before_installing_there_is_nothing_and_it_says_so(assets: AssetManager) -> None:
    [status] = assets.list()
    assert (status.installed, status.path, status.bytes) == (False, None, 0)
    assert assets.path("thing", "sound.sf3") is None
    assert assets.locate("thing") is None
    assert list(assets.quick_check("thing")) == []
    for ask in (lambda: assets.require("thing", "sound.sf3"), lambda: assets.verify("thing")):
        with pytest.raises(MachineError) as caught:
            ask()
        assert caught.value.code is ErrorCode.MODEL_NOT_INSTALLED
        assert "mgl assets install thing" in caught.value.recovery


def test_an_installed_asset_is_whole_licensed_and_found(assets: AssetManager, source: Path) -> None:
    status = assets.install("thing")
    assert status.installed
    assert status.provider == str(source)
    assert holds_everything(assets)
    assert assets.require("thing", "sound.sf3") == sound(assets)
    folder = assets.root / "thing"
    assert "CC0-1.0" in (folder / "LICENCE.txt").read_text("utf-8")
    assert status.bytes == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    assert list(assets.verify("thing")) == []


def test_what_is_whole_is_left_alone_unless_forced(assets: AssetManager, source: Path) -> None:
    assets.install("thing")
    before = (assets.root / "thing").stat().st_ino
    assets.install("thing")
    assert (assets.root / "thing").stat().st_ino == before
    shutil.rmtree(source)
    assets.install("thing")  # needs nothing from there
    with pytest.raises(MachineError):
        assets.install("thing", force=True)
    assert holds_everything(assets)  # a failed replacement leaves the old one


def test_unknown_names_are_answered_with_the_known_ones(assets: AssetManager) -> None:
    for ask in (assets.install, assets.status, assets.remove, assets.verify, assets.quick_check):
        with pytest.raises(UserError) as caught:
            ask("nothing")
        assert caught.value.code is ErrorCode.NOT_FOUND
        assert "thing" in caught.value.recovery


class Harm(NamedTuple):
    """Something that happens to an installed file."""

    size: int | None
    keep_time: bool
    at_a_glance: str | None
    in_full: str | None


@pytest.mark.parametrize(
    "harm",
    [
        Harm(size=None, keep_time=False, at_a_glance="missing", in_full="missing"),
        Harm(size=1000, keep_time=True, at_a_glance="size", in_full="size"),
        Harm(size=300_000, keep_time=False, at_a_glance="contents", in_full="contents"),
        Harm(size=300_000, keep_time=True, at_a_glance=None, in_full="contents"),
    ],
    ids=["deleted", "truncated", "overwritten", "rotten"],
)
def test_damage_is_found_and_mended(assets: AssetManager, harm: Harm) -> None:
    assets.install("thing")
    path = sound(assets)
    stat = path.stat()
    path.unlink()
    if harm.size is not None:
        path.write_bytes(bytes(harm.size))
        if harm.keep_time:
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    for found, expected in (
        (assets.quick_check("thing"), harm.at_a_glance),
        (assets.verify("thing"), harm.in_full),
    ):
        assert [error.details["problem"] for error in found] == ([expected] if expected else [])
        assert all(error.code is ErrorCode.ASSET_CORRUPT for error in found)
        assert all("mgl assets install thing --force" in error.recovery for error in found)
    if harm.at_a_glance:
        assert not assets.status("thing").installed
        assert assets.status("thing").problem
        with pytest.raises(MachineError) as caught:
            assets.require("thing", "sound.sf3")
        assert caught.value.code is ErrorCode.ASSET_CORRUPT
    assets.install("thing", force=harm.at_a_glance is None)
    assert holds_everything(assets)
    assert list(assets.verify("thing")) == []


def test_a_file_of_the_wrong_size_has_no_path(assets: AssetManager) -> None:
    assets.install("thing")
    sound(assets).write_bytes(b"short")
    assert assets.path("thing", "sound.sf3") is None


def test_a_restored_backup_is_hashed_once_and_then_trusted(assets: AssetManager) -> None:
    assets.install("thing")
    os.utime(sound(assets), (1, 1))
    assert list(assets.quick_check("thing")) == []
    receipt = json.loads((assets.root / "thing" / "installed.json").read_text("utf-8"))
    assert receipt["files"]["sound.sf3"]["mtime_ns"] == 1_000_000_000


def test_a_lost_receipt_means_not_installed_and_installing_mends_it(assets: AssetManager) -> None:
    assets.install("thing")
    (assets.root / "thing" / "installed.json").write_text("{", "utf-8")
    assert assets.path("thing", "sound.sf3") is None
    assert not assets.status("thing").installed
    assets.install("thing")
    assert assets.status("thing").installed


def test_a_new_version_in_the_catalogue_replaces_the_old_one(
    assets: AssetManager, tmp_path: Path
) -> None:
    assets.install("thing")
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "sound.sf3").write_bytes(b"better")
    later = AssetManager(
        assets.root, catalogue=[an_asset({"sound.sf3": b"better"}, LocalFolder(newer), version="2")]
    )
    assert later.path("thing", "sound.sf3") is None
    assert later.quick_check("thing")[0].details["problem"] == "outdated"
    later.install("thing")
    assert sound(later).read_bytes() == b"better"
    assert not (later.root / "thing" / "kit").exists()


def test_removing_frees_what_it_says(assets: AssetManager) -> None:
    occupied = assets.install("thing").bytes
    assert assets.remove("thing") == occupied
    assert not assets.status("thing").installed
    assert not (assets.root / "thing").exists()
    assert assets.remove("thing") == 0


@pytest.mark.parametrize("made", ["folder", "flat", "file"])
def test_a_person_may_bring_the_files(tmp_path: Path, source: Path, made: str) -> None:
    files = {"sound.sf3": FILES["sound.sf3"]} if made == "file" else FILES
    if made == "flat":
        (source / "kit" / "snare.flac").rename(source / "snare.flac")
    given = source / "sound.sf3" if made == "file" else source
    assets = AssetManager(
        tmp_path / "assets", reach=Reach(offline=True), catalogue=[an_asset(files)]
    )
    assert assets.install("thing", source=given).provider == str(given)
    assert list(assets.verify("thing")) == []


def test_a_folder_without_the_files_or_with_others_is_refused(
    assets: AssetManager, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as absent:
        assets.install("thing", source=tmp_path / "nowhere")
    assert absent.value.code is ErrorCode.NOT_FOUND
    other = tmp_path / "other"
    other.mkdir()
    (other / "sound.sf3").write_bytes(bytes(300_000))
    with pytest.raises(UserError) as wrong:
        assets.install("thing", source=other)
    assert wrong.value.code is ErrorCode.VALIDATION
    assert "other contents" in wrong.value.message
    assert "kit/snare.flac not found" in wrong.value.message
    assert assets.locate("thing") is None


def test_offline_reaches_for_no_network(tmp_path: Path, server: WebServer) -> None:
    server.pages["/sound.sf3"] = Page(FILES["sound.sf3"])
    asset = an_asset({"sound.sf3": FILES["sound.sf3"]}, Url(f"{server.url}/{{name}}"))
    assets = AssetManager(tmp_path / "assets", reach=Reach(offline=True), catalogue=[asset])
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.DOWNLOAD_FAILED
    assert "MGL_OFFLINE" in caught.value.message
    assert caught.value.recovery.startswith("Unset MGL_OFFLINE and try again, or")
    assert server.seen == []


def test_settings_carry_over(monkeypatch: pytest.MonkeyPatch, server: WebServer) -> None:
    monkeypatch.setenv("MGL_OFFLINE", "true")
    settings = Settings()
    assets = AssetManager.from_settings(settings)
    assert assets.root == settings.assets_dir
    assert [status.installed for status in assets.list()] == [False] * len(assets.list())


def test_a_full_disk_is_seen_before_anything_is_fetched(
    tmp_path: Path, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/sound.sf3"] = Page(FILES["sound.sf3"])
    asset = an_asset({"sound.sf3": FILES["sound.sf3"]}, Url(f"{server.url}/{{name}}"))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    assets = AssetManager(tmp_path / "assets", catalogue=[asset])
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needed_bytes"] > 300_000
    assert server.seen == []


def test_a_root_that_is_no_folder_can_t_be_written(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assets = AssetManager(tmp_path / "file", catalogue=[an_asset(FILES, LocalFolder(source))])
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    assert caught.value.code is ErrorCode.NOT_WRITABLE
    assert "MGL_MODEL_CACHE_DIR" in caught.value.recovery


def test_readers_meet_all_of_it_or_nothing(assets: AssetManager) -> None:
    assets.install("thing")
    over = threading.Event()
    halves: list[str] = []

    def read() -> None:
        while not over.is_set():
            path = assets.path("thing", "sound.sf3")
            try:
                if path is not None and path.read_bytes() != FILES["sound.sf3"]:
                    halves.append("other bytes")
            except FileNotFoundError:
                continue  # between the two renames

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(15):
        assets.install("thing", force=True)
    over.set()
    reader.join()
    assert halves == []


def test_a_stop_before_the_start_does_nothing(assets: AssetManager) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Canceled):
        assets.install("thing", cancel=cancel)
    assert not assets.root.exists()


def test_a_stop_while_copying_leaves_nothing(assets: AssetManager) -> None:
    cancel = CancelToken()

    def stop_at_the_second_file(progress: Progress) -> None:
        if progress.fraction > 0.5:
            cancel.cancel()

    with pytest.raises(Canceled):
        assets.install("thing", progress=stop_at_the_second_file, cancel=cancel)
    assert assets.locate("thing") is None
    assert list((assets.root / ".staging").iterdir()) == []


# Other processes: a program that installs the thing from a server, as a second `mgl` would.

INSTALL = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from handmade import an_asset, noise
from musicgen_local.assets import AssetManager
from musicgen_local.assets.providers.url import Url
from musicgen_local.errors import MachineError
asset = an_asset({{"sound.sf3": noise(300_000)}}, Url({url!r} + "/{{name}}"))
{before}
try:
    print(AssetManager(Path({root!r}), catalogue=[asset]).install("thing").installed)
except MachineError as error:
    print(error.code.value)
"""


def another_process(server: WebServer, root: Path, before: str = "") -> subprocess.Popen[str]:
    tests = str(Path(__file__).parent)
    code = INSTALL.format(tests=tests, url=server.url, root=str(root), before=before)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def served(server: WebServer, page: Page) -> Asset:
    server.pages["/sound.sf3"] = page
    return an_asset({"sound.sf3": FILES["sound.sf3"]}, Url(f"{server.url}/{{name}}"))


def test_two_processes_download_it_once(tmp_path: Path, server: WebServer) -> None:
    served(server, Page(FILES["sound.sf3"], seconds_per_block=0.05))
    both = [another_process(server, tmp_path / "assets") for _ in range(2)]
    said = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in both]
    assert [words.strip() for words in said] == ["True", "True"]
    assert len(server.seen) == 1


def test_a_killed_process_leaves_nothing_but_a_part_to_continue(
    tmp_path: Path, server: WebServer
) -> None:
    asset = served(server, Page(FILES["sound.sf3"], faults=[Fault(halts_after=200_000)]))
    assets = AssetManager(tmp_path / "assets", catalogue=[asset])
    process = another_process(server, assets.root)
    assert server.halted.wait(PATIENCE_SECONDS)
    while assets.status("thing").partial_bytes < 200_000:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert assets.locate("thing") is None
    assert len(list((assets.root / ".staging").iterdir())) == 1
    assert assets.install("thing").installed
    assert sound(assets).read_bytes() == FILES["sound.sf3"]
    assert server.ranges() == [None, "bytes=200000-"]
    assert list((assets.root / ".staging").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_disk_that_fills_up_on_the_way_is_told_as_such(tmp_path: Path, server: WebServer) -> None:
    asset = served(server, Page(FILES["sound.sf3"]))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    process = another_process(server, tmp_path / "assets", before=limit)
    assert process.communicate(timeout=PATIENCE_SECONDS)[0].strip() == "DISK_FULL"
    assets = AssetManager(tmp_path / "assets", catalogue=[asset])
    assert assets.locate("thing") is None
    assert list((assets.root / ".staging").iterdir()) == []
    assert assets.install("thing").installed
