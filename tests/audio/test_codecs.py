"""What goes into a file comes out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from musicgen_local.audio.decode import decode_blocks, probe, read_audio
from musicgen_local.audio.encode import Encoder, encode_all
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.tags import Tags
from musicgen_local.errors import ErrorCode, UserError

RATE = 44_100
SECONDS = 4
LOSSY = [form for form in AudioFormat if not form.lossless]


def _music(channels: int = 2) -> NDArray[np.float32]:
    """Tones that come and go, apart in both channels: [channels, frames]."""
    time = np.arange(SECONDS * RATE) / RATE
    swell = 0.5 + 0.4 * np.sin(2 * np.pi * 1.5 * time)
    waves = [
        swell * 0.3 * (np.sin(2 * np.pi * hz * time) + 0.3 * np.sin(2 * np.pi * 7 * hz * time))
        for hz in (220, 330)
    ]
    return np.array(waves[:channels], dtype=np.float32)


def _cut(music: NDArray[np.float32], size: int) -> Iterator[NDArray[np.float32]]:
    for start in range(0, music.shape[1], size):
        yield music[:, start : start + size]


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> dict[AudioFormat, Path]:
    """The same music in every format, in one pass."""
    folder = tmp_path_factory.mktemp("encoded")
    targets = {form: folder / f"music.{form.extension}" for form in AudioFormat}
    paths = encode_all(
        _cut(_music(), 10_000), targets, RATE, 2, tags=Tags(title="Ночь"), expected_seconds=SECONDS
    )
    assert paths == list(targets.values())
    assert sorted(folder.iterdir()) == sorted(paths)
    return targets


@pytest.mark.parametrize("form", AudioFormat)
def test_every_format_gives_the_music_back_in_time_and_length(
    form: AudioFormat, encoded: dict[AudioFormat, Path]
) -> None:
    audio = read_audio(encoded[form], sample_rate=RATE)
    assert audio.channels == 2
    assert audio.frames == SECONDS * RATE
    error = audio.samples - _music()
    inside = slice(2000, -2000)
    loudest = 2**-23 if form.lossless else 0.03  # of single samples; all of them together below
    assert np.abs(error[:, inside]).max() < loudest
    assert np.sqrt(np.mean(error[:, inside] ** 2)) < 0.01 * loudest / 0.03 + 2**-24


@pytest.mark.parametrize("frames", [44_101, 63_999])
def test_an_m4a_ends_between_two_milliseconds(frames: int, tmp_path: Path) -> None:
    path = tmp_path / "odd.m4a"
    encode_all([_music()[:, :frames]], {AudioFormat.M4A: path}, RATE, 2)
    assert read_audio(path, sample_rate=RATE).frames == frames


@pytest.mark.parametrize("form", AudioFormat)
def test_the_header_says_what_the_file_is(
    form: AudioFormat, encoded: dict[AudioFormat, Path]
) -> None:
    info = probe(encoded[form])
    assert info.sample_rate == (48_000 if form is AudioFormat.OPUS else RATE)
    assert info.channels == 2
    assert info.duration_seconds == pytest.approx(SECONDS, abs=0.03)
    codecs = {"wav": "pcm_24", "flac": "pcm_24", "m4a": "aac", "ogg": "vorbis"}
    assert info.codec == codecs.get(form.value, form.value)
    if form.lossless:
        assert info.frames == SECONDS * RATE
    assert encoded[form].stat().st_size < estimate_bytes(form, SECONDS, RATE, 2)


@pytest.mark.parametrize("form", AudioFormat)
def test_the_same_music_is_the_same_bytes_however_it_is_cut(
    form: AudioFormat, encoded: dict[AudioFormat, Path], tmp_path: Path
) -> None:
    path = tmp_path / "again"
    encode_all(_cut(_music(), 7_777), {form: path}, RATE, 2, tags=Tags(title="Ночь"))
    if form is AudioFormat.OGG:  # libvorbis lays its pages by the writes, the audio is the same
        again = np.concatenate(list(decode_blocks(path)), axis=1)
        assert np.array_equal(again, read_audio(encoded[form]).samples)
        first = _sha(path)
        encode_all(_cut(_music(), 7_777), {form: path}, RATE, 2, tags=Tags(title="Ночь"))
        assert _sha(path) == first
    else:
        assert _sha(path) == _sha(encoded[form])


@pytest.mark.parametrize("form", AudioFormat)
@pytest.mark.parametrize("rate", [22_050, 96_000])
def test_one_channel_and_other_rates_are_welcome(
    form: AudioFormat, rate: int, tmp_path: Path
) -> None:
    path = tmp_path / f"mono.{form.extension}"
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    encode_all([tone[None].astype(np.float32)], {form: path}, rate, 1)
    audio = read_audio(path, sample_rate=rate)
    assert audio.channels == 1
    assert audio.frames == pytest.approx(rate, abs=2)
    spectrum = np.abs(np.fft.rfft(audio.samples[0, 1000 : 1000 + rate // 2]))
    assert int(np.argmax(spectrum)) * 2 == pytest.approx(440, abs=2)


def test_sixteen_bits_are_dithered_from_a_fixed_seed(tmp_path: Path) -> None:
    faint = np.full((2, 40_000), 0.3 / 32768, dtype=np.float32)
    hashes = set()
    for name, size in (("a", 40_000), ("b", 999)):
        with Encoder(
            tmp_path / name, AudioFormat.WAV, sample_rate=RATE, channels=2, bits=16
        ) as encoder:
            for block in _cut(faint, size):
                encoder.write(block)
        hashes.add(_sha(tmp_path / name))
    assert len(hashes) == 1
    integers, _ = soundfile.read(tmp_path / "a", dtype="int16")
    assert set(np.unique(integers)) == {-1, 0, 1}
    assert integers.mean() == pytest.approx(0.3, abs=0.02)  # plain rounding would say 0


@pytest.mark.parametrize("form", [AudioFormat.WAV, AudioFormat.FLAC])
@pytest.mark.parametrize("bits", [16, 24])
def test_what_is_too_loud_is_clipped_not_wrapped(
    form: AudioFormat, bits: int, tmp_path: Path
) -> None:
    path = tmp_path / f"loud.{form.extension}"
    with Encoder(path, form, sample_rate=RATE, channels=1, bits=bits) as encoder:
        encoder.write(np.array([[1.5, -1.5, 1.0, -1.0]] * 1, dtype=np.float32).repeat(500, axis=1))
    samples = read_audio(path).samples[0]
    assert samples[:1000:500] == pytest.approx([1, -1], abs=1e-4)
    assert soundfile.info(path).subtype == f"PCM_{bits}"


def test_decoding_converts_rate_channels_and_block_size(encoded: dict[AudioFormat, Path]) -> None:
    blocks = list(decode_blocks(encoded[AudioFormat.MP3], 22_050, 1, block_frames=5000))
    assert all(block.shape == (1, 5000) for block in blocks[:-1])
    assert sum(block.shape[1] for block in blocks) == SECONDS * 22_050


def test_more_than_two_channels_become_two(tmp_path: Path) -> None:
    path = tmp_path / "surround.wav"
    front_left = np.zeros((RATE, 6))
    front_left[:, 0] = 0.5 * np.sin(np.arange(RATE) * 0.1)
    soundfile.write(path, front_left, RATE)
    assert probe(path).channels == 6
    left, right = read_audio(path).samples
    assert np.abs(left).max() > 0.1
    assert np.abs(right).max() < 1e-4


@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
@pytest.mark.parametrize("container", ["wav", "aiff"])
def test_other_programs_files_are_read(container: str, subtype: str, tmp_path: Path) -> None:
    path = tmp_path / f"foreign.{container}"
    soundfile.write(path, _music().T, RATE, subtype=subtype)
    assert np.abs(read_audio(path).samples - _music()).max() < 1e-4


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    for read in (probe, read_audio, lambda path: next(decode_blocks(path))):
        with pytest.raises(UserError) as caught:
            read(tmp_path / "nothing.wav")
        assert caught.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("name", ["text.mp3", "empty.wav", "cut.flac", "noise.m4a", "silent.wav"])
def test_what_is_no_audio_is_invalid(
    name: str, tmp_path: Path, encoded: dict[AudioFormat, Path]
) -> None:
    contents = {
        "text.mp3": b"It is a truth universally acknowledged" * 50,
        "empty.wav": b"",
        "cut.flac": encoded[AudioFormat.FLAC].read_bytes()[:60],
        "noise.m4a": np.random.default_rng(0).bytes(20_000),
        "silent.wav": encoded[AudioFormat.WAV].read_bytes()[:80],  # a header, no frames
    }
    path = tmp_path / name
    path.write_bytes(contents[name])
    with pytest.raises(UserError) as caught:
        read_audio(path)
    assert caught.value.code is ErrorCode.INVALID_AUDIO
    assert caught.value.recovery


def test_values_that_are_no_numbers_are_invalid(tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.full((100, 1), np.nan, dtype=np.float32), RATE, subtype="FLOAT")
    with pytest.raises(UserError, match="no numbers"):
        read_audio(path)


def test_formats_know_their_names() -> None:
    assert AudioFormat("mp3").mime_type == "audio/mpeg"
    assert {form.extension for form in AudioFormat} == {"wav", "flac", "mp3", "opus", "m4a", "ogg"}
    assert estimate_bytes(AudioFormat.WAV, 3600, RATE, 2) > 3600 * RATE * 6
