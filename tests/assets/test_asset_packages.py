"""Packages of every kind, made here byte by byte and by the real tools, read and refused."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from handmade import a_context, an_asset, ar, asset_file, deb, noise, tar, wheel
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.assets import AssetManager
from musicgen_local.assets.asset import ProviderFailedError
from musicgen_local.assets.installer import Reach
from musicgen_local.assets.providers.archives import extract_files
from musicgen_local.assets.providers.debian import DebianPackage
from musicgen_local.assets.providers.npm import NpmTarball
from musicgen_local.assets.providers.pypi import PypiWheel
from musicgen_local.assets.staging import Staging
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken
from web_server import Page, WebServer, serving

BODY = noise(60_001)
INSIDE = {"./usr/share/sounds/sound.sf3": BODY, "./usr/share/doc/thing/copyright": b"CC0"}


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as running:
        yield running


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with neither apt-get nor npm nor dpkg."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        monkeypatch.delenv(name, raising=False)


def take(tmp_path: Path, name: str, archive: bytes, body: bytes = BODY) -> bytes | None:
    """What extracting `sound.sf3` from the archive gives."""
    path = tmp_path / name
    path.write_bytes(archive)
    staging = Staging(tmp_path / "staged")
    file = asset_file("sound.sf3", body)
    extract_files(path, [file], staging, CancelToken())
    return None if staging.missing([file]) else (staging.folder / "sound.sf3").read_bytes()


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("thing.deb", deb(INSIDE, "xz")),
        ("thing.deb", deb(INSIDE, "gz")),
        ("thing.tgz", tar({"package/dist/sound.sf3": BODY}, "w:gz")),
        ("thing.tar", tar({"sound.sf3": BODY}, "w")),
        ("thing.whl", wheel("thing", "1", {"thing/sound.sf3": BODY})),
    ],
    ids=["deb.xz", "deb.gz", "npm", "tar", "wheel"],
)
def test_the_file_comes_out_of_every_kind_of_package(
    tmp_path: Path, name: str, archive: bytes
) -> None:
    assert take(tmp_path, name, archive) == BODY


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb to build it with")
@pytest.mark.parametrize("compression", ["xz", "zstd", "gzip", "none"])
def test_what_dpkg_builds_is_read(tmp_path: Path, compression: str) -> None:
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(
        "Package: thing\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b.c>\nDescription: x\n"
    )
    (tree / "usr").mkdir()
    (tree / "usr" / "sound.sf3").write_bytes(BODY)
    built = tmp_path / "built.deb"
    subprocess.run(
        ["dpkg-deb", f"-Z{compression}", "--root-owner-group", "--build", str(tree), str(built)],
        check=True,
        capture_output=True,
    )
    assert take(tmp_path, "thing.deb", built.read_bytes()) == BODY


@pytest.mark.usefixtures("no_programs")
def test_zstandard_without_dpkg_is_refused_with_its_reason(tmp_path: Path) -> None:
    archive = ar({"debian-binary": b"2.0\n", "data.tar.zst": b"\x28\xb5\x2f\xfd"})
    with pytest.raises(ProviderFailedError, match="dpkg-deb is missing"):
        take(tmp_path, "thing.deb", archive)


@settings(max_examples=20, deadline=None)
@given(control=st.binary(max_size=9), body=st.binary(min_size=1, max_size=300))
def test_members_of_odd_and_even_size_keep_their_places(
    tmp_path_factory: pytest.TempPathFactory, control: bytes, body: bytes
) -> None:
    archive = ar(
        {"debian-binary": control, "control.tar": control, "data.tar.gz": tar({"sound.sf3": body})}
    )
    assert take(tmp_path_factory.mktemp("ar"), "thing.deb", archive, body) == body


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("thing.deb", deb(INSIDE)[:-9000]),
        ("thing.deb", ar({"debian-binary": b"2.0\n"})),
        ("thing.tgz", tar({"sound.sf3": BODY})[:-9000]),
        ("thing.tgz", noise(5000)),
        ("thing.tgz", b""),
        ("thing.whl", wheel("thing", "1", {"sound.sf3": BODY})[:-200]),
    ],
)
def test_a_damaged_package_is_called_damaged(tmp_path: Path, name: str, archive: bytes) -> None:
    with pytest.raises(ProviderFailedError, match=r"damaged|bytes instead"):
        take(tmp_path, name, archive)


def test_another_file_of_that_name_and_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProviderFailedError, match="other contents"):
        take(tmp_path, "thing.deb", deb({"./sound.sf3": bytes(len(BODY))}))
    assert list((tmp_path / "staged").iterdir()) == []


def test_paths_and_links_inside_an_archive_lead_nowhere(tmp_path: Path) -> None:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        link = tarfile.TarInfo("sound.sf3")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        climber = tarfile.TarInfo("../../../sound.sf3")
        climber.size = len(BODY)
        archive.addfile(climber, BytesIO(BODY))
    assert take(tmp_path / "", "thing.tgz", out.getvalue()) == BODY
    everything = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert everything == {"thing.tgz", "sound.sf3"}
    assert not (tmp_path.parent / "sound.sf3").exists()


def test_a_stop_interrupts_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "thing.deb"
    path.write_bytes(deb(INSIDE))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Canceled):
        extract_files(path, [asset_file("sound.sf3", BODY)], Staging(tmp_path / "s"), cancel)


@pytest.mark.parametrize(
    ("name", "archive"),
    [("thing_1_all.deb", deb(INSIDE)), ("thing-1.tgz", tar({"package/sound.sf3": BODY}))],
)
@pytest.mark.parametrize("named", ["folder", "package"])
def test_a_package_brought_by_hand_will_do(
    tmp_path: Path, name: str, archive: bytes, named: str
) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / name).write_bytes(archive)
    (downloads / "another.zip").write_bytes(b"PK\x03\x04 but broken")
    assets = AssetManager(
        tmp_path / "assets", reach=Reach(offline=True), catalogue=[an_asset({"sound.sf3": BODY})]
    )
    assets.install("thing", source=downloads if named == "folder" else downloads / name)
    assert list(assets.verify("thing")) == []


def a_debian_package(archive: bytes) -> DebianPackage:
    return DebianPackage(
        package="thing",
        version="1",
        pool_path="pool/main/t/thing/thing_1_all.deb",
        archive_bytes=len(archive),
        archive_sha256=hashlib.sha256(archive).hexdigest(),
    )


@pytest.mark.usefixtures("no_programs")
def test_without_apt_the_mirror_serves(tmp_path: Path, server: WebServer) -> None:
    archive = deb(INSIDE)
    provider = a_debian_package(archive)
    server.pages[f"/debian/{provider.pool_path}"] = Page(archive)
    assets = AssetManager(
        tmp_path / "assets",
        catalogue=[an_asset({"sound.sf3": BODY}, provider)],
        reach=Reach(debian_mirror=f"{server.url}/debian/"),
    )
    assert assets.install("thing").provider == "Debian package thing"
    assert list(assets.verify("thing")) == []
    assert assets.status("thing").partial_bytes == 0


@pytest.mark.usefixtures("no_programs")
def test_when_nobody_delivers_each_says_why_and_how_to_help_oneself(tmp_path: Path) -> None:
    archive = deb(INSIDE)
    npm = NpmTarball("@some/thing", "1", len(archive), hashlib.sha256(archive).hexdigest())
    assets = AssetManager(
        tmp_path / "assets",
        catalogue=[an_asset({"sound.sf3": BODY}, a_debian_package(archive), npm)],
    )
    with pytest.raises(MachineError) as caught:
        assets.install("thing")
    error = caught.value
    assert error.code is ErrorCode.DOWNLOAD_FAILED
    assert "Debian package thing: apt-get is not on this machine" in error.message
    assert "npm package @some/thing: npm is not on this machine" in error.message
    for command in ("apt-get download thing", "npm pack @some/thing@1", "--from FOLDER"):
        assert command in error.recovery
    assert json.dumps(error.as_dict())


@pytest.mark.usefixtures("no_programs")
@pytest.mark.parametrize("configured", ["environment", "npmrc", "scope"])
def test_without_npm_the_configured_registry_serves(
    tmp_path: Path, server: WebServer, monkeypatch: pytest.MonkeyPatch, configured: str
) -> None:
    archive = tar({"package/sound.sf3": BODY})
    server.pages["/npm/@some/thing/-/thing-1.tgz"] = Page(archive)
    if configured == "environment":
        monkeypatch.setenv("npm_config_registry", f"{server.url}/npm/")
    else:
        (tmp_path / "home").mkdir()
        key = "registry" if configured == "npmrc" else "@some:registry"
        (tmp_path / "home" / ".npmrc").write_text(f"fund=false\n{key} = {server.url}/npm/\n")
    npm = NpmTarball("@some/thing", "1", len(archive), hashlib.sha256(archive).hexdigest())
    assets = AssetManager(tmp_path / "assets", catalogue=[an_asset({"sound.sf3": BODY}, npm)])
    assets.install("thing")
    assert list(assets.verify("thing")) == []


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here")
def test_npm_itself_fetches_from_the_registry_it_is_told(
    tmp_path: Path, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.dumps({"name": "thing", "version": "1.0.0"}).encode()
    archive = tar({"package/package.json": manifest, "package/sound.sf3": BODY})
    tarball = f"{server.url}/thing/-/thing-1.0.0.tgz"
    version = {
        "name": "thing",
        "version": "1.0.0",
        "dist": {"tarball": tarball, "shasum": hashlib.sha1(archive).hexdigest()},
    }
    document = {"name": "thing", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
    server.pages["/thing"] = Page(json.dumps(document).encode())
    server.pages["/thing/-/thing-1.0.0.tgz"] = Page(archive)
    monkeypatch.setenv("npm_config_registry", f"{server.url}/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    npm = NpmTarball("thing", "1.0.0", len(archive), hashlib.sha256(archive).hexdigest())
    assets = AssetManager(
        tmp_path / "assets",
        catalogue=[an_asset({"sound.sf3": BODY}, npm)],
    )
    assert assets.install("thing").provider == "npm package thing"
    assert list(assets.verify("thing")) == []
    del server.pages["/thing"]
    with pytest.raises(MachineError) as caught:
        assets.install("thing", force=True)
    assert "404" in caught.value.message


def test_pip_itself_fetches_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    archive = wheel("thing_sound", "1.0", {"thing_sound/sound.sf3": BODY})
    (wheels / "thing_sound-1.0-py3-none-any.whl").write_bytes(archive)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    provider = PypiWheel("thing-sound", "1.0", len(archive))
    assets = AssetManager(tmp_path / "assets", catalogue=[an_asset({"sound.sf3": BODY}, provider)])
    assets.install("thing")
    assert list(assets.verify("thing")) == []
    (wheels / "thing_sound-1.0-py3-none-any.whl").unlink()
    with pytest.raises(MachineError, match="No matching distribution"):
        assets.install("thing", force=True)


@pytest.fixture
def apt_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian archive in a folder, and an apt that knows it alone and has fetched no lists yet."""
    archive = tmp_path / "debian"
    archive.mkdir()
    control = b"Package: thing\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b.c>\n"
    package = deb(INSIDE, control=control + b"Description: x\n")
    (archive / "thing_1_all.deb").write_bytes(package)
    (archive / "Packages").write_bytes(
        control
        + b"Filename: ./thing_1_all.deb\n"
        + f"Size: {len(package)}\nSHA256: {hashlib.sha256(package).hexdigest()}\n".encode()
        + b"Description: x\n"
    )
    (tmp_path / "sources.list").write_text(f"deb [trusted=yes] file:{archive} ./\n")
    (tmp_path / "lists" / "partial").mkdir(parents=True)
    (tmp_path / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{tmp_path}/sources.list";\n'
        f'Dir::Etc::sourceparts "{tmp_path}/none";\n'
        f'Dir::State::lists "{tmp_path}/lists";\n'
    )
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    return archive


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="apt-get is not here")
@pytest.mark.parametrize("version", ["1", "0.9"])
def test_apt_itself_fetches_the_package_with_lists_of_our_own(
    tmp_path: Path, apt_archive: Path, version: str
) -> None:
    archive = (apt_archive / "thing_1_all.deb").read_bytes()
    provider = DebianPackage("thing", version, "pool/thing.deb", len(archive), "0" * 64)
    assets = AssetManager(tmp_path / "assets", catalogue=[an_asset({"sound.sf3": BODY}, provider)])
    assert assets.install("thing").provider == "Debian package thing"
    assert list(assets.verify("thing")) == []
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["partial"]


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="apt-get is not here")
def test_a_package_that_apt_does_not_know_is_told_in_apts_words(
    tmp_path: Path, apt_archive: Path
) -> None:
    provider = DebianPackage("no-such-thing", "1", "pool/thing.deb", 1000, "0" * 64)
    assets = AssetManager(tmp_path / "assets", catalogue=[an_asset({"sound.sf3": BODY}, provider)])
    with pytest.raises(MachineError, match="Unable to locate package"):
        assets.install("thing")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_ended_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    started = tmp_path / "started"
    (programs / "npm").write_text(f"#!/bin/sh\n/bin/sleep 60 &\necho $! > {started}\nwait\n")
    (programs / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    cancel = CancelToken()
    asked_at = 0.0

    def stop() -> None:
        nonlocal asked_at
        while not (started.exists() and started.read_text().strip()):
            time.sleep(0.01)
        asked_at = time.monotonic()
        cancel.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    provider = NpmTarball("thing", "1", 1000, "0" * 64)
    with pytest.raises(Canceled):
        provider.fetch(
            [asset_file("sound.sf3", BODY)], Staging(tmp_path / "s"), a_context(tmp_path, cancel)
        )
    assert time.monotonic() - asked_at < 20  # the program itself would hang for a minute
    stopper.join()
    grandchild = int(started.read_text())
    until = time.monotonic() + 5
    while _is_running(grandchild):
        assert time.monotonic() < until, "what the program started goes on"
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
