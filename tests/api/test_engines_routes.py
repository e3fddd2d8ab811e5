"""Engines over HTTP: what each can do, what it needs, and the schema of its parameters."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from serving import served

from musicgen_local.api.application import create_app
from musicgen_local.config import load_settings
from third_party import PluckEngine, PluckParameters

ENGINES = "/api/v1/engines"


@pytest.fixture
def client(pluck_engine: str) -> Iterator[httpx.Client]:
    with served(create_app(load_settings())) as client:
        yield client


def test_engines_tell_what_they_can_and_need(client: httpx.Client) -> None:
    items = client.get(ENGINES).json()["items"]
    assert [item["name"] for item in items] == ["composer", "pluck"]
    composer, pluck = items
    assert composer["capabilities"]["midi"]
    assert composer["capabilities"]["max_seconds"] == 36_000
    assert pluck["capabilities"]["sample_rate"] == PluckEngine.capabilities.sample_rate
    assert pluck["parameters"] == PluckParameters.model_json_schema()
    assert (pluck["ready"], pluck["licence"]) == (True, "Apache-2.0")
    assert pluck["requirements"][0]["explanation"] == "Ten of them."
    for item in items:
        assert client.get(item["links"]["self"]).json() == item


def test_a_missing_sound_is_a_requirement_that_is_not_met(client: httpx.Client) -> None:
    """No sounds are installed in a test's own data folder."""
    composer = client.get(f"{ENGINES}/composer").json()
    missing = [need for need in composer["requirements"] if not need["satisfied"]]
    assert missing
    assert all(need["remedy"].startswith("mgl assets install") for need in missing)
    assert composer["ready"] == all(not need["required"] for need in missing)


def test_an_unknown_engine_is_not_found(client: httpx.Client) -> None:
    answer = client.get(f"{ENGINES}/theremin")
    assert answer.status_code == 404
    assert "composer" in answer.json()["error"]["recovery"]
    for name in ("..%2Fx", "%00", "a" * 100, "os:system"):
        assert client.get(f"{ENGINES}/{name}").status_code in (404, 422)
