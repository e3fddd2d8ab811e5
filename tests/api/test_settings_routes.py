"""Settings that may change while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serving import served, served_alone

from musicgen_local.api.application import create_app
from musicgen_local.config import Settings

API_KEY = "an-api-key-123"
HF_TOKEN = "hf_a-token-123"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    settings = Settings(
        max_concurrent_jobs=5, job_timeout_seconds=700, api_key=API_KEY, hf_token=HF_TOKEN
    )
    with served(create_app(settings)) as client:
        client.headers["X-API-Key"] = API_KEY
        yield client


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One application for all changes that it is to refuse."""
    with served_alone(tmp_path_factory.mktemp("refusing")) as client:
        yield client


def preferences(client: httpx.Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/v1/settings").json()["preferences"]
    return told


def test_what_nobody_has_set_is_as_the_environment_says(client: httpx.Client) -> None:
    assert client.get("/api/v1/settings").json()["defaults"] == preferences(client)
    assert preferences(client) == {
        "max_concurrent_jobs": 5,
        "job_timeout_seconds": 700.0,
        "job_ttl_seconds": 3600.0,
        "default_engine": "composer",
        "default_formats": ["wav", "mp3"],
        "default_master": "",
        "default_artist": "",
    }


def test_no_secret_is_told(client: httpx.Client) -> None:
    answer = client.get("/api/v1/settings")
    environment = answer.json()["environment"]
    assert environment["api_key_set"] is True
    assert environment["hf_token_set"] is True
    assert environment["redis_set"] is False
    assert environment["database"] == "sqlite"
    for secret in (API_KEY, HF_TOKEN):
        assert secret not in answer.text


def test_a_change_is_kept_and_null_takes_it_back(client: httpx.Client) -> None:
    changes = {"max_concurrent_jobs": 2, "default_formats": ["flac"], "default_artist": "Ада"}
    changed = client.patch("/api/v1/settings", json=changes)
    assert changed.status_code == 200
    told = changed.json()["preferences"]
    assert {name: told[name] for name in changes} == changes
    assert changed.json()["defaults"]["max_concurrent_jobs"] == 5
    assert preferences(client) == told
    back = client.patch("/api/v1/settings", json={"max_concurrent_jobs": None})
    assert back.json()["preferences"]["max_concurrent_jobs"] == 5
    assert back.json()["preferences"]["default_formats"] == ["flac"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("max_concurrent_jobs", 0), ("max_concurrent_jobs", "many"), ("max_concurrent_jobs", 65),
     ("job_timeout_seconds", 0), ("job_ttl_seconds", -1), ("job_ttl_seconds", 1e300),
     ("default_engine", "no-such-engine"), ("default_engine", "../etc"),
     ("default_formats", []), ("default_formats", ["exe"]), ("default_master", "loudest"),
     ("default_artist", "a\nb"), ("default_artist", "a" * 201), ("default_artist", "a\0b"),
     ("port", 1), ("api_key", "mine"), ("data_dir", "/")],
)  # fmt: skip
def test_a_change_is_made_whole_or_not_at_all(
    refusing: httpx.Client, field: str, value: object
) -> None:
    before = preferences(refusing)
    answer = refusing.patch("/api/v1/settings", json={"job_ttl_seconds": 60, field: value})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "VALIDATION"
    assert error["details"]["field"] == field
    assert preferences(refusing) == before


@pytest.mark.parametrize("body", ["[]", "1", "null", '"x"', "{"])
def test_a_body_that_is_no_object_is_refused(refusing: httpx.Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = refusing.patch("/api/v1/settings", content=body, headers=headers)
    assert answer.status_code == 422
