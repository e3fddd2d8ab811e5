"""No half-written file, no hang, and a sentence that helps."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio import atomic, encode
from musicgen_local.audio.atomic import disk_errors, ensure_space
from musicgen_local.audio.encode import Encoder, encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import Canceled, ErrorCode, MachineError
from musicgen_local.progress import CancelToken

RATE = 44_100


def _noise(blocks: int) -> Iterator[NDArray[np.float32]]:
    rng = np.random.default_rng(0)
    for _ in range(blocks):
        yield (0.3 * rng.standard_normal((2, 16_384))).astype(np.float32)


def _targets(folder: Path) -> dict[AudioFormat, Path]:
    return {form: folder / f"track.{form.extension}" for form in AudioFormat}


def _breaking(after: int) -> Iterator[NDArray[np.float32]]:
    yield from _noise(after)
    raise RuntimeError("the engine broke")


def _encoding_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("encode-")]


@pytest.mark.parametrize("after", [0, 1, 12])
def test_a_broken_producer_leaves_nothing_behind(after: int, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="engine broke"):
        encode_all(_breaking(after), _targets(tmp_path), RATE, 2)
    assert list(tmp_path.iterdir()) == []
    assert _encoding_threads() == []


def test_cancelling_leaves_nothing_behind_and_keeps_what_was_there(tmp_path: Path) -> None:
    targets = _targets(tmp_path)
    targets[AudioFormat.MP3].write_bytes(b"the older one")
    cancel = CancelToken()

    def blocks() -> Iterator[NDArray[np.float32]]:
        for number, block in enumerate(_noise(50)):
            if number == 10:
                cancel.cancel()
            yield block

    with pytest.raises(Canceled):
        encode_all(blocks(), targets, RATE, 2, cancel=cancel)
    assert list(tmp_path.iterdir()) == [targets[AudioFormat.MP3]]
    assert targets[AudioFormat.MP3].read_bytes() == b"the older one"
    assert _encoding_threads() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", AudioFormat)
def test_a_full_disk_is_told_as_such(
    form: AudioFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_the_full_disk(target: Path) -> Path:
        name = atomic.temporary_name(target)
        name.symlink_to("/dev/full")
        return name

    monkeypatch.setattr(encode, "temporary_name", on_the_full_disk)
    with pytest.raises(MachineError) as caught:
        encode_all(_noise(40), {form: tmp_path / "track"}, RATE, 2)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.recovery
    assert list(tmp_path.iterdir()) == []
    assert _encoding_threads() == []


def test_a_failure_in_a_thread_reaches_a_producer_that_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def fail(self: Encoder, block: NDArray[np.float32]) -> None:
        nonlocal written
        written += 1
        if written == 3:
            raise ValueError("no more")

    monkeypatch.setattr(Encoder, "write", fail)

    def endless() -> Iterator[NDArray[np.float32]]:
        while True:
            yield from _noise(4)

    with pytest.raises(ValueError, match="no more"):
        encode_all(endless(), {AudioFormat.MP3: tmp_path / "a.mp3"}, RATE, 2)
    assert list(tmp_path.iterdir()) == []
    assert _encoding_threads() == []


def test_no_file_takes_its_name_before_all_are_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Encoder) -> None:
        raise ValueError("the last step failed")

    targets = {form: tmp_path / f"a.{form}" for form in (AudioFormat.WAV, AudioFormat.FLAC)}
    finish = Encoder.finish
    monkeypatch.setattr(
        Encoder,
        "finish",
        lambda self: (fail if self.audio_format is AudioFormat.FLAC else finish)(self),
    )
    with pytest.raises(ValueError, match="last step"):
        encode_all(_noise(2), targets, RATE, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", AudioFormat)
def test_a_folder_that_is_not_one_is_told_as_such(form: AudioFormat, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for parent in ("file", "missing"):
        with pytest.raises(MachineError) as caught:
            encode_all(_noise(1), {form: tmp_path / parent / "a"}, RATE, 2)
        assert caught.value.code is ErrorCode.NOT_WRITABLE
        assert caught.value.recovery


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL),
        (errno.EDQUOT, ErrorCode.DISK_FULL),
        (errno.EACCES, ErrorCode.NOT_WRITABLE),
        (errno.EROFS, ErrorCode.NOT_WRITABLE),
    ],
)
def test_the_disks_own_errors_get_words(number: int, code: ErrorCode, tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught, disk_errors(tmp_path / "a.wav"):
        raise OSError(number, os.strerror(number))
    assert caught.value.code is code
    with pytest.raises(OSError, match="nterrupted"), disk_errors(tmp_path / "a.wav"):
        raise OSError(errno.EINTR, os.strerror(errno.EINTR))


def test_room_is_looked_for_before_anything_is_written(tmp_path: Path) -> None:
    ensure_space(tmp_path / "not" / "yet", 1000)
    with pytest.raises(MachineError) as caught:
        encode_all(_noise(1), _targets(tmp_path), RATE, 2, expected_seconds=1e12)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert "GB" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_failure_of_the_producers_own_disk_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    def blocks() -> Iterator[NDArray[np.float32]]:
        yield from _noise(1)
        Path(tmp_path / "no such sample").read_bytes()

    with pytest.raises(FileNotFoundError):
        encode_all(blocks(), {AudioFormat.MP3: tmp_path / "a.mp3"}, RATE, 2)
    assert list(tmp_path.iterdir()) == []


def test_blocks_of_the_wrong_shape_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frames"):
        encode_all(
            [np.zeros((1, 10), dtype=np.float32)], {AudioFormat.WAV: tmp_path / "a"}, RATE, 2
        )
    assert list(tmp_path.iterdir()) == []


def test_a_producer_may_reuse_its_buffer(tmp_path: Path) -> None:
    def blocks() -> Iterator[NDArray[np.float32]]:
        buffer = np.zeros((2, 16_384), dtype=np.float32)
        for block in _noise(10):
            buffer[:] = block
            yield buffer

    once, reused = tmp_path / "once.mp3", tmp_path / "reused.mp3"
    encode_all(_noise(10), {AudioFormat.MP3: once}, RATE, 2)
    encode_all(blocks(), {AudioFormat.MP3: reused}, RATE, 2)
    assert once.read_bytes() == reused.read_bytes()
