from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.audio.resample import ResampleStream, resample_blocks


@settings(max_examples=25, deadline=None)
@given(
    rates=st.sampled_from([(44_100, 48_000), (48_000, 44_100), (22_050, 48_000), (44_100, 44_100)]),
    cuts=st.lists(st.integers(0, 9000), max_size=4),
    channels=st.sampled_from([1, 2]),
)
def test_a_tone_stays_itself_in_time_and_length(
    rates: tuple[int, int], cuts: list[int], channels: int
) -> None:
    before, after = rates
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(9000) / before)
    block = np.repeat(tone[None], channels, axis=0).astype(np.float32)
    parts = list(resample_blocks(np.split(block, sorted(cuts), axis=1), before, after, channels))
    out = np.concatenate(parts, axis=1)
    assert out.shape == (channels, round(9000 * after / before))
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(out.shape[1]) / after)
    assert np.abs(out - expected)[:, 500:-500].max() < 2e-3


def test_what_lies_above_the_new_range_is_gone() -> None:
    tone = np.sin(2 * np.pi * 23_000 * np.arange(48_000) / 48_000).astype(np.float32)[None]
    stream = ResampleStream(48_000, 44_100, 1, "VHQ")
    out = np.concatenate((stream.process(tone), stream.flush()), axis=1)
    assert np.abs(out[:, 2000:-2000]).max() < 1e-3
    assert out.shape[1] == pytest.approx(44_100)
