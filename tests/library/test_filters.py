"""Filters, facets and totals, against the same told in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import (
    Collection,
    Counted,
    Library,
    NewTrack,
    Track,
    TrackQuery,
    TrackSort,
    listing,
    new_track_id,
)
from musicgen_local.library.search import folded
from servers import PostgresServer

from .making import a_track

GENRES, MOODS, ENGINES = ["", "jazz", "lo-fi", "Jazz"], ["calm", ""], ["composer", "pluck", ""]
TAGS = ["night", "дождь", "100%", "a_b"]
QUERIES = st.builds(
    TrackQuery,
    search=st.sampled_from(["", "", "rain", "ДОЖДЬ", "no such", "%", "a", "line two", "calm rain"]),
    genres=st.lists(st.sampled_from(GENRES), max_size=2).map(tuple),
    moods=st.lists(st.sampled_from(MOODS), max_size=1).map(tuple),
    engines=st.lists(st.sampled_from(ENGINES), max_size=1).map(tuple),
    tags=st.lists(st.sampled_from(TAGS), max_size=2).map(tuple),
    favorite=st.none() | st.booleans(),
    min_rating=st.none() | st.integers(1, 5),
    min_duration_seconds=st.none() | st.just(40.0),
    max_duration_seconds=st.none() | st.just(90.0),
    min_tempo_bpm=st.none() | st.just(100.0),
    max_tempo_bpm=st.none() | st.just(130.0),
    trashed=st.booleans(),
    sort=st.sampled_from(sorted({*TrackSort} - {TrackSort.POSITION})),
    descending=st.booleans(),
    limit=st.just(200),
)


def a_drawn_track(draw: random.Random) -> NewTrack:
    return a_track(
        draw.choice(["Rain", "ночь", "Étude"]),
        genre=draw.choice(GENRES),
        mood=draw.choice(MOODS),
        engine=draw.choice(ENGINES),
        tags=tuple(draw.sample(TAGS, draw.randrange(3))),
        tempo_bpm=draw.choice([None, 90.0, 120.0]),
        duration_seconds=draw.choice([30.0, 60.0, 120.0]),
        description=draw.choice(["", "for a calm evening"]),
        lyrics=draw.choice(["", "[00:01.00]line one\n[00:05.00]Line TWO"]),
    )


def fill(library: Library) -> None:
    draw = random.Random(7)
    added = [library.add(new_track_id(), a_drawn_track(draw)).id for _ in range(60)]
    for track_id in added:
        rating = draw.choice([None, 1, 3, 5])
        library.update(track_id, rating=rating, favorite=draw.random() < 0.3)
    doomed = draw.sample(added, 15)
    library.delete_all(doomed)
    library.restore_all(doomed[:5])
    library.collections.create("Some", track_ids=draw.sample(added, 20))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("shelf")
    with Library.open(f"sqlite:///{folder}/library.sqlite3") as library:
        fill(library)
        yield library


@pytest.fixture(scope="module")
def tracks(shelf: Library) -> list[Track]:
    return everything(shelf)


def everything(library: Library) -> list[Track]:
    whole = (TrackQuery(trashed=trashed, limit=200) for trashed in (False, True))
    return [track for query in whole for track in library.list(query).items]


def text_of(track: Track) -> str:
    return folded(
        "\n".join(
            (track.title, track.genre, track.mood, *track.tags, track.description, track.lyrics)
        )
    )


def fits(track: Track, query: TrackQuery) -> bool:
    """What a filter means, without a database."""
    tempo, seconds = track.tempo_bpm, track.duration_seconds
    return all(
        (
            (track.deleted_at is not None) == query.trashed,
            not query.genres or track.genre in query.genres,
            not query.moods or track.mood in query.moods,
            not query.engines or track.engine in query.engines,
            set(query.tags) <= set(track.tags),
            query.favorite in (None, track.favorite),
            query.parent_id in (None, track.parent_id),
            query.min_rating is None or (track.rating or 0) >= query.min_rating,
            query.min_duration_seconds is None or seconds >= query.min_duration_seconds,
            query.max_duration_seconds is None or seconds <= query.max_duration_seconds,
            query.min_tempo_bpm is None or (tempo is not None and tempo >= query.min_tempo_bpm),
            query.max_tempo_bpm is None or (tempo is not None and tempo <= query.max_tempo_bpm),
            all(word in text_of(track) for word in folded(query.search).split()),
        )
    )


_ORDER: dict[TrackSort, Callable[[Track], Any]] = {
    TrackSort.CREATED_AT: lambda track: track.created_at,
    TrackSort.UPDATED_AT: lambda track: track.updated_at,
    TrackSort.TITLE: lambda track: folded(track.title),
    TrackSort.DURATION: lambda track: track.duration_seconds,
    TrackSort.TEMPO: lambda track: track.tempo_bpm or 0.0,
    TrackSort.RATING: lambda track: track.rating or 0,
}


def expected(tracks: Sequence[Track], query: TrackQuery) -> list[str]:
    found = [track for track in tracks if fits(track, query)]
    key = _ORDER[query.sort]
    found.sort(key=lambda track: (key(track), track.id), reverse=query.descending)
    return [track.id for track in found]


def check(library: Library, tracks: Sequence[Track], query: TrackQuery) -> None:
    page, total = library.browse(query)
    assert [track.id for track in page.items] == expected(tracks, query)
    assert library.count(query) == total == len(page.items)


@settings(max_examples=100, deadline=None)
@given(query=QUERIES, few=st.sampled_from([0, 3, 500]))
def test_a_list_is_what_the_filters_say(
    shelf: Library, tracks: list[Track], query: TrackQuery, few: int
) -> None:
    """However few count as few enough to be sorted by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_FEW", few)
        check(shelf, tracks, query)


