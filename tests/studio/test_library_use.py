"""Listing, showing, trashing and removing, as the terminal does it."""

from __future__ import annotations

import pytest

from musicgen_local import Studio
from musicgen_local.errors import ErrorCode, UserError


def test_a_track_goes_to_the_trash_and_comes_back(pluck_engine: str) -> None:
    studio = Studio()
    track = studio.generate("plucks", duration=2, engine=pluck_engine).track
    studio.delete(track.id)
    assert studio.list_tracks().items == ()
    assert all(path.is_file() for path in studio.files_of(track))
    studio.restore(track.id)
    assert [one.id for one in studio.list_tracks().items] == [track.id]


@pytest.mark.parametrize("trashed_before", [False, True])
def test_removed_for_good_means_the_files_too(pluck_engine: str, trashed_before: bool) -> None:
    studio = Studio()
    kept = studio.generate("kept", duration=2, engine=pluck_engine).track
    track = studio.generate("plucks", duration=2, engine=pluck_engine).track
    if trashed_before:
        studio.delete(track.id)
    studio.delete(track.id, forever=True)
    assert not any(path.exists() for path in studio.files_of(track))
    assert all(path.is_file() for path in studio.files_of(kept))
    with pytest.raises(UserError) as caught:
        studio.show(track.id)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_track_whose_audio_is_gone_says_how_to_make_it_again(pluck_engine: str) -> None:
    studio = Studio()
    track = studio.generate("plucks", duration=2, engine=pluck_engine, seed=77).track
    for path in studio.files_of(track):
        path.unlink()
    with pytest.raises(UserError) as caught:
        studio.audio_file_of(track)
    assert "77" in caught.value.recovery
    assert {file.track_id for file in studio.check_library().missing} == {track.id}
