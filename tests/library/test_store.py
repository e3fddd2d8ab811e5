"""What goes into the library comes out of it, and only what was asked for."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import (
    FileKind,
    Library,
    NewTrack,
    TrackFile,
    TrackQuery,
    new_track_id,
)

from .making import a_track

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
TRACKS = st.builds(
    NewTrack,
    title=TEXT,
    artist=TEXT,
    album=TEXT,
    genre=TEXT,
    mood=TEXT,
    tempo_bpm=st.none() | st.floats(20, 400),
    key=TEXT,
    description=TEXT,
    tags=st.lists(TEXT, max_size=4).map(tuple),
    language=TEXT,
    prompt=TEXT,
    lyrics=TEXT,
    engine=TEXT,
    model=TEXT,
    seed=st.none() | st.integers(0, 2**63 - 1),
    params=st.dictionaries(TEXT, JSON, max_size=3),
    plan=st.none() | st.dictionaries(TEXT, JSON, max_size=3),
    duration_seconds=st.floats(0.1, 36000),
    sample_rate=st.sampled_from([32000, 44100, 48000]),
    channels=st.sampled_from([1, 2]),
    loudness_lufs=st.none() | st.floats(-70, 0),
    true_peak_dbtp=st.none() | st.floats(-70, 3),
)


def a_file(track_id: str, **facts: Any) -> TrackFile:
    values = {
        "kind": FileKind.AUDIO,
        "format": "wav",
        "name": f"{track_id[-2:]}/{track_id}/{track_id}.wav",
        "bytes": 3_000_000_000,
        "sha256": "0" * 64,
        **facts,
    }
    return TrackFile(**values)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(new=TRACKS)
def test_every_value_comes_back_as_it_was(library: Library, new: NewTrack) -> None:
    track_id = new_track_id()
    files = (a_file(track_id), a_file(track_id, name=f"{track_id}.mid", kind=FileKind.MIDI))
    added = library.add(track_id, new, files)
    found = library.get(track_id)
    assert found == added
    assert found.files == files
    assert library.plan(track_id) == new.plan
    for field in dataclasses.fields(NewTrack):
        if field.name != "plan":
            assert getattr(found, field.name) == getattr(new, field.name), field.name


def test_emoji_and_every_script_survive(library: Library) -> None:
    title = "🎹👩‍🚀 Ночь 夜 ليل 𝄞"
    track = library.add(new_track_id(), a_track(title, tags=("ёж", "🌧️"), params={"ключ": "🔑"}))
    assert library.get(track.id).title == title
    assert library.get(track.id).tags == ("ёж", "🌧️")
    assert library.get(track.id).params == {"ключ": "🔑"}


def test_moments_are_in_utc(library: Library) -> None:
    before = datetime.now(UTC)
    track = library.get(library.add(new_track_id(), a_track()).id)
    assert before <= track.created_at <= datetime.now(UTC)
    assert track.created_at.utcoffset() == timedelta(0)
    assert track.updated_at == track.created_at


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "broken \ud800"},
        {"params": {"broken": "\ud800"}},
        {"params": {"x": math.nan}},
        {"params": {"x": {1, 2}}},
        {"seed": 2**63},
    ],
    ids=str,
)
def test_what_cannot_be_stored_is_refused_with_a_way_out(
    library: Library, facts: dict[str, Any]
) -> None:
    with pytest.raises(UserError) as caught:
        library.add(new_track_id(), a_track(**{"title": "x", **facts}))
    assert caught.value.code is ErrorCode.VALIDATION
    assert caught.value.recovery
    assert library.count() == 0


def test_an_id_is_given_once(library: Library) -> None:
    track = library.add(new_track_id(), a_track())
    with pytest.raises(UserError) as caught:
        library.add(track.id, a_track("Another"))
    assert caught.value.code is ErrorCode.CONFLICT
    assert library.get(track.id).title == track.title


def test_two_tracks_cannot_own_one_file(library: Library) -> None:
    first = new_track_id()
    library.add(first, a_track(), [a_file(first)])
    with pytest.raises(UserError) as caught:
        library.add(new_track_id(), a_track(), [a_file(first)])
    assert caught.value.code is ErrorCode.CONFLICT
    assert library.count() == 1


def test_a_parent_must_exist_and_may_go(library: Library) -> None:
    with pytest.raises(UserError) as caught:
        library.add(new_track_id(), a_track(parent_id=new_track_id()))
    assert caught.value.code is ErrorCode.NOT_FOUND

    parent = library.add(new_track_id(), a_track())
    child = library.add(new_track_id(), a_track("Loop", parent_id=parent.id))
    assert child.parent_id == parent.id
    library.purge_all([parent.id])
    assert library.get(child.id).parent_id is None


def test_a_change_leaves_the_rest_and_is_found(library: Library) -> None:
    track = library.add(new_track_id(), a_track(artist="Anna", tags=("a",)))
    changed = library.update(track.id, title="Зимний Вечер", tags=("снег", "лес"))
    assert changed == dataclasses.replace(
        track, title="Зимний Вечер", tags=("снег", "лес"), updated_at=changed.updated_at
    )
    assert changed.updated_at > track.updated_at
    assert library.get(track.id) == changed
    assert library.list(TrackQuery(search="зимний лес")).items == (changed,)
    assert library.count(TrackQuery(search="night")) == 0


def test_a_tempo_can_be_forgotten(library: Library) -> None:
    track = library.add(new_track_id(), a_track(tempo_bpm=72.5))
    assert library.update(track.id, tempo_bpm=None).tempo_bpm is None


def test_what_a_track_is_made_of_cannot_be_changed(library: Library) -> None:
    track = library.add(new_track_id(), a_track(seed=7))
    with pytest.raises(UserError) as caught:
        library.update(track.id, seed=8)  # type: ignore[call-arg]
    assert caught.value.code is ErrorCode.VALIDATION
    assert library.get(track.id) == track


def test_the_trash_gives_back(library: Library) -> None:
    track = library.add(new_track_id(), a_track(), [a_file("x" * 26)])
    deleted = library.delete(track.id)
    assert deleted.deleted_at is not None
    assert library.list().items == ()
    assert library.list(TrackQuery(trashed=True)).items == (deleted,)
    assert library.delete(track.id) == deleted
    assert library.restore(track.id) == track
    assert library.restore(track.id) == track
    assert library.list().items == (track,)
    assert library.count(TrackQuery(trashed=True)) == 0


def test_purging_forgets_and_names_the_files(library: Library) -> None:
    track_id = new_track_id()
    files = (a_file(track_id), a_file(track_id, name="b"))
    library.add(track_id, a_track(), files)
    library.delete(track_id)
    [gone] = library.purge_all([track_id])
    assert gone.files == files
    assert not library.contains(track_id)
    library.add(track_id, a_track(), files)  # nothing of it is left in the way


@pytest.mark.parametrize(
    "verb", ["get", "plan", "update", "delete", "restore", "versions", "resolve"]
)
def test_an_unknown_id_is_said_to_be_unknown(library: Library, verb: str) -> None:
    with pytest.raises(UserError) as caught:
        getattr(library, verb)(new_track_id())
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert caught.value.recovery


def test_the_beginning_of_an_id_is_enough_when_only_one_begins_so(library: Library) -> None:
    early = library.add(new_track_id(1_000_000_000_000), a_track("early"))
    late = library.add(new_track_id(2_000_000_000_000), a_track("late"))
    assert library.resolve(early.id[:3]) == early
    assert library.resolve(f" {late.id[:8].upper()} ") == late
    assert library.resolve(late.id) == late
    with pytest.raises(UserError) as caught:
        library.resolve("0")
    assert caught.value.code is ErrorCode.CONFLICT
    assert early.id in caught.value.recovery
    assert late.id in caught.value.recovery


@pytest.mark.parametrize(
    "reference", ["", " ", "%", "_", "0_", "'; DROP TABLE tracks", "🎹", "0" * 27]
)
def test_what_is_no_beginning_of_an_id_finds_nothing(library: Library, reference: str) -> None:
    library.add(new_track_id(), a_track())
    with pytest.raises(UserError) as caught:
        library.resolve(reference)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_last_is_the_newest_that_is_not_in_the_trash(library: Library) -> None:
    with pytest.raises(UserError):
        library.resolve("last")
    first = library.add(new_track_id(2_000_000_000_000), a_track("first"))
    second = library.add(new_track_id(1_000_000_000_000), a_track("second"))
    assert library.resolve("last") == second  # by the time it was added, not by its id
    trashed = library.delete(second.id)
    assert library.resolve("LAST") == first
    assert library.resolve("last", trashed=True) == trashed
    assert library.resolve("last", trashed=None) == trashed
    with pytest.raises(UserError):
        library.resolve(second.id)
