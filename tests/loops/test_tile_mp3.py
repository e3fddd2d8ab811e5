"""A longer MP3 by writing frames again is the one that an encoder would have made."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from loop_tracks import noted
from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.loops.tile.mp3 import FRAME_SAMPLES, NotTileable, parse, repeated_from
from musicgen_local.loops.tile.mp3 import write_longer as write_longer_mp3

BODY_FRAMES = 80


def encoded(path: Path, times: int, sample_rate: int) -> int:
    """An MP3 of an intro, `times` bodies and an ending; its length in samples."""
    sound = noted(seed=5, frames=BODY_FRAMES * FRAME_SAMPLES + 45_000, sample_rate=sample_rate)
    intro, body, ending = np.split(sound, [30_000, 30_000 + BODY_FRAMES * FRAME_SAMPLES], axis=1)
    whole = np.concatenate([intro, *[body] * times, ending], axis=1)
    with Encoder(path, AudioFormat.MP3, sample_rate=sample_rate, channels=2) as encoder:
        encoder.write(np.ascontiguousarray(whole))
    return int(whole.shape[1])


def decoded(data: bytes) -> NDArray[np.float32]:
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([one.to_ndarray() for one in container.decode(audio=0)], axis=1)


def test_a_longer_file_is_what_an_encoder_would_have_made(tmp_path: Path) -> None:
    short, straight = tmp_path / "short.mp3", tmp_path / "straight.mp3"
    encoded(short, 4, 48_000)
    frames = encoded(straight, 15, 48_000)
    mp3 = parse(short.read_bytes())
    place = repeated_from(mp3, BODY_FRAMES, 30_000 // FRAME_SAMPLES, len(mp3.frames))
    longer = io.BytesIO()
    size = write_longer_mp3(longer, mp3, place, BODY_FRAMES, 11)
    assert size == len(longer.getvalue())
    expected, found = decoded(straight.read_bytes()), decoded(longer.getvalue())
    assert found.shape == expected.shape == (2, frames)
    assert np.abs(found - expected).max() < 1e-3  # LAME remembers loudness for some frames
    read, _ = soundfile.read(io.BytesIO(longer.getvalue()), always_2d=True)
    assert read.shape == (frames, 2)
    body = slice(place + BODY_FRAMES, place + 2 * BODY_FRAMES)
    again = parse(longer.getvalue())
    assert again.frames[body] * 11 == again.frames[body.start : body.start + 11 * BODY_FRAMES]
    with av.open(io.BytesIO(longer.getvalue())) as container:
        container.seek(int(frames / 48_000 * 0.5 * av.time_base))
        frame = next(container.decode(audio=0))
        assert frame.time == pytest.approx(frames / 48_000 * 0.5, abs=0.1)


def test_frames_that_are_padded_in_turn_do_not_repeat(tmp_path: Path) -> None:
    encoded(tmp_path / "short.mp3", 4, 44_100)
    mp3 = parse((tmp_path / "short.mp3").read_bytes())
    with pytest.raises(NotTileable, match="different frames"):
        repeated_from(mp3, BODY_FRAMES, 26, len(mp3.frames))


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(NotTileable, match="Xing"):
        parse(b"ID3\x04\x00\x00\x00\x00\x00\x00 no music")
