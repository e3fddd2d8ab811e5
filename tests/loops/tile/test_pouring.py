"""Pieces reach the disk in order and whole, past the cache or through it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from musicgen_local.loops.tile.pouring import BUFFER_BYTES, pour

SIZES = [0, 1, BUFFER_BYTES - 1, 3 * BUFFER_BYTES + 17, 4_096, 5]


def _pieces(sizes: list[int]) -> list[bytes]:
    generator = np.random.default_rng(3)
    return [generator.bytes(size) for size in sizes]


@pytest.mark.parametrize("sizes", [[], [0], [7], [BUFFER_BYTES], [2 * BUFFER_BYTES], SIZES])
def test_the_file_is_its_pieces(sizes: list[int], tmp_path: Path) -> None:
    pieces = _pieces(sizes)
    path = tmp_path / "a"
    path.write_bytes(b"older and longer" * 10)
    heard: list[int] = []
    assert pour(pieces, path, heard.append) == sum(sizes)
    assert path.read_bytes() == b"".join(pieces)
    assert heard == np.cumsum(sizes).tolist()


def test_a_piece_may_change_once_the_next_is_asked_for(tmp_path: Path) -> None:
    wanted = _pieces([BUFFER_BYTES // 3] * 10)

    def pieces() -> Iterator[memoryview]:
        shared = bytearray(BUFFER_BYTES // 3)
        for each in wanted:
            shared[:] = each
            yield memoryview(shared)

    pour(pieces(), tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"".join(wanted)


@pytest.mark.parametrize("refused", ["open", "write"])
def test_a_file_system_that_knows_only_its_cache_gets_the_same(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = getattr(os, "O_DIRECT", 0)
    if not direct:
        pytest.skip("writing past the cache is Linux's")
    refusals = []

    def refuse(*about: object) -> None:
        refusals.append(about)
        raise OSError(errno.EINVAL, "no such thing here")

    opened, wrote = os.open, os.write

    def an_open(path: Path, flags: int, mode: int) -> int:
        if refused == "open" and flags & direct:
            refuse(path)
        return opened(path, flags, mode)

    def a_write(file: int, data: memoryview) -> int:
        import fcntl

        if refused == "write" and fcntl.fcntl(file, fcntl.F_GETFL) & direct:
            refuse(file)
        return wrote(file, data[: len(data) // 2 + 1])  # a disk may also take a part only

    monkeypatch.setattr(os, "open", an_open)
    monkeypatch.setattr(os, "write", a_write)
    pieces = _pieces(SIZES)
    pour(pieces, tmp_path / "a")
    monkeypatch.undo()
    assert len(refusals) == 1
    assert (tmp_path / "a").read_bytes() == b"".join(pieces)


def test_a_full_disk_is_told_whoever_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    for sizes in ([5], [3 * BUFFER_BYTES]):
        with pytest.raises(OSError, match="full"):
            pour(_pieces(sizes), tmp_path / "a")


def test_who_watches_may_stop_it(tmp_path: Path) -> None:
    def watch(taken: int) -> None:
        if taken > 2 * BUFFER_BYTES:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        pour(_pieces([BUFFER_BYTES] * 5), tmp_path / "a", watch)
