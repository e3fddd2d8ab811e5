"""A cover goes into every format and comes back, and pictures of other kinds stay."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3

from musicgen_local.audio.covers import LARGEST_COVER_BYTES, Cover
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import Tags, read_tags, write_tags
from musicgen_local.loops.tile import write_reel
from tiled import a_reel, heard


def a_png(color: int = 200, noise: int = 0) -> bytes:
    """Eight by eight pixels of grey, and a private chunk of so many bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress((b"\0" + bytes([color]) * 8) * 8)
    form = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    extra = np.random.default_rng(color).bytes(noise)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", form) + chunk(b"noTe", extra)
        + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )  # fmt: skip


JPEG = Cover(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 20 + b"\xff\xd9", "image/jpeg")
PNG = Cover(a_png(), "image/png")
LARGE = Cover(a_png(7, 300_000), "image/png")  # more than an Ogg page holds


def a_file(folder: Path, form: AudioFormat) -> Path:
    noise = np.random.default_rng(0).standard_normal((2, 9_000)).astype(np.float32) * 0.1
    return encode_all([noise], {form: folder / f"a.{form}"}, 48_000, 2)[0]


@pytest.mark.parametrize("form", AudioFormat)
def test_it_comes_back_and_all_else_stays(form: AudioFormat, tmp_path: Path) -> None:
    path = a_file(tmp_path, form)
    before = read_audio(path)
    titled = Tags(title="Дождь", seed=7, tempo_bpm=90.5)
    for cover in (JPEG, LARGE, PNG):
        write_tags(path, replace(titled, cover=cover))
        assert read_tags(path) == replace(titled, cover=cover)
    write_tags(path, Tags(title="Other"))
    assert read_tags(path) == replace(titled, title="Other", cover=PNG)
    assert read_audio(path).equals(before)


def test_other_programs_find_it_as_the_front_cover(tmp_path: Path) -> None:
    for form in AudioFormat:
        write_tags(a_file(tmp_path, form), Tags(cover=JPEG))
    for name in ("a.mp3", "a.wav"):
        (frame,) = mutagen.File(tmp_path / name).tags.getall("APIC")
        assert (frame.type, frame.mime, frame.data) == (3, "image/jpeg", JPEG.data)
    (picture,) = FLAC(tmp_path / "a.flac").pictures
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", JPEG.data)
    (atom,) = mutagen.File(tmp_path / "a.m4a")["covr"]
    assert (bytes(atom), atom.imageformat) == (JPEG.data, atom.FORMAT_JPEG)
    for name in ("a.opus", "a.ogg"):
        (text,) = mutagen.File(tmp_path / name)["metadata_block_picture"]
        block = Picture(base64.b64decode(text))
        assert (block.type, block.mime, block.data) == (3, "image/jpeg", JPEG.data)


def test_the_front_is_taken_among_several_and_the_others_stay(tmp_path: Path) -> None:
    path = a_file(tmp_path, AudioFormat.MP3)
    id3 = ID3()
    id3.add(APIC(encoding=3, mime="image/jpg", type=8, desc="the band", data=JPEG.data))
    id3.add(APIC(encoding=3, mime="image/png", type=3, desc="front", data=PNG.data))
    id3.save(path)
    assert read_tags(path).cover == PNG
    write_tags(path, Tags(cover=LARGE))
    assert read_tags(path).cover == LARGE
    assert {(one.type, one.data) for one in ID3(path).getall("APIC")} == {
        (8, JPEG.data), (3, LARGE.data),
    }  # fmt: skip


def test_what_others_wrote_that_is_no_cover_is_left_out(tmp_path: Path) -> None:
    path = a_file(tmp_path, AudioFormat.OPUS)
    file = mutagen.File(path)
    gif, huge = Picture(), Picture()
    gif.data, huge.data = b"GIF89a", PNG.data + bytes(LARGEST_COVER_BYTES)
    file["metadata_block_picture"] = [
        "no base64!", "AAAA", *(base64.b64encode(one.write()).decode() for one in (gif, huge)),
    ]  # fmt: skip
    file["title"] = "Still here"
    file.save()
    assert read_tags(path) == Tags(title="Still here")


@pytest.mark.parametrize(
    ("data", "mime_type"),
    [
        (PNG.data, "image/jpeg"), (b"GIF89a", "image/gif"), (b"", "image/png"),
        (PNG.data + bytes(LARGEST_COVER_BYTES), "image/png"),
    ],
    ids=["another type", "another kind", "nothing", "too large"],
)  # fmt: skip
def test_a_cover_is_a_picture_of_some_size(data: bytes, mime_type: str) -> None:
    with pytest.raises(ValueError, match="cover"):
        Cover(data, mime_type)


@pytest.mark.parametrize("form", [one for one in AudioFormat if one is not AudioFormat.OGG])
def test_a_tiled_loop_carries_it(form: AudioFormat, tmp_path: Path) -> None:
    reel = a_reel(1_000, 5_760 * 16 * 4, 500, 6)
    path = tmp_path / f"long.{form}"
    assert write_reel(reel, path, form, tags=Tags(title="On and on", cover=LARGE)).tiled
    assert read_tags(path) == Tags(title="On and on", cover=LARGE)
    sound = heard(path)
    assert 0 <= sound.shape[1] - reel.frames < 1_024  # an M4A ends with a packet
    plain = tmp_path / f"plain.{form}"
    write_reel(reel, plain, form)
    assert np.array_equal(heard(plain), sound)
