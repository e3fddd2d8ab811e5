from __future__ import annotations

import struct
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.ogg import checksum
from musicgen_local.audio.riff import WavWriter, read_chunks, replace_chunks
from musicgen_local.audio.tags import Tags, read_tags, write_tags


def _write(path: Path, frames: int, *, channels: int = 2, largest_riff: int = 2**32 - 1) -> bytes:
    data = np.random.default_rng(frames).bytes(frames * channels * 3)
    writer = WavWriter(
        path, sample_rate=48_000, channels=channels, bits=24, largest_riff=largest_riff
    )
    writer.write(data[:600])
    writer.write(data[600:])
    writer.close()
    return data


def _pcm(path: Path) -> bytes:
    integers, _ = soundfile.read(path, dtype="int32", always_2d=True)
    return bytes(integers.astype("<i4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes())


@pytest.mark.parametrize(("frames", "channels"), [(0, 2), (1, 1), (777, 1), (5000, 2)])
def test_a_short_file_is_a_plain_wave(frames: int, channels: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    data = _write(path, frames, channels=channels)
    assert path.read_bytes()[:4] == b"RIFF"
    assert struct.unpack_from("<I", path.read_bytes(), 4)[0] == path.stat().st_size - 8
    assert soundfile.info(path).frames == frames
    assert _pcm(path) == data


def test_a_file_past_the_limit_of_riff_becomes_rf64(tmp_path: Path) -> None:
    """The limit is lowered here; four gigabytes say no more."""
    path = tmp_path / "long.wav"
    data = _write(path, 5001, channels=1, largest_riff=10_000)
    assert path.read_bytes()[:4] == b"RF64"
    info = soundfile.info(path)
    assert (info.format, info.frames) == ("RF64", 5001)
    assert _pcm(path) == data
    write_tags(path, Tags(title="Lang"))
    assert read_tags(path).title == "Lang"
    assert soundfile.info(path).frames == 5001
    assert _pcm(path) == data


def test_replacing_chunks_moves_no_audio_and_piles_nothing_up(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    data = _write(path, 333, channels=1)
    sizes = set()
    for _ in range(3):
        replace_chunks(
            path, {b"LIST": b"INFOINAM\x02\0\0\0a\0", b"id3 ": b"odd"}, stale={b"LIST", b"id3 "}
        )
        sizes.add(path.stat().st_size)
    assert len(sizes) == 1
    assert _pcm(path) == data
    with path.open("rb") as file:
        names = [chunk.name for chunk in read_chunks(file)]
    assert names == [b"JUNK", b"fmt ", b"data", b"LIST", b"id3 "]


def test_stale_chunks_before_the_audio_become_junk_and_cue_labels_stay(tmp_path: Path) -> None:
    path = tmp_path / "foreign.wav"
    body = b"".join(
        name + struct.pack("<I", len(payload)) + payload
        for name, payload in (
            (b"LIST", b"INFOINAM\x04\0\0\0old\0"),
            (b"LIST", b"adtl"),
            (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16)),
            (b"data", bytes(100)),
        )
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body)
    assert read_tags(path).title == "old"
    write_tags(path, Tags(title="new"))
    with path.open("rb") as file:
        names = [chunk.name for chunk in read_chunks(file)]
    assert names == [b"JUNK", b"LIST", b"fmt ", b"data", b"LIST", b"id3 "]
    assert read_tags(path).title == "new"
    assert soundfile.info(path).frames == 50


def test_what_is_no_wave_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"OggS" * 10)
    with path.open("rb") as file, pytest.raises(ValueError, match="no WAVE"):
        read_chunks(file)


def test_ogg_pages_carry_one_serial_number_and_right_checksums(tmp_path: Path) -> None:
    path = tmp_path / "a.ogg"
    noise = np.random.default_rng(0).standard_normal((2, 60_000)).astype(np.float32) * 0.2
    encode_all([noise], {AudioFormat.OGG: path}, 44_100, 2)
    data, serials, position = path.read_bytes(), set(), 0
    while position < len(data):
        segments = data[position + 26]
        size = 27 + segments + sum(data[position + 27 : position + 27 + segments])
        page = bytearray(data[position : position + size])
        serials.add(bytes(page[14:18]))
        stored = struct.unpack_from("<I", page, 22)[0]
        struct.pack_into("<I", page, 22, 0)
        assert checksum(bytes(page)) == stored
        position += size
    assert serials == {b"\0LGM"}


@pytest.mark.parametrize("bits", [16, 24])
def test_tags_that_lead_past_the_limit_of_riff_make_it_rf64(
    bits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 5_000)).astype(np.float32)
    path = encode_all([noise], {AudioFormat.WAV: tmp_path / "a.wav"}, 44_100, 2, bits=bits)[0]
    assert path.read_bytes()[:4] == b"RIFF"
    audio = soundfile.read(path, dtype="int32")[0]
    limited = partial(replace_chunks, largest_riff=path.stat().st_size)
    monkeypatch.setattr("musicgen_local.audio.tag_formats.replace_chunks", limited)
    tags = Tags(title="Just under four gigabytes", seed=3)
    for _ in range(2):  # as RIFF, then as the RF64 that it has become
        write_tags(path, tags)
        written = path.read_bytes()
        assert written[:4] == b"RF64"
        assert written[12:16] == b"ds64"
        riff_bytes, data_bytes, frames = struct.unpack("<QQQ", written[20:44])
        assert (riff_bytes, data_bytes) == (len(written) - 8, 5_000 * 2 * bits // 8)
        assert frames == soundfile.info(path).frames == 5_000
        assert np.array_equal(soundfile.read(path, dtype="int32")[0], audio)
        assert read_tags(path) == tags


def test_a_wave_without_room_for_the_longer_header_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "foreign.wav"
    soundfile.write(path, np.zeros((100, 2)), 48_000)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="no room"):
        replace_chunks(path, {b"note": b"hi"}, stale={b"fmt "}, largest_riff=len(before))
    assert path.read_bytes() == before
