"""WAV and FLAC of a reel hold the samples of its parts, bit for bit, at any length."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.audio.encode_av import PacketEncoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.riff import wav_header
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile import wav, write_reel
from musicgen_local.loops.tile.flac import Run, parsed
from tiled import a_reel, heard, integers, lengths

LOSSLESS = [AudioFormat.WAV, AudioFormat.FLAC]


def planned(reel: Reel, bits: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """What the file should hold: each part made integer once, the body's again and again."""
    quantiser = Quantiser(bits)
    head, body, tail = (quantiser.integers(part) for part in (reel.head, reel.body, reel.tail))
    return np.concatenate([head, *[body] * reel.times, tail]) << (32 - bits)


@pytest.mark.parametrize("audio_format", LOSSLESS)
@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    head=st.sampled_from([0, 1, 15, 16, 4_097, 30_001]),
    body=st.integers(1, 9).map(lambda n: n * 4_608) | st.integers(400, 60_000),
    tail=st.sampled_from([0, 1, 7, 20, 4_623, 9_999]),
    times=st.integers(1, 40),
    channels=st.integers(1, 2),
    bits=st.sampled_from([16, 24]),
)
def test_the_samples_are_those_of_the_parts(
    audio_format: AudioFormat, head: int, body: int, tail: int, times: int, channels: int,
    bits: int, tmp_path: Path,
) -> None:  # fmt: skip
    reel = a_reel(head, body, tail, times, channels=channels)
    path = tmp_path / f"long.{audio_format}"
    written = write_reel(reel, path, audio_format, bits=bits)
    assert written.bytes == path.stat().st_size
    found = integers(path)
    assert found.shape == (reel.frames, channels)
    if bits == 24:
        assert np.array_equal(found, planned(reel, bits))
    else:  # some short bodies are dithered as one
        assert np.abs(found - planned(reel, 24)).max() <= 2 << 16


@pytest.mark.parametrize("audio_format", LOSSLESS)
@pytest.mark.parametrize("bits", [16, 24])
def test_both_decoders_agree_on_length_and_samples(
    audio_format: AudioFormat, bits: int, tmp_path: Path
) -> None:
    reel = a_reel(30_001, 61_003, 20_011, 50)
    path = tmp_path / f"long.{audio_format}"
    assert write_reel(reel, path, audio_format, bits=bits).tiled
    assert set(lengths(path).values()) == {reel.frames}
    assert np.array_equal(integers(path), planned(reel, bits))
    assert np.array_equal(heard(path).T, integers(path) / np.float32(2**31))


def test_floats_go_into_a_wav_as_they_are(tmp_path: Path) -> None:
    reel = a_reel(1_001, 50_000, 3, 3)
    loud = Reel(reel.head * 9, reel.body, reel.tail, 3, reel.sample_rate)
    write_reel(loud, tmp_path / "long.wav", AudioFormat.WAV, bits=32)
    found, _ = soundfile.read(tmp_path / "long.wav", dtype="float32")
    assert np.array_equal(found, np.concatenate(list(loud.blocks()), axis=1).T)


def test_a_wav_becomes_rf64_when_it_has_to() -> None:
    reel = a_reel(100, 48_000, 50, 3)
    template = wav_header(0, sample_rate=48_000, channels=2, bits=24)
    kinds = {}
    for largest_riff in (reel.frames * 6 + 71, reel.frames * 6 + 72):
        tiling = wav.tile(reel, template, 24, lambda _: None, largest_riff)
        data = b"".join(bytes(piece) for piece in tiling.pieces())
        assert len(data) == tiling.size == reel.frames * 6 + 80
        kinds[data[:4]] = soundfile.read(io.BytesIO(data), dtype="int32")[0]
    assert list(kinds) == [b"RF64", b"RIFF"]
    for found in kinds.values():
        assert np.array_equal(found, planned(reel, 24))


def test_a_wav_of_ten_hours_says_so_in_its_header() -> None:
    reel = a_reel(100, 48_000, 50, 36_000)
    template = wav_header(0, sample_rate=48_000, channels=2, bits=24) + b"note\x02\0\0\0hi"
    tiling = wav.tile(reel, template, 24, lambda _: None)
    assert tiling.size == reel.frames * 6 + 80 + 10
    assert tiling.before[:4] == b"RF64"
    assert int.from_bytes(tiling.before[20:28], "little") == tiling.size - 8
    assert int.from_bytes(tiling.before[28:36], "little") == reel.frames * 6
    assert tiling.after.endswith(b"note\x02\0\0\0hi")


def test_frames_of_any_place_have_the_checksums_that_belong_to_it() -> None:
    reel = a_reel(0, 100_000, 0, 1)
    encoder = PacketEncoder(AudioFormat.FLAC, sample_rate=reel.sample_rate, channels=2)
    frames = [parsed(one) for one in encoder.encode(reel.body) + encoder.finish()]
    assert sum(frame.samples for frame in frames) == 100_000
    for first in (0, 127, 1 << 16, (1 << 31) - 150_000, (1 << 36) - 400_000):
        run = Run(frames)
        data = b"".join(bytes(piece) for piece in run.pieces(first, 3))
        assert len(data) == run.size(first, 3)
        at = 0
        for frame in frames * 3:  # `parsed` refuses a header with another checksum
            stop = at + Run([frame]).size(first)
            again = parsed(data[at:stop])
            assert again == frame  # what the rest adds follows from the frame's own checksum
            at, first = stop, first + frame.samples
        assert at == len(data)
