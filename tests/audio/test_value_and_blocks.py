from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.audio.blocks import join, rechunk, split, to_stereo, with_channels
from musicgen_local.audio.value import Audio


def _ramp(channels: int, frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.arange(channels * frames, dtype=np.float32).reshape(channels, frames) / 1e6


def test_audio_is_float32_contiguous_and_can_not_be_changed() -> None:
    mine = np.zeros((2, 100), dtype=np.float64)
    audio = Audio(mine, 50)  # type: ignore[arg-type]
    mine[:] = 1
    assert audio.samples.dtype == np.float32
    assert audio.samples.flags.c_contiguous
    assert not audio.samples.any()
    assert (audio.channels, audio.frames, audio.duration_seconds) == (2, 100, 2.0)
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0, 0] = 1


@pytest.mark.parametrize(
    "samples", [np.zeros(5), np.zeros((3, 5)), np.full((1, 5), np.nan), np.full((1, 2), np.inf)]
)
def test_what_is_no_audio_is_refused(
    samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> None:
    with pytest.raises(ValueError, match=r"audio is|finite"):
        Audio(samples, 44_100)


def test_a_rate_is_above_zero() -> None:
    with pytest.raises(ValueError, match="rate"):
        Audio(_ramp(1, 4), 0)


def test_a_stretch_is_cut_out_and_clipped_to_the_piece() -> None:
    audio = Audio(_ramp(2, 100), 10)
    assert audio.between_seconds(1, 2.5).equals(Audio(_ramp(2, 100)[:, 10:25], 10))
    assert audio.between(90, 500).frames == 10
    assert audio.between(50, 20).frames == 0


@given(cuts=st.lists(st.integers(0, 500), max_size=8), size=st.integers(1, 700))
def test_rechunking_keeps_the_audio_and_makes_equal_blocks(cuts: list[int], size: int) -> None:
    whole = _ramp(2, 500)
    blocks = list(rechunk(np.split(whole, sorted(cuts), axis=1), size))
    assert np.array_equal(np.concatenate(blocks, axis=1), whole)
    assert all(block.shape[1] == size for block in blocks[:-1])
    assert 0 < blocks[-1].shape[1] <= size
    assert all(block.flags.c_contiguous for block in blocks)


def test_split_and_join_undo_each_other() -> None:
    audio = Audio(_ramp(2, 1000), 8000)
    parts = list(split(audio, 300))
    assert [part.shape[1] for part in parts] == [300, 300, 300, 100]
    assert join(parts, 8000).equals(audio)


def test_channels_are_doubled_and_averaged() -> None:
    mono = _ramp(1, 8)
    stereo = next(to_stereo([mono]))
    assert np.array_equal(stereo, np.vstack((mono, mono)))
    assert np.array_equal(with_channels(stereo, 1), mono)
    assert with_channels(stereo, 2) is stereo
    with pytest.raises(ValueError, match="channels"):
        with_channels(np.zeros((3, 2), dtype=np.float32), 2)
