"""One edit of many tracks: told before, done to all, or to none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import (
    MAX_TAGS,
    Library,
    Track,
    TrackEdit,
    TrackQuery,
    new_track_id,
)
from musicgen_local.library.values import TrackChanges
from servers import PostgresServer

from .making import a_track

TAGS = st.lists(st.sampled_from(["night", "Night", "ночь", "rain", "a b"]), unique=True).map(tuple)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One", "Два"]),
        "genre": st.sampled_from(["", "jazz"]),
        "tempo_bpm": st.none() | st.sampled_from([90.0, 120.5]),
        "tags": TAGS,
        "rating": st.none() | st.integers(1, 5),
        "favorite": st.booleans(),
    },
)
EDITS = st.builds(TrackEdit, set=SETTINGS, add_tags=TAGS, remove_tags=TAGS)


def everything(library: Library) -> list[Track]:
    return [*library.list().items, *library.list(TrackQuery(trashed=True)).items]


def but_the_moment(tracks: Sequence[Track]) -> list[Track]:
    return [dataclasses.replace(track, updated_at=track.created_at) for track in tracks]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tags=st.lists(TAGS, min_size=1, max_size=3), edit=EDITS)
def test_a_preview_tells_what_the_edit_then_does(
    library: Library, tags: list[tuple[str, ...]], edit: TrackEdit
) -> None:
    added = [library.add(new_track_id(), a_track(tags=one, genre="jazz")) for one in tags]
    ids = [track.id for track in added]

    told = library.edit(ids, edit, preview=True)
    assert [library.get(track_id) for track_id in ids] == added
    done = library.edit(ids, edit)

    assert told.changes == done.changes
    assert but_the_moment(told.tracks) == but_the_moment(done.tracks)
    assert [library.get(track_id) for track_id in ids] == list(done.tracks)
    changes = {change.track_id: change for change in done.changes}
    for before, after in zip(added, done.tracks, strict=True):
        fields = changes[before.id].fields if before.id in changes else {}
        differing = {
            field.name
            for field in dataclasses.fields(Track)
            if getattr(before, field.name) != getattr(after, field.name)
        }
        assert differing - {"updated_at"} == set(fields)
        assert ("updated_at" in differing) == bool(fields)
        for name, change in fields.items():
            assert (change.before, change.after) == (getattr(before, name), getattr(after, name))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=TAGS, add=TAGS, remove=TAGS)
def test_tags_that_are_added_are_there_and_those_that_are_removed_are_not(
    library: Library, before: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    track = library.add(new_track_id(), a_track(tags=before))
    edit = TrackEdit(add_tags=add, remove_tags=remove)
    after = library.edit([track.id], edit).tracks[0].tags
    assert set(after) == (set(before) - set(remove)) | set(add)
    assert len(after) == len(set(after))
    kept = [tag for tag in before if tag not in remove]
    assert list(after[: len(kept)]) == kept
    assert library.edit([track.id], edit).changes[:1] == () or set(add) & set(remove)
    for tag in {*before, *add, *remove}:
        found = library.list(TrackQuery(tags=(tag,), limit=200)).items
        assert (track.id in {one.id for one in found}) == (tag in after)


def test_an_unknown_id_among_them_keeps_all_as_they_are(library: Library) -> None:
    known = library.add(new_track_id(), a_track(tags=("a",)))
    before = everything(library)
    ids = [known.id, new_track_id()]
    calls = (
        lambda: library.edit(ids, TrackEdit(set=TrackChanges(album="B"), add_tags=("b",))),
        lambda: library.edit(ids, TrackEdit(add_tags=("b",)), preview=True),
        lambda: library.delete_all(ids),
        lambda: library.restore_all(ids),
        lambda: library.purge_all(ids),
        lambda: library.collections.create("C", track_ids=ids),
    )
    for call in calls:
        with pytest.raises(UserError) as caught:
            call()
        assert caught.value.code is ErrorCode.NOT_FOUND
        assert caught.value.details == {"track_id": ids[1]}
    assert everything(library) == before
    assert library.collections.list() == ()


def test_too_many_tags_on_one_keep_all_as_they_are(library: Library) -> None:
    many = tuple(f"tag {number}" for number in range(MAX_TAGS))
    few, full = (library.add(new_track_id(), a_track(tags=tags)) for tags in ((), many))
    edit = TrackEdit(add_tags=("one more",))
    for preview in (True, False):
        with pytest.raises(UserError, match="65 tags") as caught:
            library.edit([few.id, full.id], edit, preview=preview)
        assert caught.value.details == {"field": "add_tags", "track_id": full.id}
    assert library.get(few.id) == few
    assert library.edit([few.id, full.id], TrackEdit(add_tags=("tag 1",))).tracks[1] == full


def test_the_answer_is_in_the_order_of_the_ids_and_names_each_once(library: Library) -> None:
    first, second = (library.add(new_track_id(), a_track(title)) for title in "ab")
    ids = [second.id, first.id, second.id]
    edited = library.edit(ids, TrackEdit(set=TrackChanges(mood="calm")))
    assert [track.id for track in edited.tracks] == [second.id, first.id]
    assert [change.title for change in edited.changes] == ["b", "a"]
    assert [track.id for track in library.delete_all(ids)] == [second.id, first.id]
    assert [track.id for track in library.restore_all(ids)] == [second.id, first.id]
    assert [track.id for track in library.purge_all(ids)] == [second.id, first.id]
    assert library.count() == 0


def test_of_tracks_in_the_trash_the_first_moment_stays(library: Library) -> None:
    first, second = (library.add(new_track_id(), a_track(title)) for title in "ab")
    early = library.delete(first.id)
    assert library.delete_all([first.id, second.id])[0] == early
    assert library.restore_all([first.id, second.id]) == (first, second)


def _writers_of(library: Library) -> None:
    """Many at once, who each add a tag of their own to the same tracks in another order."""
    ids = [library.add(new_track_id(), a_track()).id for _ in range(6)]
    tags = [f"by {number}" for number in range(8)]

    def write(number: int) -> None:
        order = ids if number % 2 else ids[::-1]
        library.edit(order, TrackEdit(add_tags=(tags[number],)))

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(8)))
    for track_id in ids:
        assert set(library.get(track_id).tags) == set(tags)


def test_edits_at_the_same_time_lose_nothing(library: Library) -> None:
    _writers_of(library)


def test_postgresql_loses_nothing_either(postgres: PostgresServer) -> None:
    with Library.open(postgres.new_database()) as library:
        _writers_of(library)