@pytest.mark.parametrize("few", [0, 500])
def test_pages_of_a_search_follow_one_another(
    shelf: Library, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    wanted = expected(everything(shelf), TrackQuery(search="rain", sort=TrackSort.TITLE))
    seen: list[str] = []
    cursor = None
    while len(seen) < 100:
        query = TrackQuery(search="rain", sort=TrackSort.TITLE, limit=4, cursor=cursor)
        page, total = shelf.browse(query)
        assert total == len(wanted)
        seen += [track.id for track in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert seen == wanted
    assert len(seen) > 8


@pytest.mark.parametrize("trashed", [False, True])
def test_facets_count_what_filters_find(shelf: Library, trashed: bool) -> None:
    facets = shelf.facets(trashed=trashed)
    tracks = [track for track in everything(shelf) if (track.deleted_at is not None) == trashed]

    def counted(values: Counter[str]) -> tuple[Counted, ...]:
        most_first = sorted(values.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Counted(*one) for one in most_first if one[0])

    assert facets.genres == counted(Counter(track.genre for track in tracks))
    assert facets.moods == counted(Counter(track.mood for track in tracks))
    assert facets.engines == counted(Counter(track.engine for track in tracks))
    assert facets.tags == counted(Counter(tag for track in tracks for tag in track.tags))
    assert (facets.total, facets.favorites) == (len(tracks), sum(t.favorite for t in tracks))
    assert facets.trashed == shelf.count(TrackQuery(trashed=True)) == 10
    assert shelf.count(TrackQuery(trashed=trashed, favorite=True)) == facets.favorites


def the_collection(library: Library) -> Collection:
    [collection] = library.collections.list()
    return collection


def test_a_collection_is_listed_in_its_own_order_or_in_another(shelf: Library) -> None:
    collection = the_collection(shelf)
    by_place = TrackQuery(
        collection_id=collection.id, sort=TrackSort.POSITION, descending=False, limit=7
    )
    page, total = shelf.browse(by_place)
    assert total == collection.track_count
    seen = [*page.items]
    while page.next_cursor:
        page = shelf.list(
            TrackQuery(
                collection_id=collection.id,
                sort=TrackSort.POSITION,
                descending=False,
                limit=7,
                cursor=page.next_cursor,
            )
        )
        seen += page.items
    newest = shelf.list(TrackQuery(collection_id=collection.id, limit=200)).items
    assert {track.id for track in seen} == {track.id for track in newest}
    assert [track.id for track in seen] != [track.id for track in newest]
    assert len(seen) == total
    assert sum(track.duration_seconds for track in seen) == collection.duration_seconds
    few = TrackQuery(search="rain", collection_id=collection.id, sort=TrackSort.POSITION)
    assert {track.id for track in shelf.browse(few)[0].items} == {
        track.id for track in seen if "rain" in text_of(track)
    }


def test_only_a_collection_has_positions(shelf: Library) -> None:
    with pytest.raises(UserError) as caught:
        shelf.list(TrackQuery(sort=TrackSort.POSITION))
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.details == {"field": "sort"}


def test_what_was_made_of_a_track_can_be_listed(library: Library) -> None:
    parent, other = (library.add(new_track_id(), a_track(title)) for title in "ab")
    child = library.add(new_track_id(), a_track("c", parent_id=parent.id))
    assert library.list(TrackQuery(parent_id=parent.id)).items == (child,)
    assert library.list(TrackQuery(parent_id=other.id)).items == ()


def test_postgresql_lists_and_counts_the_same(postgres: PostgresServer) -> None:
    with Library.open(postgres.new_database()) as library:
        fill(library)
        for query in (
            TrackQuery(search="rain", genres=("jazz", "lo-fi"), sort=TrackSort.RATING, limit=200),
            TrackQuery(tags=("night", "100%"), min_duration_seconds=40.0, limit=200),
            TrackQuery(favorite=True, max_tempo_bpm=130.0, sort=TrackSort.TEMPO, limit=200),
            TrackQuery(search="line two", min_rating=3, trashed=True, limit=200),
        ):
            check(library, everything(library), query)
        test_facets_count_what_filters_find(library, trashed=False)
        test_a_collection_is_listed_in_its_own_order_or_in_another(library)
        track = library.list().items[0]
        assert library.versions(track.id) == (track,)
        [gone] = library.purge_all([track.id])
        assert gone == track
