"""Ids of tracks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musicgen_local.library import is_track_id, new_track_id

MOMENTS = st.integers(0, 2**48 - 1)


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_the_time_of_their_making(one: int, other: int) -> None:
    if one != other:
        assert (new_track_id(one) < new_track_id(other)) == (one < other)


@given(MOMENTS)
def test_ids_have_one_form(moment: int) -> None:
    assert is_track_id(new_track_id(moment))


def test_ids_of_the_same_moment_differ() -> None:
    assert len({new_track_id(1) for _ in range(10_000)}) == 10_000


def test_what_is_no_id() -> None:
    good = new_track_id()
    for bad in (
        "",
        good[:-1],
        good + "0",
        good.upper(),
        "u" + good[1:],
        "../" + good[3:],
        good + "\n",
    ):
        assert not is_track_id(bad), bad
