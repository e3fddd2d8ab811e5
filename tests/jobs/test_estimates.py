"""Estimates come from measured runs: a line where sizes differ, a median where they don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.jobs.estimates import pace_of, remaining_seconds


def test_nothing_measured_is_nothing_known() -> None:
    assert pace_of([]) is None
    assert remaining_seconds(None, 60, elapsed_seconds=1, fraction=0.0) is None


def test_one_run_gives_its_proportion() -> None:
    pace = pace_of([(60, 6)])
    assert pace is not None
    assert pace.seconds(120) == pytest.approx(12)


@given(
    overhead=st.floats(0, 10),
    per_unit=st.floats(0.001, 2),
    sizes=st.lists(st.floats(10, 3600), min_size=3, max_size=40).filter(
        lambda sizes: max(sizes) > 2 * min(sizes)
    ),
)
def test_a_line_is_found_again(overhead: float, per_unit: float, sizes: list[float]) -> None:
    pace = pace_of([(size, overhead + per_unit * size) for size in sizes])
    assert pace is not None
    assert pace.seconds(600) == pytest.approx(overhead + per_unit * 600, rel=0.01, abs=0.05)


@given(
    runs=st.lists(st.tuples(st.floats(0.1, 36_000), st.floats(0.01, 10_000)), min_size=1),
    size=st.floats(0.1, 36_000),
    elapsed=st.floats(0, 10_000),
    fraction=st.floats(0, 1),
)
def test_no_estimate_is_negative(
    runs: list[tuple[float, float]], size: float, elapsed: float, fraction: float
) -> None:
    left = remaining_seconds(pace_of(runs), size, elapsed, fraction)
    assert left is not None
    assert left >= 0


def test_progress_speaks_louder_towards_the_end() -> None:
    pace = pace_of([(60, 6)])
    # By pace 3 s are left, by progress one ninth of the 9 s that passed.
    assert remaining_seconds(pace, 120, elapsed_seconds=9, fraction=0.9) == pytest.approx(
        0.9 * 1 + 0.1 * 3
    )
