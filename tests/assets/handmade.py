"""Assets and packages made on the spot, byte by byte."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import zipfile
from pathlib import Path

from musicgen_local.assets.asset import Asset, AssetFile, AssetKind, FetchContext, Provider
from musicgen_local.progress import CancelToken


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes that no compression makes smaller."""
    return random.Random(seed).randbytes(size)


def asset_file(name: str, body: bytes) -> AssetFile:
    return AssetFile(name, len(body), hashlib.sha256(body).hexdigest())


def an_asset(files: dict[str, bytes], *providers: Provider, version: str = "1") -> Asset:
    """An asset called `thing` that consists of `files`."""
    return Asset(
        id="thing",
        title="The thing",
        summary="For tests.",
        kind=AssetKind.SOUNDFONT,
        version=version,
        licence="CC0-1.0",
        files=tuple(asset_file(name, body) for name, body in files.items()),
        providers=providers,
    )


def a_context(folder: Path, cancel: CancelToken | None = None) -> FetchContext:
    work = folder / "work"
    work.mkdir(parents=True)
    return FetchContext(work, folder / "parts", lambda *_: None, cancel or CancelToken())


def tar(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return out.getvalue()


def deb(files: dict[str, bytes], compression: str = "xz", control: bytes | None = None) -> bytes:
    """A Debian package as deb(5) describes it."""
    control_tar = tar({"./control": control or b"Package: thing\n"}, "w:gz")
    members = {
        "debian-binary": b"2.0\n",
        "control.tar.gz": control_tar,
        f"data.tar.{compression}": tar(files, f"w:{compression}"),
    }
    return ar(members)


def ar(members: dict[str, bytes]) -> bytes:
    out = b"!<arch>\n"
    for name, body in members.items():
        header = f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n"
        out += header.encode("ascii") + body + b"\n" * (len(body) % 2)
    return out


def wheel(name: str, version: str, files: dict[str, bytes]) -> bytes:
    """A wheel that pip accepts."""
    info = f"{name}-{version}.dist-info"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in files.items():
            archive.writestr(path, body)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return out.getvalue()
