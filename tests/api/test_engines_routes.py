"""Engines over HTTP: what each can do, what it needs, and the schema of its parameters."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from serving import served

from musicgen_local.api.application import create_app
from musicgen_local.config import load_settings
from musicgen_local.jobs.store import working
from musicgen_local.jobs.store.database import JobDatabase
from servers import wait_until
from third_party import PluckEngine, PluckParameters

ENGINES = "/api/v1/engines"


@pytest.fixture
def client(pluck_engine: str) -> Iterator[httpx.Client]:
    with served(create_app(load_settings())) as client:
        yield client


def test_engines_tell_what_they_can_and_need(client: httpx.Client) -> None:
    items = client.get(ENGINES).json()["items"]
    assert [item["name"] for item in items] == ["composer", "diffrhythm", "pluck"]
    composer, diffrhythm, pluck = items
    assert composer["capabilities"]["midi"]
    assert composer["capabilities"]["max_seconds"] == 36_000
    assert pluck["capabilities"]["sample_rate"] == PluckEngine.capabilities.sample_rate
    assert pluck["parameters"] == PluckParameters.model_json_schema()
    assert (pluck["ready"], pluck["licence"]) == (True, "Apache-2.0")
    assert pluck["requirements"][0]["explanation"] == "Ten of them."
    assert diffrhythm["capabilities"]["lyrics"]
    assert not diffrhythm["ready"]
    lacking = [need for need in diffrhythm["requirements"] if not need["satisfied"]]
    assert {need["remedy"] for need in lacking} == {"mgl models download diffrhythm"}
    for item in items:
        assert client.get(item["links"]["self"]).json() == item


def test_a_missing_sound_is_a_requirement_that_is_not_met(client: httpx.Client) -> None:
    """No sounds are installed in a test's own data folder."""
    composer = client.get(f"{ENGINES}/composer").json()
    missing = [need for need in composer["requirements"] if not need["satisfied"]]
    assert missing
    assert all(need["remedy"].startswith("mgl assets install") for need in missing)
    assert composer["ready"] == all(not need["required"] for need in missing)


def test_engines_have_names_for_people_and_pieces_to_start_from(client: httpx.Client) -> None:
    composer, _, pluck = client.get(ENGINES).json()["items"]
    assert (composer["title"], pluck["title"]) == ("Composer", "Pluck")
    assert len(composer["presets"]) >= 8
    assert pluck["presets"] == []
    for preset in composer["presets"]:
        body = {"prompt": preset["prompt"], "parameters": preset["parameters"], "seed": 7}
        assert client.post("/api/v1/generations", json=body).status_code == 202


def test_the_speed_is_that_of_measured_generations(client: httpx.Client) -> None:
    assert [item["speed"] for item in client.get(ENGINES).json()["items"]] == [None] * 3
    body = {"prompt": "a scale", "engine": "pluck", "duration_seconds": 12}
    job = client.post("/api/v1/generations", json=body).json()
    database = JobDatabase.open(load_settings())
    try:
        _, mine = working.claim(database, job["id"], 1, "by-hand", max_running=100)
        assert mine is not None
        working.finish_step(database, mine, 0, {}, None)
        assert working.complete(database, mine, "cpu", 3.0)
    finally:
        database.close()

    def speed() -> object:
        return client.get(f"{ENGINES}/pluck").json()["speed"]

    wait_until(speed, what="the numbers to be read anew")
    assert speed() == {"realtime_factor": 4.0, "runs": 1, "device": "cpu"}
    assert client.get(f"{ENGINES}/composer").json()["speed"] is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_vocabulary_is_of_its_engine_and_language(client: httpx.Client, language: str) -> None:
    link = client.get(f"{ENGINES}/composer").json()["links"]["vocabulary"]
    told = client.get(link, params={"language": language}).json()
    assert told["language"] == language
    labels = {word["id"]: word["label"] for word in told["instruments"]}
    assert labels["violin"] == {"en": "violin", "ru": "скрипка"}[language]
    assert {"lofi", "jazz"} <= {word["id"] for word in told["genres"]}
    assert all(word["group"] for word in told["instruments"])
    plain = client.get(f"{ENGINES}/pluck/vocabulary", params={"language": language}).json()
    assert [plain[kind] for kind in ("genres", "moods", "instruments", "ambience")] == [[]] * 4
    assert client.get(link, params={"language": "de"}).status_code == 422


def test_an_unknown_engine_is_not_found(client: httpx.Client) -> None:
    answer = client.get(f"{ENGINES}/theremin")
    assert answer.status_code == 404
    assert client.get(f"{ENGINES}/theremin/vocabulary").status_code == 404
    assert "composer" in answer.json()["error"]["recovery"]
    for name in ("..%2Fx", "%00", "a" * 100, "os:system"):
        assert client.get(f"{ENGINES}/{name}").status_code in (404, 422)
