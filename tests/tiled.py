"""Reels for the tests of `loops/tile`, and what files of them decode to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

from loop_tracks import noted
from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.audio.tags import Tags
from musicgen_local.loops.reel import Reel

RATE = 48_000
TAGS = Tags(title="Round and round", comment="one\ntwo", tempo_bpm=90.5, seed=7, prompt="a loop")


def a_reel(
    head: int, body: int, tail: int, times: int, *, channels: int = 2, seed: int = 5
) -> Reel:
    """Notes over noise; the tail begins as the body does."""
    sound = noted(seed=seed, frames=head + max(body, tail), sample_rate=RATE)[:channels]
    start = np.ascontiguousarray(sound[:, :head])
    following = np.ascontiguousarray(sound[:, head:])
    return Reel(start, following[:, :body], following[:, :tail], times, RATE)


def straight(reel: Reel, path: Path, audio_format: AudioFormat, *, bits: int = 24) -> Path:
    """`reel` through the ordinary encoder."""
    with Encoder(
        path, audio_format, sample_rate=reel.sample_rate, channels=reel.channels, bits=bits
    ) as encoder:
        for block in reel.blocks():
            encoder.write(block)
    return path


def heard(path: Path) -> NDArray[np.float32]:
    """All that FFmpeg decodes, [channels, frames]."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp")
        frames = [each for one in container.decode(audio=0) for each in resampler.resample(one)]
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


def lengths(path: Path) -> dict[str, int]:
    """Samples by each way of asking; libsndfile reads no M4A, FFmpeg ends it with a packet."""
    with av.open(str(path)) as container:
        assert container.duration is not None
        found = {"container": round(container.duration * RATE / av.time_base)}
    if path.suffix != ".m4a":
        found["FFmpeg"] = heard(path).shape[1]
        found["libsndfile header"] = soundfile.info(path).frames
        found["libsndfile"] = len(soundfile.read(path, always_2d=True)[0])
    return found


def packets(path: Path) -> list[bytes]:
    """The stream's packets."""
    with av.open(str(path)) as container:
        return [bytes(one) for one in container.demux(audio=0) if one.size]


def integers(path: Path) -> NDArray[Any]:
    """A lossless file's samples, int32 [frames, channels], full scale 2^31."""
    found: NDArray[Any] = soundfile.read(path, dtype="int32", always_2d=True)[0]
    return found
