"""The formats of samples that a WAV can hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from musicgen_local.audio.encode import Encoder
from musicgen_local.audio.formats import AudioFormat


def test_a_wav_of_floats_keeps_what_is_above_full_scale(tmp_path: Path) -> None:
    loud = np.linspace(-2.5, 2.5, 4_410, dtype=np.float32)[np.newaxis]
    path = tmp_path / "stem.wav"
    with Encoder(path, AudioFormat.WAV, sample_rate=44_100, channels=1, bits=32) as encoder:
        encoder.write(loud)
    read, _ = soundfile.read(path, dtype="float32", always_2d=True)
    np.testing.assert_array_equal(read.T, loud)
