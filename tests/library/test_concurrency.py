"""Processes and threads that share one library."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from musicgen_local.library import (
    Library,
    Track,
    TrackQuery,
    TrackStorage,
    new_track_id,
    purge_track,
)

from .making import a_track, finish, start_python

ADDING = """
import sys
from pathlib import Path
from musicgen_local.library import FileKind, Library, NewTrack, TrackStorage, add_track

name, url, root, count = sys.argv[1:]
library, storage = Library.open(url), TrackStorage(Path(root))
for number in range(int(count)):
    with storage.stage() as staged:
        staged.path(FileKind.AUDIO, "wav").write_bytes(name.encode())
        new = NewTrack(title=f"{name} {number}", duration_seconds=1, sample_rate=44100, channels=2)
        track = add_track(library, storage, staged, new)
    library.update(track.id, genre=name)
library.close()
"""


def test_two_processes_add_two_hundred_tracks_each(url: str, storage: TrackStorage) -> None:
    writers = [start_python(ADDING, name, url, storage.root, 200) for name in ("one", "two")]
    for writer in writers:
        assert finish(writer) == (0, "")
    with Library.open(url) as library:
        for name in ("one", "two"):
            tracks: list[Track] = []
            cursor = None
            while True:
                page = library.list(TrackQuery(genres=(name,), limit=150, cursor=cursor))
                tracks += page.items
                if (cursor := page.next_cursor) is None:
                    break
            assert [track.title for track in tracks] == [f"{name} {n}" for n in range(199, -1, -1)]
            assert {storage.path(track.files[0].name).read_text() for track in tracks} == {name}
        assert library.count() == 400
        assert library.check(storage).clean


OPENING = """
import sys, time
import musicgen_local.library.migrations.runner
from musicgen_local.library import Library, NewTrack, new_track_id

folder, start, count = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
for number in range(count):
    time.sleep(max(0, start + number * 0.15 - time.time()))
    with Library.open(f"sqlite:///{folder}/{number}.sqlite3") as library:
        new = NewTrack(title="x", duration_seconds=1, sample_rate=44100, channels=2)
        library.add(new_track_id(), new)
"""


def test_processes_make_a_library_at_the_same_moment(tmp_path: Path) -> None:
    """Many times over: what goes wrong here goes wrong once in a hundred."""
    start = time.time() + 3
    openers = [start_python(OPENING, tmp_path, start, 40) for _ in range(4)]
    assert [finish(opener) for opener in openers] == [(0, "")] * 4
    for number in range(40):
        with Library.open(f"sqlite:///{tmp_path}/{number}.sqlite3") as library:
            assert library.count() == 4
    assert list(tmp_path.glob("*.before-*")) == []


def test_threads_share_one_library(library: Library, storage: TrackStorage) -> None:
    def work(number: int) -> None:
        track = library.add(new_track_id(), a_track(f"{number}"))
        assert library.update(track.id, title=f"{number}!").title == f"{number}!"
        assert library.list(TrackQuery(search=f"{number}!")).items
        if number % 2:
            purge_track(library, storage, track.id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(60)))
    assert library.count() == 30
