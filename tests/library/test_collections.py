"""Collections: filled, emptied, renamed, forgotten, and their tracks left alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Library, Track, TrackQuery, TrackSort, new_track_id
from servers import PostgresServer

from .making import a_track


def titles(library: Library, collection_id: str) -> str:
    by_place = TrackQuery(
        collection_id=collection_id, sort=TrackSort.POSITION, descending=False, limit=200
    )
    return "".join(track.title for track in library.list(by_place).items)


def add(library: Library, names: str) -> list[Track]:
    return [library.add(new_track_id(), a_track(name)) for name in names]


def test_tracks_come_to_the_end_and_keep_their_place(library: Library) -> None:
    a, b, c, d = (track.id for track in add(library, "abcd"))
    made = library.collections.create("Nights", "For later", [c, a])
    assert (made.name, made.description, made.track_count) == ("Nights", "For later", 2)
    assert made.duration_seconds == 60.0
    assert library.collections.get(made.id) == made
    more = library.collections.add(made.id, [d, c, b, d])
    assert titles(library, made.id) == "cadb"
    assert (more.track_count, more.created_at) == (4, made.created_at)
    assert more.updated_at > made.updated_at
    less = library.collections.remove(made.id, [a, new_track_id()])
    assert (titles(library, made.id), less.track_count) == ("cdb", 3)
    library.collections.add(made.id, [a])
    assert titles(library, made.id) == "cdba"


def test_what_is_thrown_away_is_gone_from_it_until_it_is_restored(library: Library) -> None:
    a, b = (track.id for track in add(library, "ab"))
    made = library.collections.create("C", track_ids=[a, b])
    library.delete(a)
    assert (titles(library, made.id), library.collections.get(made.id).track_count) == ("b", 1)
    library.restore(a)
    assert titles(library, made.id) == "ab"
    library.purge_all([a])
    assert (titles(library, made.id), library.collections.get(made.id).track_count) == ("b", 1)


def test_to_forget_a_collection_forgets_no_track(library: Library) -> None:
    a, b = add(library, "ab")
    made = library.collections.create("C", track_ids=[b.id, a.id])
    library.delete(b.id)
    gone = library.collections.delete(made.id)
    assert gone.collection == replace(made, track_count=1, duration_seconds=a.duration_seconds)
    assert gone.track_ids == (b.id, a.id)  # also what is in the trash
    assert library.collections.list() == ()
    assert library.list().items == (a,)
    again = library.collections.create("C", track_ids=gone.track_ids)
    library.restore(b.id)
    assert titles(library, again.id) == "ba"
    assert library.list(TrackQuery(collection_id=made.id)).items == ()


def test_names_are_their_own_in_any_case_and_sorted(library: Library) -> None:
    first, second = (library.collections.create(name) for name in ("Ёлка", "ambient"))
    refusals: list[Callable[[], object]] = [
        lambda: library.collections.create("елка"),
        lambda: library.collections.update(second.id, name="ЁЛКА"),
    ]
    for refused in refusals:
        with pytest.raises(UserError, match="Ёлка") as caught:
            refused()
        assert caught.value.code is ErrorCode.CONFLICT
        assert caught.value.details["collection_id"] == first.id
    assert library.collections.update(first.id, name="ЕЛКА", description="x").name == "ЕЛКА"
    assert [one.name for one in library.collections.list()] == ["ambient", "ЕЛКА"]
    assert library.collections.get(first.id).description == "x"


def test_a_collection_that_isnt_there(library: Library) -> None:
    missing = new_track_id()
    collections = library.collections
    asks: list[Callable[[], object]] = [
        lambda: collections.get(missing),
        lambda: collections.update(missing, name="x"),
        lambda: collections.delete(missing),
        lambda: collections.add(missing, []),
        lambda: collections.remove(missing, []),
    ]
    for ask in asks:
        with pytest.raises(UserError) as caught:
            ask()
        assert caught.value.code is ErrorCode.NOT_FOUND
        assert caught.value.details == {"collection_id": missing}


def test_an_unknown_track_keeps_all_out(library: Library) -> None:
    [track] = add(library, "a")
    made = library.collections.create("C")
    with pytest.raises(UserError) as caught:
        library.collections.add(made.id, [track.id, new_track_id()])
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert library.collections.get(made.id) == made


def _fill_at_once(library: Library) -> None:
    tracks = [track.id for track in add(library, "abcdefgh")]
    made = library.collections.create("C")
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda one: library.collections.add(made.id, [one, tracks[0]]), tracks))
    assert sorted(titles(library, made.id)) == [*"abcdefgh"]

    def create(_: int) -> str:
        try:
            return library.collections.create("Same").name
        except UserError as error:
            return error.code.value

    with ThreadPoolExecutor(4) as writers:
        assert sorted(writers.map(create, range(4))) == [ErrorCode.CONFLICT.value] * 3 + ["Same"]


def test_many_may_fill_one_at_the_same_time(library: Library) -> None:
    _fill_at_once(library)


def test_on_postgresql_too(postgres: PostgresServer) -> None:
    with Library.open(postgres.new_database()) as library:
        _fill_at_once(library)
