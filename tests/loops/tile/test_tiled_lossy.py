"""MP3, Opus and M4A of a reel are what an encoder makes of all of it, written in a moment."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import read_tags
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile import step_of, write_reel
from tiled import RATE, TAGS, a_reel, heard, lengths, packets, straight

LOSSY = [AudioFormat.MP3, AudioFormat.OPUS, AudioFormat.M4A]
FRAME = {AudioFormat.MP3: 1_152, AudioFormat.OPUS: 960, AudioFormat.M4A: 1_024}
_HOUR = 3_600 * RATE


def _errors(found: NDArray[np.float32], reel: Reel) -> NDArray[np.float64]:
    """Energy of what is wrong, for each thousand samples, in dB."""
    plan = np.concatenate(list(reel.blocks()), axis=1)
    wrong = (found[:, : reel.frames] - plan).astype(np.float64) ** 2
    whole = wrong[:, : reel.frames // 1_000 * 1_000].reshape(-1, 1_000, 1)
    return np.asarray(10 * np.log10(whole.reshape(2, -1, 1_000).sum(axis=(0, 2)) + 1e-9))


@pytest.mark.parametrize("audio_format", LOSSY)
def test_it_decodes_as_a_straight_encode_does(audio_format: AudioFormat, tmp_path: Path) -> None:
    reel = a_reel(30_001, 330 * FRAME[audio_format], 20_011, 6)
    long = tmp_path / f"long.{audio_format}"
    written = write_reel(reel, long, audio_format, tags=TAGS)
    assert (written.tiled, written.reason) == (True, "")
    assert written.bytes == long.stat().st_size
    found = heard(long)
    by_hand = straight(reel, tmp_path / f"straight.{audio_format}", audio_format)
    expected = heard(by_hand)
    assert found.shape == expected.shape
    # Where packets differ at all, one is as good as the other: the encoders' slow memories.
    ours, theirs = _errors(found, reel), _errors(expected, reel)
    assert abs(ours.mean() - theirs.mean()) < (0.5 if audio_format is AudioFormat.M4A else 0.05)
    assert (ours - theirs).max() < 9.0
    if audio_format is not AudioFormat.M4A:  # whose rate control never comes to rest
        differing = sum(a != b for a, b in zip(packets(long), packets(by_hand), strict=True))
        assert differing < 0.05 * len(packets(long))
    assert read_tags(long) == TAGS


@pytest.mark.parametrize("audio_format", LOSSY)
@pytest.mark.parametrize(("head", "tail", "channels"), [(0, 0, 2), (1, 959, 1), (40_000, 1_153, 2)])
def test_it_is_as_long_as_the_reel_to_the_sample(
    audio_format: AudioFormat, head: int, tail: int, channels: int, tmp_path: Path
) -> None:
    reel = a_reel(head, 300 * FRAME[audio_format], tail, 7, channels=channels)
    path = tmp_path / f"long.{audio_format}"
    assert write_reel(reel, path, audio_format).tiled
    before = 312 if audio_format is AudioFormat.OPUS else 0  # FFmpeg counts the pre-skip
    found = lengths(path)
    assert found.pop("container") == reel.frames + before
    assert set(found.values()) <= {reel.frames}
    if audio_format is AudioFormat.M4A:
        assert 0 <= heard(path).shape[1] - reel.frames < 1_024


@pytest.mark.parametrize("audio_format", LOSSY)
def test_the_packets_of_the_loop_come_again(audio_format: AudioFormat, tmp_path: Path) -> None:
    period = 320
    reel = a_reel(9_999, period * FRAME[audio_format], 20_011, 12)
    path = tmp_path / f"long.{audio_format}"
    assert write_reel(reel, path, audio_format).tiled
    found = packets(path)
    middle = len(found) // 2
    assert found[middle : middle + period] == found[middle + period : middle + 2 * period]
    assert len(set(found[middle : middle + period])) > period // 2


@pytest.mark.parametrize("audio_format", LOSSY)
def test_ten_hours_play_from_any_place(audio_format: AudioFormat, tmp_path: Path) -> None:
    step = FRAME[audio_format]
    body = 8 * RATE // step * step
    reel = a_reel(5_000, body, 3_000, 10 * _HOUR // body, channels=1)
    path = tmp_path / f"long.{audio_format}"
    assert write_reel(reel, path, audio_format).tiled
    assert reel.frames > 9.99 * _HOUR
    for hour in (9, 1, 5):
        with av.open(str(path)) as container:
            assert container.duration is not None
            seconds = container.duration / av.time_base
            assert seconds == pytest.approx(reel.frames / RATE, abs=0.01)
            container.seek(hour * 3_600 * av.time_base)
            frames = container.decode(audio=0)
            frame = next(frames)
            assert frame.time == pytest.approx(hour * 3_600, abs=2)
            sound = np.concatenate([next(frames).to_ndarray()[0] for _ in range(20)])
            assert np.abs(sound).max() > 0.05


def test_an_m4a_of_ten_hours_holds_its_loop_once(tmp_path: Path) -> None:
    body = 8 * RATE // 1_024 * 1_024
    reel = a_reel(5_000, body, 3_000, 10 * _HOUR // body)
    assert write_reel(reel, tmp_path / "long.m4a", AudioFormat.M4A).bytes < 10_000_000


def test_bodies_that_only_together_are_whole_packets_are_taken_together(tmp_path: Path) -> None:
    reel = a_reel(1_000, 1_152 * 100 + 384, 77, 12)
    path = tmp_path / "long.mp3"
    assert write_reel(reel, path, AudioFormat.MP3).tiled
    assert set(lengths(path).values()) == {reel.frames}
    found = packets(path)
    by_hand = packets(straight(reel, tmp_path / "straight.mp3", AudioFormat.MP3))
    assert sum(a != b for a, b in zip(found, by_hand, strict=True)) < 0.05 * len(found)


def test_what_a_reel_has_to_be_for_its_format() -> None:
    steps = {kind: step_of(kind, 44_100) for kind in AudioFormat}
    found = {kind: (one.sample_rate, one.frames) for kind, one in steps.items() if one}
    assert found == {
        AudioFormat.WAV: (44_100, 1), AudioFormat.FLAC: (44_100, 1),
        AudioFormat.MP3: (48_000, 1_152), AudioFormat.OPUS: (48_000, 960),
        AudioFormat.M4A: (44_100, 1_024),
    }  # fmt: skip
    assert steps[AudioFormat.OGG] is None
