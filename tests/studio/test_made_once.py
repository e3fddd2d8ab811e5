"""Reserved ids: a piece of work that is done twice, or was broken off, leaves one track."""

from __future__ import annotations

import pytest

from musicgen_local import Studio
from musicgen_local.errors import UserError
from musicgen_local.library import FileKind, Library, NewTrack, Track, TrackFile, new_track_id
from musicgen_local.studio.orders import GenerateOrder


def order(engine: str) -> GenerateOrder:
    return GenerateOrder("plucks", 2, engine=engine, seed=5, formats=("wav",))


def test_the_track_bears_the_reserved_id_and_is_made_once(pluck_engine: str) -> None:
    studio, track_id = Studio(), new_track_id()
    first = studio.generate_one(order(pluck_engine), track_id=track_id)
    assert first.track.id == track_id
    [path] = first.files
    written = path.stat().st_mtime_ns
    again = studio.generate_one(order(pluck_engine), track_id=track_id)
    assert again.track == first.track
    assert list(again.files) == [path]
    assert path.stat().st_mtime_ns == written
    assert studio.library.count() == 1


def test_without_a_reserved_id_each_is_a_new_one(pluck_engine: str) -> None:
    studio = Studio()
    ids = {studio.generate_one(order(pluck_engine)).track.id for _ in range(2)}
    assert len(ids) == 2


def test_a_folder_that_a_crash_left_without_a_row_is_replaced(pluck_engine: str) -> None:
    studio, track_id = Studio(), new_track_id()
    with studio.storage.stage(track_id) as staged:
        staged.path(FileKind.AUDIO, "wav").write_bytes(b"half a tr")
        staged.commit()
    assert studio.check_library().orphans == (track_id,)
    made = studio.generate_one(order(pluck_engine), track_id=track_id)
    assert made.track.id == track_id
    assert studio.check_library().clean
    assert made.files[0].stat().st_size == made.track.files[0].bytes


def test_what_is_no_id_never_becomes_a_path(pluck_engine: str) -> None:
    with pytest.raises(UserError):
        Studio().generate_one(order(pluck_engine), track_id="../../somewhere")


def test_of_two_tries_at_once_the_first_row_counts_and_no_file_is_lost(
    pluck_engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A worker froze between files and row, another one took over, and then the first goes on.
    studio, track_id = Studio(), new_track_id()
    add = Library.add
    entered: list[Track] = []

    def the_other_was_quicker(
        self: Library, id: str, new: NewTrack, files: tuple[TrackFile, ...]
    ) -> Track:
        if not entered:
            entered.append(add(self, id, new, files))
        return add(self, id, new, files)

    monkeypatch.setattr(Library, "add", the_other_was_quicker)
    made = studio.generate_one(order(pluck_engine), track_id=track_id)
    assert made.track == entered[0]
    assert studio.check_library().clean
    assert all(path.is_file() for path in made.files)
