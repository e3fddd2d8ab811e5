"""Ratings, filters, versions, batches and covers of the library's tracks over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from library_api import House, open_house
from sent_pictures import encoded, png

from musicgen_local.api.schemas.tracks import track_out
from musicgen_local.library import Library, NewTrack, Track, new_track_id

TRACKS = "/api/v1/tracks"
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
def library(house: House) -> Library:
    return house.studio.library


def add(library: Library, title: str = "T", **facts: Any) -> Track:
    """A track without files, which most of this doesn't need."""
    sound = {"duration_seconds": 30.0, "sample_rate": 44_100, "channels": 2}
    return library.add(new_track_id(), NewTrack(title=title, **{**sound, **facts}))


def shown(track: Track) -> dict[str, Any]:
    return track_out(track).model_dump(mode="json")


def test_stars_and_favorites_are_given_and_taken(client: httpx.Client, library: Library) -> None:
    path = f"{TRACKS}/{add(library).id}"
    fresh = client.get(path).json()
    assert (fresh["rating"], fresh["favorite"]) == (None, False)
    loved = client.patch(path, json={"rating": 5, "favorite": True}).json()
    assert (loved["rating"], loved["favorite"]) == (5, True)
    assert client.get(path).json() == loved
    assert client.patch(path, json={"rating": None}).json()["rating"] is None
    assert client.get(path).json()["favorite"] is True
    for wrong in ({"rating": 0}, {"rating": 6}, {"rating": "5"}, {"rating": True},
                  {"rating": 4.5}, {"favorite": None}, {"favorite": "yes"}):  # fmt: skip
        assert client.patch(path, json=wrong).status_code == 422, wrong


def test_filters_come_from_the_address(client: httpx.Client, library: Library) -> None:
    first = add(library, "a", genre="jazz", engine="pluck", tags=("x", "y"), tempo_bpm=90.0)
    second = add(library, "b", genre="folk", mood="calm", tags=("x",), duration_seconds=90.0)
    child = add(library, "c", genre="rock", parent_id=first.id, lyrics="Тихая вода")
    library.update(second.id, rating=4, favorite=True)
    collection = library.collections.create("C", track_ids=[child.id, first.id])

    def titles(query: str) -> str:
        answer = client.get(f"{TRACKS}?{query}&sort=title&order=asc")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["total"] == len(page["items"])
        return "".join(item["title"] for item in page["items"])

    assert titles("genre=jazz&genre=rock") == "ac"
    assert titles("genre=jazz&genre=rock&engine=pluck") == "a"
    assert titles("mood=calm&mood=wild") == "b"
    assert (titles("tag=x"), titles("tag=x&tag=y"), titles("tag=z")) == ("ab", "a", "")
    assert (titles("favorite=true"), titles("favorite=false")) == ("b", "ac")
    assert (titles("min_rating=4"), titles("min_rating=5")) == ("b", "")
    assert titles(f"parent_id={first.id}") == "c"
    assert titles("min_duration_seconds=60") == "b"
    assert titles("max_duration_seconds=60&min_tempo_bpm=80&max_tempo_bpm=90.5") == "a"
    assert titles("search=тихая") == "c"
    assert titles(f"collection={collection.id}") == "ac"
    assert titles(f"collection={NO_SUCH_ID}") == ""
    by_place = client.get(f"{TRACKS}?collection={collection.id}&sort=position").json()
    assert [item["title"] for item in by_place["items"]] == ["c", "a"]
    best = client.get(f"{TRACKS}?sort=rating").json()["items"]
    assert [item["title"] for item in best] == ["b", "c", "a"]


