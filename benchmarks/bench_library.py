"""The library's figures when it is large: lists, filters, searches, facets, batches, over HTTP.

    python benchmarks/bench_library.py [TRACKS ...]        (10000 and 100000 unless named)

The library is made by chance: plans, tags, lyrics (15 %) and versions, as real ones have them, and
texts of a few words that occur again and again, so that most searches find much, which takes longer
than to find little. Then a real `mgl serve` answers one client.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert

from bench_api import percentiles, say, serving
from musicgen_local.library import FileKind, Library, NewTrack, TrackFile, new_track_id
from musicgen_local.library.models import Base, FileRow, TagRow, TrackRow
from musicgen_local.library.rows import row_of

SIZES = (10_000, 100_000)
AT_A_TIME = 5_000
ASKED = 15  # times each
BATCH = 200
TRACKS = "/api/v1/tracks"
GENRES = ("lofi", "jazz", "house", "techno", "ambient", "cinematic", "folk", "rock", "piano")
MOODS = ("calm", "dark", "bright", "sad", "happy", "energetic", "dreamy")
VOCABULARY = """
rain night river slow bright window train city morning winter summer ocean soft piano guitar drums
forest light shadow road home dream cafe study focus epic quiet storm blue velvet
ночь дождь река утро лес свет тень дорога дом сон тихий
"""
WORDS = VOCABULARY.split()
PLAN = {"layers": [{"name": f"layer {n}", "instrument": "electric piano"} for n in range(50)]}
START = datetime(2024, 1, 1, tzinfo=UTC)

READS = {
    "the newest 50": "",
    "by title": "sort=title&order=asc",
    "by rating": "sort=rating",
    "by tempo": "sort=tempo_bpm",
    "one genre": "genre=lofi",
    "three genres, by title": "genre=lofi&genre=jazz&genre=piano&sort=title",
    "favorites": "favorite=true",
    "four stars, by length": "min_rating=4&sort=duration_seconds",
    "a tag": "tag=tag7",
    "two tags": "tag=tag7&tag=tag8",
    "a range of tempo": "min_tempo_bpm=80&max_tempo_bpm=82",
    "five filters": "genre=lofi&mood=calm&engine=composer&favorite=true&min_rating=3",
    "filters that nothing passes": "genre=lofi&mood=none",
    "search: a frequent word": "search=rain",
    "search: two words": "search=rain+velvet",
    "search: in Russian": "search=дождь+ночь",
    "search: part of a word": "search=r",
    "search: a word that isn't there": "search=xylophone",
    "search in a genre, by title": "search=storm&genre=jazz&sort=title",
    "a collection, in its order": "collection={collection}&sort=position",
}


def main() -> None:
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        print(f"{size:,} tracks")
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            data.mkdir()
            collection = fill(data / "library.sqlite3", size)
            with serving(Path(folder), "--no-worker") as client:
                _ask(client, collection)


def fill(path: Path, size: int) -> str:
    """Make a library of so many tracks; the id of a collection of 500 of them."""
    draw = random.Random(1)
    began = time.perf_counter()
    ids = [new_track_id(1_700_000_000_000 + number) for number in range(size)]
    with Library.open(f"sqlite:///{path}") as library:
        for first in range(0, size, AT_A_TIME):
            numbers = range(first, min(first + AT_A_TIME, size))
            rows = [_row(draw, ids, number) for number in numbers]
            tracks = [_columns(row) for row in rows]
            files = [_columns(file, row.id) for row in rows for file in row.files]
            tags = [_columns(tag, row.id) for row in rows for tag in row.tag_rows]
            with library._sessions.write() as session:
                for table, values in ((TrackRow, tracks), (FileRow, files), (TagRow, tags)):
                    session.execute(insert(table), values)
        made = library.collections.create("Some", track_ids=ids[:: size // 500][:500])
    say("  made", f"{time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    return made.id


def _row(draw: random.Random, ids: Sequence[str], number: int) -> TrackRow:
    def words(count: int) -> str:
        return " ".join(draw.choices(WORDS, k=count))

    track_id = ids[number]
    parent = ids[draw.randrange(max(0, number - 500), number)] if number else None
    new = NewTrack(
        title=words(3).title(),
        artist="Ada",
        genre=draw.choices(GENRES, weights=range(len(GENRES), 0, -1))[0],
        mood=draw.choice(MOODS),
        tempo_bpm=draw.choice([None, *map(float, range(60, 180))]),
        tags=tuple(f"tag{tag}" for tag in draw.sample(range(200), draw.randrange(5))),
        prompt=words(12),
        lyrics="\n".join(words(8) for _ in range(16)) if draw.random() < 0.15 else "",
        engine=draw.choice(["composer", "composer", "diffrhythm", ""]),
        params={"master": "balanced", "formats": ["wav", "mp3"], "stems": False},
        plan=PLAN,
        duration_seconds=draw.uniform(30, 600),
        sample_rate=44_100,
        channels=2,
        parent_id=parent if draw.random() < 0.3 else None,
    )
    files = [
        TrackFile(FileKind.AUDIO, format, f"{track_id[-2:]}/{track_id}/{track_id}.{format}", 1, "0")
        for format in ("wav", "mp3")
    ]
    row = row_of(track_id, new, files, START + timedelta(minutes=number))
    row.rating = draw.choice([None, None, 1, 2, 3, 4, 5])
    row.favorite = draw.random() < 0.05
    return row


def _columns(row: Base, track_id: str | None = None) -> dict[str, Any]:
    """The columns of a row that no session has seen; of a part of a track, with the track's id."""
    known = {name: value for name, value in vars(row).items() if name in row.__table__.columns}
    return known if track_id is None else known | {"track_id": track_id}


def _ask(client: httpx.Client, collection: str) -> None:
    def get(path: str) -> Callable[[], httpx.Response]:
        return lambda: client.get(path)

    for name, query in READS.items():
        ask = get(f"{TRACKS}?{query.format(collection=collection)}")
        _time(f"{name}, {ask().json()['total']:,} found", ask)
    newest = [track["id"] for track in client.get(f"{TRACKS}?limit={BATCH}").json()["items"]]
    _time("facets", get(f"{TRACKS}/facets"))
    _time("versions of a track", get(f"{TRACKS}/{newest[0]}/versions"))
    _time("all collections", get("/api/v1/collections"))
    years = count(1900)

    def edit(preview: bool) -> httpx.Response:
        album = {"album": f"Of {next(years)}"}
        body = {"track_ids": newest, "set": album, "add_tags": ["late"], "preview": preview}
        return client.post(f"{TRACKS}/metadata:batch", json=body)

    _time(f"preview of {BATCH} edits", lambda: edit(preview=True))
    _time(f"{BATCH} edits", lambda: edit(preview=False))


def _time(what: str, ask: Callable[[], httpx.Response]) -> None:
    seconds = []
    for _ in range(ASKED):
        asked = time.perf_counter()
        ask().raise_for_status()
        seconds.append(time.perf_counter() - asked)
    say(f"  {what}", percentiles(seconds))


if __name__ == "__main__":
    main()
