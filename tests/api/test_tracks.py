"""Tracks over HTTP: listed, read, changed, thrown away, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import pytest
from library_api import House, open_house

from musicgen_local import Studio
from musicgen_local.api.schemas.tracks import TrackPatch
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.library import Library, NewTrack, Track, new_track_id
from musicgen_local.library.values import TrackChanges
from servers import PostgresServer

TRACKS = "/api/v1/tracks"
CONTRACT = (
    "id, title, artist, album, genre, mood, tempo_bpm, key, description, tags, language, prompt, "
    "lyrics, engine, model, seed, params, duration_seconds, sample_rate, channels, loudness_lufs, "
    "true_peak_dbtp, files, cover, created_at, updated_at, parent_id"
)
NO_SUCH_ID = "0" * 26


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(one_house: House) -> House:
    one_house.empty()
    return one_house


@pytest.fixture
def client(house: House) -> httpx.Client:
    return house.client


@pytest.fixture
def studio(house: House) -> Studio:
    return house.studio


@pytest.fixture
def track(house: House) -> Track:
    return house.make_track("Ночной дождь 🌧", artist="Ада")


def test_a_track_has_the_contracts_shape(client: httpx.Client, track: Track) -> None:
    shown = client.get(f"{TRACKS}/{track.id}").json()
    assert set(CONTRACT.split(", ")) <= set(shown)
    assert (shown["title"], shown["artist"], shown["engine"]) == ("Ночной дождь 🌧", "Ада", "pluck")
    assert (shown["seed"], shown["genre"], shown["tempo_bpm"]) == (3, "folk", 240)
    assert shown["cover"] is None
    assert shown["parent_id"] is None
    assert datetime.fromisoformat(shown["created_at"]) == track.created_at
    assert [(file["kind"], file["format"]) for file in shown["files"]] == [
        ("audio", "wav"),
        ("audio", "mp3"),
    ]
    for file, known in zip(shown["files"], track.files, strict=True):
        assert (file["bytes"], file["sha256"]) == (known.bytes, known.sha256)
        answer = client.get(file["url"])
        assert len(answer.content) == file["bytes"]
    assert client.get(shown["links"]["self"]).json() == shown


def test_pages_follow_one_another_without_gap(client: httpx.Client, house: House) -> None:
    ids = [house.make_track(f"Piece {n}").id for n in range(5)]
    seen, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        query: dict[str, Any] = {"limit": 2, "sort": "title", "order": "asc"} | (
            {"cursor": cursor} if cursor else {}
        )
        page = client.get(TRACKS, params=query).json()
        seen += [item["id"] for item in page["items"]]
        assert page["total"] == 5
        cursor, pages = page["next_cursor"], pages + 1
    assert (seen, pages) == (ids, 3)
    newest = client.get(TRACKS, params={"limit": 1}).json()["items"]
    assert [item["id"] for item in newest] == ids[-1:]


def test_a_page_begins_at_any_place_and_leads_on(client: httpx.Client, house: House) -> None:
    ids = [house.make_track(f"Piece {n}").id for n in range(5)]

    def page(**query: int | str) -> dict[str, Any]:
        asked: dict[str, int | str] = {"limit": 2, "sort": "title", "order": "asc", **query}
        told: dict[str, Any] = client.get(TRACKS, params=asked).json()
        return told

    middle = page(offset=2)
    assert [item["id"] for item in middle["items"]] == ids[2:4]
    assert middle["total"] == 5
    last = page(cursor=middle["next_cursor"])
    assert [item["id"] for item in last["items"]] == ids[4:]
    assert page(offset=4)["next_cursor"] is None
    beyond = page(offset=5)
    assert (beyond["items"], beyond["next_cursor"], beyond["total"]) == ([], None, 5)
    both = client.get(
        TRACKS, params={"offset": 1, "cursor": middle["next_cursor"], "sort": "title"}
    )
    assert (both.status_code, both.json()["error"]["details"]) == (422, {"field": "offset"})


def test_search_and_filters_narrow_the_list(
    client: httpx.Client, house: House, track: Track
) -> None:
    other = house.make_track("Morning")
    client.patch(f"{TRACKS}/{other.id}", json={"mood": "bright", "genre": "folk rock"})

    def ids(**query: str) -> list[str]:
        return [item["id"] for item in client.get(TRACKS, params=query).json()["items"]]

    assert ids(search="НОЧНОЙ ада") == [track.id]
    assert ids(search="100%") == []
    assert ids(mood="bright") == [other.id]
    assert ids(genre="folk") == [track.id]
    assert ids(engine="pluck") == [other.id, track.id]
    assert ids(engine="composer") == []
    assert ids(trashed="true") == []


def test_a_list_that_cant_be_is_refused(client: httpx.Client) -> None:
    for query in (
        "limit=0", "limit=201", "limit=x", "sort=bytes", "order=up", "cursor=nonsense",
        "cursor=%FF", "offset=-1", "offset=x", "offset=2147483648",
        "search=" + "a" * 201, "genre=%00", "trashed=perhaps",
    ):  # fmt: skip
        assert client.get(f"{TRACKS}?{query}").status_code == 422


def test_a_patch_changes_what_it_names(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    before = client.get(path).json()
    wanted = {"title": "雨の夜", "tags": ["夜", " rain ", "夜"], "tempo_bpm": None}
    changed = client.patch(path, json=wanted).json()
    assert (changed["title"], changed["tags"], changed["tempo_bpm"]) == (
        "雨の夜",
        ["夜", "rain"],
        None,
    )
    same = set(before) - {"title", "tags", "tempo_bpm", "updated_at"}
    assert {name: changed[name] for name in same} == {name: before[name] for name in same}
    assert client.get(path).json() == changed
    assert client.patch(path, json={}).json() == changed


def test_what_can_be_patched_is_what_the_library_lets_change() -> None:
    assert set(TrackPatch.model_fields) == set(TrackChanges.__annotations__)


def test_a_patch_that_cant_be_changes_nothing(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    before = client.get(path).json()
    for body in (
        '{"seed": 4}', '{"title": ""}', '{"title": "  "}', '{"title": null}', '{"title": 7}',
        '{"tempo_bpm": 0}', '{"tempo_bpm": NaN}', '{"tags": ["a", ""]}', '{"tags": "a"}',
        '{"genre": "a\\u0000b"}', '{"lyrics": "\\ud800"}', '{"artist": "' + "a" * 301 + '"}',
        '{"tags": ' + str(["a"] * 65).replace("'", '"') + "}", "[]", "{", "",
    ):  # fmt: skip
        answer = client.patch(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, body
        assert client.get(path).json() == before


def test_if_match_keeps_somebody_elses_change(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    mine = client.get(path).headers["ETag"]
    theirs = client.patch(path, json={"album": "Theirs"}, headers={"If-Match": mine})
    assert theirs.headers["ETag"] != mine
    refused = client.patch(path, json={"album": "Mine"}, headers={"If-Match": mine})
    assert refused.status_code == 409
    details = refused.json()["error"]["details"]
    assert (details["if_match"], details["etag"]) == (mine, theirs.headers["ETag"])
    assert client.get(path).json()["album"] == "Theirs"
    newest = {"If-Match": f'"other", {theirs.headers["ETag"]}'}
    assert client.patch(path, json={"album": "Mine"}, headers=newest).json()["album"] == "Mine"
    assert client.patch(path, json={"album": ""}, headers={"If-Match": "*"}).status_code == 200


def test_who_has_the_track_gets_no_second_copy(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    client.patch(path, json={"mood": "calm"})
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_of_many_who_saw_the_same_one_may_write(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    seen = {"If-Match": client.get(path).headers["ETag"]}

    def write(number: int) -> int:
        return client.patch(path, json={"title": f"Mine {number}"}, headers=seen).status_code

    with ThreadPoolExecutor(8) as writers:
        statuses = sorted(writers.map(write, range(16)))
    assert statuses == [200] + [409] * 15


def test_postgresql_keeps_a_change_that_was_not_seen(postgres: PostgresServer) -> None:
    with Library.open(postgres.new_database()) as library:
        new = NewTrack(title="T", duration_seconds=1, sample_rate=44_100, channels=2)
        track = library.add(new_track_id(), new)

        def write(number: int) -> str:
            try:
                title = f"{number}"
                return library.update(track.id, seen_updated_at=track.updated_at, title=title).title
            except UserError as error:
                return error.code.value

        with ThreadPoolExecutor(8) as writers:
            results = list(writers.map(write, range(16)))
        assert results.count(ErrorCode.CONFLICT.value) == 15
        assert library.get(track.id).title in results


def test_a_track_goes_to_the_trash_and_comes_back(client: httpx.Client, track: Track) -> None:
    path = f"{TRACKS}/{track.id}"
    before = client.get(path).json()
    thrown = client.delete(path)
    assert thrown.status_code == 200
    assert thrown.json()["deleted_at"] is not None
    assert client.delete(path).json() == thrown.json()
    assert client.get(TRACKS).json()["items"] == []
    assert client.get(TRACKS, params={"trashed": True}).json()["items"] == [thrown.json()]
    assert client.get(f"{path}/audio").status_code == 200
    back = client.post(thrown.json()["links"]["restore"])
    assert back.json() == before
    assert [item["id"] for item in client.get(TRACKS).json()["items"]] == [track.id]
    assert client.post(f"{path}/restore").json() == before


def test_forever_leaves_no_file(client: httpx.Client, studio: Studio, track: Track) -> None:
    files = studio.files_of(track)
    assert all(file.is_file() for file in files)
    gone = client.delete(f"{TRACKS}/{track.id}", params={"forever": True})
    assert (gone.status_code, gone.json()["id"]) == (200, track.id)
    assert not any(file.parent.exists() for file in files)
    assert client.get(f"{TRACKS}/{track.id}").status_code == 404
    assert client.delete(f"{TRACKS}/{track.id}", params={"forever": True}).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["last", "x", NO_SUCH_ID.upper().replace("0", "U"), "..%2F..%2Fetc", "%00" * 26, "é" * 26],
)
def test_what_is_no_id_is_refused(client: httpx.Client, name: str) -> None:
    for method, ending in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/restore")):
        body = {"title": "T"} if method == "PATCH" else None
        answer = client.request(method, f"{TRACKS}/{name}{ending}", json=body)
        assert answer.status_code in (404, 422)


def test_an_unknown_id_is_not_found(client: httpx.Client) -> None:
    for method, ending in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/restore")):
        body = {"title": "T"} if method == "PATCH" else None
        answer = client.request(method, f"{TRACKS}/{NO_SUCH_ID}{ending}", json=body)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "NOT_FOUND"
        assert answer.json()["error"]["recovery"]