@pytest.mark.parametrize(
    "query",
    ["sort=position", "min_rating=0", "min_rating=x", "min_tempo_bpm=nan", "collection=x",
     "favorite=maybe", "tag=%00", "&".join(["genre=a"] * 51)],
)  # fmt: skip
def test_a_filter_that_cant_be_is_refused(client: httpx.Client, query: str) -> None:
    answer = client.get(f"{TRACKS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "VALIDATION"


def test_facets_say_what_there_is(client: httpx.Client, library: Library) -> None:
    for genre, tags in (("jazz", ("x", "y")), ("jazz", ("x",)), ("", ())):
        gone = add(library, genre=genre, engine="pluck", tags=tags)
    library.delete(gone.id)
    facets = client.get(f"{TRACKS}/facets").json()
    assert facets == {
        "genres": [{"value": "jazz", "count": 2}],
        "moods": [],
        "engines": [{"value": "pluck", "count": 2}],
        "tags": [{"value": "x", "count": 2}, {"value": "y", "count": 1}],
        "total": 2,
        "favorites": 0,
        "trashed": 1,
    }
    of_trash = client.get(f"{TRACKS}/facets", params={"trashed": True}).json()
    assert (of_trash["genres"], of_trash["total"], of_trash["trashed"]) == ([], 1, 1)


def test_versions_are_the_whole_family(client: httpx.Client, library: Library) -> None:
    first = add(library)
    second = add(library, parent_id=first.id)
    third = add(library, parent_id=second.id)
    add(library)
    for track in (first, second, third):
        family = client.get(f"{TRACKS}/{track.id}/versions").json()["items"]
        assert family == [shown(one) for one in (first, second, third)]
    assert client.get(f"{TRACKS}/{NO_SUCH_ID}/versions").status_code == 404


def test_a_batch_is_previewed_and_then_done(client: httpx.Client, library: Library) -> None:
    tracks = [add(library, title, tags=("draft",)) for title in "ab"]
    ids = [track.id for track in tracks]
    order = {
        "track_ids": ids,
        "set": {"album": "Nights", "rating": 4},
        "add_tags": [" night ", "night"],
        "remove_tags": ["draft"],
    }
    told = client.post(f"{TRACKS}/metadata:batch", json=order | {"preview": True}).json()
    assert told["preview"] is True
    assert [change["track_id"] for change in told["changes"]] == ids
    assert told["changes"][0]["title"] == "a"
    assert told["changes"][0]["fields"] == {
        "album": {"before": "", "after": "Nights"},
        "rating": {"before": None, "after": 4},
        "tags": {"before": ["draft"], "after": ["night"]},
    }
    assert [client.get(f"{TRACKS}/{one}").json() for one in ids] == [shown(one) for one in tracks]
    done = client.post(f"{TRACKS}/metadata:batch", json=order).json()
    assert (done["preview"], done["changes"]) == (False, told["changes"])
    assert done["items"] == [client.get(f"{TRACKS}/{one}").json() for one in ids]
    again = client.post(f"{TRACKS}/metadata:batch", json=order).json()
    assert (again["changes"], again["items"]) == ([], done["items"])
    assert client.post(f"{TRACKS}/metadata:batch", json={"track_ids": ids}).json() == again


def test_a_batch_leaves_an_etag_that_was_seen_behind(
    client: httpx.Client, library: Library
) -> None:
    path = f"{TRACKS}/{(track := add(library)).id}"
    seen = client.get(path).headers["ETag"]
    order = {"track_ids": [track.id], "add_tags": ["x"]}
    client.post(f"{TRACKS}/metadata:batch", json=order | {"preview": True})
    assert client.get(path).headers["ETag"] == seen
    client.post(f"{TRACKS}/metadata:batch", json=order)
    refused = client.patch(path, json={"title": "Mine"}, headers={"If-Match": seen})
    assert refused.status_code == 409
    client.post(f"{TRACKS}/metadata:batch", json=order)  # which changes nothing now
    newest = {"If-Match": refused.json()["error"]["details"]["etag"]}
    assert client.patch(path, json={"title": "Mine"}, headers=newest).status_code == 200


def test_the_trash_takes_and_gives_many(client: httpx.Client, house: House) -> None:
    tracks = [house.make_track(title) for title in "ab"]
    body = {"track_ids": [track.id for track in tracks]}
    gone = client.post(f"{TRACKS}/trash:batch", json=body).json()["items"]
    assert all(item["deleted_at"] for item in gone)
    assert client.get(TRACKS).json()["total"] == 0
    back = client.post(f"{TRACKS}/restore:batch", json=body).json()["items"]
    assert back == [shown(track) for track in tracks]
    files = [file for track in tracks for file in house.studio.files_of(track)]
    purged = client.post(f"{TRACKS}/purge:batch", json=body).json()["items"]
    assert purged == back
    assert not any(file.parent.exists() for file in files)
    assert client.get(TRACKS).json()["total"] == 0


@pytest.mark.parametrize("what", ["metadata", "trash", "restore", "purge"])
def test_all_or_none(client: httpx.Client, house: House, what: str) -> None:
    track = house.make_track()
    before = client.get(f"{TRACKS}/{track.id}").json()
    body: dict[str, Any] = {"track_ids": [track.id, NO_SUCH_ID]}
    if what == "metadata":
        body["add_tags"] = ["x"]
    answer = client.post(f"{TRACKS}/{what}:batch", json=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["details"] == {"track_id": NO_SUCH_ID}
    assert client.get(f"{TRACKS}/{track.id}").json() == before
    assert all(file.is_file() for file in house.studio.files_of(track))
    wrong: list[dict[str, Any]] = [
        {},
        {"track_ids": []},
        {"track_ids": ["x"]},
        {"track_ids": [track.id] * 501},
        {"track_ids": [track.id], "seed": 4},
    ]
    for body in wrong:
        assert client.post(f"{TRACKS}/{what}:batch", json=body).status_code == 422
    assert client.get(f"{TRACKS}/{track.id}").json() == before


def test_what_a_batch_cant_set_is_refused(client: httpx.Client, library: Library) -> None:
    track = add(library)
    for wrong in ({"set": {"seed": 3}}, {"set": {"title": " "}}, {"add_tags": [""]},
                  {"add_tags": ["a"] * 65}, {"remove_tags": "a"}, {"preview": 1},
                  {"set": {"rating": 9}}):  # fmt: skip
        body = {"track_ids": [track.id], **wrong}
        assert client.post(f"{TRACKS}/metadata:batch", json=body).status_code == 422, wrong
    assert library.get(track.id) == track


def upload(client: httpx.Client, data: bytes) -> dict[str, str]:
    answer = client.post("/api/v1/uploads", content=data)
    assert answer.status_code == 201, answer.text
    return {"upload_id": answer.json()["id"]}


def test_an_uploaded_picture_becomes_the_cover(client: httpx.Client, house: House) -> None:
    track = house.make_track("Rain")
    path = f"{TRACKS}/{track.id}"
    for format, data in (
        ("png", png(30, 20)),
        ("jpeg", encoded(40, 40, "mjpeg")),
        ("webp", encoded(20, 30, "libwebp")),
    ):
        body = upload(client, data)
        changed = client.put(f"{path}/cover", json=body)
        assert changed.status_code == 200, changed.text
        client.delete(f"/api/v1/uploads/{body['upload_id']}")
        assert changed.json()["cover"] == changed.json()["links"]["cover"] == f"{path}/cover"
        picture = client.get(f"{path}/cover")
        assert (picture.content, picture.headers["content-type"]) == (data, f"image/{format}")
        [file] = [one for one in changed.json()["files"] if one["kind"] == "cover"]
        assert client.get(file["url"]).content == data
        folder = house.studio.storage.folder_of(track.id)
        assert len([*folder.glob("*cover*")]) == 1
    assert client.get(path).json() == changed.json()
    removed = client.delete(f"{path}/cover").json()
    assert removed["cover"] is None
    assert client.delete(f"{path}/cover").json() == removed
    assert client.get(f"{path}/cover").status_code == 404
    assert not [*folder.glob("*cover*")]


def test_what_is_no_cover_changes_nothing(client: httpx.Client, house: House) -> None:
    track = house.make_track()
    path = f"{TRACKS}/{track.id}"
    picture = upload(client, png(30, 20))
    before = client.put(f"{path}/cover", json=picture).json()
    for body, status in (
        (upload(client, b"[00:12.50]Words\n"), 422),
        (upload(client, house.studio.audio_file_of(track).read_bytes()), 422),
        (upload(client, png(5_000, 4_001)), 422),
        ({"upload_id": NO_SUCH_ID}, 404),
        ({"upload_id": "../x"}, 422),
        ({}, 422),
    ):
        answer = client.put(f"{path}/cover", json=body)
        assert answer.status_code == status, answer.text
        assert answer.json()["error"]["recovery"]
    assert client.get(path).json() == before
    assert client.put(f"{TRACKS}/{NO_SUCH_ID}/cover", json=picture).status_code == 404
    assert client.delete(f"{TRACKS}/{NO_SUCH_ID}/cover").status_code == 404
