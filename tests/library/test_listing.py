"""Lists: search, filters, order, and pages that neither skip nor repeat."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Library, Track, TrackQuery, TrackSort, new_track_id

from .making import a_track


def titles(library: Library, **query: object) -> list[str]:
    return [track.title for track in library.list(TrackQuery(**query)).items]  # type: ignore[arg-type]


def walk(
    library: Library, query: TrackQuery, between: Callable[[], object] = lambda: None
) -> Iterator[Track]:
    """All tracks of a list, page by page; `between` is called after each page."""
    cursor = None
    for _ in range(100):
        page = library.list(
            TrackQuery(
                search=query.search,
                sort=query.sort,
                descending=query.descending,
                limit=query.limit,
                cursor=cursor,
            )
        )
        assert len(page.items) <= query.limit
        yield from page.items
        between()
        cursor = page.next_cursor
        if cursor is None:
            return
    pytest.fail("the list has no end")


@pytest.fixture
def shelf(library: Library) -> Library:
    library.add(
        new_track_id(),
        a_track(
            "Ночной ДОЖДЬ", genre="lo-fi", mood="calm", prompt="тихий Ёж у реки", engine="composer"
        ),
    )
    library.add(new_track_id(), a_track("100% Pure_Gold", genre="house", engine="composer"))
    library.add(new_track_id(), a_track("100 pureXgold", genre="lo-fi", tags=("Summer", "Пляж")))
    return library


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ночной дождь", ["Ночной ДОЖДЬ"]),
        ("ДОЖДЬ", ["Ночной ДОЖДЬ"]),
        ("ожд", ["Ночной ДОЖДЬ"]),
        ("еж", ["Ночной ДОЖДЬ"]),
        ("CALM lo-fi", ["Ночной ДОЖДЬ"]),
        ("пЛЯж", ["100 pureXgold"]),
        ("pure_", ["100% Pure_Gold"]),
        ("100%", ["100% Pure_Gold"]),
        ("%", ["100% Pure_Gold"]),
        ("/", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("100", ["100 pureXgold", "100% Pure_Gold"]),
        ("gold summer", ["100 pureXgold"]),
        ("gold winter", []),
        ("", ["100 pureXgold", "100% Pure_Gold", "Ночной ДОЖДЬ"]),
    ],
)
def test_search_knows_no_case_and_no_wildcards(
    shelf: Library, search: str, found: list[str]
) -> None:
    assert titles(shelf, search=search) == found
    assert shelf.count(TrackQuery(search=search)) == len(found)


def test_a_search_with_a_broken_character_is_refused(shelf: Library) -> None:
    with pytest.raises(UserError) as caught:
        shelf.list(TrackQuery(search="\ud800"))
    assert caught.value.code is ErrorCode.VALIDATION


def test_filters_narrow(shelf: Library) -> None:
    assert titles(shelf, genres=("lo-fi",)) == ["100 pureXgold", "Ночной ДОЖДЬ"]
    assert titles(shelf, genres=("lo-fi",), engines=("composer",)) == ["Ночной ДОЖДЬ"]
    assert titles(shelf, engines=("",)) == ["100 pureXgold"]
    assert titles(shelf, genres=("jazz",)) == []


def test_order_by_title_knows_no_case(library: Library) -> None:
    for title in ("beta", "Alpha", "ГАММА", "бета", "Ёж", "жук"):
        library.add(new_track_id(), a_track(title))
    by_title = ["Alpha", "beta", "бета", "ГАММА", "Ёж", "жук"]
    assert titles(library, sort=TrackSort.TITLE, descending=False) == by_title
    assert titles(library, sort=TrackSort.TITLE) == by_title[::-1]


def test_order_by_tempo_puts_the_unknown_with_the_slow(library: Library) -> None:
    for title, tempo in (("slow", 60.0), ("unknown", None), ("fast", 174.0)):
        library.add(new_track_id(), a_track(title, tempo_bpm=tempo))
    assert titles(library, sort=TrackSort.TEMPO) == ["fast", "slow", "unknown"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sort=st.sampled_from(sorted({*TrackSort} - {TrackSort.POSITION})),
    descending=st.booleans(),
    limit=st.integers(1, 7),
    seed=st.integers(0, 99),
)
def test_pages_together_are_the_list(
    tmp_path: Path, sort: TrackSort, descending: bool, limit: int, seed: int
) -> None:
    """Whatever the order, with many equal keys: every track once, in order."""
    draw = random.Random(seed)
    start = datetime(2030, 1, 1, tzinfo=UTC)
    url = f"sqlite:///{tmp_path / new_track_id()}.sqlite3"
    with Library.open(url, clock=lambda: start + timedelta(seconds=draw.randrange(3))) as library:
        added = [
            library.add(
                new_track_id(),
                a_track(
                    draw.choice(["a", "Б", "ß"]),
                    tempo_bpm=draw.choice([None, 90.1, 120.0]),
                    duration_seconds=draw.choice([0.1 + 0.2, 30.0]),
                ),
            )
            for _ in range(17)
        ]
        query = TrackQuery(sort=sort, descending=descending, limit=limit)
        seen = list(walk(library, query))
        whole = library.list(TrackQuery(sort=sort, descending=descending, limit=200)).items
    assert seen == list(whole)
    assert sorted(track.id for track in seen) == sorted(track.id for track in added)


@pytest.mark.parametrize("descending", [True, False])
def test_tracks_that_come_and_go_neither_repeat_nor_hide_others(
    library: Library, descending: bool
) -> None:
    old = [library.add(new_track_id(), a_track(f"old {number}")).id for number in range(30)]
    doomed = iter(old[::7])
    deleted: set[str] = set()

    def between() -> None:
        for _ in range(2 if library.count() < 60 else 0):
            library.add(new_track_id(), a_track("new"))
        if gone := next(doomed, None):
            library.delete(gone)
            deleted.add(gone)

    seen = [
        track.id for track in walk(library, TrackQuery(limit=4, descending=descending), between)
    ]
    assert deleted
    assert len(seen) == len(set(seen))
    assert set(old) - deleted <= set(seen)
    if descending:
        assert set(seen) <= set(old)  # what came later stands before the first page


def _packed(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "ёж",
        "\ud800",
        "AAAA",
        _packed(),
        _packed(1),
        _packed("title", True, "a", "b"),  # of another order
        _packed("created_at", False, "2030-01-01T00:00:00+00:00", "b"),
        _packed("created_at", True, "2030-01-01T00:00:00", "b"),  # no zone
        _packed("created_at", True, 5, "b"),
        _packed("created_at", True, "2030-01-01T00:00:00+00:00", None),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"5").decode(),
    ],
    ids=range(14),
)
def test_a_cursor_of_another_list_is_refused(shelf: Library, cursor: str) -> None:
    with pytest.raises(UserError) as caught:
        shelf.list(TrackQuery(cursor=cursor))
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details == {"field": "cursor"}


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_a_size(shelf: Library, limit: int) -> None:
    with pytest.raises(UserError) as caught:
        shelf.list(TrackQuery(limit=limit))
    assert caught.value.details == {"field": "limit"}
