"""Batches: what a voice is told of a chunk, and of the notes that follow it."""

from __future__ import annotations

import numpy as np

from musicgen_local.engines.composer.mix.notes import Part
from musicgen_local.engines.composer.mix.timeline import Chunk
from musicgen_local.engines.composer.score import Note

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
