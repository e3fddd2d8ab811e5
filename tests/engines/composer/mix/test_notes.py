"""Batches: what a voice is told of a chunk, and of the notes that follow it."""

from __future__ import annotations

import numpy as np
import pytest
from mixing_pieces import piece, whole

from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.notes import Part
from musicgen_local.engines.composer.mix.preset import MixPreset
from musicgen_local.engines.composer.mix.timeline import Chunk
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.sound.band import Sounds, open_voice

RATE = 44_100
FRAMES_PER_BEAT = RATE / 2  # 120 bpm


def quarters() -> Part:
    return Part([Note(float(beat), 3.0, 40 + beat, 0.8) for beat in range(8)])


def bar(first: int, *, last: bool = False) -> Chunk:
    return Chunk(0, first, 4.0 * first, 4.0, 0.0, last, int(first * 4 * FRAMES_PER_BEAT), 88_192)


def test_notes_that_follow_a_chunk_come_along_unheard() -> None:
    batch = quarters().batch(bar(0), FRAMES_PER_BEAT, RATE, lookahead_seconds=1.0)
    assert batch is not None
    np.testing.assert_array_equal(batch.velocity, [0.8, 0.8, 0.8, 0.8, 0.0])
    np.testing.assert_array_equal(batch.pitch, [40, 41, 42, 43, 44])
    assert batch.start_seconds[4] == 2.0


def test_without_a_look_ahead_a_chunk_has_its_own_notes_only() -> None:
    for which, lookahead in ((bar(0), 0.0), (bar(1, last=True), 4.0)):
        batch = quarters().batch(which, FRAMES_PER_BEAT, RATE, lookahead)
        assert batch is not None
        assert len(batch) == 4
        assert (batch.velocity > 0.0).all()


def test_a_chunk_without_notes_has_no_batch() -> None:
    part = Part([Note(5.0, 1.0, 40, 0.8)])
    assert part.batch(bar(0), FRAMES_PER_BEAT, RATE, lookahead_seconds=4.0) is None


def test_the_next_section_ends_what_rings_at_the_end_of_this_one() -> None:
    late = Part([Note(3.0, 4.0, 46, 0.9), Note(4.01, 0.2, 38, 0.6)])  # the second is pushed past
    following = Part([Note(-0.01, 0.2, 36, 0.8), Note(0.5, 0.2, 42, 0.5), Note(6.0, 0.2, 42, 0.5)])
    batch = late.batch(bar(0, last=True), FRAMES_PER_BEAT, RATE, 1.0, following)
    assert batch is not None
    np.testing.assert_array_equal(batch.pitch, [46, 38, 42])
    np.testing.assert_array_equal(batch.velocity, [0.9, 0.6, 0.0])
    assert batch.start_seconds[2] == 2.25
    within = late.batch(bar(0), FRAMES_PER_BEAT, RATE, 1.0, following)
    assert within is not None
    assert 42 not in within.pitch


@pytest.mark.parametrize("loop_ready", [False, True])
def test_an_open_hat_is_shut_by_the_next_section(loop_ready: bool) -> None:
    """Through the whole desk: by a section that follows, or by the next lap of a loop."""
    plan = piece(1, 1, tempo_bpm=120.0, layers=("drums",), loop_ready=loop_ready).plan
    kit = open_voice("house_kit", Sounds())

    def perform(first: float) -> np.ndarray:
        def compose(index: int) -> SectionScore:
            strokes = (Note(0.25, 0.2, 42, first), Note(3.75, 0.2, 46, 0.9))
            return SectionScore(plan.sections[index], 4.0, (), {"drums": strokes}, ())

        return whole(Mixdown(plan, compose, {"drums": kit}, MixPreset({})))[0]

    # The hat opens at 1.875 s, the next one shuts it at 2.125 s; the end of a loop is its start.
    heard = perform(0.05)
    after = slice(int(2.17 * RATE), int(2.3 * RATE))
    ringing = slice(int(2.0 * RATE), int(2.12 * RATE))
    assert np.abs(heard[:, after]).max() < 0.02 * np.abs(heard[:, ringing]).max()
    if loop_ready:
        lap = slice(int(0.17 * RATE), int(0.3 * RATE))
        assert np.abs(heard[:, lap]).max() < 0.02 * np.abs(heard[:, ringing]).max()
