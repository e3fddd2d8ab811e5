"""Loop points go into real files of every format, and leave all else as it was."""

from __future__ import annotations

import struct
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.riff import read_chunks, replace_chunks
from musicgen_local.audio.tags import read_tags, write_tags
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.loops.tile import write_reel
from musicgen_local.loops.tile.marks import LoopPoints, read_loop_points, write_loop_points
from tiled import RATE, TAGS, a_reel, heard, packets


def a_file(folder: Path, audio_format: AudioFormat) -> Path:
    path = folder / f"short.{audio_format}"
    with Encoder(path, audio_format, sample_rate=RATE, channels=2, tags=TAGS) as encoder:
        encoder.write(a_reel(0, RATE, 0, 1).body)
    return path


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_they_are_read_back_and_all_else_stays(audio_format: AudioFormat, tmp_path: Path) -> None:
    path = a_file(tmp_path, audio_format)
    sound = heard(path)
    assert read_loop_points(path) is None
    for points in (LoopPoints(0, 1), LoopPoints(12_345, 30_001)):
        write_loop_points(path, points.start_frame, points.length_frames, RATE)
        assert read_loop_points(path) == points
    assert read_tags(path) == TAGS
    assert np.array_equal(heard(path), sound)
    assert list(tmp_path.iterdir()) == [path]
    write_tags(path, TAGS)
    assert read_loop_points(path) == points


@pytest.mark.parametrize("audio_format", [AudioFormat.WAV, AudioFormat.MP3])
def test_a_copy_under_another_name_is_what_one_says(
    audio_format: AudioFormat, tmp_path: Path
) -> None:
    path = a_file(tmp_path, audio_format)
    unnamed = path.rename(tmp_path / ".copy.part")
    write_loop_points(unnamed, 5, 6, RATE, path.suffix)
    assert read_loop_points(unnamed.rename(path)) == LoopPoints(5, 6)


def test_the_fields_have_the_names_that_players_look_for(tmp_path: Path) -> None:
    found = {}
    for audio_format in (AudioFormat.OGG, AudioFormat.FLAC, AudioFormat.MP3, AudioFormat.M4A):
        path = a_file(tmp_path, audio_format)
        write_loop_points(path, 7, 20_000, RATE)
        tags = mutagen.File(path).tags
        names = ("{}", "TXXX:{}", "----:com.apple.iTunes:{}")
        values = [
            tags[name.format(field)]
            for field in ("LOOPSTART", "LOOPLENGTH")
            for name in names
            if name.format(field) in tags
        ]
        found[audio_format] = [
            one[0].decode() if isinstance(one[0], bytes) else str(one[0]) for one in values
        ]
    assert set(map(tuple, found.values())) == {("7", "20000")}


def test_a_wav_has_one_sampler_chunk_and_keeps_the_others(tmp_path: Path) -> None:
    path = a_file(tmp_path, AudioFormat.WAV)
    replace_chunks(path, {b"cue ": struct.pack("<I", 0)}, stale=set())
    with path.open("rb") as file:
        before = [(chunk.name, chunk.size) for chunk in read_chunks(file)]
    write_loop_points(path, 100, 900, RATE)
    write_loop_points(path, 200, 800, RATE)
    with path.open("rb") as file:
        chunks = read_chunks(file)
        assert [(one.name, one.size) for one in chunks] == [*before, (b"smpl", 60)]
        file.seek(chunks[-1].start)
        values = struct.unpack("<15I", file.read(60))
    assert values == (0, 0, 20_833, 60, 0, 0, 0, 1, 0, 0, 0, 200, 999, 0, 0)
    assert len(soundfile.read(path)[0]) == RATE


def test_a_tiled_m4a_plays_on_with_them(tmp_path: Path) -> None:
    reel = a_reel(1_000, 1_024 * 300, 500, 6)
    path = tmp_path / "long.m4a"
    assert write_reel(reel, path, AudioFormat.M4A, tags=TAGS).tiled
    before = packets(path)
    write_loop_points(path, 1_000, 1_024 * 300, RATE)
    assert packets(path) == before
    assert read_loop_points(path) == LoopPoints(1_000, 1_024 * 300)


def test_what_others_wrote_there_is_no_loop(tmp_path: Path) -> None:
    path = a_file(tmp_path, AudioFormat.FLAC)
    file = mutagen.File(path)
    for start, length in (("soon", "9"), ("-1", "9"), ("3", "0"), ("3", "")):
        file["LOOPSTART"], file["LOOPLENGTH"] = start, length
        file.save()
        assert read_loop_points(path) is None
    wav = a_file(tmp_path, AudioFormat.WAV)
    replace_chunks(wav, {b"smpl": bytes(60)}, stale=set())
    assert read_loop_points(wav) is None


def test_what_can_t_be_marked_is_told(tmp_path: Path) -> None:
    for start, length in ((-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="no loop"):
            write_loop_points(tmp_path / "a.wav", start, length, RATE)
    (tmp_path / "a.txt").write_text("no music")
    (tmp_path / "a.wav").write_text("no music")
    cases = {"none.wav": ErrorCode.NOT_FOUND, "a.txt": ErrorCode.INVALID_AUDIO,
             "a.wav": ErrorCode.INVALID_AUDIO}  # fmt: skip
    for name, code in cases.items():
        with pytest.raises(UserError) as caught:
            write_loop_points(tmp_path / name, 0, 5, RATE)
        assert caught.value.code is code
        with pytest.raises(UserError) as caught:
            read_loop_points(tmp_path / name)
        assert caught.value.code is code
    wav = a_file(tmp_path, AudioFormat.WAV)
    with pytest.raises(UserError) as caught:
        write_loop_points(wav, 1 << 32, 5, RATE)
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert read_loop_points(wav) is None
