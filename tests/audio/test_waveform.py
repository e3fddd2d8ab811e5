"""Peaks for players: exact, and the same however the audio is cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.audio.blocks import BLOCK_FRAMES
from musicgen_local.audio.value import FloatArray
from musicgen_local.audio.waveform import peaks


def straight(audio: FloatArray, buckets: int) -> FloatArray:
    """The same, as one would write it down: frame i belongs to stretch i * buckets // frames."""
    frames = audio.shape[1]
    rows = []
    for bucket in range(buckets):
        here = [i for i in range(frames) if i * buckets // frames == bucket]
        rows.append((audio[:, here].min(), audio[:, here].max()))
    return np.array(rows, dtype=np.float32)


@given(
    frames=st.integers(1, 300),
    channels=st.integers(1, 2),
    share=st.floats(0, 1),
    cuts=st.lists(st.integers(0, 300), max_size=5),
)
def test_every_stretch_has_its_lowest_and_highest_sample(
    frames: int, channels: int, share: float, cuts: list[int]
) -> None:
    audio = np.random.default_rng(frames).uniform(-1, 1, (channels, frames)).astype(np.float32)
    buckets = max(1, round(share * frames))
    blocks = np.split(audio, sorted(min(cut, frames) for cut in cuts), axis=1)
    found = peaks(blocks, frames, buckets)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, straight(audio, buckets))


def test_a_length_that_was_guessed_wrong_breaks_nothing() -> None:
    audio = np.full((1, 100), 0.5, dtype=np.float32)
    longer = peaks([audio], 80, 4)
    np.testing.assert_array_equal(longer, np.full((4, 2), 0.5, dtype=np.float32))
    shorter = peaks([audio], 200, 4)
    np.testing.assert_array_equal(shorter[:2], np.full((2, 2), 0.5, dtype=np.float32))
    np.testing.assert_array_equal(shorter[2:], np.zeros((2, 2), dtype=np.float32))


def test_hours_are_counted_exactly() -> None:
    frames = 10 * 3600 * 48_000  # ten hours; times 8192 it still is far from 2**63
    last = np.zeros((1, 10), dtype=np.float32)
    last[0, -1] = 1.0

    def blocks() -> object:
        silence = np.zeros((1, BLOCK_FRAMES * 64), dtype=np.float32)
        yield silence
        yield last

    short = BLOCK_FRAMES * 64 + 10
    found = peaks(blocks(), short, 8_192)  # type: ignore[arg-type]
    assert found[-1, 1] == 1.0
    assert not found[:-1].any()
    assert frames * 8_192 < 2**63


@pytest.mark.parametrize("buckets", [0, 11])
def test_a_stretch_is_a_frame_at_least(buckets: int) -> None:
    with pytest.raises(ValueError, match="10 frames"):
        peaks([np.zeros((1, 10), dtype=np.float32)], 10, buckets)
