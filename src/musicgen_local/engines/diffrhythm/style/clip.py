"""The part of a recording that its style is heard in."""

from __future__ import annotations

import numpy as np

from musicgen_local.audio.resample import ResampleStream
from musicgen_local.audio.value import FloatArray
from musicgen_local.engines.diffrhythm.style.config import CLIP_SECONDS, SAMPLE_RATE
from musicgen_local.errors import ErrorCode, UserError

_SILENCE = 1e-4  # peak, -80 dBFS


def middle_clip(samples: FloatArray, sample_rate: int) -> FloatArray:
    """The middle 10 s of `samples` [channels, frames]: mono at 24 kHz, float32 [CLIP_SAMPLES].

    The rest of the recording isn't heard. As in the published inference the clip begins at a whole
    second, so that it may lie up to a second before the very middle.

    Raises:
        UserError: `INVALID_AUDIO` when the recording is shorter than 10 s, when what would be heard
            is silent, or when it holds no sound at all but numbers that aren't finite.
    """
    frames = samples.shape[1]
    seconds = frames / sample_rate
    if seconds < CLIP_SECONDS:
        raise _invalid(
            f"The reference recording is too short: {seconds:.1f} s.",
            f"Choose one of at least {CLIP_SECONDS} s.",
        )
    start = int(seconds / 2) - CLIP_SECONDS // 2
    clip = samples[:, start * sample_rate : (start + CLIP_SECONDS) * sample_rate]
    if not np.isfinite(clip).all():
        raise _invalid("The reference recording is damaged.", "Choose another one.")
    mono = np.asarray(clip.mean(axis=0, keepdims=True), dtype=np.float32)
    if np.abs(mono).max() < _SILENCE:
        raise _invalid(
            f"The reference recording is silent in its middle {CLIP_SECONDS} s, the part that its "
            "style is heard in.",
            "Choose another one, or cut it so that the music lies in its middle.",
        )
    stream = ResampleStream(sample_rate, SAMPLE_RATE, 1)
    blocks = (stream.process(mono), stream.flush())
    return np.asarray(np.concatenate(blocks, axis=1)[0], dtype=np.float32)


def _invalid(message: str, recovery: str) -> UserError:
    return UserError(
        ErrorCode.INVALID_AUDIO, message, recovery=recovery, details={"field": "reference_audio"}
    )
