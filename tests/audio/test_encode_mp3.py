"""Many encoders, one MP3: nobody hears or sees where they take over from each other."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio import encode_mp3
from musicgen_local.audio.decode import read_audio
from musicgen_local.audio.encode_mp3 import SEGMENT_FRAMES, Mp3Writer
from musicgen_local.audio.true_peak import TruePeakMeter

RATE = 44_100
FRAME = 1152
Samples = NDArray[np.float32]


def _band(seconds: float, rate: int = RATE) -> Samples:
    """Plucked strings over dull noise with beats in it, other in each channel: [2, frames]."""
    rng = np.random.default_rng(7)
    frames, second = round(seconds * rate), np.arange(rate) / rate
    noise = rng.standard_normal((2, frames))
    noise[:, 1:] += 2 * noise[:, :-1]
    mix = 0.02 * noise * (1 + 2 * np.exp(-((np.arange(frames) / rate * 3) % 1) * 12))
    for start in range(0, frames, rate // 5):
        hz = 110 * 2 ** (rng.integers(0, 36) / 12)
        overtones = np.arange(1, 6)[:, None]
        decay = np.exp(-second * 4 * overtones) / overtones
        pluck = (np.sin(2 * np.pi * hz * second * overtones) * decay).sum(axis=0)
        rest = min(rate, frames - start)
        mix[:, start : start + rest] += 0.15 * rng.uniform(0.2, 1, (2, 1)) * pluck[:rest]
    return np.asarray(np.clip(mix, -1, 1), dtype=np.float32)


@pytest.fixture(scope="module")
def music() -> Samples:
    return _band(19)  # two joins, at 7.7 and 15.4 s


def _write(samples: Samples, path: Path, size: int = 50_000, rate: int = RATE) -> Path:
    writer = Mp3Writer(path, sample_rate=rate, channels=samples.shape[0])
    for start in range(0, samples.shape[1], size):
        writer.write(samples[:, start : start + size])
    writer.close()
    return path


def _frames(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def _write_alone(samples: Samples, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with monkeypatch.context() as patch:
        patch.setattr(encode_mp3, "SEGMENT_FRAMES", 49 * 1000)
        return _write(samples, path)


def test_joined_segments_are_the_frames_of_a_single_encoder(
    music: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = _frames(_write(music, tmp_path / "joined.mp3"))
    alone = _frames(_write_alone(music, tmp_path / "alone.mp3", monkeypatch))
    assert len(joined) == len(alone) > 2 * SEGMENT_FRAMES
    assert sum(ours != theirs for ours, theirs in zip(joined, alone, strict=True)) <= 2
    assert [len(frame) for frame in joined] == [len(frame) for frame in alone]


def test_nothing_is_heard_at_the_joins(
    music: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coding error of each 50 ms, against a single encoder's: equal there as everywhere."""
    window = RATE // 20
    errors = []
    for path in (
        _write(music, tmp_path / "joined.mp3"),
        _write_alone(music, tmp_path / "alone.mp3", monkeypatch),
    ):
        error = (read_audio(path).samples - music)[:, : music.shape[1] // window * window]
        errors.append(np.square(error).reshape(2, -1, window).mean(axis=(0, 2)))
    more_db = 10 * np.log10(errors[0] / errors[1])
    joins = [k * SEGMENT_FRAMES * FRAME // window for k in (1, 2)]
    near = sorted({join + offset for join in joins for offset in range(-3, 16)})
    assert abs(float(np.median(more_db))) < 0.01
    assert more_db[near].max() < 0.5
    assert np.median(errors[0][near]) < 2 * np.median(errors[0])


@pytest.mark.parametrize("extra", [-1, 0, 1, 7 * FRAME + 3])
@pytest.mark.parametrize("rate", [44_100, 22_050])
def test_the_length_is_exact_wherever_the_music_ends(
    extra: int, rate: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode_mp3, "SEGMENT_FRAMES", 49)
    frame = FRAME if rate > 32_000 else FRAME // 2
    samples = _band(4, rate)[:, : (49 + 28) * frame + extra]
    path = _write(samples, tmp_path / "long.mp3", rate=rate)
    assert read_audio(path).frames == samples.shape[1]
    error = (read_audio(path).samples - samples)[:, 2000:-2000]
    assert error.std() < 0.2 * samples.std()  # a sample of delay would leave 0.7


@pytest.mark.parametrize("frames", [1, 500, 2000])
def test_a_blink_of_sound_is_a_file_too(frames: int, tmp_path: Path) -> None:
    path = _write(np.full((1, frames), 0.1, dtype=np.float32), tmp_path / "blink.mp3")
    assert read_audio(path).frames == frames


def test_bytes_do_not_depend_on_the_threads_or_on_how_the_music_is_cut(
    music: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = set()
    for workers, size, slow in ((1, 10_000, 1), (2, 700_000, 0), (4, 33_333, 2)):
        monkeypatch.setattr(encode_mp3, "_WORKERS", workers)
        monkeypatch.setattr(encode_mp3, "_packets", _late(slow))
        path = _write(music, tmp_path / "out.mp3", size)
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
        monkeypatch.undo()
    assert len(hashes) == 1


def _late(slow: int):  # type: ignore[no-untyped-def]
    """The encoding of a segment, every third one late."""
    encode = encode_mp3._packets
    started = iter(range(100))

    def encode_late(*work):  # type: ignore[no-untyped-def]
        if next(started) % 3 == slow:
            time.sleep(0.3)
        return encode(*work)

    return encode_late


def test_a_slow_encoder_holds_its_producer_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, most, lock = 0, 0, threading.Lock()
    encode = encode_mp3._packets

    def counted(settings, segment, *rest):  # type: ignore[no-untyped-def]
        nonlocal waiting
        time.sleep(0.02)
        packets = encode(settings, segment, *rest)
        with lock:
            waiting -= 1
        return packets

    def counted_encode(self, samples, *, last):  # type: ignore[no-untyped-def]
        nonlocal waiting, most
        plain(self, samples, last=last)
        with lock:
            waiting += 1
            most = max(most, waiting)

    plain = Mp3Writer._encode
    monkeypatch.setattr(encode_mp3, "SEGMENT_FRAMES", 49)
    monkeypatch.setattr(encode_mp3, "_WORKERS", 2)
    monkeypatch.setattr(encode_mp3, "_packets", counted)
    monkeypatch.setattr(Mp3Writer, "_encode", counted_encode)
    _write(np.zeros((2, 30 * RATE), dtype=np.float32), tmp_path / "long.mp3", 30 * RATE)
    assert most <= 3


def test_a_failing_encoder_is_told_and_its_threads_end(
    music: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the encoder broke")

    monkeypatch.setattr(encode_mp3, "_packets", fail)
    writer = Mp3Writer(tmp_path / "broken.mp3", sample_rate=RATE, channels=2)
    writer.write(music[:, : 5 * RATE])
    with pytest.raises(RuntimeError, match="encoder broke"):
        writer.close()
    writer.abandon()
    assert not [one for one in threading.enumerate() if one.name.startswith("encode-mp3")]


def test_abandoning_does_not_wait_for_the_music_to_be_encoded(tmp_path: Path) -> None:
    writer = Mp3Writer(tmp_path / "abandoned.mp3", sample_rate=RATE, channels=2)
    writer.write(_band(2)[:, :1].repeat(30 * RATE, axis=1))
    segments = list(writer._encoding)
    writer.abandon()
    assert segments
    assert all(segment.cancelled() or not segment.result() for segment in segments)
    assert not [one for one in threading.enumerate() if one.name.startswith("encode-mp3")]


def test_the_peak_is_that_of_the_music(music: Samples, tmp_path: Path) -> None:
    meters = []
    for samples in (music, read_audio(_write(music, tmp_path / "music.mp3")).samples):
        meter = TruePeakMeter(RATE, 2)
        meter.add(samples)
        meters.append(meter.peak_dbtp)
    assert meters[1] == pytest.approx(meters[0], abs=0.3)
