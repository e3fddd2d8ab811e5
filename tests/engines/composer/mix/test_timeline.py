"""The clock of a piece: no gap, no drift, no frame too many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mixing_pieces import RATE, piece

from musicgen_local.engines.composer.mix.timeline import GRID, Timeline

bars = st.lists(st.integers(1, 24), min_size=1, max_size=12).map(tuple)


@given(bars, st.floats(40, 220), st.floats(1.0, 12.0), st.booleans())
def test_chunks_follow_each_other_on_the_grid_and_fill_the_piece(
    section_bars: tuple[int, ...], tempo_bpm: float, chunk_seconds: float, loop_ready: bool
) -> None:
    plan = piece(*section_bars, tempo_bpm=tempo_bpm, loop_ready=loop_ready).plan
    timeline = Timeline(plan, RATE, chunk_seconds)
    position = 0
    for chunk in timeline.chunks():
        assert chunk.start == position
        assert chunk.start % GRID == 0
        assert chunk.frames > 0
        position += chunk.frames
    assert position == timeline.total_frames == round(plan.duration_seconds * RATE)


@given(bars, st.floats(40, 220), st.floats(0.5, 30.0))
def test_a_pre_roll_ends_where_the_piece_starts(
    section_bars: tuple[int, ...], tempo_bpm: float, seconds: float
) -> None:
    plan = piece(*section_bars, tempo_bpm=tempo_bpm, loop_ready=True).plan
    chunks = Timeline(plan, RATE, 6.0).pre_roll(seconds)
    assert -chunks[0].start >= seconds * RATE
    ends = [chunk.start + chunk.frames for chunk in chunks]
    assert ends[-1] == 0
    assert ends[:-1] == [chunk.start for chunk in chunks[1:]]
    assert chunks[-1].section == len(plan.sections) - 1
    assert chunks[-1].last


def test_ten_hours_do_not_drift() -> None:
    tempo = 83.7
    beats = 10 * 60 * tempo
    plan = piece(*(64,) * 180, tempo_bpm=tempo).plan
    timeline = Timeline(plan, RATE, 6.0)
    assert timeline.frame(beats) == 10 * 3600 * RATE
    last = [chunk for chunk in timeline.chunks() if chunk.section is not None][-1]
    beat = last.section_beat + last.first_beat
    assert abs(last.start - beat * 60 / tempo * RATE) <= GRID


def test_a_plan_that_ends_inside_its_last_bars_is_cut_there() -> None:
    plan = piece(8, 8, tempo_bpm=120, tail_seconds=-1.5).plan
    chunks = list(Timeline(plan, RATE, 6.0).chunks())
    assert chunks[-1].start + chunks[-1].frames == round(plan.duration_seconds * RATE)
    assert all(chunk.section is not None for chunk in chunks)
