from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from musicgen_local.audio.filters import (
    Biquad,
    BiquadCascade,
    all_pass,
    band_pass,
    dc_blocker,
    high_pass,
    high_shelf,
    low_pass,
    low_shelf,
    peaking,
)

RATE = 44_100


def _db(section: Biquad, hz: float) -> float:
    return 20 * math.log10(abs(section.response(hz, RATE)) + 1e-12)


def test_each_design_does_at_its_frequency_what_its_name_says() -> None:
    assert _db(high_pass(100, sample_rate=RATE), 100) == pytest.approx(-3.01, abs=0.01)
    assert _db(high_pass(100, sample_rate=RATE), 25) == pytest.approx(-24.1, abs=0.2)
    assert _db(low_pass(5000, sample_rate=RATE), 5000) == pytest.approx(-3.01, abs=0.01)
    assert _db(band_pass(700, 2, sample_rate=RATE), 700) == pytest.approx(0, abs=1e-6)
    assert _db(peaking(3000, 4, 1, sample_rate=RATE), 3000) == pytest.approx(4, abs=1e-6)
    assert _db(peaking(3000, 4, 1, sample_rate=RATE), 60) == pytest.approx(0, abs=0.01)
    assert _db(low_shelf(200, -6, sample_rate=RATE), 5) == pytest.approx(-6, abs=0.01)
    assert _db(low_shelf(200, -6, sample_rate=RATE), 10_000) == pytest.approx(0, abs=0.01)
    assert _db(high_shelf(2000, 5, sample_rate=RATE), 20_000) == pytest.approx(5, abs=0.01)
    assert _db(high_shelf(2000, 5, sample_rate=RATE), 20) == pytest.approx(0, abs=0.01)
    assert _db(dc_blocker(5, sample_rate=RATE), 0) < -200
    assert _db(dc_blocker(5, sample_rate=RATE), 100) == pytest.approx(0, abs=0.02)
    for hz in (20, 400, 9000):
        assert _db(all_pass(400, sample_rate=RATE), hz) == pytest.approx(0, abs=1e-6)


def test_the_stream_equals_an_independent_filter_over_the_whole() -> None:
    sections = [high_pass(30, sample_rate=RATE), peaking(3000, 3, 1, sample_rate=RATE)]
    noise = np.random.default_rng(1).standard_normal((2, 9000)).astype(np.float32)
    sos = [[s.b0, s.b1, s.b2, 1.0, s.a1, s.a2] for s in sections]
    expected = signal.sosfilt(np.array(sos), noise.astype(np.float64), axis=1)
    assert np.allclose(BiquadCascade(sections, 2).process(noise), expected, atol=1e-6)


@given(cuts=st.lists(st.integers(0, 3000), max_size=6))
def test_where_blocks_are_cut_changes_nothing(cuts: list[int]) -> None:
    noise = np.random.default_rng(2).standard_normal((2, 3000)).astype(np.float32)
    sections = [low_shelf(150, 4, sample_rate=RATE), low_pass(4000, sample_rate=RATE)]
    whole = BiquadCascade(sections, 2).process(noise)
    streamed = BiquadCascade(sections, 2)
    parts = [streamed.process(part) for part in np.split(noise, sorted(cuts), axis=1)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_silence_after_sound_decays_to_exact_zero_memory_and_input_is_left_alone() -> None:
    cascade = BiquadCascade([high_pass(300, sample_rate=RATE)], 1)
    loud = np.ones((1, 512), dtype=np.float32)
    loud.flags.writeable = False
    cascade.process(loud)
    assert np.all(loud == 1.0)
    for _ in range(20):
        tail = cascade.process(np.zeros((1, 4096), dtype=np.float32))
    assert np.all(tail == 0.0)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_channel_may_have_filters_of_its_own(count: int) -> None:
    noise = np.random.default_rng(4).standard_normal((2, 5000)).astype(np.float32)
    left = [high_pass(200, sample_rate=RATE)] * count
    right = [low_shelf(900, -5, sample_rate=RATE)] * count
    both = BiquadCascade(left, right=right).process(noise)
    for channel, sections in enumerate((left, right)):
        alone = BiquadCascade(sections, 1).process(noise[channel : channel + 1])
        assert np.array_equal(both[channel], alone[0])
    assert BiquadCascade(left, right=right).apply(noise) is noise
    assert np.array_equal(noise, both)


def test_no_sections_pass_the_block_through_and_wrong_shapes_are_refused() -> None:
    block = np.random.default_rng(3).standard_normal((2, 64)).astype(np.float32)
    assert np.array_equal(BiquadCascade([], 2).process(block), block)
    with pytest.raises(ValueError, match="frames"):
        BiquadCascade([], 1).process(block)
    with pytest.raises(ValueError, match="Hz"):
        low_pass(30_000, sample_rate=RATE)
    with pytest.raises(ValueError, match="q"):
        peaking(300, 1, 0, sample_rate=RATE)
