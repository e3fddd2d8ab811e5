"""Can a file be what its name says? For files that no hash is known of.

Weights that somebody brings in a folder are looked at before they are taken: what is cut off, an
error page under a file's name, or a pointer of Git LFS instead of the file, is the usual mistake.
Nothing in a file is ever run or unpickled here.
"""

from __future__ import annotations

import json
import pickletools
import zipfile
from pathlib import Path
from typing import BinaryIO

from musicgen_local.assets.asset import ProviderFailedError

_POINTER = b"version https://git-lfs"
_LONGEST_JSON_HEADER = 100_000_000


def check_format(path: Path, name: str) -> None:
    """Look at the frame of the file `path`, which `name` names.

    Raises:
        ProviderFailedError: when it can't be such a file.
    """
    with path.open("rb") as stream:
        head = stream.read(64)
        stream.seek(0)
        if not head:
            raise ProviderFailedError(f"{name} is empty")
        if head.startswith(_POINTER):
            raise ProviderFailedError(
                f"{name} is only a pointer of Git LFS",
                "Run `git lfs pull` in that repository, or fetch the file from its page.",
            )
        try:
            _look(stream, head, path)
        except (ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
            raise ProviderFailedError(f"{name} is cut off or no such file: {error}") from error


def _look(stream: BinaryIO, head: bytes, path: Path) -> None:
    match path.suffix.lower():
        case ".pt" | ".pth" | ".bin" | ".ckpt":
            if head.startswith(b"PK"):
                _look_at_torch_archive(stream)
            else:
                _look_at_pickle(stream)
        case ".safetensors":
            _look_at_safetensors(stream, path.stat().st_size)
        case ".npy":
            if not head.startswith(b"\x93NUMPY"):
                raise ValueError("it does not begin like an array of NumPy")
        case ".json":
            json.load(stream)


def _look_at_torch_archive(stream: BinaryIO) -> None:
    """A ZIP archive whose pickle says what its other members are; its directory is at its end."""
    with zipfile.ZipFile(stream) as archive:
        pickles = [name for name in archive.namelist() if name.endswith("data.pkl")]
        if not pickles:
            raise ValueError("it has no data.pkl")
        with archive.open(pickles[0]) as member:
            _look_at_pickle(member)


def _look_at_pickle(stream: object) -> None:
    for _ in pickletools.genops(stream):  # type: ignore[arg-type]  # reads to its STOP, runs nothing
        pass


def _look_at_safetensors(stream: BinaryIO, size: int) -> None:
    """Eight bytes of length, a header in JSON, and the tensors that it says."""
    length = int.from_bytes(stream.read(8), "little")
    if length > min(size - 8, _LONGEST_JSON_HEADER):
        raise ValueError("its header does not fit into it")
    header = json.loads(stream.read(length))
    ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
    if 8 + length + max(ends, default=0) != size:
        raise ValueError("its tensors are not all there")
