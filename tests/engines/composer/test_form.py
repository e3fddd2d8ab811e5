"""Form: any duration becomes whole bars, sections, movements."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from musicgen_local.engines.composer.form import (
    fit_length,
    fit_parts,
    key_walk,
    lay_out,
    movements_of,
    split_parts,
)
from musicgen_local.engines.composer.packs import load_pack, pack_names


@settings(deadline=None)
@given(st.floats(5, 36_000), st.floats(50, 180), st.integers(2, 7), st.booleans())
@example(20.0, 70.0, 4, False)
def test_bars_fit_the_duration_and_leave_a_ring(
    seconds: float, tempo: float, beats: int, exact: bool
) -> None:
    length = fit_length(seconds, tempo, beats, exact_tempo=exact, loop_ready=False)
    played = length.bars * beats * 60 / length.tempo_bpm
    if length.too_short:
        assert length.bars == 1
        return
    assert played <= seconds + 1e-6
    assert abs(length.tempo_bpm / tempo - 1) <= 0.0081
    if exact:
        assert length.tempo_bpm == pytest.approx(tempo)
    bar = beats * 60 / tempo
    if seconds >= 20 and bar < 4:
        assert 2 - 1e-6 <= seconds - played < 4.5 + bar + 2.5
    if seconds > 120:
        assert seconds - played < 4.6 + bar


@settings(deadline=None)
@given(st.floats(5, 3_600), st.floats(60, 180), st.booleans())
def test_a_loop_is_whole_bars_and_exactly_as_long_as_it_says(
    seconds: float, tempo: float, exact: bool
) -> None:
    length = fit_length(seconds, tempo, 4, exact_tempo=exact, loop_ready=True)
    assert length.duration_seconds == pytest.approx(length.bars * 240 / length.tempo_bpm)
    if not length.too_short:
        assert length.duration_seconds <= seconds + 1e-6
        assert seconds - length.duration_seconds < 240 / tempo


@settings(deadline=None)
@given(st.integers(1, 260), st.sampled_from(pack_names()))
def test_parts_fill_any_number_of_bars_exactly(bars: int, genre: str) -> None:
    for form in load_pack(genre).forms:
        parts = fit_parts(form, bars)
        assert sum(p.bars for p in parts) == bars
        split = split_parts(parts)
        assert sum(p.bars for p in split) == bars
        assert all(1 <= p.bars <= 8 for p in split)


@pytest.mark.parametrize("genre", pack_names())
def test_three_minutes_have_contrast_and_a_curve(genre: str) -> None:
    pack = load_pack(genre)
    length = fit_length(180, pack.tempo_bpm[1], 4, exact_tempo=False, loop_ready=False)
    steps = lay_out(pack.forms, length, 5)
    assert len({s.part.theme for s in steps}) >= 2
    energies = [s.part.energy for s in steps]
    gentle = pack.energy < 0.2  # music for sleep and meditation swells, and never jolts
    assert max(energies) - min(energies) > (0.05 if gentle else 0.15)
    peak = energies.index(max(energies)) / len(energies)
    assert peak > 0.25
    assert energies[0] < max(energies)
    assert energies[-1] < max(energies)


@settings(max_examples=20, deadline=None)
@given(st.floats(331, 36_000), st.integers(0, 99))
def test_long_pieces_go_in_movements_of_song_length(seconds: float, seed: int) -> None:
    length = fit_length(seconds, 80, 4, exact_tempo=False, loop_ready=False)
    movements = movements_of(length, seed)
    assert sum(movements) == length.bars
    assert all(90 < bars * 240 / length.tempo_bpm < 330 for bars in movements)
    keys = key_walk(len(movements), seed)
    assert keys[0] == keys[-1] == 0
    assert all(abs(key) <= 5 for key in keys)
    for before, after in pairwise(keys[:-1]):
        assert before != after


def test_hints_choose_and_trim_forms() -> None:
    pack = load_pack("house")
    length = fit_length(150, 124, 4, exact_tempo=True, loop_ready=False)
    for seed in range(5):
        assert "drop" in {s.part.name for s in lay_out(pack.forms, length, seed, ("drop",))}
        without = lay_out(pack.forms, length, seed, ("no intro",))
        assert without[0].part.name != "intro"
