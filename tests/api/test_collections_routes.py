"""Collections over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from library_api import House, open_house

from musicgen_local.library import NewTrack, new_track_id

COLLECTIONS = "/api/v1/collections"
NO_SUCH_ID = "0" * 26


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    yield house.client
    house.empty()
    for one in house.studio.library.collections.list():
        house.studio.library.collections.delete(one.id)


@pytest.fixture
def ids(house: House, client: httpx.Client) -> list[str]:
    new = NewTrack(title="T", duration_seconds=30, sample_rate=44_100, channels=2)
    return [house.studio.library.add(new_track_id(), new).id for _ in range(3)]


def test_a_collection_is_made_filled_and_read(client: httpx.Client, ids: list[str]) -> None:
    answer = client.post(COLLECTIONS, json={"name": "Вечер", "track_ids": ids[:1]})
    made = answer.json()
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == made["links"]["self"] == f"{COLLECTIONS}/{made['id']}"
    assert (made["name"], made["description"]) == ("Вечер", "")
    assert (made["track_count"], made["duration_seconds"]) == (1, 30.0)
    assert client.get(answer.headers["Location"]).json() == made
    path = made["links"]["self"]
    added = client.post(f"{path}/tracks:add", json={"track_ids": ids[::-1]}).json()
    assert added["track_count"] == 3
    inside = client.get(made["links"]["tracks"]).json()
    assert [item["id"] for item in inside["items"]] == [ids[0], ids[2], ids[1]]
    left = client.post(f"{path}/tracks:remove", json={"track_ids": ids[:2]}).json()
    assert (left["track_count"], left["duration_seconds"]) == (1, 30.0)
    assert client.get(COLLECTIONS).json() == {"items": [left]}


def test_it_is_renamed_and_forgotten_without_its_tracks(
    client: httpx.Client, ids: list[str]
) -> None:
    made = client.post(COLLECTIONS, json={"name": "A", "track_ids": ids}).json()
    path = made["links"]["self"]
    changed = client.patch(path, json={"name": "B", "description": "x"}).json()
    assert (changed["name"], changed["description"]) == ("B", "x")
    assert client.patch(path, json={"description": ""}).json()["name"] == "B"
    gone = client.delete(path)
    assert (gone.status_code, gone.json()["track_count"]) == (200, 3)
    assert gone.json()["track_ids"] == ids
    assert client.get(path).status_code == 404
    assert client.get("/api/v1/tracks").json()["total"] == 3


def test_a_name_is_taken_in_whatever_case(client: httpx.Client) -> None:
    first = client.post(COLLECTIONS, json={"name": "Night"}).json()
    second = client.post(COLLECTIONS, json={"name": "Day"}).json()
    for answer in (
        client.post(COLLECTIONS, json={"name": "NIGHT"}),
        client.patch(second["links"]["self"], json={"name": "night"}),
    ):
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "CONFLICT"
        assert answer.json()["error"]["details"]["collection_id"] == first["id"]
    assert client.patch(first["links"]["self"], json={"name": "NIGHT"}).json()["name"] == "NIGHT"
    assert [one["name"] for one in client.get(COLLECTIONS).json()["items"]] == ["Day", "NIGHT"]


def test_what_cant_be_changes_nothing(client: httpx.Client, ids: list[str]) -> None:
    path = client.post(COLLECTIONS, json={"name": "A", "track_ids": ids[:1]}).json()["links"][
        "self"
    ]
    before = client.get(path).json()
    for body in ({}, {"name": ""}, {"name": " "}, {"name": None}, {"name": "A", "x": 1},
                 {"name": "a" * 301}, {"name": "C", "track_ids": ["x"]}):  # fmt: skip
        assert client.post(COLLECTIONS, json=body).status_code == 422, body
    missing = {"track_ids": [ids[1], NO_SUCH_ID]}
    assert client.post(COLLECTIONS, json={"name": "C", **missing}).status_code == 404
    assert client.post(f"{path}/tracks:add", json=missing).status_code == 404
    for body in ({"name": ""}, {"name": None}, {"id": "x"}):
        assert client.patch(path, json=body).status_code == 422
    for verb in ("tracks:add", "tracks:remove"):
        assert client.post(f"{path}/{verb}", json={"track_ids": []}).status_code == 422
        answer = client.post(f"{COLLECTIONS}/{NO_SUCH_ID}/{verb}", json={"track_ids": ids})
        assert answer.status_code == 404
    for method in ("GET", "PATCH", "DELETE"):
        name = {"name": "x"} if method == "PATCH" else None
        answer = client.request(method, f"{COLLECTIONS}/{NO_SUCH_ID}", json=name)
        assert answer.status_code == 404
        assert client.request(method, f"{COLLECTIONS}/x", json=name).status_code == 422
    assert client.get(COLLECTIONS).json() == {"items": [before]}
