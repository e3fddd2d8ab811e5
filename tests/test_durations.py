from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.durations import format_duration, parse_duration_seconds
from musicgen_local.errors import ErrorCode, UserError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("1m30s", 90),
        ("1m 30s", 90),
        ("1.5m", 90),
        ("2h", 7200),
        ("2h 5s", 7205),
        ("1:30", 90),
        ("1:30:00", 5400),
        ("0:12.5", 12.5),
        (" 3 min ", 180),
        (42, 42),
        (0.5, 0.5),
    ],
)
def test_durations_are_read_as_people_write_them(text: str | float, seconds: float) -> None:
    assert parse_duration_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "soon", "-5", "0", "1:2:3:4", "5x", "nan", "inf", -1, 0])
def test_what_is_no_duration_is_refused_with_the_way_out(text: str | float) -> None:
    with pytest.raises(UserError) as caught:
        parse_duration_seconds(text)
    assert caught.value.code is ErrorCode.VALIDATION
    assert "1m30s" in caught.value.recovery


@given(st.integers(min_value=1, max_value=100 * 3600))
def test_a_shown_duration_reads_back_as_itself(seconds: int) -> None:
    assert parse_duration_seconds(format_duration(seconds)) == seconds
