"""Versions: everything that goes back to the same beginning."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.library import Library, new_track_id

from .making import a_track


@pytest.fixture
def ticking(url: str) -> Iterator[Library]:
    """A library in which no two tracks are made at the same moment."""
    seconds = count()
    start = datetime(2030, 1, 1, tzinfo=UTC)
    with Library.open(url, clock=lambda: start + timedelta(seconds=next(seconds))) as opened:
        yield opened


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 9_999))
def test_a_family_is_all_that_goes_back_to_the_same_beginning(ticking: Library, seed: int) -> None:
    draw = random.Random(seed)
    roots: dict[str, str] = {}  # of each track, in the order of their making
    for _ in range(14):
        parent = draw.choice([None, *roots])
        track = ticking.add(new_track_id(), a_track(parent_id=parent))
        roots[track.id] = roots[parent] if parent else track.id
    trashed = set(draw.sample(list(roots), 3))
    ticking.delete_all(sorted(trashed))
    for track_id, root in roots.items():
        family = [one for one in roots if roots[one] == root and one not in trashed]
        assert [track.id for track in ticking.versions(track_id)] == family


def test_a_family_outlives_its_trash_but_not_its_purged(library: Library) -> None:
    first = library.add(new_track_id(), a_track("first"))
    second = library.add(new_track_id(), a_track("second", parent_id=first.id))
    third = library.add(new_track_id(), a_track("third", parent_id=second.id))
    library.delete(second.id)
    assert library.versions(third.id) == (first, third)
    assert library.versions(second.id) == (first, third)
    library.purge_all([second.id])
    assert [track.title for track in library.versions(third.id)] == ["third"]
    assert library.versions(first.id) == (first,)


def test_a_long_line_of_versions_is_followed_to_its_ends(library: Library) -> None:
    line = [library.add(new_track_id(), a_track()).id]
    for _ in range(60):
        line.append(library.add(new_track_id(), a_track(parent_id=line[-1])).id)
    assert {track.id for track in library.versions(line[30])} == set(line)
